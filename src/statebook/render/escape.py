"""Plain text to Markdown that every renderer of the family shows as that very text.

The family is CommonMark (GitHub), Python-Markdown with the extensions that Material sites switch on,
and Redcarpet (Slate). A character is escaped only where one of them would give it a meaning, so the
page stays readable as it is. Where no backslash escape is common to all, an entity stands.
"""

from __future__ import annotations

import re

_ANYWHERE = re.compile(r"[\\`*\[\]{}<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,32};)|\|")
_LINE_START = re.compile(r"(?m)^([ \t]*)(?:([#+>!?:=/~-])|(\d{1,9})([.)]))")
_DOUBLE = re.compile(r"~~|==|\^\^|\+\+|\$\$|(?<=\S)--(?=8<)")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_PLAIN = re.compile(r"[A-Za-z(][A-Za-z0-9 ,.;'\"()/%-]*\Z")

_ENTITIES = {"<": "&lt;", "&": "&amp;", "|": "&#124;"}


def visible(text: str) -> str:
    """Text in which nothing acts or hides: direction overrides are named, controls replaced."""
    text = _DIRECTION.sub(lambda match: f"(U+{ord(match[0]):04X})", text)
    return _CONTROL.sub("\ufffd", text)


def is_plain(text: str) -> bool:
    """True for text on one line that means itself in every renderer; most guards are."""
    return _PLAIN.match(text) is not None and not text[0].isdigit()


def escape(text: str, *, at_line_start: bool = True) -> str:
    """Plain text, possibly of several lines, as Markdown text."""
    if is_plain(text):
        return text
    text = _ANYWHERE.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), visible(text))
    text = _DOUBLE.sub(lambda match: "".join(f"&#{ord(sign)};" for sign in match[0]), text)
    if at_line_start:
        return _LINE_START.sub(_at_line_start, text)
    first, separator, rest = text.partition("\n")
    return first + separator + (_LINE_START.sub(_at_line_start, rest) if rest else "")


def _at_line_start(match: re.Match[str]) -> str:
    space, sign, number, mark = match.groups()
    if number:
        return f"{space}{number}\\{mark}"
    return f"{space}\\{sign}" if sign in "#+>!-" else f"{space}&#{ord(sign)};"


def code_span(text: str, *, in_cell: bool = False) -> str:
    """Text as a code span, on one line; in a table cell a `|` needs the HTML form."""
    text = " ".join(visible(text).split("\n"))
    if not text.strip():
        return f"<code>{text}</code>" if text else "``  ``"
    if (in_cell and "|" in text) or "`" in text or text != text.strip():
        return f"<code>{html_text(text)}</code>"
    return f"`{text}`"


def html_text(text: str) -> str:
    """Text inside the few inline HTML tags that the dialect knows; safe from every Markdown renderer."""
    return "".join(
        sign if sign.isalnum() or sign in " .,-/=%" or ord(sign) > 0x9F else f"&#{ord(sign)};" for sign in visible(text)
    )


def fence(text: str, language: str = "") -> str:
    """A fenced block that its content cannot end."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    ticks = "`" * (longest + 1)
    shown = _CONTROL.sub("\ufffd", text.replace("\t", "    ")).rstrip("\n")
    return f"{ticks}{re.sub(r'[^A-Za-z0-9_+#.-]', '', language)}\n{shown}\n{ticks}"


_HREF_SAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&'*+,;=%]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
SCHEMES = ("http:", "https:", "mailto:")


def href(url: str) -> str | None:
    """A link target, percent-encoded, or None where its scheme is not on the allow-list."""
    url = "".join(visible(url).split())
    scheme = _SCHEME.match(url)
    if (scheme and scheme[0].lower() not in SCHEMES) or url.startswith(("//", "\\")):
        return None
    encoded = _HREF_SAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url)
    return encoded.replace("'", "%27").replace("*", "%2A").replace("&", "&amp;")
