"""A few thousand broken inputs, and proof that the watch over them sees what it looks for.

`python -m benchmarks.fuzz --inputs 100000` is the long run.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from triage import AnswersError
from triage.errors import Problem

pytest.importorskip("resource", reason="limits of memory and of processor time")

from benchmarks import fuzz
from benchmarks.hostile import LONGEST, NASTY, Mutator

INPUTS = 2000
SEED = 20260503


def test_broken_input_ends_in_a_result_or_a_message() -> None:
    """Nothing that somebody writes or types ends in a fault, a hang, or a touched file.

    In a process of its own, since what watches over it can never be taken away again.
    """
    kinds = list(fuzz.WEIGHTS)
    words = [word for kind in kinds for word in ("--kind", kind)]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks.fuzz",
            *words,
            "--inputs",
            str(INPUTS),
            "--seed",
            str(SEED),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr), done.stdout
    assert done.stdout.startswith(f"{INPUTS} inputs in ")
    assert done.stdout.endswith("nothing found\n")
    for kind in kinds:  # each of them was read, and each but what is typed refused
        (line,) = (line for line in done.stdout.splitlines() if line.strip().startswith(f"{kind}:"))
        read, refused = line.split()[1], line.split()[3]
        assert int(read) > 0, line
        assert int(refused) > 0 or kind in ("typed", "interview"), line


class TestInput:
    def test_the_same_seed_gives_the_same_input(self) -> None:
        """What was found once can be found again by its number."""
        from random import Random

        mutator = Mutator(fuzz.ANSWERS)

        assert [mutator.changed(Random(f"1 {n}")) for n in range(300)] == [
            mutator.changed(Random(f"1 {n}")) for n in range(300)
        ]

    def test_the_input_is_of_all_sorts(self) -> None:
        """Whole, damaged, deep, in other encodings, with characters that nobody sees."""
        from random import Random

        mutator = Mutator(fuzz.ANSWERS)
        made = [mutator.changed(Random(f"1 {n}")) for n in range(6000)]

        assert {text.encode() for text in fuzz.ANSWERS if text} <= {*made}
        assert any(b"[" * 3000 in data for data in made)
        assert any(data.startswith(b"\xff\xfe") for data in made)
        assert max(map(len, made)) <= LONGEST
        everything = b"".join(made)
        assert [] == [
            text for text in NASTY if text.encode("utf-8", "surrogatepass") not in everything
        ]


def touched(action: Callable[[], object], tmp_path: Path) -> list[str]:
    """What the watch notes of an action, in a process of its own."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - seen by its parent only
        os.close(read)
        watch = fuzz.Watch()
        with watch.over(tmp_path), contextlib.suppress(OSError):
            action()
        os.write(write, "\n".join(watch.taken()).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        noted = pipe.read()
    os.waitpid(child, 0)
    return noted.split("\n") if noted else []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process of its own")
class TestWatch:
    @pytest.mark.parametrize(
        ("action", "expected"),
        [
            (lambda: Path("/etc/hostname").read_bytes(), "open '/etc/hostname'"),
            (lambda: Path("/nowhere/x").write_bytes(b""), "open '/nowhere/x'"),
            (lambda: os.listdir("/"), "os.listdir '/'"),  # noqa: PTH208
            (lambda: os.remove("/nowhere/x"), "os.remove '/nowhere/x'"),  # noqa: PTH107
            (lambda: os.rename("a", "/nowhere/x"), "os.rename '/nowhere/x'"),  # noqa: PTH104
            (lambda: eval("1 + 1"), "compile "),
            (lambda: exec(compile("", "", "exec")), "exec "),
            (lambda: __import__("this"), "import "),
            (lambda: subprocess.run(["true"], check=False), "subprocess.Popen"),
            (lambda: os.system("true"), "os.system"),
            (lambda: socket.socket().close(), "socket."),
        ],
    )
    def test_what_data_must_never_bring_about_is_seen(
        self, action: Callable[[], object], expected: str, tmp_path: Path
    ) -> None:
        """Files elsewhere, code, programs, connections."""
        assert any(line.startswith(expected) for line in touched(action, tmp_path))

    def test_what_was_named_may_be_touched(self, tmp_path: Path) -> None:
        """Reading and writing inside the folder is what the commands are for."""

        def action() -> None:
            (tmp_path / "a").write_bytes(b"")
            (tmp_path / "a").rename(tmp_path / "b")
            (tmp_path / "b").unlink()

        assert [] == touched(action, tmp_path)

    def test_a_link_out_of_the_folder_is_out_of_it(self, tmp_path: Path) -> None:
        """The place counts, not the name."""
        (tmp_path / "link").symlink_to("/etc/hostname")

        assert [f"open '{tmp_path / 'link'}'"] == touched((tmp_path / "link").read_bytes, tmp_path)


class Fake:
    """One input whose reading does something that must not happen."""

    def __init__(self, folder: Path, action: Callable[[], list[str]]) -> None:
        self.folder, self.action = folder, action

    def read(self, _kind: str, _chance: object) -> tuple[bytes, Callable[[], list[str]]]:
        return b"data", self.action


def refuse(message: str) -> Callable[[], list[str]]:
    def action() -> list[str]:
        raise AnswersError(Problem(message))

    return action


def crash() -> list[str]:
    raise KeyError("key")


def for_ever() -> list[str]:
    while True:
        with contextlib.suppress(Exception):  # as stubborn as code can be
            sum(range(1000))


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (lambda: ["fine", "two\nlines"], None),
        (refuse("`x` is not known"), None),
        (crash, "KeyError: 'key'"),
        (for_ever, "it took more than 0.2 s"),
        (lambda: ["\x1b[2J"], "the output has '\\x1b'"),
        (lambda: ["yes\u202eon"], "the output has '\\u202e'"),
        (lambda: ["a\rb"], "the output has '\\r'"),
        (lambda: sys.exit(1), "SystemExit: 1"),
        (refuse("KeyError at 3"), "a message that"),
        (refuse("got NoneType here"), "a message that speaks of Python"),
        (refuse("Not a sentence."), "a message that is not written as one"),
        (refuse(""), "a message that is not written as one"),
        (refuse("a" * 2000), "a message without end"),
    ],
)
def test_a_slip_is_a_slip(
    action: Callable[[], list[str]],
    expected: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Faults, hangs, characters that steer a terminal, and messages for nobody are all found."""
    import signal

    monkeypatch.setattr(fuzz, "SECONDS", 0.2)
    numbers = (signal.SIGPROF, signal.SIGALRM)
    before = [signal.signal(number, fuzz._too_long) for number in numbers]
    try:
        _, slip = fuzz.tried(Fake(tmp_path, action), fuzz._Blind(), "answers", 1, 1)
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)

    assert (expected is None) == (slip is None)
    assert slip is None or slip.what.startswith(expected or "")
