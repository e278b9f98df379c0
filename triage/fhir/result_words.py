"""What a result says as FHIR resources, beside the words of every result."""

from __future__ import annotations

SUBJECT = "the person whom the answers are about; no identity is known here"
HOW_SOON = "How soon to be seen, by the answers"
CONDITIONS = "Conditions whose features the answers fit in part, to ask a doctor about"
METHOD = "Rules over answers. No probability is worked out, and nobody was examined."
FIT_NOT_LIKELY = "This says how well the answers fit, not how likely it is."
NO_NAMES_NOW = "No condition is named here in an emergency."
MADE = "Worked out from the answers by a program; no clinician took part."
SOFTWARE = "software"
NOT_CERTAIN = "It was not read for certain. Please ask, or look it up."
AS_NAMED = "As the person named it. Whether it is still taken is not known here."
ANSWERS = "What was answered"
TOLD = "What the person is told to do:"
SIGNS_REACHED = "Danger signs that the answers reach:"


def program(version: str) -> str:
    """The program, as one that did something."""
    return f"triage {version}"


def rule_book(version: str) -> str:
    """The rule book, as something that a result rests on."""
    return f"rule book {version}"


def asked(question: str, answer: str) -> str:
    """A question and its answer."""
    return f"{question} {answer}"


def title_and(title: str, reason: str) -> str:
    """How soon, and a danger sign that decides it, in one line."""
    return f"{title}. Danger sign: {reason}"
