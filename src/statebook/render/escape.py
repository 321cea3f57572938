"""Plain text to Markdown that every renderer of the family shows as that very text.

The family is CommonMark (GitHub), Python-Markdown with the extensions that Material sites switch on,
and Redcarpet (Slate). A character is escaped only where one of them would give it a meaning, so the
page stays readable as it is. Where no backslash escape is common to all, an entity stands.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_ANYWHERE = re.compile(
    r"[\\`*\[\]{}<|~^$]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside a word it means itself everywhere
    r"|&(?=#?\w{1,32};)"
    r"|:(?=(?!\d\d:)[+\-\w]+:)"  # an emoji's name, but not the minutes of a time
    r"|#(?=#*\Z)"  # what ends a heading may be taken for its fence
)
_LINE_START = re.compile(r"^(?:([#+>!?:=/-]|\\[\[\\])|(\d{1,9})([.)]))")
_DOUBLE = re.compile(r"==|\+\+")
_WHITE = re.compile(r"[ \t\n]+")
_WIDE_SPACE = re.compile(r"[^\S ]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_LAST_CONTROL = 0x9F
_PLAIN = re.compile(r"[A-Za-z(][A-Za-z0-9 ,.;'\"()/%-]*\Z")

_ENTITIES = {"<": "&lt;", "&": "&amp;", **{sign: f"&#{ord(sign)};" for sign in "|~^$:"}}
_ACTS_IN_CODE = re.compile(r"(?m)^[ \t;]*-+8<-+|^ *(?:`{3}|~{3})|\{(?:\+\+|--|==|>>|~~)")
"""What extensions of Python-Markdown obey even inside code: orders to include a file, critic marks; and fences in fences."""
_ODD_ADDRESS = re.compile(r"(?i)(?<!\w)(https?|ftp|www)([:.])(?=\S*[^\w\s.,:;/?#@!()'%+=-])")
"""What begins like an address and goes on with what an address is not made of: no reader may link half of it."""


def visible(text: str) -> str:
    """Text in which nothing acts or hides: direction overrides are named, controls replaced."""
    text = _DIRECTION.sub(lambda match: f"(U+{ord(match[0]):04X})", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("\ufffd", text)


def is_plain(text: str) -> bool:
    """True for text on one line that means itself in every renderer; most guards are."""
    return _PLAIN.match(text) is not None and "  " not in text and not text.endswith(" ")


def escape(text: str, *, at_line_start: bool = True) -> str:
    """Plain text as Markdown text on one line; white space collapses, as HTML does it anyway."""
    if is_plain(text):
        return text
    text = _WHITE.sub(" ", visible(text))
    text = _ANYWHERE.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), text)
    text = _ODD_ADDRESS.sub(lambda match: f"{match[1]}&#{ord(match[2])};", text)
    text = _DOUBLE.sub(lambda match: "".join(f"&#{ord(sign)};" for sign in match[0]), text)
    text = _WIDE_SPACE.sub(_space_entity, text)
    return _LINE_START.sub(_at_line_start, text.lstrip(" ")) if at_line_start else text


def _space_entity(match: re.Match[str]) -> str:
    return "&nbsp;" if match[0] == "\u00a0" else f"&#{ord(match[0])};"


def _at_line_start(match: re.Match[str]) -> str:
    sign, number, mark = match.groups()
    if number:
        return f"{number}\\{mark}"
    return f"\\{sign}" if sign in "#+>!-" else f"&#{ord(sign[-1])};"


def code_span(text: str, *, in_cell: bool = False) -> str:
    """Text as a code span, on one line.

    In a table cell or a link (`in_cell`), a `|` or a bracket needs the HTML form.
    """
    text = " ".join(visible(text).split("\n"))
    unsafe = "`|[]\\" if in_cell else "`"
    named = text.startswith(("#!", ":::"))  # some readers take the next word for a language
    if not text.strip() or named or text != text.strip() or any(sign in text for sign in unsafe) or acts_in_code(text):
        return f"<code>{html_text(text)}</code>"
    return f"`{text}`"


def anchor_mark(anchor: str) -> Markup:
    """An empty element with an id, made of letters, digits, `_` and `-`; nothing for no anchor."""
    return Markup(f'<a id="{anchor}"></a>') if anchor else Markup("")


def html_text(text: str) -> str:
    """Text inside the few inline HTML tags that the dialect knows; safe from every Markdown renderer."""
    found = "".join(
        sign
        if sign.isalnum() or sign in " .,-/%" or (ord(sign) > _LAST_CONTROL and not sign.isspace())
        else f"&#{ord(sign)};"
        for sign in visible(text)
    )
    return found.replace("--", "&#45;&#45;").replace("..", "&#46;&#46;").replace("www.", "www&#46;")


def fence(text: str, language: str = "") -> str:
    """A fenced block that its content cannot end; what acts even in code stands in HTML."""
    shown = code_text(text)
    if acts_in_code(shown):
        return preformatted(shown)
    longest = max((len(run) for run in re.findall(r"`{3,}", shown)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks}{re.sub(r'[^A-Za-z0-9_+#.-]', '', language)}\n{shown}\n{ticks}"


def code_text(text: str) -> str:
    """Text as code blocks show it: nothing acts or hides, tabs are spaces, no line break at the end."""
    return visible(text.replace("\t", "    ")).rstrip("\n")


def acts_in_code(text: str) -> bool:
    """Whether some renderer would not show the text as it is, even in a code block."""
    return _ACTS_IN_CODE.search(text) is not None


def preformatted(text: str) -> str:
    """A code block as HTML on one line."""
    return f"<pre><code>{html_text(text)}</code></pre>"


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
    return encoded.replace("'", "%27").replace("*", "%2A").replace("$", "%24").replace("&", "&amp;")
