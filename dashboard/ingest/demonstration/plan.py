"""The posts to fill: how many people of each rank each command and unit has, month by month.

Whole numbers throughout, so that every machine comes to the same posts.
"""

from functools import cache
from itertools import pairwise

import numpy as np

from dashboard.ingest.demonstration import assumed as a
from dashboard.schema import months

T, C, R = len(a.MONTHS), len(a.COMMANDS), len(a.RANKS)
HQ = a.COMMANDS.index("HQ")


def apportion(total: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Divide each of *total* by *weights* (last axis) into whole numbers, largest remainder."""
    total = np.asarray(total, dtype=np.int64)[..., None]
    whole = np.maximum(weights.sum(axis=-1, keepdims=True), 1)
    share, rest = total * weights // whole, total * weights % whole
    short = total - share.sum(axis=-1, keepdims=True)
    order = np.argsort(np.argsort(-rest, axis=-1, kind="stable"), axis=-1, kind="stable")
    return share + ((order < short) & (rest > 0))


def line(knots: dict[str, int]) -> np.ndarray:
    """Whole numbers on straight lines between the months of *knots*."""
    out = np.zeros(T, dtype=np.int64)
    first = months.number(a.FIRST)
    points = [(months.number(month) - first, value) for month, value in knots.items()]
    for (t0, v0), (t1, v1) in pairwise(points):
        for t in range(t0, t1 + 1):
            out[t] = v0 + (v1 - v0) * (t - t0) // (t1 - t0)
    return out


def probationers(people: int, share: float) -> int | None:
    """How many of *people* make *share* per cent to 0.1; None if no number does."""
    tenths = round(share * 10)
    count = (people * tenths + 500) // 1000
    return count if 2 * abs(1000 * count - people * tenths) < people else None


@cache
def officers() -> np.ndarray:
    """Officers of each month and command."""
    return np.concatenate(
        [
            apportion(line(a.BCU_OFFICERS), np.array([bcu.size for bcu in a.BCUS.values()])),
            apportion(line(a.OTHER_OFFICERS), np.array([s.size for s in a.SPECIALISTS.values()])),
        ],
        axis=1,
    )


def _permille(total: np.ndarray, percent: float) -> np.ndarray:
    return (total * round(percent * 100) + 5000) // 10000


def _bcu(posts: np.ndarray, total: np.ndarray, code: str) -> None:
    # As many detectives as let a whole number of probationers make the published share.
    near = int(total[a.FIXED] * round(a.BCU_DETECTIVES * 10) // 1000)
    step = next(
        step
        for step in sorted(range(-30, 31), key=abs)
        if probationers(near + step, a.BCUS[code].dc) is not None
    )
    posts[:, a.DC] = (near + step) * total // total[a.FIXED]
    for rank, percent in a.BCU_SENIOR.items():
        posts[:, rank] = _permille(total, percent)
    posts[:, a.CI] = np.maximum(posts[:, a.CI], 2)
    constables = _permille(total, 72)  # nearly: what the other ranks leave
    share = a.BCU_TEAMS[a.PC]
    plain = share["INVESTIGATION"] + share["PROTECTION"]
    crime = posts[:, a.DC] + constables * plain // 100
    posts[:, a.DS] = crime * 10 // round(a.OTHER_SPAN * 10)
    uniformed = constables * (share["RESPONSE"] + share["NEIGHBOURHOOD"]) // 100
    low, high = (round(span * 100) for span in a.UNIFORMED_SPAN)
    span = low + (high - low) * np.arange(T) // (T - 1)
    posts[:, a.PS] = uniformed * 100 // span + constables * share["HEADQUARTERS"] // 500


def _specialist(posts: np.ndarray, total: np.ndarray, code: str) -> None:
    about = a.SPECIALISTS[code]
    for rank, percent in a.OTHER_SENIOR.items():
        posts[:, rank] = _permille(total, percent)
    if code == "HQ":
        posts[:, a.CHIEF] = a.CHIEFS_AT_HQ
    posts[:, a.DI] = posts[:, a.INSP] * about.detectives // 100
    posts[:, a.INSP] -= posts[:, a.DI]
    rest = total - posts.sum(axis=1)
    if "TSG" in about.units:
        tsg = a.SPECIALIST_TEAMS["TSG"]
        span = 100 / (tsg / a.TSG_SPAN + (100 - tsg) / a.OTHER_SPAN)
    else:
        span = a.OTHER_SPAN
    sergeants = rest * 100 // round(100 * (span + 1))
    posts[:, a.DS] = sergeants * about.detectives // 100
    posts[:, a.PS] = sergeants - posts[:, a.DS]
    posts[:, a.DC] = (rest - sergeants) * about.detectives // 100


@cache
def posts() -> np.ndarray:
    """Posts of each month, command and rank; an officer who is nothing else is a PC."""
    out = np.zeros((T, C, R), dtype=np.int64)
    total = officers()
    for c, code in enumerate(a.COMMANDS):
        (_bcu if c < a.N_BCU else _specialist)(out[:, c], total[:, c], code)
    out[:, :, a.PC] = total - out[:, :, a.DC : a.STAFF].sum(axis=2)
    sizes = np.array([bcu.size for bcu in a.BCUS.values()])
    for rank, people in a.BCU_OTHERS.items():
        out[:, : a.N_BCU, rank] = apportion(np.array(people), sizes)
    for c, about in enumerate(a.SPECIALISTS.values(), a.N_BCU):
        out[:, c, a.STAFF], out[:, c, a.PCSO] = about.staff, about.pcsos
    for code, people in a.SPECIALS_ELSEWHERE.items():
        out[:, a.COMMANDS.index(code), a.SPECIAL] = people
    return out


@cache
def units() -> tuple[tuple[str, str, str], ...]:
    """Every unit as (command, team, unit); the order is that of :func:`unit_weights`."""
    out = []
    for code, bcu in a.BCUS.items():
        for team, names in a.BCU_UNITS.items():
            wards = [f"{name} wards" for name in bcu.boroughs] if team == "NEIGHBOURHOOD" else []
            out += [(code, team, name) for name in (*wards, *names)]
    for code, about in a.SPECIALISTS.items():
        out += [(code, team, name) for team, names in about.units.items() for name in names]
    return tuple(out)


@cache
def slots() -> tuple[np.ndarray, int]:
    """The first unit of each command, and the most units that one has."""
    command = np.array([a.COMMANDS.index(code) for code, _, _ in units()])
    count = np.bincount(command, minlength=C)
    return np.cumsum(count) - count, int(count.max())


def _share(code: str, team: str, rank: int) -> int:
    if code in a.BCUS:
        like = {a.PS: a.PC, a.CI: None, a.SUPT: None, a.CHIEF: None}.get(rank, rank)
        if like is None:
            return 100 if team == "HEADQUARTERS" else 0
        if rank == a.PS and team in ("INVESTIGATION", "PROTECTION"):
            return 0  # detective sergeants supervise there
        return a.BCU_TEAMS[like].get(team, 0)
    if rank >= a.CI:
        keep = team == "HEADQUARTERS" or (rank == a.STAFF and code != "HQ")
        return 100 if keep or (rank == a.PCSO and team == "OPERATIONS") else 0
    detective = rank in (a.DC, a.DS, a.DI)
    if team in ("TSG", "OPERATIONS") and detective:
        return 0
    if team == "INVESTIGATION" and not detective:
        return 12 if code in ("SC", "CT") else 4
    return a.SPECIALIST_TEAMS[team]


def unit_weights(rng: np.random.Generator) -> np.ndarray:
    """Weights of the units of a command (its first unit first) for each of its ranks."""
    first, most = slots()
    out = np.zeros((C, most, R), dtype=np.int64)
    for u, (code, team, unit) in enumerate(units()):
        c = a.COMMANDS.index(code)
        names = [name for at, of, name in units() if (at, of) == (code, team)]
        whole = sum(a.UNIT_WEIGHTS.get(name, 100) for name in names)
        size = a.UNIT_WEIGHTS.get(unit, 100) * 1000 // whole
        vary = rng.integers(100 - a.SPAN_VARIES, 100 + a.SPAN_VARIES + 1, size=R)
        for rank in range(R):
            share = _share(code, team, rank) * (10 if code in a.BCUS else len(names) * 2)
            if rank == a.PS:
                # As many sergeants as the span of the team asks of its constables.
                if team == "TSG":
                    share = share * 10 // round(a.TSG_SPAN)
                elif code in a.SPECIALISTS:
                    share = share * 10 // round(a.OTHER_SPAN)
                elif team == "HEADQUARTERS":
                    share = share * 11 // 5
            out[c, u - first[c], rank] = share * size * int(vary[rank])
    # A rank that no unit asks for sits with the command team.
    lost = out.sum(axis=1) == 0
    for u, (code, _, unit) in enumerate(units()):
        if unit == "Command team":
            c = a.COMMANDS.index(code)
            out[c, u - first[c], lost[c]] = 1
    return out
