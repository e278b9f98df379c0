"""Answer files of the first edition, written anew for the questions of today."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from triage.editions.first import of_first_edition, translated
from triage.errors import AnswersError, Place, Problem
from triage.inference.answers import answers_from
from triage.late_import import importing
from triage.rulebook import strict_yaml, yaml_tree
from triage.rulebook.model import Rulebook
from triage.rulebook.yaml_tree import Node
from triage.words import editions as words


class Rewritten(Struct, frozen=True):
    """An answer file for the questions of today."""

    text: str
    """The file, as YAML."""
    left_out: tuple[str, ...]
    """What nobody asks any more, or nobody with these answers; `question` or `question.item`."""


def rewritten(book: Rulebook, text: str, shown_as: str) -> Rewritten:
    """The answers of a file of the first edition, for the questions of today.

    What the first edition did not ask stays open, so no danger sign is taken for a no.

    Raises:
        AnswersError: it is no such file, or holds what neither edition asks.
    """
    node, problems = strict_yaml.parse(text, shown_as)
    if problems:
        raise AnswersError(*problems)
    given = plain(node) if isinstance(node, yaml_tree.Mapping) else {}
    if not of_first_edition(given, book):
        place = Place(shown_as, 1, 1)
        raise AnswersError(Problem(words.NOT_OF_THE_FIRST, words.AS_IT_STANDS, place))
    done = translated(given, book)
    answers_from(book, done.given)
    with importing():
        import yaml

        from triage.rulebook.formatting import formatted

    numbers = {id: int(v) if str(v).isdecimal() else v for id, v in done.given.items()}
    dumped = yaml.safe_dump(numbers, sort_keys=False, allow_unicode=True)
    bare = re.sub(r"'(yes|no)'$", r"\1", dumped, flags=re.MULTILINE)  # as rule writers write it
    return Rewritten(formatted(bare, shown_as), done.left_over)


def is_of_first_edition(book: Rulebook, text: str, shown_as: str) -> bool:
    """Whether a text holds answers that only the first edition asked for."""
    node, _ = strict_yaml.parse(text, shown_as)
    return isinstance(node, yaml_tree.Mapping) and of_first_edition(plain(node), book)


def plain(node: Node) -> Any:
    """A tree as plain data; every scalar is its text."""
    match node:
        case yaml_tree.Mapping(entries=entries):
            return {key.text: plain(content) for key, content in entries}
        case yaml_tree.Sequence(items=items):
            return [plain(item) for item in items]
        case _:
            return node.text
