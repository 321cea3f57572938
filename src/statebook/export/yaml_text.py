"""JSON values as YAML text, for formats whose users like YAML better."""

from __future__ import annotations

from statebook.model import Json


def yaml_text(value: Json) -> str:
    """YAML in block style with the value's own order of keys; ASCII alone, without anchors and aliases."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    kind = type("Dumper", (dumper,), {"ignore_aliases": lambda _self, _data: True})
    return str(yaml.dump(value, Dumper=kind, allow_unicode=False, sort_keys=False, width=110))
