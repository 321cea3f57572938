"""The checks: one a file, found by being there (see `statebook.audit.registry`)."""
