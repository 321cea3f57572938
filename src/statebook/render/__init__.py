"""Pages as text: templates, the filters that escape for each context, and what templates may ask.

Nothing here touches a file outside the template folders, and nothing evaluates text of a spec.
"""
