"""Words that several parts of a page share: lists, possessives, ranks, where somebody serves."""

from collections.abc import Sequence

from dashboard.measures.engine.definition import Measure
from dashboard.measures.engine.selection import Selection
from dashboard.schema.force import Force

FILTERS = {
    "team": "team",
    "grade": "grade",
    "count": "FTE or headcount",
    "view": "home or host",
    "reading": "the reading of deployable",
}
"""What each filter that may not apply to a measure is called."""


def listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def unfit_words(selection: Selection, measure: Measure) -> str:
    """The filters that are set and do not apply: "team and home or host"; "" where all do."""
    unfit = selection.unfit(measure)
    return listed([FILTERS[name] for name in unfit]) if unfit else ""


def possessive(name: str) -> str:
    """ "Alpha's", "the Fens'"."""
    return f"{name}'" if name.lower().endswith("s") else f"{name}'s"


def ordinal(rank: int) -> str:
    """ "the largest", "the 2nd largest"."""
    if rank == 1:
        return "the largest"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(
        rank % 10 if rank % 100 not in (11, 12, 13) else 0, "th"
    )
    return f"the {rank}{ending} largest"


def capital(text: str) -> str:
    """*text* with its first letter a capital."""
    return text[:1].upper() + text[1:]


def teams_and_grades(force: Force, selection: Selection) -> str:
    """ "constables in Response", or "" where neither is narrowed."""
    grades = [f"{grade}s" for grade in selection.grades]
    teams = [force.team_name(code) for code in selection.teams]
    found = [listed(grades)] if grades else []
    return " ".join([*found, *([f"in {listed(teams)}"] if teams else [])])


def narrowed(force: Force, selection: Selection) -> str:
    """ " of constables in Response", after a noun; "" where neither is narrowed."""
    words = teams_and_grades(force, selection)
    return f" {'of ' if selection.grades else ''}{words}" if words else ""


def where(force: Force, selection: Selection) -> str:
    """ "on Central South's books", "at work in Central South", what is narrowed before it."""
    names = force.in_words(selection.commands) or [force.in_a_sentence()]
    who = teams_and_grades(force, selection)
    if selection.view == "host":
        place = f"at work in {listed(names)}"
    elif len(names) == 1 and len(selection.commands) < 2:
        place = f"on {possessive(names[0])} books"
    else:
        place = f"on the books of {listed(names)}"
    return f"{who} {place}".strip()
