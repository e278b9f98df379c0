"""Checks of the safety promises, over all answers. They cannot be ignored."""

from __future__ import annotations

from collections.abc import Iterator

from triage.checks.context import Context, Found
from triage.checks.safety import Lowering, hidings
from triage.inference import reference
from triage.inference.answers import Answers
from triage.inference.assessment import assessment_of
from triage.inference.many_people import fired_by
from triage.inference.weighing import weigh
from triage.rulebook import check_ids
from triage.rulebook.box_cover import example
from triage.rulebook.conclusions import unsure_rule
from triage.rulebook.stated import At
from triage.rulebook.urgency import Urgency, below, is_emergency, is_urgent
from triage.rulebook.when import UNSURE


def outranked(context: Context) -> Iterator[Found]:
    """E19: a red flag holds and the result is less urgent, or a line is less than it says."""
    book = context.book
    tried: list[tuple[str, Urgency, dict[str, str]]] = []
    for id, flag in book.red_flags.items():
        certain = context.boxes(id)
        # one answer set for every way in which it holds, and one in which it only may hold
        possible = [box for box in context.boxes(unsure_rule(id)) if box not in certain][:1]
        for some, level in ((certain, flag.urgency), (possible, flag.if_unsure)):
            tried += [(id, level, example(book, box)) for box in some]
    fired = fired_by(book, [answers for _, _, answers in tried])
    for (id, level, answers), rules in zip(tried, fired, strict=True):
        reached = weigh(book, rules).urgency
        if below(reached, level):
            title = book.red_flags[id].title
            what = f"`{id}` ({title}) is `{level}`, but the result is `{reached}`"
            advice = f"with {_words(answers)}"
            at = ("red-flags.yaml", "red-flags", id)
            yield Found(check=check_ids.OUTRANKED, at=at, message=what, help=advice)
    yield from _not_direct(context)


def _not_direct(context: Context) -> Iterator[Found]:
    """Lines that say they are a red flag themselves, where the flag needs more than the line."""
    for question, asked in context.book.questions.items():
        for item, line in asked.answers.items():
            name = f"{question}.{item}"
            for place, id in enumerate(line.direct):
                alone = (box for box in context.boxes(id) if box.keys() == {name})
                if any("yes" in box[name] for box in alone):
                    continue
                title = context.book.red_flags[id].title
                what = f"`{name}` is said to be `{id}` ({title}), which does not hold on it alone"
                advice = f"add `{name}: yes` to an `any` of `{id}`, or take `{id}` out of `direct`"
                at = (*context.question_at(question), "answers", item, "direct", place)
                yield Found(check=check_ids.OUTRANKED, at=at, message=what, help=advice)


def masked(context: Context) -> Iterator[Found]:
    """E20: some interview never asks a question that a red flag needs."""
    seen = set()
    for id, question, answers in hidings(context.book):
        if (id, question) in seen:
            continue
        seen.add((id, question))
        title = context.book.red_flags[id].title
        met = f"with {_words(answers)}" if answers else "where nothing else is answered"
        what = f"`{question}` decides on `{id}` ({title}), and is not asked {met}"
        advice = (
            "only `danger-gates` in rulebook.yaml may decide whether a danger sign is asked about"
        )
        at = (*context.question_at(question), "ask-when")
        yield Found(check=check_ids.MASKED, at=at, message=what, help=advice)


def unsure_lowers(context: Context) -> Iterator[Found]:
    """E23: "not sure" on a danger sign gives too little."""
    book = context.book
    for id, flag in book.red_flags.items():
        if is_emergency(flag.urgency) and not is_urgent(flag.if_unsure):
            what = f"*unsure* on `{id}` ({flag.title}) gives `{flag.if_unsure}`"
            advice = "for an emergency, not being sure is at least `same-day`"
            at = ("red-flags.yaml", "red-flags", id, "if-unsure")
            yield Found(check=check_ids.UNSURE_LOWERS, at=at, message=what, help=advice)
    yield from _lowered(
        context, check_ids.UNSURE_LOWERS, [m for m in context.lowerings if m.new == UNSURE]
    )


def not_monotone(context: Context) -> Iterator[Found]:
    """E24: one more danger sign lowers the urgency."""
    yield from _lowered(
        context, check_ids.NOT_MONOTONE, [m for m in context.lowerings if m.new != UNSURE]
    )


def _lowered(context: Context, check: str, moves: list[Lowering]) -> Iterator[Found]:
    seen = set()
    for move in moves:
        if (move.key, move.new, move.lost) in seen:
            continue
        seen.add((move.key, move.new, move.lost))
        id = move.lost
        at: At = (f"conditions/{id}.yaml",)
        if id in context.book.red_flags:
            at = ("red-flags.yaml", "red-flags", id)
        old = move.old or "not answered"
        what = f"`{move.key}` from *{old}* to *{move.new}* loses `{id}` (`{move.level}`)"
        advice = f"with {_words(move.answers)}"
        yield Found(check=check, at=at, message=what, help=advice)


def no_advisory(context: Context) -> Iterator[Found]:
    """E25: a result that does not say to see a doctor."""
    book = context.book
    said = book.advisory.advisory
    at = ("advisory.yaml", "advisory")
    if "doctor" not in said.lower():
        what = "the advisory does not say to see a doctor"
        yield Found(
            check=check_ids.NO_ADVISORY, at=at, message=what, help="write: please see your doctor"
        )
    result = assessment_of(book, Answers({}), reference.fire(book, {}))
    if result.advisory != said:
        what = "a result leaves out the advisory"
        yield Found(check=check_ids.NO_ADVISORY, at=at, message=what, help="please report this")


def _words(answers: dict[str, str]) -> str:
    return ", ".join(f"`{key}: {word}`" for key, word in answers.items()) or "nothing answered"
