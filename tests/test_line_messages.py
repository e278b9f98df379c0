"""What is said about every slip in the language of danger screens and body maps, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.lines_book import LINES_BOOK, with_slip_in_lines
from tests.small_book import SECTION, write_book
from triage import RulesError
from triage.errors import Problem
from triage.rulebook.loading import load_rulebook


def said_about(folder: Path, files: dict[str, str]) -> str:
    with pytest.raises(RulesError) as caught:
        load_rulebook(write_book(folder, files))
    return str(caught.value)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        pytest.param(
            SECTION,
            "opens: [heat-signs]",
            "opens: [heat-signs, now]",
            (
                "questions/hiccups.yaml:44:29: `now.heat` opens its own question\n"
                "  help: a line can only open a later question"
            ),
            id="opens-itself",
        ),
        pytest.param(
            SECTION,
            "opens: [heat-signs]",
            "opens: [heat-signs, age]",
            (
                "questions/hiccups.yaml:44:29: `now.heat` opens `age`, which is asked before "
                "it\n"
                "  help: a line can only open a later question"
            ),
            id="opens-earlier",
        ),
        pytest.param(
            SECTION,
            "opens: [heat-signs]",
            "opens: [heat-signs, heat-signs]",
            ("questions/hiccups.yaml:44:29: `now.heat` opens `heat-signs` twice\n  help: keep one"),
            id="opens-twice",
        ),
        pytest.param(
            SECTION,
            "fever: {text: Fever, yes: you have a fever, no: you have no fever}",
            ("fever: {text: Fever, opens: [now], yes: you have a fever, no: you have no fever}"),
            (
                "questions/hiccups.yaml:61:36: `heat-signs.fever` opens `now`, which is asked "
                "before it\n"
                "  help: a line can only open a later question"
            ),
            id="circle",
        ),
        pytest.param(
            SECTION,
            "opens: [heat-signs]",
            "opens: [heat-signs, does]",
            (
                "questions/hiccups.yaml:44:29: `does` is several questions, and a line opens "
                "one of them\n"
                "  help: for example `does-chest`"
            ),
            id="opens-for-each",
        ),
        pytest.param(
            SECTION,
            "    for-each: parts\n",
            "    for-each: does\n",
            (
                "questions/hiccups.yaml:84:5: `does` cannot be asked for each of `does`\n"
                "  help: name a tick-all question"
            ),
            id="foreach-foreach",
        ),
        pytest.param(
            SECTION,
            "    for-each: parts\n",
            "    for-each: partz\n",
            (
                "questions/hiccups.yaml:84:5: `does` cannot be asked for each of `partz`\n"
                "  help: did you mean `parts`?"
            ),
            id="foreach-unknown",
        ),
        pytest.param(
            SECTION,
            "    for-each: parts\n",
            "    for-each: sex\n",
            (
                "questions/hiccups.yaml:84:5: `does` cannot be asked for each of `sex`\n"
                "  help: name a tick-all question"
            ),
            id="foreach-pickone",
        ),
        pytest.param(
            SECTION,
            "    for-each: parts\n",
            "    for-each: after\n",
            (
                "questions/hiccups.yaml:84:5: `after` is asked after `does`\n"
                "  help: `for-each` can only name an earlier question\n"
                "questions/hiccups.yaml:89:7: the question `after` has no answer `chest`\n"
                "  help: use one of its answers\n"
                "questions/hiccups.yaml:95:7: the question `after` has no answer `throat`\n"
                "  help: use one of its answers"
            ),
            id="foreach-later",
        ),
        pytest.param(
            SECTION,
            "    for-each: parts\n",
            "",
            (
                "findings.yaml:11:12: no question and no answer fits `does-*.jerks`\n"
                "  help: `*` stands for a part of a name, as in `does-*.shakes`\n"
                "questions/hiccups.yaml:82:3: the tick-all question `does` has no answers\n"
                "  help: list them under `answers:`\n"
                "questions/hiccups.yaml:87:5: `does` has `each` without `for-each`\n"
                "  help: say `for-each:` which question, or delete it"
            ),
            id="each-without",
        ),
        pytest.param(
            SECTION,
            ("      throat:\n        short: what the throat"),
            ("      troat:\n        short: what the throat"),
            (
                "questions/hiccups.yaml:95:7: the question `parts` has no answer `troat`\n"
                "  help: did you mean `throat`?"
            ),
            id="each-wrong-item",
        ),
        pytest.param(
            SECTION,
            (
                "        answers:\n"
                "          jerks: {text: Jerks, yes: your throat jerks, no: your throat does "
                "not jerk}\n"
                "          tires:\n"
                "            text: Tires\n"
                "            yes: your throat tires\n"
                "            no: your throat does not tire\n"
                "            summary-only: yes\n"
            ),
            "",
            (
                "questions/hiccups.yaml:95:7: the tick-all question `does-throat` has no "
                "answers\n"
                "  help: list them under `answers:`"
            ),
            id="each-no-answers",
        ),
        pytest.param(
            SECTION,
            "jerks: {text: Jerks, yes: your chest jerks, no: your chest does not jerk}",
            "jerks: {text: Jerks, yes: your chest jerks}",
            (
                "questions/hiccups.yaml:93:11: the answer `jerks` has no `no`\n"
                "  help: say what it means when it is left unticked"
            ),
            id="each-answer-no-no",
        ),
        pytest.param(
            SECTION,
            ("  lasted:\n    kind: pick-one\n"),
            (
                "  does-chest:\n"
                "    kind: yes-no\n"
                "    short: a\n"
                "    ask: B?\n"
                "    why: C.\n"
                "    yes: d\n"
                "    no: e\n"
                "  lasted:\n"
                "    kind: pick-one\n"
            ),
            (
                "questions/hiccups.yaml:89:7: `does` makes a question `does-chest`, and "
                "another one is called so\n"
                "  help: give the other one a different name"
            ),
            id="clash",
        ),
        pytest.param(
            SECTION,
            ("  parts:\n    kind: tick-all\n"),
            (
                "  does-chest:\n"
                "    kind: yes-no\n"
                "    short: a\n"
                "    ask: B?\n"
                "    why: C.\n"
                "    yes: d\n"
                "    no: e\n"
                "  parts:\n"
                "    kind: tick-all\n"
            ),
            (
                "questions/hiccups.yaml:96:7: `does` makes a question `does-chest`, and "
                "another one is called so\n"
                "  help: give the other one a different name"
            ),
            id="clash2",
        ),
        pytest.param(
            SECTION,
            "male: {text: Male, yes: you are male}",
            "male: {text: Male, yes: you are male, show-when: {age: unsure}}",
            (
                "questions/hiccups.yaml:26:45: `sex.male` is no line of a tick-all question "
                "and cannot have `show-when`\n"
                "  help: delete it"
            ),
            id="showwhen-pickone",
        ),
        pytest.param(
            SECTION,
            "male: {text: Male, yes: you are male}",
            "male: {text: Male, yes: you are male, exclusive: yes}",
            (
                "questions/hiccups.yaml:26:45: `sex.male` is no line of a tick-all question "
                "and cannot have `exclusive`\n"
                "  help: delete it"
            ),
            id="exclusive-pickone",
        ),
        pytest.param(
            SECTION,
            "male: {text: Male, yes: you are male}",
            "male: {text: Male, yes: you are male, direct: [HF01]}",
            (
                "questions/hiccups.yaml:26:45: `sex.male` is no line of a tick-all question "
                "and cannot have `direct`\n"
                "  help: delete it"
            ),
            id="direct-pickone",
        ),
        pytest.param(
            SECTION,
            "male: {text: Male, yes: you are male}",
            "male: {text: Male, yes: you are male, within: 3}",
            (
                "questions/hiccups.yaml:26:45: `sex.male` is no line of a tick-all question "
                "and cannot have `within`\n"
                "  help: delete it"
            ),
            id="within-pickone",
        ),
        pytest.param(
            SECTION,
            "direct: [HF01]",
            "direct: [HF09]",
            ("questions/hiccups.yaml:39:18: unknown red flag `HF09`\n  help: see red-flags.yaml"),
            id="direct-unknown",
        ),
        pytest.param(
            SECTION,
            "direct: [HF01]",
            "direct: [chest]",
            (
                "questions/hiccups.yaml:39:18: `chest` cannot be used as a name\n"
                "  help: write names like `AB01`"
            ),
            id="direct-bad",
        ),
        pytest.param(
            SECTION,
            "        opens: [heat-signs]\n",
            "",
            (
                "questions/hiccups.yaml:44:17: `now.heat` covers `heat-signs.fever` and does "
                "not open `heat-signs`\n"
                "  help: add it: `opens: [heat-signs]`\n"
                "questions/hiccups.yaml:44:44: `now.heat` covers `heat-signs.stiff` and does "
                "not open `heat-signs`\n"
                "  help: add it: `opens: [heat-signs]`\n"
                "questions/hiccups.yaml:45:21: `now.heat` covers `heat-signs.light` and does "
                "not open `heat-signs`\n"
                "  help: add it: `opens: [heat-signs]`"
            ),
            id="names-not-opened",
        ),
        pytest.param(
            SECTION,
            "heat-signs.fever: [fever]",
            "heat-signs.fevr: [fever]",
            (
                "questions/hiccups.yaml:45:17: unknown sign `heat-signs.fevr`\n"
                "  help: did you mean `heat-signs.fever`?"
            ),
            id="names-unknown",
        ),
        pytest.param(
            SECTION,
            "heat-signs.fever: [fever]",
            "lasted: [fever]",
            (
                "questions/hiccups.yaml:40:7: `now.heat` asks about the last 7 days, and "
                "`lasted` about any time\n"
                "  help: a line must reach at least as far back as what it covers\n"
                "questions/hiccups.yaml:45:17: `lasted` has no answer `no`\n"
                "  help: a line can only cover what can be answered no\n"
                "questions/hiccups.yaml:45:17: `now.heat` covers `lasted` and does not open "
                "`lasted`\n"
                "  help: add it: `opens: [lasted]`"
            ),
            id="names-pickone",
        ),
        pytest.param(
            SECTION,
            "heat-signs.fever: [fever]",
            "heat-signs: [fever]",
            (
                "questions/hiccups.yaml:45:17: unknown sign `heat-signs`\n"
                "  help: did you mean `heat-signs.stiff`?"
            ),
            id="names-question",
        ),
        pytest.param(
            SECTION,
            "heat-signs.fever: [fever]",
            "heat-signs.fever: [hot]",
            (
                "questions/hiccups.yaml:45:17: the words `hot` do not stand in the line "
                "`now.heat`\n"
                "  help: take them from its text, word for word"
            ),
            id="names-words",
        ),
        pytest.param(
            SECTION,
            "heat-signs.fever: [fever]",
            "heat-signs.fever: []",
            (
                "questions/hiccups.yaml:45:17: `now.heat` names `heat-signs.fever` with no "
                "words\n"
                "  help: write the words of its text that name it"
            ),
            id="names-empty",
        ),
        pytest.param(
            SECTION,
            "not-named: {heat-signs.light: it counts with a fever only}",
            "not-named: {heat-signs.fever: it counts}",
            (
                "questions/hiccups.yaml:45:17: `now.heat` both names `heat-signs.fever` and "
                "says that it does not name it\n"
                "  help: keep it under `names:` or under `not-named:`"
            ),
            id="names-and-not",
        ),
        pytest.param(
            SECTION,
            "names: {pregnancy: [pregnant]}",
            "names: {pregnancy: [pregnant], heat-signs.fever: [pregnant]}",
            (
                "questions/hiccups.yaml:53:40: `now.pregnant` covers `heat-signs.fever` and "
                "does not open `heat-signs`\n"
                "  help: add it: `opens: [heat-signs]`"
            ),
            id="two-lines-same-sign",
        ),
        pytest.param(
            SECTION,
            ("    gate: yes\n    within: 7"),
            ("    gate: yes\n    within: 0"),
            (
                "questions/hiccups.yaml:30:13: `within` cannot be `0`\n"
                "  help: say how many days back it asks, 1 or more"
            ),
            id="within-0-q",
        ),
        pytest.param(
            SECTION,
            ("    gate: yes\n    within: 7"),
            ("    gate: yes\n    within: -1"),
            (
                "questions/hiccups.yaml:30:13: `within` cannot be `-1`\n"
                "  help: say how many days back it asks, 1 or more"
            ),
            id="within-neg",
        ),
        pytest.param(
            SECTION,
            ("    gate: yes\n    within: 7"),
            ("    gate: yes\n    within: 3"),
            (
                "questions/hiccups.yaml:40:7: `now.heat` asks about the last 3 days, and "
                "`heat-signs.fever` about the last 7 days\n"
                "  help: a line must reach at least as far back as what it covers\n"
                "questions/hiccups.yaml:40:7: `now.heat` asks about the last 3 days, and "
                "`heat-signs.light` about the last 7 days\n"
                "  help: a line must reach at least as far back as what it covers\n"
                "questions/hiccups.yaml:40:7: `now.heat` asks about the last 3 days, and "
                "`heat-signs.stiff` about the last 7 days\n"
                "  help: a line must reach at least as far back as what it covers\n"
                "questions/hiccups.yaml:47:7: `now.pregnant` asks about the last 3 days, and "
                "`pregnancy` about the last 7 days\n"
                "  help: a line must reach at least as far back as what it covers"
            ),
            id="within-narrow",
        ),
        pytest.param(
            SECTION,
            ("  heat-signs:\n    kind: tick-all\n    within: 7\n"),
            ("  heat-signs:\n    kind: tick-all\n"),
            (
                "questions/hiccups.yaml:40:7: `now.heat` asks about the last 7 days, and "
                "`heat-signs.fever` about any time\n"
                "  help: a line must reach at least as far back as what it covers\n"
                "questions/hiccups.yaml:40:7: `now.heat` asks about the last 7 days, and "
                "`heat-signs.light` about any time\n"
                "  help: a line must reach at least as far back as what it covers\n"
                "questions/hiccups.yaml:40:7: `now.heat` asks about the last 7 days, and "
                "`heat-signs.stiff` about any time\n"
                "  help: a line must reach at least as far back as what it covers"
            ),
            id="within-none",
        ),
        pytest.param(
            SECTION,
            "direct: [HF01]",
            ("direct: [HF01]\n        within: 0"),
            (
                "questions/hiccups.yaml:40:17: `within` cannot be `0`\n"
                "  help: say how many days back it asks, 1 or more"
            ),
            id="within-line",
        ),
        pytest.param(
            SECTION,
            ("  pregnancy:\n    kind: yes-no\n"),
            ("  pregnancy:\n    kind: yes-no\n    gate: yes\n"),
            ("questions/hiccups.yaml:66:5: a yes-no question has no `gate`\n  help: delete it"),
            id="gate-yesno",
        ),
        pytest.param(
            SECTION,
            ("  sex:\n    kind: pick-one\n"),
            ("  sex:\n    kind: pick-one\n    keep: yes\n"),
            ("questions/hiccups.yaml:20:5: a pick-one question has no `keep`\n  help: delete it"),
            id="keep-pickone",
        ),
        pytest.param(
            SECTION,
            "    short: fever and stiffness",
            ("    again-when: {finding: jerks}\n    short: fever and stiffness"),
            (
                "questions/hiccups.yaml:57:18: `again-when` cannot use a finding\n"
                "  help: name the answers that decide it"
            ),
            id="again-finding",
        ),
        pytest.param(
            SECTION,
            "    short: fever and stiffness",
            ("    again-when: {lasted: days}\n    short: fever and stiffness"),
            (
                "questions/hiccups.yaml:57:18: `lasted` is asked after `heat-signs`\n"
                "  help: `again-when` can only use earlier questions"
            ),
            id="again-later",
        ),
        pytest.param(
            SECTION,
            "    short: fever and stiffness",
            ("    again-when: {heat-signs.fever: yes}\n    short: fever and stiffness"),
            (
                "questions/hiccups.yaml:57:18: `heat-signs` depends on its own answer\n"
                "  help: `again-when` can only use earlier questions"
            ),
            id="again-self",
        ),
        pytest.param(
            SECTION,
            "chest:\n        text: ",
            "chest:\n        exclusive: yes\n        text: ",
            (
                "questions/hiccups.yaml:36:9: `now.chest` cannot be ticked together with a danger "
                "sign of its list\n"
                "  help: delete `exclusive`"
            ),
            id="exclusive-danger",
        ),
        pytest.param(
            SECTION,
            "    short: fever and stiffness",
            "    speaks-of: [nobody]\n    short: fever and stiffness",
            ("questions/hiccups.yaml:57:17: unknown question `nobody`\n  help: see the questions"),
            id="speaks-of-unknown",
        ),
        pytest.param(
            SECTION,
            "    short: fever and stiffness",
            "    speaks-of: [sex]\n    short: fever and stiffness",
            (
                "questions/hiccups.yaml:57:17: `heat-signs` speaks of `sex`, which is no list\n"
                "  help: name a question of the kind `tick-all`"
            ),
            id="speaks-of-no-list",
        ),
        pytest.param(
            SECTION,
            "    short: fever and stiffness",
            "    speaks-of: [parts]\n    short: fever and stiffness",
            (
                "questions/hiccups.yaml:57:17: `heat-signs` speaks of `parts`, which is not asked before it\n"
                "  help: a question can only speak of earlier lists"
            ),
            id="speaks-of-later",
        ),
        pytest.param(
            SECTION,
            "    short: what moves",
            ("    again-when: {sex: male}\n    short: what moves"),
            (
                "questions/hiccups.yaml:75:5: `parts` has `again-when`, and no line opens it\n"
                "  help: write `ask-when:`"
            ),
            id="again-no-line",
        ),
        pytest.param(
            SECTION,
            "{all: [{age: [18 to 59, unsure]}, {sex: [female, unsure]}]}",
            "{finding: jerks}",
            (
                "questions/hiccups.yaml:51:21: `show-when` cannot use a finding\n"
                "  help: name the answers that decide it"
            ),
            id="show-finding",
        ),
        pytest.param(
            SECTION,
            "{all: [{age: [18 to 59, unsure]}, {sex: [female, unsure]}]}",
            "{lasted: days}",
            (
                "questions/hiccups.yaml:51:21: `lasted` is asked after `now`\n"
                "  help: `show-when` can only use earlier questions"
            ),
            id="show-later",
        ),
        pytest.param(
            SECTION,
            "{all: [{age: [18 to 59, unsure]}, {sex: [female, unsure]}]}",
            "{now.chest: yes}",
            (
                "questions/hiccups.yaml:51:21: `now` depends on its own answer\n"
                "  help: `show-when` can only use earlier questions"
            ),
            id="show-own",
        ),
        pytest.param(
            SECTION,
            "{all: [{age: [18 to 59, unsure]}, {sex: [female, unsure]}]}",
            "{does-*.jerks: yes}",
            (
                "questions/hiccups.yaml:51:21: `does-*.jerks` is asked after `now`\n"
                "  help: `show-when` can only use earlier questions"
            ),
            id="show-star",
        ),
        pytest.param(
            SECTION,
            "        short: what the chest does\n",
            ("        short: what the chest does\n        ask-when: {lasted: days}\n"),
            (
                "questions/hiccups.yaml:91:20: `lasted` is asked after `does-chest`\n"
                "  help: `ask-when` can only use earlier questions"
            ),
            id="each-askwhen-later",
        ),
        pytest.param(
            SECTION,
            "        short: what the chest does\n",
            ("        short: what the chest does\n        ask-when: {does-chest.jerks: yes}\n"),
            (
                "questions/hiccups.yaml:91:20: `does-chest` depends on its own answer\n"
                "  help: `ask-when` can only use earlier questions"
            ),
            id="each-askwhen-own",
        ),
        pytest.param(
            SECTION,
            "    for-each: parts\n",
            (
                "    for-each: parts\n"
                "    answers:\n"
                "      a: {text: A, yes: b, no: c, opens: [lasted]}\n"
            ),
            (
                "questions/hiccups.yaml:85:5: no item of `does` uses these answers\n"
                "  help: delete them, or the `answers` of an item that should have these"
            ),
            id="foreach-own-answers",
        ),
        pytest.param(
            SECTION,
            "names: {pregnancy: [pregnant]}",
            "names: {pregnancy: [pregnant], now.chest: [pregnant]}",
            (
                "questions/hiccups.yaml:53:40: `now.pregnant` covers `now.chest` and does not "
                "open `now`\n"
                "  help: add it: `opens: [now]`"
            ),
            id="covers-own-screen",
        ),
        pytest.param(
            "findings.yaml",
            "does-*.jerks",
            "does-*.jumps",
            (
                "findings.yaml:11:12: no question and no answer fits `does-*.jumps`\n"
                "  help: `*` stands for a part of a name, as in `does-*.shakes`"
            ),
            id="star-nothing",
        ),
        pytest.param(
            "findings.yaml",
            "does-*.jerks: yes",
            "does-*.jerks: maybe",
            (
                "findings.yaml:11:26: unknown answer `maybe` for `does-chest.jerks`\n"
                "  help: answers: yes, no, unsure"
            ),
            id="star-word",
        ),
        pytest.param(
            "findings.yaml",
            "does-*.jerks",
            "doe-*.jerks",
            (
                "findings.yaml:11:12: no question and no answer fits `doe-*.jerks`\n"
                "  help: did you mean `does-chest.jerks`?"
            ),
            id="star-near",
        ),
    ],
)
def test_what_is_said_about_a_slip_in_a_line(
    tmp_path: Path, file: str, right: str, wrong: str, expected: str
) -> None:
    """Every slip is placed and said in one sentence, with what to do."""
    assert expected == said_about(tmp_path, with_slip_in_lines(file, right, wrong))


LINES = LINES_BOOK[SECTION].splitlines(keepends=True)


NEW = range(LINES.index("  now:\n"), LINES.index("  lasted:\n"))
"""Where the language of lines is used."""


@pytest.mark.parametrize("at", NEW)
def test_a_slip_in_any_line_is_read_or_placed(tmp_path: Path, at: int) -> None:
    """Left out, doubled or misspelt: a line is read, or it is said what is wrong, and where."""
    line = LINES[at]
    write_book(tmp_path, LINES_BOOK)
    misspelt = [line[: word.end()] + "x" + line[word.end() :] for word in WORD.finditer(line)]
    for text in ("", line + line, *misspelt):
        (tmp_path / SECTION).write_text("".join([*LINES[:at], text, *LINES[at + 1 :]]))
        assert None not in [problem.place for problem in slips(tmp_path)], text


def slips(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with a rule book; nothing where it can be read."""
    try:
        load_rulebook(folder)
    except RulesError as error:
        return error.problems
    return ()


WORD = re.compile(r"[a-z0-9-]+(?=:)|(?<=[:\[] )[a-z0-9.-]+")
