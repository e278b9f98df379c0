"""Checks of rules against each other: exact, over all answers, on the box form."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from triage.checks.context import Context, Found
from triage.checks.reach import most_points
from triage.inference.relevance import written_out
from triage.inference.scoring import lifts, supports_needed, thresholds
from triage.rulebook import check_ids
from triage.rulebook.box_cover import uncovered
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.conditions import FITS, Condition, core_id
from triage.rulebook.stated import At, Stated
from triage.rulebook.urgency import at_least
from triage.rulebook.when import UNSURE, All, Any, AtLeast, Box, When, widened


def covered(book: Rulebook, some: list[Box], others: list[Box]) -> bool:
    """Whether everything in some boxes lies in others."""
    return all(uncovered(book, box, others) is None for box in some)


def unreachable_rules(context: Context) -> Iterator[Found]:
    """E02: no answers satisfy a rule, or no interview leads to them."""
    yield from _unreachable_kinds(context)
    for rule in context.rules:
        if rule.role == "core":
            continue  # said once, of the condition: see E04
        some = context.boxes(rule.id)
        if not some:
            what = f"no answers can satisfy {rule}"
            advice = "two parts of an `all:` exclude each other, take one of them out"
            yield Found(
                check=check_ids.UNREACHABLE_RULE, at=rule.when_at, message=what, help=advice
            )
        elif not any(context.can_be_given(box) for box in some):
            what = f"no interview can reach {rule}"
            advice = (
                "an `ask-when` leaves out a question that the rule needs, change one of the two"
            )
            yield Found(
                check=check_ids.UNREACHABLE_RULE, at=rule.when_at, message=what, help=advice
            )


def _unreachable_kinds(context: Context) -> Iterator[Found]:
    for id, kind in context.book.kinds.items():
        some = written_out(context.book, kind.when)
        if not any(map(context.can_be_given, some)):
            what = f"no interview can reach the named kind `{id}`"
            advice = "name answers that somebody can give together"
            at = ("named-kinds.yaml", "kinds", id, "when")
            yield Found(check=check_ids.UNREACHABLE_RULE, at=at, message=what, help=advice)


def constant_rules(context: Context) -> Iterator[Found]:
    """E03: a rule that holds whatever is answered."""
    book = context.book
    for rule in context.rules:
        some = context.boxes(rule.id)
        for unsure_too in (True, False):
            everything = {
                key: frozenset(book.variables[key].answers)
                - ({UNSURE} if not unsure_too else set())
                for box in some
                for key in box
            }
            if some and uncovered(book, everything, some) is None:
                others = "" if unsure_too else ", *unsure* aside"
                what = f"{rule} holds whatever is answered{others}"
                advice = "name the answers that make a difference, or delete the rule"
                yield Found(
                    check=check_ids.CONSTANT_RULE, at=rule.when_at, message=what, help=advice
                )
                break


def never_suggested(context: Context) -> Iterator[Found]:
    """E04: a condition that can never be suggested, a fit or a threshold out of reach."""
    book = context.book
    points = {id: most_points(book, id) for id in book.conditions}
    most = max(points.values(), default=0)
    for id, condition in book.conditions.items():
        file = f"conditions/{id}.yaml"
        some = [box for box in context.boxes(core_id(id)) if context.can_be_given(box)]
        blocks = [box for rule in condition.blocked_by for box in context.boxes(rule)]
        if not some:
            what = f"`{id}` can never be suggested, no interview can reach its core"
            advice = "two parts of the core, or the core and an `ask-when`, exclude each other"
            yield Found(
                check=check_ids.NEVER_SUGGESTED,
                at=(file, "core", "when"),
                message=what,
                help=advice,
            )
        elif blocks and covered(book, some, blocks):
            what = f"`{id}` can never be suggested, `blocked-by` covers all of its core"
            advice = "a block is for some of the people whom the core fits, not for all"
            yield Found(
                check=check_ids.NEVER_SUGGESTED, at=(file, "blocked-by"), message=what, help=advice
            )
        elif book.scoring.fits_well <= most:  # else it is the threshold's fault, said below
            yield from _fit_out_of_reach(book, id, condition, points[id])
    yield from _thresholds(book, most)


def _fit_out_of_reach(
    book: Rulebook, id: str, condition: Condition, points: int
) -> Iterator[Found]:
    wanted = thresholds(book).get(condition.top_fit, 0)
    at: At = (f"conditions/{id}.yaml", "top-fit")
    why = ""
    if points < wanted:
        why = f"it gets at most {points} points of {wanted}"
    elif (
        wanted
        and len(condition.supports) < supports_needed(book, condition)
        and not any(lifts(rule) for rule in condition.supports.values())
    ):
        why = "it is rare and has too few supports, none of them strong or a risk"
    if why:
        what = f"`{id}` can never reach `{condition.top_fit}`, {why}"
        below = FITS[FITS.index(condition.top_fit) + 1]
        advice = f"add the supports that sources give, or write `top-fit: {below}`"
        yield Found(
            check=check_ids.NEVER_SUGGESTED, at=at, message=what, help=advice, level="warning"
        )


def _thresholds(book: Rulebook, most: int) -> Iterator[Found]:
    for key, wanted in thresholds(book).items():
        if book.conditions and wanted > most:
            what = f"no condition can pass `{key}`, {wanted} points are wanted, {most} is the most"
            at: At = ("scoring.yaml", key)
            yield Found(
                check=check_ids.NEVER_SUGGESTED, at=at, message=what, help="lower the threshold"
            )
    most_shown = book.scoring.shown_at_most
    if most_shown < 1:
        what = f"no condition is ever shown, `shown-at-most` is `{most_shown}`"
        at = ("scoring.yaml", "shown-at-most")
        yield Found(check=check_ids.NEVER_SUGGESTED, at=at, message=what, help="write 1 or more")


def duplicate_rules(context: Context) -> Iterator[Found]:
    """E05: two rules of one kind that hold for the same answers and conclude the same."""
    for one, other in _pairs(context):
        if _same(context, one, other) and _level(context.book, one) == _level(context.book, other):
            what = f"{other} says the same as {one}"
            advice = "keep one of them, and put both reasons into it"
            yield Found(check=check_ids.DUPLICATE_RULE, at=other.at, message=what, help=advice)


def subsumed_rules(context: Context) -> Iterator[Found]:
    """E06: a rule or a part of one that a wider one makes superfluous."""
    book = context.book
    for one, other in _pairs(context):
        if one.role not in ("red-flag", "blocked-by") or _same(context, one, other):
            continue
        for narrow, wide in ((one, other), (other, one)):
            if _adds_nothing(book, narrow, wide) and covered(
                book, context.boxes(narrow.id), context.boxes(wide.id)
            ):
                what = f"{narrow} holds only where {wide} holds"
                advice = "delete the narrower one, or say in it what is more urgent"
                yield Found(check=check_ids.SUBSUMED_RULE, at=narrow.at, message=what, help=advice)
    for rule in context.rules:
        start = rule.when_at
        for at, words in _idle_parts(book, rule.rule.when, start):
            number = ".".join(str(step + 1) for step in at[len(start) :] if isinstance(step, int))
            what = f"part {number} of {rule} adds nothing, {words}"
            yield Found(
                check=check_ids.SUBSUMED_RULE,
                at=at,
                message=what,
                help="delete it, nothing changes",
            )


def contradictory_rules(context: Context) -> Iterator[Found]:
    """E07: rules of one condition, or two red flags, that undo each other."""
    book = context.book
    for id, condition in book.conditions.items():
        core = context.boxes(core_id(id))
        blocks = [box for rule in condition.blocked_by for box in context.boxes(rule)]
        for name in condition.against:
            if core and covered(book, core, context.boxes(name)):
                rule = context.by_id[name]
                what = f"the core of `{id}` always brings {rule} with it"
                advice = "what the core needs cannot speak against it"
                yield Found(
                    check=check_ids.CONTRADICTORY_RULES, at=rule.at, message=what, help=advice
                )
        for name in (*condition.supports, *condition.against):
            some = context.boxes(name)
            if some and blocks and covered(book, some, blocks):
                rule = context.by_id[name]
                what = f"{rule} never counts, `{id}` is blocked wherever it holds"
                advice = "delete it, or narrow the block"
                yield Found(
                    check=check_ids.CONTRADICTORY_RULES, at=rule.at, message=what, help=advice
                )
        for name in condition.supports:
            for against in condition.against:
                if _same(context, context.by_id[name], context.by_id[against]):
                    rule = context.by_id[against]
                    what = f"{rule} speaks against `{id}` where `{name}` speaks for it"
                    advice = "the same answers cannot do both, keep what the source says"
                    yield Found(
                        check=check_ids.CONTRADICTORY_RULES, at=rule.at, message=what, help=advice
                    )
    for one, other in _pairs(context):
        if one.role == "red-flag" and _same(context, one, other):
            levels = [book.red_flags[rule.id].urgency for rule in (one, other)]
            if levels[0] != levels[1]:
                what = f"{other} is `{levels[1]}`, for the same answers {one} is `{levels[0]}`"
                advice = "the higher one counts, keep one of them"
                yield Found(
                    check=check_ids.CONTRADICTORY_RULES,
                    at=(*other.at, "urgency"),
                    message=what,
                    help=advice,
                )


def _pairs(context: Context) -> Iterator[tuple[Stated, Stated]]:
    """Every two rules of the same kind and condition."""
    groups: dict[tuple[str, str], list[Stated]] = {}
    for rule in context.rules:
        if context.boxes(rule.id):
            groups.setdefault((rule.role, rule.condition), []).append(rule)
    for group in groups.values():
        yield from combinations(group, 2)


def _same(context: Context, one: Stated, other: Stated) -> bool:
    ours, theirs = context.boxes(one.id), context.boxes(other.id)
    if {key for box in ours for key in box} != {key for box in theirs for key in box}:
        return False
    book = context.book
    return covered(book, ours, theirs) and covered(book, theirs, ours)


def _level(book: Rulebook, rule: Stated) -> str:
    """What makes two red flags differ, though the same answers set them off."""
    return book.red_flags[rule.id].urgency if rule.role == "red-flag" else ""


def _adds_nothing(book: Rulebook, narrow: Stated, wide: Stated) -> bool:
    """Whether the narrower of two rules says nothing of its own to the patient."""
    if narrow.role != "red-flag":
        ours = book.conditions[narrow.condition].blocked_by
        return ours[narrow.id].instead == ours[wide.id].instead
    inner, outer = book.red_flags[narrow.id], book.red_flags[wide.id]
    return (
        at_least(outer.urgency, inner.urgency)
        and at_least(outer.if_unsure, inner.if_unsure)
        and set(inner.do_now) <= set(outer.do_now)
        and inner.crisis <= outer.crisis  # false comes before true
        and inner.because == outer.because
    )


def _idle_parts(book: Rulebook, when: When, at: At) -> Iterator[tuple[At, str]]:
    """Parts of `any:` that lie in another part, and of `all:` that another part implies."""
    if isinstance(when, Any | All):
        step = "any" if isinstance(when, Any) else "all"
        for number, part in enumerate(when.of):
            here = (*at, step, number)
            for other in (*when.of[:number], *when.of[number + 1 :]):
                inner, outer = (part, other) if step == "any" else (other, part)
                later = when.of.index(other) > number
                if _implies(book, inner, outer) and not (later and _implies(book, outer, inner)):
                    words = (
                        "another part holds there too" if step == "any" else "another implies it"
                    )
                    yield here, words
                    break
            else:
                yield from _idle_parts(book, part, here)
    elif isinstance(when, AtLeast):
        for number, part in enumerate(when.of):
            yield from _idle_parts(book, part, (*at, "at-least", "of", number))


def _implies(book: Rulebook, inner: When, outer: When) -> bool:
    """Whether one condition holds only where the other does, with *unsure* widened as well."""

    narrow = written_out(book, inner)
    if not narrow or not covered(book, narrow, written_out(book, outer)):
        return False
    return covered(book, written_out(book, widened(inner)), written_out(book, widened(outer)))
