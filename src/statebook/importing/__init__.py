"""Machines that exist elsewhere, on a page, in code, in a log, made into specs that build at once.

`draft` is a machine under construction and what could not be carried over, `original` the file that it
is taken from, `spec` and `yaml_text` make the spec of it. Importers are one module a format. No file is
executed, no reference in it is followed, and nothing here writes.
"""
