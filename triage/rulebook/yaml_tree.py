"""The tree of a text that was read strictly: every node knows its place."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from triage.errors import Place

DEEPEST = 30
"""Levels; more are refused."""


class Scalar(NamedTuple):
    """A word, number or sentence, as typed."""

    place: Place
    text: str


class Mapping(NamedTuple):
    """Key and value pairs, in the order of the file; keys are unique."""

    place: Place
    entries: tuple[tuple[Scalar, Node], ...]


class Sequence(NamedTuple):
    """A list."""

    place: Place
    items: tuple[Node, ...]


Node: TypeAlias = Scalar | Mapping | Sequence


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Where the character at a position stands; both count from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
