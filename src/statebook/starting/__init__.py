"""New projects: the texts of their files, and what is added to files that are there already.

Everything here is text in, text out: nothing is read or written. Files that somebody wrote keep every line and
comment; what is added is checked by reading the result.
"""
