"""A comparison as plain data, for other programs. Nothing is left out or shortened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from triage.changes.by_case import CaseChanges
from triage.changes.by_chance import DrawnChanges
from triage.changes.by_rule import Change
from triage.changes.candidates import Part
from triage.changes.comparing import Comparison
from triage.changes.joint import SIDES, Joint
from triage.changes.summary import points
from triage.changes.told import meaning_words
from triage.changes.urgency import Kind
from triage.changes.words import box_words, example_words
from triage.json_text import json_text
from triage.rulebook.when import Box

FORMAT = 2


def as_json(found: Comparison, old: str, new: str) -> str:
    """The comparison as JSON text."""
    data = as_data(found, old, new)
    return json_text(data)


def as_data(found: Comparison, old: str, new: str) -> dict[str, Any]:
    """The comparison as dictionaries and lists.

    In a box, the empty word stands for *not answered*.
    """
    joint = found.joint
    names = {"old": old, "new": new}
    return {
        "format": FORMAT,
        **{
            side: {
                "name": names[side],
                "version": joint.books[side].version,
                "digest": joint.books[side].digest,
            }
            for side in SIDES
        },
        "summary": [
            {"about": point.about, "said": point.said, "example": point.example}
            for point in points(found)
        ],
        "lowers": found.lowers,
        "lowered": [_kind(joint, kind) for kind in found.lowered],
        "raised": [_kind(joint, kind) for kind in found.raised],
        "raised-not-looked-at": [
            {"rule": one.rule, "unsure": one.unsure, "kinds": one.regions} for one in found.unseen
        ],
        "asked-twice": [
            {
                "line": one.line,
                "direction": one.direction,
                "before": one.before,
                "after": one.after,
            }
            for one in found.relooked
        ],
        "candidates": [
            {
                "condition": move.condition,
                "before": move.before,
                "after": move.after,
                "points": [list(pair) for pair in move.points],
                "kinds": [_part(joint, part) for part in move.parts],
                "more-kinds": move.more,
            }
            for move in found.moves
        ],
        "first-candidates": {
            "tried": found.tried,
            "proved": False,
            "found": [
                {
                    "before": switch.before,
                    "after": switch.after,
                    "example": _example(joint, switch.example),
                }
                for switch in found.switches
            ],
        },
        "questions": [
            {
                "question": asking.question,
                "turn": asking.turn,
                "kinds": [_part(joint, part) for part in asking.parts],
                "more-kinds": asking.more,
            }
            for asking in found.asking
        ],
        "questions-by-rules": [{"question": one.question, "turn": one.turn} for one in found.idle],
        "rules": [_change(change) for change in found.rules],
        "not-decided": list(found.not_decided),
        "cases": _of_files(found.cases),
        "people": _of_files(found.people),
        "drawn": _drawn(found.drawn),
    }


def _of_files(changes: CaseChanges | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    return {
        "looked-at": changes.looked_at,
        "changed": [
            {
                "file": one.file,
                "case": one.case,
                "lowered": one.lowered,
                "before": _result(one.before),
                "after": _result(one.after),
            }
            for one in changes.changed
        ],
    }


def _drawn(changes: DrawnChanges | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    return {
        "invented": changes.looked_at,
        "seed": changes.seed,
        "lowered": changes.lowered,
        "raised": changes.raised,
        "other-first": changes.other_first,
        "levels": [
            {"before": before, "after": after, "people": people}
            for (before, after), people in sorted(changes.levels.items())
        ],
    }


def _kind(joint: Joint, kind: Kind) -> dict[str, Any]:
    return {
        "rule": kind.rule,
        "by-unsure": kind.unsure,
        "before": kind.before,
        "after": kind.after,
        "answers": _box(kind.box),
        "in-words": box_words(joint, kind.box),
        "example": _example(joint, kind.example),
    }


def _part(joint: Joint, part: Part) -> dict[str, Any]:
    return {
        "answers": _box(part.box),
        "in-words": box_words(joint, part.box),
        "example": _example(joint, part.example),
    }


def _box(box: Box) -> dict[str, list[str]]:
    return {key: sorted(words) for key, words in sorted(box.items())}


def _example(joint: Joint, assigned: Mapping[str, str]) -> dict[str, Any]:
    answers: dict[str, Any] = {side: joint.given(side, assigned) for side in SIDES}
    return {**answers, "in-words": example_words(joint, assigned)}


def _change(change: Change) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(change)
    return {**plain, "in-words": meaning_words(change)}


def _result(result: Any) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(result)
    return {key.replace("_", "-"): value for key, value in plain.items()}
