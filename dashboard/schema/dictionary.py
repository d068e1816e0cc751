"""The data dictionary: every table, column and field of a force in words, made from the contract.

``python -m dashboard.schema.dictionary`` prints what the README holds.
"""

import sys
from collections.abc import Iterable, Iterator

from dashboard.schema.columns import Column, Table
from dashboard.schema.force import Command, Force, Rank, Team
from dashboard.schema.stated import Stated
from dashboard.schema.tables import EXTERNAL, TABLES

_KINDS = {
    "text": "text",
    "month": "month, YYYY-MM",
    "date": "date, YYYY-MM-DD",
    "number": "number",
    "flag": "yes or no",
    "choice": "one of",
}
_REFERS = {
    "command": "a command of the force",
    "host": f"a command of the force or {EXTERNAL}",
    "rank": "a rank of the force",
}


_ABOUT = """\
Dates and months are written as shown, unless a mapping states how a file writes them. A blank is
not "none": nothing is known then, unless the column says what holds if blank.
"""


def kind(column: Column) -> str:
    """What a cell of the column holds, in a few words; the values of a choice are apart."""
    if column.refers:
        return _REFERS[column.refers]
    low, high = column.low, column.high
    if low is not None and high is not None:
        return f"number from {low:g} to {high:g}"
    if low is not None:
        return f"number, {low:g} or more"
    if high is not None:
        return f"number, {high:g} or less"
    return _KINDS[column.kind]


def default(column: Column) -> str:
    """What a blank means in the column; nothing where it means that nothing is known."""
    return f"{column.default:g}" if isinstance(column.default, float) else str(column.default or "")


def rules(table: Table) -> Iterator[str]:
    """What holds for the rows of the table and for an import of it, a sentence of Markdown each."""
    yield f"One row is {table.row}."
    yield f"Unique on {_and(table.key)}."
    months = () if table.dated in table.apart else ("month",)
    if months and table.dated != "month":
        months = (f"month of `{table.dated}`",)
    same = " and ".join((*months, *(f"`{name}`" for name in table.apart)))
    yield f"An import replaces the rows of the same {same}."
    for first, second in table.ordered:
        yield f"`{second}` is not before `{first}`."
    for first, second in table.needs:
        yield f"`{first}` needs `{second}`."


def markdown() -> str:
    """The whole dictionary as Markdown, from its first table to the fields of a force."""
    return "\n".join([_ABOUT, *map(_table, TABLES.values()), _force()])


def _table(table: Table) -> str:
    rows = (
        (f"`{one.name}`", "yes" if one.required else "", _holds(one), one.meaning)
        for one in table.columns
    )
    return "\n".join(
        [
            f"### `{table.name}`\n",
            f"{' '.join(rules(table))}\n",
            *_grid(("column", "required", "holds", "meaning"), rows),
            "",
        ]
    )


def _holds(column: Column) -> str:
    words = kind(column)
    if column.choices:
        words += f" {', '.join(f'`{choice}`' for choice in column.choices)}"
    said = default(column)
    return f"{words}; `{said}` if blank" if said else words


def _force() -> str:
    return "\n".join(
        [
            "### A force's file\n",
            "One TOML file in `data/forces/`; `frontline force check FILE` reads one and says "
            "what it understood.\n",
            *_grid(("field", "required", "default", "meaning"), _fields()),
            "",
        ]
    )


def _fields() -> Iterator[tuple[str, str, str, str]]:
    sections: tuple[tuple[str, type[Stated]], ...] = (
        ("", Force),
        ("commands.CODE.", Command),
        ("ranks.CODE.", Rank),
        ("teams.CODE.", Team),
    )
    for above, model in sections:
        for field in model.stated_fields():
            required = "yes" if field.required else ""
            said = f"`{field.default}`" if field.default else ""
            yield f"`{above}{field.name}`", required, said, field.meaning


def _grid(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |"


def _and(names: tuple[str, ...]) -> str:
    *most, last = (f"`{name}`" for name in names)
    return f"{', '.join(most)} and {last}" if most else last


if __name__ == "__main__":
    sys.stdout.write(markdown())
