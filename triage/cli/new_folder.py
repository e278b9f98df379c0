"""Writing a folder of files: all of them, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from triage.errors import Problem, TriageError, shortened
from triage.whole_file import write_whole_new


def write_new_folder(folder: Path, files: Mapping[str, bytes], error: type[TriageError]) -> None:
    """Write these files, by their names in the folder, which is new or empty.

    Raises:
        error: there is something in the folder, it is a link, or it cannot be written.
    """
    shown = shortened(folder.as_posix())
    try:
        if folder.is_symlink():
            what = f"the folder `{shown}` is a link to another place"
            raise error(Problem(what, "name the folder itself, or a new one"))
        # a folder of somebody's work is never mixed with ours
        if folder.is_dir() and any(folder.iterdir()):
            raise error(Problem(f"the folder `{shown}` is not empty", "name a new folder"))
        folder.parent.mkdir(parents=True, exist_ok=True)
        _write_all(folder, files)
    except OSError as failed:
        reason = (failed.strerror or "unknown reason").lower()
        what = f"the folder `{shown}` cannot be written: {reason}"
        raise error(Problem(what, "check the name and the rights")) from None


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make these files and their folders; where one cannot be made, none of them stays."""
    made: list[Path] = []
    folders = {parent for name in files for parent in _up_to(folder, (folder / name).parent)}
    try:
        for path in sorted(folders):
            if path != folder or not folder.is_dir():
                path.mkdir()  # one that has come meanwhile may lead anywhere
                made.append(path)
        for name, data in files.items():
            write_whole_new(folder / name, data)
            made.append(folder / name)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _up_to(folder: Path, inner: Path) -> list[Path]:
    """A folder inside another, with all between them."""
    return [inner] if inner == folder else [*_up_to(folder, inner.parent), inner]
