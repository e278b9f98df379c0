"""Where each answer of the first edition stands today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from triage.rulebook.when import UNSURE

ITEMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "breathing-now": {
        "hard-to-breathe": ("danger-now.breath",),
        "noisy-breath-in": ("danger-now.breath",),
        "throat-closing": ("danger-now.breath",),
        "cannot-swallow-spit": ("danger-now.breath",),
        "chest-pain-or-faint": ("danger-now.chest",),
    },
    "sudden-signs": {
        "face-droop": ("danger-now.stroke",),
        "arm-or-leg-weak": ("danger-now.stroke",),
        "speech-muddled": ("danger-now.stroke",),
        "sight-or-balance-lost": ("danger-now.balance",),
        "one-side-flinging": ("danger-now.flings",),
    },
    "fits": {
        "first-fit": ("fits.first-fit",),
        "first-fit-over": ("fits.first-fit-over",),
        "long-or-repeated": ("fits.long-or-repeated",),
        "hurt-or-not-waking": ("fits.hurt-or-not-waking",),
        "stares": ("fits.stares",),
        "known-epilepsy": ("fits.known-epilepsy",),
    },
    "mind-now": {
        "confused": ("danger-now.mind",),
        "very-drowsy": ("danger-now.mind",),
        "sees-or-hears-things": ("danger-now.mind",),
    },
    "fever": {
        "fever": ("fever.fever",),
        "stiff-neck": ("fever.stiff-neck",),
        "rash": ("fever.rash",),
        "stiff-body": ("fever.stiff-body",),
    },
    "pulling-now": {
        "jaw-locked": ("pulling-now.jaw-locked",),
        "tongue-out": ("pulling-now.tongue-out",),
        "neck-twisted": ("pulling-now.neck-twisted",),
        "neck-bent-back": ("pulling-now.neck-bent-back",),
        "eyes-stuck-up": ("pulling-now.eyes-stuck",),
        "back-arched": ("pulling-now.back-arched",),
    },
    "last-two-days": {
        "new-and-unwell": ("new-medicine.unwell",),
        "took-too-much": ("new-medicine.too-much",),
        "new-and-fine": ("new-medicine.fine",),
    },
    "injury": {
        "big": ("injury.big",),
        "small": ("injury.small",),
        "neck-cracked": ("injury.neck-cracked",),
    },
    "pain": {
        "worst-ever": ("pain.worst-ever",),
        "one-sided": ("pain.one-sided",),
        "drooping-lid": ("pain.drooping-lid",),
        "since-injury": ("pain.since-injury",),
        "stiff-after-sleep": ("pain.stiff-after-sleep",),
    },
    "limbs": {
        "new-weak-or-numb": ("danger-lately.weak",),
        "new-bladder-or-bowel-loss": ("danger-lately.leak",),
        "new-tingling": ("tingling.limbs",),
        "long-standing": (),
    },
    "body-signs": {
        "sugar-low": ("sugar.low",),
        "sugar-high": ("sugar.high",),
        "tingling-cramps": ("tingling.mouth-and-cramps",),
        "neck-surgery": ("tingling.neck-surgery",),
    },
    "pregnancy-signs": {
        "bad-headache": ("pregnancy-signs.bad-headache",),
        "sight-changes": ("pregnancy-signs.sight-changes",),
        "belly-pain": ("pregnancy-signs.belly-pain",),
        "swelling": ("pregnancy-signs.swelling",),
    },
    "baby": {
        "runs-of-bends": ("baby.runs-of-bends",),
        "on-waking": ("baby.on-waking",),
        "lost-skills": ("baby.lost-skills",),
        "shiver": ("baby.shiver",),
        "arches-with-feeds": ("baby.arches-with-feeds",),
        "wobbly-eyes": ("baby.wobbly-eyes",),
        "dancing-eyes": ("baby.dancing-eyes",),
        "tight-since-birth": ("baby.tight-since-birth",),
        "tilt-attacks": ("baby.tilt-attacks",),
        "poor-weight-or-blood": ("baby.poor-weight-or-blood",),
        "breathing-pauses": ("baby.breathing-pauses",),
        "floppy-or-soft-spot": ("baby.floppy-or-soft-spot",),
        "other-spells": ("baby.other-spells",),
    },
    "child": {
        "neck-fever-or-drool": ("child.neck-fever-or-drool",),
        "neck-after-knock-or-operation": ("child.neck-after-knock-or-operation",),
        "tilt-with-pressure-signs": ("child.tilt-with-pressure-signs",),
        "big-head-or-slow": ("child.big-head-or-slow",),
        "bobs-stop-when-asked": ("changes.asked",),
        "rocking-since-before-3": ("does-body.rocks",),
        "after-sore-throat": ("child.after-sore-throat",),
        "complex-after-videos": ("before-it.videos",),
        "self-harm-or-not-eating": ("child.self-harm-or-not-eating",),
        "nodding-region": ("nodding-region",),
        "losing-skills": ("child.losing-skills",),
        "sudden-random-or-unsteady": ("child.sudden-random-or-unsteady",),
        "swallowed-tablets": ("child.swallowed-tablets",),
    },
    "movement": {
        "even-shaking": ("does-head.even",),
        "uneven-shaking": ("does-head.uneven",),
        "turning": ("does-head.pulled",),
        "jerk": (),
        "tic": ("does-head.tic",),
        "flowing": ("does-body.flows",),
        "eyes-shutting": ("does-eyelids.shut",),
        "half-face": ("does-half-face.twitches",),
        "mouth": ("does-mouth.chews",),
        "face-arm-grip": ("does-half-face.grips",),
        "ripples": ("does-both-arms.ripples",),
        "flicker": ("does-eyelids.flicker",),
        "head-drops": ("does-head.drops",),
        "rocking": ("does-body.rocks",),
    },
    "direction": {
        "side-to-side": ("head-way.side-to-side",),
        "up-and-down": ("head-way.up-and-down",),
        "same-side": ("head-way.same-side",),
        "back": ("head-way.back",),
        "down-to-chest": ("head-way.down-to-chest",),
        "changes": ("head-way.changes",),
        "with-heartbeat": ("head-way.with-heartbeat",),
    },
    "body-parts": {
        "both-hands-in-use": (),
        "one-hand-at-rest": ("does-one-arm.shakes", "when-shakes-one-arm.rest"),
        "voice": ("does-voice.shakes",),
        "chin-lips-jaw": ("does-jaw.shakes",),
        "mouth-tongue": ("does-mouth.chews",),
        "eyelids": ("parts.eyelids",),
        "half-face": ("does-half-face.twitches",),
        "arms-or-body-jerk": (),
        "legs": ("parts.legs",),
        "eyes-dart": ("does-eyes.dart",),
        "eyes-wobble": ("does-eyes.wobble",),
    },
    "course": {
        "worse-in-days": ("course.worse-in-days",),
        "worse-in-weeks": ("course.worse-in-weeks",),
        "slowly-worse": ("course.slowly-worse",),
        "comes-and-goes": ("course.comes-and-goes",),
        "attacks": ("course.attacks",),
        "kind-changes": ("course.kind-changes",),
        "in-steps": ("course.in-steps",),
        "stable": ("course.stable",),
        "better": ("course.better",),
    },
    "when-there": {
        "at-rest": (),
        "held-up": (),
        "in-use": (),
        "only-falling-asleep": (),
        "after-waking": (),
        "in-sleep": (),
        "stops-in-sleep": (),
        "best-on-waking": ("changes.waking",),
        "all-day": (),
    },
    "triggers": {
        "bright-light": ("changes.bright-light",),
        "noise-or-touch": ("changes.noise-or-touch",),
        "eating": ("changes.eating",),
        "one-task": ("changes.one-task",),
        "walking-or-driving": ("changes.walking-or-driving",),
        "coffee": ("changes.coffee",),
        "tired": (),
        "stress": (),
        "excited-or-bored": ("changes.excited",),
    },
    "slow-signs": {
        "slow-or-stiff": ("slow-signs.slow-or-stiff",),
        "small-writing": ("slow-signs.small-writing",),
        "soft-voice-blank-face": ("slow-signs.soft-voice-blank-face",),
        "smell-loss": ("sleep-signs.smell-loss",),
        "acts-out-dreams": ("sleep-signs.acts-out-dreams",),
        "constipation": ("sleep-signs.constipation",),
        "drunk-walk": ("walk-signs.unsteady",),
        "falls": ("walk-signs.falls",),
    },
    "weakness": {
        "weak": ("weakness.weak",),
        "lids-droop": ("weakness.lids-droop",),
        "double-vision": ("weakness.double-vision",),
        "thin-muscles": ("weakness.thin-muscles",),
        "tired-jaw": ("weakness.tired-jaw",),
    },
    "body-control": {
        "dizzy-standing": ("body-control.dizzy-standing",),
        "bladder": ("body-control.bladder",),
        "erections": ("body-control.erections",),
        "choking": ("danger-other.choking",),
        "slurred": ("body-control.slurred",),
        "drooling": ("body-control.drooling",),
        "noisy-sleep": ("sleep-signs.noisy-sleep",),
    },
    "mind": {
        "low-or-angry": ("mind.low-or-angry",),
        "panic-with-it": ("mind.panic-with-it",),
        "personality": ("mind.personality",),
        "memory": ("mind.memory",),
        "worse-in-weeks": ("danger-other.decline",),
        "rude-words": ("does-voice.sounds",),
        "habits": ("mind.habits",),
    },
    "health-signs": {
        "thyroid-signs": ("health-signs.thyroid-signs",),
        "yellow-skin": ("danger-other.liver",),
        "thirst": ("health-signs.thirst",),
        "sick-or-loose-poo": ("health-signs.sick",),
        "sore-throat": ("before-it.infection",),
        "joint-pain-or-rash": ("signs.joints",),
    },
    "tic-signs": {
        "sounds": ("does-voice.sounds",),
        "changes-over-months": ("course.kind-changes",),
        "attention": ("mind-illness.adhd",),
    },
    "unknown-medicine": {
        "sickness-or-stomach": ("unknown-medicine.sickness-or-stomach",),
        "dizziness": ("unknown-medicine.dizziness",),
        "sleep-or-nerves": ("unknown-medicine.sleep-or-nerves",),
        "migraine": ("unknown-medicine.migraine",),
        "mood": ("unknown-medicine.mood",),
        "fits-or-nerve-pain": ("unknown-medicine.fits-or-nerve-pain",),
        "other-use": ("unknown-medicine.other-use",),
    },
    "substances": {
        "coffee": ("substances.coffee",),
        "nicotine": ("substances.nicotine",),
        "heavy-alcohol": ("substances.heavy-alcohol",),
        "stopped-alcohol": ("stopped.alcohol",),
        "sleeping-tablets": (),
        "stopped-sedatives": ("stopped.calming",),
        "street-drugs": ("substances.street-drugs",),
    },
    "family": {
        "huntington": ("family.huntington",),
        "unexplained": ("family.unexplained",),
        "tremor": ("family.tremor",),
        "dystonia": ("family.dystonia",),
        "tics": ("family.tics",),
        "parkinson": ("family.parkinson",),
        "wilson-or-liver": ("family.wilson-or-liver",),
        "seizures": ("family.seizures",),
        "adopted-or-unknown": ("family.adopted-or-unknown",),
    },
    "diagnoses": {
        "parkinson": ("nerve-illness.parkinson",),
        "multiple-sclerosis": ("nerve-illness.multiple-sclerosis",),
        "epilepsy": ("nerve-illness.epilepsy",),
        "stroke": ("nerve-illness.stroke",),
        "diabetes": ("body-illness.diabetes",),
        "kidney-or-liver-failure": ("organ-illness.kidney-or-liver-failure",),
        "thyroid": ("body-illness.thyroid",),
        "heart-valve": ("body-illness.heart-valve",),
        "autism-or-learning": ("mind-illness.autism-or-learning",),
        "brain-lacked-oxygen": ("health.oxygen",),
        "cancer-or-weak-immune": ("organ-illness.cancer-or-weak-immune",),
    },
    "effect": {
        "hurts": ("does-head.hurts",),
        "unsafe-driving-or-work": ("signs.not-safe",),
        "cannot-eat-wash-sleep": ("signs.daily",),
        "nonstop-exhausted": ("danger-now.nonstop",),
        "avoids-people": (),
        "cannot-sit-still": ("signs.restless",),
    },
}
"""The lists: for each item what is ticked today; nothing where only several answers
say it together, or where nobody asks it any more."""
WORDS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "touch-helps": {
        "a-lot": {"changes.touch": "yes"},
        "a-little": {"changes.touch": "yes"},
        "no": {"changes.touch": "no"},
        "not-tried": {"changes.touch": "no"},
        UNSURE: {"changes.touch": UNSURE},
    },
    "lying-down": {
        "stops": {"changes.lying-stops": "yes"},
        "less": {"changes.lying-stops": "no"},
        "goes-on": {"changes.lying-goes-on": "yes"},
        "stops-in-favourite-position": {"changes.favourite": "yes"},
        "no-shaking": {"changes.lying-stops": "no"},
        UNSURE: {"changes.lying-stops": UNSURE, "changes.lying-goes-on": UNSURE},
    },
    "when-busy": {
        "stops": {"changes.busy": "yes"},
        "less": {"changes.busy": "no"},
        "no-change": {"changes.busy": "no"},
        "worse": {"changes.busy": "no"},
        UNSURE: {"changes.busy": UNSURE},
    },
    "alcohol-helps": {
        "clearly": {"changes.alcohol": "yes"},
        "maybe": {"changes.alcohol": UNSURE},
        "no": {"changes.alcohol": "no"},
        "does-not-drink": {"changes.alcohol": "no"},
        UNSURE: {"changes.alcohol": UNSURE},
    },
    "neck-pain": {
        "yes": {"signs.neck-pain": "yes"},
        "no": {"signs.neck-pain": "no"},
        UNSURE: {"signs.neck-pain": UNSURE},
    },
    "parkinson-medicine-stopped": {
        "yes": {"stopped.parkinson": "yes"},
        "no": {"stopped.parkinson": "no"},
        UNSURE: {"stopped.parkinson": UNSURE},
    },
    "sex": {
        "female": {"sex": "female"},
        "male": {"sex": "male"},
        "not-said": {"sex": UNSURE},
        UNSURE: {"sex": UNSURE},
    },
    "dopamine-blocker-total": {
        word: {"blocker-total": word}
        for word in ("under-1-month", "1-to-3-months", "over-3-months", UNSURE)
    },
}
"""Questions with one answer: what each says today."""
SAME = {
    "answering-for",
    "age",
    "pregnancy",
    "self-harm",
    "treated-lately",
    "wound",
    "attack-length",
    "medicines",
    "dopamine-blocker-depot",
    "dose-timing",
}
"""Questions that are asked today as they were."""
GONE = {
    "started",
    "duration",
    "urge-first",
    "hold-back",
    "dopamine-blocker-started",
    "dopamine-blocker-stopped",
    "movement-before-medicine",
    "medicine-changed",
}
"""Questions that are said together with others today."""
QUESTIONS = {*ITEMS, *WORDS, *SAME, *GONE}
TOGETHER = {
    ("movement", "jerk"),
    ("body-parts", "arms-or-body-jerk"),
    ("body-parts", "both-hands-in-use"),
    *(("when-there", item) for item in ITEMS["when-there"]),
}
"""Items that only count together with others."""
WHEN_JERKS = {
    "only-falling-asleep": "falling-asleep",
    "after-waking": "waking",
    "in-sleep": "sleep",
    "in-use": "use",
    "at-rest": "rest",
}
"""When jerks come: the item of the first edition, and that of today."""
LENGTHS = {
    "under-2-weeks": "less than 2 weeks",
    "2-to-4-weeks": "2 to 4 weeks",
    "1-to-3-months": "1 to 3 months",
    "3-to-12-months": "3 months to 1 year",
    "1-to-3-years": "1 to 3 years",
    "over-3-years": "over 3 years",
    "since-childhood": "childhood",
    UNSURE: UNSURE,
}
"""How long it had been there, as it can be typed today."""
URGE = {
    ("yes", "with-tension"): "tension",
    ("", "with-tension"): "tension",
    ("yes", "easily"): "hold-only",
    ("yes", "no"): "urge-only",
    ("yes", ""): "urge-only",
    ("no", "easily"): "hold-only",
    ("", "easily"): "hold-only",
    ("no", "no"): "neither",
    ("no", ""): "neither",
    ("", "no"): "neither",
    ("no", "with-tension"): "hold-only",
}
"""The urge and the holding back, which are one question today."""


def blocker_when(started: Any, stopped: Any) -> str:
    """When a dopamine blocker was taken: the newest that fits."""
    newest = {"last-7-days": "new", "1-to-4-weeks": "weeks", "1-to-3-months": "months"}
    last = {
        "under-4-weeks": "ended-now",
        "4-to-8-weeks": "ended-lately",
        "over-8-weeks": "ended-long",
    }
    if str(started) in newest:
        return newest[str(started)]
    if str(stopped) in last:
        return last[str(stopped)]
    if started == UNSURE:
        return UNSURE
    return "long" if started == "over-3-months" or stopped == "still-taking" else UNSURE


def which_first(before: Any, changed: Any) -> str:
    """Which came first, and whether it grew after a change."""
    match before, changed:
        case ("yes", "yes"):
            return "grew"
        case ("yes", _):
            return "movement"
        case (_, "yes"):
            return "soon"
        case ("no", "no" | None):
            return "long"
        case _:
            return UNSURE
