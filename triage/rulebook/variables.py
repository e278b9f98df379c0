"""What rules can ask about."""

from __future__ import annotations

from msgspec import Struct


class Variable(Struct, frozen=True):
    """Something that rules can ask about: a question, one tick-all item, a medicine class."""

    name: str
    question: str
    item: str | None
    answers: tuple[str, ...]
    """Its finite domain, *unsure* last. Numbers have one word for each band."""
