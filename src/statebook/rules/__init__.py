"""Lint rules: one a file, found by name; the catalogue, the tests and the reports all come from these files.

A rule knows the model and the questions of `machine`. It knows nothing of YAML, files, settings or
how a finding is shown.
"""
