"""One layout for rule files and case files: the same meaning, and every comment in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.small_book import FILES, SHORT, SHORT_HICCUPS, write_book
from triage import RulesError, load_rulebook
from triage.cases.loading import load_cases
from triage.cli.main import TriageGroup
from triage.cli.rules_fmt import command
from triage.rulebook import yaml_tree
from triage.rulebook.formatting import Document, formatted
from triage.rulebook.yaml_events import build

RULE_FILES = sorted((ROOT / "rules").rglob("*.yaml"))
CASE_FILES = sorted(
    path for folder in ("cases", "people") for path in (ROOT / "tests" / folder).rglob("*.yaml")
)


def meaning(text: str) -> Any:
    """Keys, texts and lists in their order, without places; the file must read well."""
    node, problems = build(text, "x.yaml")
    assert [] == problems
    assert node is not None

    def plain(node: yaml_tree.Node) -> Any:
        match node:
            case yaml_tree.Scalar(_, words):
                return words
            case yaml_tree.Mapping(_, entries):
                return {key.text: plain(value) for key, value in entries}
            case yaml_tree.Sequence(_, items):
                return [plain(item) for item in items]

    return plain(node)


LAYOUTS = [
    pytest.param("a:   b\n", "a: b\n", id="spaces"),
    pytest.param("a:\r\n  - b\r\n", "a:\n  - b\n", id="line ends"),
    pytest.param("\ufeffa: b\n", "a: b\n", id="invisible mark at the start"),
    pytest.param("---\na: b\n...\n", "a: b\n", id="marks of a document"),
    pytest.param("a:\n- b\n-   - c\n", "a:\n  - b\n  - - c\n", id="steps of lists"),
    pytest.param("a:\n      b: c\n", "a:\n  b: c\n", id="steps of blocks"),
    pytest.param("a: 'b'\nc: \"d\"\n", "a: b\nc: d\n", id="quotes that do nothing"),
    pytest.param(
        "a: '012'\nb: '3'\nc: 'no'\n", 'a: "012"\nb: "3"\nc: "no"\n', id="quotes of numbers"
    ),
    pytest.param("a: 'b: c'\n", 'a: "b: c"\n', id="quotes that are needed"),
    pytest.param("a: ''\nb:\n", 'a: ""\nb:\n', id="nothing"),
    pytest.param("a: {b: c,d: [e,f]}\n", "a: {b: c, d: [e, f]}\n", id="brackets"),
    pytest.param("a: >-\n  short\n  text\n", "a: short text\n", id="folded for no reason"),
    pytest.param(
        "a: |\n  one\n\n  two\nb: c\n", "a: |\n  one\n\n  two\nb: c\n", id="lines that count"
    ),
    pytest.param("a: b\n\n\n\nc: d\n\n", "a: b\n\nc: d\n", id="blank lines"),
    pytest.param("# x\na: b # y\n#  z \n", "# x\na: b  # y\n#  z\n", id="comments"),
    pytest.param(
        "a:\n    b: c\n    # of a\n# of d\nd: e\n",
        "a:\n  b: c\n  # of a\n# of d\nd: e\n",
        id="the end of a block",
    ),
    pytest.param(
        "a:\n- b\n# of c\nc: d\n", "a:\n  - b\n# of c\nc: d\n", id="between a list and a key"
    ),
    pytest.param("a: [b, # first\n  c]\n", "a:\n  - b  # first\n  - c\n", id="inside brackets"),
    pytest.param("a:\n  - # of b\n    b: c\n", "a:\n  # of b\n  - b: c\n", id="beside a dash"),
    pytest.param("a: >- # y\n  text\n", "a: text  # y\n", id="beside a folding mark"),
    pytest.param("a: # y\n  # z\n  b: c\n", "a:  # y\n  # z\n  b: c\n", id="beside a key"),
    pytest.param("# x\n{a: b}\n# y\n", "# x\n{a: b}\n# y\n", id="a file in brackets"),
    pytest.param("# x\nword  # y\n# z\n", "# x\n# y\nword\n# z\n", id="a file with one word"),
    pytest.param("a: {} # y\nb: []\n", "a: {}  # y\nb: []\n", id="empty"),
    pytest.param("b: # y\n", "b:  # y\n", id="beside nothing"),
    pytest.param("a:\n- # y\n- b\n", "a:\n  -  # y\n  - b\n", id="beside nothing in a list"),
    pytest.param(
        "b:  # y\n    # ask Jane\n\n\n    # z\nc: x\n",
        "b:  # y\n  # ask Jane\n\n  # z\nc: x\n",
        id="under nothing",
    ),
    pytest.param(
        "a:\n  b:\n  # of c\n  c: x\n", "a:\n  b:\n  # of c\n  c: x\n", id="after nothing"
    ),
    pytest.param(
        "a:\n  b:\n    # of b\n# of d\nd: e\n",
        "a:\n  b:\n    # of b\n# of d\nd: e\n",
        id="under the last",
    ),
    pytest.param("a: b#c\nd: '#e'\n", 'a: b#c\nd: "#e"\n', id="a hash in a text"),
]


class TestLayout:
    @pytest.mark.parametrize(("written", "expected"), LAYOUTS)
    def test_there_is_one_way_to_write_each_thing(self, written: str, expected: str) -> None:
        """Two people who write the same rule end up with the same file."""
        assert expected == formatted(written, "x.yaml")
        assert expected == formatted(expected, "x.yaml")
        assert meaning(written.removeprefix("\ufeff")) == meaning(expected)

    def test_long_text_is_folded_and_long_lists_are_filled(self) -> None:
        """No line is longer than a screen, where the words allow it."""
        words = " ".join(["word"] * 60)
        names = ", ".join(f"medicine-{number}" for number in range(30))
        result = formatted(f"a: {words}\nb: [{names}]\nc: [{{d: {words}}}]\n", "x.yaml")

        assert "a: >-\n  word" in result
        assert "b:\n  [medicine-0," in result
        assert "c:\n  - d: >-\n      word" in result
        assert max(map(len, result.splitlines())) <= 100
        assert result == formatted(result, "x.yaml")

    def test_a_file_that_does_not_read_is_refused_with_every_slip(self) -> None:
        """What cannot be understood is not touched."""
        with pytest.raises(RulesError) as caught:
            formatted("a: b\na: &x c\n", "x.yaml")
        assert (
            "x.yaml:2:1: `a` stands here a second time\n"
            "  help: the first one is at line 1, keep one of them\n"
            "x.yaml:2:4: the anchor `&x` is not allowed\n"
            "  help: write the text out where it is used"
        ) == "\n".join(map(str, caught.value.problems))

    def test_what_cannot_be_laid_out_is_left_as_it_is(self) -> None:
        """A layout that would say something else is never written."""
        with pytest.raises(RulesError) as caught:
            formatted(f"a: b\nc:\n  ? {'k' * 1100}\n  : b\n", "x.yaml")
        assert (
            "x.yaml:3:5: the file cannot be written in the one layout without a change of meaning\n"
            "  help: very long keys and odd places of comments can do this; write it in a simpler way"
        ) == str(caught.value)

    def test_a_layout_that_loses_a_comment_is_never_given_back(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Remarks can hold the reason for a rule, so they are counted like the rules."""
        monkeypatch.setattr(Document, "text", lambda document: "a: b\n")

        assert "a: b\n" == formatted("a:  b\n", "x.yaml")
        with pytest.raises(RulesError, match=r"^x\.yaml:1:7: the file cannot be written"):
            formatted("a: b  # because\n", "x.yaml")


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.name)
def test_every_file_of_the_rule_book_has_the_layout(path: Path) -> None:
    """`triage rules fmt --check` finds nothing to do in the project's own rules."""
    assert path.read_text("utf-8") == formatted(path.read_text("utf-8"), path.name)


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.name)
def test_every_case_file_has_the_layout(path: Path) -> None:
    """Case files are laid out by the same hand."""
    assert path.read_text("utf-8") == formatted(path.read_text("utf-8"), path.name)


def test_a_laid_out_case_file_gives_the_same_cases(tmp_path: Path) -> None:
    """The same answers are expected to give the same results."""
    book = load_rulebook(ROOT / "rules")
    for path in sorted((ROOT / "tests" / "cases").glob("[a-d]*.case.yaml")):
        copy = tmp_path / path.name
        copy.write_text(formatted(path.read_text("utf-8"), path.name), "utf-8")

        assert [(c.name, c.answers, c.expect) for c in load_cases(path, book)] == [
            (c.name, c.answers, c.expect) for c in load_cases(copy, book)
        ]


# any file at all

_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")))
_texts = st.one_of(
    st.sampled_from(["yes", "no", "~", "012", "1.10", "a: b", "a #b", "- a", "", " a", "a ", "#"]),
    st.sampled_from(["{a}", "a, b", "a\n", "a\nb", "\n", "a\n\n", "\ta", "'a'", '"', "\\", "---"]),
    st.lists(st.sampled_from(["word", "and", "x:", "-", "#", "tall", ""]), min_size=20).map(
        " ".join
    ),
    _words,
)
# YAML reads a key on one line only where it has at most 1,024 characters, escapes included
_keys = (_texts | _words).filter(lambda text: len(double_quoted(text)) < 1_000)
_trees = st.recursive(
    _texts,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_keys, inner, max_size=4)),
    max_leaves=12,
)


def double_quoted(text: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return (
        '"'
        + "".join(
            escapes.get(c, c if c.isprintable() and c.isascii() else f"\\U{ord(c):08x}")
            for c in text
        )
        + '"'
    )


@st.composite
def written_trees(draw: st.DrawFn) -> str:
    """A tree as somebody might write it: blocks and brackets, blank lines, and comments."""
    number = iter(range(10_000))

    def remark() -> str:
        return f"# remark {next(number)}"

    def above(indent: int) -> str:
        kind = draw(st.sampled_from(["", "", "", "blank", "comment", "both"]))
        lines = {"": "", "blank": "\n\n", "comment": f"{' ' * indent}{remark()}\n"}
        return lines.get(kind, f"\n{remark()}\n\n")

    def beside() -> str:
        return f" {remark()}" if draw(st.integers(0, 4)) == 0 else ""

    def flow(tree: Any) -> str:
        gap = draw(st.sampled_from(["", "", " ", "\n   "]))
        if isinstance(tree, dict):
            pairs = (f"{double_quoted(key)}: {flow(value)}" for key, value in tree.items())
            return "{" + f",{gap}".join(pairs) + "}"
        if isinstance(tree, list):
            return f"[{gap}" + f",{gap}".join(map(flow, tree)) + "]"
        return double_quoted(tree)

    def block(tree: Any, indent: int) -> str:
        """A value, from behind its key or dash to the end of its last line."""
        if tree == "" and draw(st.booleans()):
            return f"{beside()}\n"
        if isinstance(tree, str) or not tree or draw(st.integers(0, 3)) == 0:
            return f" {flow(tree)}{beside()}\n"
        step = indent + draw(st.sampled_from([1, 2, 4]))
        lines = f"{beside()}\n"
        items = tree.items() if isinstance(tree, dict) else [(None, item) for item in tree]
        for key, value in items:
            head = "-" if key is None else f"{double_quoted(key)}:"
            lines += f"{above(step)}{' ' * step}{head}{block(value, step)}"
        return lines + above(draw(st.sampled_from([0, indent, step])))

    tree = draw(_trees.filter(lambda tree: isinstance(tree, dict | list) and bool(tree)))
    return above(0) + block(tree, 0).lstrip(" ")


@settings(max_examples=400, deadline=None)
@given(written_trees())
@example('"a": ["b",\n   "c"] # x\n# y\n')
@example('"a":\n    - "b"\n    # low\n  # high\n"c": "d"\n')
def test_no_file_changes_its_meaning_or_loses_a_comment(text: str) -> None:
    """Whatever somebody wrote, the layout says the same, keeps every remark, and stays."""
    result = formatted(text, "x.yaml")

    assert meaning(text) == meaning(result)
    for remark in [word for word in text.split("#")[1:] if word.startswith(" remark ")]:
        assert f"#{remark.splitlines()[0]}\n" in f"{result}\n"
    assert result == formatted(result, "x.yaml")


class TestCommand:
    def run(self, *words: str):
        group = TriageGroup("triage", commands=[command])
        return CliRunner().invoke(group, ["fmt", *words])

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """The small rule book with one file in another layout, which is not the one layout."""
        files = {name: formatted(text, name) for name, text in FILES.items()}
        loose = SHORT_HICCUPS.replace("frequency: very-common", "frequency:   'very-common' # so")
        return write_book(tmp_path / "rules", {**files, SHORT: loose})

    def test_it_writes_the_layout_and_keeps_the_digest(self, folder: Path) -> None:
        """The rule book means what it meant, and a second run has nothing to do."""
        before = load_rulebook(folder).digest

        first, second = self.run(str(folder)), self.run(str(folder))

        assert (0, 0) == (first.exit_code, second.exit_code)
        changed = (folder / SHORT).as_posix()
        assert f"changed {changed}\n10 files read, 1 changed\n" == first.output
        assert "10 files read, 0 changed\n" == second.output
        assert "frequency: very-common  # so\n" in (folder / SHORT).read_text("utf-8")
        assert before == load_rulebook(folder).digest

    def test_check_changes_nothing_and_exits_with_one(self, folder: Path) -> None:
        """A build can ask whether every file has the layout."""
        before = (folder / SHORT).read_bytes()

        got = self.run("--check", str(folder))

        assert 1 == got.exit_code
        path = (folder / SHORT).as_posix()
        assert f"would change {path}\n10 files read, 1 would be changed\n" == got.output
        assert before == (folder / SHORT).read_bytes()
        assert 0 == self.run("--check", str(folder / "scoring.yaml")).exit_code

    def test_diff_shows_what_would_be_changed(self, folder: Path) -> None:
        """Nobody has to take the layout on trust."""
        before = (folder / SHORT).read_bytes()

        got = self.run("--diff", str(folder / SHORT))

        assert 0 == got.exit_code
        assert "-frequency:   'very-common' # so\n+frequency: very-common  # so\n" in got.stdout
        assert before == (folder / SHORT).read_bytes()
        assert 1 == self.run("--diff", "--check", str(folder / SHORT)).exit_code

    def test_a_file_with_a_slip_is_named_and_the_others_are_written(self, folder: Path) -> None:
        """All slips of all files are said in one run, and keep no other file from its layout."""
        wrong = {"scoring.yaml": "a: b: c\n", "sources.yaml": "", "findings.yaml": "a: &x b\n"}
        for name, text in wrong.items():
            (folder / name).write_text(text, "utf-8")

        got = self.run(str(folder))

        assert 3 == got.exit_code
        place = folder.as_posix()
        assert f"error: {place}/scoring.yaml:1:5: a colon and a space stand inside " in got.stderr
        assert f"error: {place}/sources.yaml:1:1: the file is empty\n" in got.stderr
        assert f"changed {place}/{SHORT}\n7 files read, 1 changed\n" == got.stdout
        assert "frequency: very-common  # so\n" in (folder / SHORT).read_text("utf-8")
        assert wrong == {name: (folder / name).read_text("utf-8") for name in wrong}
        assert 3 == self.run("--check", str(folder)).exit_code

    def test_a_folder_without_files_keeps_no_other_from_its_layout(self, folder: Path) -> None:
        """It is said, too."""
        (folder.parent / "none").mkdir()
        got = self.run(str(folder.parent / "none"), str(folder))

        assert (3, True) == (got.exit_code, f"changed {folder}/{SHORT}\n" in got.stdout)

    def test_a_case_file_with_a_slip_has_its_own_exit_code(self, tmp_path: Path) -> None:
        """Unusable answers are not unusable rules."""
        path = tmp_path / "x.case.yaml"
        path.write_text("cases: {\n", "utf-8")

        assert 4 == self.run(str(path)).exit_code

    def test_a_folder_without_rules_and_a_file_that_is_not_there_are_said(
        self, tmp_path: Path
    ) -> None:
        """A slip in a path gives a sentence."""
        none, gone = self.run(str(tmp_path)), self.run(str(tmp_path / "gone.yaml"))

        assert (3, 3) == (none.exit_code, gone.exit_code)
        assert "error: there are no .yaml files in `" in none.output
        assert "gone.yaml:1:1: there is no such file\n" in gone.output

    def test_rights_stay(self, folder: Path) -> None:
        """Writing a file anew changes its text and nothing else about it."""
        (folder / SHORT).chmod(0o640)

        assert 0 == self.run(str(folder)).exit_code
        assert 0o640 == (folder / SHORT).stat().st_mode & 0o777

    def test_a_link_to_another_place_is_said_and_not_followed(self, folder: Path) -> None:
        """Only what was named is laid out, and not the files of other software."""
        other = folder.parent / "docker-compose.yaml"
        other.write_text("services:\n    web: x\n")
        link = folder / "cases" / "compose.yaml"
        link.parent.mkdir()
        link.symlink_to(other)
        twice = folder / "cases" / "twice.yaml"
        twice.symlink_to(folder / SHORT)

        for words in ((str(folder),), (str(link),)):
            got = self.run(*words)
            assert 3 == got.exit_code
            assert (
                "compose.yaml` is a link to another place\n  help: name the file itself"
                in got.output
            )
            assert "twice" not in got.output
        assert "services:\n    web: x\n" == other.read_text()
        assert (True, True) == (link.is_symlink(), twice.is_symlink())
        assert "frequency: very-common  # so\n" in (folder / SHORT).read_text("utf-8")

    def test_what_was_changed_after_it_was_read_stays(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What somebody saves in an editor meanwhile is not lost."""
        from triage.cli import rules_fmt

        real = rules_fmt.write

        def late(layout: Any) -> None:
            layout.path.write_text("mine: yes\n")
            real(layout)

        monkeypatch.setattr(rules_fmt, "write", late)
        got = self.run(str(folder))

        assert 3 == got.exit_code
        assert "was changed by somebody else meanwhile, so it was left as it is\n" in got.output
        assert "mine: yes\n" == (folder / SHORT).read_text()
