"""A list of items, of which all that fit are ticked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import field
from msgspec.structs import replace

from triage.errors import Problem, shortened
from triage.rulebook.kinds.base import (
    NOT_ASKED,
    THREE,
    Answers,
    AnyKind,
    Book,
    Choice,
    Part,
    Shape,
    Slip,
    Value,
    choices_as_asked,
    plainest,
    slips_of_choices,
)
from triage.rulebook.kinds.written_answers import (
    MOST_ANSWERS,
    NONE_WORD,
    one_word,
    parts_of,
    slip_at,
    too_many,
)
from triage.rulebook.parts.base import Frozen, Id, Text
from triage.rulebook.parts.medicines import ListOfMedicines
from triage.rulebook.variables import Variable
from triage.rulebook.when import UNSURE, When
from triage.rulebook.yaml_tree import Node, Scalar, Sequence
from triage.words.answers import this_item


class Each(Frozen, frozen=True, kw_only=True):
    """What is particular to one of the questions that `for-each` makes."""

    short: Text
    """A noun phrase that fits after "not sure about"."""
    ask: Text
    """The question as the patient reads it."""
    hint: Text | None = None
    """A further sentence that helps to answer it."""
    ask_when: When | None = None
    """Asked only where this holds; where it is left out, where the item is ticked or not sure."""
    answers: Answers = field(default_factory=dict)
    """Its choices; those of the question itself where it has none of its own."""


class TickAll(AnyKind, frozen=True, kw_only=True, tag="tick-all"):
    """A list of items, of which all that fit are ticked."""

    answers: Answers = field(default_factory=dict)
    """The choices, in the order of the list, each under its id."""
    gate: bool = False
    """A danger screen: always asked, and no line of it is ever thinned out."""
    keep: bool = False
    """Every line that may be shown is shown, since people look for their own."""
    for_each: Id | None = None
    """A tick-all question: this one is asked once for each item that is ticked there."""
    each: Mapping[Id, Each] = field(default_factory=dict)
    """With `for-each`: what is particular to the question about each item."""

    shape: ClassVar[Shape] = "ticks"
    says_yes: ClassVar[bool] = True

    @property
    def asked_anyway(self) -> bool:
        """Whether no open rule is needed for it: a danger screen, or marked so."""
        return self.always or self.gate

    def slips(self, id: str) -> Iterator[Slip]:
        """There must be items, rules must be able to name them, and leaving one means something."""
        yield from slips_of_choices(self.kind, id, self.answers, ())
        for name, answer in self.answers.items():
            if answer.no is None:
                what = f"the answer `{name}` has no `no`"
                advice = "say what it means when it is left unticked"
                yield Slip(what, advice, at=("answers", name))

    def variables(self, id: str, book: ListOfMedicines) -> list[Variable]:
        """One for each item."""
        del book
        return [Variable(f"{id}.{item}", id, item, THREE) for item in self.answers]

    def parts(self, id: str, book: ListOfMedicines) -> list[Part]:
        """Each item."""
        del book
        return [
            Part(f"{id}.{item}", f"{id}.{item}", None, answer.summary_only)
            for item, answer in self.answers.items()
        ]

    def kept_for_summary(self, book: ListOfMedicines) -> bool:
        """Whether each item is."""
        del book
        return all(answer.summary_only for answer in self.answers.values())

    def read(self, id: str, node: Node, problems: list[Problem], book: Book) -> Value | None:
        """A word, a list of items that are ticked, or a block of items with yes, no or unsure."""
        del book
        before = len(problems)
        items = tuple(self.answers)
        words = dict.fromkeys(items, "no")
        if isinstance(node, Scalar):
            word = one_word(id, (NONE_WORD, UNSURE, *items), node, problems)
            if word == UNSURE:
                words = dict.fromkeys(items, UNSURE)
            elif word is not None and word != NONE_WORD:
                words[word] = "yes"
        elif (count := len(parts_of(node))) > MOST_ANSWERS:
            problems.append(too_many(node, f"`{id}`", count))
        elif isinstance(node, Sequence):
            ticked = [one_word(id, (NONE_WORD, *items), item, problems) for item in node.items]
            if NONE_WORD in ticked and len(ticked) > 1:
                what = f"`{id}` says `{NONE_WORD}` together with other answers"
                problems.append(slip_at(node, what, "write either none, or the ones that apply"))
            words.update((word, "yes") for word in ticked if word in words)
        else:
            given: set[str] = set()
            for key, content in node.entries:
                item = one_word(id, items, key, problems)
                if item in given:
                    what = f"`{shortened(key.text)}` stands here a second time"
                    problems.append(slip_at(key, what, "keep one of them"))
                if item is not None:
                    given.add(item)
                    words[item] = _word_of(f"{id}.{item}", content, problems)
        for item in self._not_together(words):
            what = f"`{id}` says `{item}` together with other answers"
            advice = "write either this one, or the ones that apply"
            problems.append(slip_at(node, what, advice))
        return words if len(problems) == before else None

    def _not_together(self, words: Mapping[str, str]) -> list[str]:
        """The ticked items that cannot be ticked together with the others."""
        ticked = [item for item, word in words.items() if word == "yes"]
        return [item for item in ticked if self.answers[item].exclusive and len(ticked) > 1]

    def seen(self, id: str, value: Value, book: Book) -> dict[str, str]:
        """The word of each item that was asked about."""
        if isinstance(value, Mapping):
            return {f"{id}.{item}": word for item, word in value.items() if word != NOT_ASKED}
        return super().seen(id, value, book)

    def as_asked(self) -> AnyKind:
        """Without marks of answers too."""
        return replace(super().as_asked(), answers=choices_as_asked(self.answers))

    def unsaid(self, *, danger: bool) -> Value:
        """Who reports something would say it."""
        del danger
        return ()

    def example(self, id: str, box: Mapping[str, frozenset[str]], book: Book) -> Value | None:
        """What need not be ticked is left."""
        items: dict[str, str] = {}
        for variable in self.variables(id, book):
            left = "no" in box.get(variable.name, ("no",))
            word = "no" if left else plainest(variable, box)
            if word is None:
                return None
            items[variable.item or ""] = word
        return None if self._not_together(items) else items

    def others(self, id: str, was: Value | None, book: Book) -> Iterator[tuple[str | None, Value]]:
        """One item turned at a time."""
        del id, book
        start = dict(was) if isinstance(was, Mapping) else dict.fromkeys(self.answers, "no")
        if was is None:
            yield None, start
        for item in self.answers:
            for word in THREE:
                if word != start[item]:
                    yield item, self._turned(start, item, word)

    def _turned(self, start: Mapping[str, str], item: str, word: str) -> dict[str, str]:
        """One item turned; what cannot be ticked together with it is left unticked."""
        if word != "yes":
            return {**start, item: word}
        alone = {one for one, answer in self.answers.items() if answer.exclusive}
        apart = start.keys() if item in alone else alone
        unticked = {one: "no" for one in apart if start[one] == "yes"}
        return {**start, **unticked, item: word}

    def clause_of(self, variable: Variable, word: str, book: ListOfMedicines) -> str:
        """As the item says it, ticked or left."""
        del book
        answer = self.answers[variable.item or ""]
        return answer.yes if word == "yes" else (answer.no or "")

    def topic(self, variable: Variable, book: ListOfMedicines) -> str:
        """The item."""
        return this_item(self.heading(variable, book))

    def heading(self, variable: Variable, book: ListOfMedicines) -> str:
        """The item."""
        del book
        return self.answers[variable.item or ""].text

    def ways(self, id: str, book: ListOfMedicines) -> Iterator[tuple[str, dict[str, str]]]:
        """Each item, none of them, and not being sure."""
        names = [variable.name for variable in self.variables(id, book)]
        for name, answer in zip(names, self.answers.values(), strict=True):
            yield answer.text, {name: "yes"}
        yield "nothing ticked", dict.fromkeys(names, "no")
        yield UNSURE, dict.fromkeys(names, UNSURE)

    def chosen(self, id: str) -> list[Choice]:
        """The items."""
        return [
            Choice(item, answer.text, answer.yes, answer.no or "", f"{id}.{item}")
            for item, answer in self.answers.items()
        ]

    def reported(self, value: Value) -> list[str]:
        """What was ticked."""
        return self._with(value, "yes")

    def not_present(self, value: Value) -> list[str]:
        """What was left."""
        return self._with(value, "no")

    def _with(self, value: Value, word: str) -> list[str]:
        given = value if isinstance(value, Mapping) else {}
        return [self.answers[item].text for item, answer in given.items() if answer == word]


def _word_of(name: str, node: Node, problems: list[Problem]) -> str:
    """What is written for one item; only saved interviews say that it was not asked."""
    if isinstance(node, Scalar) and node.text == NOT_ASKED:
        return NOT_ASKED
    return one_word(name, THREE, node, problems) or UNSURE
