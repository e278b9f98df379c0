"""When the engine fails, the person still hears the danger signs: never silence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from multiprocessing import active_children
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.conftest import ROOT, the_book, the_engine
from tests.small_book import write_book
from triage import EngineError, Rulebook, answers_from, assess, load_rulebook
from triage.cli.main import main
from triage.cli.processes import Pool
from triage.inference import engine as engine_module
from triage.inference import reference
from triage.inference.engine import Engine
from triage.inference.experta_network import Network
from triage.inference.reference import Fired
from triage.words.result import FAILED


class Broken(Exception):
    """Whatever a library may raise."""


def raises(*_: Any) -> None:
    raise Broken("boom \x1b[2J /some/where.py")


def leaves(*_: Any) -> None:
    raise SystemExit(0)


def interrupts(*_: Any) -> None:
    raise KeyboardInterrupt


def hangs(*_: Any) -> None:
    END.wait(60)


def goes_too_deep(*_: Any) -> None:
    deeper()


def deeper() -> None:
    # Python 3.13.0 knows no limit for functions that take any arguments, and fills the memory
    deeper()


def says_nothing(*_: Any) -> None:
    return None


def fires_too_much(network: Network, answers: Mapping[str, str]) -> Fired:
    return {**reference.fire(the_small_book(), answers), "made-up": frozenset()}


END = threading.Event()
"""Lets go of what hangs, once its test is over."""

BAD: dict[str, Callable[..., Any]] = {
    "raises": raises,
    "leaves": leaves,
    "interrupts": interrupts,
    "hangs": hangs,
    "goes too deep": goes_too_deep,
}


class Loading(ModuleType):
    """In the place of the module that needs the library: whatever it does comes in loading."""

    def __init__(self, does: Callable[..., Any]) -> None:
        super().__init__("triage.inference.experta_network")
        self.__dict__["does"] = does

    def __getattr__(self, name: str) -> Any:
        if name == "Network":
            return self.__dict__["does"]()
        raise AttributeError(name)


def in_loading(does: Callable[..., Any]) -> Callable[[pytest.MonkeyPatch], None]:
    def spoil(patch: pytest.MonkeyPatch) -> None:
        patch.setitem(sys.modules, "triage.inference.experta_network", Loading(does))
        if does is hangs:
            patch.setattr(engine_module, "LONGEST_BUILD", 0.3)

    return spoil


def in_experta(name: str, does: Callable[..., Any]) -> Callable[[pytest.MonkeyPatch], None]:
    from experta import KnowledgeEngine

    def spoil(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(KnowledgeEngine, name, does)
        if (name, does) == ("__init__", hangs):
            patch.setattr(engine_module, "LONGEST_BUILD", 0.3)

    return spoil


WAYS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    **{f"in loading it {how}": in_loading(does) for how, does in BAD.items()},
    **{f"in building it {how}": in_experta("__init__", does) for how, does in BAD.items()},
    **{f"in running it {how}": in_experta("declare", does) for how, does in BAD.items()},
    "it cannot be found": lambda patch: patch.setitem(
        sys.modules, "triage.inference.experta_network", None
    ),
    "it fires nothing": in_experta("declare", says_nothing),
    "it fires too much": lambda patch: patch.setattr(Network, "fire", fires_too_much),
}


@pytest.fixture(autouse=True)
def short_bounds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits long for what hangs; and it ends with its test."""
    monkeypatch.setattr(engine_module, "LONGEST_RUN", 0.3)
    END.clear()
    yield
    END.set()


@cache
def the_small_book() -> Rulebook:
    with TemporaryDirectory() as folder:
        return load_rulebook(write_book(Path(folder)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_book(tmp_path / "book")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(typed: str) -> Result:
    return CliRunner().invoke(main, ["ask", "--rules", "book", "--plain"], input=typed)


@pytest.mark.parametrize("way", WAYS)
class TestEveryWayToFail:
    def test_the_danger_signs_come_from_the_reference_evaluator(
        self, way: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """However the engine fails, urgency and red flags are those of the written rules."""
        book = the_small_book()
        answers = answers_from(book, {"chest-pain": "yes"})
        right = assess(book, answers)
        WAYS[way](monkeypatch)
        got = assess(book, answers, lambda: Engine(book))

        assert got.engine_failed
        assert "emergency" == got.urgency
        assert right.red_flags == got.red_flags
        assert right.advisory == got.advisory
        assert () == got.suggested
        assert FAILED == got.no_candidates

    def test_the_interview_goes_on_and_says_so(
        self, way: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An emergency still interrupts, the advisory is said, and the exit code is 5."""
        WAYS[way](monkeypatch)
        got = ask("\n1\n1\n1\n")
        text = " ".join(got.output.split())

        assert 5 == got.exit_code
        assert 1 == text.count(FAILED) - text.count("doctor about " + FAILED)
        assert "EMERGENCY" in text.upper()
        assert "I understand. Stop here." in text
        assert "see your doctor" in text.lower()
        assert "boom" not in got.output
        assert "Traceback" not in got.output

    def test_a_program_that_uses_the_library_gets_one_kind_of_error(
        self, way: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """No exit, no made-up Ctrl-C and no hang reaches the program around it."""
        book = the_small_book()
        variables = answers_from(book, {"chest-pain": "yes"}).variables(book)
        right = reference.fire(book, variables)
        WAYS[way](monkeypatch)
        said, fired = "", {}
        try:
            fired = Engine(book).fire(variables)
        except EngineError as error:
            said = str(error)

        assert right != fired  # which `assess` notices
        assert "boom" not in said

    def test_replay_says_that_it_failed(
        self, way: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A broken engine is never a passed case, nor exit code 0."""
        WAYS[way](monkeypatch)
        case = "cases:\n  pain: {answers: {chest-pain: yes}, expect: {urgency: emergency}}\n"
        Path("one.case.yaml").write_text(case, encoding="utf-8")
        got = CliRunner().invoke(main, ["replay", "one.case.yaml", "--rules", "book"])

        assert (5 if "error:" in got.stderr else 1) == got.exit_code
        assert "rule engine" in got.stderr or "the two evaluators fire different" in got.stdout

    def test_a_quiet_person_also_hears_it(
        self, way: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Without any danger sign the result is still said to be incomplete."""
        WAYS[way](monkeypatch)
        got = ask("\n" + "2\n" * 30)

        assert 5 == got.exit_code
        assert FAILED in " ".join(got.output.split())

    def test_answers_from_a_file_give_the_danger_signs_too(
        self, way: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Programs get a whole result without candidates, a message, and exit code 5."""
        WAYS[way](monkeypatch)
        Path("mine.yaml").write_text("chest-pain: yes\n", encoding="utf-8")
        got = CliRunner().invoke(
            main, ["assess", "mine.yaml", "--rules", "book", "--format", "json"]
        )
        result = json.loads(got.stdout)

        assert 5 == got.exit_code
        assert f"error: {FAILED}\n" == got.stderr
        assert "emergency" == result["urgency"]
        assert ["HF01"] == [flag["id"] for flag in result["red-flags"]]
        assert [] == result["suggested"]


class TestHanging:
    def test_what_hangs_is_waited_for_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A person with forty questions does not wait forty times."""
        book = the_small_book()
        engine = Engine(book)
        in_experta("declare", hangs)(monkeypatch)
        with pytest.raises(EngineError, match=r"no answer in 0\.3 seconds"):
            engine.fire({"chest-pain": "yes"})
        before = time.monotonic()
        for _ in range(40):
            with pytest.raises(EngineError):
                engine.fire({"chest-pain": "yes"})

        assert time.monotonic() - before < 3

    def test_what_was_only_slow_is_right_afterwards(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A computer that was busy for a while leaves nothing half done."""
        book = the_small_book()
        engine = Engine(book)
        with monkeypatch.context() as patch:
            in_experta("declare", hangs)(patch)
            with pytest.raises(EngineError):
                engine.fire({"chest-pain": "yes"})
            END.set()
            time.sleep(0.2)
        seen = {"chest-pain": "no", "lasted": "minutes"}

        assert reference.fire(book, seen) == engine.fire(seen)

    def test_a_real_ctrl_c_ends_the_wait(self, tmp_path: Path) -> None:
        """Who has had enough is not made to wait for the bound."""
        (tmp_path / "experta.py").write_text("import time\ntime.sleep(1000)\n", encoding="utf-8")
        # a shell may have told its programs to ignore Ctrl-C
        program = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        program += "import triage; print('here', flush=True); triage.Engine(triage.own_rulebook())"
        child = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        with child:
            assert child.stdout is not None
            assert b"here\n" == child.stdout.readline()
            time.sleep(1)
            before = time.monotonic()
            child.send_signal(signal.SIGINT)
            _, said = child.communicate(timeout=30)

        assert time.monotonic() - before < 5
        assert b"KeyboardInterrupt" in said
        assert 0 != child.returncode


@pytest.mark.parametrize(
    "does", ["raise SystemExit(0)", "import time\ntime.sleep(1000)"], ids=["leaves", "hangs"]
)
def test_a_library_that_ends_or_holds_the_program_does_neither(does: str, tmp_path: Path) -> None:
    """As it was found: a result on the screen, the advisory, exit code 5, and in time."""
    (tmp_path / "experta.py").write_text(f"{does}\n", encoding="utf-8")
    program = "import triage.inference.engine as engine; engine.LONGEST_BUILD = 2.0\n"
    program += "from triage.cli.main import main; main(['assess', '-'])"
    done = subprocess.run(
        [sys.executable, "-c", program],
        input="danger-now: [breath]\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        timeout=60,
        check=False,
    )

    assert 5 == done.returncode
    assert done.stdout.startswith("EMERGENCY")
    assert the_book().advisory.advisory in " ".join(done.stdout.split())
    assert f"error: {FAILED}\n" == done.stderr


class TestWithoutThreads:
    """The system gives no more threads: the work is done where its result is needed."""

    @pytest.fixture(autouse=True)
    def no_thread(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def start(_self: threading.Thread) -> None:
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(threading.Thread, "start", start)

    def test_the_interview_goes_on(self, folder: Path) -> None:
        """An emergency is told, with the advisory, as always."""
        got = ask("\n1\n1\n1\n")

        assert 0 == got.exit_code
        assert "EMERGENCY" in got.output.upper()
        assert "See your doctor." in got.output
        assert FAILED not in got.output

    @pytest.mark.parametrize("how", ["raises", "leaves", "goes too deep"])
    def test_a_broken_engine_still_ends_nothing(
        self, how: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The danger signs come from the reference evaluator; only a hang cannot be ended."""
        book = the_small_book()
        in_experta("declare", BAD[how])(monkeypatch)
        got = assess(book, answers_from(book, {"chest-pain": "yes"}), lambda: Engine(book))

        assert got.engine_failed
        assert "emergency" == got.urgency

    def test_other_processes_are_said_to_be_missing(self) -> None:
        """Replaying in several processes needs threads, and says how to do without."""
        with pytest.raises(EngineError) as caught, Pool(2, str) as pool:
            list(pool.in_order(str, [1, 2, 3], "cases"))
        for process in active_children():
            process.join(20)

        said = "the system does not start that many processes\n  help: try it with `--jobs 1`"
        assert said == str(caught.value)
        assert [] == active_children()


def test_two_evaluators_that_agree_give_the_whole_result() -> None:
    """With a working engine nothing is left out."""
    book = the_book()
    answers = answers_from(
        book,
        {"age": 52, "parts": ["head"], "does-head": ["pulled"], "changes": ["touch"]},
    )
    got = assess(book, answers, the_engine)

    assert not got.engine_failed
    assert assess(book, answers) == got
    assert got.suggested
