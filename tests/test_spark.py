"""The same result on a real Spark cluster of two worker processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, own_cases, the_book
from tests.test_batch import CALM, as_row, as_table, in_columns
from triage.errors import AnswersError

pyspark = pytest.importorskip(
    "pyspark", reason="pyspark is not installed: pip install -e '.[spark]'"
)

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")  # of pyspark about itself
CLUSTER = "local-cluster[2,1,1024]"


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable  # the workers need what is installed here
    builder = (
        SparkSession.builder.master(CLUSTER)
        .appName("triage")
        .config("spark.ui.enabled", "false")
        .config("spark.executor.memory", "1g")
        .config("spark.executorEnv.PYTHONPATH", str(ROOT))
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "2000")
    )
    spark = builder.getOrCreate()
    yield spark
    spark.stop()


def test_the_result_is_that_of_the_local_run(session: Any, tmp_path: Path) -> None:
    """Every case, over six partitions of two workers, in the same words."""
    from pyarrow import parquet

    from triage.spark import assess

    some = [case.answers for case in own_cases()[::3]]
    rows = [as_row(answers) for answers in some]
    table = as_table(rows)
    table = table.append_column("who", [list(map(str, range(len(rows))))])
    parquet.write_table(table, tmp_path / "in.parquet")
    df = session.read.parquet(str(tmp_path / "in.parquet")).repartition(6)
    found = {row["who"]: row.asDict() for row in assess(df, the_book(), keep=["who"]).collect()}

    assert len(some) == len(found)
    for number, expected in enumerate(in_columns(some)):
        row = found[str(number)]
        assert None is row["slip"]
        assert expected == {name: row[name] for name in expected}


def test_a_row_with_a_slip_has_no_result_and_says_why(session: Any, tmp_path: Path) -> None:
    """One bad row stops nobody else's result, and is not lost."""
    from pyarrow import parquet

    from triage.spark import assess

    parquet.write_table(as_table([CALM, {**CALM, "age": "150"}]), tmp_path / "in.parquet")
    found = assess(session.read.parquet(str(tmp_path / "in.parquet")), the_book()).collect()

    told = {(row["urgency"], row["slip"]) for row in found}
    assert ("routine", None) in told
    assert (None, "column `age`: `150` is out of range for `age`") in told


def test_a_column_that_no_question_knows_is_told_before_anything_runs(session: Any) -> None:
    """A misspelt question would be a danger sign that nobody reads."""
    from triage.spark import assess

    df = session.createDataFrame([("50",)], ["agee"])
    with pytest.raises(AnswersError, match="unknown column `agee`"):
        assess(df, the_book())
