"""Every text of the rule book that a patient may see."""

from __future__ import annotations

from collections.abc import Iterator

from triage import Rulebook


def patient_texts(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Pairs of where a text stands and the text, as it is said to the person."""
    for where, text in _texts(book):
        if text:
            yield where, text.replace("{you}", "you")


def _texts(book: Rulebook) -> Iterator[tuple[str, str]]:
    for id, question in book.questions.items():
        yield f"{id}.ask", question.ask
        yield f"{id}.why", question.why
        yield f"{id}.hint", question.hint or ""
        yield f"{id}.short", question.short
        for clause in ("yes", "no", "clause"):  # which of them there is depends on the kind
            yield f"{id}.{clause}", getattr(question, clause, "")
        for item, answer in question.answers.items():
            yield f"{id}.{item}.text", answer.text
            yield f"{id}.{item}.yes", answer.yes
            yield f"{id}.{item}.no", answer.no or ""
    for id, flag in book.red_flags.items():
        yield f"{id}.title", flag.title
        yield f"{id}.because", flag.because
        yield from ((f"{id}.do-now", text) for text in flag.do_now)
    for id, condition in book.conditions.items():
        yield f"{id}.what-it-is", condition.what_it_is
        yield f"{id}.who-it-affects", condition.who_it_affects
        yield f"{id}.how-it-starts", condition.how_it_starts
        yield f"{id}.inheritance", condition.inheritance
        yield f"{id}.core", condition.core.because
        for texts, name in (
            (condition.doctor_may_check, "doctor-may-check"),
            (condition.doctor_may_discuss, "doctor-may-discuss"),
            (condition.must_say, "must-say"),
        ):
            yield from ((f"{id}.{name}", text) for text in texts)
        for rules in (condition.supports, condition.against):
            yield from ((rule, evidence.because) for rule, evidence in rules.items())
        for rule, block in condition.blocked_by.items():
            yield rule, block.because
            yield rule, block.instead
    advisory = book.advisory
    yield "advisory", advisory.advisory
    yield "not-reviewed", advisory.not_reviewed
    yield "no-candidates", advisory.no_candidates
    if advisory.no_name_given:
        yield "no-name-given", advisory.no_name_given
    for texts, name in (
        (advisory.watch_for, "watch-for"),
        (advisory.not_looked_at, "not-looked-at"),
        (advisory.bring, "bring"),
        (advisory.opening, "opening"),
    ):
        yield from ((name, text) for text in texts)
    for level, said in advisory.urgency.items():
        yield f"urgency.{level}", said.title
        yield from ((f"urgency.{level}", text) for text in said.what_to_do)
