"""The rule book as typed, frozen data. It knows nothing of YAML, experta or click.

What it is made of stands in `parts`, where every class is also what stands in a rule file: field
names become kebab-case keys, so the JSON Schema that editors use is generated from these classes
and cannot drift.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from triage.late_import import importing
from triage.once import once
from triage.rulebook.conclusions import Conclusion, unsure_rule
from triage.rulebook.kinds import Question
from triage.rulebook.parts.advisory import Advisory
from triage.rulebook.parts.conditions import Condition, core_id
from triage.rulebook.parts.findings import Finding
from triage.rulebook.parts.medicines import Medicine, MedicineClass, OrdinaryMedicine, Purpose
from triage.rulebook.parts.named_kinds import NamedKind
from triage.rulebook.parts.red_flags import RedFlag
from triage.rulebook.parts.regions import Region
from triage.rulebook.parts.scoring import Scoring
from triage.rulebook.parts.sections import Section
from triage.rulebook.parts.signatures import Reviews
from triage.rulebook.parts.sources import Source
from triage.rulebook.rules import Rule, rules_from
from triage.rulebook.variables import Variable
from triage.rulebook.when import Is, When, leaves

if TYPE_CHECKING:
    from triage.rulebook.medicines import Catalogue


class Rulebook(Struct, frozen=True, kw_only=True, dict=True):
    """Everything in the rule files, checked and frozen."""

    version: str
    title: str
    digest: str = ""
    """SHA-256 of the meaning: comments and layout do not change it."""
    sections: tuple[Section, ...]
    other_person_when: When | None = None
    danger_gates: tuple[str, ...] = ()
    """Questions that may decide whether a danger sign is asked about."""
    questions: Mapping[str, Question]
    section_of: Mapping[str, str]
    made_from: Mapping[str, str] = {}
    """Questions that `for-each` made, each with the id under which it stands in its file."""
    made_for: Mapping[str, str] = {}
    """The same questions, each with the variable of the item that it is asked for."""
    made_shorts: Mapping[str, str] = {}
    """By the id under which such a question stands in its file: what it is about there."""
    findings: Mapping[str, Finding]
    red_flags: Mapping[str, RedFlag]
    conditions: Mapping[str, Condition]
    classes: Mapping[str, MedicineClass]
    medicines: Mapping[str, Medicine]
    purposes: Mapping[str, Purpose] = {}
    ordinary: Mapping[str, OrdinaryMedicine] = {}
    """Medicines that are understood and that no rule reads."""
    ordinary_sources: tuple[str, ...] = ()
    sources: Mapping[str, Source]
    regions: Mapping[str, Region]
    glossary: Mapping[str, str] = {}
    """Words that may not be known, in plain words; in lower case."""
    kinds: Mapping[str, NamedKind] = {}
    """Named kinds, told where no condition fits. No rule reads them."""
    kind_not_known: str = ""
    """What is said where the answers tell no kind."""
    scoring: Scoring
    advisory: Advisory
    reviews: Reviews = Reviews()
    """Who has signed what. It is no part of the meaning, so no part of the digest."""

    @once
    def _catalogue(self) -> Catalogue:
        with importing():
            from triage.rulebook.medicines import Catalogue  # nobody is asked for a name at first

        return Catalogue(self)

    @property
    def catalogue(self) -> Catalogue:
        """The medicines, by every name."""
        return self._catalogue

    @once
    def variables(self) -> dict[str, Variable]:
        """Every variable that a rule may name."""
        return {
            variable.name: variable
            for id, question in self.questions.items()
            for variable in question.variables(id, self)
        }

    @once
    def asks_age(self) -> str | None:
        """The first question that is answered with a number, which is an age; None without one."""
        return next((id for id, question in self.questions.items() if question.counts), None)

    def allowed(self, leaf: Is) -> frozenset[str]:
        """The answers of the domain that a leaf accepts."""
        known = self._allowed.get(leaf)
        if known is None:
            question = self.questions[self.variables[leaf.variable].question]
            known = frozenset(word for one in leaf.answers for word in question.covered(one))
            self._allowed[leaf] = known
        return known

    @once
    def _allowed(self) -> dict[Is, frozenset[str]]:
        return {}

    @once
    def rules(self) -> tuple[Rule, ...]:
        """All rules: findings, red flags, evidence, suggestions, urgency."""
        return rules_from(self.findings, self.red_flags, self.conditions)

    @once
    def flag_of_twin(self) -> Mapping[str, str]:
        """The red flags by the rules that reach them where *unsure* satisfies."""
        return {unsure_rule(id): id for id in self.red_flags}

    @once
    def cores(self) -> Mapping[str, str]:
        """The conditions by their core rules, in the order of the rule book."""
        return {core_id(id): id for id in self.conditions}

    @once
    def stated_rules(self) -> Mapping[str, Rule]:
        """The rules that stand in rule files, with their twins, by id: all but those that only
        pass a suggestion or an urgency on."""
        passed_on = ("suggestion", "urgency")
        return {rule.id: rule for rule in self.rules if rule.concludes.kind not in passed_on}

    @once
    def woken_by(self) -> Mapping[tuple[str, str] | Conclusion, int]:
        """By an answer (variable and word) or a conclusion: the rules with a leaf that it makes
        hold, bit n for the rule at place n. A rule that nothing wakes cannot fire."""
        found: dict[tuple[str, str] | Conclusion, int] = {}
        for place, rule in enumerate(self.rules):
            for leaf in leaves(rule.when):
                keys: Iterable[tuple[str, str] | Conclusion] = (
                    ((leaf.variable, word) for word in self.allowed(leaf))
                    if isinstance(leaf, Is)
                    else (leaf.conclusion,)
                )
                for key in keys:
                    found[key] = found.get(key, 0) | 1 << place
        return found
