"""Names of programming languages: one spelling on every tab, whatever a fence calls the language.

Knows nothing but names.
"""

from __future__ import annotations

_LABELS = {
    "shell": "Shell",
    "python": "Python",
    "javascript": "JavaScript",
    "typescript": "TypeScript",
    "ruby": "Ruby",
    "go": "Go",
    "java": "Java",
    "kotlin": "Kotlin",
    "swift": "Swift",
    "php": "PHP",
    "csharp": "C#",
    "cpp": "C++",
    "c": "C",
    "r": "R",
    "rust": "Rust",
    "perl": "Perl",
    "elixir": "Elixir",
    "powershell": "PowerShell",
}
_ALIASES = {
    "bash": "shell",
    "console": "shell",
    "curl": "shell",
    "sh": "shell",
    "zsh": "shell",
    "py": "python",
    "python3": "python",
    "js": "javascript",
    "node": "javascript",
    "ts": "typescript",
    "rb": "ruby",
    "golang": "go",
    "kt": "kotlin",
    "c#": "csharp",
    "cs": "csharp",
    "c++": "cpp",
    "rs": "rust",
    "ex": "elixir",
    "ps1": "powershell",
    "pwsh": "powershell",
}
_DATA = frozenset(
    "csv diff dot graphviz html http ini json json5 jsonc markdown md mermaid output plain svg text toml txt xml "  # noqa: SIM905 - as a list it would fill a screen
    "yaml yml".split()
)


def language_id(name: str) -> str:
    """The one name of a language: `py` and `python3` are `python`."""
    return _ALIASES.get(name.lower(), name.lower())


def label(name: str) -> str:
    """What the tab of a language says."""
    one = language_id(name)
    return _LABELS.get(one, one[:1].upper() + one[1:])


def is_sample(name: str) -> bool:
    """Whether code in this language is a program that readers choose among, not data all of them read."""
    return bool(name) and language_id(name) not in _DATA
