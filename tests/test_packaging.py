"""Wheel and source archive: what is in them, built again, and each installed on its own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, the_book
from tests.dependencies import licence_of, pinned, reasons
from triage.rulebook import manifest
from triage.version import __version__

TYPICAL = "age: 52\nparts: [head]\ndoes-head: [pulled]\nhead-way: [same-side]\nchanges: [touch]\n"
PINNED = {"SOURCE_DATE_EPOCH": "1790000000", "PIP_CONSTRAINT": str(ROOT / "constraints.txt")}
ELSEWHERE = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
NEEDED_TO_RUN = {"PyYAML", "click", "experta", "frozendict", "msgspec", "schema"}


def run(command: list[str], folder: Path, typed: str = "", **more: str) -> str:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | more
    done = subprocess.run(
        command, input=typed, capture_output=True, text=True, cwd=folder, env=env, check=False
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def built(source: Path, folder: Path, **more: str) -> dict[str, Path]:
    run([sys.executable, "-m", "build", "--outdir", str(folder), str(source)], folder, "", **more)
    return {"wheel": next(folder.glob("*.whl")), "sdist": next(folder.glob("*.tar.gz"))}


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The source archive of this checkout, and the wheel that is built from it."""
    return built(ROOT, tmp_path_factory.mktemp("dist"), **PINNED)


@pytest.fixture(scope="module")
def unpacked(archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, unpacked in another folder by somebody with other habits."""
    folder = tmp_path_factory.mktemp("another place")
    with tarfile.open(archives["sdist"]) as archive:
        archive.extractall(folder, filter="data")
    (top,) = folder.iterdir()
    for path in top.rglob("*"):
        # whether a file can be run is part of it; who may read it is not
        path.chmod(path.stat().st_mode & 0o700)
        os.utime(path)
    return top


def files_of(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file in a wheel."""
    with zipfile.ZipFile(archive) as wheel:
        for name in wheel.namelist():
            yield name, wheel.read(name)


def digests(archives: dict[str, Path]) -> dict[str, str]:
    return {kind: hashlib.sha256(p.read_bytes()).hexdigest() for kind, p in archives.items()}


def test_the_main_job_runs_where_only_the_package_is_installed(
    archives: dict[str, Path], tmp_path: Path
) -> None:
    """Somebody who only installs the package gets the questionnaire, the rules and results.

    From the source archive comes the same wheel, which TestBuiltAgain holds.
    """
    home = tmp_path / "env"
    venv.create(home)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(home)]
    run([*pip, "install", "-q", str(archives["wheel"])], tmp_path)
    triage = str(programs / "triage")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    result = run([triage, "assess", "-"], elsewhere, TYPICAL)
    assert "1. Cervical dystonia (fits well)" in result
    assert "Please see your doctor" in result
    assert "no problem found" in run([triage, "rules", "check"], elsewhere)
    assert "EMERGENCY" in run([triage, "ask"], elsewhere, "\n1\n50\n1\n1\n1\n")
    assert f"triage, version {__version__}\n" == run([triage, "--version"], elsewhere)
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        listed = manifest.read(wheel.read(f"triage/{manifest.LIST}"))
    assert listed is not None
    told = " ".join(run([triage, "about"], elsewhere).split())
    assert f"Verified: all {len(listed.digests)} installed files are as they were built." in told
    kept = "import triage.rulebook.loading as loading, triage; loading.load_rulebook = None; "
    kept += "print(triage.own_rulebook().digest)"
    found = run([str(programs / "python"), "-c", kept], elsewhere)
    assert listed.meaning == found.strip() == the_book().digest
    assert [] == list(elsewhere.iterdir())
    page = (home / "share/man/man1/triage.1").read_bytes()
    assert (ROOT / "man/triage.1").read_bytes() == page


class TestContent:
    def test_the_wheel_holds_the_package_and_the_rules_and_nothing_else(
        self, archives: dict[str, Path]
    ) -> None:
        """No test, no cache and no stray file is shipped; every rule file is."""
        info = f"movement_triage-{__version__}"
        wanted = {f"{info}.dist-info/{name}" for name in ("METADATA", "RECORD", "WHEEL")}
        wanted |= {f"{info}.dist-info/entry_points.txt", f"{info}.dist-info/licenses/LICENSE"}
        wanted |= {f"{info}.dist-info/licenses/rules/LICENSE"}
        wanted |= {f"{info}.data/data/share/man/man1/triage.1"}
        wanted |= {
            "triage/py.typed",
            "triage/batch/everyday.yaml",  # what drawn people are drawn from
            f"triage/{manifest.COMPILED}",
            f"triage/{manifest.LIST}",
            "movement_triage_pytest.py",
        }
        wanted |= {path.relative_to(ROOT).as_posix() for path in ROOT.glob("triage/**/*.py")}
        for folder, place in (("triage/_template", "triage/_template"), ("rules", "triage/_rules")):
            files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
            kinds = {path.suffix for path in files if path.name != "LICENSE"}
            assert kinds <= {".yaml", ".json", ".md"}
            wanted |= {f"{place}/{path.relative_to(ROOT / folder).as_posix()}" for path in files}

        assert sorted(wanted) == sorted(name for name, _ in files_of(archives["wheel"]))

    def test_every_file_of_the_package_is_in_the_list_of_what_was_built(
        self, archives: dict[str, Path]
    ) -> None:
        """What is installed can be held against it, file by file; nothing is left out."""
        files = {name.removeprefix("triage/"): data for name, data in files_of(archives["wheel"])}
        listed = manifest.read(files.pop(manifest.LIST))
        info = f"movement_triage-{__version__}."
        beside = (info, "movement_triage_pytest.py")  # pytest loads it, and no result rests on it
        ours = {name: data for name, data in files.items() if not name.startswith(beside)}

        assert listed is not None
        assert listed.digests == {name: manifest.digest_of(data) for name, data in ours.items()}
        assert __version__ == listed.version

    def test_no_file_says_where_it_was_built(self, archives: dict[str, Path]) -> None:
        """Neither the checkout, nor a home, nor a place for scratch files is told to others."""
        folders = (str(ROOT), str(Path.home()), tempfile.gettempdir())
        places = [*(f"{folder}/" for folder in folders), "build-via-sdist"]
        told = [
            (name, place)
            for name, data in files_of(archives["wheel"])
            for place in places
            if place.encode() in data
        ]

        assert [] == told

    def test_the_source_archive_can_do_all_that_the_checkout_can(self, unpacked: Path) -> None:
        """Who has the archive has the tests, the documents, the pins and what makes a release."""
        wanted = ["tests/test_packaging.py", "docs/dependencies.md", "constraints.txt", "LICENSE"]
        wanted += [".ci/release.py", ".ci/sbom.py", "man/triage.1", "rules/LICENSE", "CHANGELOG.md"]
        wanted += [".pre-commit-hooks.yaml", "docs/run.svg", "docs/github-workflow.yaml"]

        assert [] == [name for name in wanted if not (unpacked / name).is_file()]
        assert [] == [*unpacked.rglob("*.pyc"), *unpacked.rglob("node_modules")]


class TestBuiltAgain:
    def test_somebody_else_gets_the_same_bytes(
        self, archives: dict[str, Path], unpacked: Path, tmp_path: Path
    ) -> None:
        """Folder, time zone, rights and times of files and the seed of hashes do not matter."""
        again = built(unpacked, tmp_path, **PINNED, **ELSEWHERE)

        assert digests(archives) == digests(again)

    def test_a_wheel_straight_from_the_files_is_that_of_the_source_archive(
        self, archives: dict[str, Path], unpacked: Path, tmp_path: Path
    ) -> None:
        """There is one wheel, whichever way it is built."""
        tree = tmp_path / "tree"
        shutil.copytree(unpacked, tree)
        command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(tree)]
        run(command, tmp_path, "", **PINNED)
        (wheel,) = tmp_path.glob("*.whl")

        assert archives["wheel"].read_bytes() == wheel.read_bytes()


@pytest.fixture(scope="module")
def texts(archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The bill of materials of the wheel, made twice."""
    folder = tmp_path_factory.mktemp("bills")
    found = []
    for name, more in (("one", {}), ("two", ELSEWHERE)):
        command = [sys.executable, str(ROOT / ".ci/sbom.py"), str(archives["wheel"]), name]
        run(command, folder, "", **PINNED, **more)
        found.append((folder / name).read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def bill(texts: list[str]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(texts[0])
    return read


class TestBillOfMaterials:
    def test_it_is_the_same_when_it_is_made_again(self, texts: list[str]) -> None:
        """Time zone and seed of hashes do not matter, and no place of this machine is told."""
        assert texts[0] == texts[1]
        assert str(ROOT) not in texts[0]
        assert "file:" not in texts[0]

    def test_it_fits_the_schema_of_cyclonedx(self, bill: dict[str, Any]) -> None:
        """Tools of a hospital can read it; the schema tells a good one from a bad one."""
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.validation.json import JsonStrictValidator

        validator = JsonStrictValidator(SchemaVersion.V1_6)
        assert validator.validate_str(json.dumps(bill)) is None
        assert validator.validate_str(json.dumps(bill | {"components": "none"})) is not None

    def test_it_names_what_runs_and_nothing_of_the_tests(self, bill: dict[str, Any]) -> None:
        """Six libraries, each in the pinned version, and what each needs."""
        versions = {part["name"]: part["version"] for part in bill["components"]}
        needs = {part["ref"]: part.get("dependsOn", []) for part in bill["dependencies"]}

        assert set(versions) == NEEDED_TO_RUN
        assert {name: pinned()[name.lower()] for name in versions} == versions
        assert ["frozendict==1.2", "schema==0.6.7"] == needs["experta==1.9.4"]
        ours = bill["metadata"]["component"]
        assert ("movement-triage", __version__) == (ours["name"], ours["version"])

    def test_every_library_in_it_has_the_licence_that_our_document_says(
        self, bill: dict[str, Any]
    ) -> None:
        """The bill of materials and docs/dependencies.md say the same."""
        told = {}
        for part in bill["components"]:
            (licence,) = part["licenses"]
            words = licence.get("expression") or licence["license"]
            told[part["name"]] = licence_of(words.get("id") or words["name"])

        assert {name: reasons()[name].licence for name in told} == told
