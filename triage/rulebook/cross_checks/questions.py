"""What each question must say for itself."""

from __future__ import annotations

from triage.errors import shortened
from triage.rulebook import check_ids
from triage.rulebook.cross_checks.medicines import classes_named
from triage.rulebook.cross_checks.written import Written
from triage.rulebook.kinds import Question, TickAll
from triage.rulebook.kinds.base import NAMES, RESERVED
from triage.rulebook.parts.medicines import MEDICINES_PREFIX


def questions(written: Written) -> None:
    """Every question has what its kind needs, and nothing else."""
    for id, question in written.book.questions.items():
        stands_at = written.book.made_from.get(id, id)
        if stands_at not in written.unread["questions"]:
            _question(written, id, question, stands_at)


def _question(written: Written, id: str, question: Question, stands_at: str) -> None:
    at: tuple[str, ...] = (written.questions_file(id), "questions", stands_at)
    if stands_at != id:
        at = (*at, "each", id.removeprefix(f"{stands_at}-"))
    if id in RESERVED or id == MEDICINES_PREFIX:
        written.reader.problem(written.key(*at), f"a question cannot be called `{id}`", "rename it")
    classes_named(written, (*at, "names-of"), question.names_of)
    if bool(question.names_of) != (NAMES in (question.ask_named or "")):
        what = f"`ask-named` and `names-of` of `{id}` do not go together"
        help = f"list classes under `names-of`, and write `{NAMES}` where their medicines stand"
        written.reader.problem(written.key(*at), what, help)
    _speaks_of(written, id, question, at)
    for slip in question.slips(id):
        found = written.value if slip.at_value else written.key
        written.reader.problem(found(*at, *slip.at), slip.message, slip.help, slip.check)
        if slip.unreadable:
            written.unread["questions"].add(id)


def _speaks_of(written: Written, id: str, question: Question, at: tuple[str, ...]) -> None:
    """What a question speaks of are lists that are asked before it."""
    asked = written.book.questions
    order = list(asked)
    for index, earlier in enumerate(question.speaks_of):
        place = written.value(*at, "speaks-of", index)
        if earlier not in asked:
            if earlier not in written.unread["questions"]:
                advice = written.reader.advice(earlier, asked, "see the questions")
                what = f"unknown question `{shortened(earlier)}`"
                written.reader.problem(place, what, advice, check_ids.UNKNOWN_NAME)
        elif not isinstance(asked[earlier], TickAll):
            what = f"`{id}` speaks of `{earlier}`, which is no list"
            written.reader.problem(place, what, "name a question of the kind `tick-all`")
        elif order.index(earlier) >= order.index(id):
            what = f"`{id}` speaks of `{earlier}`, which is not asked before it"
            written.reader.problem(place, what, "a question can only speak of earlier lists")
