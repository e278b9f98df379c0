"""The medicines of a rule book: what a typed text names, and what that means for each class.

A class is *yes* only where a name is known for certain, and *no* only where everything that was
typed is understood. Whatever else was typed leaves each class that it could be at *not sure*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.errors import unseen
from triage.once import once
from triage.rulebook.medicine_text import Known, Lexicon, Part, read
from triage.rulebook.medicine_tokens import Token, tokens_of
from triage.rulebook.parts.medicines import LONGEST_NAME, UNKNOWN_NAME, ListOfMedicines
from triage.rulebook.when import UNSURE

_MOST_KEPT = 2000
"""So many texts are kept with what they say; an interview asks for the same ones many times."""


class Catalogue:
    """The medicines of a rule book, by every name they go under."""

    def __init__(self, book: ListOfMedicines) -> None:
        self._book = book
        self._every = (*book.classes, UNKNOWN_NAME)
        self._kept: dict[str, tuple[Part, ...]] = {}
        self._classes: dict[str, frozenset[str]] = {}

    @once
    def _lexicon(self) -> Lexicon:
        return Lexicon(self._names())

    def _names(self) -> Iterator[tuple[str, Known]]:
        # where a name stands twice, the medicine that rules read comes first
        for id, medicine in self._book.medicines.items():
            for name in (*medicine.brands, *medicine.also, id):
                yield name, Known("medicine", id)
        for id, ordinary in self._book.ordinary.items():
            for name in (*ordinary.brands, *ordinary.also, id):
                yield name, Known("ordinary", id)
        for id, purpose in self._book.purposes.items():
            for name in purpose.called:
                yield name, Known("called", id)
            for name in purpose.for_:
                yield name, Known("for", id)

    def read(self, typed: str) -> tuple[Part, ...]:
        """What one typed text says."""
        parts = self._kept.get(typed)
        if parts is None:
            parts = read(self._lexicon, typed)
            if len(self._kept) < _MOST_KEPT:
                self._kept[typed] = parts
        return parts

    def listed(self, typed: str) -> tuple[str, ...]:
        """A line as several texts: parted at commas, semicolons and line breaks.

        A comma inside a number or inside brackets parts nothing, and a dose or a direction stays
        with the name before it.
        """
        # what nobody can see was pasted with it, and nobody could delete it
        text = "".join(char for char in typed if char.isspace() or not unseen(char))
        found: list[str] = []
        for piece in _pieces(text, tokens_of(text)):
            whole = f"{found[-1]}, {piece}" if found else piece
            if found and len(whole) <= LONGEST_NAME and self._adds_nothing(found[-1], whole):
                found[-1] = whole
            else:
                found.append(piece)
        return tuple(found)

    def _adds_nothing(self, before: str, whole: str) -> bool:
        """Whether what was added has no name, and is a dose or a direction of what stood there."""
        (alone,) = self.read(whole[len(before) + 2 :])[:1]
        return alone.how == "not-understood" and self.read(whole) == self.read(before)

    def named(self, name: str) -> str | None:
        """The medicine whose name this is exactly."""
        known = self._lexicon.named(name)
        return known.id if known is not None and known.kind == "medicine" else None

    def classes_of(self, medicine: str) -> frozenset[str]:
        """Every class of a medicine, wider ones included."""
        found = self._classes.get(medicine)
        if found is None:
            found = frozenset(self._wider(self._book.medicines[medicine].classes))
            self._classes[medicine] = found
        return found

    @once
    def first_of_classes(self) -> tuple[str, ...]:
        """The first medicine of each set of classes, in the order of the rule book."""
        first: dict[frozenset[str], str] = {}
        for name in self._book.medicines:
            first.setdefault(self.classes_of(name), name)
        return tuple(first.values())

    def _wider(self, classes: tuple[str, ...]) -> Iterator[str]:
        for id in classes:
            yield id
            parent = self._book.classes[id].part_of
            if parent:
                yield from self._wider((parent,))

    def could_be(self, known: Known) -> frozenset[str]:
        """The classes that something named could belong to, wider ones included."""
        match known.kind:
            case "medicine":
                return self.classes_of(known.id)
            case "for" | "called":
                purpose = self._book.purposes[known.id]
                return self.surely(known) | frozenset(self._wider(purpose.could_be))
            case _:
                return frozenset()

    def surely(self, known: Known) -> frozenset[str]:
        """The classes that something named belongs to for certain, wider ones included."""
        match known.kind:
            case "medicine":
                return self.classes_of(known.id)
            case "for" | "called":
                return frozenset(self._wider(self._book.purposes[known.id].surely))
            case _:
                return frozenset()

    def answers(self, names: Iterable[str]) -> dict[str, str]:
        """For each class, and for unknown names, *yes*, *no* or *unsure*."""
        taken: set[str] = set()
        maybe: set[str] = set()
        for name in names:
            for part in self.read(name):
                classes = frozenset[str]().union(*map(self.could_be, part.means))
                sure = frozenset[str]().union(*map(self.surely, part.means))
                match part.how:
                    case "medicine":
                        taken |= classes
                    case "purpose" if not classes:
                        pass  # no rule reads a medicine for it
                    case "purpose" if sure:
                        taken |= sure
                        maybe |= classes
                    case "purpose" | "near":
                        maybe |= {*classes, UNKNOWN_NAME}
                    case "unsure":
                        maybe |= {*self._every}
                    case "not-understood":
                        taken.add(UNKNOWN_NAME)
                        maybe |= {*self._every}
        return {id: "yes" if id in taken else UNSURE if id in maybe else "no" for id in self._every}

    def of_class(self, names: Iterable[str], id: str) -> tuple[str, ...]:
        """The medicines of a class that these names say for certain."""
        parts = (part for name in names for part in self.read(name) if part.how == "medicine")
        means = (known for part in parts for known in part.means if id in self.could_be(known))
        return tuple(dict.fromkeys(known.id for known in means))

    def unsure(self) -> dict[str, str]:
        """For each class, and for unknown names, *unsure*."""
        return dict.fromkeys(self._every, UNSURE)


def _pieces(text: str, tokens: list[Token]) -> Iterator[str]:
    depth = start = 0
    for token in tokens:
        depth = max(0, depth + (token.kind == "open") - (token.kind == "close"))
        if token.kind == "hard" and not depth:
            yield from filter(None, [text[start : token.start].strip()])
            start = token.end
    yield from filter(None, [text[start:].strip()])
