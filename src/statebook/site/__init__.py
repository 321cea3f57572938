"""From models to files: plan what the project's output is, then write it, or say how the disk differs.

This is the only package that writes files. It stays light to import: the fast path of an unchanged
project (`stamp`) runs before anything else is loaded.
"""
