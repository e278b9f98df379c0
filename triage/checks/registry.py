"""Every check: its id, name, level, what it looks for, and the function that looks.

Some checks are the loader's: it refuses a rule book with such a slip, so that nobody can use
it. Each such problem carries the id of its check, and those that only the loader finds have no
function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from triage.checks import changed, danger, firm, logic, names, questions, sources, tested, wording
from triage.checks.context import Context, Found, Level
from triage.rulebook import check_ids

Family: TypeAlias = Literal[
    "files", "rules", "questions", "sources", "signatures", "words", "safety", "cases", "changes"
]
Finder: TypeAlias = Callable[[Context], Iterator[Found]]
Needs: TypeAlias = Literal["nothing", "cases", "another"]
NOT_WAIVED = "whoever changes a rule cannot waive the signature"


class Check(Struct, frozen=True, kw_only=True):
    """One check."""

    id: str
    name: str
    level: Level
    family: Family
    title: str
    """What it finds, in a sentence part."""
    find: Finder | None = None
    """None where only the loader finds it."""
    by_loader: bool = False
    """Whether the loader finds some of it, and refuses the rule book then."""
    safety: bool = False
    """Whether it guards a safety promise, and so cannot be ignored."""
    fixed: str = ""
    """Why it cannot be ignored, where it is not about safety."""
    needs: Needs = "nothing"
    """What has to be given besides the rule book."""

    @property
    def page(self) -> str:
        """The file name of its page in docs/checks."""
        return f"{self.id}-{self.name}.md"

    @property
    def why_not_ignored(self) -> str:
        """Why it cannot be ignored; empty where it can."""
        if self.safety:
            return "it is about the safety of patients, mend what it finds"
        if self.find is None:
            return self.fixed or "the rules cannot be used with it, mend what it finds"
        return self.fixed


CHECKS: tuple[Check, ...] = (
    Check(
        id=check_ids.UNREADABLE,
        name="unreadable",
        level="error",
        family="files",
        title="a file that cannot be read as part of a rule book",
        by_loader=True,
    ),
    Check(
        id=check_ids.UNKNOWN_NAME,
        name="unknown-name",
        level="error",
        family="files",
        title="a name that nothing has: question, answer, finding, source, class or key",
        by_loader=True,
    ),
    Check(
        id=check_ids.UNREACHABLE_RULE,
        name="unreachable-rule",
        level="error",
        family="rules",
        title="a rule that no answers satisfy, or that no interview can reach",
        find=logic.unreachable_rules,
    ),
    Check(
        id=check_ids.CONSTANT_RULE,
        name="constant-rule",
        level="error",
        family="rules",
        title="a rule that holds whatever is answered",
        find=logic.constant_rules,
    ),
    Check(
        id=check_ids.NEVER_SUGGESTED,
        name="never-suggested",
        level="error",
        family="rules",
        title="a condition that can never be suggested, a fit or a threshold out of reach",
        find=logic.never_suggested,
    ),
    Check(
        id=check_ids.DUPLICATE_RULE,
        name="duplicate-rule",
        level="warning",
        family="rules",
        title="two rules of one kind that say the same",
        find=logic.duplicate_rules,
    ),
    Check(
        id=check_ids.SUBSUMED_RULE,
        name="subsumed-rule",
        level="warning",
        family="rules",
        title="a rule, or a part of one, that a wider one makes superfluous",
        find=logic.subsumed_rules,
    ),
    Check(
        id=check_ids.CONTRADICTORY_RULES,
        name="contradictory-rules",
        level="warning",
        family="rules",
        title="rules that undo each other",
        find=logic.contradictory_rules,
    ),
    Check(
        id=check_ids.GAP,
        name="gap",
        level="hint",
        family="questions",
        title="a yes that leads to no rule and no note",
        find=questions.gaps,
    ),
    Check(
        id=check_ids.UNUSED_QUESTION,
        name="unused-question",
        level="warning",
        family="questions",
        title="a question that no rule uses",
        find=questions.unused,
    ),
    Check(
        id=check_ids.NO_EFFECT,
        name="no-effect",
        level="warning",
        family="questions",
        title="an answer that changes nothing",
        find=questions.no_effect,
    ),
    Check(
        id=check_ids.INTERCHANGEABLE,
        name="interchangeable",
        level="hint",
        family="questions",
        title="two questions that every rule treats the same",
        find=questions.interchangeable,
    ),
    Check(
        id=check_ids.BANDS,
        name="bands",
        level="error",
        family="questions",
        title="bands or spans of time that overlap, leave a hole or miss a cut point",
        find=questions.time_holes,
        by_loader=True,
    ),
    Check(
        id=check_ids.SKIP_LOGIC,
        name="skip-logic",
        level="error",
        family="questions",
        title="a question that is never asked, or that waits for itself",
        find=questions.never_asked,
        by_loader=True,
    ),
    Check(
        id=check_ids.SOURCES,
        name="sources",
        level="error",
        family="sources",
        title="a rule without a source, a source without a use",
        find=sources.not_cited,
        by_loader=True,
    ),
    Check(
        id=check_ids.MISSING_ROLE,
        name="missing-role",
        level="error",
        family="signatures",
        title="a rule that a required role has not signed",
        find=sources.missing_roles,
        fixed=NOT_WAIVED,
    ),
    Check(
        id=check_ids.VOID_SIGNATURE,
        name="void-signature",
        level="error",
        family="signatures",
        title="a rule that was changed after it was signed",
        find=sources.void_signatures,
        fixed=NOT_WAIVED,
    ),
    Check(
        id=check_ids.OVERDUE,
        name="overdue",
        level="warning",
        family="signatures",
        title="a review whose day has passed; an error after 90 days",
        find=sources.overdue,
        fixed=NOT_WAIVED,
    ),
    Check(
        id=check_ids.WITHDRAWN_SOURCE,
        name="withdrawn-source",
        level="error",
        family="sources",
        title="a rule that rests on a withdrawn or replaced source",
        find=sources.withdrawn,
    ),
    Check(
        id=check_ids.OUTRANKED,
        name="outranked",
        level="error",
        family="safety",
        title="a red flag whose urgency does not come through",
        find=danger.outranked,
        by_loader=True,
        safety=True,
    ),
    Check(
        id=check_ids.MASKED,
        name="masked",
        level="error",
        family="safety",
        title="a red flag that some interview never asks about",
        find=danger.masked,
        safety=True,
    ),
    Check(
        id=check_ids.WORDING,
        name="wording",
        level="hint",
        family="words",
        title="words that are hard or blame; an error where they play down",
        find=wording.wording,
    ),
    Check(
        id=check_ids.LOOK_ALIKES,
        name="look-alikes",
        level="error",
        family="files",
        title="letters that look like others, or cannot be seen",
        find=names.look_alikes,
        by_loader=True,
    ),
    Check(
        id=check_ids.UNSURE_LOWERS,
        name="unsure-lowers",
        level="error",
        family="safety",
        title="not being sure about a danger sign that gives too little",
        find=danger.unsure_lowers,
        safety=True,
    ),
    Check(
        id=check_ids.NOT_MONOTONE,
        name="not-monotone",
        level="warning",
        family="safety",
        title="one more danger sign that lowers the urgency",
        find=danger.not_monotone,
    ),
    Check(
        id=check_ids.NO_ADVISORY,
        name="no-advisory",
        level="error",
        family="safety",
        title="a result that does not say to see a doctor",
        find=danger.no_advisory,
        by_loader=True,
        safety=True,
    ),
    Check(
        id=check_ids.MIXED_MESSAGE,
        name="mixed-message",
        level="error",
        family="words",
        title="words that are more or less urgent than the level beside them",
        find=wording.mixed_message,
    ),
    Check(
        id=check_ids.UNTESTED,
        name="untested",
        level="warning",
        family="cases",
        title="a rule that no case shows; an error for a red flag",
        find=tested.untested,
        needs="cases",
    ),
    Check(
        id=check_ids.SURVIVOR,
        name="survivor",
        level="warning",
        family="cases",
        title="a change of a red flag that no case notices",
        find=tested.survivors,
        needs="cases",
    ),
    Check(
        id=check_ids.ORDER_DECIDES,
        name="order-decides",
        level="error",
        family="files",
        title="something that stands twice, so that the order would decide",
        find=names.order_decides,
        fixed="with it nobody knows which result is right, mend what it finds",
        by_loader=True,
    ),
    Check(
        id=check_ids.CHANGED_MEANING,
        name="changed-meaning",
        level="hint",
        family="changes",
        title="a rule that means something else than in another rule book",
        find=changed.changed_meaning,
        needs="another",
    ),
    Check(
        id=check_ids.IGNORE,
        name="ignore",
        level="error",
        family="files",
        title="an `ignore` that is not allowed, has no reason, or is of no use",
        fixed="a reason is there to be read, mend the line",
    ),
    Check(
        id=check_ids.IDLE_FIRM,
        name="idle-firm",
        level="warning",
        family="rules",
        title="a firm part that always holds with the core, never does, or changes nothing",
        find=firm.idle_firm,
    ),
)

BY_ID: dict[str, Check] = {check.id: check for check in CHECKS}
