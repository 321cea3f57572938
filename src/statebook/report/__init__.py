"""Findings for people and programs: one format a module, discovered, never listed.

Nothing here knows how findings come about or where the text goes. A module of this package that has
a `NAME` is a format; see `registry` for what it must offer.
"""
