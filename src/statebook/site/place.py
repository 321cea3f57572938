"""Where the manifest lies: all that somebody needs to know who only asks whether there is one."""

DEFAULT_MANIFEST = "docs/.statebook-manifest.json"
"""Its path in the project, with `/`."""
