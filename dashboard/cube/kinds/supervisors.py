"""Cells of supervisors: first-line supervisors at work, by how many constables each one has."""

import narwhals as nw

from dashboard.cube.counting import people
from dashboard.cube.kind import Kind
from dashboard.schema.force import Force
from dashboard.schema.tables import EXTERNAL

MOST = 31
"""Reports from which on supervisors are not told apart."""
DIMENSIONS = ("month", "command", "team", "reports")


def count_supervisors(strength: nw.LazyFrame, month: str, force: Force) -> nw.LazyFrame:
    """Officers who are recorded as a supervisor, and the constables who name them, in heads.

    Both are at work: neither suspended, nor on long-term absence, nor lent outside the force. A
    supervisor stands where they work; who is lent inside the force, in no team. ``reports`` is
    the number of constables in two digits, the highest for whoever has that many or more.
    """
    constables = [code for code, rank in force.ranks.items() if rank.grade == "constable"]
    at_work = _at_work(strength, month)
    led = (
        at_work.filter(nw.col("rank").is_in(constables), ~nw.col("supervisor_id").is_null())
        .group_by("supervisor_id")
        .agg(constables=nw.len().cast(nw.Int64))
    )
    capped = nw.when(nw.col("constables") > MOST).then(MOST).otherwise(nw.col("constables"))
    return (
        at_work.select("month", "command", "team", "person_id")
        .join(led, left_on="person_id", right_on="supervisor_id", how="inner")
        # A hundred more, without its first digit, is the number in two digits.
        .with_columns(reports=(capped + 100).cast(nw.String).str.slice(1))
        .group_by(*DIMENSIONS)
        .agg(
            supervisors=nw.len().cast(nw.Float64),
            constables=nw.col("constables").sum().cast(nw.Float64),
        )
        .sort(*DIMENSIONS)
    )


def _at_work(strength: nw.LazyFrame, month: str) -> nw.LazyFrame:
    """The officers at work in the force, each in the command and team where they work."""
    lent = nw.col("is_attached_out")
    away = (
        nw.col("is_suspended")
        | nw.col("is_long_term_absence")
        | (lent & (nw.col("attached_to") == EXTERNAL))
    )
    return (
        people(strength, month)
        .filter(nw.col("role") == "officer", ~away)
        .with_columns(
            command=nw.when(lent).then(nw.col("attached_to")).otherwise(nw.col("command")),
            team=nw.when(lent).then(nw.lit("")).otherwise(nw.col("team")),
        )
    )


KIND = Kind(
    name="supervisors",
    table="strength",
    dimensions=DIMENSIONS,
    counts=("supervisors", "constables"),
    count=count_supervisors,
    uses=(EXTERNAL,),
)
