"""Scripted answer sets: files of people and cases, read strictly.

A case is a person's answers and what must come of them. `like: person` starts from a person
of the same file, `but:` replaces some answers, `without:` leaves some out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, NoReturn

import msgspec
from msgspec import Meta

from triage.errors import AnswersError, Place, Problem, did_you_mean, shortened, unseen
from triage.inference.answers import Answers, answers_from_node
from triage.rulebook import strict_yaml, yaml_tree
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.base import Frozen
from triage.rulebook.parts.conditions import Fit
from triage.rulebook.reading import Path as Where
from triage.rulebook.reading import Reader
from triage.rulebook.urgency import Urgency
from triage.rulebook.yaml_tree import Mapping as MappingNode
from triage.rulebook.yaml_tree import Node, Scalar

SUFFIX = ".case.yaml"
Ids = Annotated[tuple[str, ...], Meta(description="ids from the rule book")]
Texts = Annotated[
    tuple[Annotated[str, Meta(min_length=1)], ...],
    Meta(description="texts; line breaks and capital letters do not matter"),
]


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
    fits: Mapping[str, Fit] = {}
    red_flags: Ids | None = None
    """Exactly these red flags, certain or by *unsure*."""
    has_red_flags: Ids = ()
    not_red_flags: Ids = ()
    levels: Mapping[str, Urgency] = {}
    """These red flags are raised, each at this level."""
    because_of: Ids = ()
    """Rules that must have fired."""
    not_because_of: Ids = ()
    asked: Ids = ()
    """Questions that the interview asks somebody with these answers."""
    not_asked: Ids = ()
    says: Texts = ()
    """Texts that stand in the result, as the patient reads it."""
    never_says: Texts = ()


class Case(msgspec.Struct, frozen=True):
    """One scripted answer set."""

    name: str
    place: Place
    answers: Answers
    expect: Expect


TOP = ("people", "cases")
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
        self.named: dict[str, tuple[Scalar, Node]] = {}
        """Every person, with answers or without."""
        self.theirs: set[Place] = set()
        """Where the answers of people stand."""
        self.told: set[Problem] = set()
        """Slips of the answers of people."""
        self.liked: set[str] = set()

    def read(self, node: Node | None) -> list[Case]:
        top = self._block(node, TOP)
        if not isinstance(node, MappingNode):
            raise AnswersError(*self.problems)
        self._people(top.get("people"))
        listed = top.get("cases")
        if not isinstance(listed, MappingNode) or not listed.entries:
            place = listed.place if listed else Place(self.name, 1, 1)
            if listed or set(top) <= set(TOP):  # else it is most likely a key that was misspelt
                self._slip(place, "there are no cases", "write them under `cases:`")
            self._stop()
        cases: list[Case] = []
        for number, (key, content) in enumerate(listed.entries):
            case = self._case(key, content)
            if case is not None:
                cases.append(case)
            elif number - len(cases) >= MOST_BROKEN:
                self._stop()  # what is wrong with a person is wrong with all who are like them
        for key, person in self.named.values():
            if key.text not in self.liked and isinstance(person, MappingNode):
                what = f"no case is like the person `{shortened(key.text)}`"
                self._slip(key.place, what, "write a case with `like:`, or delete the person")
        if self.problems:
            self._stop()
        return cases

    def _stop(self) -> NoReturn:
        raise AnswersError(*sorted(dict.fromkeys(self.problems), key=_place_of))

    def _people(self, people: Node | None) -> None:
        if people is None:
            return
        if not isinstance(people, MappingNode):
            self._slip(people.place, "`people` must be a block of people", PERSON_HELP)
            return
        for key, person in people.entries:
            self.named[key.text] = (key, person)
            if isinstance(person, MappingNode):
                self.people[key.text] = person
                self.theirs.update(answer.place for answer, _ in person.entries)
                self._try(person)
            else:
                what = f"the person `{shortened(key.text)}` has no answers"
                self._slip(person.place, what, PERSON_HELP)

    def _slip(self, place: Place, message: str, help: str = "") -> None:
        self.problems.append(Problem(message, help, place))

    def _near(self, word: str, known: Iterable[str], otherwise: str) -> str:
        return did_you_mean(word, known, otherwise, self.problems)

    def _block(self, node: Node | None, known: tuple[str, ...]) -> dict[str, Node]:
        if not isinstance(node, MappingNode):
            place = node.place if node else Place(self.name, 1, 1)
            self._slip(place, "a block of keys is needed here", f"keys: {', '.join(known)}")
            return {}
        for key, _ in node.entries:
            if key.text not in known:
                advice = self._near(key.text, known, f"keys: {', '.join(known)}")
                self._slip(key.place, f"unknown key `{shortened(key.text)}`", advice)
        return {key.text: content for key, content in node.entries}

    def _try(self, answers: MappingNode, case: Scalar | None = None) -> Answers | None:
        try:
            return answers_from_node(self.book, answers)
        except AnswersError as error:
            if case is None:
                self.told.update(error.problems)
                self.problems += error.problems
            else:
                self.problems += self._seen_from(case, error)
            return None

    def _seen_from(self, case: Scalar, error: AnswersError) -> Iterable[Problem]:
        """The slips of a case's answers: what only this case makes of a person is its own."""
        for problem in error.problems:
            if problem in self.told:
                continue
            if problem.place in self.theirs:
                yield problem._replace(place=case.place)
            else:
                yield problem

    def _case(self, key: Scalar, node: Node) -> Case | None:
        self._name(key)
        parts = self._block(node, _KEYS)
        if not isinstance(node, MappingNode):
            return None
        like = parts.get("like")
        self.liked.add(like.text if isinstance(like, Scalar) else "")
        expect = self._expect(key, parts)
        merged = self._merged(key, parts)
        answers = self._try(merged, key) if merged is not None else None
        if answers is None or expect is None:
            return None
        return Case(key.text, key.place, answers, expect)

    def _name(self, key: Scalar) -> None:
        if not key.text.strip():
            self._slip(key.place, "the case has no name", NAME_HELP)
        if "::" in key.text:
            what = f"`::` in the name `{shortened(key.text)}` keeps pytest from finding the case"
            self._slip(key.place, what, "write `:` or another word")
        if slip := unseen(key.text):
            what = f"the invisible character `{slip}` is not allowed in a name"
            self._slip(key.place, what, "delete it, or type the name again")

    def _expect(self, key: Scalar, parts: Mapping[str, Node]) -> Expect | None:
        node = parts.get("expect")
        if node is None:
            if set(parts) <= set(_KEYS):  # else it is most likely a key that was misspelt
                what = f"the case `{shortened(key.text)}` expects nothing"
                self._slip(key.place, what, EXPECT_HELP)
            return None
        reader = Reader()
        path: Where = (self.name, key.text, "expect")
        expect = reader.read(node, Expect, path)
        steps = {place: step for step, place in reader.values.items()}
        for problem in reader.problems:
            step = steps.get(problem.place) if problem.place else None
            self.problems.append(problem if problem.help else _with_example(problem, step))
        if not isinstance(expect, Expect):
            return None
        self._names(expect, {**reader.values, **reader.keys}, path)
        return expect

    def _merged(self, key: Scalar, parts: Mapping[str, Node]) -> MappingNode | None:
        start = self._start(key, parts)
        if start is None:
            return None
        entries: dict[str, tuple[Scalar, Node]] = {k.text: (k, v) for k, v in start.entries}
        left_out = self._left_out(parts.get("without"), entries)
        for name in left_out:
            entries.pop(name, None)
        but = parts.get("but")
        if isinstance(but, MappingNode):
            for k, v in but.entries:
                if k.text in left_out:
                    what = f"`{shortened(k.text)}` is left out and answered in one case"
                    self._slip(k.place, what, "keep it under `but:` or under `without:`")
                entries[k.text] = (k, v)
        elif but is not None:
            what = "`but` must be a block of answers"
            self._slip(but.place, what, "write `but: {question: answer}`")
        return MappingNode(start.place, tuple(entries.values()))

    def _start(self, key: Scalar, parts: Mapping[str, Node]) -> MappingNode | None:
        """The answers that a case starts from: its own, or those of the person it is like."""
        given, like = parts.get("answers"), parts.get("like")
        if given is not None and like is not None:
            self._slip(key.place, "`answers` and `like` stand together", "keep one of them")
        if given is not None:
            changes = [word for word in ("but", "without") if like is None and word in parts]
            for word in changes:
                what = f"`{word}` changes a person, but the case names none"
                self._slip(parts[word].place, what, "change `answers:`, or write `like:`")
            if changes:
                return None
            if isinstance(given, MappingNode):
                return given
            what = "`answers` must be a block of answers"
            self._slip(given.place, what, "write `answers: {question: answer}`, or {} for none")
            return None
        if like is None:
            if set(parts) <= set(_KEYS):  # else it is most likely a key that was misspelt
                what = f"the case `{shortened(key.text)}` has no answers"
                self._slip(key.place, what, START_HELP)
            return None
        if not isinstance(like, Scalar):
            self._slip(like.place, "`like` takes the name of one person", "write `like: person`")
            return None
        if like.text not in self.named:
            advice = self._near(like.text, self.named, "people are at the top of the file")
            self._slip(like.place, f"unknown person `{shortened(like.text)}`", advice)
        return self.people.get(like.text)

    def _left_out(self, node: Node | None, entries: Mapping[str, object]) -> set[str]:
        if node is None:
            return set()
        if not isinstance(node, yaml_tree.Sequence):
            what = "`without` must be a list of questions"
            self._slip(node.place, what, "write `without: [question, question]`")
            return set()
        names: set[str] = set()
        for item in node.items:
            name = item.text if isinstance(item, Scalar) else ""
            if name in names:
                self._slip(item.place, f"`{shortened(name)}` {AGAIN}", "keep one of them")
            elif name not in entries:
                advice = self._near(name, entries, "name a question that the person answers")
                what = f"there is no answer to `{shortened(name)}` to leave out"
                self._slip(item.place, what, advice)
            names.add(name)
        return names

    def _names(self, expect: Expect, places: Mapping[Where, Place], path: Where) -> None:
        """Whether every id is one of the rule book, and stands in one place only."""
        rules = {rule.id for rule in self.book.rules}
        conditions = set(self.book.conditions)
        flags = set(self.book.red_flags)
        named: dict[str, tuple[str, set[str], Any]] = {
            "first": ("condition", conditions, (expect.first,) if expect.first else ()),
            "suggested": ("condition", conditions, expect.suggested or ()),
            "offered": ("condition", conditions, expect.offered or ()),
            "includes": ("condition", conditions, expect.includes),
            "not-suggested": ("condition", conditions, expect.not_suggested),
            "fits": ("condition", conditions, tuple(expect.fits)),
            "red-flags": ("red flag", flags, expect.red_flags or ()),
            "has-red-flags": ("red flag", flags, expect.has_red_flags),
            "not-red-flags": ("red flag", flags, expect.not_red_flags),
            "levels": ("red flag", flags, tuple(expect.levels)),
            "because-of": ("rule", rules, expect.because_of),
            "not-because-of": ("rule", rules, expect.not_because_of),
            "asked": ("question", set(self.book.questions), expect.asked),
            "not-asked": ("question", set(self.book.questions), expect.not_asked),
        }
        for field, (kind, known, ids) in named.items():
            opposite = {
                id: other for other in reversed(OPPOSITES.get(field, ())) for id in named[other][2]
            }
            seen: set[str] = set()
            for index, id in enumerate(ids):
                one: Where = (field, index)
                if field in ("first", "fits", "levels"):
                    one = (field,) if field == "first" else (field, id)
                place = places[(*path, *one)]
                if id not in known:
                    advice = self._near(id, known, WHERE_TO_LOOK[kind])
                    self._slip(place, f"unknown {kind} `{shortened(id)}`", advice)
                elif id in seen:
                    self._slip(place, f"`{id}` {AGAIN}", "keep one of them")
                elif id in opposite:
                    what = f"`{id}` is expected and not expected in one case"
                    self._slip(place, what, f"keep it under `{opposite[id]}:` or here")
                seen.add(id)


MOST_BROKEN = 200
"""After so many cases with slips the rest of a file is not read."""
AGAIN = "stands here a second time"
PERSON_HELP = "write `people: {typical: {question: answer}}`"
NAME_HELP = "write a sentence before the colon that says what the case shows"
EXPECT_HELP = "add what must come of it, such as `expect: {urgency: routine}`"
START_HELP = "add `like: person`, or `answers: {question: answer}`"
OPPOSITES = {
    "not-suggested": ("includes", "suggested", "offered", "first", "fits"),
    "not-red-flags": ("has-red-flags", "red-flags", "levels"),
    "not-because-of": ("because-of",),
    "not-asked": ("asked",),
}
WHERE_TO_LOOK = {
    "condition": "see the folder conditions",
    "red flag": "see the file red-flags.yaml",
    "question": "see the folder questions",
    "rule": "see the ids in the folder conditions, in findings.yaml and in red-flags.yaml",
}


def _with_example(problem: Problem, step: Where | None) -> Problem:
    """A slip in the shape of an expectation, with the shape that is right."""
    field = str(step[3]) if step is not None and len(step) > 3 else ""
    fields = {field.encode_name: field.type for field in msgspec.structs.fields(Expect)}
    if field == "fits":
        return problem._replace(help="write `fits: {condition: fits-well}`")
    if field == "levels":
        return problem._replace(help="write `levels: {red-flag: same-day}`")
    if field in ("says", "never-says"):
        return problem._replace(help=f"write `{field}: [some words]`")
    if field in fields and "tuple" in str(fields[field]):
        return problem._replace(help=f"write `{field}: [id, id]`, or [] for none")
    if field:
        return problem._replace(help=f"write `{field}: id`")
    return problem._replace(help=EXPECT_HELP)


def _place_of(problem: Problem) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place else (0, 0)
