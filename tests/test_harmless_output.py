"""Whatever is named, typed or written in a file: what is printed is whole, harmless and valid."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.small_book import write_book
from triage.cli import main as command
from triage.cli.main import asks_for_completions, main
from triage.cli.streams import Guarded, with_letters_of
from triage.errors import no_commands, printable, unseen
from triage.json_text import json_text
from triage.presentation.layout import Page

ADVISORY = "Please see your doctor"
NAME = os.fsdecode(b"n\xff\x1b[2J\x1b]0;owned\x07\xc2\x9b31m\xe2\x80\xae\xe2\x81\xa6x")
"""A file name as nobody means well: a byte that is no text, escapes, direction marks."""
SHOWN = r"n\udcff\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u2066x"
"""The one form in which it is shown, everywhere."""


class Came:
    """What a command wrote into streams of some encoding, and its exit code."""

    def __init__(self, *words: str, encoding: str = "utf-8", given: str = "") -> None:
        out, messages = io.BytesIO(), io.BytesIO()
        before = sys.stdin
        sys.stdin = io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8")
        streams = [io.TextIOWrapper(one, encoding, newline="") for one in (out, messages)]
        try:
            with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
                main(list(words), prog_name="triage")
        except SystemExit as ended:
            self.code = ended.code
        finally:
            sys.stdin = before
        for stream in streams:
            stream.flush()
        self.out = out.getvalue().decode(encoding)
        self.messages = messages.getvalue().decode(encoding)
        self.all = self.out + self.messages


def is_harmless(text: str) -> bool:
    """Whether it has no character that steers a terminal and no line that is a command."""
    lines = text.split("\n")
    return (
        not any(unseen(line.replace("\xa0", " ")) for line in lines)
        and not any(line.lstrip().startswith("::") for line in lines)
        and not re.search(r"##\w*\[", text)
    )


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a rule book, cases, answers and answer lines, all of the same bad name."""
    monkeypatch.chdir(tmp_path)
    try:
        book = write_book(tmp_path / NAME)
    except OSError:  # pragma: no cover - a file system that takes text only
        pytest.skip("no file here can have such a name")
    case = "cases:\n  x:\n    answers: {}\n    expect: {urgency: emergency}\n"
    (tmp_path / f"{NAME}.case.yaml").write_text(f"{case}\n\n")
    (tmp_path / f"{NAME}.yaml").write_text("age: 4\n")
    (tmp_path / f"{NAME}.jsonl").write_text("{}\n")
    shutil.copytree(book, tmp_path / f"{NAME}.new")
    flags = tmp_path / f"{NAME}.new" / "red-flags.yaml"
    flags.write_text(flags.read_text().replace("urgency: emergency", "urgency: same-day"))
    return tmp_path


CASES = f"{NAME}.case.yaml"
LINES = f"{NAME}.jsonl"
BOOK = ("--rules", NAME)
COMMANDS = {
    "unknown command": (2, NAME),
    "unknown option": (2, "ask", f"--{NAME}"),
    "a second argument": (2, "assess", "a.yaml", NAME),
    "assess": (0, "assess", f"{NAME}.yaml", *BOOK),
    "no such answers": (4, "assess", f"{NAME}.none"),
    "no such region": (4, "assess", f"{NAME}.yaml", *BOOK, "--region", NAME),
    "no such rules": (3, "assess", f"{NAME}.yaml", "--rules", f"{NAME}.none"),
    "summary": (0, "assess", f"{NAME}.yaml", *BOOK, "--summary", f"{NAME}.txt"),
    "summary of no kind": (4, "assess", f"{NAME}.yaml", *BOOK, "--summary", f"{NAME}.zz"),
    "not saved by us": (4, "ask", *BOOK, "--resume", f"{NAME}.yaml"),
    "forget": (4, "forget", f"{NAME}.none"),
    "learn": (4, "learn", NAME),
    "help": (4, "help", NAME),
    "explain": (0, "explain", f"{NAME}.yaml", *BOOK),
    "explain, page": (0, "explain", f"{NAME}.yaml", *BOOK, "--format", "html"),
    "why not": (4, "explain", f"{NAME}.yaml", *BOOK, "--why-not", NAME),
    "replay": (1, "replay", CASES, *BOOK),
    "replay, build server": (1, "replay", CASES, *BOOK, "--junit-xml", f"{NAME}.xml"),
    "replay, record": (1, "replay", CASES, *BOOK, "--record", f"{NAME}.rec.case.yaml"),
    "replay, no match": (4, "replay", CASES, *BOOK, "-k", f"{NAME}none"),
    "lines": (0, "replay", LINES, *BOOK),
    "check": (1, "rules", "check", NAME),
    "check, build server": (1, "rules", "check", NAME, "--format", "github"),
    "check, empty": (3, "rules", "check", f"{NAME}.yaml"),
    "diff": (1, "rules", "diff", NAME, f"{NAME}.new"),
    "diff, page": (1, "rules", "diff", NAME, f"{NAME}.new", "--format", "markdown"),
    "show": (4, "rules", "show", NAME, *BOOK),
    "book": (0, "rules", "book", f"{NAME}.html", *BOOK),
    "layout": (1, "rules", "fmt", "--check", CASES),
    "layout, lines": (0, "rules", "fmt", "--diff", CASES),
    "schema": (0, "rules", "schema", "--write", f"{NAME}.schema"),
    "new": (0, "rules", "new", f"{NAME}.mine"),
    "reviews": (0, "rules", "review", "status", *BOOK),
    "sign": (2, "rules", "review", "sign", NAME, *BOOK, "--as", f"{NAME}, x"),
    "about": (0, "about", *BOOK),
}
JSON = {
    "assess": (0, "assess", f"{NAME}.yaml", *BOOK, "--format", "json"),
    "explain": (0, "explain", f"{NAME}.yaml", *BOOK, "--format", "json"),
    "replay": (1, "replay", CASES, *BOOK, "--format", "json"),
    "lines": (0, "replay", LINES, *BOOK, "--format", "json"),
    "check": (1, "rules", "check", NAME, "--format", "json"),
    "check, sarif": (1, "rules", "check", NAME, "--format", "sarif"),
    "diff": (1, "rules", "diff", NAME, f"{NAME}.new", "--format", "json"),
    "reviews": (0, "rules", "review", "status", *BOOK, "--format", "json"),
}


class TestNames:
    @pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS.keys())
    def test_a_bad_name_steers_nothing_wherever_it_is_said(
        self, hostile: Path, words: tuple[int | str, ...]
    ) -> None:
        """Every command: one escaped form, the right exit code, never a fault."""
        code, *rest = words
        came = Came(*map(str, rest))

        assert "has a fault" not in came.messages, came.messages
        assert code == came.code, came.all
        said = came.all
        if "github" in rest:  # there, lines that are commands are what is wanted
            said = re.sub(r"(?m)^::(?=(warning|error|notice) file=)", "", said)
        assert is_harmless(said)
        assert ("udcff" in said) == (r"n\udcff\x1b" in said)

    @pytest.mark.parametrize("words", JSON.values(), ids=JSON.keys())
    def test_json_with_a_bad_name_is_valid_and_plain(
        self, hostile: Path, words: tuple[int | str, ...]
    ) -> None:
        """Programs read it, and nobody's screen is changed by it."""
        code, *rest = words
        came = Came(*map(str, rest))

        assert code == came.code, came.all
        assert came.out.isascii()
        assert "\x7f" not in came.out
        assert is_harmless(came.out)
        json.dumps(json.loads(came.out), ensure_ascii=False).encode()  # no half characters

    def test_a_name_is_said_in_one_form_everywhere(self, hostile: Path) -> None:
        """Text and JUnit as shown; in JSON the same name, its odd byte as it is shown."""
        shown = Came("replay", CASES, *BOOK, "--junit-xml", "report.xml").out
        (case,) = json.loads(Came("replay", CASES, *BOOK, "--format", "json").out)["cases"]

        assert f"{SHOWN}.case.yaml" in shown
        assert f'"{SHOWN}.case.yaml"' in Path("report.xml").read_text("utf-8")
        assert f"{SHOWN}.case.yaml" == printable(case["file"])

    def test_a_place_in_sarif_leads_to_the_file(self, hostile: Path) -> None:
        """A URI has the bytes of the name."""
        sarif = json.loads(Came("rules", "check", NAME, "--format", "sarif").out)
        (uri, *_) = {
            place["physicalLocation"]["artifactLocation"]["uri"]
            for result in sarif["runs"][0]["results"]
            for place in result["locations"]
        }

        assert uri.startswith("n%FF%1B%5B2J")

    def test_verdicts_are_kept_for_cases_of_a_bad_name(self, hostile: Path) -> None:
        """The file to go on from is written, and read again."""
        (hostile / CASES).write_text(
            "cases:\n  x:\n    answers: {chest-pain: yes}\n    expect: {urgency: emergency}\n"
        )
        words = ("rules", "mutate", CASES, *BOOK, "--only", "red-flags", "--resume", "kept")
        first, again = Came(*words), Came(*words)

        assert 1 == first.code == again.code, first.all
        assert first.out == again.out
        assert r"n\\udcff" in Path("kept").read_text("utf-8")


class TestEncodings:
    """Old terminals, and build servers that set no language."""

    ANSWERS = 'medicines: ["Crème \u4e2d \u00a3 \u2013"]\n'

    @pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii", "cp437", "iso8859-15"])
    def test_a_result_is_whole_in_every_encoding(self, encoding: str, tmp_path: Path) -> None:
        """No line is lost for a letter that the screen does not have."""
        file = tmp_path / "a.yaml"
        file.write_text(self.ANSWERS, "utf-8")
        came = Came("assess", str(file), encoding=encoding)

        assert 0 == came.code
        assert "" == came.messages
        assert ADVISORY in came.out
        assert came.out.rstrip().endswith(
            "Book an ordinary appointment. Go sooner if it gets worse."
        )

    @pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii", "utf-8", "utf-16"])
    def test_json_is_the_same_in_every_encoding(self, encoding: str, tmp_path: Path) -> None:
        """What was typed comes back letter by letter, with the same bytes."""
        file = tmp_path / "a.yaml"
        file.write_text(self.ANSWERS, "utf-8")
        came = Came("assess", str(file), "--format", "json", encoding=encoding)

        assert 0 == came.code
        assert came.out == Came("assess", str(file), "--format", "json").out
        assert came.out.isascii()
        assert "Cr\u00e8me \u4e2d \u00a3 \u2013" in str(json.loads(came.out))

    def test_an_interview_in_an_old_encoding_ends_with_the_advisory(self, tmp_path: Path) -> None:
        """The summary of the answers names the medicine; the result comes all the same."""
        book = write_book(tmp_path / "rules")
        file = tmp_path / "a.yaml"
        said = "answering-for: myself\nchest-pain: no\nage: 42\nlasted: minutes\nafter: none\n"
        file.write_text(said + self.ANSWERS, "utf-8")
        words = ("ask", "--answers", str(file), "--rules", str(book))
        came = Came(*words, encoding="latin-1", given="\n" * 9)

        assert 0 == came.code, came.all
        assert "See your doctor." in came.out
        assert "Cr\u00e8me \\u4e2d" in came.out

    def test_a_real_process_with_an_old_encoding(self, tmp_path: Path) -> None:
        """As the shell starts it."""
        done = subprocess.run(
            [sys.executable, "-m", "triage", "learn", "M\u00e9ni\u00e8re \u4e2d\u2026"],
            cwd=ROOT,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=False,
        )

        assert 4 == done.returncode
        assert b"`Meniere \\u4e2d...`" in done.stderr

    @pytest.mark.parametrize(
        ("text", "encoding", "expected"),
        [
            ("5 \u00a3 \u2013 \u201cso\u201d \u2265 3\u2026", "ascii", '5 GBP - "so" >= 3...'),
            ("5 \u00a3 \u2013 \u201cso\u201d", "latin-1", '5 \u00a3 - "so"'),
            (
                "5 \u00a3 \u2013 \u201cso\u201d \u2265 3",
                "cp1252",
                "5 \u00a3 \u2013 \u201cso\u201d >= 3",
            ),
            ("Sj\u00f6gren 10 \u00b5g", "ascii", "Sjogren 10 ug"),
            ("\u4e2d \U0001f600", "latin-1", "\\u4e2d \\U0001f600"),
            ("\u4e2d", "utf-8", "\u4e2d"),
        ],
    )
    def test_what_is_missing_is_said_in_other_words(
        self, text: str, encoding: str, expected: str
    ) -> None:
        """Pounds, dashes and quotes stay readable; the rest is shown by its number."""
        assert expected == with_letters_of(encoding, text)

    @given(st.text(), st.sampled_from(["ascii", "latin-1", "cp1252", "utf-8"]))
    def test_every_text_can_be_written(self, text: str, encoding: str) -> None:
        """No text makes writing fail, and none of it steers anything."""
        out = io.BytesIO()
        bare = io.TextIOWrapper(out, encoding, newline="")
        Guarded(bare).write(text)
        bare.flush()

        shown = out.getvalue().decode(encoding)
        assert all(line == printable(line) for line in shown.split("\n"))
        assert is_harmless("".join(char for char in shown if unicodedata.category(char) != "Zs"))


class TestBuildServers:
    """A line of a log that begins with `::error::` is a command to the server that shows it."""

    TEXTS = (
        " ".join(["x" * 50 + " ::error::injected"] * 3),
        " ".join(["x" * 77 + " ##[error]injected"] * 3),
        "x" * 80 + "::error::injected " + "y" * 300 + "::set-output name=a::injected",
        "::add-mask::injected",
        "##vso[task.setvariable]injected ##[command]injected",
    )

    @pytest.mark.parametrize(
        "words",
        [
            ("rules", "diff", "old", "new"),
            ("rules", "diff", "old", "new", "--format", "markdown"),
            ("rules", "diff", "old", "new", "--format", "json"),
            ("rules", "check", "new"),
            ("rules", "check", "new", "--format", "json"),
            ("rules", "check", "new", "--format", "sarif"),
            ("rules", "check", "new", "--format", "github"),
            ("rules", "show", "HF01", "--rules", "new"),
            ("assess", "a.yaml", "--rules", "new"),
            ("assess", "a.yaml", "--rules", "new", "--format", "json"),
            ("assess", "a.yaml", "--rules", "new", "--format", "markdown"),
            ("explain", "a.yaml", "--rules", "new"),
            ("explain", "a.yaml", "--rules", "new", "--format", "html"),
            ("rules", "fmt", "new", "--diff"),
        ],
        ids=" ".join,
    )
    def test_no_text_of_a_rule_becomes_a_command(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
    ) -> None:
        """Wherever lines break."""
        monkeypatch.chdir(tmp_path)
        write_book(tmp_path / "old")
        flags = write_book(tmp_path / "new") / "red-flags.yaml"
        old = flags.read_text()
        flags.write_text(re.sub("because: .*", f'because: "{" ".join(self.TEXTS)}"', old, count=1))
        assert old != flags.read_text()
        (tmp_path / "a.yaml").write_text("chest-pain: yes\n")
        came = Came(*words)

        assert came.code in (0, 1), came.all
        said = came.all
        if "github" in words:
            said = re.sub(r"(?m)^::(warning|error|notice) file=.*$", "", said)
        assert is_harmless(said)
        if words[-1] in ("json", "sarif"):
            json.loads(came.out)

    @pytest.mark.parametrize("text", TEXTS)
    @pytest.mark.parametrize("width", range(40, 81, 8))
    def test_no_line_of_a_page_begins_as_one(self, text: str, width: int) -> None:
        """Also where a program of somebody else prints the page, and no line is too long."""
        page = Page(width)
        page.heading(text)
        page.text(text, indent="  ")
        page.item(text)

        assert is_harmless(str(page))
        assert width >= max(map(len, str(page).split("\n")))

    def test_json_means_the_same(self) -> None:
        """An escape in JSON is the character."""
        for text in (*self.TEXTS, "a##b", "#\x7f\u202e\ud7ff"):
            assert text == json.loads(json_text({"a": text}))["a"]
            assert is_harmless(json_text({"a": text}))

    def test_other_colons_stay(self) -> None:
        """Names of tests and times are no commands."""
        for text in ("a::b", "at 10:30", ": x", "## heading", "#[x]"):
            assert text == no_commands(text)


IGNORABLE = (
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810)),
    *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164),
    *(*range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFF9), *range(0x1BCA0, 0x1BCA4)),
    *(*range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)),
)
"""Default_Ignorable_Code_Point of Unicode 16, DerivedCoreProperties.txt."""


class TestUnseen:
    def test_every_character_that_unicode_lets_a_screen_leave_out_is_found(self) -> None:
        """Fillers, joiners, selectors, tags; and the blank of braille."""
        for code in (*IGNORABLE, 0x2800):
            text = f"a{chr(code)}b"
            assert unseen(text), hex(code)
            assert printable(text).isascii(), hex(code)

    def test_what_people_write_is_seen(self) -> None:
        """Letters and marks of living languages, signs of medicine, a picture."""
        for text in (
            "M\u00e9ni\u00e8re",
            "e\u0301",
            "\u4e2d\u6587",
            "\u0939\u093f\u0928\u094d",
            "\u03b2",
            "\u2265 \u00bd",
            "\U0001f600",
        ):
            assert "" == unseen(text)
            assert text == printable(text)

    @pytest.mark.parametrize(
        "char", [*"\u3164\u034f\ufe0f\u2800\u115f\u17b4\u180b\u200b", "\U000e0100", "\U000e0041"]
    )
    def test_it_is_refused_wherever_a_text_is_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, char: str
    ) -> None:
        """Rule texts, medicines, case names, who signs: two that look alike are one."""
        monkeypatch.chdir(tmp_path)
        book = write_book(tmp_path / "rules")
        rules = ("--rules", "rules")
        (tmp_path / "a.yaml").write_text(f'medicines: ["calm{char}ex"]\n', "utf-8")
        (tmp_path / "l.jsonl").write_text(f'{{"medicines": ["calm{char}ex"]}}\n', "utf-8")
        case = "answers: {}\n    expect: {urgency: routine}\n"
        (tmp_path / "c.case.yaml").write_text(f'cases:\n  "a{char}b":\n    {case}', "utf-8")
        slip = f"the invisible character `{printable(char)}` is not allowed"
        for words in (
            ("assess", "a.yaml", *rules),
            ("replay", "l.jsonl", *rules),
            ("replay", "c.case.yaml", *rules),
        ):
            came = Came(*words)
            assert 4 == came.code, words
            assert slip in came.messages, words
        sign = Came(
            "rules", "review", "sign", "HF01", *rules, "--as", f"Jane D{char}oe, neurologist"
        )
        assert 2 == sign.code
        assert "nobody sees" in sign.messages
        flags = book / "red-flags.yaml"
        flags.write_text(flags.read_text().replace("because: ", f"because: a{char}b ", 1), "utf-8")
        came = Came("rules", "check", "rules")
        assert 3 == came.code
        assert slip in came.messages

    @pytest.mark.parametrize("mark", "\u061c\u200e\u200f\u202a\u202e\u2066\u2069")
    def test_no_comment_turns_a_line_around(self, tmp_path: Path, mark: str) -> None:
        """A reviewer must not take a comment for a rule, or a rule for a comment."""
        book = write_book(tmp_path)
        flags = book / "red-flags.yaml"
        flags.write_text(f"# seen {mark} otherwise\n{flags.read_text()}", "utf-8")
        came = Came("rules", "check", str(tmp_path))

        assert 3 == came.code
        where = f"red-flags.yaml:1:8: the invisible character `{printable(mark)}`"
        assert f"{where} is not allowed in a comment\n  help: delete it" in came.messages


ASKS = {"_TRIAGE_COMPLETE": "bash_complete", "COMP_WORDS": "triage as", "COMP_CWORD": "1"}
"""What bash sets where somebody wants to know what can be typed next."""


class TestCompletion:
    """A variable of a shell must never take the place of a result."""

    @pytest.mark.parametrize(
        "left_over",
        [
            {"_TRIAGE_COMPLETE": "bash_source"},
            {"_TRIAGE_COMPLETE": "zsh_source"},
            {"_TRIAGE_COMPLETE": "bash_complete"},
            {"_TRIAGE_COMPLETE": "nonsense"},
            ASKS,
        ],
    )
    def test_a_result_is_given_whatever_a_shell_left_behind(
        self, left_over: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The advisory and the right exit code."""
        for name, value in left_over.items():
            monkeypatch.setenv(name, value)
        result = CliRunner().invoke(main, ["assess", "-"], input="{}", prog_name="triage")

        assert 0 == result.exit_code
        assert ADVISORY in result.stdout

    @pytest.mark.parametrize(
        "other",
        [
            {"_TRIAGE_COMPLETE": "bash_source"},
            {"_TRIAGE_COMPLETE": "ksh_complete"},
            {"COMP_CWORD": "one"},
            {"COMP_CWORD": ""},
            {"COMP_CWORD": "\u0661"},
        ],
    )
    def test_only_a_shell_that_completes_is_answered(self, other: dict[str, str]) -> None:
        """It says which words it has, and at which one it is."""
        assert asks_for_completions(ASKS)
        assert not asks_for_completions({**ASKS, **other})
        for name in ASKS:
            left = {key: value for key, value in ASKS.items() if key != name}
            assert not asks_for_completions(left)

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_the_script_of_triage_completion_is_answered(self, shell: str) -> None:
        """With the variables that it sets, in a process, as the shell does."""
        script = CliRunner().invoke(main, ["completion", shell]).output
        assert f"_TRIAGE_COMPLETE={shell}_complete" in script
        assert {"COMP_WORDS", "COMP_CWORD"} <= {*re.findall("[A-Z_]+", script)}
        word = "as" if shell == "fish" else "1"
        done = subprocess.run(
            [sys.executable, "-m", "triage"],
            cwd=ROOT,
            env={
                **os.environ,
                "_TRIAGE_COMPLETE": f"{shell}_complete",
                "COMP_WORDS": "triage as",
                "COMP_CWORD": word,
            },
            capture_output=True,
            text=True,
            check=False,
        )

        assert "assess" in done.stdout
        assert 0 == done.returncode


def optimised(*words: str, level: str = "2") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "triage", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONOPTIMIZE": level, "COLUMNS": "80"},
        input="danger-now: [breath]\n",
        capture_output=True,
        text=True,
        check=False,
    )


class TestOptimised:
    """`python -O` takes away every assert, and `-OO` every docstring."""

    @pytest.mark.parametrize(
        "words", [("--help",), ("rules", "check", "--help"), ("rules", "schema")]
    )
    def test_help_and_descriptions_are_there(self, words: tuple[str, ...]) -> None:
        """The same text, word for word."""
        done = optimised(*words)

        assert 0 == done.returncode
        assert optimised(*words, level="0").stdout == done.stdout
        assert "description" in done.stdout or "Example: triage" in done.stdout

    @pytest.mark.parametrize("level", ["1", "2"])
    def test_a_result_is_the_same(self, level: str) -> None:
        """Nothing of a result rests on an assert."""
        given = "danger-now: [breath]\n"
        words = ("assess", "-", "--format", "json")
        plain = CliRunner().invoke(main, words, input=given).output

        assert '"urgency": "emergency"' in plain
        assert plain == optimised(*words, level=level).stdout

    def test_a_help_without_its_source_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where only compiled files are installed."""
        wanted = command.click.Command("x", callback=eval("lambda: None"))
        assert command.NO_HELP == command.with_help(wanted).help

    def test_asserts_only_tell_the_type_checker(self) -> None:
        """Each says what kind of thing it is about; none does anything that must be done."""
        found = [
            (file.name, ast.unparse(node.test))
            for file in (ROOT / "triage").rglob("*.py")
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Assert)
        ]
        form = re.compile(r"\w+ is not None|isinstance\([\w.]+, [\w.]+\)")

        assert found
        assert [] == [one for one in found if not form.fullmatch(one[1])]


class TestFaults:
    """A fault of the program itself."""

    @staticmethod
    @contextmanager
    def broken() -> Iterator[None]:
        def fails(*_: object, **__: object) -> None:
            raise KeyError("inner")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("triage.cli.assess.answers_in", fails)
            yield

    def test_it_is_said_in_a_line_and_leaves_nobody_reassured(self) -> None:
        """Not a traceback, not exit code 0 or 1, and where it was."""
        with self.broken():
            came = Came("assess", "a.yaml")

        assert 5 == came.code
        assert "" == came.out
        assert re.fullmatch(
            r"error: the program has a fault and has stopped, in `assess.py` line \d+\n"
            r"  help: no result was given and nobody was judged, so see your doctor; "
            r"please report the line above\n",
            came.messages,
        )
