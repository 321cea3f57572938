"""Example bodies and requests, and the JSON Schemas that they must satisfy.

Everything is made from the model alone and is the same on every machine. Nothing here knows pages,
diagrams or files.
"""
