"""Under which heading of Keep a Changelog (https://keepachangelog.com/en/1.1.0/) a kind of change stands."""

from __future__ import annotations

HEADINGS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")

_FIXED = ("state-became-reachable", "state-no-longer-dead-end", "rest-became-reachable")
"""What mends a flaw that `lint` reports."""
_SECURITY = ("api-auth-changed",)
_DEPRECATED = ("deprecated", "sunset-announced", "sunset-moved-earlier", "sunset-moved-later")
_REMOVED = ("removed-after-sunset",)
_OF_A_TRANSITION = ("guard-added", "guard-removed")
"""What comes or goes is only a condition of something that stays."""


def heading_of(kind: str) -> str:
    """The heading of a kind of change, by its name."""
    for heading, kinds in (
        ("Fixed", _FIXED),
        ("Security", _SECURITY),
        ("Deprecated", _DEPRECATED),
        ("Removed", _REMOVED),
    ):
        if kind in kinds:
            return heading
    if kind.endswith("-added") and kind not in _OF_A_TRANSITION:
        return "Added"
    if kind.endswith("-removed") and kind not in _OF_A_TRANSITION:
        return "Removed"
    return "Changed"
