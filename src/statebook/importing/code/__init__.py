"""Python's enums, read as text."""
