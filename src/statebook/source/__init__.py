"""Text to model: the only package that knows YAML.

The way is read → compose (nodes with positions) → decode (documents as written) → resolve (the
model). Each step collects diagnostics and goes on, so that an author hears of every flaw at once.
"""
