"""Which answers no longer speak of what the person says now, so that they are asked anew.

When one medicine was taken says nothing of another that takes its place, and how long ago a
complaint began says nothing of one that was added. Kept as they were, such answers could hide a
danger.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from triage.rulebook.kinds import Medicines, Question
from triage.rulebook.kinds.base import Value
from triage.rulebook.model import Rulebook

SAID = ("yes", "unsure")


def asked_anew(
    book: Rulebook, before: Mapping[str, Value], now: Mapping[str, Value], changed: str
) -> Collection[str]:
    """The answered questions whose answers do not count any more, since an answer was changed.

    None when the question was answered for the first time: what comes after it is asked after it.
    """
    if changed not in before or before[changed] == now[changed]:
        return ()
    if isinstance(book.questions[changed], Medicines):
        names = book, _names(before[changed]), _names(now[changed])
        return [id for id in now if id != changed and _other_medicines(*names, book.questions[id])]
    if not _gains(before[changed], now[changed]):
        return ()
    return [id for id in now if changed in _lists(book, book.questions[id])]


def _names(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _other_medicines(
    book: Rulebook, before: Collection[str], now: Collection[str], question: Question
) -> bool:
    """Whether other medicines than before are those that a question is asked about."""
    classes = [*question.classes_asked_about()]
    return bool(classes) and _of(book, before, classes) != _of(book, now, classes)


def _of(book: Rulebook, names: Collection[str], classes: Collection[str]) -> set[str]:
    """The names that are, or may be, of one of these classes."""
    answers = {name: book.catalogue.answers([name]) for name in names}
    return {name for name in names if any(answers[name].get(one) in SAID for one in classes)}


def _gains(before: Value, now: Value) -> bool:
    """Whether a list says something that it did not say before."""
    if not isinstance(now, Mapping):
        return False
    earlier = before if isinstance(before, Mapping) else {}
    return any(word in SAID and earlier.get(item) not in SAID for item, word in now.items())


def _lists(book: Rulebook, question: Question) -> Iterator[str]:
    """The lists that a question speaks of, with those that their lines open."""
    for id in question.speaks_of:
        yield id
        for answer in book.questions[id].answers.values():
            yield from answer.opens
