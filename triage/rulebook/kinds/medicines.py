"""A question that is answered with the names of medicines, which rules see as classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from triage.errors import Problem, shortened, unseen
from triage.rulebook.kinds.base import THREE, AnyKind, Book, Part, Shape, Value
from triage.rulebook.kinds.written_answers import NONE_WORD, slip_at
from triage.rulebook.parts.medicines import (
    LONGEST_NAME,
    MEDICINES_PREFIX,
    MOST_NAMES,
    UNKNOWN_NAME,
    ListOfMedicines,
)
from triage.rulebook.variables import Variable
from triage.rulebook.when import UNSURE
from triage.rulebook.yaml_tree import Node, Scalar, Sequence
from triage.words.answers import (
    UNLISTED_MEDICINE,
    medicine_of_kind,
    you_did_not_name,
    you_take,
)
from triage.words.english import both

if TYPE_CHECKING:
    from triage.rulebook.medicines import Catalogue

UNLISTED = "zzz"
"""The name of a medicine that no catalogue has."""
UNLISTED_IN_WORDS = "a name that is not in the list"
"""The same for a reader."""


class Medicines(AnyKind, frozen=True, kw_only=True, tag="medicines"):
    """A question that is answered with the names of medicines."""

    shape: ClassVar[Shape] = "medicines"

    def variables(self, id: str, book: ListOfMedicines) -> list[Variable]:
        """One for each class, and one for a name that nobody knows."""
        return [
            Variable(f"{MEDICINES_PREFIX}.{item}", id, item, THREE)
            for item in (*book.classes, UNKNOWN_NAME)
        ]

    def parts(self, id: str, book: ListOfMedicines) -> list[Part]:
        """Each class."""
        del id
        return [
            Part(name := f"{MEDICINES_PREFIX}.{item}", name, None, one.summary_only)
            for item, one in book.classes.items()
        ]

    def kept_for_summary(self, book: ListOfMedicines) -> bool:
        """Whether some class is."""
        return any(one.summary_only for one in book.classes.values())

    def read(self, id: str, node: Node, problems: list[Problem], book: Book) -> Value | None:
        """A list of names, or a word that says *none* or *unsure*."""
        if isinstance(node, Scalar):
            return _one_text(id, node, problems, book.catalogue)
        if not isinstance(node, Sequence):
            problems.append(slip_at(node, f"`{id}` takes a list of names", "write [name, name]"))
            return None
        texts: list[str] = []
        for item in node.items[: MOST_NAMES + 1]:
            lines = item.text.splitlines() if isinstance(item, Scalar) else []
            for line in lines or [""]:
                text = " ".join(line.split())
                slip = _slip_of_name(id, text)
                if slip is not None:
                    problems.append(slip_at(item, *slip))
                    return None
                texts.append(text)
        count = max(len(texts), len(node.items))
        if count > MOST_NAMES:
            what = f"`{id}` lists {count} names"
            problems.append(slip_at(node, what, f"at most {MOST_NAMES} are read"))
            return None
        said = {text: {part.how for part in book.catalogue.read(text)} for text in texts}
        named = tuple(sorted(text for text in said if said[text] != {"none"}))
        if named and len(named) < len(said):
            what = f"`{id}` says `{NONE_WORD}` together with other answers"
            problems.append(slip_at(node, what, "write either none, or the ones that apply"))
            return None
        unsure = bool(named) and all(said[text] == {"unsure"} for text in named)
        return UNSURE if unsure else named

    def seen(self, id: str, value: Value, book: Book) -> dict[str, str]:
        """What the names say about each class."""
        del id
        names = value if isinstance(value, tuple) else ()
        catalogue = book.catalogue
        classes = catalogue.unsure() if value == UNSURE else catalogue.answers(names)
        return {f"{MEDICINES_PREFIX}.{name}": word for name, word in classes.items()}

    def unsaid(self, *, danger: bool) -> Value:
        """Who reports something would name them."""
        del danger
        return ()

    def example(self, id: str, box: Mapping[str, frozenset[str]], book: Book) -> Value | None:
        """Few names that give these classes and none that may not be; else *unsure* if it may be.

        A name that nobody knows and a purpose leave classes *unsure*, so they come last.
        """
        items = {v.name: v.item or "" for v in self.variables(id, book)}
        classes = {items[key]: box[key] for key in box if key in items}

        def fits(names: tuple[str, ...]) -> bool:
            words = book.catalogue.answers(names)
            return all(words[id] in allowed for id, allowed in classes.items())

        names = _names(book, classes, {id for id in classes if "no" not in classes[id]})
        if names is not None and fits(names):
            return names
        if all(UNSURE in allowed for allowed in classes.values()):
            return UNSURE
        sure = {id for id, allowed in classes.items() if allowed.isdisjoint({"no", UNSURE})}
        certain = _names(book, classes, sure - {UNKNOWN_NAME})
        if certain is None:
            return None
        purposes = (purpose.for_[0] for purpose in book.purposes.values())
        tried = ((*certain, more) for more in (UNLISTED, UNSURE, *purposes))
        return next((tuple(sorted(some)) for some in tried if fits(some)), None)

    def others(self, id: str, was: Value | None, book: Book) -> Iterator[tuple[str | None, Value]]:
        """One name more or fewer, of those that say something else about the classes."""
        del id
        names = was if isinstance(was, tuple) else ()
        seen = [book.catalogue.answers(names)] if isinstance(was, tuple) else []
        tried: list[tuple[str, ...]] = [] if isinstance(was, tuple) else [()]
        tried += [(*names, name) for name in sorted(book.medicines)]
        tried.append((*names, UNLISTED_IN_WORDS))
        tried += [tuple(name for name in names if name != left_out) for left_out in names]
        for some in tried:
            classes = book.catalogue.answers(some)
            if classes not in seen:
                seen.append(classes)
                yield None, tuple(sorted(some))
        if was != UNSURE:
            yield None, UNSURE

    def clause_of(self, variable: Variable, word: str, book: ListOfMedicines) -> str:
        """Whether something of the class was named."""
        said = you_take if word == "yes" else you_did_not_name
        return said(self.topic(variable, book))

    def clause_given(self, variable: Variable, word: str, value: Any, book: Book) -> str:
        """The medicines that were named, where they say that the class was taken."""
        named: tuple[str, ...] = ()
        if word == "yes" and isinstance(value, tuple):
            named = book.catalogue.of_class(value, variable.item or "")
        return you_take(both(named)) if named else self.clause_of(variable, word, book)

    def topic(self, variable: Variable, book: ListOfMedicines) -> str:
        """The class."""
        if variable.item == UNKNOWN_NAME:
            return UNLISTED_MEDICINE
        return medicine_of_kind(book.classes[variable.item or ""].name)

    def heading(self, variable: Variable, book: ListOfMedicines) -> str:
        """The class."""
        known = book.classes.get(variable.item or "")
        return UNLISTED_IN_WORDS if known is None else known.name

    def ways(self, id: str, book: ListOfMedicines) -> Iterator[tuple[str, dict[str, str]]]:
        """Each class, none of them, and not being sure."""
        variables = self.variables(id, book)
        for variable in variables:
            yield self.heading(variable, book), {variable.name: "yes"}
        yield "none named", {variable.name: "no" for variable in variables}
        yield UNSURE, {variable.name: UNSURE for variable in variables}


def _one_text(id: str, node: Scalar, problems: list[Problem], catalogue: Catalogue) -> Value | None:
    if node.text.strip() and (slip := _slip_of_name(id, " ".join(node.text.split()))):
        problems.append(slip_at(node, *slip))
        return None
    # a word that says *none* or *unsure* says it alone and in a list
    readable = bool(node.text.strip()) and node.text.isprintable()
    alone = {part.how for part in catalogue.read(node.text)} if readable else set()
    if alone == {"unsure"}:
        return UNSURE
    if alone == {"none"}:
        return ()
    what = f"`{id}` takes a list of names, here is `{shortened(node.text)}`"
    if not node.text.strip():
        what = f"`{id}` has no answer"
    problems.append(slip_at(node, what, "write [name, name], none or unsure"))
    return None


def _slip_of_name(id: str, text: str) -> tuple[str, str] | None:
    """What is wrong with a text that is to name a medicine, and what to do about it."""
    if not text or len(text) > LONGEST_NAME:
        what = f"a name in `{id}` is empty or longer than {LONGEST_NAME} characters"
        return what, "write the name on the box"
    if slip := unseen(text):
        what = f"the invisible character `{slip}` is not allowed in a name"
        return what, "delete it, or type the name again"
    return None


def _names(
    book: Book, classes: Mapping[str, frozenset[str]], wanted: set[str]
) -> tuple[str, ...] | None:
    refused = {id for id, allowed in classes.items() if "yes" not in allowed}
    catalogue = book.catalogue
    names: list[str] = []
    while wanted:
        best = max(
            (
                name
                for name in catalogue.first_of_classes
                if not catalogue.classes_of(name) & refused
            ),
            key=lambda name: _worth(catalogue, name, wanted),
            default=None,
        )
        if best is not None and catalogue.classes_of(best) & wanted:
            names.append(best)
            wanted = wanted - catalogue.classes_of(best)
        elif wanted == {UNKNOWN_NAME} and UNKNOWN_NAME not in refused:
            names.append(UNLISTED)
            wanted = set()
        else:
            return None
    return tuple(names)


def _worth(catalogue: Catalogue, name: str, wanted: set[str]) -> tuple[int, int]:
    classes = catalogue.classes_of(name)
    return len(classes & wanted), -len(classes - wanted)
