"""Install the wheel in empty environments, by pip, pipx and uv on every Python, and use it.

python3 .ci/install_check.py [WHEEL]     without WHEEL, one is built first

Says one line for each way and Python. What is not on this machine, and cannot be installed, is
left out and told. Exits with 1 when the program does not work somewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
TYPICAL = "age: 52\nparts: [head]\ndoes-head: [pulled]\nhead-way: [same-side]\nchanges: [touch]\n"
PROGRAMS = "Scripts" if os.name == "nt" else "bin"


class Failed(Exception):
    """A command did not do what it should."""


def run(*command: str | Path, typed: str = "", env: dict[str, Path] | None = None) -> str:
    """What a command prints, away from the checkout and from what is installed for the user."""
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    with tempfile.TemporaryDirectory() as elsewhere:
        done = subprocess.run(
            [str(part) for part in command],
            input=typed,
            capture_output=True,
            text=True,
            cwd=elsewhere,
            env=surroundings | {key: str(value) for key, value in (env or {}).items()},
            check=False,
        )
    if done.returncode:
        raise Failed(f"`{Path(command[0]).name}` failed: {(done.stdout + done.stderr)[-600:]}")
    return done.stdout


def python_of(environment: Path) -> Path:
    return environment / PROGRAMS / ("python.exe" if os.name == "nt" else "python")


def by_pip(python: str, wheel: Path, folder: Path, _tool: str) -> Path:
    run(python, "-m", "venv", folder / "env")
    run(python_of(folder / "env"), "-m", "pip", "install", "--quiet", wheel)
    return folder / "env"


def by_pipx(python: str, wheel: Path, folder: Path, tool: str) -> Path:
    places = {"PIPX_HOME": folder, "PIPX_BIN_DIR": folder / PROGRAMS}
    places["PIPX_MAN_DIR"] = folder / "share/man"
    run(tool, "install", "--python", python, wheel, env=places)
    return folder


def by_uv(python: str, wheel: Path, folder: Path, tool: str) -> Path:
    places = {"UV_TOOL_DIR": folder / "tools", "UV_TOOL_BIN_DIR": folder / PROGRAMS}
    run(tool, "tool", "install", "--python", python, wheel, env=places)
    return folder


WAYS: dict[str, Callable[[str, Path, Path, str], Path]] = {
    "pip": by_pip,
    "pipx": by_pipx,
    "uv": by_uv,
}


def works(home: Path) -> None:
    """Whether the program gives a result, can use its rules, and has its manual page.

    Raises:
        Failed: it does not.
    """
    triage = home / PROGRAMS / "triage"
    if "1. Cervical dystonia" not in run(triage, "assess", "-", typed=TYPICAL):
        raise Failed("the result is not the expected one")
    run(triage, "rules", "check")
    if "Verified: all " not in run(triage, "about"):
        raise Failed("what is installed is not verified")
    if not list(home.glob("**/share/man/man1/triage.1")):
        raise Failed("the manual page is missing")


def pythons() -> Iterator[tuple[str, str]]:
    """Every wanted Python of this machine; the empty path where there is none."""
    folder = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for version in PYTHONS:
        found = [shutil.which(f"python{version}"), *sorted(folder.glob(f"{version}*/bin/python"))]
        for path in found:
            try:
                if path and run(path, "-c", "import ensurepip, venv") == "":
                    yield version, str(path)
                    break
            except (Failed, OSError):
                continue
        else:
            yield version, ""


def tools(folder: Path) -> dict[str, str]:
    """Where pipx and uv are; installed into a folder where they are not on this machine."""
    found = {"pip": "pip"}
    venv.create(folder, with_pip=True)
    for name in ("pipx", "uv"):
        found[name] = shutil.which(name) or ""
        if not found[name]:
            try:
                run(python_of(folder), "-m", "pip", "install", "--quiet", name)
                found[name] = str(folder / PROGRAMS / name)
            except Failed as error:
                print(f"left out: {name} is not here and cannot be installed, {error}")
    return found


def built(folder: Path) -> Path:
    """A wheel of this checkout."""
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps")
    run(*pip, "--wheel-dir", folder, ROOT)
    return next(folder.glob("*.whl"))


def check(wheel: Path, folder: Path) -> bool:
    """Try every way on every Python, and tell; whether all that could be tried works."""
    fine = True
    ways = tools(folder / "tools")
    for version, python in pythons():
        if not python:
            print(f"left out: Python {version} is not on this machine")
            continue
        for name in (name for name in WAYS if ways[name]):
            begin = time.monotonic()
            place = folder / f"{name}-{version}"
            place.mkdir()
            try:
                works(WAYS[name](python, wheel, place, ways[name]))
                said = "works"
            except (Failed, OSError) as error:
                fine, said = False, f"FAILED: {error}"
            print(f"Python {version}, {name}: {said} ({time.monotonic() - begin:.0f} s)")
    return fine


if __name__ == "__main__":
    if len(sys.argv) > 2 or sys.argv[1:2] in (["-h"], ["--help"]):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as work:
        named = Path(sys.argv[1]).resolve() if sys.argv[1:] else built(Path(work))
        if not check(named, Path(work)):
            sys.exit(1)
