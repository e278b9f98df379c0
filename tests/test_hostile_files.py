"""Files that are broken, huge, or made to do harm: a message, an exit code, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given

from tests.conftest import ROOT
from tests.small_book import FILES, LONG, SECTION, SHORT, SHORT_HICCUPS, write_book
from tests.strategies import conditions_of_rules
from triage import AnswersError, RulesError, load_rulebook, read_answers
from triage.cli.main import main
from triage.errors import Problem, told
from triage.rulebook.strict_yaml import LARGEST_FILE, decode
from triage.rulebook.when import Any, AtLeast, Is, boxes, count_boxes

UNUSABLE_RULES = 3
UNUSABLE_ANSWERS = 4

resource = pytest.importorskip("resource", reason="limits of memory, pipes and devices")

PATIENCE = 8.0
"""Seconds of processor time that any hostile file may cost; most take a hundredth."""

TOO_LARGE = "the file is too large, `50.00 MB`\n  help: a file may have at most 1 MB"
LEADS_OUT = "is a link that leads out of the rule book"
TOO_DEEP = "nested too deeply\n  help: at most 30 levels are read"

HOSTILE = {
    "clear screen": "\x1b[2J",
    "window title": "\x1b]0;owned\x07",
    "one-byte escape": "\x9b2J",
    "backspaces": "no\x08\x08yes",
    "NUL": "no\x00",
    "carriage return": "no\ryes",
    "right to left override": "yes\u202eon",
    "isolate": "\u2066no",
    "zero width space": "y\u200bes",
    "line separator": "a\u2028b",
    "delete": "no\x7f",
}

HEADING, PLAIN = "\x1b[1m", "\x1b[0m"

LAUGHS = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

WEIRD_TEXTS = {
    "billion laughs": LAUGHS,
    "lists in lists": "[" * 100_000,
    "blocks in blocks": "{a: " * 100_000,
    "dashes on one line": "- " * 100_000,
    "questions on one line": "? " * 100_000,
    "ever deeper lines": "\n".join(" " * depth + "a:" for depth in range(1_000)),
    "a wide list": "a: [" + "a," * 490_000 + "]",
    "a block of many keys": "\n".join(f"q{number}: yes" for number in range(80_000)),
    "one long word": "a: " + "x" * 900_000,
    "one long key": "k" * 900_000 + ": x",
    "many anchors": "[" + "&a x," * 150_000 + "]",
    "many aliases": "a: &a x\nb: [" + "*a," * 240_000 + "]",
    "tabs": "\t" * 900_000,
    "empty lines": "\n" * 900_000 + "x",
    "colons": "a: " * 300_000,
    "quotes": '"' * 900_000,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_book(tmp_path_factory.mktemp("small-book"))


@pytest.fixture(scope="module")
def small(folder):
    return load_rulebook(folder)


@pytest.fixture(autouse=True)
def on_a_terminal(monkeypatch):
    """Output as on a terminal with colours: nothing is taken out of it on the way."""
    monkeypatch.setattr("triage.cli.main.wants_plain", lambda *_: False)


@pytest.fixture(autouse=True)
def quick():
    """Fails a test that costs too much processor time, however busy the machine is."""
    before = time.process_time()
    yield
    assert time.process_time() - before < PATIENCE


def command(*words: str | Path, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=given, color=True)


def unsafe(text: str) -> list[str]:
    """The lines with characters that could steer a terminal or hide what is written."""
    return [line for line in text.split("\n") if not line.isprintable()]


def ended_well(result: Result) -> int:
    """The exit code, once it is sure that there was a message and no traceback."""
    assert isinstance(result.exception, SystemExit), result.exc_info
    assert "" == result.stdout
    assert result.stderr.startswith("error: ")
    assert "Traceback" not in result.stderr
    assert [] == unsafe(result.stderr)
    return result.exit_code


def quoted(text: str) -> str:
    """Text in double quotes, so that YAML reads exactly these characters."""
    inside = (
        char if char.isascii() and char.isprintable() else f"\\u{ord(char):04x}" for char in text
    )
    return f'"{"".join(inside)}"'


# folders


def test_an_empty_folder_is_no_rule_book(tmp_path):
    """A folder without rules gives no questionnaire without questions."""
    result = command("rules", "check", tmp_path)

    assert UNUSABLE_RULES == ended_well(result)
    assert result.stderr.startswith("error: there are no rule files in `")


@pytest.mark.parametrize("name", ["nowhere", "a-file", "dangling", "circle", "", "new\nline"])
def test_a_rule_book_is_a_folder(tmp_path, name):
    """A folder that is not there, or is a file, is named and nothing is asked."""
    (tmp_path / "a-file").write_text("name: x\n")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    result = command("rules", "check", tmp_path / (name or "nowhere/deeper"))

    assert UNUSABLE_RULES == ended_well(result)
    assert result.stderr.startswith("error: there is no folder `")


def test_a_folder_with_an_endless_name_is_not_there(tmp_path):
    """A name that no system would take is a folder that is not there."""
    result = command("rules", "check", tmp_path / ("x" * 5000))

    assert UNUSABLE_RULES == ended_well(result)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_folder_name_cannot_steer_a_terminal(tmp_path, text):
    """The name of a folder is shown, not obeyed."""
    result = command("rules", "check", f"{tmp_path}/{text.replace(chr(0), chr(1))}")

    assert UNUSABLE_RULES == ended_well(result)


@pytest.mark.parametrize(
    "name",
    [
        *(pytest.param(text.encode(), id=name) for name, text in HOSTILE.items() if name != "NUL"),
        pytest.param(b"new\nline", id="line break"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
    ],
)
def test_a_file_name_cannot_steer_a_terminal(tmp_path, name):
    """The name of a rule file is shown, not obeyed."""
    write_book(tmp_path)
    Path(os.fsdecode(bytes(tmp_path / "conditions") + b"/" + name + b".yaml")).write_text("x")
    result = command("rules", "check", tmp_path)

    assert UNUSABLE_RULES == ended_well(result)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("conditions/SHOUTED.YAML", id="ending in capitals"),
        pytest.param("conditions/rare/deep-hiccups.yaml", id="one folder too deep"),
    ],
)
def test_no_rule_file_is_left_out_in_silence(tmp_path, name):
    """A file that looks like rules is either read or complained about."""
    write_book(tmp_path, {**FILES, name: SHORT_HICCUPS})

    with pytest.raises(RulesError):
        load_rulebook(tmp_path)


# links


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("/etc/hostname", id="elsewhere"),
        pytest.param("../../secret.yaml", id="above"),
        pytest.param("../../rules-of-others/short.yaml", id="a folder with the same beginning"),
    ],
)
def test_a_rule_book_reads_nothing_outside_of_its_folder(tmp_path, target):
    """Rules from a stranger cannot have a file of yours read, nor a word of it shown."""
    rules = write_book(tmp_path / "rules")
    for name in ("secret.yaml", "rules-of-others/short.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("password: hunter2\n")
    (rules / SHORT).unlink()
    (rules / SHORT).symlink_to(target)
    result = command("rules", "check", rules)

    assert UNUSABLE_RULES == ended_well(result)
    assert f"error: {SHORT}:1:1: `{SHORT}` {LEADS_OUT}\n" in result.stderr
    assert "hunter2" not in result.stderr
    assert "password" not in result.stderr


def test_a_linked_folder_is_out_of_the_rule_book_too(tmp_path):
    """It makes no difference how far up the way leads out."""
    rules = write_book(tmp_path / "rules")
    (rules / "conditions").rename(tmp_path / "conditions")
    (rules / "conditions").symlink_to(tmp_path / "conditions")

    with pytest.raises(RulesError) as caught:
        load_rulebook(rules)

    assert {f"`{SHORT}` {LEADS_OUT}", f"`{LONG}` {LEADS_OUT}"} == {
        problem.message for problem in caught.value.problems
    }


def test_links_inside_a_rule_book_and_to_all_of_it_are_read(tmp_path):
    """Whoever names a link names what it leads to."""
    rules = write_book(tmp_path / "rules")
    (rules / SHORT).rename(rules / "kept.txt")
    (rules / SHORT).symlink_to("../kept.txt")
    (tmp_path / "link").symlink_to(rules)

    assert load_rulebook(rules).digest == load_rulebook(tmp_path / "link").digest


def test_the_rules_of_the_package_may_be_links(tmp_path, monkeypatch):
    """Some installers put links in the place of every file."""
    rules = write_book(tmp_path / "rules")
    (rules / SHORT).rename(tmp_path / "kept.yaml")
    (rules / SHORT).symlink_to(tmp_path / "kept.yaml")
    monkeypatch.setattr("triage.rulebook.installed.own_folder", lambda: rules)

    assert "short-hiccups" in load_rulebook(rules).conditions


# rules that would keep a machine busy for ever

LEAF = "{lasted: minutes}"
THREE = "{any: [{lasted: minutes}, {chest-pain: yes}, {after.big-meal: yes}]}"
WAYS = "this condition can come true in more than `1000` ways"
LEAVES = "this condition names more than `1000` answers"
TOO_MUCH = {
    "alternatives of alternatives": (f"{{all: [{', '.join([THREE] * 12)}]}}", WAYS),
    "twenty of forty": (f"{{at-least: {{count: 20, of: [{', '.join([LEAF] * 40)}]}}}}", WAYS),
    "half of thousands": (
        f"{{at-least: {{count: 7000, of: [{', '.join([LEAF] * 14_000)}]}}}}",
        WAYS,
    ),
    "all but one of thousands": (
        f"{{at-least: {{count: 1400, of: [{', '.join([LEAF] * 1401)}]}}}}",
        WAYS,
    ),
    "a thousand and one ways": (f"{{any: [{', '.join([LEAF] * 1001)}]}}", WAYS),
    "a thousand and one answers": (f"{{all: [{', '.join([LEAF] * 1001)}]}}", LEAVES),
}


def rules_with(folder: Path, when: str, findings: str = "") -> Path:
    """The small book with another core of short hiccups, and more findings."""
    return write_book(
        folder,
        {
            **FILES,
            SHORT: SHORT_HICCUPS.replace("{lasted: minutes}", when),
            "findings.yaml": FILES["findings.yaml"] + findings,
        },
    )


def finding(id: str, when: str) -> str:
    return f"  {id}: {{name: x, when: {when}, sources: [H1]}}\n"


@pytest.mark.parametrize(("when", "message"), TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_a_rule_with_too_many_ways_is_refused(tmp_path, when, message):
    """A line or two can say more than any machine could work out; it is counted, not tried."""
    with pytest.raises(RulesError) as caught:
        load_rulebook(rules_with(tmp_path, when))

    line = SHORT_HICCUPS[: SHORT_HICCUPS.index("when:")].count("\n") + 1
    assert [(message, (SHORT, line, 9))] == [
        (problem.message, problem.place) for problem in caught.value.problems
    ]


@pytest.mark.parametrize(
    "when",
    [
        pytest.param(f"{{all: [{', '.join([THREE] * 6)}]}}", id="729 ways"),
        pytest.param(f"{{any: [{', '.join([LEAF] * 1000)}]}}", id="1000 ways"),
        pytest.param(f"{{all: [{', '.join([LEAF] * 1000)}]}}", id="1000 answers"),
        pytest.param(
            f"{{at-least: {{count: 999, of: [{', '.join([LEAF] * 1000)}]}}}}", id="all but one"
        ),
    ],
)
def test_the_limits_themselves_are_allowed(tmp_path, when):
    """What is allowed is also worked out in good time."""
    book = load_rulebook(rules_with(tmp_path, when))

    assert len(boxes(book.conditions["short-hiccups"].core.when, book.allowed)) > 0


def test_findings_are_counted_as_if_they_were_written_out(tmp_path):
    """Nobody gets around the limit by giving the parts names."""
    names = [f"of-three-{number}" for number in range(12)]
    findings = "".join(finding(name, THREE) for name in names)
    when = f"{{all: [{', '.join(f'{{finding: {name}}}' for name in names)}]}}"

    with pytest.raises(RulesError, match="in more than `1000` ways"):
        load_rulebook(rules_with(tmp_path, when, findings))


def test_findings_that_double_each_other_are_refused(tmp_path):
    """Ten lines, each twice the line before, are a thousand answers."""
    findings = finding("double-0", LEAF) + "".join(
        finding(
            f"double-{n}", f"{{all: [{{finding: double-{n - 1}}}, {{finding: double-{n - 1}}}]}}"
        )
        for n in range(1, 15)
    )

    with pytest.raises(RulesError, match="names more than `1000` answers"):
        load_rulebook(rules_with(tmp_path, LEAF, findings))


@pytest.mark.parametrize("length", [20, 21, 900])
def test_a_chain_of_findings_has_an_end(tmp_path, length):
    """Nobody can follow a conclusion over more than twenty others."""
    findings = finding("link-0", LEAF) + "".join(
        finding(f"link-{n}", f"{{finding: link-{n - 1}}}") for n in range(1, length)
    )
    folder = rules_with(tmp_path, LEAF, findings)
    if length <= 20:
        assert f"link-{length - 1}" in load_rulebook(folder).findings
        return
    with pytest.raises(RulesError) as caught:
        load_rulebook(folder)

    assert ["`link-20` stands on more than 20 findings, one on the other"] == [
        problem.message for problem in caught.value.problems
    ]


@pytest.mark.parametrize("circle", [False, True])
def test_findings_without_number_are_refused(tmp_path, circle):
    """In a circle or not, ten thousand findings are no rule book for people."""
    when = (lambda n: f"{{finding: many-{(n + 1) % 9000}}}") if circle else (lambda _: LEAF)
    findings = "".join(finding(f"many-{n}", when(n)) for n in range(9000))

    with pytest.raises(RulesError) as caught:
        load_rulebook(rules_with(tmp_path, LEAF, findings))

    assert ["there are 9001 findings"] == [problem.message for problem in caught.value.problems]


def test_cut_points_without_number_are_refused(tmp_path):
    """Nobody cuts an age into thousands of bands."""
    text = FILES[SECTION].replace("[18, 60]", str([*range(1, 50_000)]))
    text = text.replace("highest: 120", "highest: 60000")
    with pytest.raises(RulesError) as caught:
        load_rulebook(write_book(tmp_path, {**FILES, SECTION: text}))

    assert ["`age` has 49999 cut points"] == [problem.message for problem in caught.value.problems]


def test_all_rules_together_have_a_limit(tmp_path):
    """Many rules, each at its limit, are too much as well."""
    when = f"{{any: [{', '.join([LEAF] * 900)}]}}"
    more = "".join(
        f"  more-{n}: {{when: {when}, strength: weak, because: x, sources: [H1]}}\n"
        for n in range(30)
    )
    text = SHORT_HICCUPS.replace("supports:\n", f"supports:\n{more}")
    with pytest.raises(RulesError, match=r"the rules can come true in `27[0-9]*` ways, all in all"):
        load_rulebook(write_book(tmp_path, {**FILES, SHORT: text}))


@given(conditions_of_rules())
def test_the_count_of_boxes_is_never_too_low(when):
    """What is counted without building is at least what is built."""
    counted = count_boxes(when, lambda _: 1, 10**9)

    assert len(boxes(when, lambda leaf: frozenset(leaf.answers))) <= counted
    assert min(counted, 8) == count_boxes(when, lambda _: 1, 7)


def test_the_count_of_boxes_is_exact_where_all_answers_differ():
    """Two of three, of two ways each, are three times two times two."""
    pairs = [Any((Is(f"q{n}", ("a",)), Is(f"r{n}", ("a",)))) for n in range(3)]
    when = AtLeast(2, tuple(pairs))

    assert 12 == count_boxes(when, lambda _: 1, 99)
    assert 12 == len(boxes(when, lambda leaf: frozenset(leaf.answers)))


@pytest.mark.parametrize("number", ["\uff11\uff18", "\u0661\u0668", "\U0001d7d9\U0001d7e0"])
def test_a_number_that_only_looks_like_one_is_refused(tmp_path, number):
    """What a reader sees, and what a search finds, is what the rule means."""
    text = FILES[LONG].replace("at least 18", f"at least {number}")
    with pytest.raises(RulesError, match="cannot be compared with `age`"):
        load_rulebook(write_book(tmp_path, {**FILES, LONG: text}))


# typed numbers


@pytest.mark.parametrize("number", ["00000000000012", "0" * 1000 + "9" * 900, "7", "9" * 1900])
def test_a_number_without_end_is_no_answer_to_change(folder, number):
    """A key that got stuck while the answers are checked costs nobody the result."""
    typed = f"\n1\n3\n{number}\n\n"
    result = command("ask", "--plain", "--rules", folder, given=typed.encode())

    assert (0, True) == (result.exit_code, "Type the number of a question" in result.stdout)
    assert "See your doctor." in result.stdout


# thousands of slips


def test_the_first_slips_are_told_and_the_rest_counted():
    """Nobody mends thousands of slips at once, and a terminal is not flooded."""
    problems = [Problem(f"slip {number}") for number in range(120)]

    assert [f"error: slip {number}" for number in range(50)] == told(problems)[:-1]
    assert "and 70 more, mend these first" == told(problems)[-1]
    assert 50 == len(told(problems[:50]))
    assert [] == told([])


def test_a_command_does_not_flood_a_terminal(folder):
    """Fifty slips, and how many more there are."""
    given = "".join(f"q{number}: yes\n" for number in range(400)).encode()
    result = command("assess", "-", "--rules", folder, given=given)

    assert UNUSABLE_ANSWERS == ended_well(result)
    assert 50 == result.stderr.count("error: ")
    assert result.stderr.endswith("and 350 more, mend these first\n")


# odd places, for every command that reads a file

GOOD_CASE = "cases:\n  a: {answers: {chest-pain: yes}, expect: {urgency: emergency}}\n"
READERS = {
    "assess": (("assess", "ODD", "--rules", "RULES"), ""),
    "explain": (("explain", "ODD", "--rules", "RULES"), ""),
    "ask from answers": (("ask", "--answers", "ODD", "--rules", "RULES"), ""),
    "ask again": (("ask", "--resume", "ODD", "--rules", "RULES"), ".json"),
    "forget": (("forget", "ODD"), ".json"),
    "replay": (("replay", "ODD", "--rules", "RULES"), ".case.yaml"),
    "replay bare answers": (("replay", "ODD", "--rules", "RULES"), ".jsonl"),
    "report": (("accuracy", "ODD", "--rules", "RULES"), ".people.yaml"),
    "mutate": (("rules", "mutate", "ODD", "--rules", "RULES"), ".case.yaml"),
    "mutate, going on": (("rules", "mutate", "CASES", "--rules", "RULES", "--resume", "ODD"), ""),
    "check": (("rules", "check", "ODD"), ""),
    "check cases": (("rules", "check", "RULES", "--cases", "ODD"), ".case.yaml"),
    "check against": (("rules", "check", "RULES", "--against", "ODD"), ""),
    "diff, before": (("rules", "diff", "ODD", "RULES"), ""),
    "diff, after": (("rules", "diff", "RULES", "ODD"), ""),
    "diff of cases": (("rules", "diff", "RULES", "RULES", "--cases", "ODD"), ".case.yaml"),
    "show": (("rules", "show", "HF01", "--rules", "ODD"), ""),
    "show cases": (("rules", "show", "HF01", "--rules", "RULES", "--cases", "ODD"), ".case.yaml"),
    "layout": (("rules", "fmt", "ODD"), ".yaml"),
    "reviews": (("rules", "review", "status", "--rules", "ODD"), ""),
    "sign": (("rules", "review", "sign", "HF01", "--as", "Made Up, b", "--rules", "ODD"), ""),
    "book": (("rules", "book", "OUT", "--rules", "ODD"), ""),
    "learn": (("learn", "--rules", "ODD"), ""),
}
"""A command with an odd file or folder in one place, and how its name has to end."""

MAY_BE_NEW = {"mutate, going on"}
PLACES = ("missing", "folder", "pipe", "device", "dangling", "circle", "long", "hostile", "inside")
CONTENTS = {
    "binary": b"\x7fELF\x00\xff" * 100,
    "UTF-16": "age: 42\n".encode("utf-16"),
    "deep": b"[" * 50_000,
    "wide": b"a: [" + b"x," * 20_000 + b"]",
    "one long line": b"a: " + b"x" * 200_000,
    "a number": b"9" * 100_000,
    "look-alike": "\u0430ge: 4\uff12\n".encode(),
}


def odd(folder: Path, kind: str, ending: str, rules: Path) -> Path:
    """A file or folder that is not as it should be."""
    path = folder / f"odd{ending}"
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "dangling":
            path.symlink_to(folder / "gone")
        case "circle":
            path.symlink_to(path)
        case "long":
            return folder / ("x" * 5000 + ending)
        case "hostile":
            return folder / f"a\x1b[2J\u202e\nb{ending}"
        case "inside":
            return rules / "scoring.yaml" / f"x{ending}"
        case _:
            if kind in CONTENTS:
                path.write_bytes(CONTENTS[kind])
    return path


@pytest.mark.parametrize("kind", [*PLACES, *CONTENTS])
@pytest.mark.parametrize("reader", READERS)
def test_an_odd_file_is_said_by_every_command(tmp_path, folder, reader, kind):
    """Whatever stands in the place of a file: one kind of message, and nothing is written."""
    if reader in MAY_BE_NEW and kind in ("missing", "dangling", "hostile"):
        return  # such a file is made
    if reader.startswith("diff,") and kind == "long" and not DIFF_ASKS_SAFELY:
        pytest.skip("waits for `os.path.exists` in triage/changes/sides.py")
    words, ending = READERS[reader]
    (tmp_path / "good.case.yaml").write_text(GOOD_CASE)
    path = odd(tmp_path, kind, ending, folder)
    before = sorted(tmp_path.iterdir())
    named = {"ODD": path, "RULES": folder, "CASES": tmp_path / "good.case.yaml"}
    named["OUT"] = tmp_path / "out.html"
    result = command(*(named.get(word, word) for word in words))

    # a layout needs no meaning: what can be read is laid out already, or is refused
    fine = (0,) if reader == "layout" and kind in CONTENTS else ()
    assert result.exit_code in (UNUSABLE_RULES, UNUSABLE_ANSWERS, *fine), result.exc_info
    assert "Traceback" not in result.output
    assert [] == unsafe(result.output.replace(HEADING, "").replace(PLAIN, ""))
    assert before == sorted(tmp_path.iterdir())


DIFF_ASKS_SAFELY = "Path(name).exists()" not in (ROOT / "triage/changes/sides.py").read_text(
    "utf-8"
)


# files that are not text


def rule_file(folder: Path, name: str = SHORT) -> Path:
    return write_book(folder) / name


def test_a_folder_in_place_of_answers_is_said(folder):
    """Naming a folder where answers belong is a slip, not a crash."""
    result = command("assess", folder, "--rules", folder)

    assert UNUSABLE_ANSWERS == ended_well(result)
    assert f"error: {folder}:1:1: this is not a file\n  help: name a text file\n" == result.stderr


def test_answers_that_are_not_there_are_said(folder, tmp_path):
    """A file that is not there is named."""
    path = tmp_path / "gone.yaml"
    result = command("assess", path, "--rules", folder)

    assert UNUSABLE_ANSWERS == ended_well(result)
    assert (
        f"error: {path}:1:1: there is no such file\n  help: check the name and the folder\n"
    ) == result.stderr


def test_a_file_name_without_end_is_said(folder):
    """A name that no system would take is a file that cannot be read."""
    result = command("assess", "x" * 5000, "--rules", folder)

    assert UNUSABLE_ANSWERS == ended_well(result)
    assert "the file cannot be read, `file name too long`" in result.stderr


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_name_of_an_answer_file_cannot_steer_a_terminal(folder, text):
    """The name of an answer file is shown, not obeyed."""
    result = command("assess", text.replace("\0", "\1"), "--rules", folder)

    assert UNUSABLE_ANSWERS == ended_well(result)


def test_a_huge_rule_file_is_not_read(tmp_path):
    """Nobody writes 50 MB of rules for one condition by hand."""
    path = rule_file(tmp_path)
    os.truncate(path, 50_000_000)
    result = command("rules", "check", tmp_path)

    assert UNUSABLE_RULES == ended_well(result)
    assert f"error: {SHORT}:1:1: {TOO_LARGE}\n" == result.stderr


def test_a_huge_answer_file_is_not_read(folder, tmp_path):
    """Nobody gives 50 MB of answers."""
    path = tmp_path / "me.yaml"
    path.touch()
    os.truncate(path, 50_000_000)
    result = command("assess", path, "--rules", folder)

    assert UNUSABLE_ANSWERS == ended_well(result)
    assert f"error: {path}:1:1: {TOO_LARGE}\n" == result.stderr


def test_too_much_standard_input_is_not_read(folder):
    """Input that does not end is cut off, and that is said."""
    result = command("assess", "-", "--rules", folder, given=b"#" * (LARGEST_FILE + 1))

    assert UNUSABLE_ANSWERS == ended_well(result)
    assert (
        "error: <standard input>:1:1: the input is too large\n  help: at most 1 MB are read\n"
    ) == result.stderr


def test_the_largest_file_is_read(folder):
    """The limit itself is still allowed."""
    given = b"#" * (LARGEST_FILE - 1) + b"\n"
    result = command("assess", "-", "--rules", folder, "--format", "json", given=given)

    assert 0 == result.exit_code


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            b"\x7fELF\x02\x01\x01\x00", "1:1: the control character `\\x7f`", id="program"
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n", "1:1: `\\x89` is not text in UTF-8", id="picture"),
        pytest.param(b"PK\x03\x04\x14\x00", "1:3: the control character `\\x03`", id="archive"),
        pytest.param("age: 42\n".encode("utf-16"), "1:1: `\\xff` is not text", id="UTF-16"),
        pytest.param(
            b"age: 42\n\x00\x00", "2:1: the control character `\\x00`", id="NUL at the end"
        ),
    ],
)
def test_a_binary_file_is_told_from_text(folder, tmp_path, data, expected):
    """A picture or a program in place of a text file is said where it starts to be one."""
    me = tmp_path / "me.yaml"
    me.write_bytes(data)
    rule_file(tmp_path / "rules").write_bytes(data)
    answers = command("assess", me, "--rules", folder)
    rules = command("rules", "check", tmp_path / "rules")

    assert UNUSABLE_ANSWERS == ended_well(answers)
    assert UNUSABLE_RULES == ended_well(rules)
    assert answers.stderr.startswith(f"error: {me}:{expected}")
    assert rules.stderr.startswith(f"error: {SHORT}:{expected}")


@pytest.mark.parametrize(
    ("data", "line", "column", "slip"),
    [
        pytest.param(b"\xff", 1, 1, "\\xff", id="first byte"),
        pytest.param(b"a: b\nc: \xff", 2, 4, "\\xff", id="second line"),
        pytest.param("é: café ".encode() + b"\xe9", 1, 9, "\\xe9", id="after accents"),
        pytest.param("é\nü: 漢字".encode() + b"\x80", 2, 6, "\\x80", id="after wide characters"),
        pytest.param(b"\xef\xbb\xbfa: \xff", 1, 4, "\\xff", id="after a byte order mark"),
        pytest.param(b"a: b\r\nc: \xff", 2, 4, "\\xff", id="after a Windows line end"),
        pytest.param(b"a: \xc3", 1, 4, "\\xc3", id="cut off in a character"),
        pytest.param(b"a: \xed\xa0\x80", 1, 4, "\\xed", id="half of a pair"),
        pytest.param(b"a: \xc0\xaf", 1, 4, "\\xc0", id="too long a form"),
    ],
)
def test_a_byte_that_is_no_text_has_its_place(data, line, column, slip):
    """Line and column count what a person sees, not bytes."""
    _, problems = decode(data, "me.yaml")

    assert [
        f"me.yaml:{line}:{column}: `{slip}` is not text in UTF-8\n  help: save the file as UTF-8 text"
    ] == [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "age: 42\nafter: \uffff",
            "me.yaml:2:8: the control character `\\uffff` is not allowed",
            id="no character",
        ),
        pytest.param(
            "age: 42\nafter: \ud800",
            "me.yaml:2:8: the control character `\\ud800` is not allowed",
            id="half of a pair",
        ),
    ],
)
def test_a_character_that_yaml_does_not_allow_has_its_place(small, text, expected):
    """The slip is the character itself, not the first one of the file."""
    with pytest.raises(AnswersError) as caught:
        read_answers(small, text, "me.yaml")

    assert str(caught.value).startswith(expected)


# texts that are hard to read


@pytest.mark.parametrize("text", WEIRD_TEXTS.values(), ids=WEIRD_TEXTS.keys())
def test_a_weird_rule_file_costs_little(tmp_path, text):
    """No file of a megabyte takes long, however it is built."""
    rule_file(tmp_path).write_text(text)

    with pytest.raises(RulesError) as caught:
        load_rulebook(tmp_path)

    assert [] == unsafe(str(caught.value))


@pytest.mark.parametrize("text", WEIRD_TEXTS.values(), ids=WEIRD_TEXTS.keys())
def test_a_weird_answer_file_costs_little(small, text):
    """No answers of a megabyte take long, however they are built."""
    with pytest.raises(AnswersError) as caught:
        read_answers(small, text, "me.yaml")

    assert [] == unsafe(str(caught.value))


@pytest.mark.parametrize(
    ("text", "column"),
    [("[" * 100_000, 31), ("{a: " * 100_000, 121), ("- " * 100_000, 61)],
    ids=["lists", "blocks", "dashes"],
)
def test_nesting_ends_somewhere(folder, text, column):
    """Brackets without end are read to the thirtieth, and that is said."""
    result = command("assess", "-", "--rules", folder, given=text.encode())

    assert UNUSABLE_ANSWERS == ended_well(result)
    assert f"error: <standard input>:1:{column}: {TOO_DEEP}\n" == result.stderr


def test_an_alias_bomb_does_not_go_off(small):
    """Nine aliases of nine aliases, nine times over, are nine times nine slips and no more."""
    with pytest.raises(AnswersError) as caught:
        read_answers(small, LAUGHS, "me.yaml")

    assert 9 + 8 * 9 == len(caught.value.problems)


def test_wrong_names_without_number_cost_little(tmp_path):
    """Tens of thousands of wrong names are all said, the nearest right one only for the first."""
    wrong = "\n".join(f"      - lastd{number}: minutes" for number in range(30_000))
    text = SHORT_HICCUPS.replace("{lasted: minutes}", f"\n    any:\n{wrong}")
    rule_file(tmp_path).write_text(text)

    with pytest.raises(RulesError) as caught:
        load_rulebook(tmp_path)

    first, *_, last = caught.value.problems
    assert 30_000 == len(caught.value.problems)
    assert ("did you mean `lasted`?", "questions are in the folder questions") == (
        first.help,
        last.help,
    )


# texts that try to steer a terminal

RULE_PLACES = {
    "key": (SHORT, "name: short hiccups", "name: short hiccups\n{}: x"),
    "text": (SHORT, "None is known.", "{}"),
    "word": (SHORT, "very-common", "{}"),
    "number": ("scoring.yaml", "core: 4", "core: {}"),
    "block": (SHORT, "{lasted: minutes}", "{}"),
    "question of a rule": (SHORT, "{lasted: minutes}", "{{{}: minutes}}"),
    "answer of a rule": (SHORT, "{lasted: minutes}", "{{lasted: {}}}"),
    "finding of a rule": (SHORT, "{finding: full-stomach}", "{{finding: {}}}"),
    "source": (SHORT, "sources: [H1]\nsupports", "sources: [{}]\nsupports"),
    "rule id": (SHORT, "short-after-meal:", "{}:"),
    "comparison": ("conditions/long-hiccups.yaml", "at least 18", "{}"),
    "key twice": (SHORT, "name: short hiccups", "name: short hiccups\n{0}: x\n{0}: y"),
    "medicine": ("medicines.yaml", "brands: [Calmex]", "brands: [{}]"),
    "class": ("medicines.yaml", "classes: [steroid]", "classes: [{}]"),
    "section": ("rulebook.yaml", "id: hiccups", "id: {}"),
    "version": ("rulebook.yaml", "0.0.1", "{}"),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("place", RULE_PLACES.values(), ids=RULE_PLACES.keys())
def test_rules_cannot_steer_a_terminal(tmp_path, place, text):
    """What stands in a rule file is shown as text, with escapes for what cannot be seen."""
    file, right, template = place
    wrong = FILES[file].replace(right, template.format(quoted(text)))
    assert wrong != FILES[file]
    write_book(tmp_path, {**FILES, file: wrong})
    result = command("rules", "check", tmp_path)

    if result.exit_code != UNUSABLE_RULES:  # white space inside a sentence becomes one space
        assert text.split() != [text]
        assert [] == unsafe(result.stdout)
    else:
        assert UNUSABLE_RULES == ended_well(result)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_raw_characters_in_rules_cannot_steer_a_terminal(tmp_path, text):
    """It makes no difference whether a character is written out or as an escape."""
    raw = SHORT_HICCUPS.replace("{finding: full-stomach}", f"{{{text}: {text}}}")
    rule_file(tmp_path).write_bytes(raw.encode())
    result = command("rules", "check", tmp_path)

    assert UNUSABLE_RULES == ended_well(result)


ANSWER_PLACES = {
    "question": "{}: yes\n",
    "question twice": "{0}: yes\n{0}: no\n",
    "yes or no": "chest-pain: {}\n",
    "pick-one": "chest-pain: no\nlasted: {}\n",
    "number": "age: {}\n",
    "ticked": "after: [{}]\n",
    "item": "after: {{{}: yes}}\n",
    "item's answer": "after: {{big-meal: {}}}\n",
    "one medicine": "medicines: {}\n",
    "medicine": "medicines: [calmex, {}]\n",
    "everything": "{}\n",
}


@pytest.mark.parametrize("output", ["text", "json"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("place", ANSWER_PLACES.values(), ids=ANSWER_PLACES.keys())
def test_answers_cannot_steer_a_terminal(folder, place, text, output):
    """What stands in an answer file is shown as text, never obeyed."""
    given = place.format(quoted(text)).encode()
    result = command("assess", "-", "--rules", folder, "--format", output, given=given)

    if result.exit_code == 0:  # a name of two words, with white space between them
        assert place.startswith("medicines")
        assert text.split() != [text]
        assert [] == unsafe(result.stdout.replace(HEADING, "").replace(PLAIN, ""))
    else:
        assert UNUSABLE_ANSWERS == ended_well(result)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_raw_characters_in_answers_cannot_steer_a_terminal(folder, text):
    """It makes no difference whether a character is written out or as an escape."""
    given = f"chest-pain: {text}\n{text}: {text}\n".encode()
    result = command("assess", "-", "--rules", folder, given=given)

    assert UNUSABLE_ANSWERS == ended_well(result)


# files that never end, and bounded memory: in processes of their own


def triage(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """`triage` in a process with a gigabyte of memory and a minute of time."""
    return subprocess.run(
        [sys.executable, "-m", "triage", *map(str, words)],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30)),
    )


@pytest.mark.parametrize("kind", ["named pipe", "endless device"])
def test_answers_that_never_end_are_not_waited_for(folder, tmp_path, kind):
    """A pipe that nobody writes to, or a device without end, is no file."""
    path = Path("/dev/zero")
    if kind == "named pipe":
        path = tmp_path / "pipe"
        os.mkfifo(path)
    done = triage("assess", path, "--rules", folder)

    assert (UNUSABLE_ANSWERS, "", f"error: {path}:1:1: this is not a file\n") == (
        done.returncode,
        done.stdout,
        done.stderr.replace("  help: name a text file\n", ""),
    )


def test_rules_cost_little_memory(tmp_path):
    """Bombs, endless lists and pipes together fit into the memory of a small machine."""
    write_book(tmp_path)
    for number, kind in enumerate(["billion laughs", "a wide list", "many anchors"]):
        (tmp_path / f"conditions/weird-{number}.yaml").write_text(WEIRD_TEXTS[kind])
    os.mkfifo(tmp_path / "conditions/pipe.yaml")
    (tmp_path / "conditions/endless.yaml").symlink_to("/dev/zero")
    (tmp_path / "conditions/inside.yaml").symlink_to("pipe.yaml")
    done = triage("rules", "check", tmp_path)

    assert (UNUSABLE_RULES, "", []) == (done.returncode, done.stdout, unsafe(done.stderr))
    assert "error: conditions/pipe.yaml:1:1: this is not a file\n" in done.stderr
    assert "error: conditions/inside.yaml:1:1: this is not a file\n" in done.stderr
    assert (
        f"error: conditions/endless.yaml:1:1: `conditions/endless.yaml` {LEADS_OUT}\n"
        in done.stderr
    )
