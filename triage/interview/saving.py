"""Saving an interview to a file, and going on with it later.

The upper part is pure: an interview as text, and text as an interview. The lower part touches
files. Nothing is saved unless the person asks for it, and only into the file they name.

A saved interview carries a fingerprint of every question as it was asked. When the rules have
changed since, answers to questions that mean something else now are left out by name, so that
these are asked again; all other answers are kept.
"""

from __future__ import annotations

import errno
import json
import re
import secrets
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeAlias

import msgspec
from msgspec import Meta, Struct

from triage.errors import AnswersError, Place, Problem, printable, shortened
from triage.guarded_file import ANOTHER_NAME, Kind, Target, put_bytes, replaceable, standing
from triage.inference.answers import value_from, voice_of
from triage.inference.assessment import plain_value
from triage.inference.prepared import prepared
from triage.interview.state import Interview
from triage.json_text import RepeatedKeyError, digest, each_once
from triage.rulebook import strict_yaml
from triage.rulebook.expanding import TICKED
from triage.rulebook.kinds import Question
from triage.rulebook.kinds.base import Value
from triage.rulebook.kinds.written_answers import MOST_ANSWERS
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.base import Id
from triage.whole_file import OWNER_ONLY, Changed, stem, unfinished, write_whole_new
from triage.words import saving as words

FORMAT = 1
MARK = "triage-saved-interview"
"""The first key of every saved interview; its value is the format."""

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Plain: TypeAlias = str | int | tuple[str, ...] | dict[str, str]
"""An answer as it would stand in an answer file."""


class Saved(
    Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True, eq=False
):
    """What stands in the file of a saved interview."""

    format: int = msgspec.field(name=MARK)
    rule_book: Annotated[str, Meta(max_length=2000)]
    digest: Annotated[str, Meta(max_length=64)]
    answers: Annotated[Mapping[Id, Plain], Meta(max_length=MOST_ANSWERS)]
    """Every answer ever given, also those that are set aside."""
    path: Annotated[tuple[Id, ...], Meta(max_length=MOST_ANSWERS)]
    """Question ids in the order in which they were first answered, also of those that are asked
    anew."""
    questions: Mapping[Id, Sha256]
    """A fingerprint of every question of the rule book."""


class Resumed(Struct, frozen=True, eq=False):
    """An interview read from a file, and what to tell the person before going on."""

    interview: Interview
    changes: tuple[str, ...] = ()
    """What the rules changed since, one plain sentence each; empty for the same rules."""
    confirm: tuple[str, ...] = ()
    """Danger screens to ask once more, since their answers may be old."""
    dropped: tuple[str, ...] = ()
    """Questions whose answers were left out, in the order in which they were answered."""


# pure: an interview as text and back


def to_text(interview: Interview) -> str:
    """An interview as the text of its file, the same text for the same interview."""
    book = interview.book
    saved = Saved(
        format=FORMAT,
        rule_book=book.version,
        digest=book.digest,
        answers={id: plain_value(value) for id, value in interview.given.items()},
        path=interview.path,
        questions={id: meaning(question) for id, question in book.questions.items()},
    )
    return msgspec.json.format(msgspec.json.encode(saved), indent=2).decode() + "\n"


def from_text(book: Rulebook, text: str, shown_as: str) -> Resumed:
    """The interview that a text was saved from, as far as this rule book still asks the same.

    Raises:
        AnswersError: the text is no saved interview, or a damaged one.
    """
    return _resumed(book, _read(text, shown_as), Place(shown_as, 1, 1))


def meaning(question: Question) -> str:
    """A fingerprint of what a person is asked; what only rules and reviewers use is left out."""
    return digest(question.as_asked())


def to_confirm(interview: Interview) -> tuple[str, ...]:
    """The danger screens whose answers may be old, in the order of the questions.

    What was a *no* last week may be a *yes* today, so these are asked again whatever was
    answered: danger screens, what their ticked lines opened, and every other question by whose
    answer alone an emergency can come. Elsewhere a *yes* or a *not sure* counts as it stands.
    Answers that are set aside come into it when they count again.
    """
    variables, danger = interview.variables, prepared(interview.book)
    asked_again = danger.emergency_alone | {*danger.danger_screens}
    return tuple(
        id
        for id in interview.answers.given
        if id in asked_again
        or any(variables.get(line) in TICKED for line in danger.opened_by_danger.get(id, ()))
    )


def _resumed(book: Rulebook, saved: Saved, top: Place) -> Resumed:
    same_rules = saved.digest == book.digest
    given: dict[str, Value] = {}
    lost: dict[str, Callable[[str], str]] = {}  # what is said of it, once it has a name
    for id, plain in saved.answers.items():
        question = book.questions.get(id)
        if id not in saved.questions or (question is None and same_rules):
            _stop(top, words.damaged(words.no_question(id)))
        elif question is None:
            lost[id] = words.not_asked_any_more
            continue
        try:
            value = value_from(book, id, plain)
        except AnswersError as error:
            if saved.questions[id] == meaning(question):
                _stop(top, words.damaged(error.problems[0].message))
            lost[id] = words.answer_gone
            continue
        if saved.questions[id] == meaning(question):
            given[id] = value
        else:
            lost[id] = words.question_changed
    # what is asked anew has its place in the path, and no answer
    path = tuple(id for id in saved.path if id in given or id not in saved.answers)
    interview = Interview(book, given, path)
    changes = [*([] if same_rules else [_other_rules(book, saved)]), *_named(interview, lost)]
    if new := book.questions.keys() - saved.questions.keys():
        changes.append(words.new_questions(len(new)))
    return Resumed(interview, tuple(changes), to_confirm(interview), tuple(lost))


def _other_rules(book: Rulebook, saved: Saved) -> str:
    if saved.rule_book == book.version:
        return words.RULES_CHANGED
    return words.rules_changed(then=printable(shortened(saved.rule_book)), now=book.version)


def _named(interview: Interview, lost: Mapping[str, Callable[[str], str]]) -> list[str]:
    book = interview.book
    voice = voice_of(book, interview.variables)
    return [
        told(voice.says(book.questions[id].short) if id in book.questions else id)
        for id, told in lost.items()
    ]


# pure: reading strictly

_BEGINS = re.compile(rf'\s*\{{\s*"{MARK}"')


def _stop(place: Place, message: str, help: str = words.START_ANEW) -> NoReturn:
    raise AnswersError(Problem(message, help, place))


def _read(text: str, shown_as: str) -> Saved:
    top = Place(shown_as, 1, 1)
    slip, place = "", top
    plain: Any = None
    try:
        plain = json.loads(text, object_pairs_hook=each_once)
    except json.JSONDecodeError as error:
        slip, place = words.NOT_JSON, Place(shown_as, error.lineno, error.colno)
    except RecursionError:
        slip = words.NESTED
    except RepeatedKeyError as repeated:
        slip = words.twice(shortened(str(repeated)))
    except ValueError:  # a number of thousands of digits
        slip = words.ENDLESS_NUMBER
    if not isinstance(plain, dict) or MARK not in plain:
        if _BEGINS.match(text):
            _stop(place, words.damaged(slip))
        _stop(top, words.NOT_SAVED_INTERVIEW, words.NAME_SAVED)
    if type(plain[MARK]) is not int or plain[MARK] != FORMAT:
        what = words.format_not_known(shortened(str(plain[MARK])))
        _stop(top, what, words.OTHER_VERSION)
    try:
        saved = msgspec.convert(plain, Saved)
    except (msgspec.ValidationError, UnicodeError) as error:
        _stop(top, words.damaged(_where(str(error))))
    asked = set(saved.path)
    if len(asked) < len(saved.path) or not asked <= saved.answers.keys() | saved.questions.keys():
        _stop(top, words.damaged(words.PATH_DOES_NOT_FIT))
    return saved


def _where(error: str) -> str:
    """What msgspec found, in our words: it names the part, and speaks of Python types."""
    if found := re.search(r"unknown field `(.*)`", error, re.DOTALL):
        return words.not_known(shortened(found[1]))
    if found := re.search(r"missing required field `(.*)`", error):
        return words.lacks(found[1])
    found = re.search(r"\$\.([a-z-]+)", error)
    return words.unreadable(found[1] if found else MARK)


# files

KIND = Kind(words.KIND, re.compile(_BEGINS.pattern.encode()), or_empty=False)
_USUAL_SIZE = 20_000
"""Bytes; no interview by our own rules needs more."""


def save(interview: Interview, path: Path) -> None:
    """Save an interview in a file that only its owner can read; all of it, or nothing.

    A saved interview of that name is replaced. A question that is being asked again keeps its
    earlier answer.

    Raises:
        AnswersError: it cannot be saved there; whatever stood there is as it was.
    """
    data = to_text(interview).encode()
    try:
        put_bytes(_target(path), data)
    except Changed:
        problem = Problem(words.changed_meanwhile(_shown(path)), ANOTHER_NAME)
        raise AnswersError(problem) from None
    except (OSError, ValueError) as error:
        raise AnswersError(_not_saved(error, path)) from None


def try_out(path: Path) -> None:
    """See that an interview can be saved there, before there is one; nothing of it stays.

    Raises:
        AnswersError: it cannot be saved there; whatever stands there is as it was.
    """
    try:
        replaceable(_target(path))
    except (OSError, ValueError) as error:
        raise AnswersError(_not_saved(error, path)) from None
    try_folder(path)


def try_folder(path: Path) -> None:
    """See that a file of this name and of the usual size can be made in its folder.

    Raises:
        AnswersError: it cannot be made there, or the name is that of a folder.
    """
    trial = path.parent / f"{stem(path)}{secrets.token_hex(8)}.part"
    try:
        with suppress(FileNotFoundError):
            if stat.S_ISDIR(path.stat().st_mode):
                problem = Problem(words.is_folder(_shown(path)), words.ADD_NAME)
                raise AnswersError(problem)
        write_whole_new(trial, b"\n" * _USUAL_SIZE, rights=OWNER_ONLY)
        trial.unlink()
    except (OSError, ValueError) as error:
        raise AnswersError(_not_saved(error, path)) from None


def resume(book: Rulebook, path: Path) -> Resumed:
    """The interview that was saved in a file.

    Raises:
        AnswersError: the file cannot be read, is no saved interview, or is damaged.
    """
    text, problems = strict_yaml.read_file(path, str(path))
    if problems:
        raise AnswersError(*problems)
    return from_text(book, text, str(path))


def forget(path: Path) -> str:
    """Delete a saved interview, with what an interrupted saving left of it; says what it did.

    It is not overwritten first, and copies elsewhere stay.

    Raises:
        AnswersError: it is not a saved interview, or cannot be deleted; it is as it was.
    """
    try:
        there = standing(_target(path)) is not None
        left = unfinished(path)
        if not there and not left:
            problem = Problem(words.no_file(_shown(path)), words.CHECK_NAME)
            raise AnswersError(problem)
        for file in (*left, path) if there else left:
            file.unlink()
    except (OSError, ValueError) as error:
        problem = Problem(words.not_deleted(_shown(path), _reason(error)))
        raise AnswersError(problem) from None
    return words.deleted(_shown(path)) if there else words.rest_deleted(_shown(path))


def _target(path: Path) -> Target:
    return Target(path, KIND, rights=OWNER_ONLY, shown=_shown(path), streams=False)


def _shown(path: Path) -> str:
    return f"`{shortened(path.name or str(path))}`"


def _not_saved(error: OSError | ValueError, path: Path) -> Problem:
    folder = shortened(str(path.parent))
    match getattr(error, "errno", None):
        case errno.ENOENT | errno.ENOTDIR:
            return Problem(words.no_folder(folder), words.MAKE_FOLDER)
        case errno.ENOSPC | errno.EDQUOT:
            return Problem(words.DISK_FULL, words.MAKE_ROOM)
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return Problem(words.folder_closed(folder), words.OWN_FOLDER)
        case errno.ENAMETOOLONG:
            return Problem(words.name_too_long(_shown(path)), words.SHORTER_NAME)
    return Problem(words.not_saved(_shown(path), _reason(error)), ANOTHER_NAME)


def _reason(error: OSError | ValueError) -> str:
    reason: str = getattr(error, "strerror", None) or words.NAME_NOT_USABLE
    return reason.lower()
