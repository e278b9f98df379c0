"""`triage about`: the essentials on one screen, for any rule book."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import ROOT, the_book
from tests.small_book import ADVISORY, write_book, write_slip
from triage import load_rulebook
from triage.cli.about import DOCUMENTS, command
from triage.cli.main import TriageGroup
from triage.rulebook.reviews import subjects
from triage.rulebook.signing import sign
from triage.version import __version__

GROUP = TriageGroup("triage", commands=[command])


def about(*words: str, columns: int = 80) -> Result:
    return CliRunner().invoke(GROUP, ["about", *words], env={"COLUMNS": str(columns)})


@cache
def own() -> Result:
    """What is said about the rule book that comes with triage."""
    return about()


def told(result: Result) -> str:
    """What was printed, with every line break as a blank."""
    assert 0 == result.exit_code, result.output
    return " ".join(result.output.split())


@pytest.fixture
def hiccups(tmp_path: Path) -> Path:
    return write_book(tmp_path / "book")


def test_it_fits_one_screen() -> None:
    """Nobody has to scroll: 24 lines of 80 columns, the prompt after it included."""
    lines = own().output.splitlines()

    assert len(lines) < 24
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.parametrize("columns", [20, 40, 60])
def test_on_a_narrow_terminal_it_says_the_same(columns: int) -> None:
    """Nothing is cut off: only the line breaks differ."""
    narrow = about(columns=columns)

    assert all(len(line) <= max(columns, 40) for line in narrow.output.splitlines())
    assert told(own()) == told(narrow)


def test_about_says_what_it_is_and_what_it_is_not() -> None:
    """No diagnosis, no medical device, not tested, and to see the doctor: word for word."""
    text = told(own())
    book = the_book()

    assert book.title in text
    assert book.advisory.advisory in text
    assert "Not a medical device, and not clinically validated." in text
    assert "Stored: nothing, unless you name a file. Sent: nothing, ever." in text


def test_nobody_has_reviewed_the_rules_and_it_says_so() -> None:
    """Whoever asks who stands behind the rules is told that nobody does."""
    book = the_book()

    assert book.advisory.not_reviewed in told(own())
    assert f"Signed by reviewers: 0 of {len(subjects(book))} parts" in told(own())


def test_every_version_is_named(hiccups: Path) -> None:
    """A report of a mistake can name program, rule book and digest."""
    book = load_rulebook(hiccups)
    text = told(about("--rules", str(hiccups)))

    assert f"triage {__version__}." in text
    assert f"Rule book: 0.0.1, digest {book.digest[:12]}." in text


def test_another_rule_book_speaks_for_itself(hiccups: Path) -> None:
    """Title, advisory and review are those of the rule book in use; nothing is about movements."""
    text = told(about("--rules", str(hiccups)))

    assert "Hiccups" in text
    assert "See your doctor." in text
    assert "Nobody has reviewed these rules." in text
    assert "movement" not in text


def test_signatures_are_counted_until_all_is_signed(hiccups: Path) -> None:
    """One signature takes no notice away; all of them do."""
    book = load_rulebook(hiccups)
    every = subjects(book)
    sign(book, hiccups, every[:1], by="A. Tester", role="nurse", date="2026-05-01")
    some = told(about("--rules", str(hiccups)))
    sign(book, hiccups, every[1:], by="A. Tester", role="nurse", date="2026-05-01")
    whole = told(about("--rules", str(hiccups)))

    assert "Nobody has reviewed these rules." in some
    assert f"1 of {len(every)} parts" in some
    assert "Nobody has reviewed these rules." not in whole
    assert f"{len(every)} of {len(every)} parts" in whole


def test_licences_are_those_of_the_package() -> None:
    """What is said about copying is what the licence files and the package say."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = told(own())

    assert "Apache-2.0 AND CC-BY-4.0" == project["license"]
    assert "the program Apache-2.0, the rules that come with it CC BY 4.0" in text
    assert "CC BY 4.0" in (ROOT / "rules/LICENSE").read_text("utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_document_it_names_is_there(name: str) -> None:
    """Whoever wants to know more finds it under the name that is said."""
    assert name in told(own())
    assert (ROOT / name).is_file()


def test_a_rule_book_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """A direction mark in a text of a rule book is shown, not obeyed."""
    folder = write_slip(
        tmp_path, "advisory.yaml", "advisory: See your doctor.", 'advisory: "See\\u202e it."'
    )
    result = about("--rules", str(folder))

    assert 3 == result.exit_code
    assert "the invisible character `\\u202e` is not allowed" in result.output
    assert "\u202e" not in result.output


def test_unusable_rules_are_said_in_their_place(tmp_path: Path) -> None:
    """A slip in the rules is exit code 3, with file, line and column."""
    files = {"advisory.yaml": ADVISORY.replace("advisory: See", "advisery: See")}
    write_book(tmp_path)
    write_book(tmp_path, files)
    result = about("--rules", str(tmp_path))

    assert 3 == result.exit_code
    assert "advisory.yaml:1:1: unknown key `advisery`" in result.output


def test_the_help_has_an_example() -> None:
    """Whoever asks how it is used sees it used."""
    result = about("--help")

    assert 0 == result.exit_code
    assert "Example: triage about" in result.output
