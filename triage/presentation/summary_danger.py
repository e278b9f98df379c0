"""The danger signs in four groups, and the tables of what was asked for each ticked item.

Which questions are about danger, and which tables there are, follows from the rule book: from its
danger screens, its red flags and its `for-each`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage.inference.answers import settled_by_lines, variables_for
from triage.inference.prepared import prepared
from triage.presentation.summary_model import DangerSigns, PartOfBody, Parts
from triage.presentation.summary_reading import Reader
from triage.presentation.words import answer_words
from triage.rulebook.kinds.base import Value
from triage.rulebook.when import UNSURE
from triage.words import summary as words
from triage.words.english import capital, listed


def danger_signs(reader: Reader) -> DangerSigns:
    """What was said about danger signs."""
    danger = prepared(reader.book).danger_questions
    asked = [id for id in reader.given if id in danger and id not in reader.about_ids]
    groups: dict[str, list[str]] = {"yes": [], UNSURE: [], "no": [], "left": []}
    for id in asked:
        for group, text in _said(reader, id, reader.given[id]):
            groups[group].append(capital(reader.to(text)))
    answered = {
        name: word
        for id, value in reader.given.items()
        for name, word in variables_for(reader.book, id, value).items()
    }
    _, still_open = settled_by_lines(reader.book, answered)
    for name in still_open:
        variable = reader.book.variables[name]
        if variable.question not in danger:
            continue
        heading = reader.book.questions[variable.question].heading(variable, reader.book)
        groups[UNSURE].append(capital(reader.to(heading)))
    present, not_sure, no, left = (tuple(dict.fromkeys(some)) for some in groups.values())
    return DangerSigns(
        present=present,
        not_sure=not_sure,
        asked_and_no=no,
        left_unticked=left,
        questions=tuple(asked),
    )


def _said(reader: Reader, id: str, value: Value) -> Iterator[tuple[str, str]]:
    """What one answer says of danger signs, each with its group."""
    question = reader.book.questions[id]
    if isinstance(value, Mapping):
        for item, word in value.items():
            group = "left" if word == "no" else word
            if group in ("yes", UNSURE, "left"):
                yield group, question.answers[item].text
    elif value == UNSURE:
        yield UNSURE, reader.label(id)
    else:
        yield from (("yes", text) for text in question.reported(value))
        yield from (("no", text) for text in question.not_present(value))


def parts_of(reader: Reader) -> tuple[Parts, ...]:
    """A table for each list whose ticked items have questions of their own."""
    book = reader.book
    columns: dict[str, list[str]] = {}
    for made, variable in book.made_for.items():
        some = columns.setdefault(book.variables[variable].question, [])
        if (base := book.made_from[made]) not in some:
            some.append(base)
    tables = (_table(reader, id, some) for id, some in columns.items())
    return tuple(table for table in tables if table.rows)


def _table(reader: Reader, id: str, bases: list[str]) -> Parts:
    book = reader.book
    value = reader.given.get(id)
    ticked = value if isinstance(value, Mapping) else {}
    rows = [
        PartOfBody(
            item=item,
            words=capital(reader.to(book.questions[id].answers[item].text)),
            certain=word == "yes",
            cells=tuple(_cell(reader, f"{base}-{item}") for base in bases),
        )
        for item, word in ticked.items()
        if word in ("yes", UNSURE)
    ]
    made = (f"{base}-{row.item}" for row in rows for base in bases)
    return Parts(
        question=id,
        label=reader.label(id),
        columns=tuple(capital(reader.to(book.made_shorts[base])) for base in bases),
        rows=tuple(rows),
        questions=(id, *(one for one in made if one in reader.given)),
    )


def _cell(reader: Reader, id: str) -> str:
    """An answer in a cell; of a list only what was ticked or not sure."""
    value = reader.given.get(id)
    if value is None:
        return ""
    question = reader.book.questions[id]
    if not isinstance(value, Mapping):
        return capital(reader.to(answer_words(reader.book, id, value, reader.voice)))
    said = [reader.to(text) for text in question.reported(value)]
    said += [words.not_sure_of(reader.to(text)) for text in reader.not_sure(id, value)]
    return capital(listed(said))
