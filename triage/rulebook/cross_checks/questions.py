"""What each question must say for itself."""

from __future__ import annotations

from triage.rulebook import check_ids
from triage.rulebook.cross_checks.written import Written
from triage.rulebook.limits import MOST_CUT_POINTS
from triage.rulebook.parts.medicines import MEDICINES_PREFIX
from triage.rulebook.parts.questions import Question
from triage.rulebook.when import UNSURE

RESERVED = {UNSURE, "none", "all", "any", "not", "finding", "at-least", "yes", "no"}
"""Words that an answer or a question may not be called."""


def questions(written: Written) -> None:
    """Every question has what its kind needs, and nothing else."""
    for id, question in written.book.questions.items():
        if id not in written.unread["questions"]:
            _question(written, id, question, written.questions_file(id))


def _question(written: Written, id: str, question: Question, file: str) -> None:
    at = (file, "questions", id)
    if id in RESERVED or id == MEDICINES_PREFIX:
        written.reader.problem(written.key(*at), f"a question cannot be called `{id}`", "rename it")
    if question.kind in ("pick-one", "tick-all") and not question.answers:
        what = f"the {question.kind} question `{id}` has no answers"
        written.reader.problem(written.key(*at), what, "list them under `answers:`")
        written.unread["questions"].add(id)
    if question.kind not in ("pick-one", "tick-all") and question.answers:
        what = f"a {question.kind} question has no `answers`"
        written.reader.problem(written.key(*at, "answers"), what, "delete them")
    for name in question.answers:
        if name in RESERVED and not (question.kind == "pick-one" and name in ("yes", "no")):
            what = f"an answer cannot be called `{name}`"
            written.reader.problem(written.key(*at, "answers", name), what, "rename it")
    if question.kind == "tick-all":
        for name, answer in question.answers.items():
            if answer.no is None:
                what = f"the answer `{name}` has no `no`"
                advice = "say what it means when it is left unticked"
                written.reader.problem(written.key(*at, "answers", name), what, advice)
    if question.kind == "yes-no" and not (question.yes and question.no):
        what = f"the yes-no question `{id}` needs `yes` and `no`"
        written.reader.problem(written.key(*at), what, "say what each answer means")
    if question.kind == "number":
        _number(written, id, question, at)


def _number(written: Written, id: str, question: Question, at: tuple[str, ...]) -> None:
    cuts = question.cut_points
    if len(cuts) > MOST_CUT_POINTS:
        what = f"`{id}` has {len(cuts)} cut points"
        advice = f"at most {MOST_CUT_POINTS} are read"
        written.reader.problem(written.value(*at, "cut-points"), what, advice)
        written.unread["questions"].add(id)
        return
    if not question.clause or "{number}" not in question.clause:
        what = f"the number question `{id}` needs a `clause` with `{{number}}` in it"
        written.reader.problem(written.key(*at), what, "for example: you are {number} years old")
    lowest, highest = question.lowest, question.highest
    if lowest < 0:
        what = f"the `lowest` of `{id}` is `{lowest}`"
        written.reader.problem(
            written.value(*at, "lowest"), what, "numbers start at 0", check_ids.BANDS
        )
    elif highest <= lowest:
        what = f"the `highest` of `{id}` is `{highest}`, its `lowest` is `{lowest}`"
        written.reader.problem(
            written.key(*at), what, "the highest must be the higher", check_ids.BANDS
        )
    if list(cuts) != sorted(set(cuts)):
        what = f"the `cut-points` of `{id}` do not rise"
        written.reader.problem(
            written.value(*at, "cut-points"), what, "write them from low to high", check_ids.BANDS
        )
    elif cuts and lowest < highest and not lowest < cuts[0] <= cuts[-1] <= highest:
        what = f"the `cut-points` of `{id}` leave its range"
        advice = f"they must be above {lowest} and not above {highest}"
        written.reader.problem(written.value(*at, "cut-points"), what, advice, check_ids.BANDS)
