"""How a comparison reaches a reviewer: one format a file, found by the registry.

Above `report`: that one tells of flaws at one position, this one of changes, which have two. What
needs one position alone is told as a report, by `projection`.
"""
