"""The language of a rule's condition, and its exact normal form.

A condition is built from three things only:

- `Is`: a variable was answered, with one of these answers;
- `Holds`: a named conclusion of another rule holds (in rule files: a finding);
- `All`, `Any`, `AtLeast` of them.

There is no negation. What is not answered satisfies nothing, and *unsure* satisfies only a
leaf that lists it. So more answers can only make more rules fire, in whatever order.

The normal form is a list of *boxes*. A box allows, for each variable it names, a set of
answers; the condition holds exactly where all variables of some box are answered within it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, combinations
from typing import TypeAlias, TypeVar, cast

from msgspec import Struct

from triage.rulebook.conclusions import Conclusion

UNSURE = "unsure"


class Is(Struct, frozen=True, tag="is"):
    """`variable: answer` or `variable: [answer, answer]`, with the answers as written."""

    variable: str
    answers: tuple[str, ...]


class Holds(Struct, frozen=True, tag="holds"):
    """`finding: id`: another rule has concluded this."""

    conclusion: Conclusion


class All(Struct, frozen=True, tag="all"):
    """Every part holds."""

    of: tuple[When, ...]


class Any(Struct, frozen=True, tag="any"):
    """At least one part holds."""

    of: tuple[When, ...]


class AtLeast(Struct, frozen=True, tag="at-least"):
    """At least `count` of the parts hold."""

    count: int
    of: tuple[When, ...]


When: TypeAlias = Is | Holds | All | Any | AtLeast
Key: TypeAlias = str | Conclusion
"""What a leaf asks about: a variable, by its name, or a conclusion."""
RuleBox: TypeAlias = dict[Key, frozenset[str]]
"""Variable or conclusion to the answers allowed; a conclusion's only answer is `HOLDS`."""
Box: TypeAlias = dict[str, frozenset[str]]
"""The same over variables only, as of a rule whose findings are written out."""
K = TypeVar("K", bound=Key)

HOLDS = frozenset({"holds"})


def leaves(when: When) -> Iterator[Is | Holds]:
    """Every leaf, from left to right."""
    waiting = [when]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (Is, Holds)):
            yield part
        else:
            waiting += reversed(part.of)


def satisfied(when: When, leaf: Callable[[Is | Holds], bool]) -> bool:
    """Whether a condition holds, where `leaf` says of each leaf whether it does."""
    match when:
        case Is() | Holds():
            return leaf(when)
        case All(of):
            return all(satisfied(part, leaf) for part in of)
        case Any(of):
            return any(satisfied(part, leaf) for part in of)
        case AtLeast(count, of):
            return sum(satisfied(part, leaf) for part in of) >= count


def satisfied_by(when: When, leaf: Callable[[Is | Holds], int], everybody: int) -> int:
    """Of many people at once, those for whom it holds: bit n of a number is person n."""
    if isinstance(when, Is | Holds):
        return leaf(when)
    of, needed = when.of, needed_of(when)
    # counted[k] are the people for whom at least k parts hold
    counted = [everybody] + [0] * needed
    for part in of:
        which = satisfied_by(part, leaf, everybody)
        for k in range(needed, 0, -1):
            counted[k] |= counted[k - 1] & which
    return counted[needed]


def needed_of(when: All | Any | AtLeast) -> int:
    """How many of its parts must hold."""
    match when:
        case All(of):
            return len(of)
        case Any():
            return 1
        case AtLeast(count, _):
            return count


def key_of(leaf: Is | Holds) -> Key:
    """What a leaf asks about."""
    return leaf.variable if isinstance(leaf, Is) else leaf.conclusion


def widened(when: When) -> When:
    """The condition with every *unsure* taken as satisfying it, in findings too."""
    match when:
        case Is(variable, answers):
            return when if UNSURE in answers else Is(variable, (*answers, UNSURE))
        case Holds(conclusion):
            return Holds(conclusion.twin)
        case AtLeast(count, of):
            return AtLeast(count, tuple(widened(part) for part in of))
        case _:
            return type(when)(tuple(widened(part) for part in when.of))


def boxes(when: When, allowed: Callable[[Is], frozenset[str]]) -> list[RuleBox]:
    """The normal form. `allowed` gives the answers that a leaf accepts, within the domain.

    Boxes that nothing can satisfy are left out; equal ones are kept once. The list is empty
    where the condition can never hold.
    """
    found = _boxes(when, allowed)
    if len(found) < 2:
        return found
    unique = {frozenset(box.items()): box for box in found}
    return list(unique.values())


def answer_boxes(when: When, allowed: Callable[[Is], frozenset[str]]) -> list[Box]:
    """The normal form of a condition that names no conclusion: boxes over variables only."""
    return cast("list[Box]", boxes(when, allowed))


def _boxes(when: When, allowed: Callable[[Is], frozenset[str]]) -> list[RuleBox]:
    if isinstance(when, Is):
        answers = allowed(when)
        return [{when.variable: answers}] if answers else []
    if isinstance(when, Holds):
        return [{when.conclusion: HOLDS}]
    parts = [_boxes(part, allowed) for part in when.of]
    match when:
        case Any():
            return [*chain.from_iterable(parts)]
        case All():
            return _all(parts)
        case AtLeast(count):
            return [box for some in combinations(parts, count) for box in _all(some)]


def _all(parts: Sequence[list[RuleBox]]) -> list[RuleBox]:
    product = parts[0] if parts else [{}]
    for part in parts[1:]:
        product = [both for left in product for right in part if (both := meet(left, right))]
    return product


def count_boxes(when: When, written_out: Callable[[Conclusion], int], most: int) -> int:
    """How many boxes the normal form has at most, counted without building one.

    Boxes that nothing can satisfy, or that are equal, are counted too. `written_out` gives the
    number for a conclusion, 1 where it stands for itself. More than `most` are `most + 1`.
    """
    match when:
        case Is():
            return 1
        case Holds(conclusion):
            return min(written_out(conclusion), most + 1)
        case AtLeast(count, of) if 1 < count < len(of) - 1 and len(of) * (len(of) - 1) // 2 > most:
            return most + 1  # so many ways to choose alone
    counts = [count_boxes(part, written_out, most) for part in when.of]
    if isinstance(when, Any):
        return min(sum(counts), most + 1)
    wanted = when.count if isinstance(when, AtLeast) else len(counts)
    chosen = {0: 1}  # how many ways there are to choose so many of the parts looked at so far
    for left, boxes_of_part in zip(reversed(range(len(counts))), counts, strict=True):
        chosen = {
            size: min(chosen.get(size, 0) + chosen.get(size - 1, 0) * boxes_of_part, most + 1)
            for size in range(max(0, wanted - left), min(wanted, len(counts) - left) + 1)
        }
    return chosen[wanted]


def meet(
    left: dict[K, frozenset[str]], right: dict[K, frozenset[str]]
) -> dict[K, frozenset[str]] | None:
    """The box that both allow, or None where no answers satisfy both."""
    both = dict(left)
    for key, answers in right.items():
        both[key] = both[key] & answers if key in both else answers
        if not both[key]:
            return None
    return both


def within(inner: dict[K, frozenset[str]], outer: dict[K, frozenset[str]]) -> bool:
    """Whether every set of answers in `inner` is also in `outer`."""
    if len(outer) > len(inner):  # then some key of `outer` is not in `inner`
        return False
    for key, answers in outer.items():
        own = inner.get(key)
        if own is None or not own <= answers:
            return False
    return True
