"""The formats of a machine, one module each: being there is being known."""
