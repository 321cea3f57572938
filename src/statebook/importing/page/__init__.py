"""Pages as people write them: what their tables, lists, examples and prose say of a machine."""
