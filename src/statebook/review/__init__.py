"""How a comparison reaches a reviewer: one format a file, found by the registry.

A sibling of `report`: that one tells of flaws at one position, this one of changes, which have two.
"""
