"""The words in which SQL engines differ: one engine a file, found by the registry.

Everything that the verdict needs of an engine is here: the JSON text at a path, a regular expression,
an instant, a text literal and an inline table. All else is SQL:2003 with window functions.
"""
