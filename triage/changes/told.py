"""Single differences in words, for the summary, the report and the data alike."""

from __future__ import annotations

from collections.abc import Iterable

from triage.changes.by_case import CaseChange
from triage.changes.by_rule import MEANINGS, UNSURE_MEANINGS, Change
from triage.changes.candidates import Move
from triage.changes.comparing import Comparison
from triage.changes.urgency import Kind
from triage.rulebook.parts.conditions import Fit
from triage.words.voice import Voice

FIT_WORDS: dict[Fit | None, str] = {
    "fits-well": "fits well",
    "fits-partly": "fits partly",
    "fits-a-little": "fits a little",
    None: "not suggested",
}


def many_words(count: int, what: str) -> str:
    """How many there are of something."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def count_words(some: Iterable[object], what: str) -> str:
    """How many different ones there are of something."""
    return many_words(len(set(some)), what)


def kind_words(found: Comparison, kind: Kind) -> str:
    """The rule behind a kind, by its id and its name."""
    book = found.joint.books["old" if kind.direction == "lowered" else "new"]
    if kind.rule in book.red_flags:
        how = ", by an answer of not sure" if kind.unsure else ""
        return f'{kind.rule} "{said(book.red_flags[kind.rule].title)}"{how}'
    return f"{kind.rule} (condition)"


def move_words(move: Move) -> str:
    """A move in a few words."""
    if move.before != move.after:
        return f"{FIT_WORDS[move.before]} -> {FIT_WORDS[move.after]}"
    points = {(one, other) for one, other in move.points if one != other}
    if not points:
        return f"{FIT_WORDS[move.before]}, in another place"
    steps = sorted({other - one for one, other in points})
    told = ", ".join(f"{step:+d}" for step in steps)
    return f"{FIT_WORDS[move.before]}, points {told}"


def what_words(change: Change) -> str:
    """What stands otherwise in the rule files, without what stood and stands there."""
    whose = f" of {change.of}" if change.of else ""
    about = f"{change.group} `{change.id}`{whose}"
    if change.turn == "affected":
        return f"{about} is written as before, but changes"
    return f"{about}, `{change.field}`" if change.field else f"{about} {change.turn}"


def change_words(change: Change) -> str:
    """What stands otherwise, before and after."""
    both = [said(text) for text in (change.before, change.after) if text]
    return f"{what_words(change)}: {' -> '.join(both)}" if both else what_words(change)


def meaning_words(change: Change) -> str:
    """What a changed condition of a rule means for answers, in a sentence or two."""
    if change.meaning is None:
        return ""
    told = MEANINGS[change.meaning]
    unsure = UNSURE_MEANINGS[change.meaning_unsure] if change.meaning_unsure else ""
    if unsure and change.meaning_unsure != change.meaning:
        told += f"; {unsure}"
    return told


def arrow(before: str, after: str) -> str:
    """What stood and what stands, once where both are the same."""
    return before if before == after else f"{before} -> {after}"


def result_words(case: CaseChange) -> str:
    """What moved in the result of one case or person."""
    before, after = case.before, case.after
    parts = [arrow(before.urgency, after.urgency)]
    if before.first != after.first:
        parts.append(arrow(before.first or "nothing", after.first or "nothing"))
    return "; ".join([*parts, *([flags] if (flags := flag_words(case)) else [])])


def flag_words(case: CaseChange) -> str:
    """The red flags that come and go."""
    gone = [id for id in case.before.red_flags if id not in case.after.red_flags]
    come = [id for id in case.after.red_flags if id not in case.before.red_flags]
    parts = [f"no longer {', '.join(gone)}"] if gone else []
    return "; ".join([*parts, *([f"newly {', '.join(come)}"] if come else [])])


said = Voice.TO_READER.says
