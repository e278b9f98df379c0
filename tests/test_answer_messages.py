"""What is said about every kind of slip in answer files: the whole text, word for word."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from tests.small_book import write_book
from triage import AnswersError, Interview, Rulebook, answers_from, load_rulebook, read_answers
from triage.cli.main import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_book(tmp_path_factory.mktemp("small-book"))


@pytest.fixture(scope="module")
def small(folder):
    return load_rulebook(folder)


def said_about(small: Rulebook, text: str) -> str:
    with pytest.raises(AnswersError) as caught:
        read_answers(small, text, "me.yaml")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "- yes\n",
            (
                "me.yaml:1:1: answers must be a block of `question: answer` lines\n"
                "  help: for example: answering-for: myself"
            ),
            id="list",
        ),
        pytest.param(
            "hello\n",
            (
                "me.yaml:1:1: answers must be a block of `question: answer` lines\n"
                "  help: for example: answering-for: myself"
            ),
            id="text",
        ),
        pytest.param(
            "---\n",
            (
                "me.yaml:2:1: answers must be a block of `question: answer` lines\n"
                "  help: for example: answering-for: myself"
            ),
            id="bare document",
        ),
        pytest.param(
            "chest-pian: yes\n",
            ("me.yaml:1:1: unknown question `chest-pian`\n  help: did you mean `chest-pain`?"),
            id="unknown question, near",
        ),
        pytest.param(
            "zzz: yes\n",
            ("me.yaml:1:1: unknown question `zzz`\n  help: see the folder questions"),
            id="unknown question, far",
        ),
        pytest.param(
            "after.big-meal: yes\n",
            ("me.yaml:1:1: unknown question `after.big-meal`\n  help: see the folder questions"),
            id="variable of a rule",
        ),
        pytest.param(
            "age: 3\nage: 4\n",
            (
                "me.yaml:2:1: `age` stands here a second time\n"
                "  help: the first one is at line 1, keep one of them"
            ),
            id="question twice",
        ),
        pytest.param(
            "age: old\nzzz: 1\nafter: [none, soup]\nlasted: weeks\n",
            (
                "me.yaml:1:6: `old` is not a whole number for `age`\n"
                "  help: write a whole number from 0 to 120, or unsure\n"
                "me.yaml:2:1: unknown question `zzz`\n"
                "  help: see the folder questions\n"
                "me.yaml:3:8: `after` says `none` together with other answers\n"
                "  help: write either none, or the ones that apply\n"
                "me.yaml:3:15: unknown answer `soup` for `after`\n"
                "  help: answers: none, big-meal, fizzy-drink\n"
                "me.yaml:4:9: unknown answer `weeks` for `lasted`\n"
                "  help: answers: minutes, days, unsure"
            ),
            id="all slips at once",
        ),
    ],
)
def test_answers_are_a_block_of_lines(small, text, expected):
    """An answer set names questions, each with its answer."""
    said = said_about(small, text)

    assert expected == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "chest-pain: yse\n",
            ("me.yaml:1:13: unknown answer `yse` for `chest-pain`\n  help: did you mean `yes`?"),
            id="yes-no, near",
        ),
        pytest.param(
            "chest-pain: maybe\n",
            (
                "me.yaml:1:13: unknown answer `maybe` for `chest-pain`\n"
                "  help: answers: yes, no, unsure"
            ),
            id="yes-no, far",
        ),
        pytest.param(
            "chest-pain: true\n",
            (
                "me.yaml:1:13: unknown answer `true` for `chest-pain`\n"
                "  help: answers: yes, no, unsure"
            ),
            id="true is not yes",
        ),
        pytest.param(
            "chest-pain:\n",
            ("me.yaml:1:12: `chest-pain` has no answer\n  help: answers: yes, no, unsure"),
            id="nothing",
        ),
        pytest.param(
            "chest-pain: [yes]\n",
            ("me.yaml:1:13: `chest-pain` takes one answer\n  help: answers: yes, no, unsure"),
            id="list for one answer",
        ),
        pytest.param(
            "chest-pain: {yes: yes}\n",
            ("me.yaml:1:13: `chest-pain` takes one answer\n  help: answers: yes, no, unsure"),
            id="block for one answer",
        ),
        pytest.param(
            "lasted: weeks\n",
            (
                "me.yaml:1:9: unknown answer `weeks` for `lasted`\n"
                "  help: answers: minutes, days, unsure"
            ),
            id="pick-one",
        ),
        pytest.param(
            "lasted: [minutes, days]\n",
            ("me.yaml:1:9: `lasted` takes one answer\n  help: answers: minutes, days, unsure"),
            id="pick-one, two",
        ),
        pytest.param(
            "lasted: " + "w" * 100,
            (
                "me.yaml:1:9: unknown answer "
                "`wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww...` for `lasted`\n"
                "  help: answers: minutes, days, unsure"
            ),
            id="long slip",
        ),
        pytest.param(
            "chest-pain: y\u200bes\n",
            (
                "me.yaml:1:13: unknown answer `y\\u200bes` for `chest-pain`\n"
                "  help: did you mean `yes`?"
            ),
            id="invisible character",
        ),
    ],
)
def test_a_word_is_one_of_the_answers(small, text, expected):
    """A question takes the answers that it offers, and unsure."""
    said = said_about(small, text)

    assert expected == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "after: [big-mael]\n",
            (
                "me.yaml:1:9: unknown answer `big-mael` for `after`\n"
                "  help: did you mean `big-meal`?"
            ),
            id="unknown item",
        ),
        pytest.param(
            "after: supper\n",
            (
                "me.yaml:1:8: unknown answer `supper` for `after`\n"
                "  help: answers: none, unsure, big-meal, fizzy-drink"
            ),
            id="unknown word",
        ),
        pytest.param(
            "after: [big-meal, none]\n",
            (
                "me.yaml:1:8: `after` says `none` together with other answers\n"
                "  help: write either none, or the ones that apply"
            ),
            id="none with others",
        ),
        pytest.param(
            "after: [big-meal, unsure]\n",
            (
                "me.yaml:1:19: unknown answer `unsure` for `after`\n"
                "  help: answers: none, big-meal, fizzy-drink"
            ),
            id="unsure in a list",
        ),
        pytest.param(
            "after: [[big-meal]]\n",
            ("me.yaml:1:9: `after` takes one answer\n  help: answers: none, big-meal, fizzy-drink"),
            id="list in a list",
        ),
        pytest.param(
            "after:\n",
            (
                "me.yaml:1:7: `after` has no answer\n"
                "  help: answers: none, unsure, big-meal, fizzy-drink"
            ),
            id="nothing",
        ),
        pytest.param(
            "after: {soup: yes}\n",
            (
                "me.yaml:1:9: unknown answer `soup` for `after`\n"
                "  help: answers: big-meal, fizzy-drink"
            ),
            id="unknown item of a block",
        ),
        pytest.param(
            "after: {big-meal: perhaps}\n",
            (
                "me.yaml:1:19: unknown answer `perhaps` for `after.big-meal`\n"
                "  help: answers: yes, no, unsure"
            ),
            id="unknown word of a block",
        ),
        pytest.param(
            "after: {big-meal: }\n",
            ("me.yaml:1:19: `after.big-meal` has no answer\n  help: answers: yes, no, unsure"),
            id="nothing in a block",
        ),
        pytest.param(
            "after: {big-meal: yes, Big-Meal: no}\n",
            ("me.yaml:1:24: `Big-Meal` stands here a second time\n  help: keep one of them"),
            id="item twice, once in capitals",
        ),
        pytest.param(
            "after: [" + "soup," * 501 + "]\n",
            ("me.yaml:1:8: `after` has 501 answers\n  help: at most 500 are read"),
            id="more than anybody ticks",
        ),
    ],
)
def test_what_is_ticked_is_one_of_the_items(small, text, expected):
    """Ticked items are those of the question; none stands alone."""
    said = said_about(small, text)

    assert expected == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "age: old\n",
            (
                "me.yaml:1:6: `old` is not a whole number for `age`\n"
                "  help: write a whole number from 0 to 120, or unsure"
            ),
            id="word",
        ),
        pytest.param(
            "age: 4.5\n",
            (
                "me.yaml:1:6: `4.5` is not a whole number for `age`\n"
                "  help: write a whole number from 0 to 120, or unsure"
            ),
            id="fraction",
        ),
        pytest.param(
            "age: -1\n",
            (
                "me.yaml:1:6: `-1` is out of range for `age`\n"
                "  help: write a whole number from 0 to 120, or unsure"
            ),
            id="below",
        ),
        pytest.param(
            "age: 121\n",
            (
                "me.yaml:1:6: `121` is out of range for `age`\n"
                "  help: write a whole number from 0 to 120, or unsure"
            ),
            id="above",
        ),
        pytest.param(
            "age: 99999999999999999999\n",
            (
                "me.yaml:1:6: `99999999999999999999` is out of range for `age`\n"
                "  help: write a whole number from 0 to 120, or unsure"
            ),
            id="far above",
        ),
        pytest.param(
            "age: ٤٢\n",
            (
                "me.yaml:1:6: `٤٢` is not a whole number for `age`\n"
                "  help: write a whole number from 0 to 120, or unsure"
            ),
            id="other digits",
        ),
        pytest.param(
            "age:\n",
            (
                "me.yaml:1:5: `age` has no answer\n"
                "  help: write a whole number from 0 to 120, or unsure"
            ),
            id="nothing",
        ),
        pytest.param(
            "age: [42]\n",
            (
                "me.yaml:1:6: `age` takes one number\n"
                "  help: write a whole number from 0 to 120, or unsure"
            ),
            id="list",
        ),
        pytest.param(
            "age: {years: 42}\n",
            (
                "me.yaml:1:6: `age` takes one number\n"
                "  help: write a whole number from 0 to 120, or unsure"
            ),
            id="block",
        ),
    ],
)
def test_a_number_is_whole_and_in_range(small, text, expected):
    """A number is a whole one that the question allows, or unsure."""
    said = said_about(small, text)

    assert expected == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "medicines: calmex\n",
            (
                "me.yaml:1:12: `medicines` takes a list of names, here is `calmex`\n"
                "  help: write [name, name], none or unsure"
            ),
            id="one name without a list",
        ),
        pytest.param(
            "medicines: {calmex: yes}\n",
            ("me.yaml:1:12: `medicines` takes a list of names\n  help: write [name, name]"),
            id="block",
        ),
        pytest.param(
            "medicines:\n",
            ("me.yaml:1:11: `medicines` has no answer\n  help: write [name, name], none or unsure"),
            id="nothing",
        ),
        pytest.param(
            "medicines: [calmex, '']\n",
            (
                "me.yaml:1:21: a name in `medicines` is empty or longer than 100 characters\n"
                "  help: write the name on the box"
            ),
            id="empty name",
        ),
        pytest.param(
            "medicines: [[calmex]]\n",
            (
                "me.yaml:1:13: a name in `medicines` is empty or longer than 100 characters\n"
                "  help: write the name on the box"
            ),
            id="list in a list",
        ),
        pytest.param(
            "medicines: [" + "m" * 101 + "]\n",
            (
                "me.yaml:1:13: a name in `medicines` is empty or longer than 100 characters\n"
                "  help: write the name on the box"
            ),
            id="long name",
        ),
        pytest.param(
            "medicines: [" + "m," * 61 + "]\n",
            ("me.yaml:1:12: `medicines` lists 61 names\n  help: at most 60 are read"),
            id="too many names",
        ),
        pytest.param(
            'medicines: ["calmex\\e[2J"]\n',
            (
                "me.yaml:1:13: the invisible character `\\x1b` is not allowed in a name\n"
                "  help: delete it, or type the name again"
            ),
            id="terminal escape",
        ),
        pytest.param(
            "medicines: [cal\u202emex]\n",
            (
                "me.yaml:1:13: the invisible character `\\u202e` is not allowed in a name\n"
                "  help: delete it, or type the name again"
            ),
            id="right to left override",
        ),
    ],
)
def test_medicines_are_a_list_of_names(small, text, expected):
    """Medicines are written as a list of names as on the box."""
    said = said_about(small, text)

    assert expected == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "chest-pain: yes\nlasted: minutes\n",
            (
                "me.yaml:2:1: `lasted` is not asked with these answers\n"
                "  help: it depends on `chest-pain`, or leave it out"
            ),
            id="other answer",
        ),
        pytest.param(
            "lasted: minutes\n",
            (
                "me.yaml:1:1: `lasted` is not asked with these answers\n"
                "  help: it depends on `chest-pain`, or leave it out"
            ),
            id="no answer",
        ),
    ],
)
def test_an_answer_belongs_to_a_question_that_is_asked(small, text, expected):
    """An answer to a question that the other answers never lead to is a slip somewhere."""
    said = said_about(small, text)

    assert expected == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "age: &a 42\n",
            (
                "me.yaml:1:6: the anchor `&a` is not allowed\n"
                "  help: write the text out where it is used"
            ),
            id="anchor",
        ),
        pytest.param(
            "age: *a\n",
            (
                "me.yaml:1:6: the alias `*a` is not allowed\n"
                "  help: write the text out where it is used"
            ),
            id="alias",
        ),
        pytest.param(
            "age: !secret 42\n",
            (
                "me.yaml:1:6: the tag `!secret` is not allowed\n"
                "  help: delete it, every value is text"
            ),
            id="tag",
        ),
        pytest.param(
            "age: 42\n---\nage: 43\n",
            (
                "me.yaml:2:1: a second document starts with `---`\n"
                "  help: keep one document in a file"
            ),
            id="second document",
        ),
        pytest.param(
            "after: [big-meal\n",
            (
                "me.yaml:1:8: the bracket `[` is not closed\n"
                "  help: write `]` after the last part, and a comma between two parts"
            ),
            id="open bracket",
        ),
        pytest.param(
            "age: 42\n# \x1b[2J\n",
            ("me.yaml:2:3: the control character `\\x1b` is not allowed\n  help: delete it"),
            id="escape character",
        ),
        pytest.param(
            "age: 42\x00\n",
            ("me.yaml:1:8: the control character `\\x00` is not allowed\n  help: delete it"),
            id="NUL character",
        ),
    ],
)
def test_yaml_says_what_a_reader_sees(small, text, expected):
    """Answer files are read as strictly as rule files."""
    said = said_about(small, text)

    assert expected == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", {}, id="nothing at all"),
        pytest.param("# later\n", {}, id="a comment"),
        pytest.param("chest-pain: YES\n", {"chest-pain": "yes"}, id="capitals"),
        pytest.param("age: unsure\n", {"age": "unsure"}, id="number not known"),
        pytest.param("age: 007\n", {"age": 7}, id="zeros in front"),
        pytest.param(
            "after: none\n", {"after": {"big-meal": "no", "fizzy-drink": "no"}}, id="none of them"
        ),
        pytest.param(
            "after: {big-meal: unsure}\n",
            {"after": {"big-meal": "unsure", "fizzy-drink": "no"}},
            id="one item not known",
        ),
        pytest.param(
            "after: unsure\n",
            {"after": {"big-meal": "unsure", "fizzy-drink": "unsure"}},
            id="no item known",
        ),
        pytest.param("medicines: none\n", {"medicines": ()}, id="no medicines"),
        pytest.param(
            "medicines: [calmex, calmex,  Sleepy   Tea ]\n",
            {"medicines": ("Sleepy Tea", "calmex")},
            id="names twice and with spaces",
        ),
        pytest.param('{"age": 42, "chest-pain": "no"}', {"chest-pain": "no", "age": 42}, id="JSON"),
    ],
)
def test_answers_may_be_written_in_more_than_one_way(small, text, expected):
    """What a person plainly means is taken as meant."""
    answers = read_answers(small, text, "me.yaml")

    assert expected == answers.given


def test_answers_of_a_program_have_no_place(small):
    """A program that gives a wrong answer is told what is wrong, without a file or a line."""
    with pytest.raises(AnswersError) as caught:
        answers_from(small, {"age": [42], "zzz": "yes"})

    assert (
        "`age` takes one number\n"
        "  help: write a whole number from 0 to 120, or unsure\n"
        "unknown question `zzz`\n"
        "  help: see the folder questions"
    ) == str(caught.value)


SLIPS = [
    pytest.param(
        "chest-pain: yse\nage: old\n",
        "error: {name}:1:13: unknown answer `yse` for `chest-pain`\n"
        "  help: did you mean `yes`?\n"
        "error: {name}:2:6: `old` is not a whole number for `age`\n"
        "  help: write a whole number from 0 to 120, or unsure\n",
        id="wrong answers",
    ),
    pytest.param(
        "age: 42\nage: 43\n",
        "error: {name}:2:1: `age` stands here a second time\n"
        "  help: the first one is at line 1, keep one of them\n",
        id="question twice",
    ),
    pytest.param(
        "chest-pain: yes\nlasted: days\n",
        "error: {name}:2:1: `lasted` is not asked with these answers\n"
        "  help: it depends on `chest-pain`, or leave it out\n",
        id="question that is not asked",
    ),
]


@pytest.mark.parametrize("output", ["text", "json"])
@pytest.mark.parametrize(("text", "expected"), SLIPS)
def test_assess_says_what_is_wrong_with_a_file(folder, tmp_path, text, expected, output):
    """A file that cannot be used gives a message on standard error, exit code 4, no result."""
    path = tmp_path / "me.yaml"
    path.write_text(text)
    command = ["assess", str(path), "--rules", str(folder), "--format", output]
    result = CliRunner().invoke(main, command)

    assert (4, "", expected.format(name=path)) == (result.exit_code, result.stdout, result.stderr)
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(("text", "expected"), SLIPS)
def test_assess_says_what_is_wrong_with_its_input(folder, text, expected):
    """Standard input is read like a file, and called by its name."""
    result = CliRunner().invoke(main, ["assess", "-", "--rules", str(folder)], input=text)

    assert (4, "", expected.format(name="<standard input>")) == (
        result.exit_code,
        result.stdout,
        result.stderr,
    )


def test_assess_gives_a_result_for_right_answers(folder):
    """The same command with right answers ends well."""
    command = ["assess", "-", "--rules", str(folder), "--format", "json"]
    result = CliRunner().invoke(main, command, input="chest-pain: yes\n")

    assert (0, "", "emergency") == (
        result.exit_code,
        result.stderr,
        json.loads(result.stdout)["urgency"],
    )


@pytest.mark.parametrize("nothing", [None, b"yes", {"yes"}, iter(["yes"]), object()])
@pytest.mark.parametrize("inside", [False, True])
def test_what_is_no_answer_is_never_taken_for_none_of_these(
    small: Rulebook, nothing: object, inside: bool
) -> None:
    """A program that hands on a missing value must not turn it into a denied danger sign."""
    for asked in ("chest-pain", "medicines", "age"):
        given = [nothing] if inside else nothing
        expected = (
            f"no word, number or list is given for `{asked}`\n"
            "  help: leave out what is not known, or write `unsure`; `none` is none of these"
        )
        for answer in (
            lambda asked=asked, given=given: answers_from(small, {asked: given}),
            lambda asked=asked, given=given: Interview(small).answer(given, asked),
        ):
            with pytest.raises(AnswersError) as caught:
                answer()
            assert expected == str(caught.value)


def test_a_truth_value_is_told_as_it_is_written_in_an_answer_file(small: Rulebook) -> None:
    """Nobody is shown a word of the programming language."""
    with pytest.raises(AnswersError) as caught:
        answers_from(small, {"chest-pain": True})

    assert str(caught.value).startswith("unknown answer `true` for `chest-pain`")
