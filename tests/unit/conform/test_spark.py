"""The statement on Spark gives the verdicts of the command: `pip install pyspark`, Java, and half a minute."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_sql import hostile_rows, hostile_spec

from conform_case import Case
from conform_sql import by_command, numbered, odd_log, statement

sql = pytest.importorskip("pyspark.sql", reason="pip install pyspark")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One session for all."""
    builder = sql.SparkSession.builder.master("local[1]")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def ask(spark: Any, text: str, rows: list[Any]) -> list[tuple[Any, ...]]:
    spark.createDataFrame(rows, "resource string, at string, body string").createOrReplaceTempView("log")
    return [tuple(row) for row in spark.sql(text.replace("`main`.`log`", "log").rstrip().rstrip(";")).collect()]


@pytest.mark.parametrize("options", [(), ("--mode", "events", "--strict")])
def test_spark_says_what_the_command_says(spark: Any, case: Case, options: tuple[str, ...]) -> None:
    rows = odd_log(seed=1, size=200)
    assert numbered(ask(spark, statement(case, "spark", *options), rows)) == by_command(case, rows, *options)


def test_hostile_states_are_found_as_they_are(spark: Any, tmp_path: Path) -> None:
    assert ask(spark, statement(Case(tmp_path, hostile_spec()), "spark"), hostile_rows()) == []
