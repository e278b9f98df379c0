"""Checks of words: can a patient read it, does it play down, does it fit the urgency?

They look for plain signs only. What they miss is for a reader; what they find is worth a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.checks.context import Context, Found
from triage.errors import shortened
from triage.rulebook import check_ids
from triage.rulebook.stated import At
from triage.rulebook.urgency import Urgency, is_emergency, is_urgent

LONGEST_SENTENCE = 25
"""Words. More are hard to hold in mind, above all for somebody who is afraid."""
HIGHEST_GRADE = 10.0
"""Years of school (Flesch and Kincaid); the estimate of syllables is rough, so it is generous."""
SCORED_FROM = 12
"""Words. The grade of a shorter text says nothing."""

SENTENCE_END = re.compile(r"(?<=[.?!:;])\s+")
NEGATION = re.compile(r"\b(?:not|never|no|nobody|nothing|without|cannot|\w+n't)\b", re.IGNORECASE)
FALSE_COMFORT = re.compile(
    r"\b(?:nothing (?:to worry about|serious)|no (?:need|reason) to (?:worry|see|call|be seen)"
    r"|(?:do not|don't|please don't) worry|you are (?:fine|healthy)"
    r"|need not see (?:a|your) doctor|completely (?:safe|harmless))\b",
    re.IGNORECASE,
)
BLAME = re.compile(
    r"\b(?:your (?:own )?fault|you should have|you failed to|you refuse|you neglected"
    r"|because you did not|attention.seeking|all in your head)\b",
    re.IGNORECASE,
)
MEDICAL = re.compile(
    r"\b\w{2,}(?:itis|osis|aemia|emia|opathy|plegia|paresis|kinesia|ectomy|algia|clonus|oedema)\b",
    re.IGNORECASE,
)
EVERYDAY = {"diagnosis", "diagnoses", "osmosis", "metamorphosis"}
AMBULANCE = re.compile(
    r"\b(?:ambulance|emergency (?:number|department|room)|999|911|112|A&E)\b", re.IGNORECASE
)
NO_HURRY = re.compile(
    r"\b(?:no hurry|not urgent|can wait|next (?:usual|normal|ordinary) (?:visit|appointment)"
    r"|ordinary appointment|normal visit|routine appointment|within (?:two|2|four|4) weeks)\b",
    re.IGNORECASE,
)
CONDITIONAL = re.compile(r"\b(?:if|when|unless|should|until|in case)\b", re.IGNORECASE)
ASKED = ("ask", "why", "hint")
TOLD = (
    "because",
    "what-it-is",
    "who-it-affects",
    "how-it-starts",
    "must-say",
    "do-now",
    "instead",
    "firm-missing",
)
"""Keys of texts that a patient reads."""


def wording(context: Context) -> Iterator[Found]:
    """E21: words that are hard, blame or play down."""
    for at, text in context.texts.items():
        keys = [step for step in at if isinstance(step, str)]
        key = keys[-1]
        if key == "note" or keys[0] in ("sources.yaml", "reviews.yaml") or "ignore" in keys:
            continue
        comfort = FALSE_COMFORT.search(text)
        if comfort:
            what = f"`{comfort.group()}` plays down what nobody has examined"
            advice = "say what to do, and leave the comfort to the doctor"
            yield Found(check=check_ids.WORDING, at=at, message=what, help=advice, level="error")
        blame = BLAME.search(text)
        if blame:
            what = f"`{blame.group()}` sounds like blame"
            yield Found(
                check=check_ids.WORDING,
                at=at,
                message=what,
                help="say what was found, not who failed",
            )
        if key in (*ASKED, *TOLD):
            yield from _hard(context, at, text, key)


def _hard(context: Context, at: At, text: str, key: str) -> Iterator[Found]:
    for sentence in SENTENCE_END.split(text):
        words = len(sentence.split())
        if words > LONGEST_SENTENCE:
            what = f"the sentence `{shortened(sentence)}` has {words} words"
            advice = f"make two of it, {LONGEST_SENTENCE} words are enough"
            yield Found(check=check_ids.WORDING, at=at, message=what, help=advice)
    score = grade(text)
    if len(text.split()) >= SCORED_FROM and score > HIGHEST_GRADE:
        what = f"`{shortened(text)}` needs about {score:.0f} years of school"
        yield Found(
            check=check_ids.WORDING, at=at, message=what, help="use shorter words and sentences"
        )
    for word in MEDICAL.findall(text):
        known = {*context.book.glossary, *EVERYDAY}
        if word.lower() not in known and word.lower().rstrip("s") not in known:
            what = f"`{shortened(word)}` is a medical word without an explanation"
            yield Found(
                check=check_ids.WORDING,
                at=at,
                message=what,
                help="say it plainly, or add it to terms",
            )
            break
    if key == "ask":
        if text.count("?") > 1:
            what = f"`{shortened(text)}` asks two things at once"
            yield Found(
                check=check_ids.WORDING, at=at, message=what, help="make two questions of it"
            )
        if any(len(NEGATION.findall(part)) > 1 for part in SENTENCE_END.split(text)):
            what = f"`{shortened(text)}` says *not* twice"
            yield Found(
                check=check_ids.WORDING, at=at, message=what, help="ask it the other way round"
            )


def grade(text: str) -> float:
    """Years of school that a text needs, by the formula of Flesch and Kincaid."""
    words = re.findall(r"[a-z']+", text.lower())
    sentences = max(1, len([part for part in SENTENCE_END.split(text) if part]))
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    silent = 1 if re.search(r"[^aeiouyl]e(?:s|d)?$", word) else 0
    return max(1, len(re.findall(r"[aeiouy]+", word)) - silent)


def mixed_message(context: Context) -> Iterator[Found]:
    """E26: what is said is more or less urgent than the level beside it."""
    book = context.book
    for id, flag in book.red_flags.items():
        at = ("red-flags.yaml", "red-flags", id)
        yield from _mixed(flag.urgency, (*at, "because"), (flag.because,), single=True)
        yield from _mixed(flag.urgency, (*at, "do-now"), flag.do_now)
    for id, condition in book.conditions.items():
        yield from _mixed(
            condition.urgency, (f"conditions/{id}.yaml", "must-say"), condition.must_say
        )
    for level, said in book.advisory.urgency.items():
        at = ("advisory.yaml", "urgency", level)
        yield from _mixed(level, (*at, "title"), (said.title,), single=True)
        yield from _mixed(level, (*at, "what-to-do"), said.what_to_do)


def _mixed(
    level: Urgency, at: At, texts: tuple[str, ...], *, single: bool = False
) -> Iterator[Found]:
    high = is_emergency(level)
    low = not is_urgent(level)
    for number, text in enumerate(texts):
        for sentence in SENTENCE_END.split(text):
            slip = (
                AMBULANCE.search(sentence) if low else NO_HURRY.search(sentence) if high else None
            )
            if slip is None or CONDITIONAL.search(sentence):
                continue
            where = at if single else (*at, number)
            what = f"`{shortened(slip.group())}` does not fit the urgency `{level}`"
            advice = "change the urgency, or what is said"
            yield Found(check=check_ids.MIXED_MESSAGE, at=where, message=what, help=advice)
