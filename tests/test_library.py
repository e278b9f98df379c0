"""The library, as the README shows it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import triage
from tests.conftest import ROOT
from tests.small_book import write_book
from triage.inference import engine as engine_module
from triage.inference.experta_network import Network
from triage.inference.prepared import prepared
from triage.late_import import importing
from triage.once import once

EXAMPLE = re.findall(
    r"```python\n(.+?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
)[0]


def test_the_example_explains_what_it_suggests(capsys: pytest.CaptureFixture[str]) -> None:
    """The reason, what is lacking for another condition, and what would move the urgency."""
    exec(EXAMPLE, {})
    result, why, why_not, *changes = capsys.readouterr().out.splitlines()

    assert result == "routine ['Cervical dystonia']"
    assert "a neck that pulls or turns again and again" in why
    assert why_not.startswith("core-missing ['one hand or arm shakes'")
    assert 3 == len(changes)
    assert "emergency" in changes[0]


def test_a_folder_may_be_a_text(tmp_path: Path) -> None:
    """As everywhere in Python, a folder is named by a path or by a text."""
    folder = write_book(tmp_path)

    assert triage.load_rulebook(str(folder)) == triage.load_rulebook(folder)


def test_any_rule_book_can_be_explained(tmp_path) -> None:
    """The public names know nothing of one rule book's conditions."""
    book = triage.load_rulebook(write_book(tmp_path))
    answers = triage.answers_from(book, {"chest-pain": "no", "lasted": "days"})
    chain = triage.why(book, answers)
    lacking = triage.why_not(book, answers, "short-hiccups")
    changes = triage.what_would_change(book, answers)

    assert ["long-hiccups"] == [candidate.id for candidate in chain.candidates]
    assert ("core-missing", ["they last minutes"]) == (
        lacking.state,
        [missing.needed for missing in lacking.missing],
    )
    assert "chest-pain" == changes[0].answers[0].question
    assert ("two-weeks", "emergency") == (changes[0].urgency_before, changes[0].urgency_after)
    with pytest.raises(triage.AnswersError, match="unknown condition `hiccup`"):
        triage.why_not(book, answers, "hiccup")


# several threads, and processes that fork while they run

TOGETHER = """
import faulthandler, os, pathlib, sys, threading
import triage

book = triage.load_rulebook(pathlib.Path(sys.argv[1]))
answers = triage.answers_from(book, {"chest-pain": "yes"})
gate = threading.Barrier(9)
engines = []
came = []
over = threading.Event()


def work():
    gate.wait()
    while not over.is_set():
        engine = triage.Engine(book)
        engines.append(engine)
        came.append(triage.assess(book, answers, lambda: engine))


def child():
    faulthandler.dump_traceback_later(40, exit=True)
    every = [triage.Engine(book), *engines[-8:]]  # those of the parent may be at work at this moment
    results = [triage.assess(book, answers, lambda: engine) for engine in every]
    os._exit({one == triage.assess(book, answers) for one in results} != {True})


threads = [threading.Thread(target=work, daemon=True) for _ in range(8)]
for thread in threads:
    thread.start()
gate.wait()
ended = []
well = True
while well and (len(ended) < 12 or len(engines) < 8):
    pid = os.fork()
    if not pid:
        child()
    ended.append(os.waitpid(pid, 0)[1] == 0)
    well = all(ended) and all(thread.is_alive() for thread in threads)
over.set()
for thread in threads:
    thread.join()
print(well, {one == triage.assess(book, answers) for one in came})
print(triage.assess(book, answers, lambda: triage.Engine(book)).urgency)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_eight_threads_and_their_children_all_get_the_right_result(tmp_path: Path) -> None:
    """A web host may begin with eight threads at once, and fork while they work."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TOGETHER, str(write_book(tmp_path))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ("", 0) == (done.stderr, done.returncode)
    assert "True {True}\nemergency\n" == done.stdout


WHILE_LOADING = """
import os, pathlib, sys, threading, time
import triage

begun = threading.Event()


class Slow:
    def find_spec(self, name, *_):
        if name == "{loading}":
            begun.set()
            time.sleep(0.5)


def use():
    return {use}


sys.meta_path.insert(0, Slow())
book = triage.load_rulebook(pathlib.Path(sys.argv[1]))
{before}
thread = threading.Thread(target=use)
thread.start()
begun.wait()
pid = os.fork()
if not pid:
    os._exit(not use())
print(os.waitpid(pid, 0)[1])
thread.join()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize(
    ("loading", "before", "use"),
    [
        pytest.param(
            "triage.inference._experta",
            "triage.Engine",
            "triage.Engine(book).fire({}) == {}",
            id="the engine",
        ),
        pytest.param(
            "triage.inference.assessing",
            "",
            "triage.assess(book, triage.answers_from(book, {})).urgency is not None",
            id="a public name",
        ),
    ],
)
def test_a_child_can_load_what_was_being_loaded_when_it_began(
    tmp_path, loading: str, before: str, use: str
) -> None:
    """A web host that forks in the midst of the first request gets children that answer.

    Python never ends an import that another thread had begun; so a fork waits for it.
    """
    script = WHILE_LOADING.replace("{loading}", loading)
    script = script.replace("{before}", before).replace("{use}", use)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(write_book(tmp_path))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ("", "0\n", 0) == (done.stderr, done.stdout, done.returncode)


def test_an_import_that_hangs_holds_up_no_other() -> None:
    """Where the engine never loads, its failure can still be told."""
    begun, told = threading.Event(), threading.Event()

    def hang() -> None:
        with importing():
            begun.set()
            told.wait(10)

    thread = threading.Thread(target=hang)
    thread.start()
    begun.wait()

    def tell() -> None:
        with importing():
            told.set()

    other = threading.Thread(target=tell)
    other.start()
    other.join(5)
    in_time = told.is_set()
    told.set()
    thread.join()

    assert in_time


def test_engines_are_built_one_at_a_time(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two at a time would share half of their classes of facts, and fire nothing any more."""
    book = triage.load_rulebook(write_book(tmp_path))
    build, at_once, most = engine_module._network, [], []

    def slowly(book: triage.Rulebook) -> Network:
        at_once.append(book)
        time.sleep(0.05)
        most.append(len(at_once))
        at_once.pop()
        return build(book)

    monkeypatch.setattr(engine_module, "_network", slowly)
    threads = [threading.Thread(target=triage.Engine, args=[book]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [1, 1, 1, 1] == most


def test_what_is_kept_with_an_object_is_the_same_for_every_thread() -> None:
    """Two threads that work out a value at the same time both get the one that is kept."""
    both = threading.Barrier(2)

    class Slow:
        @once
        def value(self) -> object:
            """Something that is made anew each time."""
            both.wait(10)
            return object()

    thing, got = Slow(), []
    other = threading.Thread(target=lambda: got.append(thing.value))
    other.start()
    got.append(thing.value)
    other.join()

    assert got[0] is got[1] is thing.value
    assert "Something that is made anew each time." == Slow.value.__doc__


def test_the_parts_of_a_rule_book_are_made_once(tmp_path) -> None:
    """Whoever asks first, everybody works with the same."""
    book = triage.load_rulebook(write_book(tmp_path))

    assert prepared(book) is prepared(book)
    assert prepared(book).relevance is prepared(book).relevance
    assert book.rules is book.rules


PROGRAM = ("triage/cli/", "triage/pytest_plugin.py", "triage/__main__.py")
"""A program of its own, not a library: it has one thread, and does not fork in the midst."""
LIBRARY = [
    path.relative_to(ROOT).as_posix()
    for path in sorted(ROOT.glob("triage/**/*.py"))
    if not path.relative_to(ROOT).as_posix().startswith(PROGRAM)
]


@pytest.mark.parametrize("path", LIBRARY)
def test_what_a_library_imports_late_a_fork_waits_for(path: str) -> None:
    """Nothing is imported inside a function but by `with importing()`."""
    bare = []

    def look(node: ast.AST, *, late: bool, waited: bool) -> None:
        if isinstance(node, ast.Import | ast.ImportFrom) and late and not waited:
            bare.append(node.lineno)
        if isinstance(node, ast.With):
            waited |= any("importing()" == ast.unparse(item.context_expr) for item in node.items)
        late |= isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            look(child, late=late, waited=waited)

    look(ast.parse((ROOT / path).read_text("utf-8")), late=False, waited=False)

    assert [] == bare
