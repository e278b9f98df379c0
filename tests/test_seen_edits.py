"""What a clinician sees after an edit, kept word for word and read line by line."""

from __future__ import annotations

import re

import pytest

from tests.rule_edits.seen import EDITS, FOLDER, Seen, file_of, seen

PARSER = re.compile("YAML|token|mapping|sequence|scalar|indentation|context|stream")
"""Words of a parser, which say nothing to somebody who writes rules."""
ERROR = re.compile(r"error: [\w/.-]+\.yaml:\d+:\d+: [a-z`\d][^\n]*[^\n.]\n  help: [a-z][^\n]+")


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_what_is_seen_is_what_was_read_and_kept(edit: Seen) -> None:
    """No message changes unseen; `python -m tests.rule_edits.seen` writes them anew, to be read."""
    assert file_of(edit).read_text("utf-8") == seen(edit)


@pytest.mark.parametrize(
    "edit", [edit for edit in EDITS if not edit.harmless], ids=lambda edit: edit.name
)
def test_a_slip_is_said_once_with_its_place_and_what_to_write(edit: Seen) -> None:
    """One slip, one message, in one sentence, with a line of help and no word of a parser."""
    screen = file_of(edit).read_text("utf-8").partition("$ ")[2]

    assert 1 == len(re.findall("^error: ", screen, re.MULTILINE))
    assert ERROR.search(screen)
    assert not PARSER.search(screen)
    assert "(exit code 3)" in screen


def test_a_harmless_edit_is_told_from_one_that_changes_a_result() -> None:
    """Spaces, comments and quotes differ in nothing; a level does, and that is said."""
    same = [edit.name for edit in EDITS if "no difference" in file_of(edit).read_text("utf-8")]

    assert ["spaces and a comment", "quotes around a word"] == same
    raised = next(edit for edit in EDITS if edit.name == "level for those not sure")
    told = file_of(raised).read_text("utf-8")
    assert "urgency raised through 1 rule (HF01)" in told
    assert "same-day -> emergency" in " ".join(told.split())


def test_at_least_twenty_slips_are_kept_and_none_is_left_over() -> None:
    """Every file belongs to an edit."""
    assert 20 <= sum(not edit.harmless for edit in EDITS)
    assert {file_of(edit) for edit in EDITS} == set(FOLDER.iterdir())
