"""Every word of the program for patients stands in one folder, and each of them is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.program_texts import modules, program_texts
from triage.words.english import counted
from triage.words.voice import Voice

PROGRAM = ROOT / "triage"
FOLDERS = ("cli", "explain", "inference", "interview", "presentation")
"""Where something is said to patients."""
FOR_OTHERS = (
    # for those who write, test and review rules
    *("cli/accuracy", "cli/mutants", "cli/processes", "cli/progress", "cli/replay", "cli/rules_"),
    *("cli/batch", "cli/review_next", "cli/reviewer", "cli/watching", "cli/new_folder"),
    *("cli/fhir_", "cli/xlsform"),  # for those who connect other programs
    *("cli/verdicts", "presentation/book/", "presentation/describe/", "presentation/rule_"),
    "inference/answers",  # what is wrong with an answer file, for whoever wrote it
    "cli/options",  # what an option is, as click prints it
)
NOT_SAID = {
    "cli/ask_files": ("`--answers` and `--resume` do not go together",),  # of a command line
    "cli/assess": (
        "error: ",
        "note: ",
        "<standard input>",
        "at most ",
        " MB are read",
    ),  # of a file
    "cli/chosen_book": ("the rule book is `", "`, by `", "` in `"),  # for those who run cases
    "cli/completion": ("triage",),  # the name of the command
    "cli/main": ("The texts are left out here, since Python",),  # in place of click's help
    "cli/places": ("` name the same file, `",),  # of a command line
    "inference/columns_weighed": ("a condition can come to `", "` points or more"),  # of rules
    "inference/_experta": ("experta cannot be loaded, `",),  # of an installation
    "inference/fence": ("the rule engine gave no answer in ",),  # nobody is told: see `FAILED`
    "cli/streams": ("error: ",),  # how every message begins
    "presentation/kind_words": (  # how a question is told to those who read rules
        *(
            "Yes or no.",
            "One of these.",
            "All that fit.",
            "Names of medicines.",
            "A whole number",
            *("A length of time.", "A number of days", "Words that stand for a length"),
            *(
                "One line in the person's own words,",
                "One line of at most ",
                " characters, for the",
            ),
            "it stands on the page for the doctor,",
        ),
        *("Rules may compare with: ", "rules may compare with ", "rules do not look at it"),
        "no number",
    ),
    "presentation/html_page": ("<", '"', "\n:root", "tone "),  # marks and style of a page
    "presentation/summary_document": ("notice", "quiet"),  # how a paragraph looks
}
"""Beginnings of what is no word for a patient, by module."""
SAID = frozenset({"Heading", "Item", "Items", "Paragraph", "Table", "heading", "item", "line"})
SAID |= {"echo", "say", "_say", "text"}
"""Calls of which every word is seen by a patient, also a single one."""
MESSAGES = frozenset({"Problem", "ValueError", "compile", "did_you_mean", "search"})
"""Calls with a message about a command line or a file, or with a pattern."""
SEVERAL_WORDS = re.compile(r"[A-Za-z,.:] [a-z]|[a-z] [A-Za-z]")
A_WORD = re.compile(r"[A-Za-z]{2}")


def sources() -> list[Path]:
    """The modules that speak to patients."""
    found = (path for folder in FOLDERS for path in (PROGRAM / folder).rglob("*.py"))
    return sorted(path for path in found if not name_of(path).startswith(FOR_OTHERS))


def name_of(path: Path) -> str:
    """A module as the lists above name it."""
    return path.relative_to(PROGRAM).with_suffix("").as_posix()


def called(node: ast.AST) -> str:
    """What a call calls, without where it comes from."""
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
        case _:
            return ""


def literals(node: ast.AST, wanted: re.Pattern[str] = SEVERAL_WORDS) -> Iterator[str]:
    """The texts that stand in the code itself and that somebody could read on a screen."""
    match node:
        case ast.Expr(value=ast.Constant()):  # a docstring
            return
        case ast.Constant(value=str() as text):
            if wanted.search(text):
                yield text
            return
    if called(node) in MESSAGES:
        return
    if called(node) in SAID:
        wanted = A_WORD
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if name not in ("decorator_list", "annotation", "slice") and isinstance(child, ast.AST):
                # what chooses a word is not said: the test of a condition, the key of a table
                inside = (
                    SEVERAL_WORDS if name in ("test", "keys", "left", "comparators") else wanted
                )
                yield from literals(child, inside)


def spoken_in(source: str) -> set[str]:
    """What a piece of code says in words of its own."""
    return set(literals(ast.parse(source)))


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_no_word_for_a_patient_stands_elsewhere(path: Path) -> None:
    """Who puts the program into another language misses nothing."""
    allowed = NOT_SAID.get(name_of(path), ())
    found = spoken_in(path.read_text("utf-8"))

    assert set() == {text for text in found if not text.startswith(allowed)}
    assert [] == [start for start in allowed if not any(t.startswith(start) for t in found)]


@pytest.mark.parametrize(
    "code",
    [
        'page.text("Press Enter.")',
        'yield Heading(2, "Why")',
        'note = "the others are kept"',
        'self._say(f"{count} answers were read.")',
        'click.echo("yes" if there else "Gone")',
    ],
)
def test_such_a_word_would_be_found(code: str) -> None:
    """A sentence is found wherever it stands, a single word where it is printed."""
    assert spoken_in(code)


def used_in(path: Path) -> Iterator[tuple[str, str]]:
    """The words that a module asks for, each with the module where it stands."""
    source = path.read_text("utf-8")
    tree = ast.parse(source if "triage.words" in source or path.parent.name == "words" else "")
    called_here: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module="triage.words", names=names):
                called_here.update({name.asname or name.name: name.name for name in names})
            case ast.ImportFrom(module=str() as module, names=names):
                if module.startswith("triage.words."):
                    yield from ((module.removeprefix("triage.words."), name.name) for name in names)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(ast.Name(id=known), name) if known in called_here:
                yield called_here[known], name
            case ast.Name(name, ast.Load()) if path.parent.name == "words":
                yield path.stem, name


def test_nothing_is_there_that_nobody_says() -> None:
    """Nobody translates a sentence that no patient reads."""
    used = {word for path in PROGRAM.rglob("*.py") for word in used_in(path)}
    there = {
        (module.__name__.rpartition(".")[2], name)
        for module in modules()
        for name, value in vars(module).items()
        if not name.startswith("_")
        and name != "annotations"
        and getattr(value, "__module__", module.__name__) == module.__name__
    }

    assert len(there) > 200
    assert set() == there - used


def test_every_gap_is_filled() -> None:
    """No sentence comes out with a hole, whatever stands in it."""
    slips = [
        where for where, text in program_texts() if re.search(r"[{}]|\(\)|\bNone\)|: None", text)
    ]

    assert [] == slips


def test_one_is_one() -> None:
    """English has a word for one thing, and one for none and for many."""
    assert ["0 pages", "1 page", "2 pages"] == [counted(n, "page", "pages") for n in range(3)]


def test_every_word_for_the_reader_has_one_for_somebody_else() -> None:
    """Said of a child or a parent, no word means the person who types."""
    text = "You hurt yourself; is your hand, or a hand of yours, shaking on {you}?"

    assert "You hurt yourself; is your hand, or a hand of yours, shaking on you?" == (
        Voice.TO_READER.says(text)
    )
    assert "They hurt themselves; is their hand, or a hand of theirs, shaking on them?" == (
        Voice.ABOUT_OTHER.says(text)
    )
