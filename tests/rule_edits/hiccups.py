"""Edits of the hiccups book, each with words that must tell what it does."""

from __future__ import annotations

from typing import NamedTuple

from tests.small_book import FILES, LONG, SECTION, SHORT, with_slip


class Edit(NamedTuple):
    """One edit: text of one file replaced, and what is said of it."""

    name: str
    file: str
    right: str
    wrong: str
    said: tuple[str, ...]
    lowers: bool = False
    renamed: dict[str, str] | None = None
    more: tuple[tuple[str, str, str], ...] = ()
    """Further replacements that belong to it."""

    def files(self) -> dict[str, str]:
        """The whole rule book, edited."""
        found = with_slip(self.file, self.right, self.wrong)
        for file, right, wrong in self.more:
            assert right in found[file], f"{right!r} is not in {file}"
            found[file] = found[file].replace(right, wrong)
        return found


ADDED_FLAG = """\
  HF02:
    title: Days of hiccups
    when: {lasted: days}
    urgency: same-day
    if-unsure: two-weeks
    because: Long ones need a look.
    sources: [H1]
"""
NEW_QUESTION = """\
  spicy-food:
    kind: yes-no
    short: spicy food
    ask: Did you eat spicy food?
    why: It may set them off.
    ask-when: {lasted: minutes}
    yes: you ate spicy food
    no: you did not eat spicy food
  medicines:
    kind: medicines
"""
NEW_SUPPORT = """\
  short-after-spice:
    when: {spicy-food: yes}
    strength: moderate
    because: spice sets them off
    sources: [H1]
  short-after-meal:
"""
_MEDICINES = FILES["medicines.yaml"]
FIRST_CLASS = _MEDICINES[_MEDICINES.index("  steroid:") : _MEDICINES.index("  strong-steroid:")]
OTHER_CLASS = FIRST_CLASS.replace("  steroid:", "  other:").replace(
    "name: steroids", "name: others"
)
_QUESTIONS, _LONG = FILES[SECTION], FILES[LONG]
FIRST_QUESTION = _QUESTIONS[: _QUESTIONS.index("  chest-pain:")]
STEROID_SUPPORT = _LONG[_LONG.index("  long-on-steroid:") : _LONG.index("  long-in-adults:")]
FLAGS = "red-flags.yaml"

EDITS = (
    Edit("flag level down", FLAGS, "urgency: emergency", "urgency: same-day", (
            'HF01 "Pain in the chest" urgency: emergency -> same-day answers: your chest hurts shortest example: pain in the chest: Yes',
            "red flag `HF01`, `urgency` before: emergency after: same-day",
        ), lowers=True),
    Edit("flag if-unsure down", FLAGS, "if-unsure: same-day", "if-unsure: routine", (
            'HF01 "Pain in the chest", by an answer of not sure urgency: same-day -> routine answers: you were not sure about pain in the chest shortest example: pain in the chest: Not sure',
            "red flag `HF01`, `if-unsure` before: same-day after: routine",
        ), lowers=True),
    Edit("flag if-unsure up", FLAGS, "if-unsure: same-day", "if-unsure: emergency", (
            'HF01 "Pain in the chest", by an answer of not sure urgency: same-day -> emergency answers: you were not sure about pain in the chest shortest example: pain in the chest: Not sure',
            "red flag `HF01`, `if-unsure` before: same-day after: emergency",
        )),
    Edit("flag narrowed", FLAGS, "when: {chest-pain: yes}", "when: {all: [chest-pain: yes, age: at least 18]}", (
            'HF01 "Pain in the chest" urgency: emergency -> routine answers: your chest hurts; without: your age is at least 18 shortest example: pain in the chest: Yes',
            'HF01 "Pain in the chest", by an answer of not sure urgency: same-day -> routine answers: you were not sure about pain in the chest; without: your age is at least 18 or you were not sure about your age shortest example: pain in the chest: Not sure',
            "red flag `HF01`, `when` before: your chest hurts after: both of these: your chest hurts; your age is at least 18 meaning: narrowed",
        ), lowers=True),
    Edit("flag widened", FLAGS, "when: {chest-pain: yes}", "when: {any: [chest-pain: yes, age: at least 60]}", (
            'HF01 "Pain in the chest" urgency: routine -> emergency answers: your age is at least 60; without: your chest hurts shortest example: your age: 60',
            'HF01 "Pain in the chest", by an answer of not sure urgency: routine -> same-day answers: you were not sure about your age; without: your chest hurts or you were not sure about pain in the chest shortest example: your age: Not sure',
            "red flag `HF01`, `when` before: your chest hurts after: any of these: your chest hurts; your age is at least 60 meaning: widened",
        )),
    Edit("flag moved", FLAGS, "when: {chest-pain: yes}", "when: {lasted: days}", (
            'HF01 "Pain in the chest" urgency: emergency -> routine answers: your chest hurts shortest example: pain in the chest: Yes',
            'HF01 "Pain in the chest", by an answer of not sure urgency: same-day -> routine answers: you were not sure about pain in the chest; without: they last days or you were not sure about how long they last shortest example: pain in the chest: Not sure',
            'HF01 "Pain in the chest" urgency: two-weeks -> emergency answers: your chest does not hurt or you were not sure about pain in the chest; they last days shortest example: pain in the chest: No; how long they last: Days',
            'HF01 "Pain in the chest", by an answer of not sure urgency: two-weeks -> same-day answers: your chest does not hurt; you were not sure about how long they last shortest example: pain in the chest: No; how long they last: Not sure',
            "red flag `HF01`, `when` before: your chest hurts after: they last days meaning: moved",
        ), lowers=True),
    Edit("flag in other words", FLAGS, "when: {chest-pain: yes}", "when: {any: [chest-pain: yes, all: [chest-pain: yes, age: unsure]]}", (
            "red flag `HF01`, `when` before: your chest hurts after: any of these: your chest hurts; (both of these: your chest hurts; you were not sure about your age) meaning: means the same",
        )),
    Edit("flag with unsure", FLAGS, "when: {chest-pain: yes}", "when: {chest-pain: [yes, unsure]}", (
            'HF01 "Pain in the chest" urgency: same-day -> emergency answers: you were not sure about pain in the chest shortest example: pain in the chest: Not sure',
            "red flag `HF01`, `when` before: your chest hurts after: your chest hurts, or else you were not sure about pain in the chest meaning: widened",
        )),
    Edit("flag renamed", FLAGS, "  HF01:", "  HF09:", (
            "red flag `HF09` renamed before: HF01 after: HF09",
        )),
    Edit("flag added", FLAGS, "red-flags:\n", f"red-flags:\n{ADDED_FLAG}", (
            'HF02 "Days of hiccups" urgency: two-weeks -> same-day answers: your chest does not hurt or you were not sure about pain in the chest; they last days shortest example: pain in the chest: No; how long they last: Days',
            'red flag `HF02` added after: The red flag "Days of hiccups" is reached when they last days. The urgency is then at least same-day. Where it is reached only because an answer is not sure, it is at least two-weeks.',
        )),
    Edit("flag text", FLAGS, "because: The heart may be in trouble.", "because: The heart must be looked at.", (
            "red flag `HF01`, `because` before: The heart may be in trouble. after: The heart must be looked at.",
        )),
    Edit("flag title", FLAGS, "title: Pain in the chest", "title: A chest that hurts", (
            "red flag `HF01`, `title` before: Pain in the chest after: A chest that hurts",
        )),
    Edit("finding narrowed", "findings.yaml", "      any:", "      all:", (
            "short-hiccups fit: fits partly -> fits a little",
            "finding `full-stomach`, `when` before: any of these: you ate a lot; you drank fizz after: both of these: you ate a lot; you drank fizz meaning: narrowed",
            "support `short-after-meal` of short-hiccups is written as before, but changes before: the finding `full-stomach` meaning: narrowed",
        )),
    Edit("finding by count", "findings.yaml", "      any:\n        - after.big-meal: yes\n        - after.fizzy-drink: yes", "      at-least: {count: 1, of: [after.big-meal: yes, after.fizzy-drink: yes]}", (
            "finding `full-stomach`, `when` before: any of these: you ate a lot; you drank fizz after: at least 1 of these: you ate a lot; you drank fizz meaning: means the same",
        )),
    Edit("finding widened", "findings.yaml", "- after.big-meal: yes", "- after.big-meal: [yes, unsure]", (
            "short-hiccups fit: fits a little -> fits partly",
            "finding `full-stomach`, `when` before: any of these: you ate a lot; you drank fizz after: any of these: you ate a lot, or else you were not sure about this: a big meal; you drank fizz meaning: widened",
            "support `short-after-meal` of short-hiccups is written as before, but changes before: the finding `full-stomach` meaning: widened",
        )),
    Edit("finding renamed", "findings.yaml", "full-stomach:", "stomach-full:", (
            "finding `stomach-full` renamed before: full-stomach after: stomach-full",
            'support `short-after-meal` of short-hiccups, `when` before: the finding "a full stomach" holds after: the finding "a full stomach" holds meaning: means the same',
        ), more=((SHORT, "finding: full-stomach", "finding: stomach-full"),)),
    Edit("core widened", SHORT, "when: {lasted: minutes}", "when: {lasted: [minutes, days]}", (
            "short-hiccups fit: not suggested -> fits a little",
            "short-hiccups fit: not suggested -> fits partly",
            "core `short-hiccups-core` of short-hiccups, `when` before: they last minutes after: they last minutes, or else they last days meaning: widened",
        )),
    Edit("core narrowed", LONG, "when: {lasted: [days, unsure]}", "when: {lasted: days}", (
            "long-hiccups (condition) urgency: two-weeks -> routine answers: your chest does not hurt or you were not sure about pain in the chest; you were not sure about how long they last shortest example: pain in the chest: No; how long they last: Not sure",
            "long-hiccups fit: fits partly -> not suggested",
            "long-hiccups fit: fits a little -> not suggested",
            "core `long-hiccups-core` of long-hiccups, `when` before: they last days, or else you were not sure about how long they last after: they last days meaning: narrowed",
        ), lowers=True),
    Edit("core enough", SHORT, "  because: they pass by themselves", "  because: they pass by themselves\n  enough: yes", (
            "short-hiccups fit: fits partly -> fits well",
            "short-hiccups fit: fits a little -> fits well",
            "core `short-hiccups-core` of short-hiccups, `enough` before: no after: yes",
        )),
    Edit("firm added", SHORT, "supports:", "firm: {age: at least 18}\nsupports:", (
            "no fit or points change",
            "condition `short-hiccups`, `firm` after: your age is at least 18 meaning: narrowed",
        )),
    Edit("firm beside a core that is enough", SHORT, "supports:", "firm: {age: at least 18}\nsupports:", (
            "short-hiccups fit: fits partly -> fits well - answers:",
            "- answers: your chest does not hurt or you were not sure about pain in the chest; your age is at least 18; they last minutes; you ate a lot",
            "short-hiccups fit: fits a little -> fits partly answers: your chest does not hurt or you were not sure about pain in the chest; they last minutes; without: your age is at least 18;",
        ), more=((SHORT, "  because: they pass", "  enough: yes\n  because: they pass"),)),
    Edit("support weaker", SHORT, "strength: strong", "strength: weak", (
            "short-hiccups fit: fits partly, points -2",
            "support `short-after-meal` of short-hiccups, `strength` before: strong after: weak",
        )),
    Edit("support moderate", SHORT, "strength: strong", "strength: moderate", (
            "short-hiccups fit: fits partly, points -1",
            "support `short-after-meal` of short-hiccups, `strength` before: strong after: moderate",
        )),
    Edit("support stronger", LONG, "strength: weak", "strength: strong", (
            "long-hiccups fit: fits partly -> fits well",
            "long-hiccups fit: fits a little -> fits partly",
            "support `long-in-adults` of long-hiccups, `strength` before: weak after: strong",
        )),
    Edit("support no risk", LONG, "    risk: yes\n", "", (
            "long-hiccups fit: fits partly -> fits a little",
            "support `long-on-steroid` of long-hiccups, `risk` before: yes after: no",
        )),
    Edit("support removed", SHORT, SHORT_SUPPORT := FILES[SHORT][FILES[SHORT].index("supports:") : FILES[SHORT].rindex("sources:")], "", (
            "short-hiccups fit: fits partly -> fits a little",
            'support `short-after-meal` of short-hiccups removed before: It is strong (3 points) evidence for "short hiccups" when the finding "a full stomach" holds. The reason: a full stomach sets them off.',
        )),
    Edit("support renamed", SHORT, "short-after-meal:", "short-full:", (
            "support `short-full` of short-hiccups renamed before: short-after-meal after: short-full",
        )),
    Edit("support at least one", LONG, "count: 2", "count: 1", (
            "long-hiccups fit: fits partly, points +1",
            "long-hiccups fit: fits a little, points +1",
            "support `long-in-adults` of long-hiccups, `when` before: at least 2 of these: your age is at least 18; they last days; you did not eat a lot after: at least 1 of these: your age is at least 18; they last days; you did not eat a lot meaning: widened",
        )),
    Edit("support becomes against", SHORT, "supports:", "against:", (
            "short-hiccups fit: fits partly -> fits a little",
            'support `short-after-meal` of short-hiccups removed before: It is strong (3 points) evidence for "short hiccups" when the finding "a full stomach" holds. The reason: a full stomach sets them off.',
            'evidence against `short-after-meal` of short-hiccups added after: It is strong (3 points) evidence against "short hiccups" when the finding "a full stomach" holds. The reason: a full stomach sets them off.',
        )),
    Edit("block removed", LONG, LONG_BLOCK := FILES[LONG][FILES[LONG].index("blocked-by:") : FILES[LONG].rindex("sources:")], "", (
            'block `long-with-pain` of long-hiccups removed before: The condition "long hiccups" is not offered when your chest hurts. The reason: the pain comes first. To look at instead: the chest.',
        )),
    Edit("block widened", LONG, "when: {chest-pain: yes}", "when: {chest-pain: [yes, no]}", (
            "long-hiccups (condition) urgency: two-weeks -> routine answers: your chest does not hurt; they last days or you were not sure about how long they last shortest example: pain in the chest: No; how long they last: Days",
            "long-hiccups fit: fits partly -> not suggested",
            "long-hiccups fit: fits a little -> not suggested",
            "block `long-with-pain` of long-hiccups, `when` before: your chest hurts after: your chest hurts, or else your chest does not hurt meaning: widened",
        ), lowers=True),
    Edit("condition less urgent", LONG, "urgency: two-weeks", "urgency: routine", (
            "long-hiccups (condition) urgency: two-weeks -> routine answers: your chest does not hurt or you were not sure about pain in the chest; they last days or you were not sure about how long they last shortest example: pain in the chest: No; how long they last: Days",
            "condition `long-hiccups`, `urgency` before: two-weeks after: routine",
        ), lowers=True),
    Edit("condition more urgent", SHORT, "urgency: routine", "urgency: same-day", (
            "short-hiccups (condition) urgency: routine -> same-day answers: your chest does not hurt or you were not sure about pain in the chest; they last minutes shortest example: pain in the chest: No; how long they last: Minutes",
            "condition `short-hiccups`, `urgency` before: routine after: same-day",
        )),
    Edit("condition common", LONG, "frequency: rare", "frequency: common", (
            "long-hiccups fit: fits a little -> fits partly",
            "long-hiccups fit: fits a little, in another place",
            "condition `long-hiccups`, `frequency` before: rare after: common",
        )),
    Edit("condition top fit", SHORT, "urgency: routine", "urgency: routine\ntop-fit: fits-partly", (
            "condition `short-hiccups`, `top-fit` before: fits-well after: fits-partly",
        )),
    Edit("condition benign", SHORT, "urgency: routine", "urgency: routine\nbenign: yes", (
            "condition `short-hiccups`, `benign` before: no after: yes",
        )),
    Edit("condition text", SHORT, "what-it-is: Hiccups that pass.", "what-it-is: Hiccups that go away.", (
            "condition `short-hiccups`, `what-it-is` before: Hiccups that pass. after: Hiccups that go away.",
        )),
    Edit("scoring threshold", "scoring.yaml", "fits-partly: 5", "fits-partly: 4", (
            "short-hiccups fit: fits a little -> fits partly",
            "scoring `scoring`, `fits-partly` before: 5 after: 4",
        )),
    Edit("scoring fits well", "scoring.yaml", "fits-well: 8", "fits-well: 7", (
            "long-hiccups fit: fits partly -> fits well",
            "short-hiccups fit: fits partly -> fits well",
            "scoring `scoring`, `fits-well` before: 8 after: 7",
        )),
    Edit("scoring points", "scoring.yaml", "strong: 3", "strong: 4", (
            "short-hiccups fit: fits partly -> fits well",
            "scoring `scoring`, `points: strong` before: 3 after: 4",
        )),
    Edit("scoring rare", "scoring.yaml", "rare-needs-supports: 2", "rare-needs-supports: 1", (
            "long-hiccups fit: fits a little -> fits partly",
            "scoring `scoring`, `rare-needs-supports` before: 2 after: 1",
        )),
    Edit("gate gone", SECTION, "    ask-when: {chest-pain: [no, unsure]}\n", "", (
            "long-hiccups (condition) urgency: routine -> two-weeks answers: they last days or you were not sure about how long they last; without: your chest does not hurt or you were not sure about pain in the chest shortest example: how long they last: Days",
            "long-hiccups fit: not suggested -> fits a little",
            "long-hiccups fit: not suggested -> fits partly",
            "short-hiccups fit: not suggested -> fits a little",
            "short-hiccups fit: not suggested -> fits partly",
            "lasted how: newly asked answers: without: your chest does not hurt or you were not sure about pain in the chest",
            "question `lasted`, `ask-when` before: your chest does not hurt, or else you were not sure about pain in the chest meaning: widened",
        )),
    Edit("gate narrowed", SECTION, "ask-when: {chest-pain: [no, unsure]}", "ask-when: {chest-pain: no}", (
            "long-hiccups fit: fits partly -> not suggested",
            "long-hiccups fit: fits a little -> not suggested",
            "short-hiccups fit: fits partly -> not suggested",
            "short-hiccups fit: fits a little -> not suggested",
            "lasted how: no longer asked answers: you were not sure about pain in the chest",
            "question `lasted`, `ask-when` before: your chest does not hurt, or else you were not sure about pain in the chest after: your chest does not hurt meaning: narrowed",
        )),
    Edit("question gated", SECTION, "    why: Some causes depend on age.\n", "    why: Some causes depend on age.\n    ask-when: {chest-pain: no}\n", (
            "long-hiccups fit: fits partly, points -1",
            "long-hiccups fit: fits a little, points -1",
            "age how: no longer asked answers: without: your chest does not hurt",
            "question `age`, `ask-when` after: your chest does not hurt meaning: narrowed",
        )),
    Edit("question wording", SECTION, "ask: How old are you?", "ask: What is your age?", (
            "question `age`, `ask` before: How old are you? after: What is your age?",
        )),
    Edit("question renamed", SECTION, "  chest-pain:\n", "  pain-in-chest:\n", (
            "red flag `HF01`, `when` before: your chest hurts after: your chest hurts meaning: means the same",
            "block `long-with-pain` of long-hiccups, `when` before: your chest hurts after: your chest hurts meaning: means the same",
            "question `pain-in-chest` renamed before: chest-pain after: pain-in-chest",
            "question `lasted`, `ask-when` before: your chest does not hurt, or else you were not sure about pain in the chest after: your chest does not hurt, or else you were not sure about pain in the chest meaning: means the same",
        ), renamed={"chest-pain": "pain-in-chest"}, more=((SECTION, "{chest-pain: [no, unsure]}", "{pain-in-chest: [no, unsure]}"), (FLAGS, "{chest-pain: yes}", "{pain-in-chest: yes}"), (LONG, "{chest-pain: yes}", "{pain-in-chest: yes}"))),
    Edit("cut point moved", SECTION, "cut-points: [18, 60]", "cut-points: [21, 60]", (
            "long-hiccups fit: fits partly, points -1",
            "long-hiccups fit: fits a little, points -1",
            "support `long-in-adults` of long-hiccups, `when` before: at least 2 of these: your age is at least 18; they last days; you did not eat a lot after: at least 2 of these: your age is at least 21; they last days; you did not eat a lot meaning: narrowed",
            "question `age`, `cut-points` before: 18; 60 after: 21; 60",
        ), more=((LONG, "at least 18", "at least 21"),)),
    Edit("cut point added", SECTION, "cut-points: [18, 60]", "cut-points: [18, 30, 60]", (
            "question `age`, `cut-points` before: 18; 60 after: 18; 30; 60",
        )),
    Edit("answer added", SECTION, "      days: {text: Days, yes: they last days}\n", "      days: {text: Days, yes: they last days}\n      weeks: {text: Weeks, yes: they last weeks}\n", (
            "long-hiccups (condition) urgency: routine -> two-weeks answers: your chest does not hurt or you were not sure about pain in the chest; they last weeks shortest example: pain in the chest: No; how long they last: Weeks",
            "long-hiccups fit: not suggested -> fits a little",
            "long-hiccups fit: not suggested -> fits partly",
            "core `long-hiccups-core` of long-hiccups, `when` before: they last days, or else you were not sure about how long they last after: they last days, or else they last weeks, or else you were not sure about how long they last meaning: widened",
            "answer `weeks` of lasted added after: Weeks",
        ), more=((LONG, "[days, unsure]", "[days, weeks, unsure]"),)),
    Edit("item added", SECTION, "      fizzy-drink: {", "      laughter: {text: Laughter, yes: you laughed, no: you did not laugh}\n      fizzy-drink: {", (
            "short-hiccups fit: fits a little -> fits partly",
            "finding `full-stomach`, `when` before: any of these: you ate a lot; you drank fizz after: any of these: you ate a lot; you laughed; you drank fizz meaning: widened",
            "answer `laughter` of after added after: Laughter",
            "support `short-after-meal` of short-hiccups is written as before, but changes before: the finding `full-stomach` meaning: widened",
        ), more=(("findings.yaml", "- after.big-meal: yes", "- after.big-meal: yes\n        - after.laughter: yes"),)),
    Edit("medicine in another class", "medicines.yaml", "classes: [steroid]", "classes: [other]", (
            "long-hiccups fit: fits partly -> fits a little",
            "class of medicines `other` added after: others",
            "medicine `soothine`, `classes` before: steroid after: other",
            "support `long-on-steroid` of long-hiccups is written as before, but changes before: the catalogue of medicines meaning: narrowed",
        ), more=(("medicines.yaml", FIRST_CLASS, OTHER_CLASS + FIRST_CLASS),)),
    Edit("medicine added", "medicines.yaml", "  soothine:\n", "  newone:\n    classes: [steroid]\n  soothine:\n", (
            "long-hiccups fit: fits a little -> fits partly",
            "medicine `newone` added after: classes: steroid",
            "support `long-on-steroid` of long-hiccups is written as before, but changes before: the catalogue of medicines meaning: widened",
        )),
    Edit("brand added", "medicines.yaml", "brands: [Calmex]", "brands: [Calmex, Calmorin]", (
            "long-hiccups fit: fits a little -> fits partly",
            "medicine `calmone`, `brands` before: Calmex after: Calmex; Calmorin",
            "support `long-on-steroid` of long-hiccups is written as before, but changes before: the catalogue of medicines meaning: widened",
        )),
    Edit("class no longer part", "medicines.yaml", "    part-of: steroid\n", "", (
            "long-hiccups fit: fits partly -> fits a little",
            "class of medicines `strong-steroid`, `part-of` before: steroid",
            "support `long-on-steroid` of long-hiccups is written as before, but changes before: the catalogue of medicines meaning: narrowed",
        )),
    Edit("question added", SECTION, "  medicines:\n    kind: medicines\n", NEW_QUESTION, (
            "short-hiccups fit: fits partly -> fits well",
            "short-hiccups fit: fits a little -> fits partly",
            "spicy-food how: newly asked answers: your chest does not hurt or you were not sure about pain in the chest; they last minutes",
            'support `short-after-spice` of short-hiccups added after: It is moderate (2 points) evidence for "short hiccups" when you ate spicy food. The reason: spice sets them off.',
            "question `spicy-food` added after: Did you eat spicy food?",
        ), more=((SHORT, "  short-after-meal:\n", NEW_SUPPORT),)),
    Edit("question removed", SECTION, FIRST_QUESTION, "questions:\n", (
            "answering-for how: no longer asked answers: any answers at all",
            "question `answering-for` removed before: Who has the hiccups?",
            "rule book `rule book`, `other-person-when` before: you answer for someone else meaning: narrowed",
        ), more=(("rulebook.yaml", "other-person-when: {answering-for: someone-else}\n", ""),)),
    Edit("question no rule uses", LONG, STEROID_SUPPORT, "", (
            "long-hiccups fit: fits partly -> fits a little",
            "medicines how: no rule depends on it now",
            'support `long-on-steroid` of long-hiccups removed before: It is moderate (2 points) evidence for "long hiccups" when you take or took a medicine of this kind: steroids. It is a risk fact. The reason: steroids can bring hiccups.',
        )),
    Edit("advisory text", "advisory.yaml", "advisory: See your doctor.", "advisory: Please see your doctor.", (
            "advisory `advisory`, `advisory` before: See your doctor. after: Please see your doctor.",
        )),
    Edit("level text", "advisory.yaml", "what-to-do: [Call now.]", "what-to-do: [Call at once.]", (
            "text of a level `emergency` of advisory, `what-to-do` before: Call now. after: Call at once.",
        )),
    Edit("source read less", "sources.yaml", "read: full", "read: part", (
            "source `H1`, `read` before: full after: part",
        )),
    Edit("version", "rulebook.yaml", "version: 0.0.1", "version: 0.0.2", (
            "rule book `rule book`, `version` before: 0.0.1 after: 0.0.2",
        )),
)  # fmt: skip
