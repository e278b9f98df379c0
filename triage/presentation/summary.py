"""The doctor's summary: what was answered, in the order in which a doctor reads it.

A summary is a pure function of the rule book, the answers and the result. Which question
belongs where comes from the rule book: its sections in their order, the kind of a question,
and what decides whether it is asked. Nothing here knows a question by its name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from triage.errors import printable
from triage.inference.answers import Answers, Value, about_other_person, is_asked
from triage.inference.assessment import (
    Assessment,
    Decided,
    FlagReached,
    Frozen,
    NotOffered,
    Reason,
    Suggestion,
    Versions,
)
from triage.inference.prepared import prepared
from triage.presentation.document import (
    Bar,
    Block,
    Heading,
    Items,
    Paragraph,
    Table,
    TimeLine,
)
from triage.presentation.layout import WIDEST
from triage.presentation.markdown_page import as_markdown
from triage.presentation.result import BAND_WORDS
from triage.presentation.text_page import as_text
from triage.presentation.words import answer_words
from triage.rulebook.model import MEDICINES_PREFIX, Question, Rulebook
from triage.rulebook.urgency import LADDER, Urgency
from triage.rulebook.when import UNSURE, Is, leaves
from triage.rulebook.words import addressed

FORMAT = 1
TITLE = "Summary for the doctor"

LEVEL_WORDS: dict[Urgency, str] = {
    "emergency": "emergency",
    "same-day": "today",
    "two-weeks": "within 2 weeks",
    "routine": "ordinary appointment",
}


class Fact(Frozen, frozen=True, kw_only=True):
    """What one question brought."""

    question: str
    label: str
    """What the question is about, as a noun phrase."""
    words: tuple[str, ...]


class Group(Frozen, frozen=True, kw_only=True):
    """Facts of one section of the rule book."""

    section: str
    title: str
    facts: tuple[Fact, ...]


class MedicineNamed(Frozen, frozen=True, kw_only=True):
    """A medicine as it was typed, and what it was taken to be."""

    typed: str
    name: str
    """Its name in the catalogue; empty where it is not known there."""
    certain: bool
    """False where a slip of spelling was forgiven, or the name is not known."""
    classes: tuple[str, ...]


class Medicines(Frozen, frozen=True, kw_only=True):
    """One question about medicines, and all that was asked because of it."""

    label: str
    answer: Literal["named", "none", "unsure", "not-asked"]
    named: tuple[MedicineNamed, ...]
    facts: tuple[Fact, ...]


class Span(Frozen, frozen=True, kw_only=True):
    """An answer about a time, in days before the day of the answers."""

    question: str
    label: str
    words: str
    days_from: int | None
    """None: it has no known beginning."""
    days_to: int


class Possible(Frozen, frozen=True, kw_only=True):
    """A condition whose features the answers fit in part. Never a diagnosis."""

    id: str
    name: str
    features_of: str
    """How the name reads after "features of"."""
    band: str
    fits: tuple[Reason, ...]
    does_not_fit: tuple[Reason, ...]
    not_known: tuple[str, ...]
    must_say: tuple[str, ...]


class Asked(Frozen, frozen=True, kw_only=True):
    """One question, word for word, and its whole answer."""

    question: str
    ask: str
    answer: str
    not_ticked: tuple[str, ...]
    """For a list to tick: what was left, which means no."""


class AskedGroup(Frozen, frozen=True, kw_only=True):
    """The questions of one section that were answered."""

    section: str
    title: str
    asked: tuple[Asked, ...]


class Summary(Frozen, frozen=True, kw_only=True):
    """Everything that stands in a summary, in every form of it."""

    format: int
    subject: str
    """What the questionnaire is about."""
    filled_in: str
    """When, in the words of the caller; empty where nobody said."""
    other_person: bool
    """Whether somebody else answered for the person whom it is about."""
    about: tuple[Fact, ...]
    """Who the answers are about."""
    urgency: Urgency
    urgency_title: str
    what_to_do: tuple[str, ...]
    """Only in an emergency: whoever holds the summary must not miss it."""
    decided_by: tuple[Decided, ...]
    red_flags: tuple[FlagReached, ...]
    advisory: Annotated[str, Meta(min_length=1)]
    review: str
    """Empty once the rules are signed; until then, that they are not."""
    reported: tuple[Group, ...]
    medicines: tuple[Medicines, ...]
    times: tuple[Span, ...]
    not_present: tuple[Group, ...]
    not_sure: tuple[Group, ...]
    possible: tuple[Possible, ...]
    not_offered: tuple[NotOffered, ...]
    also_fit: int
    """How many more conditions fit less, or cannot be offered alone."""
    no_candidates: str
    not_asked: tuple[str, ...]
    """Open questions without an answer: left out, or no rule needed them any more."""
    does_not_apply: tuple[str, ...]
    """Questions that these answers do not lead to."""
    not_looked_at: tuple[str, ...]
    questions_and_answers: tuple[AskedGroup, ...]
    versions: Versions


def summarise(
    book: Rulebook, answers: Answers, assessment: Assessment, *, filled_in: str = ""
) -> Summary:
    """The summary of these answers and their result.

    `filled_in` is the day of the answers, as it is to be read. Times in the answers count back
    from it; it comes from the caller, since nothing here looks at a clock.
    """
    reader = _Reader(book, answers)
    return Summary(
        format=FORMAT,
        subject=book.title,
        filled_in=printable(filled_in),
        other_person=reader.other_person,
        about=reader.about(),
        urgency=assessment.urgency,
        urgency_title=assessment.title,
        what_to_do=assessment.what_to_do if assessment.urgency == LADDER[-1] else (),
        decided_by=assessment.decided_by,
        red_flags=assessment.red_flags,
        advisory=assessment.advisory,
        review=assessment.review,
        reported=reader.groups(reader.reported),
        medicines=reader.medicines(),
        times=reader.times(),
        not_present=reader.groups(reader.not_present),
        not_sure=reader.groups(reader.not_sure),
        possible=tuple(_possible(suggestion) for suggestion in assessment.suggested),
        not_offered=assessment.not_offered,
        also_fit=len(assessment.also_fit),
        no_candidates=assessment.no_candidates,
        not_asked=reader.unanswered(led_to=True),
        does_not_apply=reader.unanswered(led_to=False),
        not_looked_at=assessment.not_looked_at,
        questions_and_answers=reader.questions_and_answers(),
        versions=assessment.versions,
    )


def _possible(suggestion: Suggestion) -> Possible:
    topics = (topic for reason in suggestion.not_known for topic in reason.answers)
    return Possible(
        id=suggestion.id,
        name=suggestion.name,
        features_of=suggestion.features_of,
        band=BAND_WORDS[suggestion.band],
        fits=suggestion.fits_because,
        does_not_fit=suggestion.does_not_fit_because,
        not_known=tuple(dict.fromkeys(topics)),
        must_say=suggestion.must_say,
    )


class _Reader:
    """Sorts answers under headings and puts them into words."""

    def __init__(self, book: Rulebook, answers: Answers) -> None:
        self.book = book
        self.given = answers.given
        self.variables = answers.variables(book)
        self.other_person = about_other_person(book, self.variables)
        self._decides_person = _decides_person(book)
        self._about = _about_the_person(book, self._decides_person)
        # what is asked because of a medicine is read with the medicines
        self._because_of_medicines = [
            id for id, question in book.questions.items() if _depends_on_medicines(question)
        ]

    def to(self, text: str) -> str:
        """A text of the rule book, as it was said to the person who typed."""
        return addressed(text, other_person=self.other_person)

    def label(self, id: str) -> str:
        """What a question is about, as the first words of a line."""
        short = self.to(self.book.questions[id].short)
        for word in ("your ", "their "):
            short = short.removeprefix(word)
        return short[:1].upper() + short[1:]

    def fact(self, id: str, words: Iterable[str]) -> Fact:
        """What a question brought, in these words."""
        said = tuple(_capital(self.to(text)) for text in words)
        return Fact(question=id, label=self.label(id), words=said)

    # headings

    def about(self) -> tuple[Fact, ...]:
        """Who the answers are about."""
        return tuple(self._about_fact(id) for id in self._about if id in self.given)

    def groups(self, words_of: Callable[[str, Value], list[str]]) -> tuple[Group, ...]:
        """One group for each section in which the answers have such words."""
        groups = []
        for section in self.book.sections:
            found = (
                self.fact(id, words)
                for id, value in self._given_in(section.id)
                if (words := words_of(id, value))
            )
            facts = tuple(found)
            if facts:
                groups.append(Group(section=section.id, title=section.title, facts=facts))
        return tuple(groups)

    def reported(self, id: str, value: Value) -> list[str]:
        """What somebody said yes to, or described."""
        question = self.book.questions[id]
        if self._stands_elsewhere(id) or value == UNSURE:
            return []
        match question.kind, value:
            case "tick-all", Mapping():
                return [question.answers[item].text for item in _with(value, "yes")]
            case "yes-no", "yes":
                return [question.yes or "yes"]
            case "pick-one", str() if value != "no":
                return [question.answers[value].text]
            case "number", int():
                return [str(value)]
            case _:
                return []

    def not_present(self, id: str, value: Value) -> list[str]:
        """What somebody said no to."""
        question = self.book.questions[id]
        if self._stands_elsewhere(id):
            return []
        match question.kind, value:
            case "tick-all", Mapping():
                return [question.answers[item].text for item in _with(value, "no")]
            case "yes-no", "no":
                return [question.no or "no"]
            case "pick-one", "no":
                return [question.answers["no"].yes]
            case _:
                return []

    def not_sure(self, id: str, value: Value) -> list[str]:
        """What somebody was not sure about, wherever else it stands."""
        question = self.book.questions[id]
        if isinstance(value, Mapping):
            items = _with(value, UNSURE)
            if len(items) < len(value):
                return [question.answers[item].text for item in items]
            return ["not sure about any of it"] if items else []
        return ["not sure"] if value == UNSURE else []

    def medicines(self) -> tuple[Medicines, ...]:
        """A block for each question that names medicines."""
        blocks = []
        facts = tuple(self._whole(id) for id in self._because_of_medicines if id in self.given)
        for id, question in self.book.questions.items():
            if question.kind != "medicines":
                continue
            value = self.given.get(id)
            named = value if isinstance(value, tuple) else ()
            answer: Literal["named", "none", "unsure", "not-asked"] = "named"
            if not named:
                answer = (
                    "unsure" if value == UNSURE else "none" if id in self.given else "not-asked"
                )
            blocks.append(
                Medicines(
                    label=self.label(id),
                    answer=answer,
                    named=tuple(self._medicine(typed) for typed in named),
                    facts=facts,
                )
            )
            facts = ()  # they stand once, with the first block
        return tuple(blocks)

    def times(self) -> tuple[Span, ...]:
        """Answers that say when."""
        spans = []
        for id, value in self.given.items():
            question = self.book.questions[id]
            chosen = question.answers.get(value) if isinstance(value, str) else None
            if chosen is None or (chosen.days_from is None and chosen.days_to is None):
                continue
            nearest = max(chosen.days_to or 0, 0)
            farthest = chosen.days_from
            spans.append(
                Span(
                    question=id,
                    label=self.label(id),
                    words=self.to(chosen.text),
                    days_from=None if farthest is None else max(farthest, nearest),
                    days_to=nearest,
                )
            )
        return tuple(spans)

    def unanswered(self, *, led_to: bool) -> tuple[str, ...]:
        """Questions without an answer, to which these answers lead or do not lead."""
        return tuple(
            self.label(id)
            for id in self.book.questions
            if id not in self.given and is_asked(id, self.variables, self.book) == led_to
        )

    def questions_and_answers(self) -> tuple[AskedGroup, ...]:
        """Every answer, under its section, beside the question as it was asked."""
        groups = []
        for section in self.book.sections:
            asked = tuple(self._asked(id, value) for id, value in self._given_in(section.id))
            if asked:
                groups.append(AskedGroup(section=section.id, title=section.title, asked=asked))
        return tuple(groups)

    # single answers

    def _given_in(self, section: str) -> Iterator[tuple[str, Value]]:
        for id, value in self.given.items():
            if self.book.section_of[id] == section:
                yield id, value

    def _stands_elsewhere(self, id: str) -> bool:
        return id in self._about or id in self._because_of_medicines

    def _asked(self, id: str, value: Value) -> Asked:
        question = self.book.questions[id]
        left = _with(value, "no") if isinstance(value, Mapping) else []
        return Asked(
            question=id,
            ask=self.to(question.ask),
            answer=self._answer(id, value),
            not_ticked=tuple(self.to(question.answers[item].text) for item in left),
        )

    def _answer(self, id: str, value: Value) -> str:
        if isinstance(value, tuple) and value:
            return "; ".join(_name(self._medicine(typed)) for typed in value)
        return _capital(answer_words(self.book, id, value, other_person=self.other_person))

    def _about_fact(self, id: str) -> Fact:
        value = self.given[id]
        chosen = self.book.questions[id].answers.get(value) if isinstance(value, str) else None
        if id in self._decides_person and chosen is not None:
            # "Me" says nothing to a doctor; the clause does
            return self.fact(id, [chosen.yes])
        return self._whole(id)

    def _whole(self, id: str) -> Fact:
        """An answer of any kind, with what was not ticked left out."""
        return self.fact(id, [self._answer(id, self.given[id])])

    def _medicine(self, typed: str) -> MedicineNamed:
        catalogue = prepared(self.book).catalogue
        found = catalogue.find(typed)
        classes = catalogue.classes_of(found.medicine) if found.medicine else frozenset()
        names = (kind.name for id, kind in self.book.classes.items() if id in classes)
        return MedicineNamed(
            typed=printable(typed),
            name=found.medicine or "",
            certain=found.exact,
            classes=tuple(names),
        )


def _decides_person(book: Rulebook) -> frozenset[str]:
    """The questions that decide whether the answers are about another person."""
    when = book.other_person_when
    names = (leaf.variable for leaf in leaves(when) if isinstance(leaf, Is)) if when else ()
    return frozenset(book.variables[name].question for name in names)


def _about_the_person(book: Rulebook, decides_person: frozenset[str]) -> tuple[str, ...]:
    """The questions that say who it is about, in the order of asking.

    They are what decides whether it is another person, and what can be picked or counted in
    the section with the first number: a number is an age.
    """
    asks_number = (id for id, question in book.questions.items() if question.kind == "number")
    first = next(asks_number, None)
    home = book.section_of[first] if first else None
    return tuple(
        id
        for id, question in book.questions.items()
        if id in decides_person
        or (book.section_of[id] == home and question.kind in ("number", "pick-one"))
    )


def _depends_on_medicines(question: Question) -> bool:
    if question.ask_when is None:
        return False
    names = [leaf.variable for leaf in leaves(question.ask_when) if isinstance(leaf, Is)]
    return any(name.startswith(f"{MEDICINES_PREFIX}.") for name in names)


def _with(value: Mapping[str, str], word: str) -> list[str]:
    return [item for item, answer in value.items() if answer == word]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# the forms


def summary_text(summary: Summary, width: int = WIDEST) -> str:
    """Plain text, wrapped on words; ends with a line break."""
    return as_text(_document(summary), width)


def summary_markdown(summary: Summary) -> str:
    """Markdown; ends with a line break."""
    return as_markdown(_document(summary))


def summary_html(summary: Summary) -> str:
    """One page that needs nothing else: no script, no request."""
    from triage.presentation.html_page import as_html

    return as_html(_document(summary), f"{TITLE}: {summary.subject}")


def summary_json(summary: Summary) -> str:
    """JSON, the same bytes for the same summary."""
    text = msgspec.json.format(msgspec.json.encode(summary), indent=2).decode()
    # what could steer a terminal is written as an escape, which means the same in JSON
    return "".join(map(_json_safe, text)) + "\n"


def _json_safe(char: str) -> str:
    if char == "\n" or printable(char) == char:
        return char
    return json.dumps(char)[1:-1]


def _document(summary: Summary) -> Iterator[Block]:
    yield Heading(1, TITLE)
    yield Paragraph(f"{summary.subject}: answers to a questionnaire.")
    if summary.filled_in:
        yield Paragraph(f"Filled in: {summary.filled_in}.")
    yield Paragraph(summary.urgency_title, summary.urgency)
    if summary.what_to_do:
        yield Items("", summary.what_to_do)
    if summary.review:
        yield Paragraph(summary.review, "notice")
    yield from _who(summary)
    yield from _why(summary)
    yield Heading(2, "See your doctor")
    yield Paragraph(summary.advisory)
    if summary.reported:
        yield Heading(2, "What is reported")
        yield from _groups(summary.reported, "Reported")
    for medicines in summary.medicines:
        yield from _medicines(medicines)
    if summary.times:
        yield Heading(2, "When things happened")
        bars = tuple(Bar(s.label, s.words, s.days_from, s.days_to) for s in summary.times)
        yield TimeLine("Times, counted back from the day of the answers", bars)
    yield Heading(2, "What is not present")
    if summary.not_present:
        yield Paragraph("Each of these was asked, and the answer was no.")
        yield from _groups(summary.not_present, "Not present")
    else:
        yield Paragraph("Nothing was answered with no.")
    yield Heading(2, "Not sure")
    if summary.not_sure:
        yield from _groups(summary.not_sure, "Not sure about")
    else:
        yield Paragraph("No answer was \u201cnot sure\u201d.")
    yield from _possibilities(summary)
    yield from _limits(summary)
    yield Heading(2, "Versions")
    versions = summary.versions
    yield Paragraph(f"triage {versions.tool}, rule book {versions.rule_book}.")
    yield Paragraph(f"Digest of the rule book: {versions.digest}")
    yield from _appendix(summary)


def _who(summary: Summary) -> Iterator[Block]:
    yield Heading(2, "Who it is about")
    if summary.about:
        yield _facts("The person", "Answer", summary.about)
    else:
        yield Paragraph("Age and sex were not answered.")
    person = "they" if summary.other_person else "you"
    yield Paragraph(
        f"All answers stand here in the words of the questions. \u201c{_capital(person)}\u201d is"
        " the person whom the answers are about."
    )


def _why(summary: Summary) -> Iterator[Block]:
    yield Heading(2, "How soon, and why")
    yield Paragraph(f"{summary.urgency_title}.")
    how_sure = {flag.id: _how_sure(flag) for flag in summary.red_flags}
    decided = tuple(
        (
            f"{reason.title} ({how_sure.get(reason.id, 'possible condition')})",
            _capital(_list(reason.answers)),
        )
        for reason in summary.decided_by
    )
    if decided:
        yield Table("What decided it", ("Reason", "Answers"), decided)
    else:
        yield Paragraph("No answer asks for more than this.")
    said = {reason.id for reason in summary.decided_by}
    others = tuple(
        (
            f"{flag.title} ({_how_sure(flag)}; {LEVEL_WORDS[flag.urgency]})",
            _capital(_list(flag.answers)),
        )
        for flag in summary.red_flags
        if flag.id not in said
    )
    if others:
        caption = "Other danger signs that are reached" if said else "Danger signs that are reached"
        yield Table(caption, ("Danger sign", "Answers"), others)
    if not summary.red_flags:
        yield Paragraph("These answers reach no danger sign of the rule book.")


def _how_sure(flag: FlagReached) -> str:
    return "danger sign" if flag.certain else "danger sign, only by \u201cnot sure\u201d"


def _facts(caption: str, column: str, facts: tuple[Fact, ...]) -> Table:
    rows = tuple((fact.label, _list(fact.words)) for fact in facts)
    return Table(caption, ("Question", column), rows)


def _groups(groups: tuple[Group, ...], column: str) -> Iterator[Block]:
    for group in groups:
        yield _facts(group.title, column, group.facts)


def _medicines(medicines: Medicines) -> Iterator[Block]:
    yield Heading(2, medicines.label)
    match medicines.answer:
        case "none":
            yield Paragraph("None were named.")
        case "unsure":
            yield Paragraph("The person was not sure. Please ask, or look them up.")
        case "not-asked":
            yield Paragraph("This was not asked or not answered.")
        case "named":
            rows = tuple(
                (
                    _name(medicine),
                    _capital(_list(medicine.classes)) or "Not known. Please look it up.",
                )
                for medicine in medicines.named
            )
            yield Table("Medicines as they were named", ("Name", "Kind of medicine"), rows)
    if medicines.facts:
        yield _facts("Asked about these medicines", "Answer", medicines.facts)


def _name(medicine: MedicineNamed) -> str:
    """A medicine with what was typed, where that is not the same."""
    if not medicine.name:
        return f"{medicine.typed} (not in the list of this tool)"
    if medicine.typed.lower() == medicine.name:
        return medicine.name
    how = "typed" if medicine.certain else "a guess, typed"
    return f"{medicine.name} ({how}: {medicine.typed})"


def _possibilities(summary: Summary) -> Iterator[Block]:
    yield Heading(2, "Conditions whose features fit in part")
    if summary.no_candidates:
        yield Paragraph(summary.no_candidates)
    for possible in summary.possible:
        yield Heading(3, f"{possible.name} ({possible.band})")
        yield Paragraph(
            f"The answers fit some features of {possible.features_of}. Only a doctor can tell."
        )
        yield from _reasons("Fits because:", possible.fits)
        yield from _reasons("Does not fit because:", possible.does_not_fit)
        if possible.not_known:
            yield Paragraph(f"Not known: {_list(possible.not_known)}.")
        if possible.must_say:
            yield Items("The person was told:", possible.must_say)
    for blocked in summary.not_offered:
        yield Paragraph(
            f"{blocked.name} is not offered here: {_list(blocked.because)}."
            f" Look at this instead: {_list(blocked.instead)}."
        )
    if summary.also_fit:
        count = summary.also_fit
        more = "1 more condition fits" if count == 1 else f"{count} more conditions fit"
        yield Paragraph(f"{more} less, or cannot be offered alone.")


def _reasons(lead: str, reasons: tuple[Reason, ...]) -> Iterator[Block]:
    if reasons:
        texts = (f"{_capital(_list(reason.answers))} ({reason.because})" for reason in reasons)
        yield Items(lead, tuple(texts))


def _limits(summary: Summary) -> Iterator[Block]:
    yield Heading(2, "What was not asked")
    if summary.not_asked:
        yield Paragraph(f"Not answered, or not needed by any rule: {_list(summary.not_asked)}.")
    if summary.does_not_apply:
        yield Paragraph(f"Not asked, because of other answers: {_list(summary.does_not_apply)}.")
    if not summary.not_asked and not summary.does_not_apply:
        yield Paragraph("Every question was asked and answered.")
    yield Heading(2, "What this tool did not look at")
    yield Items("", summary.not_looked_at)


def _appendix(summary: Summary) -> Iterator[Block]:
    yield Heading(2, "Appendix: all questions and answers", new_page=True)
    if not summary.questions_and_answers:
        yield Paragraph("No question was answered.")
    for group in summary.questions_and_answers:
        rows = tuple((asked.ask, _whole_answer(asked)) for asked in group.asked)
        yield Table(group.title, ("Question", "Answer"), rows)


def _whole_answer(asked: Asked) -> str:
    if not asked.not_ticked:
        return asked.answer
    return f"{asked.answer}. Not ticked: {_list(asked.not_ticked)}"


def _list(texts: tuple[str, ...]) -> str:
    return "; ".join(texts)
