"""The small rule book about hiccups with a danger screen, a body map and what they open."""

from __future__ import annotations

from tests.small_book import FILES, LONG, SECTION, SHORT

QUESTIONS = """\
questions:
  answering-for:
    kind: pick-one
    short: who the answers are about
    ask: Who has the hiccups?
    why: So that the questions fit.
    always: yes
    answers:
      myself: {text: Me, yes: you have the hiccups}
      someone-else: {text: Someone else, yes: you answer for someone else}
  age:
    kind: number
    short: your age
    ask: How old are you?
    why: Some causes depend on age.
    cut-points: [18, 60]
    clause: you are {number} years old
  sex:
    kind: pick-one
    short: your sex
    ask: Which sex was noted at birth?
    why: Some questions depend on it.
    always: yes
    answers:
      female: {text: Female, yes: you are female}
      male: {text: Male, yes: you are male}
  now:
    kind: tick-all
    gate: yes
    within: 7
    short: danger signs now
    ask: Is there any of these now?
    why: They need help first.
    answers:
      chest:
        text: Chest pain, or fainting
        yes: your chest hurts or you fainted
        no: your chest does not hurt and you did not faint
        direct: [HF01]
      heat:
        text: Fever, or a very stiff body
        yes: you are hot or stiff
        no: you are neither hot nor stiff
        opens: [heat-signs]
        names: {heat-signs.fever: [fever], heat-signs.stiff: [stiff body]}
        not-named: {heat-signs.light: it counts with a fever only}
      pregnant:
        text: Pregnant
        yes: you may be pregnant
        no: you are not pregnant
        show-when: {all: [{age: [18 to 59, unsure]}, {sex: [female, unsure]}]}
        opens: [pregnancy]
        names: {pregnancy: [pregnant]}
  heat-signs:
    kind: tick-all
    within: 7
    short: fever and stiffness
    ask: Which of these are there?
    why: Together they need help.
    answers:
      fever: {text: Fever, yes: you have a fever, no: you have no fever}
      stiff: {text: A stiff body, yes: your body is stiff, no: your body is not stiff}
      light: {text: Light hurts, yes: light hurts you, no: light does not hurt you}
  pregnancy:
    kind: yes-no
    short: pregnancy
    ask: Are you pregnant?
    why: It changes what is safe.
    within: 7
    yes: you are pregnant
    no: you are not pregnant
  parts:
    kind: tick-all
    keep: yes
    short: what moves
    ask: What moves?
    why: It tells the causes apart.
    answers:
      chest: {text: The chest, yes: your chest moves, no: your chest does not move}
      throat: {text: The throat, yes: your throat moves, no: your throat does not move}
      nothing: {text: Nothing, exclusive: yes, yes: nothing moves, no: something moves}
  does:
    kind: tick-all
    for-each: parts
    short: what it does
    ask: What does it do?
    why: It tells the causes apart.
    each:
      chest:
        short: what the chest does
        ask: What does the chest do?
        answers:
          jerks: {text: Jerks, yes: your chest jerks, no: your chest does not jerk}
          shakes: {text: Shakes, yes: your chest shakes, no: your chest does not shake}
      throat:
        short: what the throat does
        ask: What does the throat do?
        answers:
          jerks: {text: Jerks, yes: your throat jerks, no: your throat does not jerk}
          tires:
            text: Tires
            yes: your throat tires
            no: your throat does not tire
            summary-only: yes
  lasted:
    kind: pick-one
    short: how long they last
    ask: How long have they lasted?
    why: Long ones have other causes.
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
      shock: {text: A shock, yes: you had a shock, no: you had no shock}
  medicines:
    kind: medicines
    short: your medicines
    ask: Which medicines do you take?
    why: Some bring hiccups.
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
  jerks:
    name: something jerks
    when: {does-*.jerks: yes}
    sources: [H1]
"""

RED_FLAGS = """\
red-flags:
  HF01:
    title: Pain in the chest
    when: {now.chest: yes}
    urgency: emergency
    if-unsure: same-day
    because: The heart may be in trouble.
    sources: [H1]
  HF02:
    title: Fever with a stiff body
    when: {all: [{heat-signs.fever: yes}, {any: [{heat-signs.stiff: yes}, {heat-signs.light: yes}]}]}
    urgency: emergency
    if-unsure: same-day
    because: It can be an infection.
    sources: [H1]
  HF03:
    title: Hiccups in pregnancy
    when: {pregnancy: yes}
    urgency: two-weeks
    if-unsure: two-weeks
    because: A midwife should know.
    sources: [H1]
"""

LINES_BOOK = {
    **FILES,
    "rulebook.yaml": FILES["rulebook.yaml"] + "danger-gates: [age, sex]\n",
    SECTION: QUESTIONS,
    "findings.yaml": FINDINGS,
    "red-flags.yaml": RED_FLAGS,
    SHORT: FILES[SHORT]
    .replace("when: {lasted: minutes}", "when: {all: [{lasted: minutes}, {finding: jerks}]}")
    .replace(
        "sources: [H1]\nsources: [H1]",
        """\
sources: [H1]
against:
  short-after-shock:
    when: {after.shock: yes}
    strength: weak
    because: a shock has other causes
    sources: [H1]
sources: [H1]""",
    ),
    LONG: FILES[LONG].replace("{chest-pain: yes}", "{now.chest: yes}"),
}
"""Every part of the language of danger screens and body maps, once or twice."""


def with_slip_in_lines(file: str, right: str, wrong: str) -> dict[str, str]:
    """This book with one place of one file replaced; `right` must stand there once."""
    text = LINES_BOOK[file]
    assert text.count(right) == 1, f"{right!r} stands {text.count(right)} times in {file}"
    return {**LINES_BOOK, file: text.replace(right, wrong)}
