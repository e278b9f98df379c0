"""Reading about a condition, and finding one by any name."""

from __future__ import annotations

from collections.abc import Iterable

from triage.words.english import capital, commas, counted, listed

# on every page

NO_DIAGNOSIS = "This page is information, not a diagnosis. Only a doctor can tell."
NO_ADVICE = (
    "For information only: this recommends nothing and names no dose."
    " What is right, if anything, is for a doctor and the person to decide."
)
ABOUT_RULES = "About these rules"

# headings of a page

WHAT_IT_IS = "What it is"
WHO_IT_AFFECTS = "Who it affects"
HOW_IT_STARTS = "How it starts"
IN_FAMILIES = "Does it run in families?"
SPEAKS_FOR = "What speaks for it"
SPEAKS_AGAINST = "What speaks against it"
MAY_CHECK = "What a doctor may check"
MAY_DISCUSS = "What a doctor may discuss"
PLEASE_NOTE = "Please note"
HOW_SOON = "How soon to be seen when it is suspected"
CODES = "Codes for the doctor"
SOURCES = "Sources, and how far they were read"

# a page

DANGER_SIGN_SOONER = "A danger sign makes it sooner. To be asked about danger signs, type: triage"
NONE_PROVES_IT = "People often notice some of these. None of them proves it."
FIRST_OF_ALL = "First of all:"
NOTHING_AGAINST = "Our rules name nothing."
LOOKED_AT_FIRST = "Something else is looked at first:"
NO_CODES = "Our sources give none."

READ_WHOLE = "Read: the whole page, table or abstract."
READ_PART = "Read: a part."
NOT_READ = "Not read."
CODE_NOT_VERIFIED = "not verified"

STRONGLY = "strongly"
CLEARLY = "clearly"
A_LITTLE = "a little"


def also_called(names: Iterable[str]) -> str:
    """Other names of a condition."""
    return f"Also called: {listed(names)}."


def how_soon(title: str) -> str:
    """How soon to be seen, as a sentence."""
    return f"{title}."


def not_first(how_soon: str) -> str:
    """Said above a page about an emergency."""
    return f"When it is suspected, do not read on first. {how_soon}"


def fits_partly_where(missing: str) -> str:
    """What keeps it from fitting well."""
    return f"It fits only partly where {missing}."


def speaks_for(strength: str) -> str:
    """Above the signs of one strength."""
    return f"Speaks {strength} for it:"


def speaks_against(strength: str) -> str:
    """Above what speaks against it."""
    return f"Speaks {strength} against it:"


def looked_at_first(because: str, instead: str) -> str:
    """Why something else is looked at first; `because` is a sentence."""
    return f"{because} Look at this instead: {instead}."


def sentence(text: str) -> str:
    """A reason as a sentence of its own."""
    return f"{capital(text)}{'' if text.endswith(('.', '!', '?')) else '.'}"


def codes(system: str, some: Iterable[str]) -> str:
    """The codes of one system."""
    return f"{system}: {listed(some)}"


def code(code: str, remarks: Iterable[str]) -> str:
    """A code, with what has to be known about it."""
    return f"{code} ({commas(remarks)})"


def source(*, id: str, title: str, by: str, year: str, read: str, note: str) -> str:
    """One source; `read` and `note` say how far it was read."""
    words = f"{id}: {title}. By {by}. Year: {year}. {read}"
    return f"{words} {note}" if note else words


# all conditions

ROUGH_GUIDE = "They are information, not a diagnosis. The groups are a rough guide."
HOW_TO_LOOK_UP = "How to look one up"
TYPE_A_NAME = "Type triage learn and a name, or words that describe it. Small slips are forgiven."
FOR_EXAMPLE = "For example:"

VERY_COMMON = "Very common"
COMMON = "Common"
UNCOMMON = "Uncommon"
RARE = "Rare"
VERY_RARE = "Very rare"


def conditions(subject: str, number: int) -> str:
    """The heading of the list."""
    return f"{subject}: {number} conditions to read about"


def with_other_names(name: str, others: Iterable[str]) -> str:
    """A condition in a list."""
    return f"{name} ({listed(others)})"


# what was typed

NO_RESULT = (
    "This is a search for words, not a result. To be asked about what is wrong, type: triage"
)
TYPE_THE_LINE = "To read one, type the line below its name."
ALONE_LISTS_ALL = "`triage learn` alone lists all conditions"


def leads_to(typed: str, number: int) -> str:
    """How many pages what was typed may mean."""
    return f"`{typed}` leads to {counted(number, 'page', 'pages')}"


def may_also_mean(typed: str) -> str:
    """The heading of other conditions."""
    return f"`{typed}` may also mean"


def read_as(typed: str, name: str) -> str:
    """How a slip was read."""
    return f"`{typed}` is read as: {name}."


def not_found(typed: str) -> str:
    """Nothing is called so."""
    return f"no condition is called `{typed}`"


def nearest(names: Iterable[str]) -> str:
    """What to look up instead."""
    return f"the nearest are {commas(names)}; {ALONE_LISTS_ALL}"


def near_name(name: str, id: str) -> str:
    """A condition, and what to type for it."""
    return f"{name} (`{id}`)"


# what counts little in a search

SMALL_WORDS = frozenset(
    """
    a an the and or of in on at to for from by with without my your his her their our its
    i me you he she it they we is are was be been am do does did have has had when while
    that this these those what which who how as if but
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
ENDINGS = ("ing", "ies", "ed", "es", "s", "y", "e")
