"""The plugin for MkDocs and ProperDocs, and the live preview on top of it: all that imports MkDocs.

The plugin is options and hooks over plain functions: `generated` gives the pages of a spec folder in
memory, `editing` leads sections to lines of the spec, `head` and `texts` speak to machines. `preview`
and its parts keep a site in sync with its spec while somebody edits.
"""

from statebook.mkdocs_plugin.plugin import StatebookConfig, StatebookPlugin

__all__ = ["StatebookConfig", "StatebookPlugin"]
