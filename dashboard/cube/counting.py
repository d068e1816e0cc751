"""People as the kinds of cells count them: who is on the books, and which statuses apply to them.

Definitions: DESIGN, "Duty status: every person counted once" and "Home and host".
"""

import datetime

import narwhals as nw

from dashboard.schema import months
from dashboard.schema.duty import LIMITATIONS, LONG_TERM_DAYS

BOTH, HOME, HOST = "both", "home", "host"
"""Views of a cell: most people stand in the same cell on both, an attached officer does not."""


def on_the_books(strength: nw.LazyFrame, month: str) -> nw.LazyFrame:
    """The rows of those who have not left by the month's end."""
    last = nw.lit(months.end(month))
    return strength.filter(nw.col("left_on").is_null() | (nw.col("left_on") > last))


def people(strength: nw.LazyFrame, month: str) -> nw.LazyFrame:
    """Those on the books, with a flag ``is_<code>`` for each status but ``full``.

    A flag says that a status applies, whichever comes first. Blank teams and units are "",
    a blank ``training_share`` is 0.
    """
    last = nw.lit(months.end(month))
    # The first day of an absence that, counting its first and last day, is just long-term.
    since = nw.lit(months.end(month) - datetime.timedelta(days=LONG_TERM_DAYS))
    flags = {
        "suspended": nw.col("suspended"),
        "long_term_absence": ~nw.col("absence").is_null() & (nw.col("absence_from") <= since),
        "attached_out": (nw.col("attached_to") != nw.col("command"))
        & (nw.col("attached_from").is_null() | (nw.col("attached_from") <= last)),
        "recruit_training": nw.col("training_share") > 0,
        **{code: nw.col("limitation") == code for code in LIMITATIONS},
    }
    return on_the_books(strength, month).with_columns(
        **{f"is_{code}": flag.fill_null(False) for code, flag in flags.items()},
        training_share=nw.col("training_share").fill_null(0.0),
        team=nw.col("team").fill_null(""),
        unit=nw.col("unit").fill_null(""),
    )
