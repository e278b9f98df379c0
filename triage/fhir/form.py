"""The questionnaire as the items of a form, and what its items and answers are called.

A question is one item, except a list with lines that only some people are shown: each set of lines
that is shown alike is an item of its own. Every code stands for one answer of one question in the
whole form, so that an expression only has to look which codes were chosen:

- `danger-now.breath`: a line that is ticked, or an answer of a question with one answer;
- `danger-now.none`, `danger-now.unsure`: nothing of a list, and not being sure about it;
- `danger-now.breath.unsure`, `danger-now.all.unsure`: which lines nobody was sure about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from triage.inference.prepared import prepared
from triage.inference.relevance import inlined
from triage.once import once
from triage.rulebook.kinds import FreeText, Medicines, Number, Question, TickAll
from triage.rulebook.medicine_text import Known
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.medicines import UNKNOWN_NAME
from triage.rulebook.when import UNSURE, Is, When, leaves

NONE = "none"
ALL = "all"
URGENCY, ADVICE, REASONS = "urgency", "advice", "reasons"
"""What the form works out."""
PURPOSE = "for:"
"""How the code of something that is taken for a purpose begins; no medicine is called so."""
OTHER = "other"
"""A medicine that is not in the list."""


class Part(Struct, frozen=True):
    """One item of the form: a question, or the lines of it that are shown alike."""

    link: str
    """The id of the item."""
    question: str
    lines: tuple[str, ...] = ()
    """The lines of a list; none for every other kind."""
    show_when: When | None = None
    """What the lines need to be shown, beside what the question needs to be asked."""

    @property
    def none(self) -> str:
        """The code for nothing of it."""
        return f"{self.link}.{NONE}"

    @property
    def unsure(self) -> str:
        """The code for not being sure, and the id of the item that asks about which lines."""
        return f"{self.link}.{UNSURE}"

    @property
    def all_unsure(self) -> str:
        """The code for not being sure about every line that is not ticked."""
        return f"{self.link}.{ALL}.{UNSURE}"


class Form(Struct, frozen=True, dict=True):
    """The items of a rule book's questions, in their order."""

    book: Rulebook

    @once
    def parts(self) -> tuple[Part, ...]:
        """Every item that asks something."""
        return tuple(
            part for id, question in self.book.questions.items() for part in _parts(id, question)
        )

    @once
    def by_link(self) -> dict[str, Part]:
        """The same, by the ids of their items."""
        return {part.link: part for part in self.parts}

    @once
    def parts_of(self) -> dict[str, tuple[Part, ...]]:
        """The items of each question."""
        found: dict[str, tuple[Part, ...]] = {}
        for part in self.parts:
            found[part.question] = (*found.get(part.question, ()), part)
        return found

    @once
    def part_with(self) -> dict[str, Part]:
        """The item in which each line of a list stands, by the variable of the line."""
        return {code_of(part.question, line): part for part in self.parts for line in part.lines}

    @once
    def named(self) -> frozenset[str]:
        """The items of lines that conditions of other items name."""
        asked = self.book.questions
        whens = [one.ask_when for one in asked.values()]
        whens += [line.show_when for one in asked.values() for line in one.answers.values()]
        said = (leaf for when in whens if when for leaf in leaves(inlined(self.book, when)))
        names = {leaf.variable for leaf in said if isinstance(leaf, Is)}
        names |= {line for some in self.again.values() for line in some}
        return frozenset(self.part_with[name].link for name in names if name in self.part_with)

    @once
    def looking_again(self) -> frozenset[str]:
        """The questions that ask again about lines of earlier ones."""
        return frozenset(one.later for one in prepared(self.book).repeated)

    @once
    def again(self) -> dict[str, tuple[str, ...]]:
        """The lines of a second look that repeat each line, by their variables."""
        found: dict[str, tuple[str, ...]] = {}
        for one in prepared(self.book).repeated:
            line = code_of(one.earlier, one.line)
            found[line] = (*found.get(line, ()), code_of(one.later, one.item))
        return found

    @once
    def medicines(self) -> dict[str, tuple[str, ...]]:
        """Every medicine that can be chosen, by its code: all names that are meant by it."""
        found: dict[str, tuple[str, ...]] = {}
        taken: set[str] = set()

        def add(code: str, names: Iterable[str]) -> None:
            free = [name for name in dict.fromkeys(names) if name.lower() not in taken]
            taken.update(name.lower() for name in free)
            found[code] = tuple(free)

        book = self.book
        for id, medicine in book.medicines.items():
            add(id, (id, *medicine.brands, *medicine.also))
        for id, ordinary in book.ordinary.items():
            add(id, (id, *ordinary.brands, *ordinary.also))
        for id, purpose in book.purposes.items():
            add(purpose_code(id), (*purpose.called, *purpose.for_))
        return found

    @once
    def code_of_medicine(self) -> dict[str, str]:
        """The code of each name that can be chosen."""
        return {name: code for code, names in self.medicines.items() for name in names}

    @once
    def medicines_question(self) -> str:
        """The question that is answered with names of medicines; empty if there is none."""
        return next(iter(self._of_kinds(Medicines)), "")

    @property
    def other_medicine(self) -> str:
        """The code of a medicine that is not in the list, and the item in which it is typed."""
        return f"{self.medicines_question}.{OTHER}"

    def taken(self, name: str) -> frozenset[str]:
        """The codes by which a medicine of a class is taken; what is typed may be of any class."""
        catalogue, book = self.book.catalogue, self.book
        ids = [id for id in book.medicines if name in catalogue.classes_of(id)]
        surely = [id for id in book.purposes if name in catalogue.surely(Known("called", id))]
        return frozenset([*ids, *map(purpose_code, surely)])

    def maybe_taken(self, name: str) -> frozenset[str]:
        """The codes by which a medicine of a class could be taken; what surely is may be too."""
        catalogue, book = self.book.catalogue, self.book
        could = {id: catalogue.could_be(Known("called", id)) for id in book.purposes}
        sure = {id for id in book.purposes if catalogue.surely(Known("called", id))}
        # a purpose that says no class for certain may as well be a medicine that is not listed
        unknown = {id for id in book.purposes if could[id] and id not in sure}
        may = unknown if name == UNKNOWN_NAME else {id for id in could if name in could[id]}
        not_sure = code_of(self.medicines_question, UNSURE)
        return frozenset([not_sure, *map(purpose_code, may)])

    # what a response may say

    @once
    def codes_of(self) -> dict[str, frozenset[str]]:
        """The codes that each item of the form takes, but for names of medicines."""
        found: dict[str, frozenset[str]] = {}
        for part in self.parts:
            id, question = part.question, self.book.questions[part.question]
            lines = [code_of(id, line) for line in part.lines]
            match question:
                case TickAll():
                    found[part.link] = frozenset([*lines, part.none, part.unsure])
                    unsure = map(unsure_code, lines)
                    found[part.unsure] = frozenset([*unsure, part.all_unsure])
                case Number():
                    found[id] = frozenset()
                    found[unsure_of(id)] = frozenset([unsure_of(id)])
                case Medicines():
                    said = (NONE, UNSURE, OTHER)
                    found[id] = frozenset(code_of(id, word) for word in said)
                    found[self.other_medicine] = frozenset()
                case _:
                    words = {w for one in question.variables(id, self.book) for w in one.answers}
                    found[id] = frozenset(code_of(id, word) for word in words)
        return found

    @property
    def links(self) -> tuple[str, ...]:
        """The items that can have an answer of a person."""
        return tuple(self.codes_of)

    @property
    def silent(self) -> frozenset[str]:
        """Items whose answers the form works out, so that a response need not say them."""
        return frozenset([URGENCY, ADVICE, REASONS])

    @once
    def medicine_links(self) -> frozenset[str]:
        """The items that take names of medicines."""
        asked = self._of_kinds(Medicines)
        return frozenset([*asked, self.other_medicine]) if asked else asked

    @once
    def typed_in(self) -> frozenset[str]:
        """The items in which something is typed."""
        return self._of_kinds(FreeText) | self.medicine_links

    @once
    def counted(self) -> frozenset[str]:
        """The items that take a whole number."""
        return self._of_kinds(Number)

    def _of_kinds(self, *kinds: type[Question]) -> frozenset[str]:
        asked = self.book.questions
        return frozenset(id for id, question in asked.items() if isinstance(question, kinds))


def code_of(question: str, answer: str) -> str:
    """The code of an answer, or of a line that is ticked: the variable of that line."""
    return f"{question}.{answer}"


def unsure_code(line: str) -> str:
    """The code of not being sure about one line, by its variable."""
    return f"{line}.{UNSURE}"


def purpose_code(purpose: str) -> str:
    """The code of what is taken for a purpose, before the words for it."""
    return f"{PURPOSE}{purpose}"


def is_purpose(code: str) -> bool:
    """Whether a code is what something is taken for, and no medicine."""
    return code.startswith(PURPOSE)


def unsure_of(id: str) -> str:
    """The item beside a number that says that it is not known, and the code in it."""
    return f"{id}.{UNSURE}"


def _parts(id: str, question: Question) -> Iterator[Part]:
    if not isinstance(question, TickAll):
        yield Part(id, id)
        return
    alike: dict[When | None, list[str]] = {None: []}
    for item, answer in question.answers.items():
        alike.setdefault(answer.show_when, []).append(item)
    some = ((show_when, lines) for show_when, lines in alike.items() if lines)
    for place, (show_when, lines) in enumerate(some, start=1):
        link = id if place == 1 else f"{id}/{place}"
        yield Part(link, id, tuple(lines), show_when)


def has_unsure_beside(question: Question) -> bool:
    """Whether not being sure is said in an item of its own, since the answer is a number."""
    return isinstance(question, Number)
