"""How answers are shown back."""

from __future__ import annotations

from collections.abc import Iterable

from triage.words.english import either, listed

YES = "Yes"
NO = "No"
NOT_SURE = "Not sure"
NUMBER = "number"
NONE = "None"
NONE_OF_THESE = "None of these"
NOTHING_TO_ADD = "Nothing to add"


def ticked_and_not_sure(ticked: Iterable[str], unsure: Iterable[str]) -> str:
    """What was chosen of a list; empty where nothing was."""
    open_items = listed(unsure)
    return listed(filter(None, (*ticked, open_items and f"not sure about: {open_items}")))


NOT_FIRM = "not all is there that it needs to fit well"
"""Why something does not fit well, where the rule book has no words of its own for it."""

# clauses, as in "You said: you were not sure about pain"

UNLISTED_MEDICINE = "a medicine that is not in our list"


def you_were_not_sure(topic: str) -> str:
    """An answer of not sure."""
    return f"you were not sure about {topic}"


def you_were_not_asked(topic: str) -> str:
    """A line that was not shown."""
    return f"you were not asked about {topic}"


def counting_the_first(clause: str) -> str:
    """How long it has been there, where parts of it began apart and the first one counts."""
    return f"{clause}, counting what began first"


def this_item(text: str) -> str:
    """One item of a list, as what somebody was not sure about."""
    return f"this: {text[:1].lower()}{text[1:]}"


def you_take(medicine: str) -> str:
    """A medicine was named."""
    return f"you take or took {medicine}"


def you_did_not_name(medicine: str) -> str:
    """No such medicine was named."""
    return f"you did not name {medicine}"


def medicine_of_kind(kind: str) -> str:
    """A medicine of which only the kind matters."""
    return f"a medicine of this kind: {kind}"


# medicines


def name_typed(*, name: str, typed: str) -> str:
    """A medicine by its name, and what was typed for it: "quetiapine (typed: Seroquel XL)"."""
    return f"{name} (typed: {typed})"


def known_by_purpose(*, typed: str, purpose: str) -> str:
    """A medicine of which only the purpose is known."""
    return f"{typed} (name not known: a medicine for {purpose})"


def name_near(*, typed: str, names: Iterable[str]) -> str:
    """A name that may be misspelled."""
    return f"{typed} (not sure: is it {either(names)}?)"


def not_understood(typed: str) -> str:
    """A name that says nothing to us."""
    return f"{typed} (not understood)"


def not_certain(names: Iterable[str], *, one: bool) -> str:
    """The line about all medicines that were not understood for certain."""
    count = "It counts" if one else "They count"
    return f"Medicines that we could not read for certain: {listed(names)}. {count} as not sure."
