"""Reports that strangers wrote: each text tries to be something else in some format."""

from __future__ import annotations

from statebook.diagnostic import Diagnostic, Severity
from statebook.report.content import Report, RuleNote

TEXTS = (
    "two\nlines\r\nand\rmore\u2028\u2029\x85",
    "::error file=x::gone",
    "\n::set-output name=errors::0",
    "##[warning]old",
    "100%0A::error::x %3A %2C %25",
    "a,b:c,line=9",
    "]]><failure/><!--",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#10;",
    "| a | b |\n|---|---|",
    "`one` ``two`` ```three",
    "[x](javascript:alert(1)) ![y](http://evil) [1](0)",
    "{0} {1} {DATASET_UID}",
    "\\[x](1) \\\\",
    "@everyone #1 org/repo#2 GH-3 https://evil.example",
    "</details></table>\n\n# heading",
    "\x00\x01\x08\x1b[31m\x7f\x9b",
    "\u202eevil\u2066 \u200bx\ufeff",
    "half \ud800 and \udcff, none \ufffe \uffff",
    "état 状態 🚀",
    "\"quoted\" 'single' = ;",
    "-->",
    " ",
    "",
)
FILES = (
    "spec/état 状態.yaml",
    "spec/a b#c?d%20:e.yaml",
    "spec/x,y::z.yaml",
    "./spec/../spec/x.yaml",
    "/tmp/outside/x.yaml",
    "../beside/x.yaml",
    "C:\\specs\\x y.yaml",
    "spec/bad\udcff.yaml",
    "spec/line\nbreak.yaml",
    "-",
    "a:b.yaml",
    "spec/<b>|`x`.yaml",
)
LEVELS = tuple(Severity)


def hostile() -> Report:
    """Every text as message and hint, in turn in every file, at every severity; every third one accepted."""
    found = [
        Diagnostic(
            FILES[index % len(FILES)],
            index + 1,
            index + 2,
            f"rule-{index % 5}",
            text,
            TEXTS[-1 - index],
            LEVELS[index // 3 % 3],
            text,
        )
        for index, text in enumerate(TEXTS)
    ]
    return Report(
        diagnostics=tuple(one for index, one in enumerate(found) if index % 3),
        command="lint",
        checked=FILES,
        rules=tuple(RuleNote(f"rule-{one}", TEXTS[one], "https://statebook.example/") for one in range(4)),
        suppressed=tuple(found[::6]),
        ignored=tuple(found[3::6]),
    )
