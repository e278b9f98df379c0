"""An installed copy gives the result of what was built, or says that it is damaged: no third way."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.conftest import ROOT, the_book
from tests.small_book import write_book, write_slip
from triage import Rulebook, assess, load_rulebook
from triage.errors import DamagedError
from triage.inference.answers import answers_from
from triage.rulebook import manifest
from triage.rulebook.installed import LIST
from triage.rulebook.manifest import COMPILED, RULES, Manifest
from triage.rulebook.own import files_verified, rulebook_of
from triage.rulebook.snapshot import write_snapshot
from triage.words.failing import ADVISORY, EMERGENCY

TRIES = 400
AIRWAY = "danger-now: [breath]\n"
DROPPED = ("__pycache__", "_compiled")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as a wheel has it, with the rules that come with it."""
    package = tmp_path_factory.mktemp("site") / "triage"
    shutil.copytree(ROOT / "triage", package, ignore=shutil.ignore_patterns(*DROPPED))
    shutil.copytree(ROOT / "rules", package / RULES)
    write_snapshot(package, ROOT / "rules")
    return package


@pytest.fixture
def package(built: Path) -> Iterator[Path]:
    """The same, put right again after each test."""
    before = contents(built)
    yield built
    for name in contents(built).keys() - before.keys():
        (built / name).unlink()
    for name, data in before.items():
        (built / name).parent.mkdir(exist_ok=True)
        if not (built / name).exists() or (built / name).read_bytes() != data:
            (built / name).write_bytes(data)


def contents(package: Path) -> dict[str, bytes]:
    paths = (path for path in package.rglob("*") if path.is_file())
    return {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in paths
        if "__pycache__" not in path.parts
    }


# ways in which a disk, a copy or an installer spoils a file


def flipped(data: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    spoilt[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def gone(_data: bytes, _chance: random.Random) -> None:
    return None


def zeroed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes(min(512, len(data) - at)) + data[at + 512 :]


def doubled(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join([*lines[:at], lines[at], *lines[at:]])


WAYS: tuple[Callable[[bytes, random.Random], bytes | None], ...] = (
    *([flipped] * 6),
    cut,
    cut,
    zeroed,
    doubled,
    gone,
)


def refusal(package: Path, right: Rulebook) -> str:
    """What is said; empty where the rule book is exactly the right one."""
    try:
        assert right == rulebook_of(package)
    except DamagedError as error:
        return str(error)
    return ""


def test_400_kinds_of_damage_change_no_result_unseen(package: Path) -> None:
    """Each either is refused, or leaves the rule book exactly as it was built."""
    chance = random.Random(11)
    right = rulebook_of(package)
    rules = sorted(name for name in contents(package) if re.match(r"_rules/.*\.yaml$", name))
    came: Counter[str] = Counter()
    tried: set[tuple[str, bytes | None]] = set()
    while len(tried) < TRIES:
        name = chance.choice([COMPILED, COMPILED, LIST, chance.choice(rules)])
        file, whole = package / name, (package / name).read_bytes()
        way = chance.choice(WAYS)
        damage = way(whole, chance)
        if damage == whole or (name, damage) in tried:
            continue
        tried.add((name, damage))
        file.unlink()
        if damage is not None:
            file.write_bytes(damage)
        said = refusal(package, right)
        came["refused" if said else "right"] += 1
        assert name in said or (COMPILED, gone) == (name, way), (name, way.__name__)
        file.write_bytes(whole)

    assert right == rulebook_of(package)
    assert {"refused": TRIES - 1, "right": 1} == came  # read anew where what was kept is gone


def remove(name: str) -> Callable[[Path], None]:
    return lambda package: (package / name).unlink()


def change(name: str, old: str, new: str) -> Callable[[Path], None]:
    def spoil(package: Path) -> None:
        text = (package / name).read_bytes()
        assert old.encode() in text
        (package / name).write_bytes(text.replace(old.encode(), new.encode(), 1))

    return spoil


def add_a_condition(package: Path) -> None:
    some = package / "_rules/conditions/cervical-dystonia.yaml"
    shutil.copy(some, some.with_name("made-up.yaml"))


def cut_short(package: Path) -> None:
    """All that is left can be read, and says nothing of fits."""
    file = package / "_rules/red-flags.yaml"
    file.write_bytes(file.read_bytes().split(b"\n  RF03:")[0] + b"\n")


def no_rules(package: Path) -> None:
    shutil.rmtree(package / RULES)


def yes_to_yer(package: Path) -> None:
    """One bit: the airway is no emergency any more."""
    kept = (package / COMPILED).read_bytes()
    sign = b"danger-now.breath\xa7answers\x91\xa3ye"
    assert kept.count(sign + b"s") >= 1
    (package / COMPILED).write_bytes(kept.replace(sign + b"s", sign + b"r", 1))


def of_another_version(package: Path) -> None:
    was = manifest.read((package / LIST).read_bytes())
    assert was is not None
    (package / LIST).write_bytes(manifest.written(was._replace(version="0.0.9")))


def both_agree_on_less(package: Path) -> None:
    """Rules and kept rule book of another build, without its list."""
    other = package.parent / "other"
    shutil.copytree(package, other, ignore=shutil.ignore_patterns("__pycache__"))
    (other / "_rules/regions/us.yaml").unlink()
    write_snapshot(other, other / RULES)
    (package / "_rules/regions/us.yaml").unlink()
    shutil.copy(other / COMPILED, package / COMPILED)
    shutil.rmtree(other)


DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "one bit of a rule": (yes_to_yer, f"`{COMPILED}` is not as it was built"),
    "advisory reworded": (
        change(COMPILED, "Do not start, stop", "Pls do start, stop"),
        f"`{COMPILED}` is not as it was built",
    ),
    "red flags cut short": (cut_short, "`_rules/red-flags.yaml` is not as it was built"),
    "a region missing": (remove("_rules/regions/us.yaml"), "`_rules/regions/us.yaml` is missing"),
    "a condition missing": (
        remove("_rules/conditions/cervical-dystonia.yaml"),
        "`_rules/conditions/cervical-dystonia.yaml` is missing",
    ),
    "a condition too many": (
        add_a_condition,
        "`_rules/conditions/made-up.yaml` does not belong to it",
    ),
    "no list": (remove(LIST), f"`{LIST}` is missing, or not as it was built"),
    "two versions mixed": (of_another_version, "its files are of version `0.0.9`, not "),
    "two builds mixed": (both_agree_on_less, f"`{COMPILED}` is not as it was built"),
    "another reader of rules": (
        change("rulebook/cross_checks/written.py", "class Written", "class Wriden"),
        "`rulebook/cross_checks/written.py` is not as it was built",
    ),
    "all rules gone": (no_rules, "more files differ"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_the_message_names_what_differs(name: str, package: Path) -> None:
    """Whoever mends it, or reports it, learns which file it is; everybody learns what to do now."""
    spoil, said = DAMAGE[name]
    spoil(package)
    with pytest.raises(DamagedError) as caught:
        rulebook_of(package)
    lines = str(caught.value).splitlines()

    assert lines[0].startswith("this copy of triage is damaged: ")
    assert said in lines[0]
    assert lines[1:] == [
        "  help: install it again: pip install --force-reinstall movement-triage",
        EMERGENCY,
        ADVISORY,
    ]
    assert 3 == caught.value.exit_code


def test_what_a_damaged_copy_says_does_not_come_from_the_damaged_files() -> None:
    """Advisory and numbers stand in the program, and are those of the rule book."""
    book = the_book()
    numbers = {number for region in book.regions.values() for number in region.emergency_numbers}

    assert book.advisory.advisory == ADVISORY
    assert numbers == set(re.findall(r"[0-9]+", EMERGENCY))


def test_without_its_kept_rule_book_it_reads_the_verified_rule_files(package: Path) -> None:
    """What can be made again is made again, with the same meaning; but not from other files."""
    right = rulebook_of(package)
    (package / COMPILED).unlink()

    assert right == rulebook_of(package)
    change("_rules/scoring.yaml", "core: ", "core: 1")(package)
    with pytest.raises(DamagedError, match=r"scoring\.yaml` is not as it was built"):
        rulebook_of(package)


def test_rule_files_that_are_read_otherwise_are_refused(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digest that is printed is that of what was built, or there is no result."""
    (package / COMPILED).unlink()
    other = replace(the_book(), title="Other", digest="0" * 64)
    monkeypatch.setattr("triage.rulebook.loading.load_rulebook", lambda _folder: other)
    with pytest.raises(DamagedError, match="read other than when it was built"):
        rulebook_of(package)


# as a person meets it


def run(package: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "triage", *words],
        input=typed,
        capture_output=True,
        text=True,
        cwd=package.parent,
        env={**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )


COMMANDS = {
    "assess": (["assess", "-", "--format", "json"], AIRWAY),
    "ask": (["ask"], "\n1\n1\n1\n"),
    "about": (["about"], ""),
    "check": (["rules", "check"], ""),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_with_the_advisory_and_the_number(
    command: str, package: Path
) -> None:
    """Exit code 3, one message, no result, no traceback; and whom to call all the same."""
    words, typed = COMMANDS[command]
    yes_to_yer(package)
    done = run(package, *words, typed=typed)

    assert 3 == done.returncode
    assert "" == done.stdout
    assert 1 == done.stderr.count("error: ")
    assert done.stderr.startswith("error: this copy of triage is damaged: ")
    assert EMERGENCY in done.stderr
    assert ADVISORY in done.stderr
    assert "Traceback" not in done.stderr


def test_a_whole_copy_says_that_it_is_verified(package: Path) -> None:
    """Whoever asks learns that every file was looked at; and that a changed one was found."""
    files = contents(package).keys() - {LIST}

    assert f"Verified: all {len(files)} installed files are as" in run(package, "about").stdout
    assert len(files) == files_verified(package)
    change("words/about.py", "Not a medical device", "A medical device")(package)
    assert assess(rulebook_of(package), answers_from(the_book(), {})) is not None
    for words in (["about"], ["rules", "check"]):
        done = run(package, *words)
        assert (3, "") == (done.returncode, done.stdout)
        assert "`words/about.py` is not as it was built" in done.stderr


def test_a_rule_book_of_somebody_else_does_not_need_ours(package: Path, tmp_path: Path) -> None:
    """Who names another folder is not stopped by damage to the rules that are not used."""
    yes_to_yer(package)
    folder = write_book(tmp_path / "hiccups")
    done = run(package, "assess", "-", "--rules", str(folder), typed="chest-pain: yes\n")

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("Emergency")


@pytest.mark.skipif(shutil.which("b2sum") is None, reason="b2sum is not on this machine")
def test_the_list_can_be_checked_with_the_tool_of_the_system(package: Path) -> None:
    """Whoever does not trust the program can do without it."""
    command = ["b2sum", "--check", "--strict", "--quiet", LIST]
    done = subprocess.run(command, cwd=package, capture_output=True, text=True, check=False)
    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)
    yes_to_yer(package)
    done = subprocess.run(command, cwd=package, capture_output=True, text=True, check=False)
    assert f"{COMPILED}: FAILED\n" == done.stdout


# a checkout, where rules are edited


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A source tree with a small rule book, built in place as an editable install does it."""
    for folder in ("rulebook", "_compiled"):
        (tmp_path / "triage" / folder).mkdir(parents=True)
    (tmp_path / "triage/rulebook/loading.py").write_text("# reads rules\n")
    (tmp_path / "build_snapshot.py").touch()
    write_book(tmp_path / "rules")
    write_snapshot(tmp_path / "triage", tmp_path / "rules")
    return tmp_path


def without_list(checkout: Path) -> None:
    (checkout / "triage" / LIST).unlink()


def damaged_kept_form(checkout: Path) -> None:
    kept = checkout / "triage" / COMPILED
    kept.write_bytes(kept.read_bytes().replace(b"Hiccups", b"Hiccupz"))


def another_program(checkout: Path) -> None:
    (checkout / "triage/rulebook/loading.py").write_text("# reads rules otherwise\n")


class TestCheckout:
    def test_an_edited_rule_counts_at_once(self, checkout: Path) -> None:
        """Who changes a rule file sees what the change does, without building anything."""
        before = rulebook_of(checkout / "triage")
        write_slip(checkout / "rules", "scoring.yaml", "fits-well: 8", "fits-well: 9")
        after = rulebook_of(checkout / "triage")

        assert (8, 9) == (before.scoring.fits_well, after.scoring.fits_well)
        assert load_rulebook(checkout / "rules").digest == after.digest != before.digest

    @pytest.mark.parametrize("spoil", [without_list, damaged_kept_form, another_program])
    def test_what_does_not_match_is_read_anew(
        self, spoil: Callable[[Path], None], checkout: Path
    ) -> None:
        """Only a kept rule book that fits everything it was made from is used."""
        package = checkout / "triage"
        assert "Hiccups" == rulebook_of(package).title
        spoil(checkout)
        kept = package / COMPILED
        kept.write_bytes(kept.read_bytes().replace(b"Hiccups", b"Hiccupz"))

        assert "Hiccups" == rulebook_of(package).title

    def test_the_kept_rule_book_is_used_while_it_fits(
        self, checkout: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first question does not wait for rule files that nobody has changed."""
        whole = load_rulebook(checkout / "rules")
        monkeypatch.setattr("triage.rulebook.loading.load_rulebook", None)

        assert whole == rulebook_of(checkout / "triage")
        assert files_verified(checkout / "triage") is None


# the list itself

SMALL = Manifest("1.2.3", "0" * 64, {"a.py": "1" * 128, "_rules/b c.yaml": "2" * 128})


def test_the_list_reads_as_it_was_written() -> None:
    """Names may have blanks; nothing is lost."""
    assert SMALL == manifest.read(manifest.written(SMALL))


def test_no_single_bit_of_the_list_can_flip_unseen() -> None:
    """Every bit, one by one; and every length that is too short."""
    whole = manifest.written(SMALL)
    for at in range(len(whole)):
        assert manifest.read(whole[:at]) is None
        for bit in range(8):
            spoilt = whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]
            assert manifest.read(spoilt) is None, (at, bit)
