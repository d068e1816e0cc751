"""What a force says of itself: commands, ranks, teams, probation and the order of duty statuses."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from dashboard.schema.duty import DEFAULT_ORDER
from dashboard.schema.stated import Place, Stated
from dashboard.schema.tables import EXTERNAL

Grade = Literal[
    "constable",
    "sergeant",
    "inspector",
    "chief inspector",
    "superintendent",
    "chief officer",
    "none",
]
GRADES: tuple[str, ...] = get_args(Grade)

Function = Literal[
    "response",
    "neighbourhood",
    "investigation",
    "public protection",
    "specialist operations",
    "headquarters",
]
FUNCTIONS: tuple[str, ...] = get_args(Function)


class Rank(Stated):
    """One rank, under the code that extracts use for it."""

    grade: Grade = Field(
        description=f"One of {', '.join(GRADES)}; none is for staff, PCSOs and Specials."
    )
    detective: bool = Field(default=False, description="Whether it is a rank of detectives.")
    label: str = Field(default="", description="The rank in words.")


class Command(Stated):
    """One command, under the code that extracts use for it."""

    name: str = Field(min_length=1, description="Its name on pages; no two have the same.")
    group: str = Field(default="", description="The group in which it is shown.")
    areas: tuple[str, ...] = Field(
        default=(), description="The places of the force's area map that it polices."
    )


class Team(Stated):
    """One team, under the code that extracts use for it."""

    name: str = Field(min_length=1, description="Its name on pages.")
    function: Function = Field(description=f"One of {', '.join(FUNCTIONS)}.")
    uniformed: bool = Field(default=False, description="Whether its officers wear uniform.")
    ring_fenced: bool = Field(
        default=False, description="Whether its people are not to be taken for other work."
    )


class Force(Stated):
    """One force, as its file in ``data/forces`` states it."""

    id: str = Field(
        description="Small letters, digits and _, a letter first; the file is called id.toml."
    )
    name: str = Field(min_length=1, description="Its name in full.")
    short_name: str = Field(
        default="", description='As it stands in a sentence, such as "the Met"; name if absent.'
    )
    illustrative: bool = Field(
        default=False, description="Made up: all pages say so, and nothing can be imported for it."
    )
    published_as: str = Field(
        default="",
        description="The scope under which its totals stand in published_series; none if absent.",
    )
    area_map: str = Field(
        default="",
        description="The map in data/areas on which its commands are shown; none if absent.",
    )
    any_command: bool = Field(
        default=False,
        description=(
            "Accept commands that are not listed. Such a force sends one extract for all of "
            "them: a command that a month lacks has nobody; a listed one that it lacks is a hole."
        ),
    )
    probation_months: int = Field(
        default=24, ge=1, le=120, strict=True, description="How long probation lasts, in months."
    )
    duty_statuses: tuple[str, ...] = Field(
        default=DEFAULT_ORDER,
        description="The order in which a person takes the first that applies; all of them.",
    )
    commands: dict[str, Command] = Field(
        default_factory=dict, description="Its commands by code; required unless any_command."
    )
    ranks: dict[str, Rank] = Field(min_length=1, description="Its ranks by code.")
    teams: dict[str, Team] = Field(default_factory=dict, description="Its teams by code.")

    @field_validator("id")
    @classmethod
    def _plain(cls, text: str) -> str:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
            raise ValueError(f"'{text}' is not of small letters, digits and _, a letter first")
        return text

    @field_validator("duty_statuses")
    @classmethod
    def _all_of_them(cls, order: tuple[str, ...]) -> tuple[str, ...]:
        if sorted(order) != sorted(DEFAULT_ORDER):
            raise ValueError(f"must order exactly {', '.join(DEFAULT_ORDER)}")
        return order

    @model_validator(mode="after")
    def _has_commands(self) -> Self:
        if not self.commands and not self.any_command:
            raise ValueError("list its commands under [commands], or set any_command = true")
        return self

    def faults(self, path: Path) -> Iterator[tuple[Place, str]]:
        """What no file of a force may say, though each part may stand for itself."""
        if path.name != f"{self.id}.toml":
            yield (
                ("id",),
                f"'{self.id}' is not the file's name, by which mappings find it; "
                f"call the file {self.id}.toml or change the id",
            )
        coded: dict[str, Mapping[str, Stated]] = {
            "commands": self.commands,
            "ranks": self.ranks,
            "teams": self.teams,
        }
        for section, codes in coded.items():
            for code in codes:
                if not code or code != code.strip():
                    yield (section, code), "a code is neither empty nor has spaces around it"
        if EXTERNAL in self.commands:
            yield ("commands", EXTERNAL), "is kept for where people go who leave the force"
        for first, *others in _same_name(self.commands):
            for code in others:
                yield (
                    ("commands", code, "name"),
                    f"is also the name of {first}; a page could not tell them apart",
                )
        for code, rank in self.ranks.items():
            if rank.detective and rank.grade == "none":
                yield (
                    ("ranks", code, "detective"),
                    "detectives are officers, and the grade none is for staff, PCSOs and Specials",
                )

    def warnings(self) -> Iterator[str]:
        """What may be so, and leaves something empty or unclear; a sentence each."""
        grades = {rank.grade for rank in self.ranks.values()}
        if "constable" not in grades:
            yield "No rank has the grade constable: probationer share and span will be empty."
        if "sergeant" not in grades:
            yield "No rank has the grade sergeant: the supervision span will be empty."
        if self.illustrative:
            yield "It is illustrative: nothing can be imported for it."
        grouped = [command.group != "" for command in self.commands.values()]
        if any(grouped) and not all(grouped):
            alone = [code for code, command in self.commands.items() if not command.group]
            yield f"Other commands have a group, and these have none: {', '.join(alone)}."
        for codes in _same_name(self.teams):
            yield f"The teams {', '.join(codes)} have one name: pages cannot tell them apart."

    def command_name(self, code: str) -> str:
        """The command's name; its code where the force does not list it."""
        return self.commands[code].name if code in self.commands else code

    def groups(self) -> dict[str, list[str]]:
        """The codes of the commands of each group, in the order of the file; "" has none."""
        found: dict[str, list[str]] = {}
        for code, command in self.commands.items():
            found.setdefault(command.group, []).append(code)
        return found

    def in_words(self, codes: Sequence[str]) -> list[str]:
        """The commands' names; a whole group by its own: "the 12 Basic Command Units"."""
        for group, members in self.groups().items():
            if group and len(codes) > 1 and set(codes) == set(members):
                return [f"the {len(members)} {group}"]
        return [self.command_name(code) for code in codes]

    def team_name(self, code: str) -> str:
        """The team's name; its code where the force does not list it."""
        return self.teams[code].name if code in self.teams else code

    def in_a_sentence(self) -> str:
        """The force's name as it stands in a sentence."""
        return self.short_name or self.name


def _same_name(coded: Mapping[str, Command] | Mapping[str, Team]) -> Iterator[list[str]]:
    """The codes that share a name, spaces and capitals apart."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, one in coded.items():
        found[" ".join(one.name.split()).casefold()].append(code)
    yield from (codes for codes in found.values() if len(codes) > 1)


def load_force(path: Path) -> Force:
    """The force that a TOML file states. ``ValueError`` says what is wrong and on which line."""
    return Force.read(path)
