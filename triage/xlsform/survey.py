"""The sheets of the form: what is asked, which answers there are, and what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from triage.fhir.enabling import beside_of
from triage.fhir.form import NONE, REASONS, URGENCY, Form, Part, code_of, unsure_of
from triage.fhir.labels import labels_of, labels_unsure, medicine_labels, says
from triage.fhir.names import version_of
from triage.fhir.questionnaire import is_required
from triage.fhir.words import (
    MAY_BE_MORE,
    NOT_ALL,
    SEVERAL_LENGTHS,
    TYPED_NAMES,
    WHICH_UNSURE,
    and_also,
    not_sure_about,
)
from triage.inference.what_to_do import call_at_once, to_reader, what_to_do
from triage.rulebook.kinds import FreeText, Medicines, Number, Question, Span, TickAll
from triage.rulebook.kinds.free_text import MOST_LETTERS
from triage.rulebook.model import Rulebook
from triage.rulebook.urgency import HIGHEST, LADDER, LOWEST, Urgency
from triage.rulebook.when import UNSURE
from triage.words.english import capital
from triage.xlsform import words
from triage.xlsform.names import FORM_ID, OWN, name_of, reference
from triage.xlsform.working_out import worked_out
from triage.xlsform.xpath import EMPTY, alone, shown_when

Row: TypeAlias = Mapping[str, str]
"""What stands in a row of a sheet, by its columns."""
YES = "yes"
ON_ONE_PAGE = "field-list"


class Sheets(NamedTuple):
    """A workbook, as its sheets."""

    survey: Sequence[Row]
    choices: Sequence[Row]
    settings: Sequence[Row]
    readme: Sequence[Row]


class _Asked(NamedTuple):
    """A question of the survey, with its choices."""

    row: Row
    choices: tuple[tuple[str, str], ...] = ()


def sheets_of(book: Rulebook) -> Sheets:
    """The form, with the numbers of the regions of the rule book in its texts."""
    form = Form(book)
    shown = shown_when(form)
    asked = {part.link: [*_asked(form, part, shown)] for part in form.parts}
    choices = [
        {"list_name": one.row["name"], "name": code, "label": _plain(text)}
        for several in asked.values()
        for one in several
        for code, text in one.choices
    ]
    settings = {
        "form_title": book.title,
        "form_id": FORM_ID,
        "version": version_of(book),
        "default_language": "English (en)",
    }
    readme = [{"about": key, "text": text} for key, text in words.about(book).items()]
    return Sheets([*_survey(form, asked)], choices, [settings], readme)


def _survey(form: Form, asked: Mapping[str, Sequence[_Asked]]) -> Iterator[Row]:
    book = form.book
    yield from _group("before", words.BEFORE, ON_ONE_PAGE, _opening(book))
    for section in book.sections:
        parts = [part for part in form.parts if book.section_of[part.question] == section.id]
        if parts:
            rows = _section(form, parts, asked)
            yield from _group(f"section{OWN}{section.id}", capital(says(section.title)), "", rows)
    for name, expression in worked_out(form).items():
        yield {"type": "calculate", "name": name, "calculation": expression}
    yield from _group("result", words.RESULT, ON_ONE_PAGE, _result(form))


def _opening(book: Rulebook) -> Iterator[Row]:
    yield _note("advisory", book.advisory.advisory)
    yield _note("not-reviewed", book.advisory.not_reviewed)
    yield _note("call-at-once", call_at_once(book))


def _section(
    form: Form, parts: Iterable[Part], asked: Mapping[str, Sequence[_Asked]]
) -> Iterator[Row]:
    """The questions; after each about danger, and at the end, what to do in an emergency."""
    told = False
    for part in parts:
        rows = [one.row for one in asked[part.link]]
        number = isinstance(form.book.questions[part.question], Number)
        yield from _group(part.link, "", ON_ONE_PAGE, rows) if number else rows
        told = _is_gate(form, part)
        if told:
            yield _level(form.book, HIGHEST, part.link)
    if not told:
        yield _level(form.book, HIGHEST, part.link)


def _result(form: Form) -> Iterator[Row]:
    """What to do; the lowest level, which would calm, only once danger was asked about."""
    book, said = form.book, reference(URGENCY)
    asked = _danger_answered(form)
    highest, *raised, lowest = (_level(book, level, "result") for level in reversed(LADDER))
    yield from (highest, *raised)
    yield {**lowest, "relevant": f"{lowest['relevant']} and {asked}"}
    for name, text, whom in (
        ("not-all", NOT_ALL, f"({said} = '{LOWEST}' or {said} = {EMPTY})"),
        (
            "may-be-more",
            MAY_BE_MORE,
            f"not({said} = '{HIGHEST}' or {said} = '{LOWEST}' or {said} = {EMPTY})",
        ),
    ):
        yield {**_note(name, text), "relevant": f"{whom} and not({asked})"}
    reasons = reference(REASONS)
    text = f"{words.REASONS} {reasons}"
    yield {**_note(REASONS, ""), "label": text, "relevant": f"{reasons} != {EMPTY}"}
    yield _note("advisory-again", book.advisory.advisory)


def _danger_answered(form: Form) -> str:
    """That everything has an answer which danger signs need of everybody."""
    found = []
    for part in form.parts:
        question = form.book.questions[part.question]
        if is_required(part, question):
            links = (
                [part.link, unsure_of(part.link)] if isinstance(question, Number) else [part.link]
            )
            found.append(" or ".join(f"{reference(name_of(link))} != {EMPTY}" for link in links))
    return f"({' and '.join(f'({one})' for one in found)})" if found else f"{EMPTY} = {EMPTY}"


def _level(book: Rulebook, level: Urgency, after: str) -> Row:
    """What to do at a level, shown once the answers come to it."""
    title = book.advisory.urgency[level].title
    note = _note(f"{level}{OWN}{name_of(after)}", " ".join((f"{title}.", *what_to_do(book, level))))
    return {**note, "relevant": f"{reference(URGENCY)} = '{level}'"}


def _group(name: str, label: str, appearance: str, rows: Iterable[Row]) -> Iterator[Row]:
    yield {
        "type": "begin group",
        "name": f"{name_of(name)}{OWN}page" if OWN not in name else name,
        "label": _plain(label),
        "appearance": appearance,
    }
    yield from rows
    yield {"type": "end group"}


def _note(name: str, text: str) -> Row:
    own = name if OWN in name else f"note{OWN}{name}"
    return {"type": "note", "name": own, "label": _plain(" ".join(to_reader((text,))))}


def _is_gate(form: Form, part: Part) -> bool:
    question = form.book.questions[part.question]
    return isinstance(question, TickAll) and question.gate and part.link == part.question


def _asked(form: Form, part: Part, shown: Mapping[str, str]) -> Iterator[_Asked]:
    """A question, and the one beside it that takes what does not fit there."""
    for link, one in _both(form, part):
        row = {"name": name_of(link), **one.row}
        if link in shown:
            row["relevant"] = shown[link]
        row["type"] += f" {row['name']}" if one.choices else ""
        yield _Asked(row, one.choices)


def _both(form: Form, part: Part) -> Iterator[tuple[str, _Asked]]:
    question = form.book.questions[part.question]
    yield part.link, _question(form, part, question)
    beside = beside_of(form, part)
    if beside is not None:
        yield beside[0], _beside(part, question)


def _question(form: Form, part: Part, question: Question) -> _Asked:
    again = part.link != part.question
    ask = says(question.ask)
    row = {"label": _plain(and_also(ask) if again else ask)}
    help = [says(text) for text in (question.hint, question.why) if text]
    choices = (*labels_of(part, question),)
    match question:
        case TickAll():
            lines = [line for line in part.lines if question.answers[line].exclusive]
            row |= _several({part.none, *(code_of(part.question, line) for line in lines)})
        case Number(lowest=lowest, highest=highest):
            choices = ()
            row |= {
                "type": "integer",
                "constraint": f". >= {lowest} and . <= {highest}",
                "constraint_message": words.out_of_range(lowest, highest),
            }
        case Span():
            row |= _several({code_of(part.question, UNSURE)})
            help.insert(0, SEVERAL_LENGTHS)
        case Medicines():
            row |= _several({code_of(part.question, NONE)})
            row["appearance"] = "autocomplete"
            choices = (*choices, *medicine_labels(form))
            help.insert(0, words.LISTED_NAMES)
        case FreeText():
            row |= {"type": "text", "constraint": f"string-length(.) <= {MOST_LETTERS}"}
        case _:
            row["type"] = "select_one"
    if is_required(part, question):
        unknown = f"{reference(name_of(unsure_of(part.link)))} = {EMPTY}"
        needed = unknown if isinstance(question, Number) else YES
        row |= {"required": needed, "required_message": words.NEEDED}
    return _Asked({**row, "hint": _plain(" ".join(help))}, choices)


def _beside(part: Part, question: Question) -> _Asked:
    match question:
        case TickAll():
            row = {"type": "select_multiple", "label": WHICH_UNSURE}
            return _Asked(row, (*labels_unsure(part, question),))
        case Number():
            row = {
                "type": "select_multiple",
                "label": _plain(not_sure_about(says(question.short))),
                "constraint": f"{reference(name_of(part.link))} = {EMPTY}",
                "constraint_message": words.NUMBER_OR_NOT_SURE,
            }
            return _Asked(row, (*labels_of(part, question),))
    return _Asked({"type": "text", "label": words.WHICH_OTHER, "hint": TYPED_NAMES})


def _several(codes: set[str]) -> dict[str, str]:
    """Answers of which several may be given, but these only alone."""
    return {
        "type": "select_multiple",
        "constraint": alone(codes),
        "constraint_message": words.ALONE,
    }


def _plain(text: str) -> str:
    """The text so that no client takes a part of it for Markdown or for a reference."""
    return "".join(f"\\{letter}" if letter in "\\*_#<" else letter for letter in text)
