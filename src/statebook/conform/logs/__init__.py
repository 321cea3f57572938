"""Logs as the engine can read them: one format a file, each giving rows of a line number and a JSON text.

Files are read here and by the engine, nowhere else in this package. What cannot be read stays in its
line and becomes a finding; only a log that cannot be read at all is refused.
"""
