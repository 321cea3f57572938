"""One command a module, found by being here.

A command is a module with `NAME`, `HELP` (one line), `configure(parser)` and `run(options) -> int`,
which returns the exit code. Modules import what is heavy inside `run`: help and an unchanged project
never pay for it.
"""
