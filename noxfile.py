"""`nox` runs what CI runs; `nox -s fix` repairs; `nox -s update` rewrites golden files and generated pages."""

import nox

nox.options.sessions = ["style", "types", "tests"]
nox.options.reuse_existing_virtualenvs = True


def _install(session: nox.Session) -> None:
    session.install("-e", ".[test]")


@nox.session
def style(session: nox.Session) -> None:
    """Format and lint."""
    session.install("ruff")
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly."""
    _install(session)
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """All tests: arrows, golden builds, the freshness of the committed pages and the site among them."""
    _install(session)
    session.run("pytest", *session.posargs)


@nox.session
def fix(session: nox.Session) -> None:
    """Repair what tools can repair."""
    session.install("ruff")
    session.run("ruff", "check", "--fix", ".")
    session.run("ruff", "format", ".")


@nox.session
def update(session: nox.Session) -> None:
    """Rewrite golden files and generated pages; read the diff afterwards."""
    _install(session)
    session.run("python", "build.py")
    session.run("pytest", "--update", *session.posargs)
