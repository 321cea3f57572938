"""The tool's own reference: what it knows of itself, as pages and in the terminal.

Every page is made from a registry: rules, kinds of change, commands, settings, the keys of the spec
language, formats, templates. Nothing is listed here by hand that one of them knows, and what `lint` or
`diff` says to an example is asked, not written. Gives texts by path; it writes nothing.
"""
