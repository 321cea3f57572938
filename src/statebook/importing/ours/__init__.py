"""Machines as `export json` writes them."""
