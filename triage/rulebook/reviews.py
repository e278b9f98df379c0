"""Who has signed which rules, and whether what they read is still what stands there.

A *subject* is what is signed as one thing: a red flag, a finding, a question, a region, a
condition with all its rules, or one of the parts that stand once in a rule book. Its digest is
SHA-256 over what a reader of it sees: its own data, the findings that it uses, however deep, and
the wording, answers and cut points of the questions that it names, and the lines of danger
screens that cover a sign which it names: such a line can take the sign from it. Comments, layout
and the order of files are no part of it, nor are the signatures themselves and `ignore:`.

What a medicine belongs to is signed with the medicines, and how points become fits with the
scoring: a new brand name does not void the signature of every rule about its class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

import msgspec
from msgspec import Struct

from triage.errors import Problem, RulesError, did_you_mean, shortened
from triage.json_text import digest
from triage.rulebook.kinds import Question
from triage.rulebook.lines import Covered, covered
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.base import KIND_KEY, Frozen, default_of, yes_or_no
from triage.rulebook.parts.conditions import core_id, firm_id
from triage.rulebook.parts.signatures import Doubt, ReviewKind, Signature
from triage.rulebook.when import Holds, Is, When, leaves

KINDS: tuple[ReviewKind, ...] = get_args(ReviewKind)
"""What can be signed, in the order in which it is reported."""

ONCE: tuple[ReviewKind, ...] = (
    *("scoring", "advisory", "medicines", "glossary", "named-kinds", "sections"),
)
"""Kinds that stand once in a rule book, so that their name is the kind."""

State = Literal[
    "disagreed", "asked", "signed", "overdue", "changed-since", "missing-roles", "never"
]
STATES: tuple[State, ...] = get_args(State)

NO_MEANING = frozenset({"ignore"})
"""Keys that change nothing for any patient."""


class Subject(NamedTuple):
    """Something that is signed as one thing. As text: `red-flag:RF01`, `scoring`."""

    kind: ReviewKind
    id: str

    def __str__(self) -> str:
        return self.kind if self.kind in ONCE else f"{self.kind}:{self.id}"


class Standing(Struct, frozen=True, kw_only=True):
    """How the review of one subject stands on a day."""

    subject: Subject
    signatures: tuple[Signature, ...]
    """All that stand in the ledger, as they stand there."""
    valid: tuple[Signature, ...]
    """Those that were given for exactly what stands there now, and not for a day to come."""
    changed: tuple[str, ...]
    """Roles whose signatures are all void, since the meaning has changed after them."""
    overdue: tuple[str, ...]
    """Roles whose valid signatures are all past their day."""
    missing: tuple[str, ...]
    """Required roles that nobody has signed in."""
    ahead: tuple[Signature, ...]
    """Signatures with a date in the future, which count for nothing."""
    doubts: tuple[Doubt, ...]
    """Disagreements and questions about exactly what stands there now, whatever their day."""
    earlier: tuple[Doubt, ...]
    """Those about a text that has changed since: they hold up nothing, and are not forgotten."""

    @property
    def state(self) -> State:
        """The worst that can be said of it."""
        if self.doubts:
            disagreed = any(doubt.says == "disagree" for doubt in self.doubts)
            return "disagreed" if disagreed else "asked"
        if self.changed:
            return "changed-since"
        if not self.valid:
            return "never"
        if self.missing:
            return "missing-roles"
        return "overdue" if self.overdue else "signed"

    @property
    def is_fine(self) -> bool:
        """Whether nothing is doubted, void, overdue, dated ahead or missing; *never* can be."""
        return not (self.doubts or self.changed or self.overdue or self.missing or self.ahead)


def subjects(book: Rulebook) -> tuple[Subject, ...]:
    """Everything in a rule book that can be signed, by kind and then by id.

    Medicines, glossary and named kinds are left out where the rule book has none.
    """
    named: dict[ReviewKind, Mapping[str, Any]] = {
        "red-flag": book.red_flags,
        "condition": book.conditions,
        "finding": book.findings,
        "question": book.questions,
        "region": book.regions,
    }
    absent = {
        "medicines": not (book.medicines or book.classes),
        "glossary": not book.glossary,
        "named-kinds": not book.kinds,
    }
    found: list[Subject] = []
    for kind in KINDS:
        if kind in named:
            found += [Subject(kind, id) for id in named[kind]]
        elif not absent.get(kind):
            found.append(Subject(kind, kind))
    return tuple(found)


def subject_named(book: Rulebook, typed: str) -> Subject:
    """The subject that somebody means: `red-flag:RF01`, `RF01`, `scoring`.

    Raises:
        RulesError: there is none, it is part of another one, or several have this id.
    """
    every = subjects(book)
    whole = [subject for subject in every if str(subject) == typed]
    found = whole or [subject for subject in every if subject.id == typed]
    if len(found) == 1:
        return found[0]
    if found:
        names = " or ".join(f"`{subject}`" for subject in found)
        raise RulesError(Problem(f"`{shortened(typed)}` is several things", f"write {names}"))
    for id, condition in book.conditions.items():
        own = {core_id(id), firm_id(id)} if condition.firm is not None else {core_id(id)}
        rules = {*own, *condition.supports, *condition.against, *condition.blocked_by}
        if typed in rules:
            what = f"`{shortened(typed)}` is a rule of the condition `{id}`"
            raise RulesError(Problem(what, f"a condition is signed with its rules: `{id}`"))
    names_known = [*map(str, every), *(subject.id for subject in every)]
    # a red flag is written in capitals, and did_you_mean compares in lower case
    folded = {name.lower(): name for name in names_known}
    advice = did_you_mean(typed, folded, "`triage rules review status` lists what can be signed")
    for low, name in folded.items():
        advice = advice.replace(f"`{low}`", f"`{name}`")
    raise RulesError(Problem(f"there is no rule `{shortened(typed)}`", advice))


def digest_of(book: Rulebook, subject: Subject) -> str:
    """SHA-256 over what somebody who signs the subject reads, as 64 hexadecimal digits."""
    read = {
        "subject": str(subject),
        "own": _own(book, subject),
        **_read_with_it(book, list(_conditions_of(book, subject))),
    }
    return digest(read)


def standing(book: Rulebook, subject: Subject, today: date) -> Standing:
    """How the review of a subject stands on a day.

    Of several signatures in one role the best counts: what one person signed long ago does not
    spoil what another has signed since. A doubt is not outvoted: it stands until the person
    who said it signs, or the text changes.
    """
    signatures = book.reviews.signatures.get(str(subject), ())
    doubts = book.reviews.doubts.get(str(subject), ())
    ahead = tuple(s for s in signatures if date.fromisoformat(s.date) > today)
    digest = digest_of(book, subject) if signatures or doubts else ""
    valid = tuple(s for s in signatures if s.digest == digest and s not in ahead)
    on_time = {_role(s.role) for s in valid if not _is_past(s, today)}
    valid_roles = {_role(s.role): s.role for s in valid}
    roles = {_role(s.role): s.role for s in signatures if s not in ahead}
    required = {_role(role): role for role in book.reviews.required_roles.get(subject.kind, ())}
    return Standing(
        subject=subject,
        signatures=signatures,
        valid=valid,
        changed=tuple(said for role, said in roles.items() if role not in valid_roles),
        overdue=tuple(said for role, said in valid_roles.items() if role not in on_time),
        missing=tuple(said for role, said in required.items() if role not in roles),
        ahead=ahead,
        doubts=tuple(doubt for doubt in doubts if doubt.digest == digest),
        earlier=tuple(doubt for doubt in doubts if doubt.digest != digest),
    )


def standings(book: Rulebook, today: date) -> tuple[Standing, ...]:
    """How the review of every subject stands on a day, in the order of `subjects`."""
    return tuple(standing(book, subject, today) for subject in subjects(book))


def is_reviewed(book: Rulebook) -> bool:
    """Whether every subject has a signature, every required role, no void one, and no doubt.

    It does not look at the calendar, so that the same rules and answers give the same result on
    every day. What is overdue is for `triage rules review status` to say, before a release.
    """
    if not book.reviews.signatures:
        return False
    kept = book.__dict__.get("_is_reviewed")
    if not isinstance(kept, bool):
        states = {each.state for each in standings(book, date.max)}
        kept = book.__dict__["_is_reviewed"] = states <= {"signed", "overdue"}
    return kept


def review_text(book: Rulebook) -> str:
    """What every result says about the review of its rules; empty once all are signed."""
    return "" if is_reviewed(book) else book.advisory.not_reviewed


def day_of(text: str) -> date | None:
    """The day that a text like `2026-05-03` names, or None where it names none."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _role(text: str) -> str:
    return text.casefold()


def _is_past(signature: Signature, today: date) -> bool:
    return signature.due is not None and date.fromisoformat(signature.due) < today


# what is read


def _own(book: Rulebook, subject: Subject) -> Any:
    match subject.kind:
        case "red-flag":
            return _plain(book.red_flags[subject.id])
        case "condition":
            return _plain(book.conditions[subject.id])
        case "finding":
            return _plain(book.findings[subject.id])
        case "question":
            return _question(book.questions[subject.id], everything=True)
        case "region":
            return _plain(book.regions[subject.id])
        case "scoring":
            return _plain(book.scoring)
        case "advisory":
            return _plain(book.advisory)
        case "medicines":
            more = (book.purposes, book.ordinary, book.ordinary_sources)
            return [_plain(part) for part in (book.classes, book.medicines, *filter(None, more))]
        case "glossary":
            return _plain(book.glossary)
        case "named-kinds":
            return {"kinds": _plain(book.kinds), "not-known": book.kind_not_known}
        case "sections":
            asked = [[id, section] for id, section in book.section_of.items()]
            head = {
                "sections": _plain(book.sections),
                "asked": asked,
                "other-person-when": book.other_person_when and _plain(book.other_person_when),
                "danger-gates": _plain(book.danger_gates),
            }
            return {key: value for key, value in head.items() if value}


def _conditions_of(book: Rulebook, subject: Subject) -> Iterator[When]:
    match subject.kind:
        case "red-flag":
            yield book.red_flags[subject.id].when
        case "finding":
            yield book.findings[subject.id].when
        case "question":
            question = book.questions[subject.id]
            shown = (answer.show_when for answer in question.answers.values())
            yield from (when for when in (question.ask_when, *shown) if when is not None)
        case "condition":
            condition = book.conditions[subject.id]
            yield condition.core.when
            if condition.firm is not None:
                yield condition.firm
            for rules in (condition.supports, condition.against, condition.blocked_by):
                yield from (rule.when for rule in rules.values())
        case "named-kinds":
            yield from (kind.when for kind in book.kinds.values())
        case "sections" if book.other_person_when is not None:
            yield book.other_person_when


def _read_with_it(book: Rulebook, conditions: list[When]) -> dict[str, Any]:
    """Findings, questions, medicine classes and lines behind some conditions, however deep."""
    findings: dict[str, Any] = {}
    questions: dict[str, Any] = {}
    classes: dict[str, Any] = {}
    signs = _covered(book)
    over: dict[str, Any] = {}
    while conditions:
        for leaf in leaves(conditions.pop()):
            match leaf:
                case Holds(conclusion):
                    id = conclusion.id
                    if id not in findings:
                        findings[id] = _plain(book.findings[id])
                        conditions.append(book.findings[id].when)
                case Is(name):
                    variable = book.variables[name]
                    question = book.questions[variable.question]
                    questions[variable.question] = _question(question)
                    item = variable.item or ""
                    if question.shape == "medicines" and item in book.classes:
                        classes[item] = _plain(book.classes[item])
                    _add_lines(book, signs, name, over)
    lines = {"lines": over} if over else {}
    return {"findings": findings, "questions": questions, "classes": classes, **lines}


def _covered(book: Rulebook) -> dict[str, Covered]:
    kept: dict[str, Covered] | None = book.__dict__.get("_covered")
    if kept is None:
        kept = book.__dict__["_covered"] = covered(book.questions)
    return kept


def _add_lines(
    book: Rulebook, signs: Mapping[str, Covered], sign: str, found: dict[str, Any]
) -> None:
    """The lines that cover a sign, and those that cover such a line."""
    for line in signs[sign].lines if sign in signs else ():
        if line not in found:
            variable = book.variables[line]
            question = book.questions[variable.question]
            answer = question.answers[variable.item or ""]
            found[line] = {"within": question.within, **_plain(answer)}
            _add_lines(book, signs, line, found)


NO_WORDING = ("why", "ask-when", "always", "sources", "note")
"""What stands about a question and is no part of how it is put and answered, whatever its kind."""


def _question(question: Question, *, everything: bool = False) -> dict[str, Any]:
    """A question as it is put, or all that stands about it; answers in the order of the list."""
    plain: dict[str, Any] = _plain(question)
    kept = {key: value for key, value in plain.items() if everything or key not in NO_WORDING}
    return {**kept, "answers": [[id, _plain(answer)] for id, answer in question.answers.items()]}


def _plain(value: Any) -> Any:
    """Data without what has no meaning, and without what was left out.

    A key that a later version of this tool adds, and that nobody uses, voids no signature.
    """
    if isinstance(value, Struct):
        tag, fields = _shape(type(value))
        said = _as_written if isinstance(value, Frozen) else _plain
        written = {
            key: said(given)
            for key, name, default in fields
            if (given := getattr(value, name)) != default
        }
        return {**tag, **written}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _as_written(value: Any) -> Any:
    return yes_or_no(value) if isinstance(value, bool) else _plain(value)


@cache
def _shape(kind: type[Struct]) -> tuple[dict[str, Any], tuple[tuple[str, str, Any], ...]]:
    """The tag of a class, and key, name and default of each field that has a meaning."""
    config = kind.__struct_config__
    # a tag that stands in the rule file has its key there
    key = KIND_KEY if config.tag_field == KIND_KEY else "is"
    tag = {} if config.tag is None else {key: config.tag}
    return tag, tuple(
        (field.encode_name, field.name, default_of(field))
        for field in msgspec.structs.fields(kind)
        if field.encode_name not in NO_MEANING
    )
