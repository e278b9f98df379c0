"""What goes wrong with files and machines: the old file or the new one is whole, and it is said."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.small_book import FILES, write_book
from triage import AnswersError, RulesError, answers_from, assess, load_rulebook
from triage.guarded_file import Kind, Target, change, put
from triage.presentation.summary_file import write_summary
from triage.whole_file import (
    AS_USUAL,
    Changed,
    stamp,
    stem,
    tidy,
    unfinished,
    write_whole,
    write_whole_new,
)

fcntl = pytest.importorskip("fcntl", reason="locks, processes that are killed, limits of files")

OLD, NEW = b"old\n" * 5_000, b"new\n" * 9_000
OWNER_ONLY = 0o600
ADVISORY = "See your doctor."
ENDED_EARLY = 5


def alone(file: Path) -> bool:
    """Whether a file is there, and nothing beside it, hidden or not."""
    return [file] == list(file.parent.iterdir())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to write; the folder has nothing else in it."""
    (tmp_path / "mine").mkdir()
    return tmp_path / "mine" / "notes.txt"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The folder of a small rule book."""
    return write_book(tmp_path / "rules")


def triage(*words: str | Path, given: str = "", prepare: Callable[[], None] | None = None):
    """`triage` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "triage", *map(str, words)],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=prepare,
    )


# the writer that all others use


class TestWholeFile:
    def test_a_new_file_is_never_put_over_another(self, file: Path) -> None:
        """Also where the other one came while this one was written."""
        file.write_bytes(OLD)
        with pytest.raises(FileExistsError):
            write_whole_new(file, NEW)

        assert (OLD, True) == (file.read_bytes(), alone(file))

    def test_a_file_that_came_in_the_meantime_stays(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What somebody else has just written is not lost."""
        real = os.fsync

        def slow(number: int) -> None:
            file.write_bytes(OLD)
            real(number)

        monkeypatch.setattr(os, "fsync", slow)
        with pytest.raises(FileExistsError):
            write_whole_new(file, NEW)

        assert (OLD, True) == (file.read_bytes(), alone(file))

    @pytest.mark.parametrize("there", [False, True])
    def test_a_disk_without_second_names_is_good_enough(
        self, file: Path, monkeypatch: pytest.MonkeyPatch, there: bool
    ) -> None:
        """A memory stick takes a new file too, and keeps an old one."""

        def refuse(*_: object) -> None:
            if there:
                file.write_bytes(OLD)
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(Path, "hardlink_to", refuse)
        if there:
            with pytest.raises(FileExistsError):
                write_whole_new(file, NEW)
        else:
            write_whole_new(file, NEW)

        assert (OLD if there else NEW, True) == (file.read_bytes(), alone(file))

    def test_what_was_not_looked_at_is_not_replaced(self, file: Path) -> None:
        """Neither a file that has come, nor one that has changed, nor one that is gone."""
        before = None
        for change_it in (
            lambda: file.write_bytes(OLD),
            lambda: file.write_bytes(OLD[:-1]),
            lambda: file.with_name("x").write_bytes(OLD) and file.with_name("x").rename(file),
            file.unlink,
        ):
            change_it()
            there = file.read_bytes() if file.exists() else b""
            with pytest.raises(Changed):
                write_whole(file, NEW, over=lambda before=before: before)
            before = stamp(file)

            assert there == (file.read_bytes() if file.exists() else b"")
        assert [] == list(file.parent.iterdir())

    def test_what_may_be_replaced_is_asked_again_when_it_has_changed(self, file: Path) -> None:
        """Two runs that write the same report do not fail each other."""
        file.write_bytes(OLD)
        seen_so_far = iter([None, stamp(file.parent)])
        write_whole(file, NEW, over=lambda: next(seen_so_far, stamp(file)))

        assert (NEW, True) == (file.read_bytes(), alone(file))

    @pytest.mark.parametrize("rights", [0o600, 0o640, 0o666])
    def test_a_file_that_is_replaced_keeps_its_rights(self, file: Path, rights: int) -> None:
        """Who may read a rule file is not changed by laying it out."""
        file.write_bytes(OLD)
        file.chmod(rights)
        write_whole(file, NEW, over=lambda: stamp(file), rights=AS_USUAL, keep_rights=True)

        assert (NEW, rights) == (file.read_bytes(), stat.S_IMODE(file.stat().st_mode))

    @pytest.mark.parametrize("mask", [0o000, 0o077])
    def test_what_somebody_answered_is_for_the_owner_alone(self, file: Path, mask: int) -> None:
        """At no moment can anybody else read it, whatever the system allows for new files."""
        before = os.umask(mask)
        try:
            write_whole(file, NEW, over=lambda: None)
        finally:
            os.umask(before)

        assert OWNER_ONLY == stat.S_IMODE(file.stat().st_mode)

    def test_what_was_left_unfinished_is_tidied_up(self, file: Path) -> None:
        """Half of a summary is as private as a whole one, and does not lie about for ever."""
        left = file.parent / f"{stem(file)}{'0' * 16}.part"
        left.write_bytes(OLD)
        os.utime(left, (0, 0))
        other = file.parent / f"{stem(Path('other.txt'))}{'0' * 16}.part"
        other.write_bytes(OLD)
        os.utime(other, (0, 0))
        assert [left] == unfinished(file)
        tidy(file)

        assert [other] == list(file.parent.iterdir())

    @pytest.mark.parametrize("years", [-30, 30])
    def test_a_clock_that_jumps_keeps_nothing_for_ever(self, file: Path, years: int) -> None:
        """A file from the future is as old as one from long ago."""
        left = file.parent / f"{stem(file)}{'0' * 16}.part"
        left.write_bytes(OLD)
        then = time.time() + years * 365 * 86400
        os.utime(left, (then, then))
        tidy(file)

        assert [] == list(file.parent.iterdir())

    def test_a_writing_that_still_goes_on_is_left_alone(self, file: Path) -> None:
        """However long it takes, and however old it looks, it belongs to somebody."""
        goes_on, begun = (file.parent / f"{stem(file)}{digit * 16}.part" for digit in "01")
        with goes_on.open("wb") as held:
            fcntl.flock(held.fileno(), fcntl.LOCK_EX)
            os.utime(goes_on, (0, 0))
            begun.write_bytes(b"")  # as young as one that has no lock yet
            tidy(file)

            assert {goes_on, begun} == set(file.parent.iterdir())

    def test_a_link_of_such_a_name_is_no_unfinished_file(self, file: Path) -> None:
        """What triage did not make is not opened and not deleted."""
        other, link = file.parent / "other", file.parent / f"{stem(file)}{'0' * 16}.part"
        other.write_bytes(OLD)
        link.symlink_to(other)
        for path in (other, link):
            os.utime(path, (0, 0), follow_symlinks=False)
        tidy(file)

        assert {other, link} == set(file.parent.iterdir())

    def test_a_pipe_of_such_a_name_is_not_waited_for(self, file: Path) -> None:
        """Nobody can have a program hang by a name."""
        pipe = file.parent / f"{stem(file)}{'0' * 16}.part"
        os.mkfifo(pipe)
        os.utime(pipe, (0, 0))
        done = subprocess.run(
            [sys.executable, "-c", f"from triage.whole_file import *; tidy(Path({str(file)!r}))"],
            cwd=ROOT,
            timeout=30,
            check=False,
        )

        assert 0 == done.returncode


REPORT = Kind("a report", re.compile(rb"new"))


class TestReports:
    def test_a_pipe_that_nobody_reads_is_not_waited_for(self, file: Path) -> None:
        """A build does not hang."""
        os.mkfifo(file)
        with pytest.raises(AnswersError, match="cannot be written"):
            put(Target(file, REPORT), "new")

    def test_a_pipe_that_somebody_reads_gets_everything(self, file: Path) -> None:
        """Also more than fits into it at once."""
        os.mkfifo(file)
        came = file.with_name("came")
        with came.open("wb") as out, subprocess.Popen(["/bin/cat", file], stdout=out) as reader:
            until = time.monotonic() + 30
            while True:
                try:
                    put(Target(file, REPORT), "new\n" * 100_000)
                    break
                except AnswersError:  # the reader is not there yet
                    assert time.monotonic() < until
                    time.sleep(0.01)
            reader.wait(30)

        assert b"new\n" * 100_000 == came.read_bytes()

    @pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "none/there.txt"])
    @pytest.mark.parametrize("kind", [REPORT, None])
    def test_a_name_that_cannot_be_used_is_said(
        self, tmp_path: Path, name: str, kind: Kind | None
    ) -> None:
        """In one sentence, with what to do."""
        with pytest.raises(AnswersError, match="cannot be written") as caught:
            put(Target(tmp_path / name, kind, "--record"), "new")
        assert str(caught.value).count("\n") == 1

    def test_an_empty_file_has_nothing_to_lose(self, file: Path) -> None:
        """A name that `mktemp` has made can be used."""
        file.touch()
        put(Target(file, REPORT), "new")

        assert "new" == file.read_text()


# killed at any moment

KILLED = """
import os, random, signal, sys, time
from pathlib import Path

sys.path.insert(0, os.getcwd())
{prepare}

chance = random.Random(1)
write(True)
one = file.read_bytes()
write(False)
whole = {{one: 0, file.read_bytes(): 0}}
assert len(whole) == 2
for _ in range({times}):
    child = os.fork()
    if child == 0:
        while True:
            write(True)
            write(False)
    time.sleep(chance.uniform(0.001, 0.03))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    whole[file.read_bytes()] += 1  # a KeyError where it is neither of them
print(*whole.values())
"""

BOOK = """
from tests.small_book import write_book
from triage import answers_from, assess, load_rulebook
folder = write_book(Path({folder!r}) / "rules")
book = load_rulebook(folder)
"""

WRITERS = {
    "a summary": """
from triage.presentation.summary_file import write_summary
file = Path({folder!r}) / "notes.html"
some = [answers_from(book, given) for given in ({{}}, {{"chest-pain": "yes", "age": 42}})]
def write(first):
    write_summary(file, book, some[first], assess(book, some[first]))
""",
    "the ledger of reviews": """
from triage.rulebook.reviews import subjects
from triage.rulebook.signing import sign
file = folder / "reviews.yaml"
everything = list(subjects(book))
def write(first):
    sign(book, folder, everything, by="Made Up", role="tester", date=f"2026-01-0{{1 + first}}")
""",
    "a rule file": """
from triage.errors import RulesError
from triage.guarded_file import change, seen
file = folder / "findings.yaml"
text = file.read_text()
def write(first):
    change(file, text * (100 + first), seen(file, RulesError), RulesError)
""",
    "a report": """
import re
from triage.guarded_file import Kind, Target, put
file = Path({folder!r}) / "report.xml"
def write(first):
    put(Target(file, Kind("a report", re.compile(b"<"))), f"<{{first}}/>" * 10_000)
""",
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS.keys())
def test_a_killed_writing_leaves_the_old_or_the_new_file(tmp_path: Path, writer: str) -> None:
    """However often a process is killed while it writes, nobody finds half of a file."""
    times = 40
    prepare = (BOOK + writer).format(folder=str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(prepare=prepare, times=times)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert times == sum(map(int, done.stdout.split()))


def test_a_new_file_is_whole_or_not_there_when_killed(tmp_path: Path) -> None:
    """A recorded case file that stops in the middle would guard half of the rules."""
    program = f"""
import os, random, signal, time
from pathlib import Path
from triage.guarded_file import Target, put
file, text, chance, seen = Path({str(tmp_path)!r}) / "new.case.yaml", "a: b\\n" * 50_000, random.Random(1), []
for _ in range(40):
    child = os.fork()
    if child == 0:
        while True:
            put(Target(file, None, "--record"), text)
            file.unlink()
    time.sleep(chance.uniform(0.001, 0.03))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    seen.append(file.exists())
    if file.exists():
        assert text == file.read_text()
        file.unlink()
assert True in seen and False in seen, seen
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr)


# two at once

TOGETHER = """
import sys
from pathlib import Path
sys.path.insert(0, ".")
from triage import Interview, load_rulebook
from triage.interview.saving import save, to_text
from triage.presentation.summary_file import write_summary
from triage import assess
folder, saved, notes, word = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
book = load_rulebook(folder)
interview = Interview(book).answer("myself", "answering-for").answer(word, "chest-pain")
for _ in range(60):
    save(interview, saved)
    write_summary(notes, book, interview.answers, assess(book, interview.answers))
print(to_text(interview))
"""


def test_two_runs_on_one_file_never_mix(small: Path, tmp_path: Path) -> None:
    """The answers of one of two people stand in the file at the end, and none of both."""
    (tmp_path / "both").mkdir()
    saved, notes = tmp_path / "both" / "me.json", tmp_path / "both" / "notes.txt"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", TOGETHER, small, saved, notes, word],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for word in ("yes", "no")
    ]
    ends = []
    while any(process.poll() is None for process in running):
        if saved.exists():
            ends.append(saved.read_text().endswith("}\n"))
        time.sleep(0.002)
    said = [process.communicate(timeout=60) for process in running]

    assert ["", ""] == [err for _, err in said]
    assert ends
    assert all(ends)
    assert saved.read_text() in [out.removesuffix("\n") for out, _ in said]
    assert {saved, notes} == set(saved.parent.iterdir())


# a folder that is read-only


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Work as a user who may not write here: nothing is read-only for root."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A folder with a rule book that somebody else owns."""
    with tempfile.TemporaryDirectory() as name:
        folder = write_book(Path(name) / "theirs")
        for path in (Path(name), folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield folder
        for path in (Path(name), folder, *folder.rglob("*")):
            path.chmod(0o755)


def test_a_read_only_folder_stays_as_it_is_and_is_said(read_only: Path) -> None:
    """No writer leaves anything in a folder of somebody else."""
    book = load_rulebook(read_only)
    answers = answers_from(book, {})
    result = assess(book, answers)
    before = {path: path.stat().st_mtime_ns for path in read_only.rglob("*")}
    existing = read_only / "scoring.yaml"
    for action, kind in (
        (lambda: change(existing, "new", stamp(existing), RulesError), RulesError),
        (lambda: put(Target(read_only / "new.xml", REPORT), "new"), AnswersError),
        (lambda: put(Target(read_only / "new.xml", None, "--record"), "new"), AnswersError),
        (lambda: write_summary(read_only / "s.txt", book, answers, result), AnswersError),
    ):
        with (
            pytest.raises(kind, match="cannot be written, `permission denied`"),
            as_somebody_else(),
        ):
            action()

    assert before == {path: path.stat().st_mtime_ns for path in read_only.rglob("*")}
    assert FILES["scoring.yaml"] == existing.read_text()


# output that nobody can take

WIRED = "streams" in (ROOT / "triage" / "cli" / "main.py").read_text("utf-8")
waits = pytest.mark.skipif(not WIRED, reason="waits for `streams` in triage/cli/main.py")
SHELL = {
    "closed": ">&-",
    "a full disk": ">/dev/full",
    "closed, with the messages": ">&- 2>&-",
    "closed, with the input": ">&- <&-",
}
COMMANDS = {
    "assess": "assess {file} --rules {rules}",
    "explain": "explain {file} --rules {rules}",
    "learn": "learn --rules {rules}",
    "check": "rules check {rules}",
    "ask": "ask --rules {rules}",
}


@waits
@pytest.mark.parametrize("where", SHELL.values(), ids=SHELL.keys())
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS.keys())
def test_output_that_cannot_be_written_is_said(small: Path, words: str, where: str) -> None:
    """A result that nobody can read is no result; a person is never told nothing at all."""
    if "full" in where and not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    (small.parent / "me.yaml").write_text("chest-pain: yes\n")
    typed = words.format(file=small.parent / "me.yaml", rules=small)
    given = "" if "<" in where else "\n1\n1\n1\n"
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec {sys.executable} -m triage {typed} {where}"],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ENDED_EARLY == done.returncode, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    if "2>" not in where:
        expected = ADVISORY if words.startswith("ask") else "error: the output cannot be written"
        assert expected in done.stderr


@waits
def test_an_input_that_is_closed_ends_with_the_advisory(small: Path) -> None:
    """Nobody to answer is an ending like any other."""
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec {sys.executable} -m triage ask --rules {small} <&-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ENDED_EARLY, "") == (done.returncode, done.stderr)
    assert ADVISORY in done.stdout


# a clock that jumps


def test_a_clock_that_jumps_changes_no_result(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers have no date: the same answers give the same bytes at any time."""
    from triage.inference.assessment import to_json
    from triage.interview.saving import resume, save
    from triage.interview.state import Interview

    book = load_rulebook(small)
    ticks = iter(range(10**6))

    def jumping() -> float:
        return 2e9 * (next(ticks) % 3) - 1e9

    def whole_run(name: str) -> str:
        interview = Interview(book)
        while interview.current is not None:
            interview = interview.answer("unsure")
            save(interview, small / name)
            interview = resume(book, small / name).interview
        return to_json(assess(book, interview.answers)) + (small / name).read_text()

    expected = whole_run("me.json")
    for clock in ("time", "monotonic", "perf_counter"):
        monkeypatch.setattr(time, clock, jumping)

    assert expected == whole_run("me.json")


# what a normal run touches

NORMAL = {
    "ask": ("ask", "--plain", "--rules", "RULES"),
    "assess": ("assess", "FILE", "--rules", "RULES"),
    "assess as data": ("assess", "FILE", "--rules", "RULES", "--format", "json"),
    "assess by our own rules": ("assess", "-"),
    "explain": ("explain", "FILE", "--rules", "RULES"),
    "what would change": ("explain", "FILE", "--rules", "RULES", "--what-would-change"),
    "learn": ("learn", "hiccups", "--rules", "RULES"),
    "replay": ("replay", "CASES", "--rules", "RULES", "--coverage"),
    "check": ("rules", "check", "RULES"),
    "mutate": ("rules", "mutate", "CASES", "--rules", "RULES"),
    "schema": ("rules", "schema"),
}

WATCHED = """
import os, sys
sys.path.insert(0, {root!r})
sys.dont_write_bytecode = True
FORBIDDEN = ("socket.", "urllib.", "ftplib.", "smtplib.", "subprocess.", "os.system", "os.exec",
    "os.fork", "os.posix_spawn", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate",
    "os.link", "os.symlink", "os.chmod", "os.chown", "os.utime", "os.putenv", "shutil.",
    "tempfile.", "webbrowser.", "ctypes.", "pickle.")
KNOWN = [os.path.realpath(path) for path in {known!r} + [p for p in sys.path if p]]
seen = []
def hook(event, args):
    if event.startswith(FORBIDDEN):
        seen.append(event)
    if event == "open":
        path, mode, flags = args
        writes = mode is not None and set(mode) & set("wax+")
        opened = mode is None and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if isinstance(path, int):
            return
        real = os.path.realpath(os.fsdecode(path))
        if writes or opened:
            seen.append(f"writes {{real}}")
        elif not any(real == one or real.startswith(one + os.sep) for one in KNOWN):
            seen.append(f"reads {{real}}")
sys.addaudithook(hook)
from triage.cli.main import main
try:
    main({words!r})
except SystemExit as stop:
    code = stop.code
print("\\nexit", code)
print("seen", seen)
"""


@pytest.mark.parametrize("words", NORMAL.values(), ids=NORMAL.keys())
def test_a_normal_run_sends_nothing_and_writes_nothing(
    small: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """No connection, no program, no file but those that were named and the program itself."""
    here = tmp_path / "here"
    here.mkdir()
    given = tmp_path / "me.yaml"
    given.write_text("chest-pain: no\nlasted: days\n")
    cases = tmp_path / "some.case.yaml"
    cases.write_text("cases:\n  a: {answers: {chest-pain: yes}, expect: {urgency: emergency}}\n")
    paths = {"RULES": str(small), "FILE": str(given), "CASES": str(cases)}
    program = WATCHED.format(
        root=str(ROOT),
        words=[paths.get(word, word) for word in words],
        known=[*paths.values(), sys.prefix, sys.base_prefix, str(ROOT / "rules")],
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input="{}" if words == NORMAL["assess by our own rules"] else "\n1\n2\n42\n1\n1\nnone\n\n",
        capture_output=True,
        text=True,
        cwd=here,
        check=False,
        timeout=60,
    )
    *_, code, seen = done.stdout.splitlines()

    assert code in ("exit 0", "exit 1"), done.stderr
    assert "seen []" == seen
    assert [] == list(here.iterdir())


def test_the_watch_over_a_run_sees_what_it_looks_for(tmp_path: Path) -> None:
    """A hook that notes nothing would prove nothing."""
    program = WATCHED.format(root=str(ROOT), words=["help"], known=[]).replace(
        "from triage.cli.main import main",
        f"open({str(tmp_path / 'new')!r}, 'w').close(); open('/etc/hostname').close()\n"
        "import socket; socket.socket().close(); os.rename('a', 'b') if 0 else None\n"
        "from triage.cli.main import main",
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )

    assert f"writes {tmp_path / 'new'}" in done.stdout
    assert "reads /etc/hostname" in done.stdout
    assert "socket." in done.stdout
