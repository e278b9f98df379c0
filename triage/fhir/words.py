"""What the form says beside the texts of the rule book."""

from __future__ import annotations

from triage.rulebook.model import Rulebook
from triage.words.english import either

PUBLISHER = "The triage maintainers"
COPYRIGHT = (
    "The questions, rules and texts are licensed under CC BY 4.0, the program under Apache 2.0."
)
URGENCY = "How soon to be seen, by the answers so far"
REASONS = "What this rests on"
WHICH_UNSURE = "Which of these are you not sure about?"
ALL_OTHERS = "All that I did not tick"
SEVERAL_LENGTHS = "Tick several if some parts began later than others."
TYPED_NAMES = (
    "Choose each name from the list where you can. A name that is not in the list is not read "
    "here, and how soon to be seen may come out too early."
)


def description(book: Rulebook) -> str:
    """What an integrator must know of the resource."""
    regions = either(f"{region.name}" for region in book.regions.values())
    return (
        "A questionnaire about involuntary movements. It is not a diagnosis: see your doctor. "
        f"Numbers to call are those of {regions}. The urgency in the form is that of the rule "
        "book for the same answers, but a typed name of a medicine counts as a medicine of every "
        "class, so that the urgency may come out too high, never too low. Of the lines of a "
        "second look all are shown, also those that were ticked before. Conditions are suggested "
        f"by the program only. Rule book {book.version}, digest {book.digest}."
    )


def not_sure_about(short: str) -> str:
    """The label beside a number."""
    return f"Not sure about {short}?"


def and_also(ask: str) -> str:
    """A question of which some lines stand in an item of their own."""
    return f"{ask} (more)"
