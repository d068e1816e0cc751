"""The table of a panel as an answer holds it for a reader who has it open."""

from typing import Any

from dashboard.components.folded import Props
from dashboard.components.ids import inside


def table_in(props: Props, panel: str) -> dict[str, Any]:
    """Its columns and rows: the properties of the grid."""
    (grid,) = props[inside(f"{panel}-tabled")]["children"]
    return grid.to_plotly_json()["props"]
