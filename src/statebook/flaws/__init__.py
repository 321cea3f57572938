"""What can stop a build, and what `check` can find: each rule of a diagnostic that is none of `lint`, with its page.

Whoever finds a flaw names it by one of these; a file of this package holds those of one step. Nothing
here knows who finds them or how, so a report can ask for the words and the address of a rule.
"""
