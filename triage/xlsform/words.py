"""What the workbook says beside the texts of the rule book."""

from __future__ import annotations

from triage.rulebook.model import Rulebook
from triage.words.english import either

BEFORE = "Before you begin"
RESULT = "How soon to be seen"
REASONS = "What this rests on:"
ALONE = "This answer cannot be ticked together with others."
NUMBER_OR_NOT_SURE = "Leave the number empty, or do not tick this."
NEEDED = "This is needed. If you do not know, say that you are not sure."
LISTED_NAMES = "Begin to type a name, and tick each medicine in the list."
WHICH_OTHER = "Which other medicines? Type the names as they stand on the pack."


def out_of_range(lowest: int, highest: int) -> str:
    """A number that nobody has."""
    return f"Type a whole number from {lowest} to {highest}."


def about(book: Rulebook) -> dict[str, str]:
    """The sheet for whoever deploys the form: first what it is, then what it cannot do."""
    regions = either(f"{region.name}" for region in book.regions.values())
    return {
        "what this is": (
            "A questionnaire about symptoms as an XLSForm. It is not a diagnosis and no medical "
            "device: whoever answers should see a doctor."
        ),
        "rule book": f"version {book.version}, digest {book.digest}",
        "numbers to call": f"those of {regions}",
        "licence": "questions, rules and texts CC BY 4.0; written by triage, Apache 2.0",
        "names": (
            "A question has the id of the rule book, an answer the id of the question, a dot and "
            "its own id. Where some lines of a question are asked only of some people, they are a "
            "question of their own, whose name ends with _2, _3 and so on."
        ),
        "urgency": (
            "The row `urgency` is emergency, same-day, two-weeks or routine, and empty as long as "
            "nothing is answered. The rows `codes__1` and on only serve to work it out."
        ),
        "not carried over: suggestions": (
            "Conditions are suggested by the program only. The form says how soon to be seen."
        ),
        "not carried over: names of medicines that are typed": (
            "A medicine that is not in the list counts as one of every class, so the urgency may "
            "come out too high, never too low."
        ),
        "not carried over: the end at an emergency": (
            "The program stops at once. The form shows what to do after each question about "
            "danger and after each section, but goes on. Teach whoever asks to stop there."
        ),
        "not carried over: questions that cannot change anything any more": (
            "The program leaves them out. The form asks them."
        ),
        "not carried over: lines left out at a second look": (
            "A list that asks again about earlier lines shows all of them, also those that were "
            "ticked before."
        ),
        "not carried over: exact lengths of time": (
            "The program reads `nine weeks`. The form offers ranges, and several may be ticked."
        ),
        "not carried over: other words for somebody else": (
            "The program speaks of `your child` or of somebody else. The form always says `you`."
        ),
        "not carried over: the page for the doctor": (
            "No summary is made. The row `reasons` says why the urgency is what it is."
        ),
    }
