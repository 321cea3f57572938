"""Recorded status objects held against a machine: whether each is well formed and each step possible.

A machine becomes two small tables (its wire values and its legal steps) and a list of checks; one SQL
query (`program`) judges a log by them. The command runs that very query on an embedded engine, and
prints it for the warehouse where a team's events already lie, so the verdicts cannot differ. Nothing
here knows where a spec was written or how findings are shown.
"""
