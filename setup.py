"""What `pyproject.toml` cannot say: a source archive of the same bytes each time, and a README that PyPI can show.

The archive's times are `SOURCE_DATE_EPOCH` (https://reproducible-builds.org/specs/source-date-epoch/), or else the
first day that a ZIP archive can name; its members are sorted and belong to nobody.
"""

from __future__ import annotations

import gzip
import os
import re
import tarfile
from pathlib import Path
from typing import Any

from setuptools import setup
from setuptools.command.sdist import sdist

HERE = Path(__file__).parent
BLOB = "https://github.com/statebook/statebook/blob/main/"
RAW = "https://raw.githubusercontent.com/statebook/statebook/main/"
FIRST_DAY = 315532800
"""1980-01-01, in seconds since 1970."""


def readme() -> str:
    """The README with every relative link made absolute: PyPI does not know the repository."""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    text = re.sub(r"(!\[[^\]]*\]\()(?![a-z]+:|#)", rf"\g<1>{RAW}", text)
    return re.sub(r"((?<!!)\[[^\]]*\]\()(?![a-z]+:|#)", rf"\g<1>{BLOB}", text)


class ReproducibleSdist(sdist):
    """An `sdist` whose bytes depend on the files alone."""

    def make_archive(self, base_name: str, format: str, *_: Any, base_dir: str = "", **__: Any) -> str:  # noqa: A002
        """Write `base_name` with the folder `base_dir`; only the format that PyPI takes is known."""
        if format != "gztar":
            raise ValueError(f"{format} is not written: PyPI takes .tar.gz alone")
        when = int(os.environ.get("SOURCE_DATE_EPOCH", FIRST_DAY))
        path = Path(f"{base_name}.tar.gz")
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            path.open("wb") as file,
            gzip.GzipFile("", "wb", compresslevel=9, fileobj=file, mtime=when) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            for member in sorted(one for one in Path(base_dir).rglob("*") if one.is_file()):
                archive.add(member, member.as_posix(), filter=lambda found: anonymous(found, when))
        return str(path)


def anonymous(member: tarfile.TarInfo, when: int) -> tarfile.TarInfo:
    """A member of an archive without the traces of the machine that it was made on."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = when
    member.mode = 0o755 if member.mode & 0o100 else 0o644
    return member


if __name__ == "__main__":
    setup(
        cmdclass={"sdist": ReproducibleSdist},
        long_description=readme(),
        long_description_content_type="text/markdown",
    )
