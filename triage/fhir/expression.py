"""The urgency of a form's answers as FHIRPath.

The answers are one text, and each rule is one line of a text: a name and a regular expression.
Rules that use others come in a later text, which looks at the names of those that hold as well.
What is not shown does not count, also where a client keeps the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from msgspec import Struct

from triage.fhir import words
from triage.fhir.conditions import ANSWERED, LEFT_OUT, PART, Conditions, answered
from triage.fhir.enabling import AT_LEAST, Compared, shown_when
from triage.fhir.form import URGENCY, Form
from triage.fhir.names import NOT_ASKED_URL
from triage.fhir.patterns import (
    Between,
    Condition,
    all_of,
    any_code,
    codes_in,
    no,
    one_of,
    written,
)
from triage.inference.what_to_do import to_reader
from triage.once import once
from triage.rulebook.kinds import Number
from triage.rulebook.urgency import HIGHEST, LADDER, LOWEST, Urgency, is_raised
from triage.rulebook.when import UNSURE

EMERGENCY = f"iif(%{URGENCY} = '{HIGHEST}', true, false)"
"""Whether the answers reach the highest level."""


class Named(NamedTuple):
    """A part of the expression under a name, for `variable` of SDC."""

    name: str
    expression: str


class Urgencies(Struct, frozen=True, dict=True):
    """The expressions for one form."""

    form: Form

    @once
    def variables(self) -> tuple[Named, ...]:
        """What the urgency is written with, each after what it uses itself."""
        not_hidden = f"%hidden.contains(';' & {_NAME} & ';').not()"
        hidden = f"{_lines(self._shown)}.where({_holding('answers')}.not()).select({_NAME})"
        found = [
            Named("items", self._items),
            Named("answers", f"%items.select({_REST}).join('')"),
            Named("hidden", f"';' & {hidden}.join(';') & ';'"),
            Named("said0", f"%items.where({not_hidden}).select({_REST}).join('')"),
        ]
        for place, rules in enumerate(self.stages, start=1):
            before = f"said{place - 1}"
            holding = f"{_lines(rules)}.where({_holding(before)}).select('{PART}' & {_NAME})"
            found.append(Named(f"said{place}", f"%{before} & {holding}.join(';') & ';'"))
        return (*found, Named(URGENCY, self._urgency))

    @property
    def _said(self) -> str:
        return f"%said{len(self.stages)}"

    @property
    def _urgency(self) -> str:
        """The level, by its id; empty as long as nothing is answered."""
        text = f"'{LOWEST}'"
        for level in LADDER[1:]:
            text = f"iif({self._said}.contains(';{PART}{level};'), '{level}', {text})"
        return f"iif(%said0.contains(';{ANSWERED}'), {text}, {{}})"

    def advice(self, texts: Mapping[Urgency, str], needed: Iterable[Iterable[str]]) -> str:
        """The text of the level that the answers reach.

        `needed` are items that danger signs need an answer from, each with what may stand for it.
        As long as one has none this says so, and the lowest level, which would calm, is not told.
        """
        known = (any_code(*(f"{ANSWERED}{link}" for link in links)) for links in needed)
        open_ = f"%said0.matches('^{written(all_of(known))}').not()"
        level = f"%{URGENCY}"
        told = f"{_NAME} = {level} and ({_NAME} != '{LOWEST}' or ({open_}).not())"
        more = f"iif({level} = '{HIGHEST}', {{}}, {_quoted(words.MAY_BE_MORE)})"
        raised = f"({level}.exists() and {level} != '{LOWEST}')"
        not_all = f"iif({open_}, iif({raised}, {more}, {_quoted(words.NOT_ALL)}), {{}})"
        return f"({_lines(texts)}.where({told}).select({_REST}) | {not_all}).join(' ')"

    @once
    def reasons(self) -> str:
        """What the danger signs mean that the answers reach, and what to do now, one in a line."""
        flags = self.form.book.red_flags
        raised = {id: flag for id, flag in flags.items() if is_raised(flag.urgency)}
        told = {
            f"may-be-{id.lower()}": " ".join(to_reader((flag.because, *flag.do_now)))
            for id, flag in raised.items()
        }
        holding = f"{self._said}.contains(';{PART}' & {_NAME} & ';')"
        return f"{_lines(told)}.where({holding}).select({_REST}).join('\\n')"

    @once
    def _conditions(self) -> Conditions:
        return Conditions(self.form)

    @once
    def _rules(self) -> dict[str, Condition]:
        """Every part that has a name, and every level above the lowest."""
        made = self._conditions
        levels = {str(level): made.reaching(level) for level in LADDER[1:]}
        for id, flag in self.form.book.red_flags.items():
            if is_raised(flag.urgency):
                made.flag(id, unsure=True)
        return {**made.parts, **levels}

    @once
    def stages(self) -> tuple[Mapping[str, str], ...]:
        """The rules by their names, as regular expressions; each after those that it uses."""
        depth: dict[str, int] = {}

        def deep(name: str) -> int:
            if name not in depth:
                used = {one[1:] for one in codes_in(self._rules[name]) if one.startswith(PART)}
                depth[name] = 1 + max(map(deep, used), default=0)
            return depth[name]

        stages: dict[int, dict[str, str]] = {}
        for name, condition in self._rules.items():
            stages.setdefault(deep(name), {})[name] = written(condition)
        return tuple(stages[place] for place in sorted(stages))

    @once
    def _shown(self) -> dict[str, str]:
        """When each item is shown that is not always."""
        form = self.form
        shown = {link: _of_parts(form, parts) for link, parts in shown_when(form).items()}
        return {link: written(one) for link, one in shown.items()}

    @property
    def _items(self) -> str:
        """For each item with an answer its id, and what of it stands in the text."""
        lists = "|".join(sorted(self._conditions.opened_lists))
        open_line = f"iif($this.matches('^({lists})[.]'), $this & '.{UNSURE};', '')"
        left_out = f"';{LEFT_OUT}' & $this & ';' & {open_line}"
        number = "answer.value.ofType(integer)"
        said = [
            "linkId & ' '",
            f"iif(answer.exists(), ';{ANSWERED}' & linkId & ';', '')",
            "answer.value.code.join(';') & ';'",
            f"iif({number}.exists(), linkId & '=' & {number}.first().toString() & ';', '')",
            f"extension.where(url = '{NOT_ASKED_URL}').value.select({left_out}).join('')",
        ]
        those = "%resource.repeat(item).where(answer.exists() or extension.exists())"
        return f"{those}.select({' & '.join(said)})"


def shown(link: str) -> str:
    """Whether an item is shown."""
    return f"%hidden.contains(';{link};').not()"


_NAME = "$this.substring(0, $this.indexOf(' '))"
_REST = "$this.substring($this.indexOf(' ') + 1)"


def _holding(text: str) -> str:
    return f"%{text}.matches('^' & {_REST})"


def _lines(rules: Mapping[Any, str]) -> str:
    """A text of names, each with what goes with it, as its lines."""
    text = "\n".join(f"{name} {rest}" for name, rest in rules.items())
    return f"{_quoted(text)}.split('\\n')"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def _of_parts(form: Form, parts: Iterable[Iterable[Compared]]) -> Condition:
    return all_of(one_of(_of_comparison(form, each) for each in one) for one in parts)


def _of_comparison(form: Form, one: Compared) -> Condition:
    if "answerCoding" in one:
        return any_code(one["answerCoding"]["code"])
    id = one["question"]
    if one["operator"] == "exists":
        return no(answered(id))
    question = form.book.questions[id]
    assert isinstance(question, Number)
    number = one["answerInteger"]
    above = one["operator"] == AT_LEAST
    return Between(id, *((number, question.highest) if above else (question.lowest, number)))
