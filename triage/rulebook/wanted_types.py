"""What the model says may stand in a rule file, as types that can be walked beside a tree."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from msgspec import inspect as types

from triage.rulebook.parts.base import KIND_KEY


@cache
def type_info(wanted: type) -> types.Type:
    """The class of a value of the rule book, as a type that can be walked."""
    return types.type_info(wanted)


def by_tag(some: Iterable[types.Type]) -> dict[str, types.StructType]:
    """The classes of a union by their tag, if a key of the rule file holds it."""
    return {
        str(kind.tag): kind
        for kind in some
        if isinstance(kind, types.StructType) and kind.tag_field == KIND_KEY
    }


def is_block(wanted: types.Type) -> bool:
    """Whether a block of keys must stand there."""
    return isinstance(without_none(wanted), types.DictType | types.StructType)


def fields_of(wanted: types.Type) -> frozenset[str]:
    """The keys of the blocks that a type is about; none where it is about something else."""
    wanted = without_none(wanted)
    kinds = wanted.types if isinstance(wanted, types.UnionType) else (wanted,)
    structs = [kind for kind in kinds if isinstance(kind, types.StructType)]
    tags = {kind.tag_field for kind in structs if kind.tag_field}
    return frozenset(field.encode_name for kind in structs for field in kind.fields) | tags


def without_none(wanted: types.Type) -> types.Type:
    """The type itself, where it may be left out or has limits."""
    if isinstance(wanted, types.Metadata):
        return without_none(wanted.type)
    if isinstance(wanted, types.UnionType):
        some = [kind for kind in wanted.types if not isinstance(kind, types.NoneType)]
        if len(some) == 1:
            return without_none(some[0])
    return wanted
