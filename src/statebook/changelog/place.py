"""Where a changelog is shown: how its formats address pages, and what it is called there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from statebook.changelog.links import Link, Links


def nowhere(link: Link) -> str:  # noqa: ARG001 - the answer for every link
    """No page has an address."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The surroundings of a changelog.

    `beside` gives the address of a page from the changelog's own, `absolute` the one that the whole
    world can follow; empty where there is none. `page` and `feed` are the addresses of the changelog
    itself, absolute where they are known; `feed_beside` is the feed as seen from the page.
    """

    links: Links
    beside: Callable[[Link], str] = nowhere
    absolute: Callable[[Link], str] = nowhere
    page: str = ""
    feed: str = ""
    feed_beside: str = ""
    author: str = ""
    """Who publishes it: the name of the site or of the project."""
    identity: str = ""
    """The feed's own id, for ever; empty to have one made."""
