"""The contract as checks: a pandera schema over text, so that a bad cell is reported as written."""

import math

import pandas as pd
import pandera.pandas as pa

from dashboard.ingest.mapping import Mapping
from dashboard.schema.force import Force
from dashboard.schema.tables import EXTERNAL, Column, Table

_FLAGS = {"true": True, "yes": True, "y": True, "1": True}
_FLAGS |= {"false": False, "no": False, "n": False, "0": False}


def check(frame: pd.DataFrame, table: Table, mapping: Mapping, force: Force) -> pd.DataFrame:
    """Every bad cell of a mapped text frame: ``row``, ``column``, ``value``, ``reason``.

    frame: text under the table's names, a hole being "", its index the rows' numbers.
    """
    columns = {
        column.name: pa.Column(str, checks=_checks(column, mapping, force), required=False)
        for column in table.columns
        if column.name in frame
    }
    found = [_cells(frame, table)]
    try:
        pa.DataFrameSchema(columns).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases[["index", "column", "failure_case", "check"]]
        found.append(cases.set_axis(["row", "column", "value", "reason"], axis=1))
    return pd.concat(found).sort_values(["row", "column"], kind="stable", ignore_index=True)


def typed(frame: pd.DataFrame, table: Table, mapping: Mapping) -> pd.DataFrame:
    """A checked text frame in the contract's types, defaults filled in."""
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
    return out


def _checks(column: Column, mapping: Mapping, force: Force) -> list[pa.Check]:
    checks = []
    if column.required:
        checks.append(pa.Check(lambda cells: cells != "", error="is blank, and is required"))
    if column.kind == "date":
        form = mapping.date_format(column.name)
        checks.append(
            pa.Check(
                lambda cells: (cells == "") | _dates(cells, form).notna(),
                error=f"is not a date written as {form}",
            )
        )
    elif column.kind == "number":
        low, high = column.low or 0.0, column.high or math.inf
        checks.append(
            pa.Check(
                lambda cells: (cells == "") | _numbers(cells).between(low, high),
                error=f"is not a number from {low:g} to {high:g}",
            )
        )
    elif column.kind == "flag":
        checks.append(_among(tuple(_FLAGS), "is neither yes nor no", fold=True))
    elif column.kind == "choice":
        checks.append(_among(column.choices, f"is not one of {', '.join(column.choices)}"))
    if column.name in ("rank", "substantive_rank"):
        checks.append(_among(tuple(force.ranks), f"is no rank of {force.name}"))
    if column.name in ("command", "attached_to") and not force.any_command:
        allowed = (*force.commands, EXTERNAL) if column.name == "attached_to" else force.commands
        checks.append(_among(tuple(allowed), f"is no command of {force.name}"))
    return checks


def _among(allowed: tuple[str, ...], error: str, *, fold: bool = False) -> pa.Check:
    return pa.Check(
        lambda cells: (cells == "") | (cells.str.lower() if fold else cells).isin(allowed),
        error=error,
    )


def _cells(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The bad cells that only several columns together show."""
    keys = [name for name in table.key if name in frame]
    # A blank role is the default one, and the same person in both is twice in one.
    meant = {name: table.column(name).default for name in keys}
    whole = frame.assign(
        **{
            name: frame[name].mask(frame[name] == "", value)
            for name, value in meant.items()
            if value
        }
    )
    again = whole.duplicated(keys, keep=False)
    reason = f"stands more than once, {_differing(frame[again], keys)}"
    found = [_bad(frame, again, keys[1], reason)]
    if "absence" in frame:
        start = frame.get("absence_from", pd.Series("", index=frame.index))
        undated = (frame["absence"] != "") & (start == "")
        found.append(_bad(frame, undated, "absence", "has no absence_from, so no length"))
    return pd.concat(found)


def _differing(doubled: pd.DataFrame, keys: list[str]) -> str:
    most = doubled.groupby(keys).nunique().max()
    names = ", ".join(str(name) for name, values in most.items() if values > 1)
    return f"with another {names}" if names else "differing only in what is not stored"


def _bad(frame: pd.DataFrame, rows: pd.Series, column: str, reason: str) -> pd.DataFrame:
    cells = frame.loc[rows, column]
    return pd.DataFrame(
        {"row": cells.index, "column": column, "value": cells.to_numpy(), "reason": reason}
    )


def _convert(cells: pd.Series, column: Column, mapping: Mapping) -> pd.Series:
    if column.kind == "date":
        return _dates(cells, mapping.date_format(column.name))
    if column.kind == "number":
        return _numbers(cells)
    if column.kind == "flag":
        return cells.str.lower().map(_FLAGS).astype("boolean")
    return cells.mask(cells == "")


def _dates(cells: pd.Series, form: str | None) -> pd.Series:
    # Pandas takes "now" and "today" for dates, whatever the format.
    return pd.to_datetime(cells.where(cells.str.contains(r"\d")), format=form, errors="coerce")


def _numbers(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells.mask(cells == ""), errors="coerce")
