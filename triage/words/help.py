"""`triage help`: topics that are longer than the help of an option."""

from __future__ import annotations

from collections.abc import Iterable

from triage.words import urgency
from triage.words.english import commas

TOPICS: dict[str, tuple[str, ...]] = {
    "accessibility": (
        "The questionnaire only ever adds lines. It never moves the cursor, never draws boxes and "
        "never waits with a spinner, so a screen reader reads it from top to bottom.",
        "Every choice has a number and a word. You can type either of them, or the beginning of "
        "the word. 0 is none, u is not sure, and 5? is not sure of line 5. What was understood is "
        "told in a few words.",
        "Nothing is said by colour or by a sign alone. Urgency is said in words: "
        f"{commas(level.at_the_top for level in urgency.LEVELS.values())}.",
        "Plain text without any styling is used with --plain, when ACCESSIBLE or NO_COLOR is set, "
        "when TERM is dumb, and when the text does not go to a terminal. The words are the same.",
        "Lines are wrapped to the width of the terminal, from 40 to 80 columns. Nothing is cut "
        "off.",
        "Type r to hear a question again, ? for why we ask, s to save and go on another day. "
        "There is no time limit.",
        "With --summary FILE the result is also written to a file that you can read, print or "
        "enlarge: .txt, .md, .json or .html.",
    ),
    "answers": (
        "An answer file maps questions to answers, one on each line, for example age: 52. "
        "The folder questions of the rule book lists all of them.",
        "A list ticks what fits and leaves the rest at no: question: [answer, answer]. The word "
        "none ticks nothing. The word unsure can be the answer to every question.",
        "What is left out counts as not asked. It satisfies no rule.",
        "Give the file to triage assess FILE for the result, or to triage ask --answers FILE to "
        "be asked what is missing.",
    ),
    "completion": (
        "triage completion bash prints a script that completes commands and options. Save it to "
        "a file, and load the file when your shell starts.",
        "For bash: triage completion bash > ~/.triage-completion.sh, and add this line to "
        "~/.bashrc: . ~/.triage-completion.sh",
        "For zsh: triage completion zsh > ~/.triage-completion.zsh, and add this line to "
        "~/.zshrc: . ~/.triage-completion.zsh",
        "For fish: triage completion fish > ~/.config/fish/completions/triage.fish",
    ),
}


def unknown(topic: str) -> str:
    """There is no such topic."""
    return f"unknown topic `{topic}`"


def topics(names: Iterable[str]) -> str:
    """The topics that there are."""
    return f"topics: {commas(names)}"
