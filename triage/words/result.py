"""The result, what is said at an emergency, and what is said when somebody stops early."""

from __future__ import annotations

from collections.abc import Iterable

from triage.words.answers import NOT_FIRM
from triage.words.english import capital, listed

# headings

WHY = "Why"
SOONER = "Get help sooner if things change"
SEE_YOUR_DOCTOR = "See your doctor"
WHAT_TO_DO = "What to do"
IF_LIFE_FEELS_TOO_HARD = "If life feels too hard, get help at once, at any hour."
FITS_BEST = "What fits best, to ask the doctor about:"
ABOUT_RULES = "About the rules behind this"
TO_ASK_ABOUT = "What you could ask your doctor about"
ALSO = "What else you could ask your doctor about"
NOT_LOOKED_AT = "What this tool did not look at"
BRING = "Bring to the appointment"


def title_of_page(subject: str) -> str:
    """The title of a page with a result."""
    return f"{subject}: the result"


def so_far(title: str) -> str:
    """The heading of what stands when somebody stops early."""
    return f"Your answers so far: {title}"


# how certain it is

NO_SIGN_ASKED = "No danger sign was asked about. So this cannot say how soon to be seen."
FAILED = (
    "A part of this tool failed. Your danger signs were still checked, in a second way. "
    "Possible causes are left out."
)
"""Said in place of candidates where the engine failed."""


def signs_not_asked(number: int, of: int) -> str:
    """Some danger signs were not asked about."""
    return (
        f"{number} of {of} danger signs were not asked about. So it may be more urgent than this."
    )


# why


def you_said(clauses: Iterable[str]) -> str:
    """The answers behind an emergency."""
    return f"You said: {listed(clauses)}."


def said(clauses: Iterable[str], because: str) -> str:
    """The answers behind a danger sign, and what it means."""
    return f"You said: {listed(clauses)}. {because}"


def possible(name: str, clauses: Iterable[str]) -> str:
    """A condition that decides how soon to be seen."""
    return f"{name} is possible, since {listed(clauses)}."


# conditions to ask about

READ_MORE = "To read more about it, after this:"
FITS_WELL = "fits well"
FITS_PARTLY = "fits partly"
FITS_A_LITTLE = "fits a little"
NEEDS_RULING_OUT = "needs ruling out"
FITS_BECAUSE = "Fits because:"
DOES_NOT_FIT_BECAUSE = "Does not fit because:"
MAY_CHECK = "What a doctor may check:"
HOW_COMMON: dict[str, str] = {
    "very-common": "very common",
    "common": "common",
    "uncommon": "not common",
    "rare": "rare",
    "very-rare": "very rare",
}


def in_short(name: str, fit: str, comfort: str) -> str:
    """A condition, how well it fits, and a word of comfort where there is one."""
    return f"{name}: {fit}. {capital(comfort)}." if comfort else f"{name}: {fit}."


def called(said: str, name: str) -> str:
    """What was said of it, and what doctors call it."""
    return f"{said}: doctors call it {name}."


def sentence(text: str) -> str:
    """A reason as a sentence of its own."""
    return f"{capital(text)}{'' if text.endswith(('.', '!', '?')) else '.'}"


def suggestion(name: str, fit: str) -> str:
    """A condition, and how well it fits."""
    return f"{name} ({fit})"


def fits_some(features_of: str) -> str:
    """What a suggestion says, and what it does not."""
    return f"Your answers fit some features of {features_of}. Only a doctor can tell."


def reason(clauses: Iterable[str], because: str) -> str:
    """What was said, and what it has to do with the condition."""
    return f"{listed(clauses)} ({because})"


def how_common(common: str, *, at_age: bool) -> str:
    """How common a condition is, or how common it is at that age."""
    return f"It is {common}{' at this age' if at_age else ''}."


def not_firm(missing: str, *, partly: bool, name: str = "It") -> str:
    """What it needs to fit well and is missing; where it fits a little, that need not be why."""
    how = "only partly, since" if partly else "a little, and"
    return f"{name} fits {how} {missing}."


def not_all_there(topics: Iterable[str]) -> str:
    """Why it does not fit well, where the rule book has no words for it: what it is about."""
    return f"{NOT_FIRM}: {listed(topics)}"


def not_known(topics: Iterable[str]) -> str:
    """What would still speak for or against it."""
    return f"Not known: {listed(topics)}."


def not_offered(name: str, because: Iterable[str], instead: Iterable[str]) -> str:
    """A condition that fits, but is not offered."""
    return (
        f"{name} is not offered here: {listed(because)}. Look at this instead: {listed(instead)}."
    )


def more_fit(number: int) -> str:
    """How many conditions are not shown."""
    more = "1 more condition fits" if number == 1 else f"{number} more conditions fit"
    return f"{more} less, or cannot be offered alone."


def versions(*, tool: str, rule_book: str, digest: str) -> str:
    """What exactly gave the result."""
    return f"triage {tool}, rule book {rule_book}, digest {digest}"


# what can be typed below the first screen


def keys(names: int) -> str:
    """What can be typed; `names` are the conditions that more can be read about."""
    more = ("", " 1 more on it,", " 1 or 2 more on it,", " 1 to 3 more on it,")[names]
    return f"Type w why,{more} d danger signs, p page for the doctor, Enter end: "


def only_keys(names: int) -> str:
    """What was typed is none of them."""
    numbers = ("", " 1,", " 1, 2,", " 1, 2, 3,")[names]
    return f"Type w,{numbers} d or p, or press Enter to end."


KEEP_PAGE = (
    "To keep this page, type a file name, such as for-my-doctor.html, or press Enter to go on: "
)
