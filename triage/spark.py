"""The columnar evaluator on Spark: `assess` runs it on each partition of a data frame.

It is the same plan as `triage batch`, inside `mapInArrow`, so results are equal. Needs the extra
`spark` (pyspark with Java 17, numpy and pyarrow), on the workers too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from triage.late_import import importing
from triage.rulebook.model import Rulebook
from triage.rulebook.own import own_rulebook

if TYPE_CHECKING:
    import pyarrow as pa

SLIP = "slip"
"""What is wrong with a row, where it has no result; null elsewhere."""


def assess(
    df: Any,
    book: Rulebook | None = None,
    *,
    keep: Sequence[str] = (),
    select: Sequence[str] = ("urgency", "red-flags", "unsure-red-flags", "names", "fits", "points"),
) -> Any:
    """The result for every row of a data frame.

    Args:
        df: a Spark data frame with a column for each question, in its natural form.
        book: the rule book; the installed one where it is left out.
        keep: columns of `df` that stand beside the result.
        select: the columns of the result.

    Returns:
        A data frame with the kept columns, the selected ones, and `slip`: a row in which an answer
        cannot be used has no result there, and says why.

    Raises:
        AnswersError: a column that no question knows, or a question without a column.
    """
    with importing():
        from pyspark.sql.types import ArrayType, ShortType, StringType, StructField, StructType

        from triage.batch.reading import columns_of

    used = own_rulebook() if book is None else book
    columns_of(used, df.columns, keep)
    words = ArrayType(StringType())
    kinds: dict[str, Any] = {"urgency": StringType(), "points": ArrayType(ShortType())}
    fields = [df.schema[name] for name in keep]
    fields += [StructField(name, kinds.get(name, words)) for name in select]
    fields.append(StructField(SLIP, StringType()))
    # Spark takes a dot in the name of a column for a part of it
    numbered = df.toDF(*(f"c{number}" for number in range(len(df.columns))))
    each = _on_partition(used, tuple(df.columns), tuple(keep), tuple(select))
    return numbered.mapInArrow(each, StructType(fields))


def _on_partition(
    book: Rulebook, names: tuple[str, ...], keep: tuple[str, ...], select: tuple[str, ...]
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def each(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with importing():
            from triage.batch.reading import BlockReader
            from triage.batch.results import Assessor, plain, without

        reader, assessor = BlockReader(book), Assessor(book)
        for numbered in batches:
            batch = numbered.rename_columns([*names])
            block = reader.read(batch)
            columns = assessor.columns(block.seen.said, batch.num_rows, select)
            columns = without(columns, block.problems, batch.num_rows)
            yield _row_batch(batch, keep, select, map(plain, columns), block.problems)

    return each


def _row_batch(
    batch: pa.RecordBatch,
    keep: tuple[str, ...],
    select: tuple[str, ...],
    columns: Iterable[pa.Array],
    problems: Iterable[Any],
) -> pa.RecordBatch:
    with importing():
        import pyarrow as pa

    slips: list[str | None] = [None] * batch.num_rows
    for one in reversed(tuple(problems)):
        slips[one.row] = f"column `{one.column}`: {one.what}"
    made = {name: batch.column(name) for name in keep}
    made |= dict(zip(select, columns, strict=True))
    made[SLIP] = pa.array(slips, pa.string())
    return pa.RecordBatch.from_pydict(made)
