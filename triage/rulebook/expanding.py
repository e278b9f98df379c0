"""From what stands in a question file to plain questions: `for-each`, `opens` and `*`.

Everything that reads a rule book sees plain questions only, each with one `ask-when`:

- a question with `for-each: parts` becomes one for each item of `parts`: `does-head`, `does-jaw`;
- a question that lines open is asked where one of them is ticked or not sure;
- a leaf `does-*.shakes` becomes an *any* over all questions that fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any as AnyType

from msgspec import Struct
from msgspec.structs import replace

from triage.rulebook.kinds import Question, TickAll
from triage.rulebook.kinds.tick_all import Each
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE, All, Any, AtLeast, Holds, Is, When

STAR = "*"
TICKED = ("yes", UNSURE)


def made_for_each(questions: Mapping[str, Question]) -> dict[str, dict[str, TickAll]]:
    """For each question with `for-each`, the plain questions it becomes, in the order of items."""
    return {
        id: {f"{id}-{item}": _for(question, item, each) for item, each in question.each.items()}
        for id, question in questions.items()
        if isinstance(question, TickAll) and question.for_each is not None
    }


def _for(question: TickAll, item: str, each: Each) -> TickAll:
    ticked = Is(f"{question.for_each}.{item}", TICKED)
    return replace(
        question,
        for_each=None,
        each={},
        short=each.short,
        ask=each.ask,
        hint=each.hint or question.hint,
        ask_when=_both(question.ask_when, each.ask_when or ticked),
        answers=each.answers or question.answers,
    )


def opened_by(questions: Mapping[str, Question]) -> dict[str, tuple[str, ...]]:
    """For each question that lines open, the variables of these lines, in their order."""
    found: dict[str, list[str]] = {}
    for id, question in questions.items():
        for item, answer in question.answers.items():
            for opened in answer.opens:
                found.setdefault(opened, []).append(f"{id}.{item}")
    return {id: tuple(lines) for id, lines in found.items()}


def with_openings(questions: Mapping[str, Question]) -> dict[str, Question]:
    """The same questions; what lines open is asked where one of them is ticked or not sure."""
    opening = opened_by(questions)
    found = {}
    for id, question in questions.items():
        ways: list[When] = [Is(line, TICKED) for line in opening.get(id, ())]
        if question.again_when is not None:
            ways.append(question.again_when)
        asked = _both(question.ask_when, _any(ways)) if ways else question.ask_when
        found[id] = replace(question, ask_when=asked)
    return found


def without_stars(book: Rulebook) -> Rulebook:
    """The same rule book with every `*` written out; one that fits nothing is left as it is."""
    names = tuple(book.variables)
    fits: dict[str, tuple[str, ...]] = {}

    def written_out(when: When) -> When:
        match when:
            case Is(name, answers):
                if STAR not in name:
                    return when
                if name not in fits:
                    fits[name] = variables_like(name, names)
                return _any([Is(one, answers) for one in fits[name]]) if fits[name] else when
            case Holds():
                return when
            case _:
                of = tuple(map(written_out, when.of))
                same = all(new is old for new, old in zip(of, when.of, strict=True))
                return when if same else replace(when, of=of)

    changed: Rulebook = _mapped(book, written_out)
    return changed


def variables_like(name: str, names: Collection[str]) -> tuple[str, ...]:
    """The variables that a name with a `*` stands for."""
    if STAR not in name:
        return (name,) if name in names else ()
    pattern = re.compile("[a-z0-9-]+".join(map(re.escape, name.split(STAR))))
    return tuple(one for one in names if pattern.fullmatch(one))


def _both(one: When | None, other: When) -> When:
    return other if one is None else All((one, other))


def _any(ways: list[When]) -> When:
    return ways[0] if len(ways) == 1 else Any(tuple(ways))


def _mapped(thing: AnyType, change: Callable[[When], When]) -> AnyType:
    """The same thing with every condition in it changed; what does not change is not copied."""
    match thing:
        case Is() | Holds() | All() | Any() | AtLeast():
            return change(thing)
        case Struct():
            fields = {name: getattr(thing, name) for name in thing.__struct_fields__}
            new = {name: _mapped(value, change) for name, value in fields.items()}
            changed = {name: value for name, value in new.items() if value is not fields[name]}
            return replace(thing, **changed) if changed else thing
        case Mapping():
            mapped = {key: _mapped(value, change) for key, value in thing.items()}
            return mapped if any(mapped[key] is not thing[key] for key in mapped) else thing
        case tuple():
            items = tuple(_mapped(item, change) for item in thing)
            return items if any(a is not b for a, b in zip(items, thing, strict=True)) else thing
        case _:
            return thing
