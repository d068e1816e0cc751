"""The ids of everything on a page, made here and nowhere else."""

QUERY = "query"
"""Store: the address that the page shows, and the turn in which it was asked for."""
ANSWER = "answer"
"""Store: what the server made of a query, with that query."""
APPLIED = "applied"
"""Store: the turn whose answer stands on the page."""

NOTICE = "notice"
SELECTION = "selection"
HEADLINE = "headline"
RELEASE = "release"
BADGE = "badge"

CONTROLS = {name: f"control-{name}" for name in ("command", "month", "compare")}
"""The filters. Each one's value is the piece of the query string that it stands for."""

UNSAID = "*"
"""The value of a filter at its default, which the URL leaves unsaid; an empty one shows blank."""


def panel(key: str, what: str) -> str:
    """The id of a part of a panel: its title, statistic, figure, table or download."""
    return f"{key}-{what}"
