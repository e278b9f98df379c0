"""What was written otherwise, rule by rule, in words.

Everything that stands in a rule file is compared, field by field. For a condition of a rule it
is said, exactly and over all answers, whether it was widened, narrowed, moved, or means the
same. Rules that were not touched but mean something else, through a finding or a question they
use, are named too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import fields

from triage.changes.diagrams import Diagrams, TooLargeError
from triage.changes.joint import Joint, Side
from triage.changes.possible import valid_answers
from triage.presentation.rule_words import stated_rules, stated_words, when_words
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.base import KIND_KEY, Frozen, default_of, yes_or_no
from triage.rulebook.parts.conditions import core_id
from triage.rulebook.when import All, AtLeast, Holds, Is, When, leaves, widened
from triage.rulebook.when import Any as AnyOf

Turn: TypeAlias = Literal["added", "removed", "renamed", "changed", "affected"]
Meaning: TypeAlias = Literal["widened", "narrowed", "moved", "same", "not-compared"]

MEANINGS: dict[Meaning, str] = {
    "widened": "widened: it holds for all answers that it held for, and for more",
    "narrowed": "narrowed: it holds for fewer answers, and for no others",
    "moved": "moved: it holds for some other answers, and no longer for some",
    "same": "means the same: it holds for exactly the same answers",
    "not-compared": "too large to be compared: whether it means the same is not known",
}
UNSURE_MEANINGS: dict[Meaning, str] = {
    "widened": "where an answer is not sure, it holds for more answers than before",
    "narrowed": "where an answer is not sure, it holds for fewer answers than before",
    "moved": "where an answer is not sure, it holds for other answers than before",
    "same": "",
    "not-compared": "",
}


class Change(Struct, frozen=True):
    """One thing that stands otherwise in the rule files."""

    group: str
    """What kind of thing: "red flag", "question", "support"."""
    id: str
    of: str
    """What it belongs to: the condition of a support, the question of an answer."""
    turn: Turn
    field: str
    """The key in the rule file; empty where the whole thing came or went."""
    before: str
    after: str
    meaning: Meaning | None = None
    """For conditions of rules: how the answers for which it holds have changed."""
    meaning_unsure: Meaning | None = None
    """The same where every *unsure* counts as possible (red flags and findings)."""


GROUPS: tuple[tuple[str, str], ...] = (
    ("red flag", "red_flags"),
    ("finding", "findings"),
    ("condition", "conditions"),
    ("question", "questions"),
    ("class of medicines", "classes"),
    ("medicine", "medicines"),
    ("ordinary medicine", "ordinary"),
    ("purpose", "purposes"),
    ("source", "sources"),
    ("region", "regions"),
    ("word of the glossary", "glossary"),
    ("named kind", "kinds"),
)
HEAD = (
    *("version", "title", "sections", "other_person_when", "danger_gates"),
    "kind_not_known",
)
PARTS = {
    "answers": "answer",
    "supports": "support",
    "against": "evidence against",
    "blocked_by": "block",
    "urgency": "text of a level",
    "names": "sign that a line names",
    "not_named": "sign that a line covers without naming it",
}
"""Mappings inside a thing, and what one of their members is called."""


def changes(joint: Joint) -> list[Change]:
    """Everything that stands otherwise, in the order of `GROUPS`, then scoring and texts."""
    return [*_Compared(joint).all()]


class _Compared:
    def __init__(self, joint: Joint) -> None:
        self.joint = joint
        self.old, self.new = joint.books["old"], joint.books["new"]
        self.medicines_changed = any(
            getattr(self.old, part) != getattr(self.new, part)
            for part in ("classes", "medicines", "ordinary", "purposes")
        )
        self.known: dict[tuple[When, When], Meaning] = {}

    def all(self) -> Iterator[Change]:
        for group, field in GROUPS:
            yield from self.named(group, "", getattr(self.old, field), getattr(self.new, field))
        yield from self.affected()
        yield from self.thing("scoring", "scoring", "", self.old.scoring, self.new.scoring)
        yield from self.thing("advisory", "advisory", "", self.old.advisory, self.new.advisory)
        for name in HEAD:
            before, after = getattr(self.old, name), getattr(self.new, name)
            yield from self.field("rule book", "rule book", "", name, before, after)
        yield from self.order()
        one, other = self.old.reviews, self.new.reviews
        yield from self.named("signature", "", one.signatures, other.signatures)
        yield from self.named("doubt", "", one.doubts, other.doubts)
        roles = [
            {str(kind): some for kind, some in reviews.required_roles.items()}
            for reviews in (one, other)
        ]
        yield from self.named("roles that must sign", "", roles[0], roles[1])

    def named(
        self, group: str, of: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Iterator[Change]:
        """Things with ids: which came, went, were renamed, and what changed in the others."""
        gone = [id for id in old if id not in new]
        come = [id for id in new if id not in old]
        renamed: dict[str, str] = {}
        for id in gone:
            same = (i for i in come if i not in renamed.values() and old[id] == new[i])
            other = self.joint.renamed.get(id) if group == "question" else next(same, None)
            if other is not None:
                renamed[id] = other
                yield Change(group, other, of, "renamed", "", id, other)
        for id in gone:
            if id not in renamed:
                yield Change(
                    group, id, of, "removed", "", self.words("old", group, id, old[id]), ""
                )
        for id in come:
            if id not in renamed.values():
                yield Change(group, id, of, "added", "", "", self.words("new", group, id, new[id]))
        for id in new:
            if id in old:
                yield from self.thing(group, id, of, old[id], new[id])

    def thing(self, group: str, id: str, of: str, old: Any, new: Any) -> Iterator[Change]:
        """One thing that both rule books have."""
        if old == new:
            return
        if not isinstance(old, Frozen):
            said = self.value("old", old), self.value("new", new)
            yield Change(group, id, of, "changed", "", *said)
            return
        # a question of another kind has other fields
        kinds = (one.__struct_config__.tag for one in (old, new))
        yield from self.field(group, id, of, KIND_KEY, *kinds)
        for field in {field.name: field for one in (old, new) for field in fields(one)}.values():
            nothing = () if field.required else default_of(field)
            before: Any = getattr(old, field.name, nothing)
            after: Any = getattr(new, field.name, nothing)
            if field.name == "core":
                yield from self.thing("core", core_id(id), id, before, after)
            elif field.name in PARTS and isinstance(before, Mapping):
                within = f"{of}.{id}" if group == "answer" else id
                yield from self.named(PARTS[field.name], within, before, after)
            elif isinstance(before, Frozen):
                for inner in fields(before):
                    path = f"{field.encode_name}: {inner.encode_name}"
                    one, other = getattr(before, inner.name), getattr(after, inner.name)
                    yield from self.field(group, id, of, path, one, other)
            else:
                yield from self.field(group, id, of, field.encode_name, before, after)

    def field(
        self, group: str, id: str, of: str, name: str, before: Any, after: Any
    ) -> Iterator[Change]:
        if before == after:
            return
        said = self.value("old", before), self.value("new", after)
        key = name.replace("_", "-")
        if not key.endswith("when") and key != "firm":
            yield Change(group, id, of, "changed", key, *said)
            return
        # without one of these it is everybody, without the other conditions nobody
        everybody = key in ("ask-when", "show-when", "firm")
        plain, unsure = self.meaning(before, after, nobody=not everybody), None
        if group in ("red flag", "finding"):
            unsure = self.meaning(widened(before), widened(after))
        yield Change(group, id, of, "changed", key, *said, plain, unsure)

    def affected(self) -> Iterator[Change]:
        """Rules that are written as before, but hold for other answers."""
        old, new = stated_rules(self.old), stated_rules(self.new)
        for id, stated in new.items():
            if id not in old or old[id].rule.when != stated.rule.when:
                continue
            when = stated.rule.when
            plain, unsure = self.meaning(when, when), None
            if stated.role in ("red-flag", "finding"):
                unsure = self.meaning(widened(when), widened(when))
            if plain != "same" or unsure not in (None, "same"):
                name = ROLES.get(stated.role, stated.role)
                through = ", ".join(self.through(when)) or "answers that changed"
                yield Change(
                    name,
                    id.removeprefix("finding:"),
                    stated.condition,
                    "affected",
                    "when",
                    through,
                    "",
                    plain,
                    unsure,
                )

    def through(self, when: When) -> list[str]:
        """The changed findings and questions that a condition uses."""
        found: dict[str, None] = {}
        for leaf in leaves(when):
            if isinstance(leaf, Holds):
                id = leaf.conclusion.id
                one, other = self.old.findings.get(id), self.new.findings.get(id)
                if one is not None and other is not None and one.when != other.when:
                    found[f"the finding `{id}`"] = None
                elif other is not None:
                    found.update(dict.fromkeys(self.through(other.when)))
            elif leaf.variable in self.new.variables:
                id = self.new.variables[leaf.variable].question
                if self.old.questions.get(id) != self.new.questions[id]:
                    found[f"the question `{id}`"] = None
                elif self.new.questions[id].shape == "medicines" and self.medicines_changed:
                    found["the catalogue of medicines"] = None
        return list(found)

    def order(self) -> Iterator[Change]:
        """Questions that are asked in another order, or in another section."""
        both = [id for id in self.new.questions if id in self.old.questions]
        before = [id for id in self.old.questions if id in self.new.questions]
        if both != before:
            moved = [id for id, other in zip(both, before, strict=True) if id != other]
            listed = ", ".join(f"`{id}`" for id in moved)
            yield Change("question", moved[0], "", "changed", "order", "", f"order of {listed}")
        for id in both:
            was, now = self.old.section_of[id], self.new.section_of[id]
            if was != now:
                yield Change("question", id, "", "changed", "section", was, now)

    def meaning(self, before: When | None, after: When | None, *, nobody: bool = False) -> Meaning:
        """How the answers changed for which a condition holds.

        Without a condition it is everybody, or where `nobody` says so, nobody.
        """
        if before is None or after is None:
            return "widened" if (before is None) is nobody else "narrowed"
        at = (before, after)
        if at not in self.known:
            self.known[at] = self.compared(before, after)
        return self.known[at]

    def compared(self, before: When, after: When) -> Meaning:
        joint = self.joint
        old, new = joint.stated("old", before), joint.stated("new", after)
        used = {key for box in (*old, *new) for key in box}
        if _marks(old) == _marks(new):
            return "same"
        diagrams = Diagrams({k: joint.keys[k].values for k in joint.keys if k in used})
        try:
            valid = valid_answers(joint, diagrams)
            one = diagrams.both(valid, diagrams.some(diagrams.box(box) for box in old))
            other = diagrams.both(valid, diagrams.some(diagrams.box(box) for box in new))
            both = diagrams.either(one, other)
        except (TooLargeError, RecursionError):
            return "not-compared"
        if one == other:
            return "same"
        return "widened" if both == other else "narrowed" if both == one else "moved"

    # words

    def words(self, side: Side, group: str, id: str, thing: Any) -> str:
        """One whole thing, in a sentence or two."""
        book = self.joint.books[side]
        stated = stated_rules(book)
        rule = stated.get(f"finding:{id}" if group == "finding" else id)
        if group in RULES and rule is not None:
            return stated_words(book, rule)
        match group:
            case "condition":
                return f"{thing.name}; its urgency is {thing.urgency}"
            case "question":
                return str(thing.ask)
            case "answer":
                return str(thing.text)
            case "medicine":
                return f"classes: {', '.join(thing.classes)}"
            case "class of medicines" | "region" | "purpose" | "named kind":
                return str(thing.name)
            case "ordinary medicine":
                return f"for {thing.for_}"
            case "source":
                return f"{thing.title}, {thing.by}, {thing.year}"
            case "text of a level":
                return str(thing.title)
            case _:
                return self.value(side, thing)

    def value(self, side: Side, value: Any) -> str:
        """What stands in a field."""
        match value:
            case None:
                return ""
            case bool():
                return yes_or_no(value)
            case Is() | Holds() | All() | AnyOf() | AtLeast():
                return when_words(self.joint.books[side], value)
            case Mapping():
                return "; ".join(f"{id} ({self.value(side, part)})" for id, part in value.items())
            case tuple():
                return "; ".join(self.value(side, part) for part in value)
            case Frozen():
                parts = (getattr(value, field.name) for field in fields(value))
                said = (yes_or_no(part) if isinstance(part, bool) else part for part in parts)
                return ", ".join(str(part) for part in said if part not in (None, ""))
            case _:
                return str(value)


RULES = ("red flag", "finding", "core", "support", "evidence against", "block")
ROLES = {
    "red-flag": "red flag",
    "against": "evidence against",
    "blocked-by": "block",
}


def _marks(some: list[dict[str, frozenset[str]]]) -> frozenset[object]:
    return frozenset(frozenset(box.items()) for box in some)


def renamed_conditions(old: Rulebook, new: Rulebook) -> dict[str, str]:
    """Old id to new id of conditions that differ in nothing else."""
    come = [id for id in new.conditions if id not in old.conditions]
    found: dict[str, str] = {}
    for id, condition in old.conditions.items():
        same = (i for i in come if i not in found.values() and new.conditions[i] == condition)
        if id not in new.conditions and (other := next(same, None)) is not None:
            found[id] = other
    return found
