"""Looking up the name of a medicine, as people type it.

Case, dose, form, salt and small spelling slips are forgiven. A slip is forgiven only where
exactly one medicine is near; otherwise the name stays unknown and is kept for the doctor.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from triage.once import once
from triage.rulebook.model import UNKNOWN_NAME, Rulebook
from triage.rulebook.when import UNSURE

LONGEST_NAME = 100
MOST_NAMES = 60

# A near miss must match this closely (difflib ratio) and be long enough to be told apart.
CLOSE = 0.88
SHORTEST_FOR_SLIPS = 6

_FORMS = frozenset(
    """
    tablet tablets capsule capsules pill pills syrup liquid drops injection injections
    depot suppository suppositories patch patches spray inhaler modified release slow long
    acting mg mcg g ml xl sr mr er xr la cr retard hydrochloride hcl dihydrochloride
    sodium potassium maleate mesylate mesilate tartrate citrate succinate fumarate
    besylate besilate decanoate enantate enanthate palmitate phosphate sulfate sulphate
    bromide hydrobromide acetate carbonate embonate pamoate
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


class Match(NamedTuple):
    """What a typed name leads to."""

    typed: str
    medicine: str | None
    """The id in the catalogue; None where the name is not known."""
    exact: bool
    nearest: tuple[str, ...] = ()
    """Names to offer where nothing matched."""


class Catalogue:
    """The medicines of a rule book, by every name they go under."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book

    @once
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for id, medicine in self._book.medicines.items():
            for name in (id, *medicine.brands, *medicine.also):
                # "blue inhaler" must not make every blue thing an inhaler: a name is only known
                # without its form word where the name itself has none
                names.setdefault(spoken(name), id)
        return names

    @once
    def _found(self) -> dict[str, Match]:
        return {}

    def find(self, typed: str) -> Match:
        """The medicine that a typed name means, if it is clear which."""
        # nearest names take milliseconds, and an interview asks for the same name many times
        if typed not in self._found:
            self._found[typed] = self._find(typed)
        return self._found[typed]

    def _find(self, typed: str) -> Match:
        for name in (spoken(typed), plain(typed)):
            if name in self._names:
                return Match(typed, self._names[name], exact=True)
        near = difflib.get_close_matches(name, self._names, n=3, cutoff=0.6)
        if len(name) >= SHORTEST_FOR_SLIPS:
            close = difflib.get_close_matches(name, self._names, n=4, cutoff=CLOSE)
            meant = {self._names[match] for match in close}
            if len(meant) == 1:
                return Match(typed, meant.pop(), exact=False)
        return Match(typed, None, exact=False, nearest=tuple(near))

    def classes_of(self, medicine: str) -> frozenset[str]:
        """Every class of a medicine, wider ones included."""
        return frozenset(self._wider(self._book.medicines[medicine].classes))

    def _wider(self, classes: tuple[str, ...]) -> Iterator[str]:
        for id in classes:
            yield id
            parent = self._book.classes[id].part_of
            if parent:
                yield from self._wider((parent,))

    def answers(self, names: tuple[str, ...]) -> dict[str, str]:
        """For each class, and for unknown names, *yes* or *no*."""
        taken: set[str] = set()
        for name in names:
            match = self.find(name)
            taken |= self.classes_of(match.medicine) if match.medicine else {UNKNOWN_NAME}
        return {id: "yes" if id in taken else "no" for id in (*self._book.classes, UNKNOWN_NAME)}

    def unsure(self) -> dict[str, str]:
        """For each class, and for unknown names, *unsure*."""
        return dict.fromkeys((*self._book.classes, UNKNOWN_NAME), UNSURE)


def spoken(name: str) -> str:
    """A name without case, accents and dose."""
    return " ".join(_words(name))


def plain(name: str) -> str:
    """A name without case, accents, dose, form and salt."""
    words = _words(name)
    return " ".join([word for word in words if word not in _FORMS] or words)


def _words(name: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.findall(r"[a-z0-9]+", re.sub(r"[0-9.,/]+ ?(mg|mcg|g|ml|%)\b", " ", letters))
