"""A Markdown file as headings, tables, fences, lists and links, each with its place.

Nothing here knows what a state is: this is the page as any reader of Markdown sees it.
"""
