"""What is said about every kind of slip in rule files: the whole text, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_book import (
    FILES,
    LONG,
    QUESTIONS,
    SECTION,
    SHORT,
    SHORT_HICCUPS,
    write_book,
    write_slip,
)
from triage import RulesError, load_rulebook

WHEN = "{lasted: minutes}"
CORE_REASON = "  because: they pass by themselves\n  sources: [H1]"
LASTED_ANSWERS = """\
    answers:
      minutes: {text: Minutes, yes: they last minutes}
      days: {text: Days, yes: they last days}
"""
AFTER_ANSWERS = """\
    answers:
      big-meal: {text: A big meal, yes: you ate a lot, no: you did not eat a lot}
      fizzy-drink: {text: A fizzy drink, yes: you drank fizz, no: you did not drink fizz}
"""


def said_about(folder: Path) -> str:
    with pytest.raises(RulesError) as caught:
        load_rulebook(folder)
    return str(caught.value)


def test_the_small_book_is_a_right_one(tmp_path):
    """The rule book that all slips start from has none itself."""
    book = load_rulebook(write_book(tmp_path))

    assert (6, 1, 1, 2) == (
        len(book.questions),
        len(book.findings),
        len(book.red_flags),
        len(book.conditions),
    )


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            SHORT,
            "urgency: routine",
            "urgancy: routine",
            (
                "conditions/short-hiccups.yaml:9:1: unknown key `urgancy`\n"
                "  help: did you mean `urgency`?"
            ),
            id="misspelt key",
        ),
        pytest.param(
            SHORT,
            "core:\n",
            "top-band: fits-partly\ncore:\n",
            (
                "conditions/short-hiccups.yaml:10:1: unknown key `top-band`\n"
                "  help: did you mean `top-fit`?"
            ),
            id="key by its earlier name",
        ),
        pytest.param(
            SHORT,
            "core:\n",
            "weight: 3\ncore:\n",
            (
                "conditions/short-hiccups.yaml:10:1: unknown key `weight`\n"
                "  help: known keys here: name, also-called, fits-name, codes, frequency, "
                "frequency-at, what-it-is, who-it-affects, how-it-starts, inheritance, "
                "doctor-may-check, doctor-may-discuss, must-say, urgency, top-fit, never-alone, "
                "benign, comfort, core, firm, firm-missing, supports, against, blocked-by, "
                "sources, note, ignore"
            ),
            id="key of nothing",
        ),
        pytest.param(
            SECTION,
            "    short: pain in the chest",
            "    shrot: pain in the chest",
            ("questions/hiccups.yaml:12:5: unknown key `shrot`\n  help: did you mean `short`?"),
            id="misspelt key of a question, said once",
        ),
        pytest.param(
            SECTION,
            "cut-points: [18, 60]",
            "cut-points: [18, 60]\n    unit: years",
            (
                "questions/hiccups.yaml:23:5: unknown key `unit`\n"
                "  help: known keys here: kind, short, ask, why, hint, ask-when, always, "
                "again-when, within, names-of, ask-named, speaks-of, sources, note, ignore, cut-points, "
                "lowest, highest, clause"
            ),
            id="key that questions do not have",
        ),
        pytest.param(
            SHORT,
            "inheritance: None is known.\n",
            "",
            (
                "conditions/short-hiccups.yaml:1:1: there is no `inheritance`\n"
                "  help: add the key `inheritance:`"
            ),
            id="no key at the top of a file",
        ),
        pytest.param(
            SHORT,
            "  because: they pass by themselves\n",
            "",
            (
                "conditions/short-hiccups.yaml:11:3: `core` has no `because`\n"
                "  help: add the key `because:`"
            ),
            id="no key inside a block",
        ),
        pytest.param(
            SECTION,
            "    why: Long ones have other causes.\n",
            "",
            ("questions/hiccups.yaml:27:5: `lasted` has no `why`\n  help: add the key `why:`"),
            id="no key in a question",
        ),
        pytest.param(
            SECTION,
            "{text: Minutes, yes: they last minutes}",
            "{text: Minutes}",
            ("questions/hiccups.yaml:33:16: `minutes` has no `yes`\n  help: add the key `yes:`"),
            id="no key in an answer",
        ),
        pytest.param(
            SHORT,
            "name: short hiccups",
            "name: short hiccups\n<<: {note: x}",
            (
                "conditions/short-hiccups.yaml:2:1: unknown key `<<`\n"
                "  help: known keys here: name, also-called, fits-name, codes, frequency, "
                "frequency-at, what-it-is, who-it-affects, how-it-starts, inheritance, "
                "doctor-may-check, doctor-may-discuss, must-say, urgency, top-fit, never-alone, "
                "benign, comfort, core, firm, firm-missing, supports, against, blocked-by, "
                "sources, note, ignore"
            ),
            id="merge key",
        ),
    ],
)
def test_a_key_is_known_and_stands_where_it_must(tmp_path, file, right, wrong, expected):
    """A key that is not known, or that is missing, is named with its place."""
    folder = write_slip(tmp_path, file, right, wrong)

    assert expected == said_about(folder)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            SHORT,
            "frequency: very-common",
            "frequency: very-comon",
            (
                "conditions/short-hiccups.yaml:2:12: unknown word `very-comon` for "
                "`frequency`\n"
                "  help: did you mean `very-common`?"
            ),
            id="near",
        ),
        pytest.param(
            SHORT,
            "frequency: very-common",
            "frequency: daily",
            (
                "conditions/short-hiccups.yaml:2:12: unknown word `daily` for `frequency`\n"
                "  help: one of: common, rare, uncommon, very-common, very-rare"
            ),
            id="far",
        ),
        pytest.param(
            SHORT,
            "frequency: very-common",
            "frequency:",
            (
                "conditions/short-hiccups.yaml:2:11: `frequency` is empty\n"
                "  help: one of: common, rare, uncommon, very-common, very-rare"
            ),
            id="nothing",
        ),
        pytest.param(
            SHORT,
            "frequency: very-common",
            "frequency: [rare]",
            (
                "conditions/short-hiccups.yaml:2:12: `frequency` must be one word, here "
                "is a list\n"
                "  help: one of: common, rare, uncommon, very-common, very-rare"
            ),
            id="a list",
        ),
        pytest.param(
            SECTION,
            "kind: yes-no",
            "kind: boolean",
            (
                "questions/hiccups.yaml:11:11: unknown word `boolean` for `kind`\n"
                "  help: one of: free-text, medicines, number, pick-one, span, tick-all, yes-no"
            ),
            id="kind of question",
        ),
        pytest.param(
            SHORT,
            "strength: strong",
            "strength: storng",
            (
                "conditions/short-hiccups.yaml:17:15: unknown word `storng` for `strength`\n"
                "  help: did you mean `strong`?"
            ),
            id="strength",
        ),
        pytest.param(
            LONG,
            "risk: yes",
            "risk: true",
            (
                "conditions/long-hiccups.yaml:19:11: unknown word `true` for `risk`\n"
                "  help: one of: no, yes"
            ),
            id="yes and no only",
        ),
        pytest.param(
            "advisory.yaml",
            "same-day:",
            "some-day:",
            (
                "advisory.yaml:7:3: unknown word `some-day` for `urgency`\n"
                "  help: did you mean `same-day`?"
            ),
            id="level of urgency",
        ),
    ],
)
def test_a_word_of_a_list_is_one_of_the_list(tmp_path, file, right, wrong, expected):
    """Where only some words are allowed, another word is named with the nearest right one."""
    folder = write_slip(tmp_path, file, right, wrong)

    assert expected == said_about(folder)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            SHORT,
            SHORT_HICCUPS,
            "- name: x\n",
            (
                "conditions/short-hiccups.yaml:1:1: `conditions/short-hiccups.yaml` must "
                "be a block of keys, here is a list\n"
                "  help: take the dashes or brackets away, and end each name with a colon"
            ),
            id="file is a list",
        ),
        pytest.param(
            SHORT,
            SHORT_HICCUPS,
            "hello\n",
            (
                "conditions/short-hiccups.yaml:1:1: `conditions/short-hiccups.yaml` must "
                "be a block of keys, here is `hello`\n"
                "  help: write each key on a line of its own, as in `key: text`"
            ),
            id="file is text",
        ),
        pytest.param(
            SHORT,
            SHORT_HICCUPS,
            "---\n",
            (
                "conditions/short-hiccups.yaml:2:1: `conditions/short-hiccups.yaml` must "
                "be a block of keys, here is nothing\n"
                "  help: write each key on a line of its own, as in `key: text`"
            ),
            id="file is a bare document",
        ),
        pytest.param(
            SHORT,
            SHORT_HICCUPS,
            "# nothing yet\n",
            (
                "conditions/short-hiccups.yaml:1:1: the file is empty\n"
                "  help: write the rules, or delete it"
            ),
            id="file is empty",
        ),
        pytest.param(
            SHORT,
            (
                "core:\n  when: {lasted: minutes}\n"
                "  because: they pass by themselves\n  sources: [H1]\n"
            ),
            "core: always\n",
            (
                "conditions/short-hiccups.yaml:10:7: `core` must be a block of keys, "
                "here is `always`\n"
                "  help: write each key on a line of its own below, with two more spaces "
                "before it"
            ),
            id="text for a block",
        ),
        pytest.param(
            SHORT,
            CORE_REASON,
            "  because: they pass by themselves\n  sources: H1",
            (
                "conditions/short-hiccups.yaml:13:12: `sources` must be a list, here is "
                "`H1`\n"
                "  help: write `sources: [H1]`"
            ),
            id="text for a list",
        ),
        pytest.param(
            SHORT,
            "name: short hiccups",
            "name: [short, hiccups]",
            (
                "conditions/short-hiccups.yaml:1:7: `name` must be text, here is a list\n"
                "  help: write a text, in double quotes where it begins with a bracket "
                "or has a colon in it"
            ),
            id="list for text",
        ),
        pytest.param(
            SHORT,
            "name: short hiccups",
            "name: {a: b}",
            (
                "conditions/short-hiccups.yaml:1:7: `name` must be text, here is a block "
                "of keys\n"
                "  help: write a text, in double quotes where it begins with a bracket "
                "or has a colon in it"
            ),
            id="block for text",
        ),
        pytest.param(
            SHORT,
            "supports:\n  short-after-meal:",
            "supports:\n- short-after-meal:",
            (
                "conditions/short-hiccups.yaml:15:1: `supports` must be a block of keys, "
                "here is a list\n"
                "  help: take the dashes or brackets away, and end each name with a colon"
            ),
            id="list for a block",
        ),
        pytest.param(
            "scoring.yaml",
            "core: 4",
            "core: four",
            (
                "scoring.yaml:1:7: `core` must be a whole number, here is `four`\n"
                "  help: write digits only, such as `3`"
            ),
            id="word for a number",
        ),
        pytest.param(
            "scoring.yaml",
            "core: 4",
            "core: 4.5",
            (
                "scoring.yaml:1:7: `core` must be a whole number, here is `4.5`\n"
                "  help: write digits only, such as `3`"
            ),
            id="fraction for a number",
        ),
        pytest.param(
            "scoring.yaml",
            "core: 4",
            "core:",
            (
                "scoring.yaml:1:6: `core` must be a whole number, here is nothing\n"
                "  help: write digits only, such as `3`"
            ),
            id="nothing for a number",
        ),
        pytest.param(
            "scoring.yaml",
            "core: 4",
            "core: [4]",
            (
                "scoring.yaml:1:7: `core` must be a whole number, here is a list\n"
                "  help: write digits only, such as `3`"
            ),
            id="list for a number",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "lasted minutes",
            (
                "conditions/short-hiccups.yaml:11:9: `when` must be a condition such as "
                "`question: answer`, here is `lasted minutes`\n"
                "  help: write `lasted: minutes`"
            ),
            id="text for a condition",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "[lasted: minutes]",
            (
                "conditions/short-hiccups.yaml:11:9: `when` must be a condition such as "
                "`question: answer`, here is a list\n"
                "  help: write `all:` or `any:` before the list"
            ),
            id="list for a condition",
        ),
    ],
)
def test_every_value_has_its_shape(tmp_path, file, right, wrong, expected):
    """A list where text belongs, or text where a block belongs, is said in these words."""
    folder = write_slip(tmp_path, file, right, wrong)

    assert expected == said_about(folder)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            SHORT,
            "inheritance: None is known.",
            "inheritance:",
            ("conditions/short-hiccups.yaml:6:13: `inheritance` is empty\n  help: write the text"),
            id="empty",
        ),
        pytest.param(
            SHORT,
            "inheritance: None is known.",
            "inheritance: '  '",
            ("conditions/short-hiccups.yaml:6:14: `inheritance` is empty\n  help: write the text"),
            id="spaces only",
        ),
        pytest.param(
            SHORT,
            "None is known.",
            "x" * 2001,
            (
                "conditions/short-hiccups.yaml:6:14: `inheritance` is too long\n"
                "  help: at most 2000 characters are allowed, here are 2001"
            ),
            id="too long",
        ),
        pytest.param(
            SHORT,
            CORE_REASON,
            "  because: they pass by themselves\n  sources: []",
            ("conditions/short-hiccups.yaml:13:12: `sources` is empty\n  help: list at least one"),
            id="empty list",
        ),
        pytest.param(
            SHORT,
            "short-after-meal:",
            "Short_After:",
            (
                "conditions/short-hiccups.yaml:15:3: `Short_After` cannot be used as a name\n"
                "  help: write names like `two-words`"
            ),
            id="name in capitals",
        ),
        pytest.param(
            "red-flags.yaml",
            "HF01:",
            "pain:",
            (
                "red-flags.yaml:2:3: `pain` cannot be used as a name\n"
                "  help: write names like `AB01`"
            ),
            id="flag in small letters",
        ),
        pytest.param(
            "rulebook.yaml",
            "id: hiccups",
            "id: ",
            ("rulebook.yaml:4:10: a name is empty\n  help: write names like `two-words`"),
            id="empty name",
        ),
        pytest.param(
            SHORT,
            "short-after-meal:",
            "a" * 81 + ":",
            (
                "conditions/short-hiccups.yaml:15:3: the name "
                "`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...` is too long\n"
                "  help: at most 80 characters are allowed, here are 81"
            ),
            id="long name",
        ),
        pytest.param(
            SHORT,
            "None is known.",
            "None\u200b is known.",
            (
                "conditions/short-hiccups.yaml:6:14: the invisible character `\\u200b` is not "
                "allowed\n  help: delete it"
            ),
            id="zero width space",
        ),
        pytest.param(
            SHORT,
            "None is known.",
            "None \u202e is known.",
            (
                "conditions/short-hiccups.yaml:6:14: the invisible character `\\u202e` is not "
                "allowed\n  help: delete it"
            ),
            id="right to left override",
        ),
        pytest.param(
            SHORT,
            "None is known.",
            "No\xadne",
            (
                "conditions/short-hiccups.yaml:6:14: the invisible character `\\xad` is not "
                "allowed\n  help: delete it"
            ),
            id="soft hyphen",
        ),
        pytest.param(
            SHORT,
            "None is known.",
            "None\ufeff",
            (
                "conditions/short-hiccups.yaml:6:14: the invisible character `\\ufeff` is not "
                "allowed\n  help: delete it"
            ),
            id="byte order mark inside",
        ),
        pytest.param(
            SHORT,
            "None is known.",
            '"None \\x1b[2J"',
            (
                "conditions/short-hiccups.yaml:6:14: the invisible character `\\x1b` is not "
                "allowed\n  help: delete it"
            ),
            id="escape written as an escape",
        ),
        pytest.param(
            SHORT,
            "None is known.",
            "None \x1b[2J",
            (
                "conditions/short-hiccups.yaml:6:19: the control character `\\x1b` is not "
                "allowed\n  help: delete it"
            ),
            id="escape character",
        ),
        pytest.param(
            SHORT,
            "None is known.",
            "None\x00",
            (
                "conditions/short-hiccups.yaml:6:18: the control character `\\x00` is not "
                "allowed\n  help: delete it"
            ),
            id="NUL character",
        ),
        pytest.param(
            SHORT,
            "None is known.",
            "None\x9b2J",
            (
                "conditions/short-hiccups.yaml:6:18: the control character `\\x9b` is not "
                "allowed\n  help: delete it"
            ),
            id="C1 control character",
        ),
        pytest.param(
            SHORT,
            "inheritance:",
            "inheri\u200btance:",
            (
                "conditions/short-hiccups.yaml:6:1: unknown key `inheri\\u200btance`\n"
                "  help: did you mean `inheritance`?"
            ),
            id="invisible in a key",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{las\u202eted: minutes}",
            (
                "conditions/short-hiccups.yaml:11:10: unknown question `las\\u202eted`\n"
                "  help: did you mean `lasted`?"
            ),
            id="invisible in a question",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted: min\u200butes}",
            (
                "conditions/short-hiccups.yaml:11:18: unknown answer `min\\u200butes` for "
                "`lasted`\n"
                "  help: did you mean `minutes`?"
            ),
            id="invisible in an answer",
        ),
    ],
)
def test_text_is_there_short_enough_and_visible(tmp_path, file, right, wrong, expected):
    """Text is never empty, endless or invisible."""
    folder = write_slip(tmp_path, file, right, wrong)

    assert expected == said_about(folder)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            SHORT,
            WHEN,
            "{}",
            (
                "conditions/short-hiccups.yaml:11:9: the condition is empty\n"
                "  help: write `question: answer`, `finding: id`, `all: [...]`, `any: [...]` "
                "or `at-least:`"
            ),
            id="empty block",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted: minutes, chest-pain: no}",
            (
                "conditions/short-hiccups.yaml:11:27: `chest-pain` is a second condition "
                "in one place\n"
                "  help: put both into a list, below `all:` (both must hold) or `any:` "
                "(one is enough)"
            ),
            id="two in one place",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted: }",
            (
                "conditions/short-hiccups.yaml:11:18: `lasted` must be an answer or a list "
                "of answers\n"
                "  help: write `question: answer`, `finding: id`, `all: [...]`, `any: [...]` "
                "or `at-least:`"
            ),
            id="no answer",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted: []}",
            (
                "conditions/short-hiccups.yaml:11:18: `lasted` lists no answer\n"
                "  help: write `question: answer`, `finding: id`, `all: [...]`, `any: [...]` "
                "or `at-least:`"
            ),
            id="empty list of answers",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted: {a: b}}",
            (
                "conditions/short-hiccups.yaml:11:18: `lasted` must be an answer or a list "
                "of answers\n"
                "  help: write `question: answer`, `finding: id`, `all: [...]`, `any: [...]` "
                "or `at-least:`"
            ),
            id="block for an answer",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted: [[minutes]]}",
            (
                "conditions/short-hiccups.yaml:11:19: `lasted` must be an answer or a list "
                "of answers\n"
                "  help: write `question: answer`, `finding: id`, `all: [...]`, `any: [...]` "
                "or `at-least:`"
            ),
            id="list in a list of answers",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted: [minutes, minutes]}",
            (
                "conditions/short-hiccups.yaml:11:10: `lasted` lists an answer twice\n"
                "  help: keep one"
            ),
            id="answer twice",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{any: []}",
            (
                "conditions/short-hiccups.yaml:11:15: `any` is empty\n"
                "  help: write `question: answer`, `finding: id`, `all: [...]`, `any: [...]` "
                "or `at-least:`"
            ),
            id="any of nothing",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{all: lasted}",
            (
                "conditions/short-hiccups.yaml:11:15: `all` must be a list of "
                "conditions, here is `lasted`\n"
                "  help: write `[{question: answer}, {question: answer}]`"
            ),
            id="all of text",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{not: {lasted: days}}",
            (
                "conditions/short-hiccups.yaml:11:10: there is no `not` in a condition\n"
                "  help: name the answer instead, such as `question: no`"
            ),
            id="negation",
        ),
        pytest.param(
            LONG,
            "count: 2",
            "count: 4",
            (
                "conditions/long-hiccups.yaml:24:16: `count` is `4`, but `of` lists 3 "
                "conditions\n  help: write `at-least: {count: 2, of: [...]}`"
            ),
            id="at-least more than there are",
        ),
        pytest.param(
            LONG,
            "count: 2",
            "count: 0",
            (
                "conditions/long-hiccups.yaml:24:16: `count` is `0`, but `of` lists 3 "
                "conditions\n  help: write `at-least: {count: 2, of: [...]}`"
            ),
            id="at-least none",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{at-least: {count: 2, of: [lasted: minutes]}}",
            (
                "conditions/short-hiccups.yaml:11:28: `count` is `2`, but `of` lists 1 "
                "condition\n  help: write `at-least: {count: 2, of: [...]}`"
            ),
            id="at-least two of one",
        ),
        pytest.param(
            LONG,
            "count: 2",
            "count: two",
            (
                "conditions/long-hiccups.yaml:24:16: `count` must be a whole number, "
                "here is `two`\n"
                "  help: write digits only, such as `3`"
            ),
            id="at-least with a word",
        ),
        pytest.param(
            LONG,
            "        count: 2\n",
            "",
            (
                "conditions/long-hiccups.yaml:24:9: `at-least` needs `count` and `of`\n"
                "  help: write `at-least: {count: 2, of: [...]}`"
            ),
            id="at-least without a count",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{at-least: [lasted: minutes]}",
            (
                "conditions/short-hiccups.yaml:11:20: `at-least` needs `count` and `of`\n"
                "  help: write `at-least: {count: 2, of: [...]}`"
            ),
            id="at-least as a list",
        ),
        pytest.param(
            SHORT,
            "{finding: full-stomach}",
            "{finding: }",
            (
                "conditions/short-hiccups.yaml:16:21: `finding` must be the id of a "
                "finding, here is nothing\n"
                "  help: write one of the names in findings.yaml"
            ),
            id="no finding",
        ),
        pytest.param(
            SHORT,
            "{finding: full-stomach}",
            "{finding: [full-stomach]}",
            (
                "conditions/short-hiccups.yaml:16:21: `finding` must be the id of a "
                "finding, here is a list\n"
                "  help: write one of the names in findings.yaml"
            ),
            id="list of findings",
        ),
    ],
)
def test_a_condition_of_a_rule_is_one_thing(tmp_path, file, right, wrong, expected):
    """A `when` is one answer, one finding, or one way of joining them."""
    folder = write_slip(tmp_path, file, right, wrong)

    assert expected == said_about(folder)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            SHORT,
            WHEN,
            "{lastd: minutes}",
            (
                "conditions/short-hiccups.yaml:11:10: unknown question `lastd`\n"
                "  help: did you mean `lasted`?"
            ),
            id="question, near",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{zzz: minutes}",
            (
                "conditions/short-hiccups.yaml:11:10: unknown question `zzz`\n"
                "  help: questions are in the folder questions"
            ),
            id="question, far",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted: minuts}",
            (
                "conditions/short-hiccups.yaml:11:18: unknown answer `minuts` for `lasted`\n"
                "  help: did you mean `minutes`?"
            ),
            id="answer, near",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted: [minutes, weeks]}",
            (
                "conditions/short-hiccups.yaml:11:28: unknown answer `weeks` for `lasted`\n"
                "  help: answers: minutes, days, unsure"
            ),
            id="answer, far",
        ),
        pytest.param(
            LONG,
            "after.big-meal: no",
            "after.big-mael: no",
            (
                "conditions/long-hiccups.yaml:28:13: the question `after` has no answer "
                "`big-mael`\n"
                "  help: did you mean `after.big-meal`?"
            ),
            id="tick-all answer",
        ),
        pytest.param(
            LONG,
            "after.big-meal: no",
            "after: big-meal",
            (
                "conditions/long-hiccups.yaml:28:13: `after` is a tick-all question and "
                "needs an answer after a dot\n"
                "  help: for example `after.big-meal: yes`"
            ),
            id="tick-all question as a whole",
        ),
        pytest.param(
            LONG,
            "{medicine.steroid: yes}",
            "{medicines: steroid}",
            (
                "conditions/long-hiccups.yaml:16:12: `medicines` is a medicines question and "
                "needs an answer after a dot\n"
                "  help: for example `medicine.steroid: yes`"
            ),
            id="medicines question as a whole",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted.minutes: yes}",
            (
                "conditions/short-hiccups.yaml:11:10: the question `lasted` takes no answer "
                "after a dot\n  help: write `lasted: answer`"
            ),
            id="dot after a pick-one question",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{chest-pain.yes: yes}",
            (
                "conditions/short-hiccups.yaml:11:10: the question `chest-pain` takes no "
                "answer after a dot\n  help: write `chest-pain: answer`"
            ),
            id="dot after a yes-no question",
        ),
        pytest.param(
            LONG,
            "{medicine.steroid: yes}",
            "{medicine.steriod: yes}",
            (
                "conditions/long-hiccups.yaml:16:12: unknown medicine class `steriod`\n"
                "  help: did you mean `medicine.steroid`?"
            ),
            id="medicine class",
        ),
        pytest.param(
            SHORT,
            "{finding: full-stomach}",
            "{finding: fool-stomach}",
            (
                "conditions/short-hiccups.yaml:16:21: unknown finding `fool-stomach`\n"
                "  help: did you mean `full-stomach`?"
            ),
            id="finding, near",
        ),
        pytest.param(
            SHORT,
            "{finding: full-stomach}",
            "{finding: zzz}",
            (
                "conditions/short-hiccups.yaml:16:21: unknown finding `zzz`\n"
                "  help: findings are in findings.yaml"
            ),
            id="finding, far",
        ),
        pytest.param(
            SHORT,
            CORE_REASON,
            "  because: they pass by themselves\n  sources: [H1, X99]",
            (
                "conditions/short-hiccups.yaml:13:17: unknown source `X99`\n"
                "  help: sources are in sources.yaml"
            ),
            id="source of a rule",
        ),
        pytest.param(
            "red-flags.yaml",
            "[H1]",
            "[X99]",
            ("red-flags.yaml:8:15: unknown source `X99`\n  help: sources are in sources.yaml"),
            id="source of a danger sign",
        ),
        pytest.param(
            SECTION,
            "ask-when: {chest-pain: [no, unsure]}",
            "ask-when: {chest-pian: no}",
            (
                "questions/hiccups.yaml:31:16: unknown question `chest-pian`\n"
                "  help: did you mean `chest-pain`?"
            ),
            id="question of ask-when",
        ),
        pytest.param(
            "medicines.yaml",
            "classes: [steroid]",
            "classes: [steroyd]",
            (
                "medicines.yaml:20:15: unknown medicine class `steroyd`\n"
                "  help: did you mean `steroid`?"
            ),
            id="class of a medicine",
        ),
        pytest.param(
            "medicines.yaml",
            "part-of: steroid",
            "part-of: sterod",
            (
                "medicines.yaml:10:14: unknown medicine class `sterod`\n"
                "  help: did you mean `steroid`?"
            ),
            id="class of a class",
        ),
        pytest.param(
            "rulebook.yaml",
            "title: The hiccups}",
            "title: The hiccups}\n  - {id: more, title: More}",
            (
                "rulebook.yaml:5:10: section `more` has no questions\n"
                "  help: add the file questions/more.yaml"
            ),
            id="section without questions",
        ),
    ],
)
def test_a_name_leads_to_something(tmp_path, file, right, wrong, expected):
    """A rule can only name what the rule book has."""
    folder = write_slip(tmp_path, file, right, wrong)

    assert expected == said_about(folder)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            LONG,
            "age: at least 18",
            "age: at least 21",
            (
                "conditions/long-hiccups.yaml:26:18: `at least 21` does not start at a "
                "cut point of `age`\n"
                "  help: write `at least 18`, or add 21 to the cut points of `age` (18, "
                "60), in line 22 of questions/hiccups.yaml"
            ),
            id="off a cut point",
        ),
        pytest.param(
            LONG,
            "age: at least 18",
            "age: 18 to 60",
            (
                "conditions/long-hiccups.yaml:26:18: `18 to 60` does not end just below "
                "a cut point of `age`\n"
                "  help: write `18 to 59`, or add 61 to the cut points of `age` (18, "
                "60), in line 22 of questions/hiccups.yaml"
            ),
            id="end off a cut point",
        ),
        pytest.param(
            LONG,
            "age: at least 18",
            "age: adult",
            (
                "conditions/long-hiccups.yaml:26:18: `adult` cannot be compared with "
                "`age`\n"
                "  help: write it like `under 18`, `18 to 59`, `at least 60` or "
                "`unsure`, by the cut points of `age` (18, 60), in line 22 of "
                "questions/hiccups.yaml"
            ),
            id="a word",
        ),
        pytest.param(
            LONG,
            "age: at least 18",
            "age: 18",
            (
                "conditions/long-hiccups.yaml:26:18: `18` cannot be compared with `age`\n"
                "  help: write it like `under 18`, `18 to 59`, `at least 60` or "
                "`unsure`, by the cut points of `age` (18, 60), in line 22 of "
                "questions/hiccups.yaml"
            ),
            id="a bare number",
        ),
        pytest.param(
            LONG,
            "age: at least 18",
            "age: 60 to 18",
            (
                "conditions/long-hiccups.yaml:26:18: `60 to 18` cannot be compared with "
                "`age`\n"
                "  help: write it like `under 18`, `18 to 59`, `at least 60` or "
                "`unsure`, by the cut points of `age` (18, 60), in line 22 of "
                "questions/hiccups.yaml"
            ),
            id="from high to low",
        ),
        pytest.param(
            LONG,
            "age: at least 18",
            "age: at least " + "9" * 5000,
            (
                "conditions/long-hiccups.yaml:26:18: `at least "
                "999999999999999999999999999999999999999999999999...` cannot be compared "
                "with `age`\n"
                "  help: write it like `under 18`, `18 to 59`, `at least 60` or "
                "`unsure`, by the cut points of `age` (18, 60), in line 22 of "
                "questions/hiccups.yaml"
            ),
            id="endless number",
        ),
        pytest.param(
            SECTION,
            "[18, 60]",
            "[18, 70, 60]",
            (
                "questions/hiccups.yaml:22:17: the `cut-points` of `age` do not rise\n"
                "  help: write them from low to high"
            ),
            id="cut points fall",
        ),
        pytest.param(
            SECTION,
            "[18, 60]",
            "[18, 18, 60]",
            (
                "questions/hiccups.yaml:22:17: the `cut-points` of `age` do not rise\n"
                "  help: write them from low to high"
            ),
            id="cut point twice",
        ),
        pytest.param(
            SECTION,
            "[18, 60]",
            "[0, 18, 60]",
            (
                "questions/hiccups.yaml:22:17: the `cut-points` of `age` leave its range\n"
                "  help: they must be above 0 and not above 120"
            ),
            id="cut point at the lowest",
        ),
        pytest.param(
            SECTION,
            "highest: 120",
            "highest: 50",
            (
                "questions/hiccups.yaml:22:17: the `cut-points` of `age` leave its range\n"
                "  help: they must be above 0 and not above 50"
            ),
            id="cut point above the highest",
        ),
        pytest.param(
            SECTION,
            "lowest: 0",
            "lowest: -5",
            (
                "questions/hiccups.yaml:23:13: the `lowest` of `age` is `-5`\n"
                "  help: numbers start at 0"
            ),
            id="lowest below zero",
        ),
        pytest.param(
            SECTION,
            "    cut-points: [18, 60]\n    lowest: 0\n    highest: 120",
            "    cut-points: [18, 60]\n    lowest: 9\n    highest: 9",
            (
                "questions/hiccups.yaml:17:3: the `highest` of `age` is `9`, its `lowest` is "
                "`9`\n"
                "  help: the highest must be the higher"
            ),
            id="nothing between lowest and highest",
        ),
        pytest.param(
            SECTION,
            "    clause: you are {number} years old\n",
            "",
            (
                "questions/hiccups.yaml:17:3: the number question `age` needs a `clause` "
                "with `{number}` in it\n"
                "  help: for example: you are {number} years old"
            ),
            id="no clause",
        ),
        pytest.param(
            SECTION,
            "{number}",
            "N",
            (
                "questions/hiccups.yaml:17:3: the number question `age` needs a `clause` "
                "with `{number}` in it\n"
                "  help: for example: you are {number} years old"
            ),
            id="clause without the number",
        ),
    ],
)
def test_numbers_are_compared_at_cut_points_only(tmp_path, file, right, wrong, expected):
    """A rule may only draw a line where the question has declared one."""
    folder = write_slip(tmp_path, file, right, wrong)

    assert expected == said_about(folder)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            SECTION,
            LASTED_ANSWERS,
            "",
            (
                "questions/hiccups.yaml:26:3: the pick-one question `lasted` has no answers\n"
                "  help: list them under `answers:`"
            ),
            id="pick-one without answers",
        ),
        pytest.param(
            SECTION,
            AFTER_ANSWERS,
            "",
            (
                "questions/hiccups.yaml:35:3: the tick-all question `after` has no answers\n"
                "  help: list them under `answers:`"
            ),
            id="tick-all without answers",
        ),
        pytest.param(
            SECTION,
            "    yes: your chest hurts\n",
            ("    yes: your chest hurts\n    answers: {a: {text: a, yes: b}}\n"),
            (
                "questions/hiccups.yaml:16:5: a yes-no question has no `answers`\n"
                "  help: delete them"
            ),
            id="yes-no with answers",
        ),
        pytest.param(
            SECTION,
            "    yes: your chest hurts\n",
            "",
            (
                "questions/hiccups.yaml:10:3: the yes-no question `chest-pain` needs `yes` "
                "and `no`\n"
                "  help: say what each answer means"
            ),
            id="yes-no without its yes",
        ),
        pytest.param(
            SECTION,
            ", no: you did not eat a lot",
            "",
            (
                "questions/hiccups.yaml:41:7: the answer `big-meal` has no `no`\n"
                "  help: say what it means when it is left unticked"
            ),
            id="tick-all answer without its no",
        ),
        pytest.param(
            SECTION,
            LASTED_ANSWERS,
            LASTED_ANSWERS + "      unsure: {text: Not sure, yes: you cannot tell}\n",
            ("questions/hiccups.yaml:35:7: an answer cannot be called `unsure`\n  help: rename it"),
            id="answer called unsure",
        ),
        pytest.param(
            SECTION,
            AFTER_ANSWERS,
            AFTER_ANSWERS + "      none: {text: Nothing, yes: nothing, no: something}\n",
            ("questions/hiccups.yaml:43:7: an answer cannot be called `none`\n  help: rename it"),
            id="answer called none",
        ),
        pytest.param(
            SECTION,
            AFTER_ANSWERS,
            AFTER_ANSWERS + "      yes: {text: Yes, yes: yes it did, no: no it did not}\n",
            ("questions/hiccups.yaml:43:7: an answer cannot be called `yes`\n  help: rename it"),
            id="tick-all answer called yes",
        ),
        pytest.param(
            SECTION,
            "  medicines:\n",
            ("  all: {kind: yes-no, short: a, ask: b, why: c, yes: d, no: e}\n  medicines:\n"),
            ("questions/hiccups.yaml:43:3: a question cannot be called `all`\n  help: rename it"),
            id="question called all",
        ),
        pytest.param(
            SECTION,
            "  medicines:\n",
            ("  medicine: {kind: yes-no, short: a, ask: b, why: c, yes: d, no: e}\n  medicines:\n"),
            (
                "questions/hiccups.yaml:43:3: a question cannot be called `medicine`\n"
                "  help: rename it"
            ),
            id="question called medicine",
        ),
        pytest.param(
            SECTION,
            "  medicines:\n",
            ("  early: {kind: medicines, short: a, ask: b, why: c}\n  medicines:\n"),
            (
                "questions/hiccups.yaml:44:3: `medicines` is a second question about "
                "medicines\n  help: ask for all of them in one question"
            ),
            id="second question about medicines",
        ),
    ],
)
def test_a_question_has_what_its_kind_needs(tmp_path, file, right, wrong, expected):
    """Each kind of question needs its own words, and takes no others."""
    folder = write_slip(tmp_path, file, right, wrong)

    assert expected == said_about(folder)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            SECTION,
            "ask-when: {chest-pain: [no, unsure]}",
            "ask-when: {finding: full-stomach}",
            (
                "questions/hiccups.yaml:31:16: `ask-when` cannot use a finding\n"
                "  help: name the answers that decide it"
            ),
            id="ask-when with a finding",
        ),
        pytest.param(
            SECTION,
            "ask-when: {chest-pain: [no, unsure]}",
            "ask-when: {after.big-meal: yes}",
            (
                "questions/hiccups.yaml:31:16: `after.big-meal` is asked after `lasted`\n"
                "  help: `ask-when` can only use earlier questions"
            ),
            id="ask-when of a later question",
        ),
        pytest.param(
            SECTION,
            "ask-when: {chest-pain: [no, unsure]}",
            "ask-when: {lasted: days}",
            (
                "questions/hiccups.yaml:31:16: `lasted` depends on its own answer\n"
                "  help: `ask-when` can only use earlier questions"
            ),
            id="ask-when of itself",
        ),
        pytest.param(
            "rulebook.yaml",
            "{answering-for: someone-else}",
            "{finding: full-stomach}",
            (
                "rulebook.yaml:5:21: `other-person-when` cannot use a finding\n"
                "  help: name the answers that decide it"
            ),
            id="other person by a finding",
        ),
        pytest.param(
            "findings.yaml",
            "after.fizzy-drink: yes",
            "finding: full-stomach",
            (
                "findings.yaml:2:3: the finding `full-stomach` depends on itself\n"
                "  help: take the circle apart"
            ),
            id="finding that needs itself",
        ),
        pytest.param(
            "findings.yaml",
            "    sources: [H1]\n",
            (
                "    sources: [H1]\n"
                "  one: {name: one, when: {finding: two}, sources: [H1]}\n"
                "  two: {name: two, when: {finding: one}, sources: [H1]}\n"
            ),
            (
                "findings.yaml:9:3: the finding `one` depends on itself\n"
                "  help: take the circle apart\n"
                "findings.yaml:10:3: the finding `two` depends on itself\n"
                "  help: take the circle apart"
            ),
            id="circle of findings",
        ),
        pytest.param(
            "red-flags.yaml",
            "urgency: emergency\n    if-unsure: same-day",
            "urgency: two-weeks\n    if-unsure: same-day",
            (
                "red-flags.yaml:6:16: `if-unsure` is `same-day`, above the `two-weeks` of "
                "HF01\n  help: it can be the same level or lower"
            ),
            id="if-unsure above urgency",
        ),
        pytest.param(
            "scoring.yaml",
            "fits-partly: 5",
            "fits-partly: 9",
            (
                "scoring.yaml:3:12: `fits-well` is `8`, `fits-partly` is `9`\n"
                "  help: fits-well must be the higher, both above 0"
            ),
            id="fits upside down",
        ),
        pytest.param(
            "scoring.yaml",
            "fits-partly: 5",
            "fits-partly: 0",
            (
                "scoring.yaml:3:12: `fits-well` is `8`, `fits-partly` is `0`\n"
                "  help: fits-well must be the higher, both above 0"
            ),
            id="fit at zero",
        ),
        pytest.param(
            "advisory.yaml",
            "  same-day: {title: Today, what-to-do: [Call today.]}\n",
            "",
            ("advisory.yaml:5:3: there is no text for `same-day`\n  help: add it"),
            id="level without its text",
        ),
        pytest.param(
            LONG,
            "  long-with-pain:",
            "  long-on-steroid:",
            (
                "conditions/long-hiccups.yaml:33:3: the rule `long-on-steroid` stands in two "
                "places\n"
                "  help: the other one is in conditions/long-hiccups.yaml, rename one of them"
            ),
            id="rule id twice in a file",
        ),
        pytest.param(
            LONG,
            "  long-with-pain:",
            "  short-after-meal:",
            (
                "conditions/short-hiccups.yaml:15:3: the rule `short-after-meal` stands in "
                "two places\n"
                "  help: the other one is in conditions/long-hiccups.yaml, rename one of them"
            ),
            id="rule id in two files",
        ),
        pytest.param(
            LONG,
            "  long-with-pain:",
            "  short-hiccups-core:",
            (
                "conditions/long-hiccups.yaml:33:3: the rule `short-hiccups-core` stands in "
                "two places\n"
                "  help: the other one is in conditions/short-hiccups.yaml, rename one of "
                "them"
            ),
            id="rule id of the core of another condition",
        ),
        pytest.param(
            SHORT,
            "supports:\n  short-after-meal:",
            "firm: {age: at least 18}\nsupports:\n  short-hiccups-firm:",
            (
                "conditions/short-hiccups.yaml:16:3: the rule `short-hiccups-firm` stands in "
                "two places\n"
                "  help: the other one is in conditions/short-hiccups.yaml, rename one of "
                "them"
            ),
            id="rule id of a firm part",
        ),
        pytest.param(
            SHORT,
            "supports:\n",
            "firm-missing: you are too young\nsupports:\n",
            (
                "conditions/short-hiccups.yaml:14:1: `firm-missing` says what is missing, but "
                "there is no `firm`\n"
                "  help: write under `firm:` what it needs to fit well, or delete the sentence"
            ),
            id="what is missing where nothing is asked for",
        ),
        pytest.param(
            SHORT,
            "supports:\n",
            "firm:\n  because: they are old\n  when: {age: at least 18}\nsupports:\n",
            (
                "conditions/short-hiccups.yaml:16:3: `firm` is a condition itself, there is no "
                "`when` in it\n"
                "  help: write what must hold right below `firm:`"
            ),
            id="firm part written like a core",
        ),
        pytest.param(
            SHORT,
            "supports:\n",
            "firm: {agee: at least 18}\nsupports:\n",
            (
                "conditions/short-hiccups.yaml:14:8: unknown question `agee`\n"
                "  help: did you mean `age`?"
            ),
            id="misspelt question in a firm part",
        ),
        pytest.param(
            SHORT,
            "supports:\n",
            "firm: {finding: old-hiccups}\nsupports:\n",
            (
                "conditions/short-hiccups.yaml:14:17: unknown finding `old-hiccups`\n"
                "  help: findings are in findings.yaml"
            ),
            id="unknown finding in a firm part",
        ),
        pytest.param(
            SHORT,
            "supports:\n",
            "firm: {not: {age: under 18}}\nsupports:\n",
            (
                "conditions/short-hiccups.yaml:14:8: there is no `not` in a condition\n"
                "  help: name the answer instead, such as `question: no`"
            ),
            id="negation in a firm part",
        ),
        pytest.param(
            "medicines.yaml",
            "part-of: steroid",
            "part-of: strong-steroid",
            (
                "medicines.yaml:10:14: the class `strong-steroid` is part of itself\n"
                "  help: choose another"
            ),
            id="class part of itself",
        ),
        pytest.param(
            "medicines.yaml",
            "    name: steroids",
            "    name: steroids\n    part-of: strong-steroid",
            (
                "medicines.yaml:4:14: the class `steroid` is part of itself\n"
                "  help: choose another\n"
                "medicines.yaml:11:14: the class `strong-steroid` is part of itself\n"
                "  help: choose another"
            ),
            id="classes part of each other",
        ),
        pytest.param(
            "medicines.yaml",
            "classes:\n  steroid:",
            (
                "classes:\n"
                "  unknown-name: {name: a, known-as: b, effects: c, latency: d, sources: "
                "[H1]}\n  steroid:"
            ),
            ("medicines.yaml:2:3: a class cannot be called `unknown-name`\n  help: rename it"),
            id="class with a name of our own",
        ),
        pytest.param(
            "medicines.yaml",
            "also: [soothin]",
            "also: [soothin, CALMEX]",
            (
                "medicines.yaml:21:21: the name `CALMEX` belongs to `calmone` too\n"
                "  help: a name may lead to one medicine only"
            ),
            id="name of two medicines",
        ),
        pytest.param(
            "medicines.yaml",
            "also: [soothin]",
            "also: [Calmex 5 mg tablets]",
            (
                "medicines.yaml:21:12: the name `Calmex 5 mg tablets` belongs to `calmone` "
                "too\n  help: a name may lead to one medicine only"
            ),
            id="name of two medicines but for the dose",
        ),
        pytest.param(
            "medicines.yaml",
            "brands: [Calmex]",
            "brands: [Soothine]",
            (
                "medicines.yaml:19:3: the name `soothine` belongs to `calmone` too\n"
                "  help: a name may lead to one medicine only"
            ),
            id="brand that is another medicine",
        ),
        pytest.param(
            "medicines.yaml",
            "also: [soothin]",
            "also: [Успокоин]",
            (
                "medicines.yaml:21:12: the name `Успокоин` cannot be looked up\n"
                "  help: write it with letters from a to z"
            ),
            id="name that nobody can look up",
        ),
        pytest.param(
            "rulebook.yaml",
            "title: The hiccups}",
            "title: The hiccups}\n  - {id: hiccups, title: More}",
            (
                "rulebook.yaml:5:10: section `hiccups` stands here a second time\n"
                "  help: keep one of them"
            ),
            id="section twice",
        ),
    ],
)
def test_parts_of_the_rule_book_agree(tmp_path, file, right, wrong, expected):
    """What one part says must fit what the others say."""
    folder = write_slip(tmp_path, file, right, wrong)

    assert expected == said_about(folder)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            SHORT,
            "urgency: routine",
            "urgency: routine\nurgency: emergency",
            (
                "conditions/short-hiccups.yaml:10:1: `urgency` stands here a second time\n"
                "  help: the first one is at line 9, keep one of them"
            ),
            id="key twice",
        ),
        pytest.param(
            SECTION,
            "  medicines:\n",
            ("  age: {kind: yes-no, short: a, ask: b, why: c, yes: d, no: e}\n  medicines:\n"),
            (
                "questions/hiccups.yaml:43:3: `age` stands here a second time\n"
                "  help: the first one is at line 17, keep one of them"
            ),
            id="question twice",
        ),
        pytest.param(
            SHORT,
            "name: short hiccups",
            "name: &it short hiccups",
            (
                "conditions/short-hiccups.yaml:1:7: the anchor `&it` is not allowed\n"
                "  help: write the text out where it is used"
            ),
            id="anchor",
        ),
        pytest.param(
            SHORT,
            "name: short hiccups\n",
            "name: &it short hiccups\nfits-name: *it\n",
            (
                "conditions/short-hiccups.yaml:1:7: the anchor `&it` is not allowed\n"
                "  help: write the text out where it is used\n"
                "conditions/short-hiccups.yaml:2:12: the alias `*it` is not allowed\n"
                "  help: write the text out where it is used"
            ),
            id="anchor and alias",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted: *it}",
            (
                "conditions/short-hiccups.yaml:11:18: the alias `*it` is not allowed\n"
                "  help: write the text out where it is used"
            ),
            id="alias in a condition",
        ),
        pytest.param(
            SHORT,
            "name: short hiccups",
            "name: !secret short hiccups",
            (
                "conditions/short-hiccups.yaml:1:7: the tag `!secret` is not allowed\n"
                "  help: delete it, every value is text"
            ),
            id="tag",
        ),
        pytest.param(
            SHORT,
            SHORT_HICCUPS,
            SHORT_HICCUPS + "---\nname: another\n",
            (
                "conditions/short-hiccups.yaml:21:1: a second document starts with `---`\n"
                "  help: keep one document in a file"
            ),
            id="second document",
        ),
        pytest.param(
            SHORT,
            "core:\n  when",
            "core:\n\twhen",
            (
                "conditions/short-hiccups.yaml:11:1: a tab stands before `when: {lasted: "
                "minutes}`\n"
                "  help: delete it and type spaces, as many as before the other lines of "
                "this block"
            ),
            id="tab for indentation",
        ),
        pytest.param(
            SHORT,
            WHEN,
            "{lasted: minutes",
            (
                "conditions/short-hiccups.yaml:11:9: the bracket `{` is not closed\n"
                "  help: write `}` after the last part, and a comma between two parts"
            ),
            id="open bracket",
        ),
        pytest.param(
            SHORT,
            "Hiccups that pass.",
            "Hiccups: that pass.",
            (
                "conditions/short-hiccups.yaml:3:20: a colon and a space stand inside "
                "the text of `what-it-is`\n"
                "  help: put the whole text in double quotes, as in `what-it-is: "
                '"Hiccups: that pass."`'
            ),
            id="colon inside a sentence",
        ),
        pytest.param(
            SHORT,
            "Hiccups that pass.",
            '"Hiccups that pass.',
            (
                'conditions/short-hiccups.yaml:3:13: the quote `"` is never closed\n'
                '  help: type `"` at the end of the text too, or delete this one'
            ),
            id="open quote",
        ),
        pytest.param(
            SHORT,
            "  because: they pass by",
            " because: they pass by",
            (
                "conditions/short-hiccups.yaml:12:2: `because` begins in column 2, where "
                "no key above begins\n"
                "  help: put 2 spaces before it to stand beside `when`, or none to stand "
                "beside `core`"
            ),
            id="indentation",
        ),
        pytest.param(
            SHORT,
            "Hiccups that pass.",
            '"Hiccups \\q"',
            (
                "conditions/short-hiccups.yaml:3:22: `\\q` means nothing between double "
                "quotes\n"
                "  help: write the text between single quotes"
            ),
            id="unknown escape",
        ),
        pytest.param(
            SHORT,
            "None is known.",
            "[" * 40 + "]" * 40,
            (
                "conditions/short-hiccups.yaml:6:43: nested too deeply\n"
                "  help: at most 30 levels are read"
            ),
            id="nested too deeply",
        ),
    ],
)
def test_yaml_says_what_a_reader_sees(tmp_path, file, right, wrong, expected):
    """Whatever could make YAML mean something else than it seems is not read."""
    folder = write_slip(tmp_path, file, right, wrong)

    assert expected == said_about(folder)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            SHORT,
            "urgency: routine",
            "urgency routine",
            (
                "conditions/short-hiccups.yaml:9:1: `urgency routine` has no colon\n"
                "  help: write `urgency: routine`"
            ),
            id="no colon",
        ),
        pytest.param(
            SHORT,
            "name: short hiccups",
            "name short hiccups",
            (
                "conditions/short-hiccups.yaml:1:1: `name short hiccups` has no colon\n"
                "  help: write `name: short hiccups`"
            ),
            id="no colon in the first line",
        ),
        pytest.param(
            SHORT,
            "supports:\n",
            "supports\n",
            (
                "conditions/short-hiccups.yaml:14:1: `supports` has no colon\n"
                "  help: write `supports:`"
            ),
            id="no colon before a block",
        ),
        pytest.param(
            SHORT,
            "  short-after-meal:\n",
            "  short-after-meal\n",
            (
                "conditions/short-hiccups.yaml:15:3: `short-after-meal` has no colon\n"
                "  help: write `short-after-meal:`"
            ),
            id="no colon before an inner block",
        ),
        pytest.param(
            SHORT,
            "{lasted: minutes}",
            "{lasted minutes}",
            (
                "conditions/short-hiccups.yaml:11:10: `lasted minutes` has no colon\n"
                "  help: write `lasted: minutes`"
            ),
            id="no colon in a condition",
        ),
        pytest.param(
            SHORT,
            "{lasted: minutes}",
            "{lasted:minutes}",
            (
                "conditions/short-hiccups.yaml:11:10: there is no space after the colon "
                "in `lasted:minutes`\n"
                "  help: write `lasted: minutes`"
            ),
            id="no space after the colon of a condition",
        ),
        pytest.param(
            SHORT,
            "urgency: routine",
            "urgency = routine",
            (
                "conditions/short-hiccups.yaml:9:1: `urgency = routine` has an equals "
                "sign where a colon belongs\n"
                "  help: write `urgency: routine`"
            ),
            id="equals sign",
        ),
        pytest.param(
            SHORT,
            "urgency: routine",
            "urgency\uff1a routine",
            (
                "conditions/short-hiccups.yaml:9:8: the wide colon `\uff1a` is not a colon of "
                "a key\n"
                "  help: type `:` and a space in its place"
            ),
            id="wide colon",
        ),
        pytest.param(
            SHORT,
            "they pass by themselves",
            "they pass\nby themselves",
            (
                "conditions/short-hiccups.yaml:13:1: `by themselves` has no colon\n"
                "  help: put more spaces before it where it belongs to the text of "
                "`because`, else write `key: text`"
            ),
            id="text that goes on too far left",
        ),
        pytest.param(
            SHORT,
            "  because: they pass by",
            "   because: they pass by",
            (
                "conditions/short-hiccups.yaml:12:4: `because` now belongs to `when` of "
                "line 11, which is complete without it\n"
                "  help: begin `because` and `when` in the same column"
            ),
            id="one space too many",
        ),
        pytest.param(
            SHORT,
            "  because: they pass by",
            "because: they pass by",
            (
                "conditions/short-hiccups.yaml:13:3: `sources` now belongs to `because` "
                "of line 12, which is complete without it\n"
                "  help: begin `sources` and `because` in the same column"
            ),
            id="line at the left edge",
        ),
        pytest.param(
            SHORT,
            "  short-after-meal:\n    when: {finding: full-stomach}\n    strength: strong\n    because: a full stomach sets them off\n    sources: [H1]\n",
            "short-after-meal:\n  when: {finding: full-stomach}\n  strength: strong\n  because: a full stomach sets them off\n  sources: [H1]\n",
            (
                "conditions/short-hiccups.yaml:15:1: `short-after-meal` stands beside "
                "`supports`, which is empty\n"
                "  help: put two more spaces before it and before each line of it, to "
                "make it a part of `supports`"
            ),
            id="rule at the left edge",
        ),
        pytest.param(
            SHORT,
            "sources: [H1]\nsupports",
            "sources: [H1]\n  supports",
            (
                "conditions/short-hiccups.yaml:14:3: `supports` now belongs to `core`, "
                "which has no such key\n"
                "  help: delete the spaces before it, to stand beside `core`"
            ),
            id="block moved into another",
        ),
        pytest.param(
            SHORT,
            "    sources: [H1]\nsources: [H1]",
            "    sources: [H1]\n  sources: [H1]",
            (
                "conditions/short-hiccups.yaml:20:3: `sources` now belongs to "
                "`supports`, which has no such key\n"
                "  help: delete the spaces before it, to stand beside `supports`"
            ),
            id="key moved into another block",
        ),
        pytest.param(
            "red-flags.yaml",
            "  HF01:",
            "HF01:",
            (
                "red-flags.yaml:2:1: `HF01` stands beside `red-flags`, which is empty\n"
                "  help: put two more spaces before it and before each line of it, to "
                "make it a part of `red-flags`"
            ),
            id="all flags at the left edge",
        ),
        pytest.param(
            "findings.yaml",
            "        - after.fizzy-drink: yes",
            "        after.fizzy-drink: yes",
            (
                "findings.yaml:7:9: `after.fizzy-drink: yes` stands in a list without a "
                "dash\n"
                "  help: write `- after.fizzy-drink: yes`"
            ),
            id="second item without dash",
        ),
        pytest.param(
            "findings.yaml",
            "        - after.big-meal: yes",
            "        after.big-meal: yes",
            (
                "findings.yaml:6:9: `after.big-meal: yes` stands in a list without a dash\n"
                "  help: write `- after.big-meal: yes`"
            ),
            id="first item without dash",
        ),
        pytest.param(
            "findings.yaml",
            "        - after.fizzy-drink: yes",
            "        -after.fizzy-drink: yes",
            (
                "findings.yaml:7:9: there is no space after the dash in "
                "`-after.fizzy-drink: yes`\n"
                "  help: write `- after.fizzy-drink: yes`"
            ),
            id="dash without a space",
        ),
        pytest.param(
            "findings.yaml",
            "        - after.big-meal: yes\n        - after.fizzy-drink: yes",
            "        -after.big-meal: yes\n        -after.fizzy-drink: yes",
            (
                "findings.yaml:6:9: `any` must be a list of conditions, here is a block "
                "of keys\n"
                "  help: put a space after each dash, as in `- question: answer`"
            ),
            id="all dashes without a space",
        ),
        pytest.param(
            "findings.yaml",
            "        - after.fizzy-drink: yes",
            "    - after.fizzy-drink: yes",
            (
                "findings.yaml:7:5: this dash begins in column 5, the one above it in "
                "column 9\n"
                "  help: begin it in column 9 too"
            ),
            id="dash in another column",
        ),
        pytest.param(
            "findings.yaml",
            "        - after.big-meal: yes\n        - after.fizzy-drink: yes",
            "        after.big-meal: yes\n        after.fizzy-drink: yes",
            (
                "findings.yaml:6:9: `any` must be a list of conditions, here is a block "
                "of keys\n"
                "  help: begin each condition with a dash and a space, as in `- "
                "question: answer`"
            ),
            id="no dash at all",
        ),
        pytest.param(
            SHORT,
            "because: they pass by themselves",
            "because: \u201cthey pass: by themselves\u201d",
            (
                "conditions/short-hiccups.yaml:12:12: the curly quote `“` does not hold "
                "a text together\n"
                '  help: type the straight quote `"` at both ends of the text'
            ),
            id="curly quotes around a text with a colon",
        ),
        pytest.param(
            SHORT,
            "strength: strong",
            "strength: \u201cstrong\u201d",
            (
                "conditions/short-hiccups.yaml:17:15: unknown word `“strong”` for "
                "`strength`\n"
                "  help: write `strong` without curly quotes"
            ),
            id="curly quotes around a word",
        ),
        pytest.param(
            SHORT,
            "urgency: routine",
            "\u201curgency\u201d: routine",
            (
                "conditions/short-hiccups.yaml:9:1: unknown key `“urgency”`\n"
                "  help: write `urgency` without curly quotes"
            ),
            id="curly quotes around a key",
        ),
        pytest.param(
            SHORT,
            "[Nothing.]",
            "[\u201cNothing, or little.\u201d]",
            (
                "conditions/short-hiccups.yaml:7:20: the curly quote `“` does not hold a "
                "text together\n"
                '  help: type the straight quote `"` at both ends of the text'
            ),
            id="curly quotes around a comma",
        ),
        pytest.param(
            SHORT,
            "  short-after-meal:",
            "  meal\tstrong\tH1\n  walk\tweak\tH1\n  short-after-meal:",
            (
                "conditions/short-hiccups.yaml:15:7: a tab stands between `meal` and "
                "`strong`, as in a pasted table\n"
                "  help: write each cell of it as a line such as `key: text`"
            ),
            id="table of a spreadsheet",
        ),
        pytest.param(
            SHORT,
            "  short-after-meal:",
            "  | sign | strength |\n  |---|---|\n  | meal | strong |\n  short-after-meal:",
            (
                "conditions/short-hiccups.yaml:15:3: `| sign | strength |` is a row of a "
                "table\n"
                "  help: write each cell of it as a line such as `key: text`"
            ),
            id="table of a web page",
        ),
        pytest.param(
            SHORT,
            "  because: they pass by",
            "\xa0\xa0because: they pass by",
            (
                "conditions/short-hiccups.yaml:12:1: a non-breaking space stands before "
                "`because: they pass by themselves`\n"
                "  help: delete it and press the space bar"
            ),
            id="non-breaking spaces before a key",
        ),
        pytest.param(
            SHORT,
            "urgency: routine",
            "urgency:\xa0routine",
            (
                "conditions/short-hiccups.yaml:9:9: a non-breaking space stands after "
                "`urgency:`\n"
                "  help: delete it and press the space bar"
            ),
            id="non-breaking space after a colon",
        ),
        pytest.param(
            SHORT,
            "strength: strong",
            "strength: \xa0strong",
            (
                "conditions/short-hiccups.yaml:17:15: unknown word `\u00a0strong` for "
                "`strength`\n"
                "  help: write `strong` without a non-breaking space"
            ),
            id="non-breaking space before a word",
        ),
        pytest.param(
            SHORT,
            "    strength: strong",
            "  \tstrength: strong",
            (
                "conditions/short-hiccups.yaml:17:3: a tab stands before `strength: "
                "strong`\n"
                "  help: delete it and type spaces, as many as before the other lines of "
                "this block"
            ),
            id="tab after spaces",
        ),
        pytest.param(
            "findings.yaml",
            "        - after.fizzy-drink: yes",
            "\t\t- after.fizzy-drink: yes",
            (
                "findings.yaml:7:1: a tab stands before `- after.fizzy-drink: yes`\n"
                "  help: delete it and type spaces, as many as before the other lines of "
                "this block"
            ),
            id="tabs before a dash",
        ),
        pytest.param(
            LONG,
            "at least 18",
            "> 18",
            (
                "conditions/long-hiccups.yaml:26:18: a text cannot begin with `>`\n"
                "  help: compare in words, such as `at least 18` or `under 18`"
            ),
            id="sign for a comparison",
        ),
        pytest.param(
            SHORT,
            "{lasted: minutes}",
            "{lasted: minutes}}",
            ("conditions/short-hiccups.yaml:11:26: there is one `}` too many\n  help: delete it"),
            id="bracket too many",
        ),
        pytest.param(
            SHORT,
            "they pass by themselves",
            '"they" pass by themselves',
            (
                "conditions/short-hiccups.yaml:12:19: `pass by themselves` stands after "
                'the closing `"`\n'
                "  help: put the whole text in quotes, and use none of them inside it"
            ),
            id="text after a quote",
        ),
        pytest.param(
            SHORT,
            "they pass by themselves",
            "[they] pass by themselves",
            (
                "conditions/short-hiccups.yaml:12:19: `pass by themselves` stands after "
                "the closing `]`\n"
                '  help: put the whole text in double quotes, as in `because: "[they] '
                'pass by themselves"`'
            ),
            id="text after a bracket",
        ),
        pytest.param(
            SHORT,
            "they pass by themselves",
            "*they* pass by themselves",
            (
                "conditions/short-hiccups.yaml:12:12: a text cannot begin with `*`\n"
                '  help: put the whole text in double quotes, as in `because: "*they* '
                'pass by themselves"`'
            ),
            id="star before a text",
        ),
        pytest.param(
            SHORT,
            "they pass by themselves",
            "- they pass",
            (
                "conditions/short-hiccups.yaml:12:12: a list cannot begin beside "
                "`because:`\n"
                "  help: begin it on the next line, or put the text in double quotes"
            ),
            id="dash before a text",
        ),
        pytest.param(
            SHORT,
            "urgency: routine",
            "<<<<<<< HEAD\nurgency: routine\n=======\nurgency: two-weeks\n>>>>>>> other",
            (
                "conditions/short-hiccups.yaml:9:1: `<<<<<<<` was left here when two "
                "versions were joined\n"
                "  help: keep one of the two, and delete the lines `<<<<<<<`, `=======` "
                "and `>>>>>>>`"
            ),
            id="marks of two versions",
        ),
        pytest.param(
            SHORT,
            "{lasted: minutes}",
            "{lasted: minutes or days}",
            (
                "conditions/short-hiccups.yaml:11:18: unknown answer `minutes or days` "
                "for `lasted`\n"
                "  help: write `[minutes, days]`, with a comma between two of them"
            ),
            id="two answers in words",
        ),
    ],
)
def test_an_edit_that_people_really_make_is_said_in_their_words(
    tmp_path, file, right, wrong, expected
):
    """Whoever never saw YAML reads what they typed, where, and what to type instead."""
    folder = write_slip(tmp_path, file, right, wrong)

    assert expected == said_about(folder)


@pytest.mark.parametrize(
    "name", ["rulebook.yaml", "advisory.yaml", "scoring.yaml", "sources.yaml", "red-flags.yaml"]
)
def test_a_file_that_every_rule_book_has_is_missed(tmp_path, name):
    """A rule book without its danger signs, its advisory or its sources is not used."""
    folder = write_book(tmp_path, {file: text for file, text in FILES.items() if file != name})

    assert f"{name}:1:1: the file `{name}` is missing\n  help: add it" == said_about(folder)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "finding.yaml",
            "finding.yaml:1:1: `finding.yaml` is not a file of a rule book\n"
            "  help: did you mean `findings.yaml`?",
            id="near",
        ),
        pytest.param(
            "conditions/hiccups.yml",
            "conditions/hiccups.yml:1:1: `conditions/hiccups.yml` is not a file of a rule book\n"
            "  help: did you mean `conditions/<name>.yaml`?",
            id="other ending",
        ),
        pytest.param(
            "conditions/other-hiccups.yaml.txt",
            "conditions/other-hiccups.yaml.txt:1:1: `conditions/other-hiccups.yaml.txt` is passed "
            "over, since it does not end in `.yaml`\n"
            "  help: give it its ending back, or take it out of the folder",
            id="an ending behind the ending",
        ),
        pytest.param(
            "questions/other-hiccups",
            "questions/other-hiccups:1:1: `questions/other-hiccups` is passed over, since it does "
            "not end in `.yaml`\n"
            "  help: give it its ending back, or take it out of the folder",
            id="no ending",
        ),
        pytest.param(
            "zzz.yaml",
            "zzz.yaml:1:1: `zzz.yaml` is not a file of a rule book\n"
            "  help: a rule book has: rulebook.yaml, advisory.yaml, scoring.yaml, sources.yaml, "
            "findings.yaml, glossary.yaml, named-kinds.yaml, red-flags.yaml, medicines.yaml, "
            "ordinary-medicines.yaml, reviews.yaml, questions/<name>.yaml, "
            "conditions/<name>.yaml, regions/<name>.yaml",
            id="far",
        ),
        pytest.param(
            "conditions/Long_Hiccups.yaml",
            "conditions/Long_Hiccups.yaml:1:1: `Long_Hiccups` cannot be used as a name\n"
            "  help: name the file like `two-words.yaml`",
            id="condition in capitals",
        ),
        pytest.param(
            "conditions/hoquet-épuisant.yaml",
            "conditions/hoquet-épuisant.yaml:1:1: `hoquet-épuisant` cannot be used as a name\n"
            "  help: name the file like `two-words.yaml`",
            id="condition with an accent",
        ),
    ],
)
def test_a_file_has_a_name_that_says_what_it_is(tmp_path, name, expected):
    """A file under a wrong name is never silently left out."""
    text = SHORT_HICCUPS.replace("short-after-meal", "another-after-meal")
    folder = write_book(tmp_path, {**FILES, name: text})

    assert expected == said_about(folder)


@pytest.mark.parametrize("name", ["conditions/README.md", "conditions/short-hiccups.yaml~"])
def test_a_page_or_a_backup_beside_its_rule_file_is_passed_over(tmp_path, name):
    """An editor's copy and a page that explains a folder hide no rule."""
    folder = write_book(tmp_path, {**FILES, name: "something"})

    assert load_rulebook(folder) == load_rulebook(write_book(tmp_path / "as-it-was", FILES))


def test_what_may_gate_a_danger_sign_is_a_question(tmp_path):
    """A slip in the list of gates would make promise P7 speak of nothing."""
    text = FILES["rulebook.yaml"] + "danger-gates: [agee]\n"
    folder = write_book(tmp_path, {**FILES, "rulebook.yaml": text})

    assert (
        "rulebook.yaml:6:16: unknown question `agee`\n  help: did you mean `age`?"
    ) == said_about(folder)


def test_a_file_of_questions_belongs_to_a_section(tmp_path):
    """Questions whose section is not listed would never be asked, so that is said."""
    more = "questions:\n  tired: {kind: yes-no, short: a, ask: b, why: c, yes: d, no: e}\n"
    folder = write_book(tmp_path, {**FILES, "questions/hicups.yaml": more})

    assert (
        "questions/hicups.yaml:1:1: unknown section `hicups`\n  help: did you mean `hiccups`?"
    ) == said_about(folder)


def test_a_question_stands_in_one_file(tmp_path):
    """The same question in two sections could mean two things."""
    files = {
        **FILES,
        "rulebook.yaml": FILES["rulebook.yaml"].replace(
            "title: The hiccups}", "title: The hiccups}\n  - {id: more, title: More}"
        ),
        "questions/more.yaml": (
            "questions:\n  age: {kind: yes-no, short: a, ask: b, why: c, yes: d, no: e}\n"
        ),
    }
    folder = write_book(tmp_path, files)

    assert (
        "questions/more.yaml:2:3: the question `age` stands in two files\n"
        "  help: the other one is in questions/hiccups.yaml"
    ) == said_about(folder)


def test_findings_and_medicines_may_be_left_out(tmp_path):
    """A rule book needs no findings and no medicines, as long as no rule names them."""
    files = dict(FILES)
    del files["findings.yaml"], files["medicines.yaml"]
    files[SHORT] = files[SHORT].replace("{finding: full-stomach}", "{after.big-meal: yes}")
    files[LONG] = files[LONG].replace("{medicine.steroid: yes}", "{medicine.unknown-name: yes}")

    assert {} == load_rulebook(write_book(tmp_path, files)).findings


def test_all_slips_of_all_files_are_said_in_one_run(tmp_path):
    """Whoever mends a rule book sees every slip at once, in the order of files and lines."""
    files = {
        **FILES,
        "scoring.yaml": FILES["scoring.yaml"].replace("core: 4", "core: four"),
        "sources.yaml": FILES["sources.yaml"].replace("read: full", "read: all of it"),
        LONG: FILES[LONG].replace("rare", "rarely").replace("strength: weak", "strength: week"),
        SECTION: QUESTIONS.replace("kind: number", "kind: numbr").replace("[18, 60]", "18"),
        SHORT: SHORT_HICCUPS.replace("{finding: full-stomach}", "{}").replace("name: ", "nmae: "),
    }

    assert (
        "conditions/long-hiccups.yaml:2:12: unknown word `rarely` for `frequency`\n"
        "  help: did you mean `rare`?\n"
        "conditions/long-hiccups.yaml:29:15: unknown word `week` for `strength`\n"
        "  help: did you mean `weak`?\n"
        "conditions/short-hiccups.yaml:1:1: unknown key `nmae`\n"
        "  help: did you mean `name`?\n"
        "conditions/short-hiccups.yaml:16:11: the condition is empty\n"
        "  help: write `question: answer`, `finding: id`, `all: [...]`, `any: [...]` or "
        "`at-least:`\n"
        "questions/hiccups.yaml:18:11: unknown word `numbr` for `kind`\n"
        "  help: did you mean `number`?\n"
        "questions/hiccups.yaml:22:17: `cut-points` must be a list, here is `18`\n"
        "  help: write `cut-points: [18]`\n"
        "scoring.yaml:1:7: `core` must be a whole number, here is `four`\n"
        "  help: write digits only, such as `3`\n"
        "sources.yaml:7:11: unknown word `all of it` for `read`\n"
        "  help: one of: full, no, part"
    ) == said_about(write_book(tmp_path, files))


def test_a_slip_in_one_part_hides_no_wrong_name_in_another(tmp_path):
    """A broken question is one slip: rules that use it are right, wrong names are still said."""
    files = {
        **FILES,
        SECTION: QUESTIONS.replace("    why: Long ones have other causes.\n", ""),
        LONG: FILES[LONG].replace("{chest-pain: yes}", "{chest-pian: yes}"),
    }

    assert (
        "conditions/long-hiccups.yaml:34:12: unknown question `chest-pian`\n"
        "  help: did you mean `chest-pain`?\n"
        "questions/hiccups.yaml:27:5: `lasted` has no `why`\n"
        "  help: add the key `why:`"
    ) == said_about(write_book(tmp_path, files))


def test_a_medicine_may_repeat_its_own_name(tmp_path):
    """A medicine may list its own name again, in another writing."""
    folder = write_slip(tmp_path, "medicines.yaml", "[Calmex]", "[Calmex, Calmone, CALMEX 5 mg]")

    assert "calmone" in load_rulebook(folder).medicines


@pytest.mark.parametrize("word", ["true", "on", "Yes", "1"])
def test_a_truth_is_said_with_yes_or_no(tmp_path, word):
    """Whatever other files take for true, a rule file says yes or no."""
    folder = write_slip(tmp_path, "red-flags.yaml", "same-day\n", f"same-day\n    crisis: {word}\n")

    assert said_about(folder).startswith(
        f"red-flags.yaml:7:13: unknown word `{word}` for `crisis`\n  help: "
    )


def test_yes_and_no_are_read_as_truth_values(tmp_path):
    """Yes is true, no is false, and what is left out is as the description of the key says."""
    for word, crisis in (("yes", True), ("no", False)):
        right, wrong = "same-day\n", f"same-day\n    crisis: {word}\n"
        book = load_rulebook(write_slip(tmp_path / word, "red-flags.yaml", right, wrong))
        assert book.red_flags["HF01"].crisis is crisis
        assert book.conditions["short-hiccups"].benign is False
