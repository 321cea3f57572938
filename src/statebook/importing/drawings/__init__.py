"""State diagrams of any language, and the drafts that they make."""
