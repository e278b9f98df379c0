"""Writing signatures into reviews.yaml, with every comment in it kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from triage.errors import Place, Problem, RulesError
from triage.guarded_file import change, changing, seen
from triage.rulebook import strict_yaml
from triage.rulebook.commented import Entry, Group, Text
from triage.rulebook.formatting import document, formatted
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.signatures import Reviews, Signature
from triage.rulebook.reading import Reader
from triage.rulebook.reviews import Subject, digest_of

LEDGER = "reviews.yaml"
NEW_LEDGER = """\
# Who has read which rules, and stands by them. Written by `triage rules review sign`; void as
# soon as the meaning of what was read changes.
required-roles: {}
signatures: {}
"""


def sign(
    book: Rulebook,
    folder: Path,
    signed: Iterable[Subject],
    *,
    by: str,
    role: str,
    date: str,
    due: str | None = None,
) -> dict[Subject, Signature]:
    """Sign what stands in a rule book now, in the ledger of its folder.

    An older signature of the same person in the same role gives way to the new one. Where
    several people sign at the same time, each waits for the others, and no signature is lost.

    Raises:
        RulesError: the ledger cannot be read or written, or is a link to another place.
    """
    path = folder / LEDGER
    new = {
        subject: Signature(by=by, role=role, date=date, digest=digest_of(book, subject), due=due)
        for subject in signed
    }
    with changing(path, RulesError):
        before = seen(path, RulesError)
        text = NEW_LEDGER
        if before is not None:
            text, problems = strict_yaml.read_file(path, LEDGER)
            if problems:
                raise RulesError(*problems)
        signed_now = {str(subject): signature for subject, signature in new.items()}
        change(path, ledger_with(text, signed_now), before, RulesError)
    return new


def ledger_with(text: str, new: dict[str, Signature]) -> str:
    """The text of a ledger with more signatures, in the one layout of rule files.

    Raises:
        RulesError: the ledger cannot be read as written.
    """
    before = _read(text)
    taken = document(text)
    assert isinstance(taken.root, Group)
    signatures = _group_at(taken.root, "signatures", is_mapping=True)
    for subject, signature in new.items():
        _add(_group_at(signatures, subject, is_mapping=False), signature)
    result = formatted(taken.text(), LEDGER)
    wanted = {
        subject: (
            *(s for s in before.signatures.get(subject, ()) if _who(s) != _who(new[subject])),
            new[subject],
        )
        for subject in new
    }
    after = _read(result)
    if after.signatures != {**before.signatures, **wanted}:  # pragma: no cover - a safety net
        what = "the ledger cannot be signed as it is written"
        raise RulesError(Problem(what, "write it in a simpler way", Place(LEDGER, 1, 1)))
    return result


def _read(text: str) -> Reviews:
    node, problems = strict_yaml.parse(text, LEDGER)
    if problems or node is None:
        top = Place(LEDGER, 1, 1)
        raise RulesError(*(problems or [Problem("the file is empty", "delete it", top)]))
    reader = Reader()
    reviews = reader.read(node, Reviews, (LEDGER,))
    if reader.problems:
        raise RulesError(*reader.problems)
    assert isinstance(reviews, Reviews)
    return reviews


def _who(signature: Signature) -> tuple[str, str]:
    return signature.by.casefold(), signature.role.casefold()


def _group_at(group: Group, key: str, *, is_mapping: bool) -> Group:
    """The group at a key, made where there is none; written as a block from now on."""
    group.is_flow = False
    for entry in group.entries:
        if entry.key is not None and entry.key.value == key:
            if not isinstance(entry.value, Group):  # pragma: no cover - the reader refuses it
                raise TypeError(key)
            entry.value.is_flow = False
            return entry.value
    made = Group(is_mapping)
    group.entries.append(Entry(Text(key), made))
    return made


def _add(group: Group, signature: Signature) -> None:
    kept: list[str] = []
    for entry in [*group.entries]:
        if _who_of(entry) == _who(signature):
            # comments on the old signature stay, above the new one
            kept += _comments_in(entry)
            group.entries.remove(entry)
    written: dict[str, Any] = to_builtins(signature)
    entries = [Entry(Text(key), Text(value)) for key, value in written.items() if value is not None]
    group.entries.append(Entry(None, Group(is_mapping=True, entries=entries), kept))


def _comments_in(entry: Entry) -> list[str]:
    inner = entry.value.entries if isinstance(entry.value, Group) else []
    below = entry.value.below if isinstance(entry.value, Group) else []
    own = [*entry.above, *([entry.beside] if entry.beside else [])]
    return [
        *own,
        *(comment for each in inner for comment in _comments_in(each)),
        *below,
        *entry.below,
    ]


def _who_of(entry: Entry) -> tuple[str, str]:
    assert isinstance(entry.value, Group)
    values = {
        each.key.value: " ".join(each.value.value.split()).casefold()
        for each in entry.value.entries
        if each.key is not None and isinstance(each.value, Text)
    }
    return values.get("by", ""), values.get("role", "")
