"""What people type, and what it means: understood for certain, or a slip that says how to type."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.lines_book import LINES_BOOK
from tests.small_book import WITH_SPAN, write_book
from triage import Interview, Rulebook, load_rulebook
from triage.cli.prompt import Reply, meaning
from triage.presentation.question import understood
from triage.rulebook.kinds import Number, PickOne, Question, TickAll, YesNo
from triage.rulebook.kinds.base import Answer
from triage.rulebook.lengths import days_in
from triage.words.typed import OTHER_KEYS
from triage.words.voice import Voice

ASKED = {"short": "it", "ask": "What is it?", "why": "We ask."}
LINES = (
    "Head or neck",
    "Eyelids",
    "One half of the face",
    "The whole face",
    "Mouth, lips or tongue",
    "Jaw or chin",
    "Noisy breathing",
    "The eyes themselves",
    "One hand or arm",
    "Both hands or arms",
    "Legs and feet",
    "Shoulders, trunk or whole body, on one side or on both",
    "Nothing moves by itself",
)
PARTS = TickAll(
    **ASKED,
    answers={
        f"p{number}": Answer(text=text, yes="yes", no="no", exclusive=text.startswith("Nothing"))
        for number, text in enumerate(LINES, start=1)
    },
)
ONE = PickOne(
    **ASKED,
    answers={
        id: Answer(text=text, yes="yes")
        for id, text in (("a", "Yes, at once"), ("b", "Yes, later"), ("c", "No"), ("d", "No idea"))
    },
)
AGE = Number(**ASKED, clause="you are {number} years old")
CUPS = Number(**ASKED, clause="you drink {number} cups a day", highest=30)
IS_IT = YesNo(**ASKED, yes="it is", no="it is not")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(write_book(tmp_path_factory.mktemp("small"), WITH_SPAN))


@pytest.fixture
def reply(small: Rulebook):
    def typed(line: str, question: Question) -> Reply:
        return meaning(line, small, question, Voice.TO_READER, keeps=False)

    return typed


def ticks(reply: Reply) -> tuple[list[int], list[int]]:
    """The numbers of the lines that are ticked, and of those that are not sure."""
    assert "answer" == reply.kind, reply.message
    value = reply.value
    if not isinstance(value, Mapping):
        value = dict.fromkeys(value, "yes")
    lines = {int(id[1:]): word for id, word in value.items()}
    return tuple([n for n, said in lines.items() if said == word] for word in ("yes", "unsure"))


@pytest.mark.parametrize(
    ("line", "ticked", "unsure"),
    [
        ("1", [1], []),
        ("1 and 3", [1, 3], []),
        ("1, 3 and 5", [1, 3, 5], []),
        ("6-8", [6, 7, 8], []),
        ("6 - 8", [6, 7, 8], []),
        ("6 to 8, 2", [6, 7, 8, 2], []),
        ("6\u20138", [6, 7, 8], []),
        ("1.", [1], []),
        ("1)", [1], []),
        ("(1) (3)", [1, 3], []),
        ("1. 3.", [1, 3], []),
        ("1,3;4", [1, 3, 4], []),
        ("1 + 3", [1, 3], []),
        ("1+3", [1, 3], []),
        ("1/3 & 4", [1, 3, 4], []),
        ("12", [12], []),
        ("1 2", [1, 2], []),
        ("numbers 1 and 2", [1, 2], []),
        ("two", [2], []),
        ("two and twelve", [2, 12], []),
        ("5?", [], [5]),
        ("5 ?", [], [5]),
        ("2 5?", [2], [5]),
        ("2, 5? and 6?", [2], [5, 6]),
        ("6-8?", [], [6, 7, 8]),
        ("eyelids", [2], []),
        ("eyelids?", [], [2]),
        ("eyelids, 4", [2, 4], []),
        ("mouth, lips or tongue", [5], []),
        ("legs and feet", [11], []),
        ("jaw and eyelids", [6, 2], []),
        ("0", [], []),
        ("none", [], []),
        ("None of these.", [], []),
        ("0, 3", [3], []),
        ("0, 3?", [], [3]),
        ("13", [13], []),
    ],
)
def test_lines_of_a_list(reply, line: str, ticked: list[int], unsure: list[int]) -> None:
    """Numbers are ticked however people part them; a question mark makes one not sure."""
    assert (ticked, unsure) == ticks(reply(line, PARTS))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "14",
            "1, 14",
            "8-6",
            "2, 8-6",
            "3-14",
            "0-3",
            "-1",
            "1-",
            "1.3",
            "1 or 3",
            "one",
            "nine of them",
        ),
        *("all", "99999", "1000000000000", "5 5?", "5, 5?", "? 5", "not 5", "1 2 u", "0?", ","),
        *("eyelids jaw", "no", "n", "y", "yes", "nope", "13, 2", "13 2?", "no 5", "5 maybe"),
    ],
)
def test_what_is_not_certain_is_never_guessed(reply, line: str) -> None:
    """A slip says how to type it, with the keys that are no answers."""
    slip = reply(line, PARTS)

    assert "error" == slip.kind, slip.value
    assert "Type 0 for none, 13? if you are not sure of line 13, or u" in slip.message
    assert slip.message.endswith(OTHER_KEYS)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "u",
            "U",
            "unsure",
            "not sure",
            "Not sure.",
            "not sure?",
            "don't know",
            "don\u2019t know",
        ),
        *("dont know", "I don't know", "dunno", "no idea"),
    ],
)
def test_not_sure_is_the_same_everywhere(reply, small, line: str) -> None:
    """Whatever is asked, one letter and its words say that somebody is not sure."""
    # a choice that reads so cannot be told from not sure, and not sure is the safer of the two
    for question in (PARTS, ONE, AGE, CUPS, IS_IT, *small.questions.values()):
        assert ("answer", "unsure") == (reply(line, question).kind, reply(line, question).value)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        *[(yes, "yes") for yes in ("y", "Y", "yes", "Yes.", "yeah", "1", "1.")],
        *[(no, "no") for no in ("n", "N", "no", "No!", "nope", "2")],
    ],
)
def test_yes_and_no(reply, line: str, word: str) -> None:
    """The letters mean what everybody takes them for."""
    assert word == reply(line, IS_IT).value


@pytest.mark.parametrize("line", ["0", "3", "yes?", "y n", "maybe", "none", "yes and no"])
def test_neither_yes_nor_no(reply, line: str) -> None:
    """What is neither is asked again."""
    slip = reply(line, IS_IT)

    assert "Type y for yes, n for no, or u if you are not sure." in slip.message


@pytest.mark.parametrize(
    ("line", "answer"),
    [("1", "a"), ("3)", "c"), ("No", "c"), ("yes, l", "b"), ("four", "d"), ("no id", "d")],
)
def test_one_of_several(reply, line: str, answer: str) -> None:
    """A number, a label, or a clear beginning of one."""
    assert answer == reply(line, ONE).value


@pytest.mark.parametrize("line", ["yes", "y", "n", "0", "5", "1 and 2", "1?", "ye"])
def test_one_of_several_is_never_guessed(reply, line: str) -> None:
    """Two choices that begin alike are not told apart for anybody."""
    assert "Type a number from 1 to 4, or u if you are not sure." in reply(line, ONE).message


@pytest.mark.parametrize(
    ("line", "years"),
    [
        *[(line, 68) for line in ("68", "68 years", "68 years old", "I am 68", "68yrs", "68.")],
        *[("twelve", 12), ("9 months", 0), ("six weeks", 0), ("18 months", 1), ("7 yrs old", 7)],
        *[("2 and a half years", 2), ("1 year 6 months", 1), ("3 days", 0), ("120", 120)],
        *[("sixty", 60), ("sixty eight", 68), ("sixty-eight years old", 68), ("nineteen", 19)],
        *[("5-year-old", 5), ("3 1/2", 3), ("4\u00bd", 4), ("nearly 3", 3)],
    ],
)
def test_an_age_as_people_say_it(reply, line: str, years: int) -> None:
    """Also of a baby, whose months are rounded down to years."""
    assert str(years) == reply(line, AGE).value


@pytest.mark.parametrize(
    "line",
    ["121", "-1", "68.5", "60 to 70", "sixty twelve", "one hundred", "old", "68 cups", "6 8"],
)
def test_no_age_is_guessed(reply, line: str) -> None:
    """What is no age is asked again."""
    assert f"`{line}` cannot be used. Type a number from 0 to 120" in reply(line, AGE).message


def test_other_numbers_have_their_own_unit(reply) -> None:
    """Three cups are three, and three years are no number of cups."""
    assert ["3", "1"] == [reply(line, CUPS).value for line in ("3 cups", "1 cup")]
    assert "cannot be used" in reply("3 years", CUPS).message


@pytest.mark.parametrize(
    ("line", "said"),
    [
        *[("3 weeks", "3 weeks"), ("3 wks", "3 weeks"), ("three weeks ago", "3 weeks")],
        *[
            ("for about 2 years", "2 years"),
            ("a fortnight", "2 weeks"),
            ("half a year", "6 months"),
        ],
        *[("a year and a half", "18 months"), ("2 and a half years", "30 months")],
        *[("several months", "4 months"), ("under 2 weeks", "13 days"), ("20 minutes", "0 days")],
        *[("a day or two", "2 days"), ("last week", "7 days"), ("10+ years", "10 years")],
        *[("1.5 years", "18 months"), ("2 years and 3 months", "27 months"), ("2y", "2 years")],
        *[
            ("twenty years", "20 years"),
            ("twenty-five weeks", "175 days"),
            ("fortnight", "2 weeks"),
        ],
        *[("1 1/2 years", "18 months"), ("2\u00bd years", "30 months")],
        *[("1 month 2 weeks", "44 days"), ("5 hours", "0 days"), ("yesterday", "1 day")],
    ],
)
def test_a_length_of_time_as_people_say_it(reply, small, line: str, said: str) -> None:
    """Short forms, halves and sums are read as the length that they are."""
    since = small.questions["since"]

    assert ("answer", line) == (reply(line, since).kind, reply(line, since).value)
    assert days_in(said) == days_in(line)


@pytest.mark.parametrize(
    ("line", "shortest"),
    [("6-8 weeks", "6 weeks"), ("a few weeks", "3 weeks"), ("3 days to 2 weeks", "3 days")],
)
def test_a_rough_length_of_time_counts_as_its_shortest(
    reply, small, line: str, shortest: str
) -> None:
    """What began lately is the more urgent, so nothing is taken for older than it may be."""
    since = small.questions["since"]

    assert ("answer", line) == (reply(line, since).kind, reply(line, since).value)
    assert since.band_of(line) == since.band_of(shortest)


@pytest.mark.parametrize(
    "line",
    ["3", "weeks", "8-6 weeks", "few", "3 3 weeks", "childhood", "half", "long", "n"],
)
def test_no_length_of_time_is_guessed(reply, small, line: str) -> None:
    """What is no length is asked again."""
    assert "Type how long, such as 3 weeks" in reply(line, small.questions["since"]).message


def test_no_medicines_and_what_says_nothing_of_them(reply, small) -> None:
    """None is 0 here too; n alone is neither a name nor certain."""
    medicines = small.questions["medicines"]

    assert [[], [], []] == [reply(line, medicines).value for line in ("0", "none", "no medicines")]
    for line in ("n", "y", "yes"):
        assert "none if there are none, or u if you are not sure." in reply(line, medicines).message


def heard(question: Question, value: object) -> str:
    return understood(question, value, Voice.TO_READER)  # type: ignore[arg-type]


def test_what_was_understood_is_told_in_a_few_words(small) -> None:
    """Only what was chosen or is open; a long line by its first words."""
    none = dict.fromkeys(PARTS.answers, "no")

    assert "None of these." == heard(PARTS, none)
    assert "Not sure." == heard(PARTS, dict.fromkeys(PARTS.answers, "unsure"))
    assert "Eyelids; Jaw or chin." == heard(PARTS, {**none, "p2": "yes", "p6": "yes"})
    assert "Eyelids. Not sure about: Jaw or chin." == heard(
        PARTS, {**none, "p2": "yes", "p6": "unsure"}
    )
    assert "Shoulders, trunk or whole body, on ..." == heard(PARTS, {**none, "p12": "yes"})
    assert "You are 68 years old." == heard(AGE, 68)
    assert "Under 1 year." == heard(AGE, 0)
    assert "Yes." == heard(IS_IT, "yes")
    assert "Yes, later." == heard(ONE, "b")
    assert "3 weeks." == heard(small.questions["since"], "3 weeks")
    assert "None." == heard(small.questions["medicines"], ())
    assert "Not sure." == heard(AGE, "unsure")


def test_lines_that_begin_alike_are_told_whole() -> None:
    """Two long lines with the same first words are not shortened to the same."""
    alike = TickAll(
        **ASKED,
        answers={
            end: Answer(text=f"Shaking of the head stops when you lie {end}", yes="yes", no="no")
            for end in ("flat", "down")
        },
    )

    assert "Shaking of the head stops when you lie flat." == heard(
        alike, {"flat": "yes", "down": "no"}
    )


def test_one_line_can_be_not_sure_and_the_others_stay(tmp_path) -> None:
    """A doubt about one line is a doubt about that line only, for every rule."""
    book = load_rulebook(write_book(tmp_path, LINES_BOOK))
    start = Interview(book).answer(30, "age").answer("male", "sex")
    question = start.change("sex").keep().question
    while start.current != "now":
        start = start.answer("unsure")
    question = start.question
    assert question is not None
    told = start.answer(meaning("2?", book, question, Voice.TO_READER, keeps=False).value)

    assert ("no", "unsure") == (told.variables["now.chest"], told.variables["now.heat"])
    assert "heat-signs" == told.current
