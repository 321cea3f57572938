"""The shipped templates. This file makes the folder a package, so that an editable install finds it."""
