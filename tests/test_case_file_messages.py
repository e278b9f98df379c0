"""What is said about every kind of slip in a case file: the whole text, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_book import write_book
from triage import AnswersError, Rulebook, load_rulebook
from triage.cases.loading import load_cases

SECOND_CASE = """\
  short hiccups pass:
    like: guest
    but: {lasted: minutes}
    without: [medicines]
    expect:
      includes: [short-hiccups]
      fits: {short-hiccups: fits-partly}
      has-red-flags: []
      because-of: [short-after-meal]
"""

RIGHT = f"""\
people:
  guest:
    chest-pain: no
    age: 40
    lasted: days
    after: [big-meal]
    medicines: none
cases:
  long hiccups stay:
    like: guest
    expect: {{first: long-hiccups, urgency: two-weeks}}
{SECOND_CASE}"""


@pytest.fixture(scope="module")
def hiccups(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("hiccups")))


def said_about(path: Path, book: Rulebook) -> str:
    with pytest.raises(AnswersError) as caught:
        load_cases(path, book)
    return str(caught.value)


def test_the_case_file_that_all_slips_start_from_is_a_right_one(
    hiccups: Rulebook, tmp_path: Path
) -> None:
    """A case is a person, what is changed, what is left out, and what must come of it."""
    path = tmp_path / "hiccups.case.yaml"
    path.write_text(RIGHT, "utf-8")
    first, second = load_cases(path, hiccups)

    assert ["long hiccups stay", "short hiccups pass"] == [first.name, second.name]
    assert ("hiccups.case.yaml", 12, 3) == second.place
    assert {"chest-pain", "age", "lasted", "after"} == set(second.answers.given)
    assert ("days", "minutes") == (first.answers.given["lasted"], second.answers.given["lasted"])
    assert {"short-hiccups": "fits-partly"} == second.expect.fits


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        pytest.param(
            "cases:\n",
            "casses:\n",
            ("hiccups.case.yaml:8:1: unknown key `casses`\n  help: did you mean `cases`?"),
            id="misspelt key of the file",
        ),
        pytest.param(
            "people:",
            "version: 1\npeople:",
            ("hiccups.case.yaml:1:1: unknown key `version`\n  help: keys: people, cases"),
            id="key of nothing in the file",
        ),
        pytest.param(
            RIGHT,
            "hiccups\n",
            ("hiccups.case.yaml:1:1: a block of keys is needed here\n  help: keys: people, cases"),
            id="a sentence for the file",
        ),
        pytest.param(
            RIGHT,
            "",
            ("hiccups.case.yaml:1:1: a block of keys is needed here\n  help: keys: people, cases"),
            id="empty file",
        ),
        pytest.param(
            RIGHT,
            "- like: guest\n",
            ("hiccups.case.yaml:1:1: a block of keys is needed here\n  help: keys: people, cases"),
            id="a list for the file",
        ),
        pytest.param(
            RIGHT,
            "people:\n  guest: {age: 40}\n",
            ("hiccups.case.yaml:1:1: there are no cases\n  help: write them under `cases:`"),
            id="no cases",
        ),
        pytest.param(
            "long hiccups stay:",
            "hiccups::stay:",
            (
                "hiccups.case.yaml:9:3: `::` in the name `hiccups::stay` keeps pytest from finding "
                "the case\n  help: write `:` or another word"
            ),
            id="a name that pytest cannot find",
        ),
        pytest.param(
            RIGHT,
            "cases: {}\n",
            ("hiccups.case.yaml:1:8: there are no cases\n  help: write them under `cases:`"),
            id="empty cases",
        ),
        pytest.param(
            RIGHT,
            "cases:\n  - like: guest\n",
            ("hiccups.case.yaml:2:3: there are no cases\n  help: write them under `cases:`"),
            id="a list for the cases",
        ),
        pytest.param(
            RIGHT,
            "people: [guest]\ncases:\n  a: {answers: {}, expect: {}}\n",
            (
                "hiccups.case.yaml:1:9: `people` must be a block of people\n"
                "  help: write `people: {typical: {question: answer}}`"
            ),
            id="a list for the people",
        ),
        pytest.param(
            "cases:\n",
            "  nobody:\ncases:\n",
            (
                "hiccups.case.yaml:8:10: the person `nobody` has no answers\n"
                "  help: write `people: {typical: {question: answer}}`"
            ),
            id="a person without answers",
        ),
        pytest.param(
            "cases:\n",
            "  visitor: {age: 50}\ncases:\n",
            (
                "hiccups.case.yaml:8:3: no case is like the person `visitor`\n"
                "  help: write a case with `like:`, or delete the person"
            ),
            id="a person nobody is like",
        ),
        pytest.param(
            SECOND_CASE,
            "  short hiccups pass: guest\n",
            (
                "hiccups.case.yaml:12:23: a block of keys is needed here\n"
                "  help: keys: like, but, without, answers, expect"
            ),
            id="a word for a case",
        ),
        pytest.param(
            "    expect: {first",
            "    expects: {first",
            ("hiccups.case.yaml:11:5: unknown key `expects`\n  help: did you mean `expect`?"),
            id="misspelt key of a case",
        ),
        pytest.param(
            "    but: {",
            "    butt: {",
            ("hiccups.case.yaml:14:5: unknown key `butt`\n  help: did you mean `but`?"),
            id="another misspelt key of a case",
        ),
        pytest.param(
            "    expect: {first: long-hiccups, urgency: two-weeks}\n",
            "",
            (
                "hiccups.case.yaml:9:3: the case `long hiccups stay` expects nothing\n"
                "  help: add what must come of it, such as `expect: {urgency: routine}`"
            ),
            id="nothing expected",
        ),
        pytest.param(
            "{first: long-hiccups, urgency: two-weeks}",
            "",
            (
                "hiccups.case.yaml:11:12: `expect` must be a block of keys, here is "
                "nothing\n"
                "  help: write each key on a line of its own below, with two more spaces "
                "before it"
            ),
            id="empty expectation",
        ),
        pytest.param(
            "{first: long-hiccups, urgency: two-weeks}",
            "[first]",
            (
                "hiccups.case.yaml:11:13: `expect` must be a block of keys, here is a "
                "list\n"
                "  help: take the dashes or brackets away, and end each name with a colon"
            ),
            id="a list for the expectation",
        ),
        pytest.param(
            "    like: guest\n    expect",
            "    expect",
            (
                "hiccups.case.yaml:9:3: the case `long hiccups stay` has no answers\n"
                "  help: add `like: person`, or `answers: {question: answer}`"
            ),
            id="a case without answers",
        ),
        pytest.param(
            "    like: guest\n    expect",
            "    like: guest\n    answers: {age: 3}\n    expect",
            (
                "hiccups.case.yaml:9:3: `answers` and `like` stand together\n"
                "  help: keep one of them"
            ),
            id="answers and a person",
        ),
        pytest.param(
            "    like: guest\n    but",
            "    answers: {age: 3}\n    but",
            (
                "hiccups.case.yaml:14:10: `but` changes a person, but the case names none\n"
                "  help: change `answers:`, or write `like:`\n"
                "hiccups.case.yaml:15:14: `without` changes a person, but the case names none\n"
                "  help: change `answers:`, or write `like:`"
            ),
            id="changes to nobody",
        ),
        pytest.param(
            "    like: guest\n    expect",
            "    answers: [age]\n    expect",
            (
                "hiccups.case.yaml:10:14: `answers` must be a block of answers\n"
                "  help: write `answers: {question: answer}`, or {} for none"
            ),
            id="a list for the answers",
        ),
        pytest.param(
            "    like: guest\n    but",
            "    like: gest\n    but",
            ("hiccups.case.yaml:13:11: unknown person `gest`\n  help: did you mean `guest`?"),
            id="misspelt person",
        ),
        pytest.param(
            "    like: guest\n    but",
            "    like: somebody\n    but",
            (
                "hiccups.case.yaml:13:11: unknown person `somebody`\n"
                "  help: people are at the top of the file"
            ),
            id="person of nothing",
        ),
        pytest.param(
            "    like: guest\n    but",
            "    like: [guest]\n    but",
            (
                "hiccups.case.yaml:13:11: `like` takes the name of one person\n"
                "  help: write `like: person`"
            ),
            id="a list for one person",
        ),
        pytest.param(
            "but: {lasted: minutes}",
            "but: [lasted]",
            (
                "hiccups.case.yaml:14:10: `but` must be a block of answers\n"
                "  help: write `but: {question: answer}`"
            ),
            id="a list for the changes",
        ),
        pytest.param(
            "[medicines]\n    exp",
            "medicines\n    exp",
            (
                "hiccups.case.yaml:15:14: `without` must be a list of questions\n"
                "  help: write `without: [question, question]`"
            ),
            id="a word for what is left out",
        ),
        pytest.param(
            "without: [medicines]",
            "without: [medicine]",
            (
                "hiccups.case.yaml:15:15: there is no answer to `medicine` to leave out\n"
                "  help: did you mean `medicines`?"
            ),
            id="misspelt question left out",
        ),
        pytest.param(
            "without: [medicines]",
            "without: [hair-colour]",
            (
                "hiccups.case.yaml:15:15: there is no answer to `hair-colour` to leave out\n"
                "  help: name a question that the person answers"
            ),
            id="question of nothing left out",
        ),
        pytest.param(
            "without: [medicines]",
            "without: [medicines, medicines]",
            (
                "hiccups.case.yaml:15:26: `medicines` stands here a second time\n"
                "  help: keep one of them"
            ),
            id="question left out twice",
        ),
        pytest.param(
            "without: [medicines]",
            "without: [lasted]",
            (
                "hiccups.case.yaml:14:11: `lasted` is left out and answered in one case\n"
                "  help: keep it under `but:` or under `without:`"
            ),
            id="question left out and answered",
        ),
        pytest.param(
            "but: {lasted",
            "but: {last",
            ("hiccups.case.yaml:14:11: unknown question `last`\n  help: did you mean `lasted`?"),
            id="misspelt question of a case",
        ),
        pytest.param(
            "    age: 40",
            "    aeg: 40",
            ("hiccups.case.yaml:4:5: unknown question `aeg`\n  help: did you mean `age`?"),
            id="misspelt question of a person",
        ),
        pytest.param(
            "lasted: minutes",
            "lasted: minuts",
            (
                "hiccups.case.yaml:14:19: unknown answer `minuts` for `lasted`\n"
                "  help: did you mean `minutes`?"
            ),
            id="misspelt answer",
        ),
        pytest.param(
            "age: 40",
            "age: 400",
            (
                "hiccups.case.yaml:4:10: `400` is out of range for `age`\n"
                "  help: write a whole number from 0 to 120, or unsure"
            ),
            id="number out of range",
        ),
        pytest.param(
            "but: {lasted: minutes}",
            "but: {chest-pain: yes}",
            (
                "hiccups.case.yaml:12:3: `lasted` is not asked with these answers\n"
                "  help: it depends on `chest-pain`, or leave it out"
            ),
            id="a case takes away what a person is asked",
        ),
        pytest.param(
            "but: {lasted: minutes}",
            "but: {chest-pain: yes, lasted: minutes}",
            (
                "hiccups.case.yaml:14:28: `lasted` is not asked with these answers\n"
                "  help: it depends on `chest-pain`, or leave it out"
            ),
            id="a case answers what is not asked",
        ),
        pytest.param(
            "chest-pain: no",
            "chest-pain: yes",
            (
                "hiccups.case.yaml:5:5: `lasted` is not asked with these answers\n"
                "  help: it depends on `chest-pain`, or leave it out\n"
                "hiccups.case.yaml:14:11: `lasted` is not asked with these answers\n"
                "  help: it depends on `chest-pain`, or leave it out"
            ),
            id="a person answers what is not asked",
        ),
        pytest.param(
            "urgency: two",
            "urgancy: two",
            ("hiccups.case.yaml:11:35: unknown key `urgancy`\n  help: did you mean `urgency`?"),
            id="misspelt expectation",
        ),
        pytest.param(
            "fits: {",
            "bands: {",
            "hiccups.case.yaml:18:7: unknown key `bands`\n  help: did you mean `fits`?",
            id="an expectation by its earlier name",
        ),
        pytest.param(
            "urgency: two",
            "probability: two",
            (
                "hiccups.case.yaml:11:35: unknown key `probability`\n"
                "  help: known keys here: urgency, urgency-at-least, first, suggested, offered, includes, not-suggested, fits, red-flags, has-red-flags, not-red-flags, levels, because-of, not-because-of, asked, not-asked, says, never-says"
            ),
            id="expectation of nothing",
        ),
        pytest.param(
            "two-weeks}",
            "two-week}",
            (
                "hiccups.case.yaml:11:44: unknown word `two-week` for `urgency`\n"
                "  help: did you mean `two-weeks`?"
            ),
            id="misspelt urgency",
        ),
        pytest.param(
            "two-weeks}",
            "whenever}",
            (
                "hiccups.case.yaml:11:44: unknown word `whenever` for `urgency`\n"
                "  help: one of: emergency, routine, same-day, two-weeks"
            ),
            id="urgency of nothing",
        ),
        pytest.param(
            "first: long-hiccups",
            "first: [long-hiccups]",
            (
                "hiccups.case.yaml:11:21: `first` must be text, here is a list\n"
                "  help: write a text, in double quotes where it begins with a bracket "
                "or has a colon in it"
            ),
            id="a list for one condition",
        ),
        pytest.param(
            "includes: [short-hiccups]",
            "includes: short-hiccups",
            (
                "hiccups.case.yaml:17:17: `includes` must be a list, here is "
                "`short-hiccups`\n"
                "  help: write `includes: [short-hiccups]`"
            ),
            id="a word for a list of conditions",
        ),
        pytest.param(
            "{short-hiccups: fits-partly}",
            "[short-hiccups]",
            (
                "hiccups.case.yaml:18:13: `fits` must be a block of keys, here is a list\n"
                "  help: take the dashes or brackets away, and end each name with a colon"
            ),
            id="a list for fits",
        ),
        pytest.param(
            "fits-partly",
            "fits-mostly",
            (
                "hiccups.case.yaml:18:29: unknown word `fits-mostly` for `short-hiccups`\n"
                "  help: did you mean `fits-partly`?"
            ),
            id="misspelt fit",
        ),
        pytest.param(
            "fits: {short-",
            "fits: {shrt-",
            (
                "hiccups.case.yaml:18:14: unknown condition `shrt-hiccups`\n"
                "  help: did you mean `short-hiccups`?"
            ),
            id="misspelt condition with a fit",
        ),
        pytest.param(
            "first: long-",
            "first: lung-",
            (
                "hiccups.case.yaml:11:14: unknown condition `lung-hiccups`\n"
                "  help: did you mean `long-hiccups`?"
            ),
            id="misspelt condition",
        ),
        pytest.param(
            "includes: [short-hiccups]",
            "includes: [short-hiccups, gout]",
            (
                "hiccups.case.yaml:17:33: unknown condition `gout`\n"
                "  help: see the folder conditions"
            ),
            id="condition of nothing",
        ),
        pytest.param(
            "includes: [short-hiccups]",
            "includes: [short-hiccups, short-hiccups]",
            (
                "hiccups.case.yaml:17:33: `short-hiccups` stands here a second time\n"
                "  help: keep one of them"
            ),
            id="condition listed twice",
        ),
        pytest.param(
            "has-red-flags: []",
            "has-red-flags: [HF1]",
            (
                "hiccups.case.yaml:19:23: unknown red flag `HF1`\n"
                "  help: see the file red-flags.yaml"
            ),
            id="red flag that is not there",
        ),
        pytest.param(
            "[short-after-meal]",
            "[short-after-meals]",
            (
                "hiccups.case.yaml:20:20: unknown rule `short-after-meals`\n"
                "  help: did you mean `short-after-meal`?"
            ),
            id="misspelt rule",
        ),
        pytest.param(
            "[short-after-meal]",
            "[thunder]",
            (
                "hiccups.case.yaml:20:20: unknown rule `thunder`\n"
                "  help: see the ids in the folder conditions, in findings.yaml and in red-flags.yaml"
            ),
            id="rule of nothing",
        ),
        pytest.param(
            "      because-of",
            "      not-suggested: [short-hiccups]\n      because-of",
            (
                "hiccups.case.yaml:20:23: `short-hiccups` is expected and not expected in one case\n"
                "  help: keep it under `includes:` or here"
            ),
            id="expected and not expected",
        ),
        pytest.param(
            "      because-of",
            "      first: short-hiccups\n      not-suggested: [short-hiccups]\n      because-of",
            (
                "hiccups.case.yaml:21:23: `short-hiccups` is expected and not expected in one case\n"
                "  help: keep it under `includes:` or here"
            ),
            id="first and not expected",
        ),
        pytest.param(
            "      because-of",
            "      red-flags: [HF01]\n      not-red-flags: [HF01]\n      because-of",
            (
                "hiccups.case.yaml:21:23: `HF01` is expected and not expected in one case\n"
                "  help: keep it under `red-flags:` or here"
            ),
            id="exactly this danger sign and not it",
        ),
        pytest.param(
            "[short-after-meal]",
            "[{short-after-meal: yes}]",
            (
                "hiccups.case.yaml:20:20: `because-of` must be text, here is a block of "
                "keys\n"
                "  help: write a text, in double quotes where it begins with a bracket "
                "or has a colon in it"
            ),
            id="a block in a list of rules",
        ),
        pytest.param(
            "  short hiccups pass:",
            '  "":',
            (
                "hiccups.case.yaml:12:3: the case has no name\n"
                "  help: write a sentence before the colon that says what the case shows"
            ),
            id="case without a name",
        ),
        pytest.param(
            "  short hiccups pass:",
            '  "short\\u200b hiccups":',
            (
                "hiccups.case.yaml:12:3: the invisible character `\\u200b` is not allowed in a name\n"
                "  help: delete it, or type the name again"
            ),
            id="invisible character in a name",
        ),
        pytest.param(
            "  short hiccups pass:",
            "  long hiccups stay:",
            (
                "hiccups.case.yaml:12:3: `long hiccups stay` stands here a second time\n"
                "  help: the first one is at line 9, keep one of them"
            ),
            id="two cases of one name",
        ),
        pytest.param(
            "    age: 40",
            "    age: 40\n    age: 41",
            (
                "hiccups.case.yaml:5:5: `age` stands here a second time\n"
                "  help: the first one is at line 4, keep one of them"
            ),
            id="two answers to one question",
        ),
        pytest.param(
            "    age: 40",
            "    age: [40",
            (
                "hiccups.case.yaml:4:10: the bracket `[` is not closed\n"
                "  help: write `]` after the last part, and a comma between two parts"
            ),
            id="open bracket",
        ),
        pytest.param(
            "    age: 40",
            "\tage: 40",
            (
                "hiccups.case.yaml:4:1: a tab stands before `age: 40`\n"
                "  help: delete it and type spaces, as many as before the other lines of "
                "this block"
            ),
            id="tab",
        ),
        pytest.param(
            "  short hiccups pass:\n    like: guest",
            "  short hiccups pass:\n    like: *guest",
            (
                "hiccups.case.yaml:13:11: the alias `*guest` is not allowed\n"
                "  help: write the text out where it is used"
            ),
            id="alias",
        ),
        pytest.param(
            "age: 40",
            "age: !!int 40",
            (
                "hiccups.case.yaml:4:10: the tag `!!int` is not allowed\n"
                "  help: delete it, every value is text"
            ),
            id="tag",
        ),
        pytest.param(
            RIGHT,
            RIGHT + "---\ncases: {}\n",
            (
                "hiccups.case.yaml:21:1: a second document starts with `---`\n"
                "  help: keep one document in a file"
            ),
            id="second document",
        ),
        pytest.param(
            "  short hiccups pass:",
            "  short hiccups: they pass:",
            (
                "hiccups.case.yaml:12:27: a colon and a space stand inside the text of "
                "`short hiccups`\n"
                '  help: put the whole name in double quotes, as in `"short hiccups: '
                'they pass":`'
            ),
            id="colon in a name",
        ),
    ],
)
def test_a_slip_is_said_with_place_and_help(
    hiccups: Rulebook, tmp_path: Path, right: str, wrong: str, expected: str
) -> None:
    """The author of a case reads where the slip is, what it is, and what to write instead."""
    assert 1 == RIGHT.count(right)
    path = tmp_path / "hiccups.case.yaml"
    path.write_text(RIGHT.replace(right, wrong), "utf-8")

    assert expected == said_about(path, hiccups)


def test_a_case_that_expects_nothing_in_particular_says_so(
    hiccups: Rulebook, tmp_path: Path
) -> None:
    """An empty block is typed on purpose: what every case checks is checked."""
    path = tmp_path / "hiccups.case.yaml"
    path.write_text("cases:\n  nothing is answered: {answers: {}, expect: {}}\n", "utf-8")

    assert ["nothing is answered"] == [case.name for case in load_cases(path, hiccups)]


def test_all_slips_of_a_file_are_said_in_one_run_in_the_order_of_the_file(
    hiccups: Rulebook, tmp_path: Path
) -> None:
    """Nobody mends one slip only to be told the next."""
    path = tmp_path / "hiccups.case.yaml"
    wrong = RIGHT.replace("age: 40", "aeg: 40").replace("two-weeks}", "two-week}")
    wrong = wrong.replace("lasted: minutes", "lasted: minuts").replace("[medicines]", "medicines")
    path.write_text(wrong.replace("[short-after-meal]", "[short-after-meals]"), "utf-8")

    assert (
        "hiccups.case.yaml:4:5: unknown question `aeg`\n"
        "  help: did you mean `age`?\n"
        "hiccups.case.yaml:11:44: unknown word `two-week` for `urgency`\n"
        "  help: did you mean `two-weeks`?\n"
        "hiccups.case.yaml:14:19: unknown answer `minuts` for `lasted`\n"
        "  help: did you mean `minutes`?\n"
        "hiccups.case.yaml:15:14: `without` must be a list of questions\n"
        "  help: write `without: [question, question]`\n"
        "hiccups.case.yaml:20:20: unknown rule `short-after-meals`\n"
        "  help: did you mean `short-after-meal`?"
    ) == said_about(path, hiccups)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(
            b"cases: caf\xe9\n",
            "hiccups.case.yaml:1:11: `\\xe9` is not text in UTF-8\n  help: save the file as UTF-8 text",
            id="not text in UTF-8",
        ),
        pytest.param(
            b"cases: \x07\n",
            "hiccups.case.yaml:1:8: the control character `\\x07` is not allowed\n  help: delete it",
            id="control character",
        ),
        pytest.param(
            None,
            "hiccups.case.yaml:1:1: there is no such file\n  help: check the name and the folder",
            id="no such file",
        ),
    ],
)
def test_a_file_that_is_not_text_is_said_in_its_place(
    hiccups: Rulebook, tmp_path: Path, written: bytes | None, expected: str
) -> None:
    """A file that cannot be read is a slip like any other."""
    path = tmp_path / "hiccups.case.yaml"
    if written is not None:
        path.write_bytes(written)

    assert expected == said_about(path, hiccups)
