"""What a force says of itself: commands, ranks, teams, probation and the order of duty statuses."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from dashboard.schema.duty import DEFAULT_ORDER
from dashboard.schema.stated import Stated

Grade = Literal[
    "constable",
    "sergeant",
    "inspector",
    "chief inspector",
    "superintendent",
    "chief officer",
    "none",
]


class Rank(Stated):
    """A rank: its grade (``none`` for staff, PCSOs and Specials), and whether a detective's."""

    grade: Grade
    detective: bool = False
    label: str = ""


class Command(Stated):
    """A command that the force lists: its name and the group it is shown in."""

    name: str
    group: str = ""


class Team(Stated):
    """A team: its function, whether uniformed, whether ring-fenced."""

    name: str
    function: Literal[
        "response", "neighbourhood", "investigation", "public protection", "headquarters"
    ]
    uniformed: bool = False
    ring_fenced: bool = False


class Force(Stated):
    """One force, as its file in ``data/forces`` states it.

    any_command: accept commands that are not listed. Such a force sends one
    extract for all its commands, so one that is missing from a month has nobody
    in it; a *listed* command that is missing from a month is a hole.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    short_name: str = ""
    """As it stands in a sentence: "the Met", "the NYPD"; the name if absent."""
    illustrative: bool = False
    published_as: str = ""
    """The scope under which its totals stand in ``published_series``; none if absent."""
    any_command: bool = False
    probation_months: int = Field(default=24, ge=1)
    duty_statuses: tuple[str, ...] = DEFAULT_ORDER
    commands: dict[str, Command] = Field(default_factory=dict)
    ranks: dict[str, Rank]
    teams: dict[str, Team] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if not self.commands and not self.any_command:
            raise ValueError("list the force's commands, or set any_command = true")
        if sorted(self.duty_statuses) != sorted(DEFAULT_ORDER):
            raise ValueError(f"duty_statuses must order exactly {', '.join(DEFAULT_ORDER)}")
        return self

    def command_name(self, code: str) -> str:
        """The command's name; its code where the force does not list it."""
        return self.commands[code].name if code in self.commands else code

    def team_name(self, code: str) -> str:
        """The team's name; its code where the force does not list it."""
        return self.teams[code].name if code in self.teams else code

    def in_a_sentence(self) -> str:
        """The force's name as it stands in a sentence."""
        return self.short_name or self.name


def load_force(path: Path) -> Force:
    """The force that a TOML file states. ``ValueError`` says what is wrong and in which file."""
    return Force.read(path)
