"""Writing signatures and doubts into reviews.yaml, with every comment in it kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import to_builtins

from triage.errors import Place, Problem, RulesError
from triage.guarded_file import change, changing, seen
from triage.rulebook import strict_yaml
from triage.rulebook.commented import Entry, Group, Text
from triage.rulebook.formatting import document, formatted
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.signatures import Doubt, Reviews, Signature
from triage.rulebook.reading import Reader
from triage.rulebook.reviews import Subject, digest_of

LEDGER = "reviews.yaml"
PARTS = ("signatures", "doubts")
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

    Whatever the same person has said of it in the same role gives way to the signature. Where
    several people sign at the same time, each waits for the others, and no signature is lost.

    Raises:
        RulesError: the ledger cannot be read or written, or is a link to another place.
    """
    new = {
        subject: Signature(by=by, role=role, date=date, digest=digest_of(book, subject), due=due)
        for subject in signed
    }
    _write(folder, {str(subject): signature for subject, signature in new.items()})
    return new


def doubt(
    book: Rulebook,
    folder: Path,
    subject: Subject,
    says: Literal["disagree", "ask"],
    words: str,
    *,
    by: str,
    role: str,
    date: str,
) -> Doubt:
    """Write down that somebody disagrees with what stands in a rule book now, or asks about it.

    Whatever the same person has said of it in the same role gives way, a signature too.

    Raises:
        RulesError: the ledger cannot be read or written, or is a link to another place.
    """
    digest = digest_of(book, subject)
    new = Doubt(says=says, by=by, role=role, date=date, digest=digest, words=words)
    _write(folder, {str(subject): new})
    return new


def _write(folder: Path, new: Mapping[str, Signature | Doubt]) -> None:
    path = folder / LEDGER
    with changing(path, RulesError):
        before = seen(path, RulesError)
        text = NEW_LEDGER
        if before is not None:
            text, problems = strict_yaml.read_file(path, LEDGER)
            if problems:
                raise RulesError(*problems)
        change(path, ledger_with(text, new), before, RulesError)


def ledger_with(text: str, new: Mapping[str, Signature | Doubt]) -> str:
    """The text of a ledger with more signatures or doubts, in the one layout of rule files.

    Raises:
        RulesError: the ledger cannot be read as written.
    """
    before = _read(text)
    taken = document(text)
    assert isinstance(taken.root, Group)
    for subject, said in new.items():
        name, other = ("doubts", "signatures") if isinstance(said, Doubt) else PARTS
        kept = _taken_out(taken.root, name, subject, _who(said))
        kept += _taken_out(taken.root, other, subject, _who(said), leave_empty=False)
        _add(taken.root, name, subject, said, kept)
    result = formatted(taken.text(), LEDGER)
    after = _read(result)
    if _said(after) != _said_with(before, new):  # pragma: no cover - a safety net
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


def _who(said: Signature | Doubt) -> tuple[str, str]:
    return said.by.casefold(), said.role.casefold()


def _said(reviews: Reviews) -> dict[str, list[Signature | Doubt]]:
    """By subject: all that somebody said; subjects of which nobody says anything are left out."""
    every: dict[str, list[Signature | Doubt]] = {}
    for part in (reviews.signatures, reviews.doubts):
        for subject, some in part.items():
            if some:
                every.setdefault(subject, []).extend(some)
    return every


def _said_with(
    before: Reviews, new: Mapping[str, Signature | Doubt]
) -> dict[str, list[Signature | Doubt]]:
    every = _said(before)
    for subject, said in new.items():
        others = [one for one in every.get(subject, ()) if _who(one) != _who(said)]
        signed = [one for one in (*others, said) if isinstance(one, Signature)]
        every[subject] = [*signed, *(one for one in (*others, said) if isinstance(one, Doubt))]
    return every


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


def _taken_out(
    root: Group, name: str, subject: str, who: tuple[str, str], *, leave_empty: bool = True
) -> list[str]:
    """Take out what a person has said of a subject; the comments on it, which stay."""
    kept: list[str] = []
    for part in _at(root, name):
        assert isinstance(part.value, Group)
        for about in _at(part.value, subject):
            assert isinstance(about.value, Group)
            for entry in [*about.value.entries]:
                if _who_of(entry) == who:
                    kept += _comments_in(entry)
                    about.value.entries.remove(entry)
            if not (about.value.entries or leave_empty):
                kept = [*about.above, *kept, *([about.beside] if about.beside else [])]
                kept += [*about.value.below, *about.below]
                part.value.entries.remove(about)
    return kept


def _at(group: Group, key: str) -> list[Entry]:
    """The entry of a key, or none."""
    return [entry for entry in group.entries if entry.key and entry.key.value == key]


def _add(root: Group, name: str, subject: str, said: Signature | Doubt, kept: list[str]) -> None:
    """Write down what somebody says, below the comments on what they said before."""
    part = _group_at(root, name, is_mapping=True)
    group = _group_at(part, subject, is_mapping=False)
    written: dict[str, Any] = to_builtins(said)
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
