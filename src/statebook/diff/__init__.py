"""What changed between two versions of machines, and whom it hurts.

Facts first (`facts/`: the structural difference, which knows no order), then judgement (`judge`: the
impact of each fact, by the table in `kinds`). Nothing here reads files, knows lines, or prints.
"""
