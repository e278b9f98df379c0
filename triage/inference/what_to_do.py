"""What to do for a level of urgency, in words of the rule book and its regions."""

from __future__ import annotations

from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import Urgency, is_emergency
from triage.words.english import either
from triage.words.voice import Voice

# what to do is said to the person who reads it, whoever the answers are about
to_reader = Voice.TO_READER.says_all


def what_to_do(book: Rulebook, level: Urgency) -> tuple[str, ...]:
    """What to do, one short sentence each."""
    texts = to_reader(book.advisory.urgency[level].what_to_do)
    return (*_local_number(book, level), *texts)


def _local_number(book: Rulebook, level: Urgency) -> tuple[str, ...]:
    """The number to call in an emergency, where the region is known."""
    if not is_emergency(level) or len(book.regions) != 1:
        return ()
    (region,) = book.regions.values()
    numbers = either(region.emergency_numbers)
    return (book.advisory.local_number.replace("{numbers}", numbers),)


def next_step(book: Rulebook, level: Urgency) -> str:
    """What to do for a level, in one line."""
    texts = book.advisory.urgency[level]
    first = texts.next_step or next(iter(texts.what_to_do), texts.title)
    return " ".join((*_local_number(book, level), *to_reader((first,))))


def call_at_once(book: Rulebook) -> str:
    """The main danger signs in a sentence or two."""
    texts = book.advisory
    said = (texts.call_at_once,) if texts.call_at_once else texts.watch_for[:2]
    return " ".join(to_reader(said))


def crisis_lines(book: Rulebook) -> tuple[str, ...]:
    """Whom to call in a crisis, for every region of the rule book."""
    return tuple(
        line.text if line.verified else f"{line.text} {book.advisory.check_number}"
        for region in book.regions.values()
        for line in region.crisis_lines
    )
