"""The table ``strength``: one frame a month, with the columns and types of the contract."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration import careers, plan
from dashboard.ingest.demonstration.careers import ENDS, NEW, People
from dashboard.ingest.demonstration.coded import date, flag, text
from dashboard.ingest.demonstration.duties import PLACES, Duties
from dashboard.schema.duty import LIMITATIONS
from dashboard.schema.tables import ABSENCES

ROLES = ("officer", "staff", "pcso", "special")
ROUTES = ("new", "transferee", "rejoiner")
DRIVING = ("none", "basic", "response", "advanced")
ACTING = ("none", "acting", "temporary")


def months(seed: int = 20230331) -> Iterator[tuple[str, pd.DataFrame]]:
    """The 61 months in order, each with one row a person in a role at its end."""
    rng = np.random.Generator(np.random.PCG64(seed))
    people = careers.run(rng)
    duties = Duties(people)
    n = people.count
    once = _Once(people, rng)
    for t, month in enumerate(a.MONTHS):
        who = np.flatnonzero(people.past["command"][t, :n] >= 0)
        yield month, _frame(month, t, who, people, duties, once)


class _Once:
    """What of a person does not change from month to month."""

    def __init__(self, people: People, rng: np.random.Generator) -> None:
        n = people.count
        # Pseudonyms say nothing of who joined first; some Specials are also members of staff.
        number = rng.permutation(n)
        rank = people.past["rank"][0, :n]
        specials = np.flatnonzero(rank == a.SPECIAL)[: a.STAFF_WHO_ARE_SPECIALS]
        number[specials] = number[np.flatnonzero(rank == a.STAFF)[: specials.size]]
        self.ids = pd.array([f"D{i + 1:06d}" for i in number.tolist()], dtype="str")
        self.luck = rng.random(n)
        self.overdue = rng.random(n) < a.REVIEWS_OVERDUE
        confirmed = people.joined_month[:n] + a.PROBATION + people.extended[:n]
        self.confirmed = careers.days(confirmed, 1) + people.joined[:n] % 28


def _driving(luck: np.ndarray, served: np.ndarray) -> np.ndarray:
    """Driving grades are gained with service, each by a share of those who have it."""
    out = ((served >= 9) & (luck < a.DRIVERS["basic"])).astype(np.int64)
    out[(served >= 30) & (luck < a.DRIVERS["response"])] = 2
    out[(served >= 72) & (luck < a.DRIVERS["advanced"])] = 3
    return out


def _review(kind: np.ndarray, since: np.ndarray, end: int, overdue: np.ndarray) -> np.ndarray:
    """The next review after the month's end; for some, one that has passed."""
    cycle = np.array([a.REVIEW_DAYS[name] for name in LIMITATIONS])[kind]
    turn = (end - since) // cycle + 1 - overdue
    return since + cycle * np.maximum(turn, 1)


def _frame(
    month: str, t: int, who: np.ndarray, people: People, duties: Duties, once: _Once
) -> pd.DataFrame:
    past = {name: rows[t, who] for name, rows in people.past.items()}
    now = {name: rows[t, who] for name, rows in duties.kept.items()}
    rank, end = past["rank"], int(ENDS[t])
    officer = rank < a.STAFF
    served = t - people.joined_month[who]
    first, _ = plan.slots()
    unit = first[past["command"]] + past["unit"]
    units = plan.units()
    teams = [*dict.fromkeys(team for _, team, _ in units)]
    team = np.array([teams.index(of) for _, of, _ in units])[unit]
    names = [*dict.fromkeys(name for _, _, name in units)]
    named = np.array([names.index(name) for _, _, name in units])[unit]
    training = duties.training(t)[who]
    acting = past["below"] >= 0
    planned = people.acting_until[who] - people.acting_from[who]
    absent, limited, lent = now["absence"] >= 0, now["limitation"] >= 0, now["attached_to"] >= 0
    # A day in the future is written only where probation has been extended to it.
    new = officer & (people.route[who] == NEW)
    known = new & ((once.confirmed[who] <= end) | (people.extended[who] > 0))
    crime = np.isin(team, [teams.index("INVESTIGATION"), teams.index("PROTECTION")])
    limited_from = now["limitation_from"].astype(np.int64)
    return pd.DataFrame(
        {
            "month": text([month], np.zeros(who.size)),
            "person_id": pd.Series(once.ids.take(who)),
            "command": text(a.COMMANDS, past["command"]),
            "rank": text(a.RANKS, rank),
            "role": text(ROLES, np.maximum(rank - a.STAFF + 1, 0)),
            "fte": duties.fte(t)[who] / 100,
            "team": text(teams, team),
            "unit": text(names, named),
            "substantive_rank": text(
                a.RANKS, np.where(acting, past["below"], np.where(officer, rank, -1))
            ),
            "acting": text(ACTING, np.where(officer, acting * (1 + (planned > 6)), -1)),
            "in_rank_since": date(past["since"]),
            "joined_on": date(people.joined[who]),
            "entry_route": text(ROUTES, np.where(officer, people.route[who], -1)),
            "confirmed_on": date(once.confirmed[who], known),
            "posted_on": date(past["posted"]),
            "absence": text(ABSENCES, now["absence"]),
            "absence_from": date(now["absence_from"], absent),
            "limitation": text(LIMITATIONS, now["limitation"]),
            "limitation_from": date(now["limitation_from"], limited),
            "limitation_review": date(
                _review(now["limitation"], limited_from, end, once.overdue[who]), limited
            ),
            "suspended": flag(now["suspended"], officer),
            "training_share": np.where(training, a.FIRST_YEAR_SHARE, np.nan),
            "attached_to": text(PLACES, now["attached_to"]),
            "attached_from": date(now["attached_from"], lent),
            "attached_until": date(now["attached_until"], lent),
            "investigator": flag(crime & (rank <= a.DC), officer),
            "driver": text(DRIVING, np.where(officer, _driving(once.luck[who], served), -1)),
        }
    )
