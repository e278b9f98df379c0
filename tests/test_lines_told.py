"""What is told about danger screens: on the page of a question, of a change, and when signing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import indent

import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from tests.lines_book import LINES_BOOK, with_slip_in_lines
from tests.small_book import SECTION, SHORT, write_book
from triage import Rulebook, answers_from, assess, load_rulebook
from triage.cases.loading import load_cases
from triage.cases.mutation import mutants
from triage.cases.noticing import PreparedCases
from triage.cases.suggesting import telling
from triage.changes.comparing import Comparison, compare
from triage.changes.joint import SIDES, Joint
from triage.changes.report import as_text, report
from triage.changes.search import inside
from triage.cli.main import main
from triage.inference import reference
from triage.presentation.rule_links import Entry, Links
from triage.presentation.rule_page import rule_page
from triage.rulebook.formatting import formatted
from triage.rulebook.reviews import digest_of, subjects
from triage.rulebook.urgency import Urgency, below


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("lines"), LINES_BOOK)


@pytest.fixture(scope="module")
def book(folder: Path) -> Rulebook:
    return load_rulebook(folder)


def edited(folder: Path, right: str, wrong: str) -> Rulebook:
    return load_rulebook(write_book(folder, with_slip_in_lines(SECTION, right, wrong)))


# triage rules show

SCREEN = """\
What its lines do
- chest: Chest pain, or fainting
  - It is the danger sign itself: HF01 Pain in the chest.
- heat: Fever, or a very stiff body
  - Ticked or not sure, it opens heat-signs.
  - It names the sign "Fever" (heat-signs.fever) by "fever".
  - It names the sign "A stiff body" (heat-signs.stiff) by "stiff body".
  - It covers the sign "Light hurts" (heat-signs.light) without naming it: it
    counts with a fever only.
- pregnant: Pregnant
  - It is shown only when both of these: your age is 18 to 59, or else you were
    not sure about your age; you are female, or else you were not sure about
    your sex.
  - Ticked or not sure, it opens pregnancy.
  - It names the sign "pregnancy" (pregnancy) by "pregnant".
Left unticked, a line says no to every sign that it covers. Ticked or not sure,
it opens the questions about these signs, and a sign that is not answered there
counts as not sure. A sign that several lines cover is no only where none of
them is ticked or not sure.
"""

TOLD = {
    "now": [
        "It is a danger screen: none of its lines is left out because it seems to matter\nless.",
        "It asks about the last 7 days.",
        "It is asked even when no rule depends on it any more.",
        SCREEN,
    ],
    "heat-signs": [
        'Which lines cover its signs\n- Fever: "Fever, or a very stiff body" (now.heat)\n',
        "It is asked when you are hot or stiff, or else you were not sure about this:",
    ],
    "parts": [
        "Every line that may be shown is shown, since people look for their own.",
        "- nothing: Nothing\n  - It cannot be ticked together with another line.",
    ],
    "does-chest": [
        'It is asked for the item "The chest" of parts. In the rule files it stands under\ndoes.'
    ],
}


@pytest.mark.parametrize("id", TOLD)
def test_the_page_of_a_question_tells_what_its_lines_do(book: Rulebook, id: str) -> None:
    """Who judges a danger screen reads which signs a line closes, by which words, and why."""
    links = Links(book)
    text = rule_page(links, links.named(id))

    for part in TOLD[id]:
        assert part in text


def test_a_question_that_is_asked_again_says_when(tmp_path: Path) -> None:
    """Leaving the line unticked is not enough where another answer points at the sign."""
    again = "    again-when: {sex: unsure}\n    short: fever and stiffness"
    links = Links(edited(tmp_path, "    short: fever and stiffness", again))

    assert (
        "Even where no line that opens it is ticked, it is asked when you were not sure\n"
        "about your sex."
    ) in rule_page(links, links.named("heat-signs"))


def test_a_question_for_each_item_is_shown_by_both_of_its_names(folder: Path) -> None:
    """The name that stands in the file shows all that it becomes; each has a name of its own."""
    shown = {
        id: CliRunner().invoke(main, ["rules", "show", id, "--rules", str(folder)]).output
        for id in ("does", "question:does", "does-chest", "does-throat")
    }

    assert shown["does"] == f"{shown['does-chest']}\n{shown['does-throat']}"
    assert shown["does"] == shown["question:does"]
    assert "Question does-chest: what the chest does" in shown["does-chest"]


def test_what_uses_a_sign_uses_the_lines_that_cover_it(book: Rulebook) -> None:
    """Who changes a line sees which red flags hang on it, and what decides whether it is shown."""
    links = Links(book)

    assert Entry("red-flag", "HF02") in links.users_of_variable("now.heat")
    assert Entry("question", "now") in links.users(Entry("question", "age"))


# triage rules diff

NAMES = "        names: {heat-signs.fever: [fever], heat-signs.stiff: [stiff body]}\n"
FEWER = "        names: {heat-signs.stiff: [stiff body]}\n"
OPENS = f"        opens: [heat-signs]\n{NAMES}"
REASON = "        not-named: {heat-signs.light: it counts with a fever only}\n"
SHOWN = "        show-when: {all: [{age: [18 to 59, unsure]}, {sex: [female, unsure]}]}\n"
EDITS = {
    "a sign is no longer named": (
        NAMES,
        FEWER,
        ["sign that a line names `heat-signs.fever` of now.heat", "removed", "URGENCY LOWERED"],
        True,
    ),
    "a line opens nothing any more": (
        OPENS + REASON,
        "",
        ["answer `heat` of now, `opens` before: heat-signs", "URGENCY LOWERED"],
        True,
    ),
    "a line is shown to more people": (
        SHOWN,
        "        show-when: {sex: [female, unsure]}\n",
        ["answer `pregnant` of now, `show-when`", "widened", "urgency raised"],
        False,
    ),
    "a line is shown to everybody": (
        SHOWN,
        "",
        ["answer `pregnant` of now, `show-when`", "widened", "urgency raised"],
        False,
    ),
    "a line is the sign no longer": (
        "        direct: [HF01]\n",
        "",
        ["answer `chest` of now, `direct` before: HF01", "no urgency changes"],
        False,
    ),
    "a screen is thinned out": (
        "    gate: yes\n",
        "",
        ["question `now`, `gate` before: yes after: no", "no urgency changes"],
        False,
    ),
    "a screen reaches further back": (
        "    gate: yes\n    within: 7\n",
        "    gate: yes\n    within: 30\n",
        ["question `now`, `within` before: 7 after: 30", "no urgency changes"],
        False,
    ),
}


def in_words(found: Comparison) -> str:
    return " ".join(as_text(report(found, "old", "new")).split())


@pytest.mark.parametrize("edit", EDITS)
def test_a_change_of_a_line_is_told_with_what_it_moves(
    book: Rulebook, tmp_path: Path, edit: str
) -> None:
    """A clinician sees the line that was changed, and whose urgency falls or rises by it."""
    right, wrong, said, lowers = EDITS[edit]
    found = compare(book, edited(tmp_path, right, wrong))
    told = in_words(found)

    assert [] == [words for words in said if words not in told], told
    assert lowers == found.lowers


BURNING = """\
      burning:
        text: Burning hot
        yes: you are burning hot
        no: you are not burning hot
        show-when: {sex: [female, unsure]}
        opens: [heat-signs]
        names: {heat-signs.fever: [hot]}
      pregnant:
        text: Pregnant
"""
BOOKS = {
    "fewer names": [(NAMES, FEWER)],
    "shown to more": [(SHOWN, "        show-when: {sex: [female, unsure]}\n")],
    "a second line": [("      pregnant:\n        text: Pregnant\n", BURNING)],
    "asked again": [
        ("    short: fever and stiffness", "    again-when: {sex: male}\n    short: heat"),
        ("    within: 7\n    short: danger", "    ask-when: {age: at least 18}\n    short: danger"),
    ],
    "details of some people only": [
        ("    short: fever and stiffness", "    ask-when: {sex: female}\n    short: heat")
    ],
    "nothing opened": [(OPENS + REASON, "")],
}


def with_edits(folder: Path, edits: str) -> Rulebook:
    text = LINES_BOOK[SECTION]
    for right, wrong in BOOKS[edits]:
        assert 1 == text.count(right)
        text = text.replace(right, wrong)
    return load_rulebook(write_book(folder, {**LINES_BOOK, SECTION: text}))


@pytest.mark.parametrize("edits", BOOKS)
def test_a_comparison_sees_of_a_person_what_the_rules_see(
    book: Rulebook, tmp_path: Path, edits: str
) -> None:
    """Signs that lines settle, and lines that are hidden, are the same for both ways of asking."""
    joint = Joint(book, with_edits(tmp_path, edits))

    for assigned in some_people(joint, 400):
        for side in SIDES:
            other = joint.books[side]
            seen = answers_from(other, joint.given(side, assigned)).variables(other)
            fired = set(reference.fire(other, seen))
            holding = {
                rule.id
                for rule in other.stated_rules.values()
                if any(inside(box, assigned) for box in joint.boxes(side, rule.when))
            }

            assert seen == joint.view(side, assigned)
            assert holding == fired & other.stated_rules.keys(), assigned


@pytest.mark.parametrize("edits", BOOKS)
def test_everybody_whose_urgency_a_line_moves_is_told_and_nobody_else(
    book: Rulebook, tmp_path: Path, edits: str
) -> None:
    """Who loses a danger sign through a line stands in the report, with an example that is true."""
    new = with_edits(tmp_path, edits)
    found = compare(book, new)
    joint = found.joint

    def levels(assigned: Mapping[str, str]) -> tuple[Urgency, ...]:
        given = ((joint.books[side], joint.given(side, assigned)) for side in SIDES)
        return tuple(assess(one, answers_from(one, said)).urgency for one, said in given)

    for kind in (*found.lowered, *found.raised):
        assert (kind.before, kind.after) == levels(kind.example)
    for assigned in some_people(joint, 400):
        before, after = levels(assigned)
        told = found.lowered if below(after, before) else found.raised
        assert before == after or any(inside(kind.box, assigned) for kind in told), assigned


def some_people(joint: Joint, count: int) -> Iterator[dict[str, str]]:
    """People who answer a question as a whole or not at all."""
    chance = random.Random(7)
    for _ in range(count):
        said = {
            key: chance.choice(joint.keys[key].values)
            for group in joint.groups.values()
            if group.kind != "medicines" and chance.random() < 0.6
            for key in group.keys
        }
        if said.get("parts.nothing") == "yes":
            said |= {"parts.chest": "no", "parts.throat": "no"}
        yield said


NOBODY = "{all: [{parts.nothing: yes}, {parts.chest: yes}]}"
NOBODYS_FLAG = f"""\
  HF04:
    title: Nothing and the chest
    when: {NOBODY}
    urgency: emergency
    if-unsure: emergency
    because: It cannot be.
    sources: [H1]
"""


def test_what_nobody_can_tick_together_moves_nobody(book: Rulebook, tmp_path: Path) -> None:
    """A rule about "nothing moves" beside a part that moves is told of those who are not sure."""
    files = {**LINES_BOOK, "red-flags.yaml": LINES_BOOK["red-flags.yaml"] + NOBODYS_FLAG}
    either = f"{{any: [{{after.shock: yes}}, {NOBODY}]}}"
    files[SHORT] = files[SHORT].replace("{after.shock: yes}", either)
    found = compare(book, load_rulebook(write_book(tmp_path, files)))

    assert {True} == {kind.unsure for kind in found.raised}
    assert () == found.moves


# signing


def voided(book: Rulebook, other: Rulebook) -> set[str]:
    before, after = (
        {subject: digest_of(one, subject) for subject in subjects(one)} for one in (book, other)
    )
    return {str(subject) for subject in before if before[subject] != after.get(subject)}


SIGNED = {
    "a name": (NAMES, FEWER, {"question:now", "question:heat-signs", "red-flag:HF02"}),
    "a reason": ("it counts with a fever only", "it matters with a fever only", {"question:now"}),
    "show-when": (SHOWN, "", {"question:now", "question:pregnancy", "red-flag:HF03"}),
    "direct": ("        direct: [HF01]\n", "", {"question:now", "red-flag:HF01"}),
    "how far a line reaches back": (
        "    gate: yes\n    within: 7\n",
        "    gate: yes\n    within: 30\n",
        {"question:now", "red-flag:HF02"},
    ),
    "gate": ("    gate: yes\n", "", {"question:now"}),
    "keep": ("    keep: yes\n", "", {"question:parts"}),
    "exclusive": ("exclusive: yes, ", "", {"question:parts"}),
    "within": ("    gate: yes\n    within: 7\n", "    gate: yes\n", {"question:now"}),
    "an item of another question": (
        "ask: What does the chest do?",
        "ask: What is your chest doing?",
        {"question:does-chest"},
    ),
}


@pytest.mark.parametrize("edit", SIGNED)
def test_a_change_of_a_line_voids_what_was_signed(
    book: Rulebook, tmp_path: Path, edit: str
) -> None:
    """Nobody's signature stands under a red flag that has lost a sign through a line."""
    right, wrong, expected = SIGNED[edit]

    assert expected <= voided(book, edited(tmp_path, right, wrong))


def test_what_has_nothing_to_do_with_a_line_stays_signed(book: Rulebook, tmp_path: Path) -> None:
    """A red flag needs a new signature where it names the screen, or a sign of the changed line."""
    found = voided(book, edited(tmp_path, NAMES, FEWER))

    assert {"question:now", "question:heat-signs", "red-flag:HF01", "red-flag:HF02"} <= found
    assert found.isdisjoint({"question:parts", "red-flag:HF03", "finding:jerks"})


# triage rules fmt


def test_the_one_layout_keeps_every_part_of_a_line(book: Rulebook, tmp_path: Path) -> None:
    """Laying out a danger screen changes no word and no meaning of it."""
    laid_out = formatted(LINES_BOOK[SECTION], SECTION)
    same = load_rulebook(write_book(tmp_path, {**LINES_BOOK, SECTION: laid_out}))

    assert laid_out == formatted(laid_out, SECTION)
    assert book.digest == same.digest


def test_the_example_of_the_page_for_rule_writers_is_true() -> None:
    """The line that the page about rule files shows stands in a rule book that is tried."""
    page = (ROOT / "rules/README.md").read_text("utf-8")
    example = page.partition("## Danger screens")[2].partition("```yaml\n")[2].partition("```")[0]

    assert example.startswith("heat:")
    assert indent(example, 6 * " ") in LINES_BOOK[SECTION]


# triage rules mutate


COVERED = [
    "HF02/now.heat no longer covers heat-signs.fever",
    "HF03/now.pregnant no longer covers pregnancy",
]
GUARDED = """\
cases:
  hot: {answers: {now: [heat]}, expect: {levels: {HF02: same-day}}}
  pregnant: {answers: {sex: female, age: 30, now: [pregnant]}, expect: {red-flags: [HF03]}}
  calm: {answers: {now: []}, expect: {urgency: routine}}
"""


def test_a_sign_that_is_taken_from_its_line_is_a_change_that_cases_must_notice(
    book: Rulebook, tmp_path: Path
) -> None:
    """A line that quietly stops asking for a sign is found; one sign of two that do is none."""
    found = [mutant for mutant in mutants(book) if mutant.shown_by is not None]

    assert COVERED == [mutant.id for mutant in found]
    assert [mutant.id for mutant in found] == [
        mutant.id for mutant in mutants(book, only_red_flags=True) if mutant.shown_by is not None
    ]
    for text, noticed in ((GUARDED, True), (f"cases:\n{CALM}", False)):
        path = tmp_path / "lines.case.yaml"
        path.write_text(text, "utf-8")
        prepared_cases = PreparedCases(book, load_cases(path, book))
        assert () == prepared_cases.failing
        for mutant in found:
            assert noticed == (prepared_cases.verdict(mutant).noticed_by is not None), mutant.id


CALM = "  calm: {answers: {now: []}, expect: {urgency: routine}}\n"


def test_a_case_is_suggested_for_a_line_that_no_case_guards(book: Rulebook) -> None:
    """Somebody ticks the line and leaves: the case says what must come of it."""
    for mutant in mutants(book):
        if mutant.shown_by is not None:
            case = telling(book, mutant)
            assert case is not None
            assert {mutant.rule: book.red_flags[mutant.rule].if_unsure} == case.expect.levels
            assert PreparedCases(book, [case]).verdict(mutant).noticed_by is not None


@pytest.mark.parametrize(("named", "missed"), [("[hot]", False), ("[hot], SIGN: [burning]", True)])
def test_of_two_lines_that_cover_a_sign_each_is_missed_where_a_flag_can_rest_on_it(
    tmp_path: Path, named: str, missed: bool
) -> None:
    """A line that covers one sign of a red flag, while another line has denied the rest, is none."""
    line = BURNING.replace("[hot]", named.replace("SIGN", "heat-signs.stiff"))
    new = edited(tmp_path, "      pregnant:\n        text: Pregnant\n", line)
    found = {mutant.id for mutant in mutants(new)}

    assert found > {*COVERED}
    assert missed == ("HF02/now.burning no longer covers heat-signs.fever" in found)
