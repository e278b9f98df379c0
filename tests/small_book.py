"""A small rule book about hiccups, made up for tests, and a way to write it with one slip.

It uses every part of the rule language once or twice. It says nothing about real hiccups.
"""

from __future__ import annotations

from pathlib import Path

RULEBOOK = """\
version: 0.0.1
title: Hiccups
sections:
  - {id: hiccups, title: The hiccups}
other-person-when: {answering-for: someone-else}
"""

SOURCES = """\
sources:
  H1:
    title: Hiccups in plain words
    by: A made-up clinic
    year: 2020
    used-for: everything here
    read: full
"""

SCORING = """\
core: 4
points: {strong: 3, moderate: 2, weak: 1}
fits-well: 8
fits-partly: 5
shown-at-most: 5
rare-needs-supports: 2
"""

ADVISORY = """\
advisory: See your doctor.
not-reviewed: Nobody has reviewed these rules.
no-candidates: Nothing here fits.
urgency:
  routine: {title: Routine, what-to-do: [Book an appointment.]}
  two-weeks: {title: Two weeks, what-to-do: [Call this week.]}
  same-day: {title: Today, what-to-do: [Call today.]}
  emergency: {title: Emergency, what-to-do: [Call now.]}
watch-for: [Anything new.]
under-age: {question: age, under: 16, text: Ask an adult.}
local-number: "Call {numbers}."
check-number: Please check the number.
not-looked-at: [Everything else.]
bring: [This result.]
opening: [This is about hiccups.]
"""

QUESTIONS = """\
questions:
  answering-for:
    kind: pick-one
    short: who the answers are about
    ask: Who has the hiccups?
    why: So that the questions fit.
    answers:
      myself: {text: Me, yes: you have the hiccups}
      someone-else: {text: Someone else, yes: you answer for someone else}
  chest-pain:
    kind: yes-no
    short: pain in the chest
    ask: Does your chest hurt?
    why: Pain in the chest needs help first.
    yes: your chest hurts
    no: your chest does not hurt
  age:
    kind: number
    short: your age
    ask: How old are you?
    why: Some causes depend on age.
    cut-points: [18, 60]
    lowest: 0
    highest: 120
    clause: you are {number} years old
  lasted:
    kind: pick-one
    short: how long they last
    ask: How long have they lasted?
    why: Long ones have other causes.
    ask-when: {chest-pain: [no, unsure]}
    answers:
      minutes: {text: Minutes, yes: they last minutes}
      days: {text: Days, yes: they last days}
  after:
    kind: tick-all
    short: what came before
    ask: What came just before?
    why: Some things set them off.
    answers:
      big-meal: {text: A big meal, yes: you ate a lot, no: you did not eat a lot}
      fizzy-drink: {text: A fizzy drink, yes: you drank fizz, no: you did not drink fizz}
  medicines:
    kind: medicines
    short: your medicines
    ask: Which medicines do you take?
    why: Some bring hiccups.
"""

SPAN = """\
  since:
    kind: span
    short: how long you have had hiccups
    ask: How long have you had hiccups?
    why: Old ones have other causes.
    bands:
      new: {text: Less than a week, from: 0, to: 6, yes: you have had hiccups for days}
      old: {text: A week or more, from: 7, yes: you have had hiccups for weeks}
"""
SPAN_FLAG = """\
  HF02:
    title: Hiccups that do not stop
    when: {since: old}
    urgency: two-weeks
    if-unsure: routine
    because: They may have a cause.
    sources: [H1]
"""

FINDINGS = """\
findings:
  full-stomach:
    name: a full stomach
    when:
      any:
        - after.big-meal: yes
        - after.fizzy-drink: yes
    sources: [H1]
"""

RED_FLAGS = """\
red-flags:
  HF01:
    title: Pain in the chest
    when: {chest-pain: yes}
    urgency: emergency
    if-unsure: same-day
    because: The heart may be in trouble.
    sources: [H1]
"""

MEDICINES = """\
classes:
  steroid:
    name: steroids
    known-as: a medicine against swelling
    effects: hiccups
    latency: within days
    sources: [H1]
  strong-steroid:
    name: strong steroids
    part-of: steroid
    known-as: a medicine against much swelling
    effects: hiccups
    latency: within days
    sources: [H1]
medicines:
  calmone:
    classes: [strong-steroid]
    brands: [Calmex]
  soothine:
    classes: [steroid]
    also: [soothin]
"""

SHORT_HICCUPS = """\
name: short hiccups
frequency: very-common
what-it-is: Hiccups that pass.
who-it-affects: Everyone.
how-it-starts: Suddenly.
inheritance: None is known.
doctor-may-check: [Nothing.]
doctor-may-discuss: [Waiting.]
urgency: routine
core:
  when: {lasted: minutes}
  because: they pass by themselves
  sources: [H1]
supports:
  short-after-meal:
    when: {finding: full-stomach}
    strength: strong
    because: a full stomach sets them off
    sources: [H1]
sources: [H1]
"""

LONG_HICCUPS = """\
name: long hiccups
frequency: rare
what-it-is: Hiccups that stay.
who-it-affects: Mostly adults.
how-it-starts: Slowly.
inheritance: None is known.
doctor-may-check: [The chest.]
doctor-may-discuss: [A medicine.]
urgency: two-weeks
core:
  when: {lasted: [days, unsure]}
  because: they do not pass
  sources: [H1]
supports:
  long-on-steroid:
    when: {medicine.steroid: yes}
    strength: moderate
    because: steroids can bring hiccups
    risk: yes
    sources: [H1]
  long-in-adults:
    when:
      at-least:
        count: 2
        of:
          - age: at least 18
          - lasted: days
          - after.big-meal: no
    strength: weak
    because: they stay mostly in adults
    sources: [H1]
blocked-by:
  long-with-pain:
    when: {chest-pain: yes}
    because: the pain comes first
    instead: the chest
    sources: [H1]
sources: [H1]
"""

SECTION = "questions/hiccups.yaml"
SHORT = "conditions/short-hiccups.yaml"
LONG = "conditions/long-hiccups.yaml"

FILES: dict[str, str] = {
    "rulebook.yaml": RULEBOOK,
    "sources.yaml": SOURCES,
    "scoring.yaml": SCORING,
    "advisory.yaml": ADVISORY,
    SECTION: QUESTIONS,
    "findings.yaml": FINDINGS,
    "red-flags.yaml": RED_FLAGS,
    "medicines.yaml": MEDICINES,
    SHORT: SHORT_HICCUPS,
    LONG: LONG_HICCUPS,
}

WITH_SPAN = {**FILES, SECTION: QUESTIONS + SPAN, "red-flags.yaml": RED_FLAGS + SPAN_FLAG}
"""The same with a question about a length of time, and a danger sign that rests on it."""

OWN_WORDS = """\
  own-words:
    kind: free-text
    always: yes
    short: what else the doctor should know
    ask: What else?
    why: Lists leave things out.
"""
EVERY_KIND = {**WITH_SPAN, SECTION: QUESTIONS + SPAN + OWN_WORDS}
"""The same with a line of the person's own words at the end: a question of each kind."""

FIRM = "firm: {since: old}\nfirm-missing: your hiccups are too new to be sure\n"
WITH_FIRM = {
    **FILES,
    SECTION: QUESTIONS + SPAN,
    "scoring.yaml": SCORING.replace("fits-well: 8", "fits-well: 7"),
    SHORT: SHORT_HICCUPS.replace("supports:\n", f"{FIRM}supports:\n"),
}
"""The same with a question that only a firm part reads."""


def with_slip(file: str, right: str, wrong: str) -> dict[str, str]:
    """The small book with one place of one file replaced; `right` must stand there once."""
    text = FILES[file]
    assert text.count(right) == 1, f"{right!r} stands {text.count(right)} times in {file}"
    return {**FILES, file: text.replace(right, wrong)}


def write_book(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write a rule book, the small one where none is given, and return its folder."""
    for name, text in (FILES if files is None else files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder


def write_slip(folder: Path, file: str, right: str, wrong: str) -> Path:
    """Write the small book with one place of one file replaced, and return its folder."""
    return write_book(folder, with_slip(file, right, wrong))
