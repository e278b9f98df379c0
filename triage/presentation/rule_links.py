"""Everything in a rule book that can be looked up, and what uses what, both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from triage.errors import AnswersError, Problem, did_you_mean, shortened
from triage.once import once
from triage.presentation.decision_table import keys_of
from triage.presentation.rule_words import stated_rules
from triage.rulebook.conclusions import Conclusion, finding
from triage.rulebook.lines import lines, signs_of
from triage.rulebook.model import Rulebook
from triage.rulebook.stated import Stated, rules_of
from triage.rulebook.when import Box, Is, Key, When, answer_boxes, leaves
from triage.words.voice import Voice

Kind: TypeAlias = Literal[
    "red-flag",
    "condition",
    "rule",
    "finding",
    "named-kind",
    "question",
    "class",
    "medicine",
    "source",
    "region",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

_said = Voice.TO_READER.says


class Entry(NamedTuple):
    """Something that can be looked up. As text: `red-flag:RF01`, `rule:cd-age`."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


class Skips(NamedTuple):
    """What one answer to a question decides about questions that come later."""

    answer: str
    asks: tuple[str, ...]
    """Questions that may now be asked, and are not asked after every answer."""
    skips: tuple[str, ...]
    """Questions that are then not asked, whatever else is answered."""


class Links:
    """One rule book, prepared for looking up what uses what."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book

    @once
    def stated(self) -> dict[str, Stated]:
        """Every rule that stands in a rule file, by the id that the evaluators use."""
        return stated_rules(self.book)

    @once
    def entries(self) -> tuple[Entry, ...]:
        """Everything that can be looked up, by kind and then in the order of the rule book."""
        book = self.book
        rules = [s.id for id, one in book.conditions.items() for s in rules_of(id, one)]
        named: dict[Kind, Iterable[str]] = {
            "red-flag": book.red_flags,
            "condition": book.conditions,
            "rule": rules,
            "finding": book.findings,
            "named-kind": book.kinds,
            "question": book.questions,
            "class": book.classes,
            "medicine": book.medicines,
            "source": book.sources,
            "region": book.regions,
        }
        return tuple(Entry(kind, id) for kind in KINDS for id in named[kind])

    def named(self, typed: str) -> Entry:
        """The entry that somebody means: `red-flag:RF01`, or `RF01` where only one is called so.

        Raises:
            AnswersError: there is none, or several have this id.
        """
        whole = [entry for entry in self.entries if str(entry) == typed]
        found = whole or [entry for entry in self.entries if entry.id == typed]
        if not found:
            found = [entry for entry in self.entries if entry.id.lower() == typed.lower()]
        if len(found) == 1:
            return found[0]
        if found:
            names = " or ".join(f"`{entry}`" for entry in found)
            raise AnswersError(Problem(f"`{shortened(typed)}` is several things", f"write {names}"))
        # a red flag is written in capitals, and did_you_mean compares in lower case
        folded = {name.lower(): name for e in self.entries for name in (e.id, str(e))}
        otherwise = "ids stand in the rule files, and in the page that `triage rules book` writes"
        advice = did_you_mean(typed, folded, otherwise)
        for low, name in folded.items():
            advice = advice.replace(f"`{low}`", f"`{name}`")
        raise AnswersError(Problem(f"nothing is called `{shortened(typed)}`", advice))

    def all_named(self, typed: str) -> tuple[Entry, ...]:
        """The same; of a question that is asked for each item, every question that it becomes.

        Raises:
            AnswersError: there is none, or several have this id.
        """
        made = [new for new, id in self.book.made_from.items() if typed in (id, f"question:{id}")]
        return tuple(Entry("question", new) for new in made) or (self.named(typed),)

    def with_part(self, typed: str) -> tuple[Entry, ...]:
        """Everything with these letters in its id, its name or a brand name.

        Rules of conditions have no name, and most begin like their condition: they are found by
        their ids, where nothing else is.
        """
        part = " ".join(typed.split()).lower()
        apart = [entry for entry in self.entries if entry.kind != "rule"]
        found = [e for e in apart if any(part in name.lower() for name in self._names(e))]
        rules = (entry for entry in self.entries if entry.kind == "rule")
        return tuple(found or (entry for entry in rules if part in entry.id.lower()))

    def _names(self, entry: Entry) -> tuple[str, ...]:
        names = (entry.id, self.title(entry))
        if entry.kind != "medicine":
            return names
        medicine = self.book.medicines[entry.id]
        return (*names, *medicine.brands, *medicine.also)

    def shortest_name(self, entry: Entry) -> str:
        """What has to be typed for an entry: its id, with its kind where others have that id."""
        alike = [other for other in self.entries if other.id.lower() == entry.id.lower()]
        return entry.id if len(alike) == 1 else str(entry)

    def title(self, entry: Entry) -> str:
        """What it is called, in a few words."""
        book = self.book
        match entry.kind:
            case "red-flag":
                return _said(book.red_flags[entry.id].title)
            case "condition":
                return _said(book.conditions[entry.id].name)
            case "rule":
                return _said(getattr(self.stated[entry.id].rule, "because", ""))
            case "finding":
                return _said(book.findings[entry.id].name)
            case "named-kind":
                return _said(book.kinds[entry.id].name)
            case "question":
                return _said(book.questions[entry.id].short)
            case "class":
                return _said(book.classes[entry.id].name)
            case "medicine":
                return entry.id
            case "source":
                return book.sources[entry.id].title
            case "region":
                return book.regions[entry.id].name

    def thing(self, entry: Entry) -> Any:
        """What stands in the rule files about an entry."""
        book = self.book
        match entry.kind:
            case "red-flag":
                return book.red_flags[entry.id]
            case "condition":
                return book.conditions[entry.id]
            case "rule":
                return self.stated[entry.id].rule
            case "finding":
                return book.findings[entry.id]
            case "named-kind":
                return book.kinds[entry.id]
            case "question":
                return book.questions[entry.id]
            case "class":
                return book.classes[entry.id]
            case "medicine":
                return book.medicines[entry.id]
            case "source":
                return book.sources[entry.id]
            case "region":
                return book.regions[entry.id]

    def entry_of(self, rule: str) -> Entry:
        """The entry of a stated rule."""
        stated = self.stated[rule]
        kind: Kind = stated.role if stated.role in ("red-flag", "finding") else "rule"
        return Entry(kind, stated.concludes.id)

    def key_entry(self, key: Key) -> Entry:
        """What a condition speaks of with a variable or a finding: its question or finding."""
        if isinstance(key, Conclusion):
            return Entry("finding", key.id)
        return Entry("question", self.book.variables[key].question)

    # what uses what

    @once
    def _users(self) -> dict[Key, tuple[Entry, ...]]:
        """By variable or finding: the rules, named kinds and questions that depend on it.

        What uses a sign uses the lines that cover it.
        """
        found: dict[Key, dict[Entry, None]] = {}
        for stated in self.stated.values():
            for key in keys_of(stated.rule.when):
                found.setdefault(key, {})[self.entry_of(stated.id)] = None
        for id, kind in self.book.kinds.items():
            for key in keys_of(kind.when):
                found.setdefault(key, {})[Entry("named-kind", id)] = None
        for id, question in self.book.questions.items():
            deciding = [question.ask_when]
            deciding += [answer.show_when for answer in question.answers.values()]
            for when in deciding:
                for key in keys_of(when) if when else ():
                    found.setdefault(key, {})[Entry("question", id)] = None
        for line, answer in lines(self.book.questions):
            for sign in signs_of(answer):
                found.setdefault(line, {}).update(found.get(sign, {}))
        return {key: tuple(users) for key, users in found.items()}

    def users(self, entry: Entry) -> tuple[Entry, ...]:
        """What uses it: rules, kinds and questions; for a source, everything that cites it.

        What belongs to it is no use of it: a condition's rules, the medicines of a class.
        """
        match entry.kind:
            case "question":
                question = self.book.questions[entry.id]
                names = [v.name for v in question.variables(entry.id, self.book)]
                return self._once(names)
            case "finding":
                return self._once([finding(entry.id)])
            case "class":
                return self._once([f"medicine.{entry.id}"])
            case "source":
                return self.citing.get(entry.id, ())
            case _:
                return ()

    def users_of_variable(self, name: str) -> tuple[Entry, ...]:
        """What uses one answer of a list, or one class of medicines."""
        return self._once([name])

    def _once(self, keys: Iterable[Key]) -> tuple[Entry, ...]:
        return tuple(dict.fromkeys(user for key in keys for user in self._users.get(key, ())))

    def sources(self, entry: Entry) -> tuple[str, ...]:
        """The sources that an entry itself cites."""
        return tuple(getattr(self.thing(entry), "sources", ()))

    @once
    def citing(self) -> dict[str, tuple[Entry, ...]]:
        """By source: what cites it."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for source in dict.fromkeys(self.sources(entry)):
                found.setdefault(source, []).append(entry)
        return {source: tuple(some) for source, some in found.items()}

    # which question leads to which

    @once
    def gates(self) -> Mapping[str, list[Box]]:
        """By question that not everybody is asked: the answers that lead to it."""
        return {
            id: answer_boxes(question.ask_when, self.book.allowed)
            for id, question in self.book.questions.items()
            if question.ask_when is not None
        }

    @once
    def _led_to_by(self) -> Mapping[str, tuple[str, ...]]:
        return {
            id: tuple(dict.fromkeys(self._asked_by(question.ask_when)))
            for id, question in self.book.questions.items()
            if question.ask_when is not None
        }

    def _asked_by(self, when: When) -> Iterator[str]:
        for leaf in leaves(when):
            if isinstance(leaf, Is):
                yield self.book.variables[leaf.variable].question

    def led_to_by(self, id: str) -> tuple[str, ...]:
        """The questions that decide whether a question is asked."""
        return self._led_to_by.get(id, ())

    def leads_to(self, id: str) -> tuple[str, ...]:
        """The questions whose asking depends on a question."""
        return tuple(other for other in self.gates if id in self.led_to_by(other))

    def skips(self, id: str) -> tuple[Skips, ...]:
        """For each answer of a question: what it leads to and what it skips, exactly.

        Of a list, one item at a time, and no item at all. Answers that decide alike stand
        together; without an entry an answer decides nothing.
        """
        later = self.leads_to(id)
        if not later:
            return ()
        rows: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
        for label, known in self.book.questions[id].ways(id, self.book):
            skipped = tuple(name for name in later if self._is_skipped(name, known))
            asked = tuple(name for name in later if name not in skipped and self._asks(name, known))
            rows.setdefault((asked, skipped), []).append(label)
        return tuple(
            Skips("; ".join(self._together(id, labels)), asked, skipped)
            for (asked, skipped), labels in rows.items()
            if asked or skipped
        )

    def _together(self, id: str, labels: list[str]) -> Iterable[str]:
        return map(_said, self.book.questions[id].labels(labels))

    def _is_skipped(self, question: str, known: Mapping[str, str]) -> bool:
        return all(
            any(key in known and known[key] not in allowed for key, allowed in box.items())
            for box in self.gates[question]
        )

    def _asks(self, question: str, known: Mapping[str, str]) -> bool:
        """Whether some way of asking rests on one of these answers."""
        return any(
            box.keys() & known.keys() and all(known.get(k, "") in box[k] for k in box if k in known)
            for box in self.gates[question]
        )
