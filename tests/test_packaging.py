"""Wheel and source archive, each installed where nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.xdist_group("packaging")

TYPICAL = (
    "age: 52\nmovement: [turning]\ndirection: [same-side]\ntouch-helps: a-lot\nneck-pain: yes\n"
)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel and the source archive, built once from a copy of what git knows."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    run(command, folder)
    return {"wheel": next(folder.glob("*.whl")), "sdist": next(folder.glob("*.tar.gz"))}


def run(command: list[str], folder: Path, typed: str = "", code: int = 0) -> str:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        command, input=typed, capture_output=True, text=True, cwd=folder, env=env, check=False
    )
    assert code == done.returncode, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_the_main_job_runs_where_only_the_package_is_installed(
    kind: str, archives: dict[str, Path], tmp_path: Path
) -> None:
    """Somebody who only installs the package gets the questionnaire, the rules and results."""
    home = tmp_path / "env"
    venv.create(home, with_pip=True)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    run([str(programs / "python"), "-m", "pip", "install", "-q", str(archives[kind])], tmp_path)
    triage = str(programs / "triage")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    result = run([triage, "assess", "-"], elsewhere, TYPICAL)
    assert "1. Cervical dystonia (fits well)" in result
    assert "Please see your doctor" in result
    assert "no problem found" in run([triage, "rules", "check"], elsewhere)
    assert "EMERGENCY" in run([triage, "ask"], elsewhere, "\n1\n1\n1\n")
    snapshot = "import triage.rulebook.own as o, triage.rulebook.snapshot as s; "
    snapshot += "print(s.read_snapshot(o.own_folder()) is not None, o.own_folder().name)"
    assert "True _rules" == run([str(programs / "python"), "-c", snapshot], elsewhere).strip()
    assert [] == list(elsewhere.iterdir())


def test_the_wheel_holds_the_package_and_the_rules_and_nothing_else(
    archives: dict[str, Path],
) -> None:
    """No test, no cache and no stray file is shipped."""
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        names = wheel.namelist()
    allowed = ("triage/", "movement_triage-")

    assert all(name.startswith(allowed) for name in names)
    assert not [name for name in names if "__pycache__" in name or "/test" in name]
    shipped = {n.removeprefix("triage/_rules/") for n in names if n.startswith("triage/_rules/")}
    ours = {path.relative_to(ROOT / "rules").as_posix() for path in (ROOT / "rules").rglob("*.*")}
    assert ours | {"LICENSE"} == shipped
    assert "triage/py.typed" in names
