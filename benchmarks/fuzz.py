"""Broken and hostile input by the hundred thousand: for each a result or a message, nothing else.

python -m benchmarks.fuzz                                a few thousand inputs
python -m benchmarks.fuzz --inputs 100000 --seed 1       the long run
python -m benchmarks.fuzz --kind rules --seed 1 --only 4711   one input again, printed

Every input is made by a seed and its number alone. It is read the way a command reads it, and
what can be read is run and printed. While that goes on, an audit hook of Python sees every file
that is opened, every program that is started, every connection, and every piece of code that is
compiled, run or imported: none of these may come from data. Each input has a limit of time, the
whole run one of memory. Exits with 1 where anything was found.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import json
import os
import pkgutil
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from benchmarks.hostile import Mutator
from tests.small_book import FILES, write_book
from triage.errors import AnswersError, Problem, unseen

ROOT = Path(__file__).parent.parent
SECONDS = 5.0
"""Processor time for one input, after which it counts as one that does not end."""
MEGABYTES = 300.0
"""How much the memory of the process may grow while the inputs run."""
WARM_UP = 100
"""Inputs of each kind that run first, so that every module is loaded that reading needs."""


class Slip(NamedTuple):
    """Something that must not happen, and the input with which it did."""

    kind: str
    number: int
    what: str
    data: bytes

    def __str__(self) -> str:
        shown = repr(self.data[:300])
        return f"{self.kind} --only {self.number}: {self.what}\n    {shown}"


class Report(NamedTuple):
    """What came of a run."""

    slips: list[Slip]
    seconds: float
    slowest: dict[str, tuple[float, int]]
    """For each kind the processor time of its slowest input, and the number of that input."""
    grown: float
    """Megabytes by which the peak of memory rose."""
    came: Counter[tuple[str, str]]
    """For each kind, how many inputs were read, and how many were refused."""


class Wrong(Exception):
    """Something that must not happen; told, never caught by what is tested."""


class TookTooLong(BaseException):
    """An input that does not come to an end; no `except Exception` can stop it."""


# what may be touched


class Watch:
    """An audit hook that notes what data must never bring about; it cannot be taken away again."""

    FORBIDDEN = (
        "socket.",
        "subprocess.",
        "os.system",
        "os.exec",
        "os.fork",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.kill",
        "os.putenv",
        "pty.",
        "ctypes.",
        "urllib.",
        "ftplib.",
        "smtplib.",
        "webbrowser.",
        "pickle.",
        "code.",
        "exec",
        "compile",
        "import",
        "marshal.",
        "mmap.",
    )
    PATHS = ("open", "shutil.")
    PATHS_OF_OS = ("os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir", "os.rmdir")
    MORE_PATHS = ("os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate", "os.utime")

    def __init__(self) -> None:
        self.folder: str | None = None
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    @contextlib.contextmanager
    def over(self, folder: Path) -> Iterator[None]:
        """Note what is touched outside of a folder."""
        self.folder = os.path.realpath(folder)
        try:
            yield
        finally:
            self.folder = None

    def taken(self) -> list[str]:
        """What was noted since the last time."""
        seen, self.seen = self.seen, []
        return seen

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if self.folder is None:
            return
        if event.startswith((*self.PATHS, *self.PATHS_OF_OS, *self.MORE_PATHS)):
            folder, self.folder = self.folder, None  # looking at a path must not be seen itself
            try:
                for path in args[: 2 if event in ("os.rename", "os.link", "os.symlink") else 1]:
                    if isinstance(path, str | bytes | os.PathLike) and not _inside(path, folder):
                        self.seen.append(f"{event} {os.fsdecode(path)!r}")
            finally:
                self.folder = folder
        elif event.startswith(self.FORBIDDEN) and not _own_annotations(event):
            self.seen.append(f"{event} {str(args)[:200]}")


def _own_annotations(event: str) -> bool:
    """Whether msgspec evaluates the annotations of our own classes, which it does each time."""
    frame = sys._getframe(2) if event in ("compile", "exec") else None  # noqa: SLF001
    while frame is not None:
        if frame.f_code.co_name == "get_class_annotations":
            return frame.f_globals["__name__"] == "msgspec._utils"
        frame = frame.f_back
    return False


def _inside(path: str | bytes | os.PathLike[Any], folder: str) -> bool:
    try:
        real = os.path.realpath(os.fsdecode(path))
    except ValueError:  # a name with NUL, which no system opens
        return True
    return real == folder or real.startswith(f"{folder}{os.sep}") or real == os.devnull


# how each kind of input is read


class Bench:
    """What all inputs share: rule books, an engine, a folder to write into."""

    def __init__(self, folder: Path) -> None:
        from triage import Engine, load_rulebook, own_rulebook
        from triage.interview.saving import to_text

        self.folder = folder
        self.rules = write_book(folder / "rules")
        self.small = load_rulebook(self.rules)
        self.own = own_rulebook()
        self.books = (self.small, self.own)
        self.engine = Engine(self.small)
        self.file = folder / "input"
        tests = ROOT / "tests"
        cases = _texts(sorted(tests.glob("cases/*.case.yaml"))[:12])
        people = _texts(sorted(tests.glob("people/**/*.people.yaml"))[:12])
        self.saved = tuple(to_text(one) for one in _interviews(self.books))
        self.mutators = {
            "answers": Mutator([*ANSWERS, *_answers_in(self.saved)]),
            "typed": Mutator(TYPED),
            "interview": Mutator(TYPED),
            "printed": Mutator(["x.case.yaml", "x.jsonl", "my answers.yaml"]),
            "saved": Mutator(self.saved),
            "cases": Mutator([*CASES, *cases]),
            "people": Mutator([*PEOPLE, *people]),
            "lines": Mutator(LINES),
            "ledger": Mutator([LEDGER]),
            "layout": Mutator([*FILES.values(), *cases, LEDGER]),
        }
        self.rule_mutators = {name: Mutator([text]) for name, text in FILES.items()}
        self.rule_mutators["reviews.yaml"] = Mutator([LEDGER])
        self.rule_names = tuple(self.rule_mutators)

    def read(self, kind: str, chance: Random) -> tuple[bytes, Callable[[], Sequence[str]]]:
        """An input, and what reads it and gives all that would be printed of it."""
        if kind == "rules":
            name = chance.choice(self.rule_names)
            data = self.rule_mutators[name].changed(chance)
            return data, lambda: self._rules(name, data)
        data = self.mutators[kind].changed(chance)
        how: Callable[[bytes, Random], Sequence[str]] = getattr(self, f"_{kind}")
        return data, lambda: how(data, chance)

    def _rules(self, name: str, data: bytes) -> Sequence[str]:
        from triage import Engine, answers_from, assess, load_rulebook
        from triage.inference import reference
        from triage.presentation.result import result_text
        from triage.rulebook.words import sentence

        path = self.rules / name
        before = path.read_bytes() if path.exists() else None
        try:
            path.write_bytes(data)
            book = load_rulebook(self.rules)
        finally:
            if before is None:
                path.unlink()
            else:
                path.write_bytes(before)
        said = [sentence(book, rule.when) for rule in book.rules]
        answers = answers_from(book, dict.fromkeys(list(book.questions)[:2], "unsure"))
        seen = answers.variables(book)
        if Engine(book).fire(seen) != reference.fire(book, seen):
            raise Wrong("the two evaluators disagree")
        return [*said, result_text(assess(book, answers))]

    def _answers(self, data: bytes, chance: Random) -> Sequence[str]:
        from triage import assess, read_answers
        from triage.explain.why import why
        from triage.inference.assessment import to_json
        from triage.presentation.explanation import chain_text
        from triage.presentation.result import result_text
        from triage.presentation.summary import summarise, summary_text

        book = chance.choice(self.books)
        answers = read_answers(book, self._text(data), "input.yaml")
        result = assess(book, answers)
        if book.advisory.advisory != result.advisory:
            raise Wrong("the result has no advisory")
        shown = [result_text(result), to_json(result)]
        if chance.random() < 0.2:
            shown.append(chain_text(why(book, answers)))
            shown.append(summary_text(summarise(book, answers, result)))
        return shown

    def _typed(self, data: bytes, chance: Random) -> Sequence[str]:
        from triage import AnswersError, Interview
        from triage.cli.prompt import meaning
        from triage.cli.reading import LONGEST_LINE
        from triage.presentation.words import answer_words
        from triage.words.voice import Voice

        shown: list[str] = []
        interview = Interview(chance.choice(self.books))
        for line in data.decode("utf-8", "surrogateescape").split("\n")[:80]:
            id = interview.current
            if id is None:
                break
            typed = " ".join(line.split())[:LONGEST_LINE]
            book, question = interview.book, interview.book.questions[id]
            reply = meaning(typed, book, question, Voice.TO_READER, keeps=id in interview.given)
            shown += [reply.message, *reply.notes]
            if reply.kind == "back":
                interview = interview.back()
            elif reply.kind == "keep":
                interview = interview.keep()
            elif reply.kind == "answer":
                try:
                    interview = interview.answer(reply.value, id)
                except AnswersError as error:
                    shown += _well_said(error)
                else:
                    shown.append(answer_words(book, id, interview.given[id], Voice.TO_READER))
        return shown

    def _interview(self, data: bytes, _chance: Random) -> Sequence[str]:
        """A whole run of the command, as somebody types it who has a grudge against it."""
        from triage.cli.main import main

        # what is named after `s` is written, on purpose; here it stays in the folder
        lines = [line for line in data.split(b"\n") if b".." not in line and b"/" not in line]
        out, messages = io.StringIO(), io.StringIO()
        code: Any = None
        before = sys.stdin
        sys.stdin = io.TextIOWrapper(io.BytesIO(b"\n".join(lines)), "utf-8")
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(messages):
                main(["ask", "--plain", "--rules", str(self.rules)])
        except SystemExit as ended:
            code = ended.code
        finally:
            sys.stdin = before
            for path in self.folder.iterdir():
                if path not in (self.rules, self.file):
                    path.unlink()
        if code not in (0, 5):
            raise Wrong(f"exit code {code}")
        if "has a fault" in messages.getvalue():
            raise Wrong(messages.getvalue()[:200])
        if self.small.advisory.advisory not in out.getvalue():
            raise Wrong("the interview ended without the advisory")
        return [out.getvalue(), messages.getvalue()]

    def _printed(self, data: bytes, chance: Random) -> Sequence[str]:
        """A command about a file of a bad name, on a screen of some encoding."""
        from triage.cli.main import main

        name = self.folder / os.fsdecode(re.sub(rb"[/\x00]", b"", data)[:150] or b"x")
        words = [word.replace("NAME", str(name)) for word in chance.choice(PRINTED)]
        if name.name in (".", "..") or name.exists():
            raise AnswersError(Problem("a name that is taken"))
        encoding = chance.choice(ENCODINGS)
        outs = [io.TextIOWrapper(io.BytesIO(), encoding, newline="") for _ in range(2)]
        code: Any = None
        try:
            with contextlib.suppress(OSError):  # a name that no file can have
                name.write_bytes(chance.choice(NAMED))
            with contextlib.redirect_stdout(outs[0]), contextlib.redirect_stderr(outs[1]):
                main(words, prog_name="triage")
        except SystemExit as ended:
            code = ended.code
        finally:
            for path in self.folder.iterdir():
                if path not in (self.rules, self.file):
                    path.unlink()
        for out in outs:
            out.flush()
        shown = [out.buffer.getvalue().decode(encoding) for out in outs]
        if code not in range(6) or "has a fault" in shown[1]:
            raise Wrong(f"exit code {code}: {shown[1][:200]}")
        if "json" in words and code in (0, 1):
            json.loads(shown[0])
        for text in shown:
            _is_no_command(text)
        if code > 1:
            raise AnswersError(Problem("refused"))
        return shown

    def _saved(self, data: bytes, chance: Random) -> Sequence[str]:
        from triage.interview.saving import resume, to_text

        self.file.write_bytes(data)
        resumed = resume(chance.choice(self.books), self.file)
        return [*resumed.changes, to_text(resumed.interview)]

    def _cases(self, data: bytes, chance: Random) -> Sequence[str]:
        from triage.cases.loading import load_cases
        from triage.cases.recording import recorded
        from triage.cases.run_report import as_json, text_report
        from triage.cases.running import run_case

        self.file.write_bytes(data)
        book = chance.choice(self.books)
        cases = load_cases(self.file, book, "input.case.yaml")
        if book is not self.small:
            return [case.name for case in cases]
        rans = [run_case(book, self.engine, case) for case in cases]
        return [
            text_report(rans, len(cases), [], None),
            as_json(rans, len(cases), [], None),
            recorded(rans),
        ]

    def _people(self, data: bytes, chance: Random) -> Sequence[str]:
        from triage.cases import accuracy
        from triage.cases.people import load_people
        from triage.errors import printable

        self.file.write_bytes(data)
        book = chance.choice(self.books)
        everybody = load_people(self.file, book)
        found = accuracy.outcomes(book, everybody)
        said = [printable(line) for line in accuracy.misses(found)]
        return [*said, accuracy.report(found), accuracy.as_json(found)]

    def _lines(self, data: bytes, chance: Random) -> Sequence[str]:
        from triage.cases.answer_lines import load_lines
        from triage.inference import reference

        self.file.write_bytes(data)
        book = chance.choice(self.books)
        for answers in load_lines(self.file, book, "input.jsonl"):
            reference.fire(book, answers.variables(book))
        return []

    def _ledger(self, data: bytes, _chance: Random) -> Sequence[str]:
        from triage.rulebook.parts.signatures import Signature
        from triage.rulebook.signing import ledger_with

        new = Signature(by="Made Up", role="tester", date="2026-01-02", digest="0" * 64)
        return [ledger_with(self._text(data), {"scoring": new})]

    def _layout(self, data: bytes, _chance: Random) -> Sequence[str]:
        from triage.rulebook.formatting import formatted

        text = formatted(self._text(data), "input.yaml")
        if formatted(text, "input.yaml") != text:
            raise Wrong("the layout of a laid out file is another one")
        return []

    def _text(self, data: bytes) -> str:
        from triage import AnswersError
        from triage.rulebook.strict_yaml import read_file

        self.file.write_bytes(data)
        text, problems = read_file(self.file, "input.yaml")
        if problems:
            raise AnswersError(*problems)
        return text


WEIGHTS = {
    "typed": 24,
    "answers": 22,
    "saved": 12,
    "rules": 10,
    "cases": 8,
    "lines": 5,
    "people": 4,
    "ledger": 4,
    "layout": 4,
    "interview": 3,
    "printed": 4,
}
"""How often each kind comes, in a hundred."""

ANSWERS = (
    "",
    "{}",
    "chest-pain: no\nage: 42\nlasted: days\nafter: [big-meal, fizzy-drink]\nmedicines: [calmex]\n",
    "answering-for: someone-else\nchest-pain: unsure\nage: unsure\nafter: none\nmedicines: none\n",
    "chest-pain: yes\nage: 7\nafter: {big-meal: yes, fizzy-drink: unsure}\nmedicines: unsure\n",
    '{"chest-pain": "no", "age": 42, "medicines": ["soothin", "no such name"]}',
)
TYPED = (
    "1\nno\n42\ndays\n1,2\ncalmex\n",
    "2\nn\nn\nb\n?\nr\n\n3\nnone\nhaloperidol, no such name\n",
    "1\nyes\n1\n2\n3\n4\n5\nnot sure\nback\n1 2\n1;2\nnone, 1\n50\n0\n120\n",
    "\n1\nno\n18\n1\n3\nnone\n\n",
    "\n1\nno\n60\n2\n1\ncalmone; soothine\n0000009\n00000000000012\n3\nb\n2\n\n",
    "\n2\nyes\n3\n7\n2\ncalmex\ns\nnotes\n1\nq\n",
)
PRINTED = (
    ("assess", "NAME", "--rules", "rules"),
    ("assess", "NAME", "--rules", "rules", "--format", "json"),
    ("assess", "NAME", "--rules", "rules", "--region", "NAME"),
    ("explain", "NAME", "--rules", "rules"),
    ("replay", "NAME.case.yaml", "NAME", "--rules", "rules"),
    ("replay", "NAME", "--rules", "rules", "--format", "json"),
    ("rules", "check", "NAME", "--format", "json"),
    ("rules", "check", "NAME"),
    ("rules", "show", "NAME", "--rules", "rules"),
    ("rules", "fmt", "--check", "NAME"),
    ("forget", "NAME"),
    ("learn", "NAME", "--rules", "rules"),
    ("--NAME",),
    ("NAME",),
)
"""Commands about a file or a word of a bad name."""
NAMED = (
    b"{}",
    b"age: 42\nmedicines: [Cr\xc3\xa8me \xe4\xb8\xad]\n",
    b"cases:\n  x: {answers: {}, expect: {urgency: emergency}}\n",
    b"\xff",
)
ENCODINGS = ("utf-8", "latin-1", "cp1252", "ascii")
LINES = ('{"age": 42}\n', '{"chest-pain": "no", "after": ["big-meal"]}\n{"medicines": []}\n', "\n")
CASES = (
    """\
people:
  typical: {chest-pain: no, age: 42, lasted: minutes, after: [big-meal], medicines: []}
cases:
  a short one: {like: typical, expect: {urgency: routine, first: short-hiccups}}
  a long one: {like: typical, but: {lasted: days}, without: [after], expect: {offered: []}}
  pain: {answers: {chest-pain: yes}, expect: {red-flags: [HF01], says: [doctor]}}
""",
)
PEOPLE = (
    """\
people:
  somebody:
    told: Hiccups since lunch.
    kind: typical
    unsaid: no
    answers: {answering-for: myself, age: 42, lasted: minutes, after: [big-meal]}
    known: {condition: short-hiccups, urgency: routine, why: They pass.}
""",
)
LEDGER = """\
required-roles: {scoring: [tester]}
signatures:
  scoring:
    - by: Made Up
      role: tester
      date: 2026-01-01
      digest: 0000000000000000000000000000000000000000000000000000000000000000
      due: 2027-01-01
"""


def _texts(paths: Sequence[Path]) -> list[str]:
    return [path.read_text("utf-8") for path in paths]


def _answers_in(saved: Sequence[str]) -> list[str]:
    return [json.dumps(json.loads(text)["answers"]) for text in saved]


def _interviews(books: Sequence[Any]) -> Iterator[Any]:
    from triage import Interview

    for book in books:
        for count in (0, 3, 400):
            interview = Interview(book)
            while interview.current is not None and len(interview.given) < count:
                interview = interview.answer("unsure")
            yield interview


# what must hold

_OF_PYTHON = re.compile(r"Traceback|Errno|Error\b|NoneType|<class|object at 0x|\bdict\b|\$\.")


def _well_said(error: Any) -> list[str]:
    """The messages of an error, once it is sure that they are said as such things are."""
    if not error.problems:
        raise Wrong("a refusal without a reason")
    for problem in error.problems:
        own = re.sub(r"`.*?`", "``", problem.message, flags=re.DOTALL)
        if not problem.message.strip() or own[:1].isupper() or own.endswith("."):
            raise Wrong(f"a message that is not written as one: {problem.message!r}")
        if _OF_PYTHON.search(own):
            raise Wrong(f"a message that speaks of Python: {problem.message!r}")
        if len(str(problem).split("\n")) > 2:
            raise Wrong(f"a message of many lines: {problem.message!r}")
        if len(problem.message) > 1000:
            raise Wrong(f"a message without end: {problem.message[:80]!r}")
    return [str(problem) for problem in error.problems]


def _is_printable(text: str) -> None:
    for line in text.split("\n"):
        if not line.isprintable():
            hidden = next(char for char in line if not char.isprintable())
            raise Wrong(f"the output has {hidden!r} in {line[:80]!r}")
        if slip := unseen(line):
            raise Wrong(f"the output has {slip}, which nobody sees, in {line[:80]!r}")


def _is_no_command(text: str) -> None:
    for line in text.split("\n"):
        if line.lstrip().startswith("::") or re.search(r"##[\w.-]*\[", line):
            raise Wrong(f"a build server would obey {line[:80]!r}")


def _too_long(_number: int, _frame: object) -> None:
    raise TookTooLong


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """A limit of processor time, and twenty times as much by the clock on the wall."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, 20 * seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def tried(bench: Bench, watch: Watch, kind: str, seed: int, number: int) -> tuple[str, Slip | None]:
    """What came of one input: `read` or `refused`, and the slip where there is one."""
    from triage.errors import TriageError

    data, run = bench.read(kind, Random(f"{seed} {kind} {number}"))
    came, wrong = "read", ""
    try:
        with watch.over(bench.folder), _limited(SECONDS):
            shown = run()
        for text in shown:
            _is_printable(text)
    except TriageError as error:
        came = "refused"
        try:
            for text in _well_said(error):
                _is_printable(text)
        except Wrong as slip:
            wrong = str(slip)
    except Wrong as slip:
        wrong = str(slip)
    except TookTooLong:
        wrong = f"it took more than {SECONDS:g} s"
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is a slip
        wrong = f"{type(error).__name__}: {str(error)[:200]}"
    touched = watch.taken()
    if touched:
        wrong = f"it touched {touched[0]}"
    return came, Slip(kind, number, wrong, data) if wrong else None


def fuzz(inputs: int, seed: int, kinds: Sequence[str] = (), *, most_slips: int = 20) -> Report:
    """Try so many inputs of these kinds, of all where none is named."""
    wanted = tuple(kinds) or tuple(WEIGHTS)
    chance = Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    here = Path.cwd()
    before = [signal.signal(one, _too_long) for one in (signal.SIGPROF, signal.SIGALRM)]
    try:
        bench, watch = Bench(folder / "work"), Watch()
        os.chdir(bench.folder)
        _warm_up(bench, wanted, seed)
        slips: list[Slip] = []
        slowest: dict[str, tuple[float, int]] = {}
        came: Counter[tuple[str, str]] = Counter()
        start, memory = time.monotonic(), _peak()
        for number in range(inputs):
            (kind,) = chance.choices(wanted, [WEIGHTS[one] for one in wanted])
            began = time.process_time()
            what, slip = tried(bench, watch, kind, seed, number)
            spent = time.process_time() - began
            came[kind, what] += 1
            slowest[kind] = max(slowest.get(kind, (0.0, 0)), (spent, number))
            if slip is not None:
                slips.append(slip)
                if len(slips) >= most_slips:
                    break
        return Report(slips, time.monotonic() - start, slowest, _peak() - memory, came)
    finally:
        os.chdir(here)
        for one, handler in zip((signal.SIGPROF, signal.SIGALRM), before, strict=True):
            signal.signal(one, handler)
        shutil.rmtree(folder)


class _Blind(Watch):
    """Sees nothing: for the inputs that only load modules."""

    def __init__(self) -> None:
        self.folder, self.seen = None, []

    @contextlib.contextmanager
    def over(self, _folder: Path) -> Iterator[None]:
        yield


def _warm_up(bench: Bench, kinds: Sequence[str], seed: int) -> None:
    """Load what is only loaded where it is needed, so that data is the only thing that is new."""
    import triage

    for module in pkgutil.walk_packages(triage.__path__, "triage."):
        if not module.name.endswith(("__main__", "pytest_plugin")):
            importlib.import_module(module.name)
    "\x9b".encode("unicode_escape")
    for kind in kinds:
        for number in range(WARM_UP if kind != "interview" else 5):
            tried(bench, _Blind(), kind, seed, -1 - number)


def _peak() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1e6 if sys.platform == "darwin" else 1e3
    )


def told(report: Report) -> str:
    """The figures of a run, and what was found."""
    total = sum(report.came.values())
    out = io.StringIO()
    print(
        f"{total} inputs in {report.seconds:.0f} s, memory grew by {report.grown:.0f} MB", file=out
    )
    for kind in WEIGHTS:
        counts = [report.came[kind, what] for what in ("read", "refused")]
        if any(counts):
            spent, number = report.slowest[kind]
            print(
                f"{kind:>10}: {counts[0]:6} read, {counts[1]:6} refused, "
                f"slowest {spent * 1000:5.0f} ms (--only {number})",
                file=out,
            )
    for slip in report.slips:
        print(f"  {slip}", file=out)
    print(f"{len(report.slips) or 'nothing'} found", file=out)
    return out.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("--inputs", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append", choices=tuple(WEIGHTS), default=[])
    parser.add_argument("--only", type=int, help="try this one input of one kind, and print it")
    wanted = parser.parse_args()
    if wanted.only is not None:
        return _one(wanted.kind[0], wanted.seed, wanted.only)
    report = fuzz(wanted.inputs, wanted.seed, wanted.kind)
    print(told(report), end="")
    return 1 if report.slips or report.grown > MEGABYTES else 0


def _one(kind: str, seed: int, number: int) -> int:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        bench = Bench(folder / "work")
        os.chdir(bench.folder)
        data, run = bench.read(kind, Random(f"{seed} {kind} {number}"))
        print(repr(data))
        for text in run():
            print(repr(text))
    finally:
        os.chdir(ROOT)
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
