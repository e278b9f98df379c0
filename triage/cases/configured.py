"""Which rule book a project says its cases are for: `triage_rules` of its pytest configuration.

pytest reads that key by itself, and hands it to the plugin; here it is found in the same file
without pytest, which need not be installed where cases are replayed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from triage.errors import Problem, RulesError, shortened
from triage.late_import import importing

KEY = "triage_rules"
"""The same as `movement_triage_pytest.OPTION`, which cannot be imported without pytest."""

ALWAYS = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini")
"""Whatever stands in them, they are the configuration of pytest."""
CONFIGURATIONS = {
    "pytest.toml": ("pytest",),
    ".pytest.toml": ("pytest",),
    "pytest.ini": ("pytest",),
    ".pytest.ini": ("pytest",),
    "pyproject.toml": ("tool", "pytest"),
    "tox.ini": ("pytest",),
    "setup.cfg": ("tool:pytest",),
}
"""Where pytest looks in a folder, in this order, and where its keys are in the file."""


class Configured(Struct, frozen=True):
    """A rule book that a project names."""

    folder: Path
    file: Path
    """Where it is named."""


def seen_from(folder: Path, named: str) -> Path | None:
    """The folder that a configuration file in this folder names; nothing where it is empty."""
    return (folder / named).resolve() if named else None


def configured(paths: Iterable[Path]) -> Configured | None:
    """The rule book that pytest would use for these files and folders, if a project names one.

    Raises:
        RulesError: the configuration cannot be read.
    """
    file = _configuration_of(paths)
    if file is None:
        return None
    named = _keys(file).get(KEY, "")
    if not isinstance(named, str):
        what = f"`{KEY}` in `{shortened(from_here(file))}` is not the name of a folder"
        raise RulesError(Problem(what, f'write it like {KEY} = "rules"'))
    folder = seen_from(file.parent, named)
    return None if folder is None else Configured(folder, file)


def may_configure(paths: Iterable[Path]) -> list[Path]:
    """Every file that could name a rule book for these files and folders, there or not."""
    return [
        folder / name
        for start in _starts(paths)
        for folder in _above(start)
        for name in CONFIGURATIONS
    ]


def _starts(paths: Iterable[Path]) -> list[Path]:
    """The folders from which pytest looks upwards, in its order."""
    folders = [folder for path in paths if (folder := _folder(path))] or [Path.cwd()]
    return [*dict.fromkeys((Path(os.path.commonpath(folders)), *folders))]


def _above(folder: Path) -> tuple[Path, ...]:
    return (folder, *folder.parents)


def _configuration_of(paths: Iterable[Path]) -> Path | None:
    """The file that configures pytest: the nearest one above all that is named, else above one."""
    for start in _starts(paths):
        above = _above(start)
        named = [folder / name for folder in above for name in CONFIGURATIONS]
        files = [file for file in named if file.is_file()]
        for file in files:
            if file.name in ALWAYS or _table(file) is not None:
                return file
        # pytest takes the project to begin at either of them, without a key
        bare = any(file.name == "pyproject.toml" for file in files)
        if bare or any((folder / "setup.py").is_file() for folder in above):
            return None
    return None


def _folder(path: Path) -> Path | None:
    try:
        if not path.exists():
            return None
        whole = Path(os.path.abspath(path))  # noqa: PTH100 - as pytest does, links stay
        return whole if whole.is_dir() else whole.parent
    except (OSError, ValueError):  # a name that no file can have
        return None


def _keys(file: Path) -> Mapping[str, Any]:
    table = _table(file) or {}
    return table["ini_options"] if isinstance(table.get("ini_options"), dict) else table


def _table(file: Path) -> Mapping[str, Any] | None:
    """What a file says to pytest; None where it does not speak to it."""
    with importing():
        from configparser import Error, RawConfigParser
        from tomllib import loads

    try:
        text = file.read_text("utf-8")
        if file.suffix == ".toml":
            data: Any = loads(text)
        else:
            parser = RawConfigParser(strict=False, allow_no_value=True)
            parser.optionxform = str  # type: ignore[assignment,method-assign]
            parser.read_string(text)
            data = {name: dict(parser[name]) for name in parser.sections()}
    except (OSError, ValueError, Error):
        what = f"the configuration of pytest, `{shortened(from_here(file))}`, cannot be read"
        raise RulesError(Problem(what, "mend it, or name the rule book with `--rules`")) from None
    for key in CONFIGURATIONS[file.name]:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) and (data or file.name != "pyproject.toml") else None


def from_here(path: Path) -> str:
    """How a path is said: as seen from the current folder where it is below it."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
