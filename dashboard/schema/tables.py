"""The tables of the data contract: each column's kind, whether it is required, and its meaning."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "month", "date", "number", "flag", "choice"]


@dataclass(frozen=True)
class Column:
    """One column. ``choices`` bound a choice; ``low`` and ``high`` (both included) a number."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    default: str | float | None = None
    """What the column holds where a file does not send it, or leaves a cell blank."""


@dataclass(frozen=True)
class Table:
    """One table: what a row is, the columns that make a row unique, and all its columns."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


ABSENCES = (
    "sickness",
    "maternity",
    "paternity",
    "adoption",
    "career_break",
    "compassionate_leave",
    "special_leave",
    "study",
)

STRENGTH = Table(
    name="strength",
    row="a person in a role at a month's end",
    key=("month", "person_id", "role"),
    columns=(
        Column("month", "month", "The month at whose end this was so.", required=True),
        Column("person_id", "text", "A pseudonym, the same in every month.", required=True),
        Column("command", "text", "The command whose books the person is on.", required=True),
        Column("rank", "text", "Rank held, one that the force's file names.", required=True),
        Column(
            "role",
            "choice",
            "Kind of employment.",
            choices=("officer", "staff", "pcso", "special"),
            default="officer",
        ),
        Column("fte", "number", "Full-time equivalent.", low=0, high=1, default=1.0),
        Column("team", "text", "Team within the command."),
        Column("unit", "text", "Unit within the team: a relief, a ward cluster, a desk."),
        Column("substantive_rank", "text", "Rank held when not acting or temporary."),
        Column(
            "acting",
            "choice",
            "Whether the rank is held for a time only.",
            choices=("none", "acting", "temporary"),
        ),
        Column("in_rank_since", "date", "First day in the rank."),
        Column("joined_on", "date", "First day in the service."),
        Column(
            "entry_route",
            "choice",
            "How the person joined.",
            choices=("new", "transferee", "rejoiner"),
        ),
        Column("confirmed_on", "date", "Day of confirmation in the rank of constable."),
        Column("probationer", "flag", "The recorded flag: on probation or not."),
        Column("posted_on", "date", "First day in the present posting."),
        Column("absence", "choice", "Kind of absence at the month's end.", choices=ABSENCES),
        Column("absence_from", "date", "First day of that absence."),
        Column(
            "limitation",
            "choice",
            "Kind of limited duties.",
            choices=("management_restricted", "adjusted", "recuperative"),
        ),
        Column("limitation_from", "date", "First day of the limitation."),
        Column("limitation_review", "date", "Day by which it is to be reviewed."),
        Column("suspended", "flag", "Suspended from duty."),
        Column(
            "training_share",
            "number",
            "Share of time spent in recruit training.",
            low=0,
            high=1,
        ),
        Column("attached_to", "text", "Command worked in if another; EXTERNAL outside the force."),
        Column("attached_from", "date", "First day of the attachment."),
        Column("attached_until", "date", "Day on which it was to end."),
        Column("investigator", "flag", "Carries investigations."),
        Column(
            "driver",
            "choice",
            "Highest driving grade held.",
            choices=("none", "basic", "response", "advanced"),
        ),
        Column("supervisor_id", "text", "Pseudonym of the first-line supervisor."),
        Column("left_on", "date", "Last day of service, if it has passed."),
        Column("leaver_reason", "text", "Why the person left."),
    ),
)

TABLES = {table.name: table for table in (STRENGTH,)}
EXTERNAL = "EXTERNAL"
"""The value of ``attached_to`` for a person lent outside the force."""
