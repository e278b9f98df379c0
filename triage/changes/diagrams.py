"""Decision diagrams: functions of answers, kept whole, so that two can be compared exactly.

A node asks for one key and has a child for each of its values; a leaf is what the function
gives. Equal parts are kept once, so two functions are equal exactly where they are one node.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any as AnyType
from typing import TypeAlias

from triage.rulebook.box_cover import UNANSWERED
from triage.rulebook.when import Box

Node: TypeAlias = int
MOST_NODES = 400_000
_LEAF = 1 << 30


class TooLargeError(Exception):
    """A function has too many parts to be kept."""


class Diagrams:
    """Functions over the same keys, in the same order."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self.order = list(values)
        self.values = [(UNANSWERED, *values[key]) for key in self.order]
        """By position of the key; unanswered first."""
        self.position = {key: place for place, key in enumerate(self.order)}
        self.key: list[int] = []
        """By node: the position of its key; a high number for a leaf."""
        self.children: list[tuple[Node, ...]] = []
        self._result: dict[Node, Hashable] = {}
        self._known: dict[tuple[int, tuple[Node, ...]], Node] = {}
        self._leaves: dict[Hashable, Node] = {}
        self.no, self.yes = self.leaf(False), self.leaf(True)  # noqa: FBT003

    def leaf(self, result: Hashable) -> Node:
        """A function that is the same everywhere."""
        if result not in self._leaves:
            self._leaves[result] = self._add(_LEAF, ())
            self._result[self._leaves[result]] = result
        return self._leaves[result]

    def result(self, node: Node) -> Hashable:
        """What a leaf gives."""
        return self._result[node]

    def node(self, place: int, children: tuple[Node, ...]) -> Node:
        """A function by its children."""
        first = children[0]
        if children.count(first) == len(children):
            return first
        at = (place, children)
        found = self._known.get(at)
        if found is None:
            found = self._known[at] = self._add(place, children)
        return found

    def _add(self, place: int, children: tuple[Node, ...]) -> Node:
        if len(self.key) >= MOST_NODES:
            raise TooLargeError
        self.key.append(place)
        self.children.append(children)
        return len(self.key) - 1

    def box(self, box: Box) -> Node:
        """Where a box holds."""
        found = self.yes
        for key in sorted(box, key=self.position.__getitem__, reverse=True):
            place = self.position[key]
            some = (found if word in box[key] else self.no for word in self.values[place])
            found = self.node(place, tuple(some))
        return found

    def every(self, nodes: Iterable[Node]) -> Node:
        """Where all hold."""
        found = self.yes
        for node in nodes:
            found = self.both(found, node)
        return found

    def some(self, nodes: Iterable[Node]) -> Node:
        """Where one holds."""
        found = self.no
        for node in nodes:
            found = self.either(found, node)
        return found

    def both(self, one: Node, other: Node) -> Node:
        """Where two hold."""
        return self._lattice(one, other, self.no, self.yes, {})

    def either(self, one: Node, other: Node) -> Node:
        """Where one of two holds."""
        return self._lattice(one, other, self.yes, self.no, {})

    def _lattice(
        self, one: Node, other: Node, stop: Node, skip: Node, known: dict[tuple[Node, Node], Node]
    ) -> Node:
        if one in (other, stop) or other == skip:
            return one
        if other == stop or one == skip:
            return other
        at = (one, other) if one < other else (other, one)
        found = known.get(at)
        if found is None:
            place = min(self.key[one], self.key[other])
            pairs = zip(self._at(one, place), self._at(other, place), strict=False)
            below = [self._lattice(a, b, stop, skip, known) for a, b in pairs]
            found = known[at] = self.node(place, tuple(below))
        return found

    def apply(self, make: Callable[[AnyType, AnyType], Hashable], one: Node, other: Node) -> Node:
        """The function that `make` gives of the results of two."""
        known: dict[tuple[Node, Node], Node] = {}

        def go(a: Node, b: Node) -> Node:
            at = (a, b)
            found = known.get(at)
            if found is None:
                place = min(self.key[a], self.key[b])
                if place == _LEAF:
                    found = self.leaf(make(self._result[a], self._result[b]))
                else:
                    below = map(go, self._at(a, place), self._at(b, place))
                    found = self.node(place, tuple(below))
                known[at] = found
            return found

        return go(one, other)

    def _at(self, node: Node, place: int) -> Iterable[Node]:
        """Its children at a key; all the same, without an end, where it does not ask for it."""
        return self.children[node] if self.key[node] == place else repeat(node)

    def value(self, node: Node, assigned: Mapping[str, str]) -> Hashable:
        """What a function gives for one answer set."""
        while self.key[node] != _LEAF:
            place = self.key[node]
            word = assigned.get(self.order[place], UNANSWERED)
            node = self.children[node][self.values[place].index(word)]
        return self._result[node]

    def results(self, node: Node) -> list[Hashable]:
        """Everything that a function gives."""
        return [self._result[found] for found in self._below(node) if found in self._result]

    def asks(self, node: Node) -> list[str]:
        """The keys that a function depends on, in order."""
        places = {self.key[found] for found in self._below(node)} - {_LEAF}
        return [self.order[place] for place in sorted(places)]

    def _below(self, node: Node) -> list[Node]:
        seen, todo = {node}, [node]
        while todo:
            for child in self.children[todo.pop()]:
                if child not in seen:
                    seen.add(child)
                    todo.append(child)
        return sorted(seen)

    def cheapest(
        self, node: Node, price: Callable[[str, str], tuple[int, int]]
    ) -> dict[str, str] | None:
        """An answer set of the lowest price for which the function is true; None if there is none.

        A key that the function does not ask for stays unanswered, which is free.
        """
        best: dict[Node, tuple[tuple[int, int], int] | None] = {}

        def go(at: Node) -> tuple[tuple[int, int], int] | None:
            if at in best:
                return best[at]
            found: tuple[tuple[int, int], int] | None = None
            if self.key[at] == _LEAF:
                found = ((0, 0), -1) if self._result[at] is True else None
            else:
                key = self.order[self.key[at]]
                for place, child in enumerate(self.children[at]):
                    below = go(child)
                    if below is None:
                        continue
                    word = self.values[self.key[at]][place]
                    one, two = price(key, word) if word else (0, 0)
                    total = (below[0][0] + one, below[0][1] + two)
                    if found is None or total < found[0]:
                        found = (total, place)
            best[at] = found
            return found

        if go(node) is None:
            return None
        assigned: dict[str, str] = {}
        while self.key[node] != _LEAF:
            step = best[node]
            assert step is not None
            word = self.values[self.key[node]][step[1]]
            if word:
                assigned[self.order[self.key[node]]] = word
            node = self.children[node][step[1]]
        return assigned

    def widest(self, node: Node, assigned: Mapping[str, str]) -> Box:
        """A box around an answer set in which a function is true, that cannot be widened."""
        keys = self.asks(node)
        box = {key: frozenset((assigned.get(key, UNANSWERED),)) for key in keys}
        # what was not answered is widened first, and to the harmless answers of all keys before
        # others, so that the box speaks of what was answered and not of what was left out
        keys.sort(key=lambda key: key in assigned)
        for harmless in (True, False):
            for key in keys:
                for word in self.values[self.position[key]]:
                    if (word in ("no", UNANSWERED)) is harmless and word not in box[key]:
                        wider = {**box, key: box[key] | {word}}
                        if self._true_in(node, wider):
                            box = wider
        whole = {key: frozenset(self.values[self.position[key]]) for key in keys}
        return {key: words for key, words in box.items() if words != whole[key]}

    def trimmed(self, node: Node, box: Box) -> Box:
        """A box without the values that it has only where a function is false."""
        found = dict(box)
        for key, words in box.items():
            possible = (w for w in words if self._found_in(node, {**found, key: frozenset((w,))}))
            found[key] = frozenset(possible)
        return found

    def _found_in(self, node: Node, box: Box) -> bool:
        return self.both(node, self.box(box)) != self.no

    def _true_in(self, node: Node, box: Box) -> bool:
        todo, seen = [node], {node}
        while todo:
            at = todo.pop()
            if self.key[at] == _LEAF:
                if self._result[at] is not True:
                    return False
                continue
            place = self.key[at]
            words = box.get(self.order[place])
            for word, child in zip(self.values[place], self.children[at], strict=True):
                if (words is None or word in words) and child not in seen:
                    seen.add(child)
                    todo.append(child)
        return True
