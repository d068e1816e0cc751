"""The contract as checks: a pandera schema over text, so that a bad cell is reported as written."""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pandera.pandas as pa

from dashboard.ingest.dates import read_dates
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.shaping import bad_cells
from dashboard.schema import months
from dashboard.schema.columns import Column, Table
from dashboard.schema.force import Force
from dashboard.schema.tables import EXTERNAL

_FLAGS = {"true": True, "yes": True, "y": True, "1": True}
_FLAGS |= {"false": False, "no": False, "n": False, "0": False}
# Other centuries are slips of the keyboard, and make a span of thousands of months.
_MONTH = r"(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])"
_ELSE = "(a mapping can state another format)"


def check(frame: pd.DataFrame, mapping: Mapping, force: Force | None) -> pd.DataFrame:
    """Every bad cell of a shaped text frame: ``row``, ``column``, ``value``, ``reason``.

    frame: text under the table's names, a hole being "", its index the rows' numbers.
    force: whose ranks and commands are known; none for a table that belongs to no force.
    """
    table = mapping.contract
    columns = {
        column.name: pa.Column(str, checks=_checks(column, mapping, force), required=False)
        for column in table.columns
        if column.name in frame
    }
    found = [_across(frame, table, mapping)]
    # Rows of an unpivoted file share a number, and a place is what tells their cells apart.
    placed = frame.reset_index(drop=True)
    try:
        pa.DataFrameSchema(columns).validate(placed, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases[["index", "column", "failure_case", "check"]]
        cases = cases.set_axis(["row", "column", "value", "reason"], axis=1)
        found.append(cases.assign(row=frame.index[cases["row"].astype("int64")]))
    return pd.concat(found).sort_values(["row", "column"], kind="stable", ignore_index=True)


def typed(frame: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """A checked text frame in the contract's types, defaults filled in, its key's rows added up."""
    table = mapping.contract
    out = pd.DataFrame(index=frame.index)
    for column in table.columns:
        if column.name in frame:
            out[column.name] = _convert(frame[column.name], column, mapping)
        if column.default is not None:
            if column.name not in out:
                out[column.name] = column.default
            out[column.name] = out[column.name].fillna(column.default)
    if table.name == "strength":
        # Specials stand outside FTE totals whatever a file says of their hours.
        out.loc[out["role"] == "special", "fte"] = 0.0
    if mapping.add_up:
        key = [name for name in table.key if name in out]
        alike = out.groupby(key, dropna=False, sort=False)
        # To the millionth: sums of decimals carry binary dust.
        sums = alike[list(mapping.add_up)].sum(min_count=1).round(6).reset_index()
        return sums.set_axis(out.index[~alike.cumcount().astype(bool)])
    return out


def doubts(frame: pd.DataFrame, table: Table, force: Force | None) -> Iterator[str]:
    """What in a typed frame may be wrong and is no error, a sentence each."""
    for name in table.by_then:
        if name in frame:
            ends = months_of(frame, table).map(lambda month: pd.Timestamp(months.end(month)))
            later = int((frame[name] > ends).sum())
            if later:
                yield f"{name} is after the end of the row's month in {_rows(later)}."
    if force is None:
        return
    if "team" in frame and force.teams:
        for team, rows in frame["team"].value_counts().items():
            if team not in force.teams:
                yield f"The file of {force.name} names no team '{team}': {_rows(rows)}."
    if "rank" in frame and "role" in frame:
        none = [rank for rank, stated in force.ranks.items() if stated.grade == "none"]
        held = frame.loc[frame["role"] == "officer", "rank"]
        for rank, rows in held[held.isin(none)].value_counts().items():
            yield (
                f"{rank} is of grade none, and stands with the role officer in {_rows(rows)}: "
                "state their role, or the rank's grade."
            )


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def months_of(frame: pd.DataFrame, table: Table) -> pd.Series:
    """The month of each row of a typed frame, YYYY-MM."""
    dates = frame[table.dated]
    return dates if table.column(table.dated).kind == "month" else dates.dt.strftime("%Y-%m")


def key_of(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The columns that make a row unique; a blank means the default, where there is one."""
    keys = pd.DataFrame({name: frame[name] for name in table.key if name in frame})
    for name in keys:
        default = table.column(str(name)).default
        if default is not None:
            keys[name] = keys[name].mask((keys[name] == "") | keys[name].isna(), default)
    return keys


def _checks(column: Column, mapping: Mapping, force: Force | None) -> list[pa.Check]:
    checks = []
    if column.required:
        checks.append(pa.Check(lambda cells: cells != "", error="is blank, and is required"))
    if column.kind == "date":
        form = mapping.date_format(column.name)
        checks.append(
            pa.Check(
                lambda cells: (cells == "") | read_dates(cells, form).notna(),
                error=f"is not a date written as {form or f'YYYY-MM-DD {_ELSE}'}",
            )
        )
    elif column.kind == "month":
        form = mapping.month.format if mapping.month and mapping.month.column else "%Y-%m"
        wanted = f"YYYY-MM {_ELSE}" if form == "%Y-%m" else form
        checks.append(
            pa.Check(
                lambda cells: (cells == "") | cells.str.fullmatch(_MONTH),
                error=f"is not a month written as {wanted}",
            )
        )
    elif column.kind == "number":
        low = -math.inf if column.low is None else column.low
        high = math.inf if column.high is None else column.high
        bounds = f" from {low:g}" if low > -math.inf else ""
        bounds += f" to {high:g}" if high < math.inf else ""
        checks.append(
            pa.Check(
                lambda cells: (cells == "") | _numbers(cells).between(low, high),
                error=f"is not a number{bounds}",
            )
        )
    elif column.kind == "flag":
        checks.append(_among(tuple(_FLAGS), "is neither yes nor no", fold=True))
    elif column.kind == "choice":
        checks.append(_among(column.choices, f"is not one of {', '.join(column.choices)}"))
    if column.refers and force is not None:
        checks += _known(column, force)
    return checks


def _known(column: Column, force: Force) -> list[pa.Check]:
    """The checks of a column that names ranks or commands of the force."""
    if column.refers == "rank":
        return [
            _among(
                tuple(force.ranks),
                f"is no rank of {force.name}",
            )
        ]
    if force.any_command:
        return []
    outside = (EXTERNAL,) if column.refers == "host" else ()
    return [
        _among(
            (*force.commands, *outside),
            f"is no command of {force.name}",
        )
    ]


def _among(allowed: tuple[str, ...], error: str, *, fold: bool = False) -> pa.Check:
    return pa.Check(
        lambda cells: (cells == "") | (cells.str.lower() if fold else cells).isin(allowed),
        error=error,
    )


def _across(frame: pd.DataFrame, table: Table, mapping: Mapping) -> pd.DataFrame:
    """The bad cells that only several columns, or rows, together show."""
    found = []
    days = {
        name: read_dates(frame[name], mapping.date_format(name))
        .dt.strftime("%Y-%m-%d")
        .fillna(frame[name])
        for name in table.key
        if name in frame and table.column(name).kind == "date"
    }
    keys = key_of(frame.assign(**days), table)
    # A key that is blank where it must not be is one error, not two.
    there = keys[[name for name in table.required if name in keys]] != ""
    again = keys.duplicated(keep=False) & there.all(axis=1)
    if again.any() and not mapping.add_up:
        named = table.key[1] if table.key[1] in frame else table.key[0]
        reason = f"stands more than once{_for(keys)}, {_differing(frame[again], keys[again])}"
        found.append(_bad(frame, again, named, reason))
    for name, needed in table.needs:
        if name in frame:
            length = frame.get(needed, pd.Series("", index=frame.index))
            lacking = (frame[name] != "") & (length == "")
            found.append(_bad(frame, lacking, name, f"has no {needed}, so no length"))
    for first, then in table.ordered:
        if first in frame and then in frame:
            early, late = (
                read_dates(frame[name], mapping.date_format(name)) for name in (first, then)
            )
            found.append(_bad(frame, late < early, then, f"is before {first}"))
    return pd.concat(found) if found else bad_cells()


def _for(keys: pd.DataFrame) -> str:
    """What else is the same, where a row is no person: the columns that are told apart."""
    others = [] if "person_id" in keys else [str(name) for name in keys]
    return f" with the same {', '.join(others)}" if others else ""


def _differing(frame: pd.DataFrame, keys: pd.DataFrame) -> str:
    rest = frame[[name for name in frame if name not in keys]]
    most = rest.groupby([keys[name] for name in keys]).nunique().max()
    names = ", ".join(str(name) for name, values in most.items() if values > 1)
    if names:
        return f"with another {names}"
    return "with all else the same (add_up in the mapping adds up rows that are parts of one)"


def _bad(frame: pd.DataFrame, rows: pd.Series, column: str, reason: str) -> pd.DataFrame:
    cells = frame.loc[rows.to_numpy(bool), column]
    return pd.DataFrame(
        {"row": cells.index, "column": column, "value": cells.to_numpy(), "reason": reason}
    )


def _convert(cells: pd.Series, column: Column, mapping: Mapping) -> pd.Series:
    if column.kind == "date":
        return read_dates(cells, mapping.date_format(column.name))
    if column.kind == "number":
        return _numbers(cells)
    if column.kind == "flag":
        return cells.str.lower().map(_FLAGS).astype("boolean")
    return cells.mask(cells == "")


def _numbers(cells: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(cells.mask(cells == ""), errors="coerce")
    return numbers.where(np.isfinite(numbers))
