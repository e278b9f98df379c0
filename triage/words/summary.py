"""The summary for the doctor. The person reads it first, so it is in their words too."""

from __future__ import annotations

from collections.abc import Iterable

from triage.words.english import capital, commas, listed
from triage.words.result import reason as reason_of_result

TITLE = "Summary for the doctor"

# headings

DANGER_SIGNS = "Danger signs"
PRESENT = "Present"
LEFT_UNTICKED = "Left unticked in a list"
ASKED_AND_NO = "Asked, and no"
OTHERS_NO = "No, or nothing ticked"
OWN_WORDS = "In the person's own words"
FOR_IT = "Speaks for it"
AGAINST_IT = "Speaks against it"
NOTHING = "None."
PART = "Part"
SECTION = "Section"
GROUP = "Group"
TIMING = "Timing and use"
REPORTED = "What is reported"
NOT_SURE = "Not sure"
CONDITIONS = "Conditions whose features fit in part"

# tables

ANSWERS = "Answers"
REASON = "Reason"
DANGER_SIGN = "Danger sign"
NAME = "Name"
KIND_OF_MEDICINE = "Kind of medicine"
MEDICINES_NAMED = "Medicines as they were named"
WHAT_DECIDED = "What decided it"
OTHER_SIGNS = "Other reasons"


def title_of_page(subject: str) -> str:
    """The title of the summary as a page."""
    return f"{TITLE}: {subject}"


ANSWERS_TO = "answers to a questionnaire."
"""By the title and by this, a summary that stands somewhere is known again as one."""


def subject_line(subject: str) -> str:
    """What was asked about."""
    return f"{subject}: {ANSWERS_TO}"


def filled_in(when: str) -> str:
    """The day of the answers."""
    return f"Filled in: {when}."


# who

YOU = "you"
"""The word by which the questions name the person whom they are about."""
NO_AGE_NO_SEX = "Age and sex were not answered."


def whom_you_means(word: str) -> str:
    """Whom the word means by which the questions name the person: "you", or "they"."""
    who_answers = "" if word == YOU else " \u201cYou\u201d is whoever answered."
    return (
        f"All answers stand here in the words of the questions. \u201c{capital(word)}\u201d is"
        f" the person whom the answers are about.{who_answers}"
    )


# why

CERTAIN_SIGN = "danger sign"
UNSURE_SIGN = "danger sign, only by \u201cnot sure\u201d"
POSSIBLE_CONDITION = "possible condition"
NOTHING_ASKS_FOR_MORE = "No answer asks for more than this."


def level(title: str) -> str:
    """How soon to be seen, as a sentence."""
    return f"{title}."


def decided(title: str, how: str) -> str:
    """What decided it: a danger sign or a condition."""
    return f"{title} ({how})"


def sign_reached(title: str, how: str, level: str) -> str:
    """A danger sign that did not decide it."""
    return f"{title} ({how}; {level})"


# answers

NOT_SURE_ITEM = "not sure"
NOT_SURE_OF_ANY = "not sure about any of it"
OWN = ("your ", "their ")
"""What a line of the summary does not begin with: whose it is stands above."""


def not_sure_of(text: str) -> str:
    """Something that the person was not sure about, among what was ticked."""
    return f"not sure: {text[:1].lower()}{text[1:]}"


def fact(label: str, said: Iterable[str]) -> str:
    """What one question brought, among others."""
    return f"{label}: {listed(said)}."


def more(number: int) -> str:
    """How many more there are than are told."""
    return f"and {number} more"


# medicines

NONE_NAMED = "None were named."
PERSON_NOT_SURE = "The person was not sure. Please ask, or look them up."
MEDICINES_NOT_ASKED = "This was not asked or not answered."
KIND_OF_NONE = "None that this tool looks at."
KIND_NOT_KNOWN = "Not known. Please look it up."


def kind_not_certain(kinds: Iterable[str]) -> str:
    """A medicine that may be one of several."""
    return f"Not certain. Please look it up. It could be: {listed(kinds)}"


# conditions


ONLY_A_DOCTOR = "The answers fit some features of these. Only a doctor can tell."


def reason(clauses: Iterable[str], because: str) -> str:
    """What was said, and what it has to do with the condition."""
    return capital(reason_of_result(clauses, because))


# versions


def versions(*, tool: str, rule_book: str) -> str:
    """What gave the summary."""
    return f"triage {tool}, rule book {rule_book}."


def digest(digest: str) -> str:
    """The exact rule book."""
    return f"Digest of the rule book: {digest}"


# its file

KIND = "a summary that triage wrote"
"""What may be replaced."""


def no_form(name: str) -> str:
    """The end of a file name asks for no form."""
    return f"a summary cannot be written as `{name}`"


def forms(ends: Iterable[str]) -> str:
    """How the name can end."""
    return f"end the name with {commas(ends)}"
