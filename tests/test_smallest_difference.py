"""What a test author reads about an expectation that failed: the smallest difference, word for word.

Each text was read: somebody who knows the rule files and the case, and nothing else, can tell from
it what to change in either.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from tests.conftest import own_cases, the_book, the_engine
from tests.small_book import FILES, LONG, LONG_HICCUPS, SHORT, SHORT_HICCUPS, WITH_FIRM, write_book
from triage import Rulebook, load_rulebook
from triage.cases.loading import Case, Expect, load_cases
from triage.cases.rule_sentences import RuleSentences
from triage.cases.run_report import wrong_text
from triage.cases.running import run_case
from triage.cli.main import main
from triage.inference import reference
from triage.inference.engine import Engine

pytest_plugins = ["pytester"]

OVERLAP = {**FILES, SHORT: SHORT_HICCUPS.replace("{lasted: minutes}", "{lasted: [minutes, days]}")}
"""Both conditions may be suggested at once."""
CALM = {
    **OVERLAP,
    SHORT: OVERLAP[SHORT].replace("urgency: routine", "urgency: routine\nbenign: yes"),
    LONG: LONG_HICCUPS.split("blocked-by")[0] + "sources: [H1]\n",
}
"""The same, with a name that calms and nothing that blocks the other."""
FEW = {
    **OVERLAP,
    "scoring.yaml": FILES["scoring.yaml"].replace("shown-at-most: 5", "shown-at-most: 1"),
}
"""The same, of which only one is shown."""
NONE_TODAY = {
    **FILES,
    "red-flags.yaml": FILES["red-flags.yaml"].replace("same-day", "emergency"),
}
"""Nothing in it asks for same-day."""

FAR = """\
  HF03:
    title: Days of it after a meal
    when: {all: [{lasted: days}, {after.big-meal: yes}]}
    urgency: emergency
    if-unsure: routine
    because: It may be serious.
    sources: [H1]
"""
TWO_FLAGS = {**FILES, "red-flags.yaml": FILES["red-flags.yaml"] + FAR}
"""A second red flag of the same level, which more answers are needed for."""


class Golden(NamedTuple):
    """A case that fails, and why it does."""

    answers: str
    expect: str
    why: str
    book: dict[str, str] = FILES


PAIN = {
    **FILES,
    LONG: LONG_HICCUPS.replace("when: {chest-pain: yes}", "when: {chest-pain: [yes, unsure]}"),
}

GOLDEN: dict[str, Golden] = {
    "urgency, too low": Golden(
        "chest-pain: no, lasted: days",
        "urgency: emergency",
        """\
  expected  urgency emergency
  got       two-weeks, decided by long-hiccups
  why       nearest to emergency is `HF01` (Pain in the chest), it lacks `chest-pain: yes` (the case has `chest-pain: no`)
""",
    ),
    "urgency, too low, by a sign that is not sure": Golden(
        "chest-pain: no, lasted: days",
        "urgency: same-day",
        """\
  expected  urgency same-day
  got       two-weeks, decided by long-hiccups
  why       nearest to same-day is `HF01?` (Pain in the chest, where unsure is enough), it lacks `chest-pain: unsure` (the case has `chest-pain: no`)
""",
    ),
    "urgency, too low, by the condition that the case names": Golden(
        "chest-pain: no, lasted: minutes",
        "urgency: two-weeks, includes: [long-hiccups]",
        """\
  expected  urgency two-weeks
  got       routine, decided by nothing
  why       nearest to two-weeks is long-hiccups
            `long-hiccups-core` did not fire, it lacks `lasted: [days, unsure]` (the case has `lasted: minutes`)
  expected  long-hiccups to be suggested
  got       short-hiccups
  why       `long-hiccups-core` did not fire, it lacks `lasted: [days, unsure]` (the case has `lasted: minutes`)
""",
    ),
    "urgency, too low, by the red flag that the case names": Golden(
        "chest-pain: no, lasted: minutes",
        "urgency: emergency, levels: {HF03: emergency}",
        """\
  expected  urgency emergency
  got       routine, decided by nothing
  why       nearest to emergency is `HF03` (Days of it after a meal), it lacks `lasted: days` (the case has `lasted: minutes`) and `after.big-meal: yes` (the case does not answer `after`)
  expected  the red flag HF03 at emergency
  got       nothing
  why       `HF03` (Days of it after a meal) did not fire, it lacks `lasted: days` (the case has `lasted: minutes`) and `after.big-meal: yes` (the case does not answer `after`)
""",
        TWO_FLAGS,
    ),
    "urgency, which nothing has": Golden(
        "chest-pain: no, lasted: days",
        "urgency: same-day",
        """\
  expected  urgency same-day
  got       two-weeks, decided by long-hiccups
  why       no red flag and no condition of this rule book has same-day
""",
        NONE_TODAY,
    ),
    "urgency, too high, by a red flag": Golden(
        "chest-pain: unsure",
        "urgency: routine",
        """\
  expected  urgency routine
  got       same-day, decided by HF01
  why       `HF01?` (Pain in the chest, where unsure is enough) fired, by `chest-pain: unsure`
""",
    ),
    "urgency, too high, by a condition": Golden(
        "chest-pain: no, lasted: days",
        "urgency: routine",
        """\
  expected  urgency routine
  got       two-weeks, decided by long-hiccups
  why       `long-hiccups-core` fired, by `lasted: days`
""",
    ),
    "urgency-at-least": Golden(
        "chest-pain: no, lasted: days",
        "urgency-at-least: same-day",
        """\
  expected  urgency same-day or more
  got       two-weeks
  why       nearest to same-day or more is `HF01` (Pain in the chest), it lacks `chest-pain: yes` (the case has `chest-pain: no`)
""",
    ),
    "first, which is not suggested": Golden(
        "chest-pain: no, lasted: days",
        "first: short-hiccups",
        """\
  expected  short-hiccups first
  got       long-hiccups
  why       `short-hiccups-core` did not fire, it lacks `lasted: minutes` (the case has `lasted: days`)
""",
    ),
    "first, which is blocked": Golden(
        "chest-pain: unsure, lasted: days",
        "first: long-hiccups",
        """\
  expected  long-hiccups first
  got       nothing
  why       `long-with-pain` blocks long-hiccups, by `chest-pain: unsure`
""",
        PAIN,
    ),
    "first, by points": Golden(
        "chest-pain: no, lasted: days, medicines: [soothine], after: [big-meal]",
        "first: long-hiccups",
        """\
  expected  long-hiccups first
  got       short-hiccups
  why       of the same fit, more points go first:
            short-hiccups fits-partly, 7 points: core 4, `short-after-meal` +3
            long-hiccups fits-partly, 6 points: core 4, `long-on-steroid` +2
            `long-in-adults` would add 1, it lacks `age: at least 18` (the case does not answer `age`); 1 other way lacks as few
""",
        OVERLAP,
    ),
    "first, by another fit": Golden(
        "chest-pain: no, lasted: days, medicines: [soothine], age: 40",
        "first: short-hiccups",
        """\
  expected  short-hiccups first
  got       long-hiccups
  why       the better fit goes first:
            long-hiccups fits-partly, 7 points: core 4, `long-on-steroid` +2, `long-in-adults` +1
            short-hiccups fits-a-little, 4 points: core 4
            `short-after-meal` would add 3, it lacks `after.big-meal: yes` for the finding `full-stomach` (the case does not answer `after`); 1 other way lacks as few
""",
        OVERLAP,
    ),
    "first, by fit": Golden(
        "chest-pain: no, lasted: days, after: [big-meal]",
        "first: long-hiccups",
        """\
  expected  long-hiccups first
  got       short-hiccups
  why       the better fit goes first:
            short-hiccups fits-partly, 7 points: core 4, `short-after-meal` +3
            long-hiccups fits-a-little, 4 points: core 4
            `long-in-adults` would add 1, it lacks `age: at least 18` (the case does not answer `age`); 1 other way lacks as few
""",
        OVERLAP,
    ),
    "first, of a rare condition": Golden(
        "chest-pain: no, lasted: days",
        "first: long-hiccups",
        """\
  expected  long-hiccups first
  got       short-hiccups
  why       a rare condition that only weak signs point to goes behind others of its fit:
            short-hiccups fits-a-little, 4 points: core 4
            long-hiccups fits-a-little, 4 points: core 4
            `long-in-adults` would add 1, it lacks `age: at least 18` (the case does not answer `age`); 1 other way lacks as few
""",
        OVERLAP,
    ),
    "first, beside a danger sign": Golden(
        "chest-pain: unsure, lasted: days, after: [big-meal]",
        "first: short-hiccups",
        """\
  expected  short-hiccups first
  got       long-hiccups
  why       beside a danger sign, the first name that does not calm leads:
            long-hiccups fits-a-little, 4 points: core 4
            short-hiccups fits-partly, 7 points: core 4, `short-after-meal` +3
""",
        CALM,
    ),
    "first, where only one is shown": Golden(
        "chest-pain: no, lasted: days",
        "first: long-hiccups",
        """\
  expected  long-hiccups first
  got       short-hiccups
  why       long-hiccups fits, in place 2, but is not shown: at most 1 are shown, and others come first
            a rare condition that only weak signs point to goes behind others of its fit:
            short-hiccups fits-a-little, 4 points: core 4
            long-hiccups fits-a-little, 4 points: core 4
            `long-in-adults` would add 1, it lacks `age: at least 18` (the case does not answer `age`); 1 other way lacks as few
""",
        FEW,
    ),
    "suggested": Golden(
        "chest-pain: no, lasted: days",
        "suggested: [short-hiccups]",
        """\
  expected  exactly short-hiccups
  got       long-hiccups
  why       `short-hiccups-core` did not fire, it lacks `lasted: minutes` (the case has `lasted: days`)
            `long-hiccups-core` fired, by `lasted: days`
            `long-with-pain` would block it, it lacks `chest-pain: yes` (the case has `chest-pain: no`)
""",
    ),
    "offered, one too many": Golden(
        "chest-pain: no, lasted: days",
        "offered: []",
        """\
  expected  nothing to be shown
  got       long-hiccups
  why       `long-hiccups-core` fired, by `lasted: days`
            `long-with-pain` would block it, it lacks `chest-pain: yes` (the case has `chest-pain: no`)
""",
    ),
    "offered, in another order": Golden(
        "chest-pain: no, lasted: days",
        "offered: [long-hiccups, short-hiccups]",
        """\
  expected  long-hiccups, short-hiccups to be shown
  got       short-hiccups, long-hiccups
  why       a rare condition that only weak signs point to goes behind others of its fit:
            short-hiccups fits-a-little, 4 points: core 4
            long-hiccups fits-a-little, 4 points: core 4
            `long-in-adults` would add 1, it lacks `age: at least 18` (the case does not answer `age`); 1 other way lacks as few
""",
        OVERLAP,
    ),
    "includes": Golden(
        "chest-pain: no, lasted: minutes",
        "includes: [long-hiccups]",
        """\
  expected  long-hiccups to be suggested
  got       short-hiccups
  why       `long-hiccups-core` did not fire, it lacks `lasted: [days, unsure]` (the case has `lasted: minutes`)
""",
    ),
    "not-suggested": Golden(
        "chest-pain: no, lasted: days",
        "not-suggested: [long-hiccups]",
        """\
  expected  long-hiccups not to be suggested
  why       `long-hiccups-core` fired, by `lasted: days`
            `long-with-pain` would block it, it lacks `chest-pain: yes` (the case has `chest-pain: no`)
""",
    ),
    "fits, too low": Golden(
        "chest-pain: no, lasted: days",
        "fits: {long-hiccups: fits-well}",
        """\
  expected  long-hiccups with the fit fits-well
  got       fits-a-little
  why       long-hiccups fits-a-little, 4 points: core 4; fits-well needs 8, fits-partly needs 5
            it is rare, and only weak signs point to it, so it fits a little at most
            `long-in-adults` would add 1, it lacks `age: at least 18` (the case does not answer `age`); 1 other way lacks as few
""",
    ),
    "fits, too high": Golden(
        "chest-pain: no, lasted: minutes, after: [big-meal]",
        "fits: {short-hiccups: fits-a-little}",
        """\
  expected  short-hiccups with the fit fits-a-little
  got       fits-partly
  why       short-hiccups fits-partly, 7 points: core 4, `short-after-meal` +3; fits-well needs 8, fits-partly needs 5
            `short-after-meal` fired, by the finding `full-stomach` (`after.big-meal: yes`)
""",
    ),
    "fits, without what it needs": Golden(
        "chest-pain: no, lasted: minutes, after: [big-meal]",
        "fits: {short-hiccups: fits-well}",
        """\
  expected  short-hiccups with the fit fits-well
  got       fits-partly
  why       short-hiccups fits-partly, 7 points: core 4, `short-after-meal` +3; fits-well needs 7, fits-partly needs 5
            `short-hiccups-firm` did not fire, it lacks `since: old` (the case does not answer `since`)
""",
        WITH_FIRM,
    ),
    "fits, of what is not suggested": Golden(
        "chest-pain: no, lasted: days",
        "fits: {short-hiccups: fits-well}",
        """\
  expected  short-hiccups with the fit fits-well
  got       no suggestion
  why       `short-hiccups-core` did not fire, it lacks `lasted: minutes` (the case has `lasted: days`)
""",
    ),
    "red-flags, one too few": Golden(
        "chest-pain: no, lasted: days",
        "red-flags: [HF01]",
        """\
  expected  exactly the red flags HF01
  got       nothing
  why       `HF01` (Pain in the chest) did not fire, it lacks `chest-pain: yes` (the case has `chest-pain: no`)
""",
    ),
    "red-flags, one too many": Golden(
        "chest-pain: yes",
        "red-flags: []",
        """\
  expected  exactly the red flags nothing
  got       HF01
  why       `HF01` (Pain in the chest) fired, by `chest-pain: yes`
""",
    ),
    "has-red-flags": Golden(
        "chest-pain: no, lasted: days",
        "has-red-flags: [HF01]",
        """\
  expected  the red flag HF01
  why       `HF01` (Pain in the chest) did not fire, it lacks `chest-pain: yes` (the case has `chest-pain: no`)
""",
    ),
    "not-red-flags": Golden(
        "chest-pain: unsure",
        "not-red-flags: [HF01]",
        """\
  expected  no red flag HF01
  why       `HF01?` (Pain in the chest, where unsure is enough) fired, by `chest-pain: unsure`
""",
    ),
    "levels, of a flag that is not raised": Golden(
        "chest-pain: no, lasted: days",
        "levels: {HF01: emergency}",
        """\
  expected  the red flag HF01 at emergency
  got       nothing
  why       `HF01` (Pain in the chest) did not fire, it lacks `chest-pain: yes` (the case has `chest-pain: no`)
""",
    ),
    "levels, of a flag that is not sure": Golden(
        "chest-pain: unsure",
        "levels: {HF01: emergency}",
        """\
  expected  the red flag HF01 at emergency
  got       same-day
  why       `HF01` (Pain in the chest) did not fire, it lacks `chest-pain: yes` (the case has `chest-pain: unsure`)
""",
    ),
    "levels, of a flag that is sure": Golden(
        "chest-pain: yes",
        "levels: {HF01: same-day}",
        """\
  expected  the red flag HF01 at same-day
  got       emergency
  why       `HF01` (Pain in the chest) fired, by `chest-pain: yes`
""",
    ),
    "levels, which it never has": Golden(
        "chest-pain: yes",
        "levels: {HF01: two-weeks}",
        """\
  expected  the red flag HF01 at two-weeks
  got       emergency
  why       `HF01` (Pain in the chest) is never two-weeks: it is emergency, and same-day where only unsure answers reach it
""",
    ),
    "because-of, through a finding": Golden(
        "chest-pain: no, lasted: minutes, after: none",
        "because-of: [short-after-meal]",
        """\
  expected  the rule short-after-meal to fire
  why       `short-after-meal` did not fire, it lacks `after.big-meal: yes` for the finding `full-stomach` (the case has `after.big-meal: no`); 1 other way lacks as few
""",
    ),
    "because-of, of several answers": Golden(
        "chest-pain: no, age: 12, lasted: minutes",
        "because-of: [long-in-adults]",
        """\
  expected  the rule long-in-adults to fire
  why       `long-in-adults` did not fire, it lacks `age: at least 18` (the case has `age: under 18`) and `after.big-meal: no` (the case does not answer `after`); 2 other ways lack as few
""",
    ),
    "because-of, of a medicine": Golden(
        "chest-pain: no, lasted: days, medicines: none",
        "because-of: [long-on-steroid]",
        """\
  expected  the rule long-on-steroid to fire
  why       `long-on-steroid` did not fire, it lacks `medicine.steroid: yes` (such as `medicines: [soothine]`; the case has `medicine.steroid: no`)
""",
    ),
    "because-of, of a question that is not asked": Golden(
        "chest-pain: yes",
        "because-of: [short-hiccups-core]",
        """\
  expected  the rule short-hiccups-core to fire
  why       `short-hiccups-core` did not fire, it lacks `lasted: minutes` (`lasted` is asked only with `chest-pain: [no, unsure]`)
""",
    ),
    "because-of, of what only passes on": Golden(
        "chest-pain: no, lasted: minutes",
        "because-of: [suggestion:long-hiccups]",
        """\
  expected  the rule suggestion:long-hiccups to fire
  why       `long-hiccups-core` did not fire, it lacks `lasted: [days, unsure]` (the case has `lasted: minutes`)
""",
    ),
    "not-because-of": Golden(
        "chest-pain: no, lasted: minutes, after: [big-meal, fizzy-drink]",
        "not-because-of: [short-after-meal]",
        """\
  expected  the rule short-after-meal not to fire
  why       `short-after-meal` fired, by the finding `full-stomach` (`after.big-meal: yes` and `after.fizzy-drink: yes`)
""",
    ),
    "asked, but for its ask-when": Golden(
        "chest-pain: yes",
        "asked: [lasted]",
        """\
  expected  the question lasted to be asked
  why       its `ask-when` does not hold, it lacks `chest-pain: [no, unsure]` (the case has `chest-pain: yes`)
""",
    ),
    "asked, which nothing rests on": Golden(
        "chest-pain: no, lasted: minutes, after: [big-meal]",
        "asked: [age]",
        """\
  expected  the question age to be asked
  why       no rule that can still change the result reads its answer
            nearest to reading it is `long-in-adults`, it lacks `lasted: days` (the case has `lasted: minutes`); 1 other way lacks as few
""",
    ),
    "not-asked": Golden(
        "chest-pain: no, lasted: days",
        "not-asked: [lasted]",
        """\
  expected  the question lasted not to be asked
  why       when it comes up, `long-hiccups-core` still rests on its answer, and 2 more rules do
""",
    ),
    "says, nearly": Golden(
        "chest-pain: no, lasted: days",
        "says: [Please call this week]",
        """\
  expected  the words `Please call this week`
  why       nearest in the result is `Call this week.`
""",
    ),
    "says": Golden(
        "chest-pain: no, lasted: days",
        "says: [Go at once]",
        """\
  expected  the words `Go at once`
  why       no sentence of the result is like them
""",
    ),
    "never-says": Golden(
        "chest-pain: no, lasted: days",
        "never-says: [see your doctor]",
        """\
  expected  no words `see your doctor`
  why       they stand in `See your doctor.`
""",
    ),
}


class Books:
    """Rule books with their engines, each made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: list[tuple[dict[str, str], Rulebook, Engine]] = []

    def of(self, files: dict[str, str]) -> tuple[Rulebook, Engine]:
        for known, book, engine in self.made:
            if known == files:
                return book, engine
        book = load_rulebook(write_book(self.folder / f"book-{len(self.made)}", files))
        self.made.append((files, book, Engine(book)))
        return self.of(files)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return Books(tmp_path_factory.mktemp("books"))


def case_file(some: dict[str, Golden]) -> str:
    cases = (
        f"  {key(name)}:\n    answers: {{{one.answers}}}\n    expect: {{{one.expect}}}\n"
        for name, one in some.items()
    )
    return "".join(("cases:\n", *cases))


def key(name: str) -> str:
    """Commas are no part of these names, since `-k` takes words."""
    return name.replace(",", "")


def golden_case(name: str, book: Rulebook, folder: Path) -> Case:
    file = folder / "one.case.yaml"
    file.write_text(case_file({name: GOLDEN[name]}), "utf-8")
    (case,) = load_cases(file, book, "one.case.yaml")
    return case


def test_there_is_a_text_for_every_expectation() -> None:
    """A new kind of expectation comes with a smallest difference that somebody has read."""
    known = {name.partition(",")[0] for name in GOLDEN}

    assert {*Expect.__struct_encode_fields__} == known


@pytest.mark.parametrize("name", GOLDEN)
def test_the_smallest_difference_is_told(name: str, books: Books, tmp_path: Path) -> None:
    """A test author reads which rule lacks which answer, or by which answer it fired."""
    one = GOLDEN[name]
    book, engine = books.of(one.book)
    ran = run_case(book, engine, golden_case(name, book, tmp_path))
    lines = wrong_text(ran).splitlines()

    assert one.why.splitlines() == lines[:-1]
    assert lines[-1].startswith("  came out  urgency ")


def test_replay_and_pytest_say_the_same(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, books: Books
) -> None:
    """Wherever a case is run, the same is read; no second explanation exists."""
    some = {name: one for name, one in GOLDEN.items() if one.book is FILES}
    book, engine = books.of(FILES)
    write_book(pytester.path / "rules")
    file = pytester.path / "one.case.yaml"
    file.write_text(case_file(some), "utf-8")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    words = ("-p", "triage.pytest_plugin", "-p", "no:cacheprovider", "--triage-rules", "rules")
    by_pytest = pytester.runpytest_subprocess(*words).stdout.str()
    rans = [run_case(book, engine, case) for case in load_cases(file, book, "one.case.yaml")]
    replayed = CliRunner().invoke(main, ["replay", str(file), "--rules", "rules"]).output

    assert len(some) == len(rans)
    for ran in rans:
        place = ran.case.place
        assert f"\none.case.yaml:{place.line}: {ran.case.name}\n{wrong_text(ran)}\n" in by_pytest
        assert f"failed: {ran.case.name}\n" in replayed
        assert f"\n{wrong_text(ran)}\n" in replayed
    assert "Traceback" not in by_pytest


def test_what_a_rule_is_said_to_lack_makes_it_fire() -> None:
    """Whoever gives the answers that are named sees the rule fire, for rules of our own."""
    book = the_book()
    case = own_cases()[0]
    say = RuleSentences(book, case.answers)
    wrong = []
    for rule in [*book.stated_rules][::EVERY]:
        if rule not in say.fired:
            needed = {name: min(allowed) for name, allowed in say.lacks(rule).needed}
            if rule not in reference.fire(book, {**say.trace.variables, **needed}):
                wrong.append(rule)

    assert [] == wrong


EVERY = 40
"""One rule of so many is tried."""
ANY: dict[str, object] = {
    "urgency_at_least": "emergency",
    "first": "cervical-dystonia",
    "suggested": ("cervical-dystonia",),
    "offered": ("essential-tremor", "cervical-dystonia"),
    "includes": ("cervical-dystonia", "parkinson-disease"),
    "fits": {"parkinson-disease": "fits-well"},
    "red_flags": ("RF01",),
    "has_red_flags": ("RF01", "RF28"),
    "levels": {"RF01": "same-day"},
    "because_of": ("suggestion:parkinson-disease", "finding:slow-and-stiff", "RF01?"),
    "not_asked": ("medicines", "since", "age"),
    "asked": ("fits", "baby", "child"),
    "says": ("no sentence like this",),
}


def test_nothing_fails_without_a_reason() -> None:
    """For real cases too, each expectation that fails has its smallest difference."""
    book, engine = the_book(), the_engine()
    silent = []
    for case in own_cases()[::600]:
        others = {
            "not_suggested": tuple(book.conditions),
            "not_red_flags": tuple(book.red_flags),
            "not_because_of": tuple(rule.id for rule in book.rules),
        }
        expect = Expect(**ANY, **others)
        ran = run_case(book, engine, replace(case, expect=expect))
        silent += [(case.name, one.text) for one in ran.wrong if not one.why]

        assert ran.wrong

    assert [] == silent
