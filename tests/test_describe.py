"""Things of a rule book described once, for the page about one of them and for the book."""

from __future__ import annotations

import pytest

from tests.small_book import write_book
from triage import Rulebook, load_rulebook
from triage.cases.loading import load_cases
from triage.cases.rule_cases import case_facts
from triage.presentation.describe import grounds
from triage.presentation.describe.cases import case
from triage.presentation.describe.entries import CONTENTS, entry_blocks
from triage.presentation.describe.shelf import Shelf
from triage.presentation.document import words_of
from triage.presentation.layout import unstyled
from triage.presentation.rule_links import KINDS, Links
from triage.presentation.text_page import as_text

CASES = """\
cases:
  pain: {answers: {chest-pain: yes}, expect: {because-of: [HF01]}}
  days: {answers: {chest-pain: no, lasted: days}, expect: {first: long-hiccups}}
"""


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


@pytest.fixture(scope="module")
def in_book(hiccups: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    path = tmp_path_factory.mktemp("cases") / "small.case.yaml"
    path.write_text(CASES, "utf-8")
    return Shelf(Links(hiccups), case_facts(hiccups, load_cases(path, hiccups)), in_book=True)


def told(shelf: Shelf, named: str) -> str:
    entry = shelf.links.named(named)
    return as_text(entry_blocks(shelf, entry, shelf.standing(entry)), heading=unstyled)


RED_FLAG = """\
HF01 Pain in the chest
Urgency: emergency. Where it is reached only because an answer is not sure:
same-day.

Reached when
- your chest hurts

Said to the patient
- The heart may be in trouble.

Cases
It fires in 1 case:
- pain

Sources
- H1 Hiccups in plain words. Read: the whole page, table or abstract.
Review: never signed.
"""

CONDITION = """\
short-hiccups short hiccups
Urgency where it is suggested: routine. Best fit: fits well. How often: very
common.
Hiccups that pass.
Who it affects: Everyone.
How it starts: Suddenly.
In families: None is known.

Must hold
- short-hiccups-core they pass by themselves.
  - they last minutes
  Sources: H1
  No case fires it.

Speaks for it
- short-after-meal strong (3 points): a full stomach sets them off.
  - the finding "a full stomach" holds
  Sources: H1
  No case fires it.

What a doctor may check
- Nothing.

What a doctor may discuss, for information only
- Waiting.

Cases in which it comes first
None.

Sources
- H1 Hiccups in plain words. Read: the whole page, table or abstract.
Review: never signed.
"""


def test_the_book_tells_a_red_flag_in_its_own_order(in_book: Shelf) -> None:
    """Levels first, then what sets it off, what is said, its cases, sources and review."""
    assert RED_FLAG == told(in_book, "HF01")


def test_the_book_tells_a_condition_with_all_its_rules(in_book: Shelf) -> None:
    """What it is in words for everybody, then each rule with strength, sources and cases."""
    assert CONDITION == told(in_book, "short-hiccups")


def test_the_book_tells_answers_with_what_uses_them(in_book: Shelf) -> None:
    """A table of answers and a table of what they lead to."""
    text = told(in_book, "after")

    assert "All that fit.\nWhy it is asked:" in text
    assert (
        "- A big meal: It means: you ate a lot; left unticked: you did not eat a lot; Used by:"
        in text.replace("\n  ", " ")
    )
    asked = told(in_book, "chest-pain").replace("\n  ", " ")
    assert "What an answer leads to:\n- yes: May then be asked: -; Is skipped: lasted" in asked


def test_the_book_tells_medicines_and_sources_in_one_line(in_book: Shelf) -> None:
    """What a page says line by line; a page has colons that a sentence has not."""
    on_page = Shelf(in_book.links)

    assert "strong-steroid. Sold as Calmex.\n" in told(in_book, "calmone")
    assert "Classes: strong-steroid.\nSold as: Calmex.\n" in told(on_page, "calmone")
    assert "Part of: steroid\n" in told(in_book, "class:strong-steroid")
    assert "Part of the class steroid.\n" in told(on_page, "class:strong-steroid")
    assert "Cited by\nHF01, " in told(in_book, "H1")
    assert "What cites it\n- red flag HF01: Pain in the chest\n" in told(on_page, "H1")


def test_crisis_lines_are_said_to_come_with_their_red_flag(book: Rulebook) -> None:
    """Whoever judges the flag knows that numbers to call stand beside it."""
    shelf = Shelf(Links(book))
    some = {id: flag.crisis for id, flag in book.red_flags.items()}

    assert True in some.values()
    for id, crisis in some.items():
        said = "- The crisis lines of the region are shown with it." in told(shelf, id)
        assert crisis == said, id


@pytest.mark.parametrize("kind", KINDS)
def test_everything_can_be_told_in_both_ways_without_a_case(book: Rulebook, kind: str) -> None:
    """Where no case was asked for, none is missed; each kind has one description."""
    assert set(KINDS) == set(CONTENTS)
    links = Links(book)
    for shelf in (Shelf(links), Shelf(links, in_book=True)):
        entry = shelf.entries(kind)[0]
        text = as_text(entry_blocks(shelf, entry, None))
        assert entry.id in text.splitlines()[0].replace(entry.id.upper(), entry.id)
        assert "CASES" not in text


def test_what_stands_once_is_told(in_book: Shelf) -> None:
    """Scoring, the texts of every result, and who has signed."""
    assert "Points, thresholds and numbers:\n- The core holds: " in as_text(
        grounds.scoring(in_book)
    )
    texts = as_text(grounds.texts(in_book))
    assert f"THE ADVISORY\n{in_book.book.advisory.advisory}" in texts
    assert "Nobody has signed anything." in as_text(grounds.reviews(in_book))
    assert "\n" == as_text(grounds.coverage(in_book))


def test_a_case_names_what_it_shows(in_book: Shelf) -> None:
    """What came out, and the rules below which it is named."""
    pain, days = in_book.cases
    assert words_of(case(in_book, pain)).endswith(
        "Urgency: emergency. Suggested: nothing. Shows: HF01, long-with-pain."
    )
    assert "Suggested: long-hiccups. Shows: long-hiccups-core" in words_of(case(in_book, days))
