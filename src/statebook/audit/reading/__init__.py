"""What a page says about a lifecycle: its states, ways, attributes, examples, calls and diagrams.

Pages of strangers follow many dialects. Whatever is not understood with certainty is left out or
marked as doubtful here, so that the checks need not guess.
"""
