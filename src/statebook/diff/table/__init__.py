"""The rows of the table of kinds: every module here has `KINDS`, and a new row is all that a new kind needs here."""
