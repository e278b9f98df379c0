"""What questions of all kinds have in common, and what each kind has to say for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from triage.errors import Problem, shortened
from triage.rulebook import check_ids
from triage.rulebook.parts.base import KIND_KEY, FlagId, Frozen, Id, Ignore, Text
from triage.rulebook.parts.medicines import MEDICINES_PREFIX, ListOfMedicines
from triage.rulebook.variables import Variable
from triage.rulebook.when import UNSURE, Is, When, leaves
from triage.rulebook.yaml_tree import Node

if TYPE_CHECKING:
    from triage.rulebook.medicines import Catalogue

Value: TypeAlias = str | int | Mapping[str, str] | tuple[str, ...]
"""A checked answer: a word, or a line of text; a number; item to yes, no, unsure or not-asked;
names of medicines."""
Shape: TypeAlias = Literal["one", "ticks", "medicines", "words"]

THREE = ("yes", "no", UNSURE)
NOT_ASKED = "not-asked"
"""An item that was not shown: it says nothing, neither *no* nor *unsure*."""
UNSURE_WORD = "not sure"
NAMES = "{names}"
"""Where the medicines that were named stand in the text of a question."""
RESERVED = {UNSURE, "none", "all", "any", "not", "finding", "at-least", "yes", "no"}
"""Words that an answer or a question may not be called."""


class Book(ListOfMedicines, Protocol):
    """What a question may look up in its rule book."""

    @property
    def catalogue(self) -> Catalogue:
        """The medicines, by every name."""


class Slip(Struct, frozen=True):
    """What is wrong with a question in its rule file, or with a word that a rule gives for it."""

    message: str
    help: str = ""
    check: str = ""
    at: tuple[str, ...] = ()
    """The keys that lead to it from the question."""
    at_value: bool = False
    """Whether the value is at fault and not the key."""
    unreadable: bool = False
    """Whether nothing more can be said about what names this question."""
    known: Sequence[str] = ()
    """Words of which one may have been meant."""


class Part(Struct, frozen=True):
    """An answer, or a whole question, that rules use or do not use."""

    name: str
    variable: str
    word: str | None = None
    """The word of the variable; None where rules use the variable with whatever word."""
    summary_only: bool = False


class Choice(Struct, frozen=True):
    """An answer that can be chosen, and what rules take it to mean."""

    name: str
    text: str
    """How it reads in the list; empty where the name says it all."""
    means: str
    unticked: str = ""
    variable: str = ""


class Answer(Frozen, frozen=True, kw_only=True):
    """One choice of a question, with the words that explain it."""

    text: Text
    """How the choice reads in the list."""
    yes: Text
    """What it means when chosen, as a clause: "you sleep badly"."""
    no: Text | None = None
    """What it means when left unticked (tick-all only): "you do not sleep badly"."""
    days_from: int | None = None
    """For the time line of the doctor's summary: how many days ago the answer reaches back.
    Left out where it has no beginning, as in "over 3 months ago"."""
    days_to: int | None = None
    """How many days ago the answer ends; 0 is the day of the answers."""
    summary_only: bool = False
    """Kept for the doctor's summary; no rule uses it."""
    exclusive: bool = False
    """It cannot be ticked together with another (tick-all only): "nothing moves by itself"."""
    show_when: When | None = None
    """Shown only where this holds, of earlier answers (tick-all only); always where left out."""
    direct: tuple[FlagId, ...] = ()
    """The red flags that this line of a danger screen is itself, whatever else is answered."""
    opens: tuple[Id, ...] = ()
    """The questions that are asked when this line is ticked, or not sure (tick-all only)."""
    names: Mapping[Text, tuple[Text, ...]] = field(default_factory=dict)
    """The signs that this line names, each with the words of the line that name it. They are
    *no* when the line is left unticked, and *unsure* while what it opens is not answered."""
    not_named: Mapping[Text, Text] = field(default_factory=dict)
    """Signs that this line covers in the same way without naming them, each with the reason."""
    within: int | None = None
    """How many days back it asks; as far as the question, where it is left out."""
    repeats: Text | None = None
    """The line of an earlier list that it asks about again (tick-all only): ticked here, that
    line is ticked. It is shown where that line was left unticked, or is a danger sign itself of
    which the person was not sure."""


class AnyKind(Frozen, frozen=True, kw_only=True, tag_field=KIND_KEY):
    """One question to the patient."""

    short: Text
    """A noun phrase that fits after "not sure about": "a light touch on the face"."""
    ask: Text
    """The question as the patient reads it."""
    why: Text
    """Why it is asked, in one or two plain sentences."""
    hint: Text | None = None
    """A further sentence that helps to answer it."""
    ask_when: When | None = None
    """Asked only where this holds, of earlier answers; always where it is left out."""
    always: bool = False
    """Asked even when no open rule depends on it."""
    again_when: When | None = None
    """Asked also where this holds, though no line that opens it is ticked."""
    within: int | None = None
    """How many days back it asks; no limit where it is left out."""
    names_of: tuple[Id, ...] = ()
    """The classes of medicines whose names stand in `ask_named`."""
    ask_named: Text | None = None
    """The question where one to three medicines of these classes were named; `{names}` stands
    for them."""
    speaks_of: tuple[Id, ...] = ()
    """The earlier lists whose ticked lines this question speaks of: whoever adds a line to one of
    them, or to a list that it opens, is asked this question again."""
    sources: tuple[str, ...] = ()
    """Ids from sources.yaml that the question rests on."""
    note: Text | None = None
    """For reviewers; never shown to patients."""
    ignore: Ignore = field(default_factory=dict)
    """Ids of checks that pass over this part, each with the reason in a few words."""

    shape: ClassVar[Shape] = "one"
    """What an answer is made of: a word or number, items that are ticked or left, names, or text
    that no rule reads."""
    says_yes: ClassVar[bool] = False
    """Whether it asks for a yes or a no, once or for each item."""
    counts: ClassVar[bool] = False
    """Whether the answer is a whole number: the first such question asks for the age."""
    describes: ClassVar[bool] = False
    """Whether the answer is one word or number that describes something."""

    @property
    def kind(self) -> str:
        """The word for the kind in rule files."""
        return str(self.__struct_config__.tag)

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers that are listed in the rule file, by id; none for most kinds."""
        return {}

    # the rule file

    def slips(self, id: str) -> Iterator[Slip]:
        """What is wrong with the question as it is written."""
        del id
        yield from ()

    def slip_in_rule(self, variable: Variable, word: str) -> Slip | None:
        """What is wrong with a word that a rule compares the question with."""
        if word in variable.answers:
            return None
        what = f"unknown answer `{shortened(word)}` for `{variable.name}`"
        known = f"answers: {', '.join(variable.answers)}"
        return Slip(what, known, check_ids.UNKNOWN_NAME, known=variable.answers)

    @property
    def asked_anyway(self) -> bool:
        """Whether it is asked even when no open rule depends on it."""
        return self.always

    # what rules see

    def classes_asked_about(self) -> Iterator[str]:
        """The classes of medicines that its `ask-when` names."""
        for leaf in leaves(self.ask_when) if self.ask_when is not None else ():
            if isinstance(leaf, Is) and leaf.variable.startswith(f"{MEDICINES_PREFIX}."):
                yield leaf.variable.removeprefix(f"{MEDICINES_PREFIX}.")

    def variables(self, id: str, book: ListOfMedicines) -> list[Variable]:
        """What rules can ask about, each with its words."""
        raise NotImplementedError

    def covered(self, word: str) -> Iterable[str]:
        """The words of the variable that a word in a rule stands for."""
        return (word,)

    def near(self, word: str) -> list[str] | None:
        """What could stand in a rule by mistake for this word; None for any other answer."""
        del word
        return None

    def parts(self, id: str, book: ListOfMedicines) -> list[Part]:
        """What rules should use, or be declared not to."""
        del book
        return [Part(id, id)]

    def kept_for_summary(self, book: ListOfMedicines) -> bool:
        """Whether all of it is declared to be for the doctor's summary only."""
        del book
        return False

    # answers

    def read(self, id: str, node: Node, problems: list[Problem], book: Book) -> Value | None:
        """The answer that is written; None with the problems noted."""
        raise NotImplementedError

    def seen(self, id: str, value: Value, book: Book) -> dict[str, str]:
        """What an answer says about each variable."""
        del book
        return {id: str(value)}

    def as_asked(self) -> AnyKind:
        """The question without what only rules and reviewers use."""
        return replace(self, ask_when=None, again_when=None, always=False, sources=(), note=None)

    def unsaid(self, *, danger: bool) -> Value:
        """What a report means that says nothing to the question; `danger` if a red flag uses it."""
        del danger
        return UNSURE

    def example(self, id: str, box: Mapping[str, frozenset[str]], book: Book) -> Value | None:
        """The plainest answer whose variables lie in a box; None where there is none."""
        return plainest(self.variables(id, book)[0], box)

    def others(self, id: str, was: Value | None, book: Book) -> Iterator[tuple[str | None, Value]]:
        """Every other answer in the order of the question, with the item that is turned."""
        words = self.variables(id, book)[0].answers
        yield from ((None, word) for word in words if word != was)

    # the same question in two rule books

    def joint_words(self, both: Sequence[AnyKind], own: Sequence[Sequence[str]]) -> list[str]:
        """Words that tell apart what any of these questions tells apart; `own` are theirs."""
        del both
        return [*dict.fromkeys(word for words in own for word in words)]

    def joint_several(self, words: Sequence[str]) -> list[str]:
        """Answers of several of these words, where rules read more of them than one variable."""
        del words
        return []

    def seen_of(self, word: str, own: Sequence[str]) -> tuple[str, ...]:
        """What each variable of this question sees of such a word; empty where it has no such."""
        return (word,) if word in own else ()

    def answer_for(self, word: str) -> Value:
        """An answer that such a word stands for."""
        return word

    # words

    def days_ago(self, value: Value) -> tuple[str, int | None, int] | None:
        """An answer that says when, and how many days ago that begins, if known, and ends."""
        chosen = self.answers.get(value) if isinstance(value, str) else None
        if chosen is None or (chosen.days_from is None and chosen.days_to is None):
            return None
        nearest = max(chosen.days_to or 0, 0)
        farthest = chosen.days_from
        return chosen.text, None if farthest is None else max(farthest, nearest), nearest

    def clause_of(self, variable: Variable, word: str, book: ListOfMedicines) -> str:
        """What a word of a variable means, as a clause: "you sleep badly"."""
        raise NotImplementedError

    def clause_given(self, variable: Variable, word: str, value: Any, book: Book) -> str:
        """The same for the answer as it was given, such as the exact number."""
        del value
        return self.clause_of(variable, word, book)

    def topic(self, variable: Variable, book: ListOfMedicines) -> str:
        """What a variable is about, after "not sure about"."""
        del variable, book
        return self.short

    def heading(self, variable: Variable, book: ListOfMedicines) -> str:
        """What a variable is about, over a column of a table."""
        del variable, book
        return self.short

    def runs(self, words: Iterable[str]) -> list[str]:
        """Words of a variable, neighbours in one."""
        return [*words]

    def labels(self, words: Iterable[str]) -> list[str]:
        """Words of a variable as a table shows them."""
        return [UNSURE_WORD if word == UNSURE else self.label(word) for word in words]

    def label(self, word: str) -> str:
        """A word of a variable as a table shows it."""
        return word

    def ways(self, id: str, book: ListOfMedicines) -> Iterator[tuple[str, dict[str, str]]]:
        """Each answer, one item at a time, by its word, and what it says about variables."""
        (variable,) = self.variables(id, book)
        yield from ((word, {variable.name: word}) for word in variable.answers)

    def chosen(self, id: str) -> list[Choice]:
        """The answers that can be chosen; none where something is typed."""
        del id
        return []

    def reported(self, value: Value) -> list[str]:
        """What somebody said yes to or described, in the words of the list."""
        del value
        return []

    def not_present(self, value: Value) -> list[str]:
        """What somebody said no to, in the words of the list."""
        del value
        return []


def plainest(variable: Variable, box: Mapping[str, frozenset[str]]) -> str | None:
    """The first word of a variable that a box allows."""
    allowed = box.get(variable.name)
    return next((w for w in variable.answers if allowed is None or w in allowed), None)


Answers: TypeAlias = Mapping[Id, Answer]


def choices_as_asked(choices: Answers) -> Answers:
    """A list of answers without what only rules and reviewers use."""
    return {
        id: replace(
            answer,
            summary_only=False,
            show_when=None,
            direct=(),
            opens=(),
            names={},
            not_named={},
            repeats=None,
        )
        for id, answer in choices.items()
    }


def slips_of_choices(kind: str, id: str, choices: Answers, allowed: Iterable[str]) -> list[Slip]:
    """What is wrong with a list of answers, whatever it is for."""
    if not choices:
        what = f"the {kind} question `{id}` has no answers"
        return [Slip(what, "list them under `answers:`", unreadable=True)]
    return [
        Slip(f"an answer cannot be called `{name}`", "rename it", at=("answers", name))
        for name in choices
        if name in RESERVED and name not in allowed
    ]
