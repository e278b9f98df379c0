"""From the questions of the first edition to those of today.

Both are lists of signs, so most of it is a table: what was ticked there is ticked here. A line
of a danger screen, or a part of the body, is what the signs below it are. What the first
edition asked and nobody asks today is handed back, so that it can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from msgspec import Struct

from triage.editions import first_tables as tables
from triage.errors import AnswersError
from triage.inference.answers import is_asked, value_from, variables_for
from triage.rulebook.expanding import opened_by
from triage.rulebook.kinds import TickAll
from triage.rulebook.kinds.base import NOT_ASKED
from triage.rulebook.lines import covered
from triage.rulebook.model import Rulebook
from triage.rulebook.when import UNSURE

Plain = Mapping[str, Any]
GROWN = 18
SAYS_NOTHING = ("no", "none")
"""Where nobody asks, this is what would have been said."""
RANK = {"no": 0, UNSURE: 1, "yes": 2}


class Translated(Struct, frozen=True):
    """Answers to the questions of today."""

    given: Mapping[str, Any]
    """By question, as an answer file has them."""
    left_over: tuple[str, ...]
    """What was said and has no place any more, as `question.item` or `question`."""


def of_first_edition(given: Plain, book: Rulebook) -> bool:
    """Whether an answer set can only be one of the first edition."""
    return any(id in tables.QUESTIONS and _only_then(id, given[id], book) for id in given)


def _only_then(id: str, value: Any, book: Rulebook) -> bool:
    """Whether nobody asks it any more, or what was ticked of it."""
    question = book.questions.get(id)
    if question is None:
        return True
    gone = {item for item, to in tables.ITEMS.get(id, {}).items() if item not in question.answers}
    return any(_ticks(id, value)[item] != "no" for item in gone)


def translated(given: Plain, book: Rulebook, otherwise: str = NOT_ASKED) -> Translated:
    """The same answers in the questions of today.

    `otherwise` stands for items of an answered list that the first edition did not ask about.
    """
    signs = _Signs()
    for id, value in given.items():
        if id in tables.ITEMS:
            signs.ticks(id, _ticks(id, value))
        elif id in tables.WORDS:
            signs.word(id, str(value))
        elif id in tables.SAME:
            signs.found[id] = value
        elif id not in tables.GONE:
            signs.found[id] = value  # unknown here as there: the loader says so
    _together(signs, given)
    asked, never = _asked(_in_lists(signs.found, book, otherwise), book)
    return Translated(asked, (*signs.left_over, *never))


def _asked(given: dict[str, Any], book: Rulebook) -> tuple[dict[str, Any], list[str]]:
    """What these answers lead to, and what nobody asks somebody with these answers."""
    asked: dict[str, Any] = {}
    never: list[str] = []
    seen: dict[str, str] = {}
    for id, value in given.items():
        if id in book.questions and not is_asked(id, seen, book):
            if value not in SAYS_NOTHING:
                never.append(id)
            continue
        asked[id] = value
        if id not in book.questions:
            continue  # the loader says so
        with suppress(AnswersError):  # the loader says what is wrong with it
            seen.update(variables_for(book, id, value_from(book, id, value)))
    return asked, never


def _ticks(id: str, value: Any) -> dict[str, str]:
    items = tables.ITEMS[id]
    if isinstance(value, Mapping):
        return dict.fromkeys(items, "no") | {item: str(word) for item, word in value.items()}
    if isinstance(value, str):
        return dict.fromkeys(items, UNSURE if value == UNSURE else "no")
    return dict.fromkeys(items, "no") | dict.fromkeys(map(str, value), "yes")


class _Signs:
    """What is known of each variable of today, the stronger word going first."""

    def __init__(self) -> None:
        self.found: dict[str, Any] = {}
        self.left_over: list[str] = []

    def set(self, names: Iterable[str], word: str) -> None:
        for name in names:
            was = self.found.get(name)
            if was is None or RANK[word] > RANK[was]:
                self.found[name] = word

    def ticks(self, id: str, ticked: Mapping[str, str]) -> None:
        for item, word in ticked.items():
            to = tables.ITEMS[id].get(item)
            if to is None:
                self.found[f"{id}.{item}"] = word
                continue
            self.set(to, word)
            if not to and word == "yes" and (id, item) not in tables.TOGETHER:
                self.left_over.append(f"{id}.{item}")

    def word(self, id: str, value: str) -> None:
        to = tables.WORDS[id].get(value)
        if to is None:
            self.left_over.append(id)
            return
        for name, word in to.items():
            if word in RANK:
                self.set([name], word)
            else:
                self.found.setdefault(name, word)


def _together(signs: _Signs, given: Plain) -> None:
    """What only several answers say together."""
    found = signs.found
    movement = _ticks("movement", given["movement"]) if "movement" in given else {}
    others = _ticks("body-parts", given["body-parts"]) if "body-parts" in given else {}
    there = _ticks("when-there", given["when-there"]) if "when-there" in given else {}
    jerk, body = movement.get("jerk"), others.get("arms-or-body-jerk")
    if jerk and body != "yes":
        signs.set(["does-head.jerks"], jerk)
    if body:
        both = body if jerk is None else _least(body, UNSURE if jerk == "no" else jerk)
        signs.set(["does-body.jerks"], both)
    way = {item: word for item, word in _direction(given).items() if word in {"yes", UNSURE}}
    shakes = {found.get("does-head.even"), found.get("does-head.uneven")} & {"yes", UNSURE}
    if way.keys() & {"side-to-side", "up-and-down", "with-heartbeat", "changes"} and not shakes:
        signs.set(["does-head.even"], UNSURE)
    pulled = {found.get(f"does-head.{kind}") for kind in ("pulled", "drops")} & {"yes", UNSURE}
    if way.keys() & {"same-side", "back", "down-to-chest"} and not pulled:
        signs.set(["does-head.pulled"], UNSURE)
    if others.get("legs") == "yes":
        still = _ticks("effect", given["effect"]) if "effect" in given else {}
        signs.set(["does-legs.restless"], still.get("cannot-sit-still", "no"))
        signs.set(["does-legs.flows"], movement.get("flowing", "no"))
        signs.set(["does-legs.jerks"], movement.get("jerk", "no"))
    hands = others.get("both-hands-in-use")
    if hands:
        held, use = there.get("held-up", "no"), there.get("in-use", "no")
        named = "yes" in (held, use)
        signs.set(["does-both-arms.shakes"], hands)
        signs.set(["when-shakes-both-arms.held"], min(hands, held, key=RANK.__getitem__))
        signs.set(["when-shakes-both-arms.use"], _least(hands, use) if named else hands)
        one = others.get("one-hand-at-rest", "no")
        rest = there.get("at-rest", "no") if one == "no" else "no"
        signs.set(["when-shakes-both-arms.rest"], _least(hands, rest))
    if (
        there
        and RANK[str(found.get("does-body.jerks", "no"))]
        + RANK[str(found.get("does-head.jerks", "no"))]
    ):
        for old, new in tables.WHEN_JERKS.items():
            signs.set([f"when-jerks.{new}"], there.get(old, "no"))
    if found.get("does-half-face.twitches") in {"yes", UNSURE} and there:
        found["asleep"] = there.get("in-sleep", "no")
    _since(signs, given)
    _urge(signs, given)
    _medicine(signs, given)


def _least(one: str, other: str) -> str:
    return min(one, other, key=RANK.__getitem__)


def _direction(given: Plain) -> dict[str, str]:
    return _ticks("direction", given["direction"]) if "direction" in given else {}


def _since(signs: _Signs, given: Plain) -> None:
    child = _ticks("child", given["child"]) if "child" in given else {}
    if child.get("rocking-since-before-3") == "yes":
        signs.found["since"] = tables.LENGTHS["since-childhood"]
        return
    lasted, started = given.get("duration"), given.get("started")
    if lasted is not None:
        signs.found["since"] = tables.LENGTHS.get(str(lasted), lasted)
    elif started == "in-childhood":
        signs.found["since"] = tables.LENGTHS["since-childhood"]
    grown = not str(given.get("age", "")).isdecimal() or int(str(given["age"])) >= GROWN
    if started == "in-childhood" and grown:
        signs.found["since"] = tables.LENGTHS["since-childhood"]
    if started is not None and started != "in-childhood":
        signs.found["began"] = started


def _urge(signs: _Signs, given: Plain) -> None:
    if "urge-first" not in given and "hold-back" not in given:
        return
    urge, held = str(given.get("urge-first", "")), str(given.get("hold-back", ""))
    answer = tables.URGE.get((urge, held))
    if answer is not None:
        signs.found["urge"] = answer
    elif UNSURE in (urge, held):
        signs.found["urge"] = UNSURE
    else:
        signs.left_over.append("urge-first" if urge else "hold-back")


def _medicine(signs: _Signs, given: Plain) -> None:
    started = given.get("dopamine-blocker-started")
    stopped = given.get("dopamine-blocker-stopped")
    if started is not None or stopped is not None:
        signs.found["blocker-when"] = tables.blocker_when(started, stopped)
    before, changed = given.get("movement-before-medicine"), given.get("medicine-changed")
    if before is not None or changed is not None:
        signs.found["which-first"] = tables.which_first(before, changed)


def _in_lists(found: dict[str, Any], book: Rulebook, otherwise: str) -> dict[str, Any]:
    """Answers by question: a line is what the signs below it are, and closes them by *no*."""
    signs = covered(book.questions)
    for sign in reversed(signs):
        word = found.get(sign)
        if word is None or signs[sign].again:
            continue
        word = word if word in RANK else "yes"
        lines = signs[sign].lines
        said = [line for line in lines if line in found]
        if word == "no":
            for line in set(lines) - set(said):
                found[line] = "no"
        elif len(lines) == 1:
            found[lines[0]] = max(word, found.get(lines[0], "no"), key=RANK.__getitem__)
        elif all(found[line] == "no" for line in said):
            found[lines[0]] = word
    opening = opened_by(book.questions)
    given: dict[str, Any] = {}
    for id, question in book.questions.items():
        if not isinstance(question, TickAll):
            if id in found:
                given[id] = found[id]
            continue
        words = {item: found.get(f"{id}.{item}") for item in question.answers}
        if not any(words.values()):
            continue
        opened = [found.get(line) for line in opening.get(id, ())]
        if opened and "yes" not in opened and UNSURE not in opened and question.again_when is None:
            continue
        if opened and "yes" not in opened and set(words.values()) <= {UNSURE, None}:
            continue  # all of it is open, as its line is
        given[id] = _as_written({i: word or otherwise for i, word in words.items()})
    unknown = {id: value for id, value in found.items() if "." not in id}
    return given | {id: value for id, value in unknown.items() if id not in book.questions}


def _as_written(words: Mapping[str, str]) -> Any:
    said = set(words.values())
    if said == {"no"}:
        return "none"
    if said == {UNSURE}:
        return UNSURE
    if said <= {"yes", "no"}:
        return [item for item, word in words.items() if word == "yes"]
    return {item: word for item, word in words.items() if word != "no"}
