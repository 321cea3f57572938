"""Hand-written pages held against a machine, and against themselves.

`page` reads Markdown, `reading` says what a page claims about a lifecycle, `checks` compare the
claims: one check a file. Nothing here reads files or knows how a machine was read, and nothing is
changed by what is found: a page is data, and every flaw of it a finding with its line and column.
"""
