"""Columns of a table read as answers: what each word of each variable is, for many people at once.

A table has a column for each question, in its natural form: a word, a number, a length of time, or
a list of what is ticked or taken. A column `question.item` says *yes*, *no* or *unsure* of one
item. What is null was not answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct
from numpy.typing import NDArray

from triage.errors import AnswersError, Problem, did_you_mean, shortened
from triage.inference.answers import value_from
from triage.inference.columns import people_of, planes_of, words_in
from triage.inference.columns_answers import Seen, Words
from triage.rulebook.kinds.written_answers import NONE_WORD
from triage.rulebook.model import Rulebook
from triage.rulebook.parts.medicines import MEDICINES_PREFIX
from triage.rulebook.when import UNSURE

SEPARATOR = ";"
"""Between what is ticked or taken, where a column holds plain text."""


class RowProblem(Struct, frozen=True):
    """What is wrong with one answer of one row."""

    row: int
    """Counted from 0 within the block."""
    column: str
    what: str


class Block(Struct, frozen=True):
    """A block of answer sets as rules see them."""

    seen: Seen
    problems: tuple[RowProblem, ...]


def columns_of(book: Rulebook, names: Sequence[str], kept: Sequence[str] = ()) -> None:
    """Look at the columns of a table.

    Raises:
        AnswersError: a column that no question knows or that stands twice, or a question that
            everybody is asked and that has no column.
    """
    problems: list[Problem] = []
    known = {*book.questions, *book.variables}
    for name in sorted({name for name in names if names.count(name) > 1}):
        what = f"the column `{shortened(name)}` stands more than once"
        problems.append(Problem(what, "keep one of them, or give the others other names"))
    for name in names:
        if name in known or name in kept:
            continue
        advice = did_you_mean(
            name, known, "keep a column that is no question with `--keep`", problems
        )
        problems.append(Problem(f"unknown column `{shortened(name)}`", advice))
    questions = {name.partition(".")[0] for name in names}
    for id in asked_of_all(book):
        if id not in questions:
            advice = "add it, and leave empty what was not answered"
            problems.append(Problem(f"there is no column `{id}`", advice))
    if problems:
        raise AnswersError(*problems)


def asked_of_all(book: Rulebook) -> Iterator[str]:
    """The questions that everybody is asked and that rules read."""
    for id, question in book.questions.items():
        if question.ask_when is None and question.shape != "words":
            yield id


class BlockReader:
    """Reads blocks of a table; what was seen once is remembered."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._single: dict[tuple[str, Any], dict[str, str] | Problem] = {}
        self._named: dict[str, dict[str, str]] = {}

    def read(self, batch: pa.RecordBatch) -> Block:
        """The answers of a block. Rows with a slip are told; what is wrong in them counts as
        not answered."""
        given: dict[str, Words] = {}
        problems: list[RowProblem] = []
        for name in batch.schema.names:
            if name in self._book.questions:
                self._question(name, batch.column(name), given, problems)
        for name in batch.schema.names:
            variable = self._book.variables.get(name)
            if (
                variable is not None
                and variable.item is not None
                and name not in self._book.questions
            ):
                self._item(name, batch.column(name), given, problems)
        size = words_in(batch.num_rows)
        seen = Seen(self._book, given, size)
        for id, plane in seen.not_asked.items():
            what = f"`{id}` is not asked with these answers"
            wrong = np.flatnonzero(people_of(plane, batch.num_rows))
            problems += (RowProblem(row, id, what) for row in wrong.tolist())
        return Block(seen, tuple(sorted(problems, key=lambda one: (one.row, one.column))))

    def words(self, id: str, column: pa.Array) -> dict[str, Words]:
        """What a column says of the variables of its question; a slip says nothing."""
        given: dict[str, Words] = {}
        self._question(id, column, given, [])
        return given

    def _question(
        self, id: str, column: pa.Array, given: dict[str, Words], problems: list[RowProblem]
    ) -> None:
        question = self._book.questions[id]
        if question.shape == "words":
            return
        column = _readable(id, column)
        if question.shape in ("ticks", "medicines"):
            values, rows, answered = _lists(column)
            if question.shape == "ticks":
                self._ticks(id, values, rows, answered, given, problems)
            else:
                self._medicines(values, rows, answered, given)
            return
        values, codes = _encoded(column)
        self._words(id, values, codes, given, problems)

    def _words(
        self,
        id: str,
        values: list[Any],
        codes: NDArray[np.int64],
        given: dict[str, Words],
        problems: list[RowProblem],
    ) -> None:
        seen = [self._seen(id, value) for value in values]
        for number, one in enumerate(seen):
            if isinstance(one, Problem):
                problems += (
                    RowProblem(row, id, one.message)
                    for row in np.flatnonzero(codes == number).tolist()
                )
        for variable in (v for v in self._book.variables.values() if v.question == id):
            words = [None if isinstance(one, Problem) else one.get(variable.name) for one in seen]
            place = {word: n for n, word in enumerate(dict.fromkeys(filter(None, words)))}
            table = np.array([place.get(word or "", -1) for word in words] + [-1])
            found = table[codes]
            given[variable.name] = {word: planes_of(found == n) for word, n in place.items()}

    def _seen(self, id: str, value: Any) -> dict[str, str] | Problem:
        key = (id, value)
        if key not in self._single:
            try:
                answer = value_from(self._book, id, _plain(value))
                self._single[key] = self._book.questions[id].seen(id, answer, self._book)
            except AnswersError as error:
                self._single[key] = error.problems[0]
        return self._single[key]

    def _ticks(
        self,
        id: str,
        values: list[str],
        rows: tuple[NDArray[np.int64], NDArray[np.int64]],
        answered: NDArray[np.bool_],
        given: dict[str, Words],
        problems: list[RowProblem],
    ) -> None:
        question = self._book.questions[id]
        codes, parents = rows
        ticked: dict[str, NDArray[np.bool_]] = {}
        unsure = np.zeros(len(answered), np.bool_)
        none = np.zeros(len(answered), np.bool_)
        for written, who in _by_value(values, codes, parents):
            word = written.lower()
            if word in question.answers:
                ticked.setdefault(word, np.zeros(len(answered), np.bool_))[who] = True
            elif word == UNSURE:
                unsure[who] = True
            elif word == NONE_WORD:
                none[who] = True
            else:
                what = f"unknown answer `{shortened(written)}` for `{id}`"
                help = did_you_mean(word, question.answers, "", [])
                what += f", {help}" if help else ""
                problems += (RowProblem(row, id, what) for row in who.tolist())
        for item in (item for item in ticked if question.answers[item].exclusive):
            several = np.sum([*ticked.values()], axis=0) > 1
            what = f"`{id}` says `{item}` together with other answers"
            wrong = np.flatnonzero(ticked[item] & several)
            problems += (RowProblem(row, id, what) for row in wrong.tolist())
        both = none & np.any([unsure, *ticked.values()], axis=0)
        what = f"`{id}` says `{NONE_WORD}` together with other answers"
        problems += (RowProblem(row, id, what) for row in np.flatnonzero(both).tolist())
        everybody, open_ = planes_of(answered), planes_of(unsure)
        nobody = np.zeros_like(everybody)
        for item in question.answers:
            yes = planes_of(ticked[item]) if item in ticked else nobody
            left = everybody & ~yes
            given[f"{id}.{item}"] = {"yes": yes, "no": left & ~open_, UNSURE: left & open_}

    def _medicines(
        self,
        values: list[str],
        rows: tuple[NDArray[np.int64], NDArray[np.int64]],
        answered: NDArray[np.bool_],
        given: dict[str, Words],
    ) -> None:
        codes, parents = rows
        found: dict[tuple[str, str], NDArray[np.bool_]] = {}
        for name, who in _by_value(values, codes, parents):
            for id, word in self._classes(name).items():
                if word != "no":
                    found.setdefault((id, word), np.zeros(len(answered), np.bool_))[who] = True
        everybody = planes_of(answered)
        nobody = np.zeros_like(everybody)
        for id in self._book.catalogue.unsure():
            yes, maybe = (
                planes_of(found[id, word]) if (id, word) in found else nobody
                for word in ("yes", UNSURE)
            )
            given[f"{MEDICINES_PREFIX}.{id}"] = {
                "yes": yes,
                UNSURE: maybe & ~yes,
                "no": everybody & ~yes & ~maybe,
            }

    def _classes(self, name: str) -> Mapping[str, str]:
        found = self._named.get(name)
        if found is None:
            catalogue = self._book.catalogue
            if name == UNSURE:
                found = catalogue.unsure()
            else:
                found = catalogue.answers(() if name == NONE_WORD else catalogue.listed(name))
            self._named[name] = found
        return found

    def _item(
        self, name: str, column: pa.Array, given: dict[str, Words], problems: list[RowProblem]
    ) -> None:
        column = _readable(name, column)
        if column.null_count == len(column):
            return
        values, codes = _encoded(column)
        words = [_YES_NO.get(value, value) for value in values]
        allowed = ("yes", "no", UNSURE)
        for number, word in enumerate(words):
            if word not in allowed:
                what = (
                    f"unknown answer `{shortened(str(word))}` for `{name}`, write yes, no or unsure"
                )
                wrong = np.flatnonzero(codes == number)
                problems += (RowProblem(row, name, what) for row in wrong.tolist())
        place = np.array([allowed.index(word) if word in allowed else -1 for word in words] + [-1])
        said = place[codes]
        here = {word: planes_of(said == number) for number, word in enumerate(allowed)}
        own = here["yes"] | here["no"] | here[UNSURE]
        before = given.get(name, {})
        if before:  # what is ticked in the list stays ticked, whatever the column of the line says
            ticked = before["yes"] & (here["no"] | here[UNSURE])
            list_of = name.partition(".")[0]
            what = f"`{list_of}` ticks what `{name}` does not"
            wrong = np.flatnonzero(people_of(ticked, len(column)))
            problems += (RowProblem(row, name, what) for row in wrong.tolist())
            own = own & ~ticked
        given[name] = {word: here[word] & own for word in allowed}
        for word in allowed:
            if word in before:
                given[name][word] = given[name][word] | (before[word] & ~own)


def _readable(name: str, column: pa.Array) -> pa.Array:
    """A column as one that can be read.

    Raises:
        AnswersError: it holds neither words nor numbers nor lists of words.
    """
    of = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_fixed_size_list(of):
        return column.cast(pa.list_(of.value_type))
    inner = of.value_type if pa.types.is_list(of) or pa.types.is_large_list(of) else of
    if pa.types.is_binary(inner) or pa.types.is_large_binary(inner):
        what = f"the column `{shortened(name)}` holds bytes that are no text"
        raise AnswersError(Problem(what, "write the table in UTF-8"))
    words = pa.types.is_string(inner) or pa.types.is_large_string(inner)
    numbers = pa.types.is_integer(inner) or pa.types.is_floating(inner)
    if words or numbers or pa.types.is_boolean(inner) or pa.types.is_null(inner):
        return column
    if pa.types.is_dictionary(inner):  # words that are kept once each, in lists
        return column
    what = f"the column `{shortened(name)}` holds neither words nor numbers nor lists of words"
    raise AnswersError(Problem(what, "write each answer as in the table of docs/batch.md"))


_YES_NO: dict[Any, str] = {True: "yes", False: "no"}


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _encoded(column: pa.Array) -> tuple[list[Any], NDArray[np.int64]]:
    """The different values of a column, and for each row which it has; -1 for none."""
    if column.null_count == len(column):
        return [], np.full(len(column), -1)
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    indices = coded.indices
    codes = (indices.fill_null(-1) if indices.null_count else indices).to_numpy().astype(np.int64)
    values = coded.dictionary.to_pylist()
    for empty in (number for number, value in enumerate(values) if value == ""):
        codes[codes == empty] = -1
    return values, codes


def _lists(
    column: pa.Array,
) -> tuple[list[str], tuple[NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]]:
    """The different values in lists; where each stands, with its row; and who has a list."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not (pa.types.is_list(column.type) or pa.types.is_large_list(column.type)):
        column = _split(column)
    answered = column.is_valid().to_numpy(zero_copy_only=False)
    values, codes = _encoded(column.flatten())
    if not values:
        nothing = np.zeros(0, np.int64)
        return [], (nothing, nothing), answered
    parents = pc.list_parent_indices(column).to_numpy()
    if len(parents) != len(codes):  # there may be words under a list that is null
        parents = parents[answered[parents]]
    kept = codes >= 0
    if not kept.all():
        codes, parents = codes[kept], parents[kept]
    return [str(value).strip() for value in values], (codes, parents), answered


def _by_value(
    values: list[str], codes: NDArray[np.int64], parents: NDArray[np.int64]
) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Each value with the rows that have it."""
    if len(values) <= np.iinfo(np.int16).max:
        codes = codes.astype(np.int16)  # small numbers are sorted by their digits, which is quick
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(values) + 1))
    rows = parents[order]
    for number, value in enumerate(values):
        yield value, rows[bounds[number] : bounds[number + 1]]


def _split(column: pa.Array) -> pa.Array:
    """Text with a separator as lists; an empty text was not answered."""
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    return pc.split_pattern(text, SEPARATOR)
