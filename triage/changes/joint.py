"""Two rule books seen side by side: what one person could answer to either.

A *joint answer set* is what somebody would say to every question of both rule books, or leaves
unanswered. Each rule book sees only the answers to questions that it asks on that path, as in
the interview, where answers that the path no longer leads to are set aside. So a question that
is asked more seldom can change a result too.

- A question that only one rule book has is seen by that one only. A question that was renamed
  and otherwise left alone is one question.
- An answer that only one rule book offers counts as not answered in the other.
- The bands of a number are those that the cut points of both rule books make together.
- A medicine is typed by name; each rule book looks the name up in its own catalogue.
- A line that is not shown on that path is not answered. A sign that lines cover and that is not
  answered itself is what the lines say of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from triage.changes.names import KnownNames, Named, words_of
from triage.changes.pairing import renamed_questions, variables_read
from triage.inference.answers import is_asked, items_hidden, with_settled
from triage.inference.prepared import prepared
from triage.inference.relevance import inlined
from triage.rulebook.box_cover import UNANSWERED, absorbed
from triage.rulebook.expanding import TICKED
from triage.rulebook.kinds.base import NOT_ASKED, THREE, Shape
from triage.rulebook.lines import LEFT_UNTICKED
from triage.rulebook.model import Rulebook
from triage.rulebook.variables import Variable
from triage.rulebook.when import (
    UNSURE,
    All,
    AtLeast,
    Box,
    Holds,
    Is,
    When,
    answer_boxes,
    meet,
)
from triage.rulebook.when import Any as AnyOf
from triage.words.explanation import UNLISTED

Side: TypeAlias = Literal["old", "new"]
SIDES: tuple[Side, Side] = ("old", "new")
Assigned: TypeAlias = Mapping[str, str]
"""A joint answer set: key to value; what is not answered is left out."""


class Key(Struct, frozen=True):
    """One thing that can be answered: a variable of one rule book or of both."""

    name: str
    group: str
    values: tuple[str, ...]
    """Every answer, the most reassuring first, *unsure* last."""

    @property
    def domain(self) -> frozenset[str]:
        """Every value, unanswered included."""
        return frozenset((*self.values, UNANSWERED))


class Group(Struct, frozen=True):
    """The keys of one question, which are answered together or not at all."""

    name: str
    kind: Shape
    keys: tuple[str, ...]
    questions: Mapping[Side, str]


class Joint:
    """Two rule books, prepared for comparing."""

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        self.books: dict[Side, Rulebook] = {"old": old, "new": new}
        self.renamed = renamed_questions(old, new)
        """Old id to new id of questions that were renamed and otherwise left alone."""
        self.keys: dict[str, Key] = {}
        """In the order of asking; the keys of one group stand together."""
        self.groups: dict[str, Group] = {}
        self.key_of: dict[Side, dict[str, str]] = {"old": {}, "new": {}}
        """Variable of a rule book to its key."""
        self.alone: set[str] = set()
        """Keys of items that either rule book lets nobody tick together with another."""
        self.seen: dict[Side, dict[str, dict[str, str]]] = {"old": {}, "new": {}}
        """Variable to what a rule book sees of each value of its key; values that it does not have
        are left out."""
        self._read = {side: variables_read(book) for side, book in self.books.items()}
        self.names = KnownNames(())
        for group, questions in self._paired():
            self._add(group, questions)
        self._gates: dict[tuple[Side, str], When | None] = {}
        self._boxes: dict[tuple[Side, When], list[Box]] = {}

    # building

    def _paired(self) -> Iterator[tuple[str, dict[Side, str]]]:
        """Groups in the order of asking, with the question of each rule book."""
        old, new = self.books["old"], self.books["new"]
        back = {new_id: old_id for old_id, new_id in self.renamed.items()}
        partner: dict[str, str] = {}
        for id, question in new.questions.items():
            other = back.get(id, id)
            if other in old.questions and old.questions[other].kind == question.kind:
                partner[other] = id
        left = [id for id in old.questions if id not in partner]
        at = {id: place for place, id in enumerate(old.questions)}
        back = {new_id: old_id for old_id, new_id in partner.items()}
        for id in new.questions:
            if id not in back:
                yield (f"{id} (new)" if id in old.questions else id), {"new": id}
                continue
            while left and at[left[0]] < at[back[id]]:
                yield self._lonely(left.pop(0))
            yield id, {"old": back[id], "new": id}
        for id in left:
            yield self._lonely(id)

    def _lonely(self, id: str) -> tuple[str, dict[Side, str]]:
        known = id in self.books["new"].questions
        return (f"{id} (old)" if known else id), {"old": id}

    def _add(self, group: str, questions: dict[Side, str]) -> None:
        shape = next(self.books[side].questions[id].shape for side, id in questions.items())
        found: dict[Side, list[Variable]] = {
            side: [v for v in self.books[side].variables.values() if v.question == id]
            for side, id in questions.items()
        }
        before = list(self.keys)
        match shape:
            case "medicines":
                self._medicines(group, found)
            case "one":
                self._one(group, questions)
            case "ticks":
                for side, variables in found.items():
                    for variable in variables:
                        name = f"{group}.{variable.item}" if variable.item else group
                        self._join(side, variable, name, group, variable.answers)
                        question = self.books[side].questions[variable.question]
                        if question.answers[variable.item or ""].exclusive:
                            self.alone.add(name)
            case "words":
                pass  # no rule of either rule book reads them
        added = tuple(name for name in self.keys if name not in before)
        self.groups[group] = Group(group, shape, added, questions)

    def _join(
        self, side: Side, variable: Variable, name: str, group: str, answers: tuple[str, ...]
    ) -> None:
        known = self.keys.get(name)
        every = dict.fromkeys((*(known.values if known else ()), *answers))
        self.keys[name] = Key(name, group, tuple(sorted(every, key=_alarm)))
        self.key_of[side][variable.name] = name
        self.seen[side][variable.name] = {word: word for word in answers}

    def _one(self, group: str, questions: dict[Side, str]) -> None:
        asked = {side: self.books[side].questions[id] for side, id in questions.items()}
        found = {
            side: question.variables(questions[side], self.books[side])
            for side, question in asked.items()
        }
        own = {side: variables[0].answers for side, variables in found.items()}
        (first, *_) = asked.values()
        words = first.joint_words([*asked.values()], [*own.values()])
        if any(v.name in self._read[side] for side in found for v in found[side][1:]):
            words += first.joint_several(words)
        self.keys[group] = Key(group, group, tuple(sorted(words, key=_alarm)))
        for side, question in asked.items():
            seen = {word: question.seen_of(word, own[side]) for word in words}
            for number, variable in enumerate(found[side]):
                self.key_of[side][variable.name] = group
                here = {word: every[number] for word, every in seen.items() if every}
                self.seen[side][variable.name] = here

    def _medicines(self, group: str, found: dict[Side, list[Variable]]) -> None:
        typed = {
            name: {side: self.books[side].catalogue.answers((name,)) for side in found}
            for name in self._typed()
        }
        items = {side: {v.item or "": v for v in variables} for side, variables in found.items()}
        for side, variables in items.items():
            other: Side = "new" if side == "old" else "old"
            for item, variable in variables.items():
                same = item not in items.get(other, {}) or all(
                    given[side][item] == given[other][item] for given in typed.values()
                )
                name = variable.name if same else f"{variable.name} ({side})"
                self._join(side, variable, name, group, variable.answers)
        kept: dict[tuple[frozenset[str], frozenset[str]], str] = {}
        for name, given in typed.items():
            taken, maybe = (
                frozenset(
                    self.key_of[side][items[side][item].name]
                    for side, words in given.items()
                    for item, word in words.items()
                    if word == wanted
                )
                for wanted in ("yes", UNSURE)
            )
            kept.setdefault((taken, maybe), name)
        self.names = KnownNames(Named(name, *keys) for keys, name in kept.items() if any(keys))

    def _typed(self) -> Iterator[str]:
        """What may be typed as a medicine: every name of either rule book, and what is none."""
        for book in self.books.values():
            for id, medicine in book.medicines.items():
                yield from (id, *medicine.brands, *medicine.also)
        yield UNSURE
        yield UNLISTED
        one, other = self.books.values()
        for book in (one, other):
            for purpose in book.purposes.values():
                some = (*purpose.for_, *purpose.called)
                # where both read alike, one of the words stands for all
                yield from some[:1] if one.purposes == other.purposes else some
            for id, ordinary in book.ordinary.items() if one.ordinary != other.ordinary else ():
                yield from (id, *ordinary.brands, *ordinary.also)

    # rules

    def effective(self, side: Side, when: When) -> When:
        """A condition over keys: findings written out, and every question asked by its gate."""
        return self._over_keys(inlined(self.books[side], when), partial(self._seen_as, side))

    def _over_keys(self, when: When, leaf: Callable[[Is], When]) -> When:
        if isinstance(when, Is):
            return leaf(when)
        # findings are written out, so only lists are left
        parts = tuple(self._over_keys(part, leaf) for part in getattr(when, "of", ()))
        return replace(when, of=parts)

    def _answered(self, side: Side, leaf: Is) -> When:
        """Answers of its own: the question is asked, the item is shown, and it is said."""
        book = self.books[side]
        key, variable = self.key_of[side][leaf.variable], book.variables[leaf.variable]
        allowed, seen = book.allowed(leaf), self.seen[side][leaf.variable]
        words = tuple(word for word in self.keys[key].values if seen.get(word) in allowed)
        needed = [gate] if (gate := self.gate(side, variable.question)) is not None else []
        item = book.questions[variable.question].answers.get(variable.item or "")
        if item is not None and item.show_when is not None:
            needed.append(self._over_keys(item.show_when, partial(self._may_hold, side)))
        return All((Is(key, words), *needed)) if needed else Is(key, words)

    def _may_hold(self, side: Side, leaf: Is) -> When:
        """Answers that show an item: those of the leaf, or none to a question that is asked."""
        variable, answered = self.books[side].variables[leaf.variable], self._answered
        unsaid = self._not(answered(side, Is(leaf.variable, variable.answers)))
        gate = self.gate(side, variable.question)
        return AnyOf((answered(side, leaf), All((unsaid, gate)) if gate is not None else unsaid))

    def _seen_as(self, side: Side, leaf: Is) -> When:
        """What rules see: answers of its own or, where there are none, what lines settle."""
        book = self.books[side]
        answered, by = partial(self._answered, side), prepared(book).covered.get(leaf.variable)
        if by is None:
            return answered(leaf)
        read = AnyOf(tuple(answered(Is(line, THREE)) for line in by.lines))
        ticked = AnyOf(tuple(answered(Is(line, TICKED)) for line in by.lines))
        again = tuple(All((read, self._over_keys(when, answered))) for when in by.again)
        is_open = AnyOf((ticked, *again))
        unsaid = self._not(answered(Is(leaf.variable, book.variables[leaf.variable].answers)))
        ways, allowed = [answered(leaf)], book.allowed(leaf)
        if UNSURE in allowed:
            ways.append(All((unsaid, is_open)))
        if LEFT_UNTICKED in allowed:
            ways.append(All((unsaid, read, self._not(is_open))))
        return AnyOf(tuple(ways))

    def _not(self, when: When) -> When:
        """A condition over keys turned round, where unanswered is an answer as well."""
        match when:
            case Is(key, words):
                every = (*self.keys[key].values, UNANSWERED)
                return Is(key, tuple(word for word in every if word not in words))
            case All(of):
                return AnyOf(tuple(map(self._not, of)))
            case AnyOf(of):
                return All(tuple(map(self._not, of)))
            case AtLeast(count, of):
                return AtLeast(len(of) - count + 1, tuple(map(self._not, of)))
            case Holds():  # pragma: no cover - findings are written out
                raise AssertionError(when)

    def gate(self, side: Side, question: str) -> When | None:
        """When a rule book asks a question, over keys; None where it asks everybody."""
        at = (side, question)
        if at not in self._gates:
            when = self.books[side].questions[question].ask_when
            answered = partial(self._answered, side)
            self._gates[at] = None if when is None else self._over_keys(when, answered)
        return self._gates[at]

    def boxes(self, side: Side, when: When) -> list[Box]:
        """The normal form of a condition over keys, without boxes that lie in others."""
        at = (side, when)
        if at not in self._boxes:
            found = answer_boxes(self.effective(side, when), lambda leaf: frozenset(leaf.answers))
            self._boxes[at] = absorbed([self._bounded(box) for box in found])
        return self._boxes[at]

    def _bounded(self, box: Box) -> Box:
        """A box without the keys that it leaves open."""
        return {key: words for key, words in box.items() if words != self.keys[key].domain}

    def stated(self, side: Side, when: When) -> list[Box]:
        """The normal form of a condition over keys by its words alone, whoever is asked."""

        def allowed(leaf: Is) -> frozenset[str]:
            book = self.books[side]
            seen, words = self.seen[side][leaf.variable], book.allowed(leaf)
            return frozenset(word for word, own in seen.items() if own in words)

        found = answer_boxes(inlined(self.books[side], when), allowed)
        met: list[Box] = []
        for box in found:  # two variables may be one key
            kept: Box | None = {}
            for name, words in box.items():
                kept = meet(kept, {self.key_of[side][name]: words}) if kept is not None else None
            met += [kept] if kept is not None else []
        return met

    # answer sets

    def view(self, side: Side, assigned: Assigned) -> dict[str, str]:
        """The variables that a rule book sees of a joint answer set."""
        return with_settled(self.books[side], self._said(side, assigned))

    def _said(self, side: Side, assigned: Assigned) -> dict[str, str]:
        """The answers of a joint answer set that count on its path."""
        book, seen = self.books[side], self.seen[side]
        by_question: dict[str, list[Variable]] = {}
        for variable in book.variables.values():
            by_question.setdefault(variable.question, []).append(variable)
        found: dict[str, str] = {}
        for id in book.questions:
            if not is_asked(id, found, book):
                continue
            hidden = items_hidden(book, id, found)
            for variable in by_question.get(id, ()):
                if variable.item in hidden:
                    continue
                key = self.key_of[side][variable.name]
                word = seen[variable.name].get(assigned.get(key, UNANSWERED))
                if word is not None:
                    found[variable.name] = word
        return found

    def completed(self, box: Box) -> dict[str, str] | None:
        """The answer set of a box with the fewest questions answered, else reassuring.

        What may stay unanswered does. None where no person can answer so: a question with
        several items is answered as a whole, and classes of medicines follow from names.
        """
        found: dict[str, str] = {}
        for group in dict.fromkeys(self.keys[name].group for name in box):
            part = self._group(self.groups[group], box)
            if part is None:
                return None
            found.update(part)
        return found

    def _group(self, group: Group, box: Box) -> dict[str, str] | None:
        domains = {name: box.get(name) or self.keys[name].domain for name in group.keys}
        if all(UNANSWERED in words for words in domains.values()):
            return {}
        if group.kind == "medicines":
            return self._named(domains)
        return self._plainest(domains)

    def _plainest(self, domains: Mapping[str, frozenset[str]]) -> dict[str, str] | None:
        """The most reassuring word for each key, so that nothing is ticked beside what stands
        alone."""
        found = {}
        for name, words in domains.items():
            word = next((word for word in self.keys[name].values if word in words), None)
            if word is None:
                return None
            found[name] = word
        ticked = {name for name, word in found.items() if word == "yes"}
        alone = next((name for name in ticked if name in self.alone and len(ticked) > 1), None)
        if alone is None:
            return found
        less = ({alone}, ticked - {alone})
        ways = (
            self._plainest({**domains, **{name: domains[name] - {"yes"} for name in some}})
            for some in less
        )
        return min(filter(None, ways), key=lambda way: [*way.values()].count(UNSURE), default=None)

    def _named(self, domains: Mapping[str, frozenset[str]]) -> dict[str, str] | None:
        names = self.names.fewest(domains)
        return None if names is None else words_of(names, domains)

    def given(self, side: Side, assigned: Assigned) -> dict[str, object]:
        """A joint answer set as an answer file of one rule book would have it.

        Only answers that count on this path are in it, in the order of the questions.
        """
        counted = {self.key_of[side][name] for name in self._said(side, assigned)}
        book = self.books[side]
        found: dict[str, object] = {}
        by_id = {g.questions[side]: g for g in self.groups.values() if side in g.questions}
        for id in book.questions:
            group = by_id[id]
            here = {key: assigned[key] for key in group.keys if key in assigned}
            if here and any(key in counted for key in here):
                found[id] = self._value(side, id, group, here, counted)
        return found

    def _value(
        self, side: Side, id: str, group: Group, here: Mapping[str, str], counted: set[str]
    ) -> object:
        question = self.books[side].questions[id]
        if group.kind == "medicines":
            names = self.typed(here)
            return UNSURE if names is None else list(names)
        if group.kind == "ticks":
            seen = self.seen[side]
            return {
                item: here[key] if key in counted else NOT_ASKED
                for item in question.answers
                if (key := self.key_of[side][f"{id}.{item}"]) in here
                and here[key] in seen[f"{id}.{item}"]
            }
        (word,) = here.values()
        return question.answer_for(word)

    def typed(self, here: Mapping[str, str]) -> tuple[str, ...] | None:
        """The names of medicines behind answers about classes; None for *unsure*."""
        if {*here.values()} == {UNSURE}:
            return None
        names = self.names.fewest({key: frozenset((word,)) for key, word in here.items()})
        return tuple(named.name for named in names or ())


def _alarm(word: str) -> int:
    return {"no": 0, "yes": 2, UNSURE: 3}.get(word, 1)
