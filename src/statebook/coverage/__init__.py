"""What a log showed of a machine, for its author: what was seen, what never, and what nobody documented.

One way to write it a module, found by the ending that it is for (see `registry`). Nothing here reads
logs: `content` makes one plain object of a verdict, and the writers know that alone.
"""
