"""Nothing is overwritten unasked: one table of all that writes files, and what holds for each."""

from __future__ import annotations

import ast
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from tests.conftest import ROOT, commands_of
from tests.small_book import SHORT, write_book
from triage import AnswersError, load_rulebook
from triage.cli.main import main
from triage.cli.options import FilePath
from triage.fhir.page import BESIDE, LICENCE, SCRIPTS, STYLES
from triage.rulebook.signing import LEDGER, NEW_LEDGER

MINE = b"a letter of somebody else\n"
TYPED = "\n1\n2\n42\n1\n1\nnone\n\n"
WRONG_USE = 2
CASES = """\
cases:
  yes:    {answers: {chest-pain: yes}, expect: {urgency: emergency, red-flags: [HF01]}}
  unsure: {answers: {chest-pain: unsure}, expect: {urgency: same-day, red-flags: [HF01]}}
"""
COLUMNS = "answering-for,chest-pain,lasted,after,medicines,age\n,no,minutes,,,42\n"
PEOPLE = """\
people:
  ann:
    told: I have had hiccups for minutes.
    kind: typical
    unsaid: no
    answers: {age: 50, lasted: minutes}
    known: {condition: short-hiccups, urgency: routine, why: nothing else}
"""


class Writer(NamedTuple):
    """One way to have a file written."""

    words: str
    """What is typed; OUT is the file or folder that is named."""
    out: str
    """A name that it takes."""
    inside: str = ""
    """Where OUT is a folder: a file in it."""
    again: bool = True
    """Whether an earlier one of the same kind is replaced."""

    @property
    def file(self) -> Path:
        """The file that is looked at."""
        return Path(self.out, self.inside) if self.inside else Path(self.out)


WRITERS = {
    "ask --save": Writer("ask --plain --rules rules --save OUT", "saved.json"),
    "ask --summary": Writer("ask --plain --rules rules --summary OUT", "summary.html"),
    "assess --summary": Writer("assess me.yaml --rules rules --summary OUT", "summary.md"),
    "replay --junit-xml": Writer("replay some.case.yaml --rules rules --junit-xml OUT", "r.xml"),
    "replay --record": Writer(
        "replay some.case.yaml --rules rules --record OUT", "new.case.yaml", again=False
    ),
    "accuracy --html": Writer(
        "accuracy some.people.yaml --rules rules --html OUT", "page.html", again=False
    ),
    "batch out": Writer("batch table.csv OUT --rules rules", "results.csv", again=False),
    "batch --errors": Writer(
        "batch slips.csv made.csv --rules rules --errors OUT", "slips.jsonl", again=False
    ),
    "batch --html": Writer(
        "batch table.csv made.csv --rules rules --html OUT", "page.html", again=False
    ),
    "fhir page folder": Writer(
        "fhir page OUT --rules rules --lforms lforms", "form", "index.html", again=False
    ),
    "rules book out": Writer("rules book OUT --rules rules --cases some.case.yaml", "book.html"),
    "rules mutate --resume": Writer(
        "rules mutate some.case.yaml --rules rules --only red-flags --resume OUT", "v.jsonl"
    ),
    "rules mutate --suggest": Writer(
        "rules mutate some.case.yaml --rules rules --only red-flags --suggest OUT",
        "more.case.yaml",
        again=False,
    ),
    "rules new folder": Writer("rules new OUT", "mine", "rulebook.yaml", again=False),
    "xlsform out": Writer("xlsform OUT --rules rules", "form.xlsx", again=False),
    "rules schema --write": Writer("rules schema --write OUT", "schema", "red-flags.json"),
}
"""By command and parameter; a parameter that writes and is not here fails a test."""
IN_PLACE = {
    "rules fmt": Writer("rules fmt rules some.case.yaml", "rules", SHORT),
    "rules review sign": Writer(
        "rules review sign HF01 --rules rules --as Made-Up,tester", "rules", LEDGER
    ),
    "rules review disagree": Writer(
        "rules review disagree HF01 --rules rules --as Made-Up,tester --because No",
        "rules",
        LEDGER,
    ),
    "rules review ask": Writer(
        "rules review ask HF01 --rules rules --as Made-Up,tester --question Why", "rules", LEDGER
    ),
}
"""What changes files of a folder that is named for reading."""
EVERY = {**WRITERS, **IN_PLACE}
writers = pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS.keys())
every = pytest.mark.parametrize("writer", EVERY.values(), ids=EVERY.keys())
SAVING = WRITERS["ask --save"]
"""What was typed can be saved elsewhere, so a save that is refused does not end the interview."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a rule book, answers, cases and people, to work in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    write_book(folder / "rules")
    (folder / "rules" / LEDGER).write_text(NEW_LEDGER)
    loose = folder / "rules" / SHORT
    loose.write_text(loose.read_text() + "\n\n\n")
    for name in (*SCRIPTS, STYLES, *BESIDE, LICENCE):
        put(folder / "lforms" / name, b"made up\n")
    (folder / "me.yaml").write_text("chest-pain: no\nlasted: minutes\nage: 42\n")
    (folder / "some.case.yaml").write_text(CASES)
    (folder / "some.people.yaml").write_text(PEOPLE)
    (folder / "table.csv").write_text(COLUMNS)
    (folder / "slips.csv").write_text(COLUMNS + ",no,years,,,42\n")
    return folder


def run(words: str, out: str | Path = "") -> Result:
    typed = [str(out) if word == "OUT" else word for word in words.split()]
    return CliRunner().invoke(main, typed, input=TYPED)


def write(writer: Writer, out: str | Path | None = None) -> Result:
    result = run(writer.words, writer.out if out is None else out)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(writer: Writer, result: Result, *said: str) -> None:
    """Whether it was said, and is no success."""
    assert any(words in result.output for words in said), result.output
    assert result.exit_code not in (0, 1)


def umask() -> int:
    now = os.umask(0o077)
    os.umask(now)
    return now


def everything(folder: Path) -> dict[str, bytes | str]:
    """All that stands in a folder, links as where they lead."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


# the table is whole


def parameters() -> Iterator[tuple[str, click.Parameter]]:
    """Every parameter of every command, with the command."""

    def below(group: click.Command, name: str) -> Iterator[tuple[str, click.Parameter]]:
        for param in group.params:
            yield name, param
        for word, command in commands_of(group).items():
            yield from below(command, f"{name} {word}".strip())

    return below(main, "")


def named(command: str, param: click.Parameter) -> str:
    return f"{command} {param.opts[0]}"


def test_no_writer_is_forgotten() -> None:
    """Whoever adds an option that writes a file adds it here, and all of this holds for it."""
    found = {named(c, p) for c, p in parameters() if isinstance(p.type, FilePath) and p.type.writes}

    assert WRITERS.keys() == found


WORDS = {
    *("ask --region", "assess --region", "explain --why-not", "learn words", "help topic"),
    "xlsform --region",
    *(f"fhir {name} --region" for name in ("card", "page", "questionnaire", "result")),
    *(
        "accuracy -k",
        "batch --by",
        "batch --keep",
        "replay -k",
        "rules review sign rules",
        "rules review sign --as",
        "rules review disagree rule",
        "rules review disagree --as",
        "rules review disagree --because",
        "rules review ask rule",
        "rules review ask --as",
        "rules review ask --question",
        "rules review next --as",
        "rules show id",
        "rules book --part",
    ),
}
"""What is typed as text, and is no name of a file."""


def test_every_name_of_a_file_is_read_by_one_type() -> None:
    """A parameter that takes text is in the list of those that are no files, or checks names."""
    texts = {named(c, p) for c, p in parameters() if type(p.type) is type(click.STRING)}
    paths = {type(p.type) for _, p in parameters() if isinstance(p.type, click.Path | click.File)}

    assert WORDS == texts
    assert {FilePath} == paths


OPENERS = {
    "whole_file.py",
    "guarded_file.py",
    "cli/verdicts.py",  # adds lines to its own file
    "cli/streams.py",  # the null device
    "cli/endings.py",  # the null device
    "changes/sides.py",  # a temporary folder
    "batch/running.py",  # parts, under another name until they are whole
    "batch/writing.py",
}
CALLS = {"write_text", "write_bytes", "touch", "symlink_to", "hardlink_to", "rename", "truncate"}


def test_files_are_written_in_one_place_only() -> None:
    """No module opens a file for writing past the guard."""
    found = set()
    for path in (ROOT / "triage").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else ""
            name = function.id if isinstance(function, ast.Name) else name
            modes = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            modes += [k.value.value for k in node.keywords if isinstance(k.value, ast.Constant)]
            opens = name in {"open", "fdopen"} and any(
                isinstance(mode, str) and len(mode) < 4 and set("wax+") & set(mode)
                for mode in modes
            )
            if name in CALLS or opens:
                found.add(path.relative_to(ROOT / "triage").as_posix())

    assert found <= OPENERS, found - OPENERS
    assert {"whole_file.py", "cli/verdicts.py"} <= found


def as_typed(command: str, param: click.Parameter, value: str) -> list[str]:
    """A command line with this value for a parameter, and something for all that is needed."""
    at: click.Command = main
    for word in command.split():
        at = commands_of(at)[word]
    words = command.split()
    for other in at.params:
        if other is not param and other.required and not isinstance(other, click.Argument):
            words += [other.opts[0], "x, y"]
    for other in at.params:
        if isinstance(other, click.Argument) and (other is param or other.required):
            words.append(value if other is param else "x")
    return words if isinstance(param, click.Argument) else [*words, param.opts[0], value]


PATHS = {named(c, p): (c, p) for c, p in parameters() if isinstance(p.type, FilePath)}


@pytest.mark.parametrize("value", ["", " \t"])
@pytest.mark.parametrize("name", PATHS)
def test_an_empty_name_is_wrong_use_and_not_the_current_folder(
    here: Path, name: str, value: str
) -> None:
    """A variable of the shell without a value changes nothing anywhere."""
    before = everything(here)
    result = CliRunner().invoke(main, as_typed(*PATHS[name], value), input=TYPED)

    assert WRONG_USE == result.exit_code
    assert (
        "a name without any letter was given; perhaps a variable of the shell has no value.\n"
    ) in result.output
    assert before == everything(here)


@pytest.mark.parametrize("name", PATHS)
def test_names_of_files_are_completed_by_the_shell(name: str) -> None:
    """Loading the completion takes nothing away from what the shell does by itself."""
    command, param = PATHS[name]
    words = as_typed(command, param, "my-a")[:-1] if param.opts[0][0] == "-" else command.split()
    if name == "rules diff new":
        words.append("old")
    found = ShellComplete(main, {}, "triage", "_TRIAGE_COMPLETE").get_completions(words, "my-a")

    assert ["file"] == [item.type for item in found]


# what holds for each


@writers
def test_a_file_of_somebody_else_stays(here: Path, writer: Writer) -> None:
    """Only what triage wrote itself, of the same kind, gives way."""
    put(writer.file, MINE)
    before = everything(here)
    result = write(writer)

    assert before == everything(here)
    # before any question, and before anything is worked out
    assert writer is SAVING or result.output.startswith("error: ")
    refused(
        writer,
        result,
        "so it was left as it is\n  help: choose another name",
        "Choose another name",
        "is already there\n  help: give `--",
        "is already there\n  help: give `OUT` a new name",
        "is not empty\n  help: name a new folder",
        "was not written by `triage rules mutate`\n  help: name a new file",
    )


@writers
def test_what_triage_wrote_is_written_again(here: Path, writer: Writer) -> None:
    """The same command twice gives the same file; another name of the old one keeps the old one."""
    first = write(writer)
    assert writer.file.is_file(), first.output
    old = writer.file.read_bytes()
    assert old
    private = "--save" in writer.words or "--summary" in writer.words
    expected = 0o600 if private else 0o666 & ~umask()
    assert expected == stat.S_IMODE(writer.file.stat().st_mode)
    other = here / "other-name"
    other.hardlink_to(writer.file)
    before = everything(here)
    second = write(writer)

    assert before == everything(here)
    if writer.again:
        assert first.exit_code == second.exit_code
        assert "jsonl" in writer.out or not other.samefile(writer.file)
    else:
        refused(writer, second, "is already there", "is not empty")


@every
@pytest.mark.parametrize("leads_to", ["what triage wrote", "nothing"])
def test_a_link_is_not_followed(here: Path, tmp_path: Path, writer: Writer, leads_to: str) -> None:
    """What was named is written, and nothing that it only leads to."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = Path(writer.out) if writer in WRITERS.values() else writer.file
    if leads_to == "what triage wrote":
        if writer in WRITERS.values():
            write(writer)
        link.rename(elsewhere / link.name)
        if writer.inside == "rulebook.yaml":  # a new rule book takes an empty folder only
            for path in sorted((elsewhere / link.name).rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
    elif link.exists():
        link.unlink()
    link.symlink_to(elsewhere / link.name)
    before = everything(here), everything(elsewhere)
    result = write(writer)

    refused(
        writer,
        result,
        f"{link.name}` is a link to another place",
        f"{link.name}` is a link that leads out of the rule book",
        "is already there",
    )
    assert link.is_symlink()
    assert before[1] == everything(elsewhere)
    # what one file is does not keep others from being laid out
    assert writer is IN_PLACE["rules fmt"] or before[0] == everything(here)


INPUTS = {
    name: writer
    for name, writer in WRITERS.items()
    if writer.again and not writer.inside and not writer.words.startswith("ask")
}


@pytest.mark.parametrize("by", ["its own name", "a hard link", "a link", "another way"])
@pytest.mark.parametrize("writer", INPUTS.values(), ids=INPUTS.keys())
def test_what_is_read_is_not_written(here: Path, writer: Writer, by: str) -> None:
    """Whatever name the input goes by."""
    read = next(word for word in writer.words.split() if word.endswith(".yaml"))
    out = Path(f"twin{Path(writer.out).suffix}")
    match by:
        case "its own name":
            out = Path(read)
        case "a hard link":
            out.hardlink_to(read)
        case "a link":
            out.symlink_to(read)
        case "another way":
            out = Path("rules", "..", read)
    before = everything(here)
    result = write(writer, out)

    assert WRONG_USE == result.exit_code
    assert " too, give it a name of its own.\n" in result.output
    assert before == everything(here)


def test_two_outputs_do_not_share_a_name(here: Path) -> None:
    """Also where neither is there yet, and where only capitals differ."""
    for words in (
        "ask --rules rules --save x.json --summary x.json",
        "ask --rules rules --save x.json --summary ./X.json",
        "replay some.case.yaml --rules rules --junit-xml x --record rules/../x",
        "rules mutate some.case.yaml --rules rules --resume x --suggest x",
    ):
        result = run(words)
        assert (WRONG_USE, True) == (result.exit_code, "name of its own" in result.output), words
    assert not list(here.glob("[xX]*"))


def test_a_saved_interview_can_be_saved_again_and_is_no_place_for_a_summary(here: Path) -> None:
    """What somebody answered last week is not destroyed by a page about it."""
    write(SAVING)
    before = Path("saved.json").read_bytes()
    summary = run("ask --rules rules --resume saved.json --summary saved.json --save saved.json")
    other = run("assess me.yaml --rules rules --summary saved.json")
    again = run("ask --plain --rules rules --resume saved.json --save saved.json")

    assert (WRONG_USE, 4, 0) == (summary.exit_code, other.exit_code, again.exit_code)
    assert "`saved.json` is not a summary that triage wrote" in other.output
    assert before == Path("saved.json").read_bytes()


@every
def test_what_is_read_only_stays(here: Path, writer: Writer) -> None:
    """Whoever took away the right to write meant it, also towards the root user."""
    if writer in WRITERS.values():
        write(writer)
    writer.file.chmod(0o444)
    before = everything(here)
    result = write(writer)

    assert before[writer.file.as_posix()] == everything(here)[writer.file.as_posix()]
    assert 0o444 == stat.S_IMODE(writer.file.stat().st_mode)
    refused(writer, result, "read-only", "is already there", "is not empty")


@contextmanager
def full_disk(room: int = 60) -> Iterator[None]:
    """No file can get more than some bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@every
@pytest.mark.parametrize("before", ["an earlier one", "nothing"])
def test_a_full_disk_leaves_what_was_there_and_nothing_half(
    here: Path, writer: Writer, before: str
) -> None:
    """Not a byte of a file, no folder, and nothing hidden beside it."""
    if before == "an earlier one" and writer.again and writer in WRITERS.values():
        write(writer)
        if writer.out.endswith("jsonl"):
            lines = writer.file.read_bytes().splitlines(keepends=True)
            writer.file.write_bytes(b"".join(lines[:2]))
    there = everything(here)
    with full_disk():
        result = write(writer)

    assert there == everything(here)
    assert {".", *(Path(name).parts[0] for name in there)} >= {p.name for p in here.iterdir()}
    refused(writer, result, "file too large", "File too large")


@every
def test_what_comes_while_it_is_written_stays(
    here: Path, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter that somebody else puts there meanwhile is not lost, also over an earlier file."""
    if writer.out.endswith("jsonl"):
        pytest.skip("is not replaced but added to; see below")
    if writer.again and writer in WRITERS.values():
        write(writer)
    real = os.fsync

    def slow(number: int) -> None:
        if writer.file.parent.is_dir():
            writer.file.write_bytes(MINE)
        real(number)

    monkeypatch.setattr(os, "fsync", slow)
    result = write(writer)

    assert MINE == writer.file.read_bytes()
    assert not list(here.rglob(".triage-*"))
    refused(
        writer,
        result,
        "so it was left as it is",
        "is already there",
        "cannot be written: file exists",
    )


def test_a_file_of_verdicts_is_for_one_run_at_a_time(here: Path) -> None:
    """Lines of two runs would mix, and a file that came meanwhile is not added to."""
    from triage.cli.verdicts import Verdicts

    writer = WRITERS["rules mutate --resume"]
    with Verdicts(Path(writer.out), "x"):
        result = write(writer)
    refused(writer, result, "is being written by another run\n  help: wait until that one is done")


def test_half_of_a_verdict_is_taken_back(here: Path) -> None:
    """A disk that fills up in the middle of a line leaves whole lines."""
    from triage.cli.verdicts import Verdicts

    with Verdicts(Path("v.jsonl"), "x") as verdicts:
        before = Path("v.jsonl").read_bytes()
        with (
            full_disk(len(before) + 5),
            pytest.raises(AnswersError, match=r"`v\.jsonl` cannot be written: file too large"),
        ):
            verdicts.add("one", None)
        assert before == Path("v.jsonl").read_bytes()


# devices and pipes


def test_a_device_stays_a_device(here: Path) -> None:
    """What is written to the null device is gone, and the device is not."""
    for words in (
        f"replay some.case.yaml --rules rules --junit-xml {os.devnull}",
        f"rules mutate some.case.yaml --rules rules --suggest {os.devnull}",
    ):
        before = Path(os.devnull).stat()
        assert 0 == run(words).exit_code, words
        assert stat.S_ISCHR(before.st_mode)
        assert Path(os.devnull).stat().st_rdev == before.st_rdev


def test_standard_output_can_be_named(here: Path) -> None:
    """What is printed and what is written stand one after the other, also in a file."""
    words = "replay some.case.yaml --rules rules --junit-xml /dev/stdout"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("out").open("w") as out:
        command = [sys.executable, "-m", "triage", *words.split()]
        subprocess.run(command, stdout=out, env=env, check=True, timeout=60)
    text = Path("out").read_text()

    assert text.startswith("2 cases")
    assert text.count("<?xml") == text.count("</testsuites>\n") == 1


# several at once

SIGNERS = """
import sys
from pathlib import Path
from triage import AnswersError, load_rulebook
from triage.rulebook.reviews import subject_named
from triage.rulebook.signing import sign
folder = Path("rules")
book = load_rulebook(folder)
sys.stdin.read()
for number in range(int(sys.argv[2])):
    name = f"Person {sys.argv[1]}-{number}"
    sign(book, folder, [subject_named(book, "HF01")], by=name, role="tester", date="2026-01-01")
"""


def test_no_signature_is_lost_where_many_sign_at_once(here: Path) -> None:
    """Everybody who was told that they have signed stands in the ledger."""
    people, times = 6, 8
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    signing = [
        subprocess.Popen(
            [sys.executable, "-c", SIGNERS, str(one), str(times)], env=env, stdin=subprocess.PIPE
        )
        for one in range(people)
    ]
    for process in signing:
        assert process.stdin is not None
        process.stdin.close()
    assert [0] * people == [process.wait(60) for process in signing]

    signed = load_rulebook(here / "rules").reviews.signatures["red-flag:HF01"]
    assert people * times == len({signature.by for signature in signed})
    assert not list(here.rglob(".triage-*"))


def test_whoever_waits_too_long_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that hangs does not make all others hang."""
    from triage import guarded_file, whole_file

    real = whole_file.locked
    monkeypatch.setattr(guarded_file, "locked", lambda folder: real(folder, 0.05))
    before = everything(here)
    with real(here / "rules"):
        result = write(IN_PLACE["rules review sign"])

    assert (
        "error: `rules/reviews.yaml` is being changed by another run of triage\n"
        "  help: nothing was changed in it; try again when that run is done\n"
    ) == result.output
    assert 3 == result.exit_code
    assert before == everything(here)


def test_without_locks_a_change_that_came_meanwhile_is_refused(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk that has no locks, nobody is told "signed" whose signature is lost."""
    from triage import whole_file

    def none(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(whole_file.fcntl, "flock", none)
    real = os.fsync

    def slow(number: int) -> None:
        monkeypatch.setattr(os, "fsync", real)
        other = IN_PLACE["rules review sign"].words.replace("Made-Up", "Other")
        assert 0 == run(other).exit_code
        real(number)

    monkeypatch.setattr(os, "fsync", slow)
    result = write(IN_PLACE["rules review sign"])

    assert "changed by somebody else meanwhile, so it was left as it is" in result.output
    signed = load_rulebook(here / "rules").reviews.signatures["red-flag:HF01"]
    assert ["Other"] == [signature.by for signature in signed]
