"""`triage rules show`: everything that a clinician needs to judge one rule, on one page."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from tests.small_book import write_book
from triage import Rulebook, load_rulebook
from triage.cases.loading import load_cases
from triage.cases.rule_cases import case_facts
from triage.cli.main import TriageGroup
from triage.cli.rules_show import command
from triage.presentation.describe.shelf import subject_of
from triage.presentation.rule_links import Entry, Links, Skips
from triage.presentation.rule_page import rule_page
from triage.rulebook.parts.signatures import Reviews, Signature
from triage.rulebook.reviews import digest_of, standing

CASES = """\
people:
  long: {chest-pain: no, age: 30, lasted: days, after: [], medicines: []}
cases:
  long hiccups in a grown-up: {like: long, expect: {because-of: [long-in-adults]}}
  pain in the chest: {like: long, but: {chest-pain: yes}, without: [lasted], expect: {urgency: emergency}}
  not sure about pain: {like: long, but: {chest-pain: unsure}, expect: {urgency: same-day}}
  a meal: {like: long, but: {after: [big-meal]}, expect: {first: long-hiccups}}
"""


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.case.yaml").write_text(CASES, "utf-8")
    return write_book(tmp_path / "rules")


def show(folder: Path, *words: str, columns: int = 80) -> Result:
    group = TriageGroup("triage", commands=[command])
    env = {"COLUMNS": str(columns)}
    return CliRunner().invoke(group, ["show", *words, "--rules", str(folder)], env=env)


def page(book: Rulebook, entry: str, width: int = 80) -> str:
    links = Links(book)
    return rule_page(links, links.named(entry), width)


RED_FLAG = """\
Red flag HF01: Pain in the chest
The red flag "Pain in the chest" is reached when your chest hurts. The urgency
is then at least emergency. Where it is reached only because an answer is not
sure, it is at least same-day.

As a table: 1 row
   pain in the chest
1  yes

What is said to the patient
- The heart may be in trouble.

Sources, and how far they were read
- H1: Hiccups in plain words. A made-up clinic, 2020. Read: the whole page,
  table or abstract.

Cases in which it fires: 2 of 4
- pain in the chest (small.case.yaml:5)
- not sure about pain (small.case.yaml:6)

Review
Nobody has signed it.

About these rules
Nobody has reviewed these rules.
"""


def test_a_red_flag_is_told_whole(folder: Path) -> None:
    """Sentence, table, words, sources, cases, certain or by *not sure*, and review."""
    got = show(folder, "HF01", "--cases", str(folder.parent))

    assert RED_FLAG == got.output
    assert 0 == got.exit_code


EVIDENCE = """\
Rule long-in-adults: they stay mostly in
adults
It belongs to the condition
long-hiccups: long hiccups.
It is weak (1 point) evidence for "long
hiccups" when at least 2 of these: your
age is at least 18; they last days; you
did not eat a lot. The reason: they stay
mostly in adults.

As a table: 3 rows, each of which is
enough
   your age     how long     A big meal
                they last
1  at least 18  Days         -
2  at least 18  -            no
3  -            Days         no

Sources, and how far they were read
- H1: Hiccups in plain words. A made-up
  clinic, 2020. Read: the whole page,
  table or abstract.

Review
It is signed with the condition
long-hiccups.
Nobody has signed it.

About these rules
Nobody has reviewed these rules.
"""


def test_a_page_on_a_narrow_terminal_says_the_same(folder: Path) -> None:
    """On 40 columns nothing is cut off, neither in the sentence nor in the table."""
    assert EVIDENCE == show(folder, "long-in-adults", columns=40).output


def test_a_table_that_does_not_fit_is_told_row_by_row(book: Rulebook) -> None:
    """Many questions have no room side by side; the rows are numbered and say the same."""
    text = page(book, "RF31-severe")

    assert re.search(
        r"As a table: \d+ rows, each of which is enough\n1\. Falls forward from a weak", text
    )
    assert "Hanging eyelids: yes; Choking, hard swallowing, or food" in " ".join(text.split())


def test_a_table_with_tall_cells_is_told_row_by_row(book: Rulebook) -> None:
    """Words that run down a narrow column for many lines are hard to read."""
    assert "each of which is enough\n1. " in page(book, "RF10", 80)


def test_a_table_that_fits_has_columns(folder: Path) -> None:
    """On 80 columns three questions stand side by side, with a dash where nothing is asked."""
    lines = show(folder, "long-in-adults").output.splitlines()
    start = lines.index("As a table: 3 rows, each of which is enough")

    assert [
        "   your age     how long they last  A big meal",
        "1  at least 18  Days                -",
        "2  at least 18  -                   no",
        "3  -            Days                no",
    ] == lines[start + 1 : start + 5]


PARTS = {
    "long-hiccups": [
        "long-hiccups-core: The condition",
        "Urgency where it is suggested: two-weeks",
    ],
    "full-stomach": [
        'The finding "a full stomach" holds when any',
        "- rule short-after-meal: a full",
    ],
    "lasted": [
        "It is asked when your chest does not hurt, or else",
        "- minutes: Minutes. It means: they last minutes.",
        "- rule long-hiccups-core: they do not pass",
    ],
    "chest-pain": ["- yes: skips lasted.", "- question lasted: how long they last"],
    "after": ["- big-meal: A big meal. Ticked: you ate a lot. Left: you did not eat a lot."],
    "age": ["- A whole number from 0 to 120.", "- Rules may compare with: 18, 60."],
    "medicines": ["- 2 names of medicines lead to classes."],
    "steroid": ["Known as: a medicine against swelling.", "strong-steroid", "rule long-on-steroid"],
    "strong-steroid": ["Part of the class steroid.", "What uses it\nNothing."],
    "calmone": ["Classes: strong-steroid.", "Sold as: Calmex."],
    "soothine": ["Also written: soothin."],
    "H1": [
        "- red flag HF01: Pain in the chest",
        "- rule long-with-pain: the pain",
        "- finding full",
    ],
    "long-with-pain": ["is not offered when your chest hurts.", "To look at instead: the chest."],
}


@pytest.mark.parametrize("id", PARTS)
def test_everything_that_has_an_id_can_be_shown(hiccups: Rulebook, id: str) -> None:
    """Conditions, findings, questions, medicines and sources, with what uses them."""
    text = page(hiccups, id)

    for part in PARTS[id]:
        assert part in text


@pytest.mark.parametrize("width", [40, 80])
def test_no_page_of_the_real_book_is_wider_than_the_terminal(book: Rulebook, width: int) -> None:
    """Nothing is cut off at 40 columns; only an address or a command may be longer, unbroken."""
    links = Links(book)
    for entry in links.entries:
        for line in rule_page(links, entry, width).splitlines():
            whole = len(line.split()) == 1 or line.startswith("  triage learn ")
            assert len(line) <= width or whole, (entry, line)


def test_a_long_rule_is_told_as_a_list(book: Rulebook) -> None:
    """A sentence with lists in lists cannot be followed; a list of lists can."""
    text = page(book, "RF31-severe")

    assert "is reached when what stands below holds. The" in text
    assert (
        "\n    - any of these:\n      - your head falls forward because the neck is weak\n" in text
    )


MESSAGES = {
    "HF02": ("error: nothing is called `HF02`", "help: did you mean `HF01`?"),
    "ful-stomach": ("error: nothing is called `ful-stomach`", "help: did you mean `full-stomach`?"),
    "xyz": ("error: nothing is called `xyz`", "help: ids stand in the rule files"),
    "\x1b[31m": ("error: nothing is called `\\x1b[31m`", "help: ids stand in the rule files"),
}


@pytest.mark.parametrize("typed", MESSAGES)
def test_a_slip_in_an_id_is_said_with_the_nearest_one(folder: Path, typed: str) -> None:
    """No traceback, and nothing that could steer a terminal."""
    got = show(folder, typed)

    assert 4 == got.exit_code
    for part in MESSAGES[typed]:
        assert part in got.output
    assert "Traceback" not in got.output


def test_capitals_do_not_matter_where_one_id_is_meant(hiccups: Rulebook) -> None:
    """A red flag is easier to type in small letters."""
    assert Entry("red-flag", "HF01") == Links(hiccups).named("hf01")


def test_an_id_that_names_two_things_asks_which(book: Rulebook) -> None:
    """Levodopa is a medicine and a class of medicines."""
    got = CliRunner().invoke(TriageGroup("triage", commands=[command]), ["show", "levodopa"])

    assert 4 == got.exit_code
    assert "error: `levodopa` is several things" in got.output
    assert "help: write `class:levodopa` or `medicine:levodopa`" in got.output
    assert Entry("class", "levodopa") == Links(book).named("class:levodopa")


def test_only_so_many_cases_are_named_and_those_that_say_so_come_first(
    hiccups: Rulebook, tmp_path: Path
) -> None:
    """A rule that fires everywhere does not drown its page; what is left out is counted."""
    answers = "answers: {chest-pain: no, lasted: days, age: 30}"
    lines = [f"  case {n}: {{{answers}, expect: {{}}}}" for n in range(14)]
    lines.append(f"  the one: {{{answers}, expect: {{because-of: [long-in-adults]}}}}")
    path = tmp_path / "many.case.yaml"
    path.write_text("cases:\n" + "\n".join(lines) + "\n")
    links = Links(hiccups)
    facts = case_facts(hiccups, load_cases(path, hiccups))

    text = rule_page(links, links.named("long-in-adults"), cases=facts)
    start = text.index(
        "Cases in which it fires: 15 of 15\n- the one (many.case.yaml:16)\n- case 0 "
    )
    assert "- case 8 (many.case.yaml:10)\nAnd 5 more.\n" in text[start:]


def test_a_condition_names_the_cases_in_which_it_comes_first_first(
    hiccups: Rulebook, tmp_path: Path
) -> None:
    """What a case is about comes before what it only touches."""
    path = tmp_path / "small.case.yaml"
    path.write_text(CASES)
    links = Links(hiccups)
    text = rule_page(
        links, links.named("long-hiccups"), cases=case_facts(hiccups, load_cases(path, hiccups))
    )

    assert "Cases in which it is suggested: 3 of 4\n- long hiccups in a grown-up (" in text


def test_signatures_are_shown_with_whether_they_still_count(hiccups: Rulebook) -> None:
    """A change of meaning after signing is said, and the signature is marked."""
    links = Links(hiccups)
    entry = links.named("HF01")
    subject = subject_of(links, entry)
    assert subject is not None
    signed = Signature(
        by="A. Tester", role="nurse", date="2026-01-02", digest=digest_of(hiccups, subject)
    )
    old = replace(signed, digest="0" * 64, due="2027-01-01")

    texts = []
    for one in (signed, old):
        book = replace(hiccups, reviews=Reviews(signatures={str(subject): (one,)}))
        stands = standing(book, subject, date(2026, 2, 3))
        texts.append(rule_page(Links(book), entry, standing=stands))
    assert "Review\nSigned.\n- A. Tester, nurse, 2026-01-02\n" in texts[0]
    assert "Changed since it was signed" in texts[1]
    assert "- A. Tester, nurse, 2026-01-02, until 2027-01-01, no longer valid" in texts[1]


def test_the_help_has_an_example() -> None:
    """Every command shows how it is called."""
    got = CliRunner().invoke(command, ["--help"])

    assert 0 == got.exit_code
    assert "Example: triage rules show RF01" in got.output


# what leads to what


def test_pain_in_the_chest_skips_how_long_it_lasts(hiccups: Rulebook) -> None:
    """Each answer says what it leads to and what it skips."""
    expected = (
        Skips("yes", (), ("lasted",)),
        Skips("no; not sure", ("lasted",), ()),
    )

    assert expected == Links(hiccups).skips("chest-pain")
    assert ("chest-pain",) == Links(hiccups).led_to_by("lasted")
    assert ("lasted",) == Links(hiccups).leads_to("chest-pain")


def test_what_an_answer_skips_is_never_asked_and_what_it_leads_to_can_be(book: Rulebook) -> None:
    """Checked by trying all answers to the questions that decide, wherever they are few."""
    links = Links(book)
    tried = 0
    for gated, boxes in links.gates.items():
        keys = sorted({key for box in boxes for key in box})
        domains = [(*book.variables[key].answers, "") for key in keys]
        size = 1
        for domain in domains:
            size *= len(domain)
        if size > 20_000:
            continue
        every = [dict(zip(keys, words, strict=True)) for words in product(*domains)]
        for gate in links.led_to_by(gated):
            asked_first = book.questions[gate]
            for way, known in asked_first.ways(gate, book):
                (label,) = asked_first.labels([way])
                fits = [a for a in every if all(a[k] == w for k, w in known.items() if k in a)]
                asked = any(all(a[k] in box[k] for k in box) for a in fits for box in boxes)
                row = next((r for r in links.skips(gate) if label in r.answer.split("; ")), None)
                if asked_first.kind != "number" and row:
                    assert (gated in row.skips) == (not asked), (gated, gate, label)
                    tried += 1
    assert tried > 20


# a part of a name


def test_a_part_of_a_name_is_enough_where_one_thing_has_it(folder: Path) -> None:
    """Nobody knows ids by heart: letters of an id, a name or a brand are enough."""
    whole = {part: show(folder, part).output for part in ("HF01", "short-hiccups", "calmone")}

    assert whole["HF01"] == show(folder, "hf0").output
    assert whole["short-hiccups"] == show(folder, "short-hic").output
    assert whole["calmone"] == show(folder, "calmex").output
    assert show(folder, "long-in").output.startswith("Rule long-in-adults: ")


def test_a_part_that_several_names_have_lists_them(folder: Path) -> None:
    """Nothing is guessed, and each line begins with what to type; it is no page, and ends with 2."""
    got = show(folder, "hiccups")

    assert (
        "`hiccups` is part of 3 names; write one of them:\n"
        "  long-hiccups: long hiccups (condition)\n"
        "  short-hiccups: short hiccups (condition)\n"
        "  H1: Hiccups in plain words (source)\n"
    ) == got.stderr
    assert "" == got.stdout
    assert 2 == got.exit_code


def test_a_very_long_list_says_how_much_is_left_out() -> None:
    """One letter is part of nearly everything."""
    got = CliRunner().invoke(command, ["a"], env={"COLUMNS": "80"})

    assert 2 == got.exit_code
    count = int(re.findall(r"is part of (\d+) names", got.stderr)[0])
    assert 40 == len(re.findall("^  [^ ]", got.stderr, re.MULTILINE))
    assert f"\nand {count - 40} more, which more letters" in got.stderr


def test_what_is_part_of_no_name_is_still_a_slip(folder: Path) -> None:
    """With the nearest name, as before; and nothing at all is no part of everything."""
    assert "nothing is called `HF9`" in show(folder, "HF9").output
    assert 2 != show(folder, " ").exit_code
