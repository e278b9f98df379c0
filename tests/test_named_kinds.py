"""Named kinds: told where no condition fits, so that nobody leaves with nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from tests.conftest import RULES, the_book
from tests.lines_book import LINES_BOOK
from tests.small_book import write_book
from triage import Rulebook, answers_from, assess
from triage.changes.comparing import compare
from triage.checks.running import check_folder
from triage.cli.main import main
from triage.errors import RulesError
from triage.inference.prepared import Prepared
from triage.inference.relevance import Relevance, written_out
from triage.presentation.book.page import book_page
from triage.presentation.result import first_text, result_text
from triage.rulebook.loading import load_rulebook
from triage.rulebook.reviews import Subject, digest_of, subjects

BOOK = the_book()
FILE = "named-kinds.yaml"
KINDS = """\
not-known: A film helps.
kinds:
  moving:
    name: something that moves
    called: hyperkinesia
    when: {any: [{parts.chest: yes}, {parts.throat: yes}]}
    doctor-may-check: A doctor may look at you.
    sources: [H1]
  jerking:
    name: jerks
    called: myoclonus
    part-of: moving
    when: {finding: jerks}
    doctor-may-check: A doctor may look at the jerks.
    sources: [H1]
  still:
    name: nothing that moves
    when: {parts.nothing: yes}
    doctor-may-check: Tell your doctor what troubles you.
    sources: [H1]
"""
FILES = {**LINES_BOOK, FILE: KINDS}
STILL = {"answering-for": "myself", "age": 30, "sex": "male", "now": [], "lasted": "days"}
MOVES = {"answering-for": "myself", "age": 30, "sex": "male", "now": [], "lasted": "unsure"}


@pytest.fixture
def kinds_book(tmp_path: Path) -> Rulebook:
    return load_rulebook(write_book(tmp_path, FILES))


def nothing_fits(book: Rulebook) -> Rulebook:
    """The same rule book without conditions, so that only a kind can be told."""
    return replace(book, conditions={})


def told(book: Rulebook, **given: object) -> list[str]:
    result = assess(book, answers_from(book, {"answering-for": "myself", **given}))
    return [kind.id for kind in result.named_kinds]


class TestTold:
    def test_a_kind_is_told_with_its_medical_name_and_what_was_said(
        self, kinds_book: Rulebook
    ) -> None:
        """Plain words first, then what doctors call it, and what they may look at."""
        book = nothing_fits(kinds_book)
        given = {"parts": ["chest"], "does-chest": ["jerks"]}
        result = assess(book, answers_from(book, given))
        text = first_text(result)

        assert "Your chest jerks: doctors call it myoclonus." in text
        assert "A doctor may look at the jerks." in text
        assert "routine" == result.urgency

    def test_the_words_are_those_of_a_helper_where_somebody_helps(
        self, kinds_book: Rulebook
    ) -> None:
        """A daughter reads about her mother."""
        book = nothing_fits(kinds_book)
        given = {"answering-for": "someone-else", "parts": ["chest"], "does-chest": ["jerks"]}

        assert "Their chest jerks: doctors" in first_text(assess(book, answers_from(book, given)))

    def test_a_wider_kind_is_not_told_beside_one_that_is_part_of_it(
        self, kinds_book: Rulebook
    ) -> None:
        """Nobody reads the same thing twice."""
        book = nothing_fits(kinds_book)

        assert ["moving"] == told(book, parts=["throat"])
        assert ["jerking"] == told(book, parts=["chest"], **{"does-chest": ["jerks"]})
        assert ["still"] == told(book, parts=["nothing"])

    def test_what_no_answer_tells_has_an_honest_end(self, kinds_book: Rulebook) -> None:
        """Not sure about everything is no kind, and still no silence."""
        book = nothing_fits(kinds_book)
        result = assess(book, answers_from(book, {"parts": "unsure"}))

        assert not result.named_kinds
        assert "A film helps." in first_text(result)

    def test_a_suggestion_stands_alone(self, kinds_book: Rulebook) -> None:
        """Where a condition fits, its name is enough."""
        given = {"lasted": "days", "parts": ["chest"], "does-chest": ["jerks"]}
        result = assess(kinds_book, answers_from(kinds_book, given))

        assert ["long-hiccups"] == [one.id for one in result.suggested]
        assert not result.named_kinds
        assert "" == result.kind_not_known
        assert "doctors call it" not in result_text(result)

    def test_a_kind_is_told_even_where_the_engine_failed(self, kinds_book: Rulebook) -> None:
        """It rests on answers, and not on what has failed."""

        def broken() -> object:
            raise RuntimeError("boom")

        given = {"lasted": "days", "parts": ["chest"], "does-chest": ["jerks"]}
        result = assess(kinds_book, answers_from(kinds_book, given), broken)  # type: ignore[arg-type]

        assert result.engine_failed
        assert ["jerking"] == [kind.id for kind in result.named_kinds]

    def test_a_kind_raises_nothing_and_fires_nothing(self, kinds_book: Rulebook) -> None:
        """No rule reads it: with and without kinds all else is the same."""
        bare = replace(kinds_book, kinds={}, kind_not_known="")
        given = {"parts": ["chest"], "does-chest": ["jerks"]}
        one, other = (assess(book, answers_from(book, given)) for book in (kinds_book, bare))

        assert replace(one, named_kinds=(), kind_not_known="") == other

    def test_what_tells_a_kind_is_asked(self, tmp_path: Path) -> None:
        """Promise P8: a question that only a kind rests on is not left out."""
        files = {**FILES, FILE: KINDS.replace("{parts.nothing: yes}", "{does-throat.tires: yes}")}
        book = load_rulebook(write_book(tmp_path, files))
        bare = replace(book, kinds={})
        answered = answers_from(book, {"parts": ["throat"]})
        known = answered.variables(book)
        wanted = [
            Relevance(one).wanted(frozenset(answered.given), known).variables
            for one in (book, bare)
        ]

        assert "does-throat.tires" in wanted[0] - wanted[1]
        assert isinstance(Prepared(book), Prepared)


SLIPS = [
    (
        "part-of: moving",
        "part-of: movin",
        "unknown named kind `movin`",
        "did you mean `moving`?",
    ),
    (
        "part-of: moving",
        "part-of: jerking",
        "the named kind `jerking` is part of itself",
        "take the circle apart",
    ),
    ("{finding: jerks}", "{finding: jerk}", "unknown finding `jerk`", "did you mean `jerks`?"),
    ("sources: [H1]\n  jerking", "sources: [H9]\n  jerking", "unknown source `H9`", ""),
    ("called: hyperkinesia", "caled: hyperkinesia", "unknown key `caled`", ""),
    ("not-known: A film helps.\n", "", "there is no `not-known`", ""),
]


class TestLoading:
    @pytest.mark.parametrize(("right", "wrong", "message", "help"), SLIPS)
    def test_a_slip_is_named_with_its_place(
        self, tmp_path: Path, right: str, wrong: str, message: str, help: str
    ) -> None:
        """As in every rule file: where it stands, and what was probably meant."""
        assert 1 == KINDS.count(right)
        folder = write_book(tmp_path, {**FILES, FILE: KINDS.replace(right, wrong)})
        with pytest.raises(RulesError) as raised:
            load_rulebook(folder)

        said = str(raised.value)
        assert f"{FILE}:" in said
        assert message in said
        assert help in said

    def test_the_digest_and_the_signature_know_it(self, kinds_book: Rulebook) -> None:
        """A changed kind is another rule book, and has to be signed anew."""
        kind = replace(kinds_book.kinds["jerking"], called="jerks")
        other = replace(kinds_book, kinds={**kinds_book.kinds, "jerking": kind})
        one = Subject("named-kinds", "named-kinds")

        assert one in subjects(kinds_book)
        assert digest_of(kinds_book, one) != digest_of(other, one)
        assert one not in subjects(replace(kinds_book, kinds={}))

    def test_a_comparison_tells_what_changed(self, kinds_book: Rulebook) -> None:
        """Another name, and other answers that tell it."""
        kind = kinds_book.kinds["jerking"]
        new = replace(kind, called="jerks", when=kinds_book.kinds["still"].when)
        other = replace(kinds_book, kinds={**kinds_book.kinds, "jerking": new})
        changed = {(c.group, c.id, c.field) for c in compare(kinds_book, other).rules}

        assert {
            ("named kind", "jerking", "called"),
            ("named kind", "jerking", "when"),
        } <= changed


class TestShown:
    def test_it_can_be_looked_up(self, tmp_path: Path) -> None:
        """A clinician reads when it is told, and what is said then."""
        folder = write_book(tmp_path, FILES)
        shown = CliRunner().invoke(main, ["rules", "show", "jerking", "--rules", str(folder)])

        assert 0 == shown.exit_code
        for said in (
            "Named kind jerking: jerks",
            "Doctors call it: myoclonus.",
            "It is part of moving, which is not told beside it.",
            'the finding "something jerks" holds',
            "A doctor may look at the jerks.",
        ):
            assert said in " ".join(shown.stdout.split())

    def test_it_stands_in_the_book_with_what_is_said_where_none_is_known(
        self, kinds_book: Rulebook
    ) -> None:
        """All of it can be read and challenged, and each finding leads to it."""
        page = book_page(kinds_book)

        assert 'id="named-kind-jerking"' in page
        assert "A film helps." in page
        assert page.count('href="#named-kind-jerking"') >= 2
        assert 'id="named-kinds"' not in book_page(replace(kinds_book, kinds={}))


def found(folder: Path) -> list[tuple[str, str]]:
    report = check_folder(folder, date(2026, 1, 1))
    return [(one.check.id, one.message) for one in report.findings]


class TestChecks:
    def test_a_kind_that_no_interview_reaches_is_an_error(self, tmp_path: Path) -> None:
        """It would never be told."""
        never = "{all: [{parts.chest: yes}, {parts.chest: no}]}"
        kinds = KINDS.replace("{parts.nothing: yes}", never)

        assert ("E02", "no interview can reach the named kind `still`") in found(
            write_book(tmp_path, {**FILES, FILE: kinds})
        )

    def test_a_tick_without_a_kind_is_found(self, tmp_path: Path) -> None:
        """Of a list that tells kinds, every tick should tell one."""
        some = KINDS.replace(
            "{any: [{parts.chest: yes}, {parts.throat: yes}]}", "{parts.chest: yes}"
        )
        message = "no named kind is told where only `parts.throat` is ticked"

        assert ("E08", message) in found(write_book(tmp_path / "some", {**FILES, FILE: some}))
        assert "parts.throat" not in str(
            [m for check, m in found(write_book(tmp_path / "all", FILES)) if check == "E08"]
        )


class TestOwnBook:
    def test_every_kind_can_be_reached_and_every_tick_of_a_movement_tells_one(self) -> None:
        """Together they cover every way of ticking a movement, alone or with others.

        Nothing in a condition can be undone by one more tick, so one tick alone is enough to look
        at. Which lists say what moves follows from the kinds themselves.
        """
        slips = [message for check, message in found(RULES) if "named kind" in message]
        alone = {
            name
            for kind in BOOK.kinds.values()
            for box in written_out(BOOK, kind.when)
            for name, answers in box.items()
            if len(box) == 1 and "yes" in answers
        }

        assert not slips
        assert len(BOOK.kinds) >= 8
        assert len(alone) > 20
