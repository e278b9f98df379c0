"""What the form says beside the texts of the rule book."""

from __future__ import annotations

from collections.abc import Sequence

from triage.rulebook.model import Rulebook
from triage.words.english import either

PUBLISHER = "The triage maintainers"
COPYRIGHT = (
    "The questions, rules and texts are licensed under CC BY 4.0, the program under Apache 2.0."
)
URGENCY = "How soon to be seen, by the answers so far"
ADVICE = "What to do, by the answers so far"
REASONS = "What this rests on"
EMERGENCY_STYLE = "font-weight: bold; color: #8a1220;"
NOT_ALL = "Not all questions with a star are answered yet. So this cannot say how soon to be seen."
MAY_BE_MORE = "Not all questions with a star are answered yet. So it may be more urgent than this."
WHICH_UNSURE = "Which of these are you not sure about?"
ALL_OTHERS = "All that I did not tick"
SEVERAL_LENGTHS = "Tick several if some parts began later than others."
LISTED_NAMES = "Begin to type a name and choose it from the list; add a line for each medicine."
OTHER_MEDICINE = "Another medicine, not in this list"
WHICH_OTHER = "Which other medicines? Type each name as it stands on the pack."
TYPED_NAMES = "These names are not read here, so how soon to be seen may come out too early."


def description(book: Rulebook) -> str:
    """What an integrator must know of the resource."""
    regions = either(f"{region.name}" for region in book.regions.values())
    return (
        f"{book.title}: a questionnaire. It is not a diagnosis: see your doctor. "
        f"Numbers to call are those of {regions}. The urgency in the form is that of the rule "
        "book for the same answers, but a medicine that is not in the list counts as one of every "
        "class, so that the urgency may come out too high, never too low. Of the lines of a "
        "second look all are shown, also those that were ticked before. Conditions are suggested "
        f"by the program only. Rule book {book.version}, digest {book.digest}."
    )


def medicine_also(names: Sequence[str]) -> str:
    """A medicine, with the other names that it goes under."""
    name, *others = names
    return f"{name} ({', '.join(others)})" if others else name


def medicine_for(purpose: str, names: Sequence[str]) -> str:
    """A medicine of which only the purpose is known, with other words for it."""
    return f"A medicine for {purpose} ({', '.join(names)})"


def not_sure_about(short: str) -> str:
    """The label beside a number."""
    return f"Not sure about {short}?"


def and_also(ask: str) -> str:
    """A question of which some lines stand in an item of their own."""
    return f"{ask} (more)"


# what is said of a response

NO_JSON = "this is no JSON"
KEEP_ONE = "keep one of them, so that no answer is lost"
NO_RESOURCE = "this is no FHIR resource"
WRITE_A_RESPONSE = "give a QuestionnaireResponse to the form of `triage fhir questionnaire`"
NO_QUESTIONNAIRE = "the response does not say which questionnaire it answers"
TOO_LARGE = "the response has more items, or deeper ones, than the form"
NO_LINK = "an item of the response has no `linkId`"
EACH_HAS_A_LINK = "each item names the question that it answers"
LISTS = "write it as a list"
LINKS_OF_THE_FORM = "see the items of `triage fhir questionnaire`"
ANSWERS_OF_THE_FORM = "see the answers of this item in `triage fhir questionnaire`"
ONE_ANSWER = "give one of them"
NOT_ASKED_HELP = "mend what it depends on, or leave it out"


def twice(key: str) -> str:
    """A key stands twice in one part of a response."""
    return f"`{key}` stands here a second time"


def not_a_response(kind: str) -> str:
    """Another resource."""
    return f"this is a `{kind}`, not a `QuestionnaireResponse`"


def refused_status(status: str) -> str:
    """A response that is not meant."""
    return f"the response is marked as `{status}`"


def another_questionnaire(url: str) -> str:
    """A response to something else."""
    return f"the response answers another questionnaire, `{url}`"


def questionnaire_wanted(url: str) -> str:
    """The address that is read."""
    return f"only responses to `{url}` can be read"


def another_version(theirs: str, ours: str) -> str:
    """A response to an earlier form, or a later one."""
    return f"the response answers version `{theirs}`, and was read for `{ours}`"


def at_most_items(most: int) -> str:
    """How much is read."""
    return f"at most {most} items are read"


def not_a_list(key: str) -> str:
    """A part that should be several."""
    return f"`{key}` of the response is not a list"


def unknown_link(link: str) -> str:
    """An item of another form."""
    return f"unknown item `{link}`"


def unreadable_answer(link: str, value: str) -> str:
    """An answer that the form does not have."""
    return f"unknown answer `{value}` for `{link}`" if value else f"`{link}` has no answer"


def several_answers(id: str, said: str) -> str:
    """Two answers where one is taken."""
    return f"`{id}` takes one answer, here are {said}"


def sign_kept(id: str, word: str) -> str:
    """A contradiction."""
    return f"`{id}` says `{word}` together with other answers, which are kept"


def line_ticked(line: str, id: str) -> str:
    """Details of a line that was left."""
    return f"`{line}` counts as said, since `{id}` tells of it"


def left_out(id: str) -> str:
    """Nothing is lost."""
    return f"`{id}` is left out, since it is not asked with these answers"


def not_asked(id: str) -> str:
    """A sign that nothing leads to."""
    return f"`{id}` is not asked with these answers"


# the page for a clinic

NOTHING_SENT = (
    "Nothing that you fill in is sent anywhere. It stays in this window until you save it as a "
    "file or print it. Take the file or the paper to your doctor."
)
SAVE = "Save my answers as a file"
OPEN = "Open saved answers:"
PRINT = "Print"
SAVED = "Your answers are in the file movement-triage-response.json. Take it to your doctor."
NOT_READ = "This file holds no answers to this form."
NO_SCRIPT = "This form needs JavaScript. Without it, please call your doctor."
GET_LFORMS = (
    "get it with `npm pack lforms`, unpack it, and name the folder with `--lforms`; "
    "version 40 is known to work"
)
LICENCES = """# Licences

- `lforms/`: LHC-Forms of the U.S. National Library of Medicine, unchanged files of its npm
  package. Its licence is `lforms/LICENSE.md`.
- `form.js`: the questions, rules and texts of the rule book. Their licence is `rules.txt`.
- All other files were written by `triage`, under the Apache License 2.0.
"""


def no_lforms(folder: str) -> str:
    """Another folder."""
    return f"`{folder}` does not hold LHC-Forms"


def lforms_unreadable(folder: str, reason: str) -> str:
    """A file of it is missing."""
    return f"LHC-Forms in `{folder}` cannot be read: {reason}"


def about(book: Rulebook) -> str:
    """The foot of the page."""
    return (
        f"Made with triage; rule book {book.version}, digest {book.digest[:16]}. "
        f"{book.advisory.not_reviewed}"
    )
