"""Duty statuses, their states and the order in which a person takes the first that applies.

Definitions: DESIGN, "Duty status: every person counted once".
"""

from dataclasses import dataclass

NOT_DEPLOYABLE = "not deployable"
LIMITED = "limited"
DEPLOYABLE = "fully deployable"


@dataclass(frozen=True)
class DutyStatus:
    """One duty status: its code in the cube, the words for it, its state and its meaning.

    column: the column of ``strength`` without which nobody can be seen to have it.
    """

    code: str
    label: str
    state: str
    meaning: str
    column: str = ""


_ALL = (
    DutyStatus("suspended", "Suspended", NOT_DEPLOYABLE, "Suspended from duty.", "suspended"),
    DutyStatus(
        "long_term_absence",
        "Long-term absence",
        NOT_DEPLOYABLE,
        "Absent for more than 28 calendar days, the first and the last day counted.",
        "absence",
    ),
    DutyStatus(
        "attached_out",
        "Attached out",
        NOT_DEPLOYABLE,
        "Works elsewhere than the command whose books they are on.",
        "attached_to",
    ),
    DutyStatus(
        "recruit_training",
        "Recruit training",
        NOT_DEPLOYABLE,
        "The share of a recruit's time that is spent in training.",
        "training_share",
    ),
    DutyStatus(
        "management_restricted",
        "Management restricted",
        LIMITED,
        "Restricted because information or serious concerns question suitability for the post.",
        "limitation",
    ),
    DutyStatus(
        "adjusted",
        "Adjusted duties",
        LIMITED,
        "Workplace adjustments short of full deployment, attending regularly for full hours.",
        "limitation",
    ),
    DutyStatus(
        "recuperative",
        "Recuperative duties",
        LIMITED,
        "Short of full deployment after injury or illness, returning to full duties and hours.",
        "limitation",
    ),
    DutyStatus("full", "Fully deployable", DEPLOYABLE, "None of the others applies."),
)

STATUSES = {status.code: status for status in _ALL}
DEFAULT_ORDER = tuple(code for code in STATUSES if code != "full")


@dataclass(frozen=True)
class Reading:
    """One reading of who is deployable: the statuses that are, and the words for being so.

    reader: whose it is, as it stands in a sentence. adjective: "fully deployable". noun: as it
    stands over a column.
    """

    code: str
    reader: str
    adjective: str
    noun: str
    deployable: frozenset[str]
    meaning: str


_READINGS = (
    Reading(
        "review",
        "the review",
        "fully deployable",
        "Deployable",
        frozenset({"full"}),
        "Fully deployable: not suspended, absent for long, attached out, in recruit training or "
        "on limited duties (Casey Review 2023, 2.5 and 4.6).",
    ),
    Reading(
        "home_office",
        "the Home Office",
        "available for duty",
        "Available",
        frozenset(STATUSES) - {"suspended", "long_term_absence"},
        "Available for duty: neither suspended nor on long-term absence; recruits, officers "
        "attached out and all limited duties are in it (Home Office, Table H1).",
    ),
)
READINGS = {reading.code: reading for reading in _READINGS}
LIMITATIONS = ("management_restricted", "adjusted", "recuperative")
LONG_TERM_DAYS = 28
"""An absence is long-term when it has lasted more than this many days."""
