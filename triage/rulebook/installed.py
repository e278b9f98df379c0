"""Whether what is installed is what was built.

One flipped bit can turn an emergency into routine, so nothing is run before this was looked at.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from triage.errors import DamagedError, Problem
from triage.rulebook.manifest import COMPILED, LIST, RULES, Manifest, differences, read
from triage.version import __version__

PACKAGE = Path(__file__).parent.parent
READERS = "rulebook/"
"""The modules that say what rule files mean; with other ones, the kept rule book is out of date."""
AGAIN = "install it again: pip install --force-reinstall movement-triage"
MOST_SAID = 3


class Found(NamedTuple):
    """What stands in a package."""

    manifest: Manifest
    files: dict[str, bytes]
    wrong: list[str]
    """How it differs from what was built, in words."""


def is_checkout(package: Path) -> bool:
    """Whether it runs from its source, where files are changed on purpose."""
    beside = package.parent
    source = (beside / "build_snapshot.py").is_file() and (beside / "rules").is_dir()
    return source and not (package / RULES).is_dir()


def rules_folder(package: Path) -> Path:
    """Where the rule files are: inside an installed package, or beside it in a checkout."""
    return package.parent / "rules" if is_checkout(package) else package / RULES


def found_in(package: Path, *, every: bool = False) -> Found | None:
    """What a package holds of all that decides about results, or of every file that was built.

    None where there is no list of what was built, or one that is damaged.
    """
    try:
        manifest = read((package / LIST).read_bytes())
    except OSError:
        return None
    if manifest is None:
        return None
    names = [name for name in manifest.digests if every or _decides(name)]
    rules = rules_folder(package)
    there = {f"{RULES}{path.relative_to(rules).as_posix()}": path for path in rules.rglob("*.yaml")}
    there.update((name, package / name) for name in names if not name.startswith(RULES))
    there.update((name, rules / name[len(RULES) :]) for name in names if name.startswith(RULES))
    files: dict[str, bytes] = {}
    missing: list[str] = []
    for name, path in there.items():
        try:
            files[name] = path.read_bytes()
        except OSError:
            missing.append(name)
    return Found(manifest, files, differences(manifest, files, missing))


def _decides(name: str) -> bool:
    rule_file = name.startswith(RULES) and name.endswith(".yaml")
    return rule_file or name.startswith(READERS) or name == COMPILED


def damaged(wrong: list[str]) -> DamagedError:
    """What a person is told who cannot be given a result."""
    more = len(wrong) - MOST_SAID
    said = [*wrong[:MOST_SAID], *([f"and {more} more files differ"] if more > 0 else [])]
    return DamagedError(Problem(f"this copy of triage is damaged: {', '.join(said)}", AGAIN))


def verified(package: Path, *, every: bool = False) -> Found:
    """What a package holds, byte for byte what was built.

    The kept rule book alone may be missing, since it can be made again.

    Raises:
        DamagedError: it differs from what was built.
    """
    found = found_in(package, every=every)
    if found is None:
        raise damaged([f"`{LIST}` is missing, or not as it was built"])
    if found.manifest.version != __version__:
        raise damaged([f"its files are of version `{found.manifest.version}`, not {__version__}"])
    wrong = [line for line in found.wrong if line != f"`{COMPILED}` is missing"]
    if wrong:
        raise damaged(wrong)
    return found


def own_folder() -> Path:
    """Where the rule files of this package are."""
    return rules_folder(PACKAGE)
