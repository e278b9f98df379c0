"""Scripted answer sets: files of people and cases, read strictly.

A case is a person's answers and what must come of them. `like: person` starts from a person
of the same file, `but:` replaces some answers, `without:` leaves some out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from triage.errors import AnswersError, Place, Problem, did_you_mean, shortened
from triage.inference.answers import Answers, answers_from_node
from triage.rulebook import strict_yaml
from triage.rulebook.model import Band, Frozen, Rulebook
from triage.rulebook.reading import Reader, Unusable
from triage.rulebook.strict_yaml import Mapping as MappingNode
from triage.rulebook.strict_yaml import Node, Scalar
from triage.rulebook.urgency import Urgency

SUFFIX = ".case.yaml"
Ids = Annotated[tuple[str, ...], Meta(description="ids from the rule book")]


class Expect(Frozen, frozen=True, kw_only=True):
    """What must come of the answers; what is left out is not checked."""

    urgency: Urgency | None = None
    urgency_at_least: Urgency | None = None
    first: str | None = None
    suggested: Ids | None = None
    """Exactly these conditions, shown or not, in any order."""
    offered: Ids | None = None
    """Exactly these conditions are shown, in this order."""
    includes: Ids = ()
    """At least these conditions."""
    not_suggested: Ids = ()
    bands: Mapping[str, Band] = {}
    red_flags: Ids | None = None
    """Exactly these red flags, certain or by *unsure*."""
    has_red_flags: Ids = ()
    not_red_flags: Ids = ()
    because_of: Ids = ()
    """Rules that must have fired."""
    not_because_of: Ids = ()


class Case(msgspec.Struct, frozen=True):
    """One scripted answer set."""

    name: str
    place: Place
    answers: Answers
    expect: Expect


_KEYS = ("like", "but", "without", "answers", "expect")


def load_cases(path: Path, book: Rulebook, shown_as: str | None = None) -> list[Case]:
    """All cases of one file.

    Raises:
        AnswersError: with every slip, each with its place.
    """
    name = shown_as or path.name
    text, problems = strict_yaml.read_file(path, name)
    node: Node | None = None
    if not problems:
        node, problems = strict_yaml.parse(text, name)
    if problems:
        raise AnswersError(*problems)
    return _CaseFile(book, name).read(node)


class _CaseFile:
    def __init__(self, book: Rulebook, name: str) -> None:
        self.book = book
        self.name = name
        self.problems: list[Problem] = []
        self.people: dict[str, MappingNode] = {}

    def read(self, node: Node | None) -> list[Case]:
        top = self._block(node, ("people", "cases"))
        people = top.get("people")
        for key, person in people.entries if isinstance(people, MappingNode) else ():
            if isinstance(person, MappingNode):
                self.people[key.text] = person
                self._try(person)
            else:
                self._slip(person.place, f"the person `{shortened(key.text)}` has no answers")
        listed = top.get("cases")
        if not isinstance(listed, MappingNode) or not listed.entries:
            place = listed.place if listed else Place(self.name, 1, 1)
            self._slip(place, "there are no cases", "write them under `cases:`")
            raise AnswersError(*self.problems)
        cases = [self._case(key, content) for key, content in listed.entries]
        if self.problems:
            raise AnswersError(*dict.fromkeys(self.problems))
        return [case for case in cases if case is not None]

    def _slip(self, place: Place, message: str, help: str = "") -> None:
        self.problems.append(Problem(message, help, place))

    def _block(self, node: Node | None, known: tuple[str, ...]) -> dict[str, Node]:
        if not isinstance(node, MappingNode):
            place = node.place if node else Place(self.name, 1, 1)
            self._slip(place, "a block of keys is needed here", f"keys: {', '.join(known)}")
            return {}
        for key, _ in node.entries:
            if key.text not in known:
                advice = did_you_mean(key.text, known, f"keys: {', '.join(known)}")
                self._slip(key.place, f"unknown key `{shortened(key.text)}`", advice)
        return {key.text: content for key, content in node.entries}

    def _try(self, answers: MappingNode) -> Answers | None:
        try:
            return answers_from_node(self.book, answers)
        except AnswersError as error:
            self.problems += error.problems
            return None

    def _case(self, key: Scalar, node: Node) -> Case | None:
        parts = self._block(node, _KEYS)
        if "expect" not in parts:
            self._slip(
                key.place, f"the case `{shortened(key.text)}` expects nothing", "add `expect:`"
            )
            return None
        reader = Reader()
        expect = reader.read(parts["expect"], Expect, (self.name, key.text, "expect"))
        self.problems += reader.problems
        merged = self._merged(key, parts)
        answers = self._try(merged) if merged is not None else None
        if answers is None or isinstance(expect, Unusable):
            return None
        self._names(expect, parts["expect"].place)
        return Case(key.text, key.place, answers, expect)

    def _merged(self, key: Scalar, parts: Mapping[str, Node]) -> MappingNode | None:
        start: MappingNode = MappingNode(key.place, ())
        if "answers" in parts and "like" in parts:
            self._slip(key.place, "`answers` and `like` stand together", "keep one of them")
        if (given := parts.get("answers")) is not None:
            if not isinstance(given, MappingNode):
                self._slip(given.place, "`answers` must be a block of answers")
                return None
            start = given
        elif isinstance(like := parts.get("like"), Scalar):
            if like.text not in self.people:
                advice = did_you_mean(like.text, self.people, "people are at the top of the file")
                self._slip(like.place, f"unknown person `{shortened(like.text)}`", advice)
                return None
            start = self.people[like.text]
        entries: dict[str, tuple[Scalar, Node]] = {k.text: (k, v) for k, v in start.entries}
        without = parts.get("without")
        for item in without.items if isinstance(without, strict_yaml.Sequence) else ():
            name = item.text if isinstance(item, Scalar) else ""
            if entries.pop(name, None) is None:
                self._slip(item.place, f"there is no answer to `{shortened(name)}` to leave out")
        but = parts.get("but")
        if isinstance(but, MappingNode):
            entries.update((k.text, (k, v)) for k, v in but.entries)
        elif but is not None:
            self._slip(but.place, "`but` must be a block of answers")
        return MappingNode(start.place, tuple(entries.values()))

    def _names(self, expect: Expect, place: Place) -> None:
        rules = {rule.id for rule in self.book.rules}
        conditions = set(self.book.conditions)
        flags = set(self.book.red_flags)
        named: list[tuple[str, set[str], Any]] = [
            ("condition", conditions, (expect.first,) if expect.first else ()),
            ("condition", conditions, (*(expect.suggested or ()), *(expect.offered or ()))),
            ("condition", conditions, (*expect.includes, *expect.not_suggested, *expect.bands)),
            ("red flag", flags, expect.red_flags or ()),
            ("red flag", flags, (*expect.has_red_flags, *expect.not_red_flags)),
            ("rule", rules, (*expect.because_of, *expect.not_because_of)),
        ]
        for kind, known, ids in named:
            for id in ids:
                if id not in known:
                    advice = did_you_mean(id, known)
                    self._slip(place, f"unknown {kind} `{shortened(id)}`", advice)
