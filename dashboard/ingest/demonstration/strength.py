"""The table ``strength``: one frame a month, with the columns and types of the contract."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration import careers, leavers, plan
from dashboard.ingest.demonstration.careers import ENDS, NEW, People
from dashboard.ingest.demonstration.coded import date, flag, text
from dashboard.ingest.demonstration.duties import PLACES, Duties
from dashboard.ingest.demonstration.supervisors import Supervisors, written
from dashboard.schema.duty import LIMITATIONS, LONG_TERM_DAYS
from dashboard.schema.tables import ABSENCES

ROLES = ("officer", "staff", "pcso", "special")
ROUTES = ("new", "transferee", "rejoiner")
DRIVING = ("none", "basic", "response", "advanced")
ACTING = ("none", "acting", "temporary")
SEED = 6029


def months(seed: int = 20230331) -> Iterator[tuple[str, pd.DataFrame]]:
    """The 61 months in order, each with one row a person in a role at its end.

    After them stand those who left in the month, as they were at the end of the one before.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    people = careers.run(rng)
    duties = Duties(people)
    n = people.count
    once = _Once(people, rng)
    before, old = np.zeros(0, dtype=np.int64), pd.DataFrame()
    for t, month in enumerate(a.MONTHS):
        who = np.flatnonzero(people.past["command"][t, :n] >= 0)
        frame = _frame(month, t, who, people, duties, once)
        gone = people.past["command"][t, before] < 0
        last = [leavers.left(t, old[gone])] if gone.any() else []
        yield month, pd.concat([frame, *last], ignore_index=True)
        before, old = who, frame


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
        self.supervisors = Supervisors(n)
        own = np.random.Generator(np.random.PCG64(SEED))
        self.end_stands = own.integers(0, 100, n) < a.WRITTEN_ENDS


def _driving(luck: np.ndarray, served: np.ndarray, response: np.ndarray) -> np.ndarray:
    """Driving grades are gained with service, each by a share of those who have it.

    response: who is in a Response team, where more hold the grade.
    """
    out = ((served >= 9) & (luck < a.DRIVERS["basic"])).astype(np.int64)
    most = np.where(response, a.RESPONSE_DRIVERS, a.DRIVERS["response"])
    out[(served >= 30) & (luck < most)] = 2
    out[(served >= 72) & (luck < a.DRIVERS["advanced"])] = 3
    return out


def _review(kind: np.ndarray, since: np.ndarray, end: int, overdue: np.ndarray) -> np.ndarray:
    """The next review after the month's end; for some, one that has passed."""
    cycle = np.array([a.REVIEW_DAYS[name] for name in LIMITATIONS])[kind]
    turn = (end - since) // cycle + 1 - overdue
    return since + cycle * np.maximum(turn, 1)


def _until(now: dict[str, np.ndarray], stands: np.ndarray) -> np.ndarray:
    """The day written as an attachment's end: where it *stands*, that which was first agreed."""
    first = np.minimum(now["attached_until"], now["attached_from"] + a.FIRST_AGREED)
    return np.where(stands, first, now["attached_until"])


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
    away = now["suspended"] | lent
    away |= absent & (end - now["absence_from"] + 1 > LONG_TERM_DAYS)
    sergeant = np.isin(rank, [a.PS, a.DS])
    supervisor = once.supervisors.of(who, unit, rank <= a.DC, sergeant & ~away)
    driving = _driving(once.luck[who], served, team == teams.index("RESPONSE"))
    ids = once.ids.take(who)
    return pd.DataFrame(
        {
            "month": text([month], np.zeros(who.size)),
            "person_id": pd.Series(ids),
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
            "attached_until": date(_until(now, once.end_stands[who]), lent),
            "investigator": flag(crime & (rank <= a.DC), officer),
            "driver": text(DRIVING, np.where(officer, driving, -1)),
            "supervisor_id": written(ids, supervisor),
            "left_on": date(np.zeros(who.size, dtype=np.int64), np.zeros(who.size, dtype=bool)),
            "leaver_reason": text(leavers.REASONS, np.full(who.size, -1)),
        }
    )
