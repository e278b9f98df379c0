"""Answers survive: names that are asked for, places that are tried, lines that cannot be read."""

from __future__ import annotations

import codecs
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import ROOT
from tests.small_book import write_book
from tests.test_terminal import PROMPT, Person
from triage import AnswersError, load_rulebook
from triage.cli.endings import NOT_CAUGHT, Endings, Stopped, endings
from triage.cli.main import main
from triage.cli.reading import LONGEST_LINE
from triage.interview import saving
from triage.presentation import summary_file
from triage.presentation.pasted import pasted
from triage.words.typed import UNREADABLE, too_long

WHOLE = "\n2\n42\n2\n0\nnone\n\n"
"""All that is typed for a result by the small rule book."""
ADVISORY = "See your doctor."
MESSAGE = "help: "
ENDED_EARLY = 5
USAGE = 2


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a person works in; the small rule book stands in `rules`."""
    write_book(tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(*words: str, typed: str | bytes = WHOLE) -> Result:
    return CliRunner().invoke(main, ["ask", "--rules", "rules", "--plain", *words], input=typed)


def flat(text: str) -> str:
    return " ".join(text.split())


def answers_in(file: str) -> dict[str, object]:
    return dict(saving.resume(load_rulebook(Path("rules")), Path(file)).interview.given)


def files() -> list[str]:
    return sorted(path.name for path in Path().iterdir() if path.name != "rules")


# names that are typed


@pytest.mark.parametrize("word", ["", "n", "no", "No", "none", "q", "QUIT", "quit", "b", "back"])
class TestNoIsNoName:
    def test_at_the_end_it_leaves_without_a_file(self, word: str) -> None:
        """Nobody's answers about health lie in a file called n, no or q."""
        result = ask(typed=f"\n2\nq\n{word}\n")

        assert (ENDED_EARLY, []) == (result.exit_code, files())
        assert "Stopped. Nothing was saved." in result.output
        assert ADVISORY in result.output

    def test_in_the_middle_it_goes_back_to_the_question(self, word: str) -> None:
        """Whoever thinks better of saving loses nothing and is asked on."""
        result = ask(typed=f"\n2\ns\n{word}\n{WHOLE[3:]}")

        assert (0, []) == (result.exit_code, files())
        assert "Nothing was saved." in result.output


@pytest.mark.parametrize("word", ["?", "help", "r", "s", "save", "yes", "1", "x", "\u00e9"])
def test_what_is_meant_for_another_prompt_is_no_name(word: str) -> None:
    """Who asks for help where a name is asked for gets it, and is asked again."""
    result = ask(typed=f"\n2\nq\n{word}\nmine.json\n")

    assert "Type the name of a file, for example my-answers.json." in flat(result.output)
    assert ["mine.json"] == files()
    assert {"chest-pain": "no"} == answers_in("mine.json")


def test_a_wrong_name_is_asked_for_again_until_one_can_be_used() -> None:
    """One slip in a name does not cost ten minutes of answers."""
    Path("notes.txt").write_text("mine")
    Path("folder").mkdir()
    result = ask(typed="\n2\nq\nnosuch/me.json\nnotes.txt\nfolder\nmine.json\n")
    said = flat(result.output)

    assert "there is no folder `nosuch`" in said
    assert "`notes.txt` is not a saved interview" in said
    assert "`folder` is a folder" in said
    assert 3 == said.count("Type another file name, or press Enter to leave it:")
    assert {"chest-pain": "no"} == answers_in("mine.json")
    assert "mine" == Path("notes.txt").read_text()


def test_the_home_folder_can_be_named_in_short(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`~/me.json` is a file at home, typed or as an option, and not in a folder called ~."""
    (here / "home").mkdir()
    monkeypatch.setenv("HOME", str(here / "home"))
    typed = ask(typed="\n2\nq\n~/typed.json\n")
    given = ask("--save", "~/given.json", "--summary", "~/given.txt")
    again = ask("--resume", "~/given.json", typed="\nq\nn\n")
    nobody = ask(typed="\n2\nq\n~no-such-person/me.json\nn\n")

    assert {"typed.json", "given.json", "given.txt"} == {
        path.name for path in (here / "home").iterdir()
    }
    assert (ENDED_EARLY, 0, ENDED_EARLY) == (typed.exit_code, given.exit_code, again.exit_code)
    assert "there is no folder `~no-such-person`" in flat(nobody.output)


def test_a_name_that_was_typed_is_kept_up_to_date() -> None:
    """What is answered after saving is in the file as well, however the run ends."""
    result = ask(typed="\n2\ns\nmine.json\n42\n2\n")

    assert ENDED_EARLY == result.exit_code
    assert {"chest-pain", "age", "lasted"} == answers_in("mine.json").keys()
    assert "Nothing was saved" not in result.output


def test_the_name_of_the_summary_is_not_taken_for_the_answers() -> None:
    """Of two files that were asked for, both are there in the end."""
    result = ask("--summary", "me.json", typed="\n2\ns\nme.json\nmine.json\n" + WHOLE[3:])

    assert "`--save` and `--summary` name the same file, `me.json`" in flat(result.output)
    assert (0, ["me.json", "mine.json"]) == (result.exit_code, files())
    assert 5 == len(answers_in("mine.json"))


# places that are tried before the first question

LONG_NAME = "x" * 300
REFUSED = {
    "no folder": (("--save", "nosuch/me.json"), "there is no folder `nosuch`"),
    "a folder": (("--save", "folder.txt"), "`folder.txt` is a folder"),
    "no name": (("--save", ""), "a name without any letter was given"),
    "no interview": (("--save", "notes.txt"), "`notes.txt` is not a saved interview"),
    "a link": (("--save", "link.json"), "`link.json` is a link to another place"),
    "a long name": (("--save", LONG_NAME), "is too long"),
    "a file as a folder": (("--save", "notes.txt/me.json"), "there is no folder `notes.txt`"),
    "summary: no folder": (("--summary", "nosuch/me.txt"), "there is no folder `nosuch`"),
    "summary: a folder": (("--summary", "folder.txt"), "`folder.txt` is a folder"),
    "summary: no form": (("--summary", "me.pdf"), "cannot be written as `me.pdf`"),
    "summary: a long name": (("--summary", LONG_NAME + ".txt"), "is too long"),
    "one for both": (
        ("--save", "me.json", "--summary", "./me.json"),
        "`./me.json` is the file of '--save' too",
    ),
    "over the answers": (
        ("--answers", "in.json", "--save", "rules/../in.json"),
        "`rules/../in.json` is the file of '--answers' too",
    ),
    "summary over the answers": (
        ("--answers", "in.json", "--summary", "same.json"),
        "`same.json` is the file of '--answers' too",
    ),
    "summary over the interview": (
        ("--resume", "saved.json", "--summary", "saved.json"),
        "`saved.json` is the file of '--resume' too",
    ),
    "answers from two places": (
        ("--answers", "in.json", "--resume", "saved.json"),
        "`--answers` and `--resume` do not go together",
    ),
}


@pytest.fixture
def furnished(here: Path) -> dict[str, bytes]:
    """Files that must be as they were; what stands in them."""
    ask("--save", "saved.json", typed="\n2\n")
    Path("in.json").write_text('{"answering-for": "myself"}')
    Path("same.json").hardlink_to("in.json")
    Path("notes.txt").write_text("mine")
    Path("link.json").symlink_to("saved.json")
    Path("folder.txt").mkdir()
    return {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_could_not_be_written_is_said_before_the_first_question(
    here: Path, furnished: dict[str, bytes], words: tuple[str, ...], said: str
) -> None:
    """Nobody answers for ten minutes only to hear that the name was wrong."""
    result = ask(*words)

    assert USAGE == result.exit_code, result.output
    assert said in result.stderr
    assert MESSAGE in result.stderr or f"Invalid value for '{words[-2]}'" in result.stderr
    assert "" == result.stdout
    assert furnished == {path.name: path.read_bytes() for path in here.iterdir() if path.is_file()}


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="rights of files")
@pytest.mark.parametrize("words", [("--save", "shut/me.json"), ("--summary", "shut/me.txt")])
def test_a_folder_of_somebody_else_is_said_before_the_first_question(
    here: Path, words: tuple[str, ...]
) -> None:
    """Whether one may write there is found out by writing there."""
    Path("shut").mkdir(mode=0o555)
    user = os.geteuid()
    for path in (here, *here.parents):
        if user == 0 and path != Path("/") and path.owner() == "root":
            path.chmod(path.stat().st_mode | 0o055)
    if user == 0:
        os.seteuid(65534)
    try:
        result = ask(*words)
    finally:
        os.seteuid(user)

    assert USAGE == result.exit_code
    assert "nothing can be saved in the folder `shut`" in result.stderr


def test_trying_a_place_leaves_nothing() -> None:
    """Who stops before the first answer has no file, and nothing hidden."""
    result = ask("--save", "me.json", "--summary", "me.txt", typed="\n")

    assert (ENDED_EARLY, []) == (result.exit_code, files())


def test_going_on_in_the_same_file_is_what_saving_is_for() -> None:
    """`--resume` and `--save` of one file add what is answered now."""
    ask("--save", "me.json", typed="\n2\n")
    before = answers_in("me.json")
    result = ask("--resume", "me.json", "--save", "me.json", typed="\n\n42\n")

    assert ENDED_EARLY == result.exit_code
    assert {**before, "age": 42} == answers_in("me.json")


def test_who_would_replace_earlier_answers_is_told_before_the_first_question() -> None:
    """Answers of last week go only when somebody has answered anew, and knows it."""
    said = "me.json has earlier answers. Your first answer replaces them."
    first = ask("--save", "me.json", typed="\n2\n42\n")
    left = ask("--save", "me.json", typed="\nq\n")
    kept = answers_in("me.json")
    ask("--save", "other.json", typed="\n2\n42\n2\n")
    ask("--resume", "other.json", "--save", "me.json", typed="\nq\n")
    assert kept == answers_in("me.json")
    anew = ask("--save", "me.json", typed="\n2\n")
    going_on = ask("--resume", "me.json", "--save", "./me.json", typed="\n")

    assert [False, True, True, False] == [
        said in flat(result.output) for result in (first, left, anew, going_on)
    ]
    assert {"chest-pain": "no", "age": 42} == kept
    assert {"chest-pain": "no"} == answers_in("me.json")


# one file that fails


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Names that cannot be written any more, however well the trial went."""
    names: set[str] = set()

    def unless_failing(module: object, function: str, place: int) -> None:
        real = getattr(module, function)

        def write(*given: object, **more: object) -> None:
            if Path(str(given[place])).name in names:
                raise AnswersError(saving._not_saved(OSError(28, "full"), Path("x")))
            real(*given, **more)

        monkeypatch.setattr(module, function, write)

    unless_failing(saving, "save", 1)
    unless_failing(summary_file, "write_summary", 0)
    return names


BOTH = ("--save", "me.json", "--summary", "me.txt")


def test_a_summary_that_fails_takes_no_answers_with_it(failing: set[str]) -> None:
    """The answers are saved, the result is read, and the exit code says that not all was done."""
    failing.add("me.txt")
    result = ask(*BOTH)

    assert (ENDED_EARLY, ["me.json"]) == (result.exit_code, files())
    assert 5 == len(answers_in("me.json"))
    assert "The summary for your doctor was not written." in flat(result.output)
    assert "the disk is full" in result.output
    assert ADVISORY in result.output


def test_answers_that_cannot_be_saved_take_no_summary_with_them(failing: set[str]) -> None:
    """The page for the doctor is there, and the exit code says that not all was done."""
    failing.add("me.json")
    result = ask(*BOTH)

    assert (ENDED_EARLY, ["me.txt"]) == (result.exit_code, files())
    assert "The summary for your doctor is in me.txt." in flat(result.output)
    assert ADVISORY in result.output


def test_a_disk_that_is_full_is_told_once_and_tried_again(
    failing: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever makes room in the middle of a run loses nothing, and is not told six times."""
    failing.add("me.json")
    result = ask("--save", "me.json", typed="\n2\n42\n2\ns\nother.json\n0\nnone\n\n")
    said = flat(result.output)

    assert 1 == said.count("Your answers are not saved now. Type s for another name.")
    assert (0, ["other.json"]) == (result.exit_code, files())
    assert 5 == len(answers_in("other.json"))


def test_no_ending_says_nothing_of_a_file_that_failed(failing: set[str]) -> None:
    """Where nobody can be asked for another name, it is said that nothing was saved."""
    failing.add("me.json")
    result = ask("--save", "me.json", typed="\n2\n42\n")

    assert ENDED_EARLY == result.exit_code
    assert "the disk is full, so nothing was saved" in result.output
    assert "Stopped. Nothing was saved." in result.output
    assert ADVISORY in result.output


def at_a_terminal(here: Path, *words: str, **environ: str) -> Person:
    return Person(
        80,
        ["ask", "--rules", "rules", *words],
        cwd=here,
        PYTHONPATH=str(ROOT),
        **environ,
    )


def test_a_folder_that_goes_away_asks_for_another_name_at_the_end(here: Path) -> None:
    """At a terminal, a result is never the end of answers and summary that were asked for."""
    Path("mine").mkdir()
    person = at_a_terminal(here, "--save", "mine/me.json", "--summary", "mine/me.txt")
    person.start()
    person.until(PROMPT)
    Path("mine").rmdir()
    for typed in WHOLE.split("\n")[1:-1]:
        person.type(typed)
    person.result()
    assert 0 == person.until("press Enter to leave it: $")
    person.type("nosuch/me.json")
    assert 0 == person.until("press Enter to leave it: $")
    person.type("me.json")
    assert 0 == person.until("Where shall the summary go.*: $")
    person.type("me.txt")

    assert 0 == person.finish()
    assert ["me.json", "me.txt"] == files()
    assert 5 == len(answers_in("me.json"))


@pytest.mark.parametrize("way", ["Ctrl-C", "Ctrl-D"])
def test_a_key_that_ends_a_run_asks_for_a_name_first(here: Path, way: str) -> None:
    """A slip of one key is no reason to lose everything, and a second one means it."""
    person = at_a_terminal(here)
    person.start()
    person.until(PROMPT)
    person.type("2")
    person.until(PROMPT)
    key = "\x03" if way == "Ctrl-C" else "\x04"
    person.terminal.send(key)
    assert 0 == person.until("To leave without saving, press Enter:")
    person.terminal.send(key)

    assert ENDED_EARLY == person.finish()
    assert "Stopped. Nothing was saved." in person.plain()
    assert ADVISORY in person.plain()
    assert [] == files()


# signals


def test_every_signal_that_ends_a_program_is_listened_to() -> None:
    """Nobody has to know which one a system sends when it shuts down."""
    names = {signal.Signals(number).name for number in signal.Signals}
    ending = {"SIGHUP", "SIGTERM", "SIGQUIT", "SIGUSR1", "SIGALRM", "SIGXCPU", "SIGPWR"} & names
    code = (
        "import signal; from triage.cli.endings import endings;"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "print(*[n.name for n in signal.Signals if n in endings()])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = set(done.stdout.split())

    assert ending | {"SIGINT"} <= found
    assert not found & NOT_CAUGHT
    assert not found & {"SIGPIPE", "SIGXFSZ"}


def test_a_signal_that_was_ignored_before_the_start_stays_ignored() -> None:
    """Who starts it with `nohup` wants it to outlive the terminal."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Endings():
            os.kill(os.getpid(), signal.SIGHUP)
            assert signal.SIGHUP not in endings()
    finally:
        signal.signal(signal.SIGHUP, before)


def test_what_keeps_answers_is_not_ended_in_the_middle() -> None:
    """A second signal, as systems send on shutting down, does not undo what the first began."""
    with Endings() as listening:
        os.kill(os.getpid(), signal.SIGHUP)  # before anything is asked: nothing to end yet
        with pytest.raises(Stopped), listening.heard():
            os.kill(os.getpid(), signal.SIGTERM)
        with listening.heard(), listening.held():
            os.kill(os.getpid(), signal.SIGTERM)
            os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Stopped), listening.heard():
            listening.wait(0)


def test_a_signal_before_the_waiting_begins_ends_it() -> None:
    """It is not seen only after the next key, also where what it raised was lost."""
    read, write = os.pipe()
    try:
        with Endings() as listening:
            os.kill(os.getpid(), signal.SIGTERM)  # nothing is raised: only a mark is left
            with pytest.raises(Stopped), listening.heard():
                listening.wait(read)
    finally:
        os.close(read)
        os.close(write)


def test_no_signal_is_listened_to_any_more_afterwards() -> None:
    """The program around it gets its own ways back."""
    before = {number: signal.getsignal(number) for number in signal.valid_signals()}
    with Endings():
        assert before[signal.SIGTERM] != signal.getsignal(signal.SIGTERM)

    assert before == {number: signal.getsignal(number) for number in signal.valid_signals()}


# a machine without room for a thread


def test_an_engine_without_a_thread_is_built_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A crowded machine gives the same result, the advisory and the answers, only later."""

    def no_room(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_room)
    result = ask("--save", "me.json", typed="\n1\n1\n")

    assert 0 == result.exit_code, result.output
    assert "EMERGENCY" in result.output.upper()
    assert ADVISORY in result.output
    assert {"chest-pain": "yes"} == answers_in("me.json")


# lines that cannot be read


@pytest.mark.parametrize("line", [b"\xe9", b"\xc36", b"6\xff", b"\xf0\x9f\x98", b"\xed\xa0\x80"])
def test_a_line_that_is_no_text_is_asked_for_again(line: bytes) -> None:
    """A stray byte ends nothing and loses nothing, wherever it is typed."""
    whole = WHOLE.encode().splitlines(keepends=True)
    typed = b"".join(line + b"\n" + part for part in whole)
    result = ask("--save", "me.json", typed=typed)

    assert 0 == result.exit_code
    assert len(whole) == flat(result.output).count(UNREADABLE)
    assert 5 == len(answers_in("me.json"))


def test_a_line_that_is_too_long_is_not_read_in_part() -> None:
    """Of a list of medicines that somebody pastes, the end is not dropped in silence."""
    names = ", ".join(f"name{number}" for number in range(LONGEST_LINE // 6))
    result = ask(typed=f"\n2\n42\n2\n0\n{names}\nnone\n\n")

    assert (0, 1) == (result.exit_code, flat(result.output).count(too_long(LONGEST_LINE)))


def without_utf8_keys(person: Person) -> None:
    import termios

    mode = termios.tcgetattr(person.terminal.child_fd)
    mode[0] &= ~getattr(termios, "IUTF8", 0x4000)
    termios.tcsetattr(person.terminal.child_fd, termios.TCSANOW, mode)


@pytest.mark.parametrize("encoding", ["utf-8:strict", "utf-8:surrogateescape", "ascii"])
def test_a_stray_byte_at_a_terminal_is_asked_for_again(here: Path, encoding: str) -> None:
    """An accented letter, taken back with one key where the terminal takes back one byte."""
    person = at_a_terminal(here, "--save", "me.json", PYTHONIOENCODING=encoding)
    person.start()
    person.until(PROMPT)
    without_utf8_keys(person)
    for typed in (b"\xc3\xa9\x7f2\n", b"\xe9\n"):
        os.write(person.terminal.child_fd, typed)
        assert 0 == person.until(f"could not be read.*{PROMPT}")
    person.type("2")
    person.until(f"2\\. How old.*{PROMPT}")
    person.type("q")

    assert ENDED_EARLY == person.finish()
    assert {"chest-pain": "no"} == answers_in("me.json")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8"])
def test_an_old_encoding_gets_the_whole_result(here: Path, encoding: str) -> None:
    """A letter that it does not have costs nobody the answers or the advisory."""
    name = codecs.decode("Cr\\u00e8me \\u4e2d", "unicode_escape")
    Path("in.json").write_text(f'{{"medicines": ["{name}"]}}', "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "triage", "ask", "--rules", "rules", "--answers", "in.json"],
        input=b"\n2\n42\n2\n0\n\n",
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    said = done.stdout.decode(encoding)

    assert (0, b"") == (done.returncode, done.stderr)
    assert ADVISORY in said
    assert "Cr\u00e8me" in said, said


# commands that are shown

NAMES = [
    "a b.json",
    "it's mine.json",
    "$HOME & more.json",
    "-mine.json",
    "quite-a-long-name-" * 8 + "of-a-file.json",
    "note\x1b]0;x\x07.json",
    "right\u202eleft\\'.json",
]


@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="a shell")
@pytest.mark.parametrize("name", NAMES)
def test_a_command_that_is_shown_can_be_pasted(name: str) -> None:
    """On one line of its own at any width, and a shell reads the name as it is."""
    Path("rules").rename("my rules")
    words = ["ask", "--plain", "--rules", "my rules", f"--save={name}"]
    result = CliRunner(env={"COLUMNS": "40"}).invoke(main, words, input="\n2\nq\n")
    (line,) = (line for line in result.output.splitlines() if line.startswith("triage ask"))
    function = "triage() { printf '%s\\0' \"$@\"; }"
    read = subprocess.run(
        ["/bin/bash", "-c", f"{function}\n{line}"], capture_output=True, check=True
    ).stdout.decode()
    shown = f"./{name}" if name.startswith("-") else name

    assert line.isprintable()
    assert ["ask", "--resume", shown, "--rules", "my rules"] == read.split("\0")[:-1]
    again = CliRunner().invoke(main, read.split("\0")[:-1], input="\n")
    assert "1 answers were read from your file." in flat(again.output)


def test_bytes_of_a_name_that_are_no_text_can_be_pasted() -> None:
    """A name from another computer is shown as shells read it."""
    assert r"triage forget $'x\xff.json'" == pasted("triage", "forget", "x\udcff.json")
