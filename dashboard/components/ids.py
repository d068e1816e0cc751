"""The ids of everything on a page, made here and nowhere else."""

QUERY = "query"
"""What the server is asked: the address that the page shows, the turn, what is open.

Neither this nor the answer stands on the page: assets/shell.js asks and is answered.
"""
ANSWER = "answer"
"""What the server made of a query, with that query."""

NOTICE = "notice"
SELECTION = "selection"
HEADLINE = "headline"
RELEASE = "release"
BADGE = "badge"
PAGE = "page"
"""What the navigation changes: the blocks of one page."""
FILTERS = "filters"
COPY = "copy"
"""The button that copies a link to what is shown."""
COPIED = "copied"
DOWNLOAD = "download"
"""The link to all tables of the page in one file."""

CONTROLS = {
    name: f"control-{name}"
    for name in (
        "command",
        "team",
        "grade",
        "month",
        "over",
        "compare",
        "reading",
        "count",
        "view",
    )
}
"""The filters. Each one's value is the piece of the query string that it stands for."""

CHOICE = "choice-"
"""What the id of a page's own control begins with, before the choice's name."""


def choice(name: str) -> str:
    """The id of a page's own control."""
    return f"{CHOICE}{name}"


def offered(name: str) -> str:
    """The id of what stands around a page's own control, which other pages hide."""
    return f"offered-{name}"


UNSAID = "*"
"""The value of a filter at its default, which the URL leaves unsaid; an empty one shows blank."""


def inside(details: str) -> str:
    """The id of what stands in an element that a reader opens."""
    return f"{details}-inside"


def unused(control: str) -> str:
    """The id of the words under a filter that say that the page does not use it."""
    return f"{control}-unused"


def panel(key: str, what: str) -> str:
    """The id of a part of a panel: its title, statistic, figure, table or download."""
    return f"{key}-{what}"
