"""What clients noticed of each release of a project's machines, from its git history.

`gather` asks the history and compares; the formats (`markdown`, `atom`, `json`) say it, one a file.
Nothing here writes a file, reads a clock, or knows MkDocs.
"""
