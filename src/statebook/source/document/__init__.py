"""The document as written: what each key of a spec may hold, checked by pydantic.

These types know neither positions nor whether a name exists; they are the spec language's grammar,
and the JSON Schema for editors is made from them, so the field descriptions are what an author
reads while typing.
"""
