"""The first screen of a result: as much as one look takes in, and nothing of it left out later.

It fits 15 lines of 80 characters, the line with the keys or the choices included. What has to
stand there stands there whatever room it takes; the rest comes while there is room. An emergency
shows what to do and names no disease.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from triage.inference.assessment import Assessment
from triage.inference.medicines_read import in_doubt
from triage.inference.result_parts import FlagReached, KindTold, Suggestion
from triage.presentation.document import Block, Heading, Items, Paragraph
from triage.presentation.layout import WIDEST
from triage.rulebook.parts.conditions import Fit
from triage.rulebook.urgency import is_emergency
from triage.words import result as words
from triage.words.english import capital, listed

LINES = 15
KEY_LINES = 1
"""Lines of what can be typed below a result."""
KEY_LINES_WITH_NAMES = 2
"""The same where more can be read about conditions."""
CHOICE_LINES = 4
"""Lines of the choices at an emergency."""
MOST_NAMES = 3
MARK = 3
"""The characters of a number before an item."""

FIT_WORDS: dict[Fit, str] = {
    "fits-well": words.FITS_WELL,
    "fits-partly": words.FITS_PARTLY,
    "fits-a-little": words.FITS_A_LITTLE,
}


def fit_in_words(suggestion: Suggestion) -> str:
    """How well it fits; of what is urgent and not firm, that it needs ruling out."""
    return words.NEEDS_RULING_OUT if suggestion.to_rule_out else FIT_WORDS[suggestion.fit]


def first_blocks(assessment: Assessment) -> list[Block]:
    """What stands on the first screen of a result."""
    if is_emergency(assessment.urgency):
        return emergency_blocks(assessment)
    return _calm(assessment)


def key_lines(assessment: Assessment) -> int:
    """How many lines the keys take below the first screen."""
    named = assessment.suggested and not is_emergency(assessment.urgency)
    return KEY_LINES_WITH_NAMES if named else KEY_LINES


def last_blocks(assessment: Assessment) -> tuple[Block, ...]:
    """What is said last of all: how soon, and what to do."""
    return Heading(1, assessment.title), Paragraph(assessment.next_step)


def not_asked(assessment: Assessment) -> str:
    """That danger signs were not asked about; empty where nothing could be more urgent."""
    signs = assessment.danger_signs_not_asked
    if not signs.ids or is_emergency(assessment.urgency):
        return ""
    if len(signs.ids) == signs.of:
        return words.NO_SIGN_ASKED
    return words.signs_not_asked(len(signs.ids), of=signs.of)


# no emergency


def _calm(assessment: Assessment) -> list[Block]:
    above: list[Block] = [
        Heading(1, assessment.title),
        Paragraph(_next_step(assessment)),
        Paragraph(_crisis(assessment.red_flags)),
        Paragraph(not_asked(assessment)),
        Paragraph(in_doubt(assessment.medicines_read)),
        Paragraph(assessment.call_at_once),
    ]
    below: list[Block] = [
        Paragraph(assessment.advisory),
        Paragraph(assessment.review_in_short),
    ]
    keys = key_lines(assessment)
    room = LINES - keys - lines_of((*above, *below))
    middle = _names(assessment, room) if assessment.suggested else _kinds(assessment, room)
    return _aired([*above, *middle, *below], keys)


def _next_step(assessment: Assessment) -> str:
    """What to do, with the first advice of a danger sign that decides it, where a line has room."""
    step = assessment.next_step
    for flag in assessment.red_flags:
        if flag.urgency == assessment.urgency and flag.certain and flag.do_now:
            both = f"{step} {flag.do_now[0]}"
            if len(both) <= WIDEST and flag.do_now[0] not in flag.crisis:
                return both
    return step


def _crisis(flags: Iterable[FlagReached]) -> str:
    """Whom to call in a crisis, and when, wherever a danger sign asks for it."""
    lines = dict.fromkeys(line for flag in flags for line in flag.crisis)
    return " ".join((words.IF_LIFE_FEELS_TOO_HARD, *lines)) if lines else ""


def _names(assessment: Assessment, room: int) -> Iterator[Block]:
    yield Paragraph(words.FITS_BEST)
    shown = assessment.suggested[: max(1, min(MOST_NAMES, room - 1))]
    spare = max(0, room - 1 - len(shown))
    told = []
    for suggestion in shown:
        line = in_short(suggestion, lines=1 + spare)
        spare -= _height(line, WIDEST - MARK) - 1
        told.append(line)
    yield Items("", tuple(told), numbered=True)


def in_short(suggestion: Suggestion, lines: int) -> str:
    """A condition with how well it fits, and as much of what the person said for it as has room
    in one line; where not even one clause has, the first one, if there are more lines.
    """
    fit = words.in_short(suggestion.name, fit_in_words(suggestion), suggestion.comfort)
    chosen: list[str] = []
    for clause in suggestion.in_short:
        if _height(f"{fit} {listed((*chosen, clause))}.", WIDEST - MARK) == 1:
            chosen.append(clause)
    if not chosen and lines > 1:
        chosen += suggestion.in_short[:1]
    return f"{fit} {capital(listed(chosen))}." if chosen else fit


def _kinds(assessment: Assessment, room: int) -> Iterator[Block]:
    """What doctors call it, where no condition fits."""
    yield Paragraph(assessment.no_candidates)
    room -= lines_of((Paragraph(assessment.no_candidates),))
    kinds = assessment.named_kinds
    if not kinds:
        yield Paragraph(assessment.kind_not_known)
        return
    for kind in kinds[: max(1, room - 1)]:
        yield Paragraph(kind_in_short(kind))
        room -= 1
    if room > 0 or len(kinds) == 1:
        yield Paragraph(kinds[0].doctor_may_check)


def kind_in_short(kind: KindTold) -> str:
    """A named kind in one line."""
    if not kind.called:
        return f"{capital(kind.name)}."
    named = words.called("", kind.called)
    return words.called(_told(kind.answers, WIDEST - len(named)), kind.called)


# an emergency


def emergency_blocks(
    assessment: Assessment, new: frozenset[str] = frozenset(), *, below: int = KEY_LINES
) -> list[Block]:
    """What to do and why, of the gravest danger sign; of the `new` ones where there are any.

    `below` are the lines of what can be typed.
    """
    said, because, do_now, crisis = _grounds(assessment, new)
    fixed: list[Block] = [
        Heading(1, assessment.title),
        Paragraph(assessment.next_step),
        Paragraph(because),
        Paragraph(crisis),
        Paragraph(assessment.advisory),
        Paragraph(assessment.review_in_short),
    ]
    title, step, why, call, *end = fixed
    room = LINES - below - lines_of(fixed)
    clauses = Paragraph(words.you_said(_first(said, max(1, room - 1) if room < 3 else 2)))
    room -= lines_of((clauses,))
    return _aired([title, step, clauses, why, _to_do(do_now, room), call, *end], below)


def other_advice(assessment: Assessment, new: frozenset[str] = frozenset()) -> list[str]:
    """What to do that the emergency screen had no room for."""
    shown = emergency_blocks(assessment, new, below=CHOICE_LINES)
    told = {text for block in shown if isinstance(block, Items) for text in block.items}
    told.add(assessment.next_step)
    flags = (flag for flag in assessment.red_flags if flag.urgency == assessment.urgency)
    advice = [text for flag in flags for text in flag.do_now if text not in flag.crisis]
    return [
        text for text in dict.fromkeys([*advice, *assessment.what_to_do[1:]]) if text not in told
    ]


def _grounds(
    assessment: Assessment, new: frozenset[str]
) -> tuple[list[str], str, tuple[str, ...], str]:
    """What was said, why it is dangerous, what to do, and whom to call in a crisis."""
    flags = [flag for flag in assessment.red_flags if flag.urgency == assessment.urgency]
    flags.sort(key=lambda flag: flag.id not in new)  # the others keep their order
    said = [clause for flag in flags for clause in flag.answers]
    if flags:
        gravest = flags[0]
        do_now = tuple(text for text in gravest.do_now if text not in gravest.crisis)
        return said, gravest.because, do_now, _crisis(flags)
    because = ""
    for reason in assessment.decided_by:
        said += reason.answers
        because = because or reason_of(assessment, reason.id)
    return said, because, assessment.what_to_do[1:], ""


def reason_of(assessment: Assessment, condition: str) -> str:
    """Why a condition that decides the urgency is thought of, without its name."""
    for suggestion in assessment.suggested:
        if suggestion.id == condition:
            return words.sentence(suggestion.fits_because[0].because)
    return ""


def _first(clauses: Iterable[str], most: int) -> list[str]:
    """So many of the clauses as stand in so many lines, and at least one."""
    chosen: list[str] = []
    for clause in dict.fromkeys(clauses):
        longer = [*chosen, clause]
        if chosen and _height(words.you_said(longer)) > most:
            break
        chosen = longer
    return chosen


def _told(clauses: Iterable[str], room: int) -> str:
    """Clauses one after the other, as many as a line has room for, and at least one."""
    first, *others = dict.fromkeys(clauses)
    chosen = [first]
    for clause in others:
        if len(listed((*chosen, clause))) <= room:
            chosen.append(clause)
    return capital(listed(chosen))


def _to_do(texts: Iterable[str], room: int) -> Items:
    """At most two lines of advice: the first, and the others that fit."""
    room = min(room, 2)
    chosen: list[str] = []
    for text in texts:
        height = _height(text, WIDEST - 2)
        if not chosen or height <= room:
            chosen.append(text)
            room -= height
    return Items("", tuple(chosen))


# how much room it takes


def _aired(blocks: list[Block], below: int) -> list[Block]:
    """The same blocks with an empty line above the names and the advisory, where there is room."""
    room = LINES - below - lines_of(blocks)
    aired: list[Block] = []
    for place, block in enumerate(blocks):
        starts = place == len(blocks) - 2 or getattr(block, "text", "") == words.FITS_BEST
        if isinstance(block, Paragraph) and starts and room > 0:
            room -= 1
            block = replace(block, apart=True)  # noqa: PLW2901 - the same one, with air
        aired.append(block)
    return aired


def lines_of(blocks: Iterable[Block]) -> int:
    """How many lines such blocks take at 80 characters."""
    found = 0
    for block in blocks:
        match block:
            case Heading(_, str(text)) | Paragraph(str(text)) if text:
                found += _height(text)
            case Items(_, items):
                found += sum(_height(str(item), WIDEST - MARK) for item in items)
            case _:
                pass
    return found


def _height(text: str, width: int = WIDEST) -> int:
    return len(textwrap.wrap(text, width, break_on_hyphens=False))
