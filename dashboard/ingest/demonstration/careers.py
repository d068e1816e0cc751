"""Who is where: people who join, are posted, promoted, moved and leave, month by month.

The posts of each month are given (``plan``); this fills them with people who go on from the month
before. Moves out of a command are as many as its churn asks; officers are never moved, promoted or
made detectives while on probation.
"""

from dataclasses import dataclass, field

import numpy as np

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration import plan
from dashboard.ingest.demonstration.plan import C, R, T
from dashboard.schema import months

ROOM = 80_000
NEW, TRANSFEREE, REJOINER = 0, 1, 2
MONTH0 = months.number(a.FIRST) - 1970 * 12
FEEDER = {  # from which ranks each is filled, top first
    a.CHIEF: (a.SUPT,),
    a.SUPT: (a.CI,),
    a.CI: (a.INSP, a.DI),
    a.INSP: (a.PS,),
    a.DI: (a.DS,),
    a.PS: (a.PC,),
    a.DS: (a.DC,),
}
YEARS = [(t - 1) // 12 for t in range(T)]
"""The financial year, from 2018-19, of each month but the first, which stands before them."""


def days(month: np.ndarray | int, day: np.ndarray | int) -> np.ndarray:
    """Days since 1970 of a day of a month, itself counted from the first month made."""
    start = (np.asarray(month) + MONTH0).astype("datetime64[M]").astype("datetime64[D]")
    return (start.astype(np.int64) + day - 1).astype(np.int32)


ENDS = days(np.arange(1, T + 1), 0)
"""The last day of each month."""


def draw(
    rng: np.random.Generator, pool: np.ndarray, group: np.ndarray, want: np.ndarray
) -> np.ndarray:
    """At random from *pool*, as many of each ``group[person]`` as *want* says, in its order."""
    shuffled = pool[rng.permutation(pool.size)]
    of = group[shuffled]
    order = np.argsort(of, kind="stable")
    shuffled, of = shuffled[order], of[order]
    count = np.bincount(of, minlength=want.size)
    place = np.arange(of.size) - (np.cumsum(count) - count)[of]
    return shuffled[place < want[of]]


def _blank(kind: type, value: int = -1) -> np.ndarray:
    return np.full(ROOM, value, dtype=kind)


@dataclass
class People:
    """Everyone who ever serves, by position, and the months in which they did."""

    rng: np.random.Generator
    count: int = 0
    joined_month: np.ndarray = field(default_factory=lambda: _blank(np.int16, 0))
    joined: np.ndarray = field(default_factory=lambda: _blank(np.int32, 0))
    route: np.ndarray = field(default_factory=lambda: _blank(np.int8, 0))
    extended: np.ndarray = field(default_factory=lambda: _blank(np.int8, 0))
    """Months by which probation is longer (or, below zero, shorter) than the rule."""
    # As it stands in the month being made.
    command: np.ndarray = field(default_factory=lambda: _blank(np.int8))
    rank: np.ndarray = field(default_factory=lambda: _blank(np.int8))
    unit: np.ndarray = field(default_factory=lambda: _blank(np.int16))
    since: np.ndarray = field(default_factory=lambda: _blank(np.int32, 0))
    posted: np.ndarray = field(default_factory=lambda: _blank(np.int32, 0))
    below: np.ndarray = field(default_factory=lambda: _blank(np.int8))
    acting_until: np.ndarray = field(default_factory=lambda: _blank(np.int16, -99))
    acting_from: np.ndarray = field(default_factory=lambda: _blank(np.int16, -99))
    past: dict[str, np.ndarray] = field(default_factory=dict)

    def keep(self, t: int) -> None:
        """Write the month down."""
        for name in ("command", "rank", "unit", "since", "posted", "below"):
            now = getattr(self, name)
            self.past.setdefault(name, np.zeros((T, ROOM), dtype=now.dtype))[t] = now
        acting = self.acting_until > t
        self.past["below"][t][~acting] = -1

    def join(self, t: int, command: np.ndarray, rank: np.ndarray, tenure: np.ndarray) -> np.ndarray:
        who = np.arange(self.count, self.count + command.size)
        self.count += command.size
        if self.count > ROOM:
            raise ValueError("more people than there is room for")
        self.command[who], self.rank[who] = command, rank
        self.joined_month[who] = t - tenure
        self.joined[who] = days(t - tenure, self.rng.integers(1, 29, who.size))
        self.since[who] = self.posted[who] = self.joined[who]
        return who

    def cells(self, who: np.ndarray) -> np.ndarray:
        """People of each command and rank."""
        cell = self.command[who].astype(np.int64) * R + self.rank[who]
        return np.bincount(cell, minlength=C * R).reshape(C, R)

    def probation_over(self, t: int) -> np.ndarray:
        return (self.route != NEW) | (t - self.joined_month >= a.PROBATION)


def _begin(people: People, posts: np.ndarray) -> None:
    rng = people.rng
    cell = np.repeat(np.arange(C * R), posts.ravel())
    command, rank = cell // R, cell % R
    u = rng.random(cell.size)
    senior = np.array([0, 0, 72, 72, 130, 130, 170, 200, 240, -23, -23, -23])[rank]
    tenure = (24 + senior + u * u * (342 - senior)).astype(np.int64)
    for of, share in a.PROBATIONERS_AT_FIRST.items():
        fresh = (rank == of) & (command < a.N_BCU) & (rng.random(cell.size) < share)
        tenure[fresh] = (rng.random(fresh.sum()) * a.PROBATION).astype(np.int64)
    who = people.join(0, command, rank, tenure)
    people.route[who] = np.where(
        (tenure > a.PROBATION) & (rank < a.STAFF) & (rng.random(who.size) < 0.06), TRANSFEREE, NEW
    )
    served = np.maximum(ENDS[0] - people.joined[who], 1)
    in_rank = (served * rng.random(who.size) * 0.7).astype(np.int32)
    above = (rank > a.DC) & (rank < a.STAFF)
    people.since[who[above]] = ENDS[0] - in_rank[above]
    people.posted[who] = ENDS[0] - np.minimum(served, (rng.random(who.size) * 1500).astype(int))
    people.posted[who] = np.maximum(people.posted[who], people.joined[who])
    begun = who[above & (rank < a.CI) & (rng.random(who.size) < 0.05)]
    people.below[begun] = [FEEDER[r][0] for r in people.rank[begun].tolist()]
    people.acting_from[begun] = -rng.integers(0, 6, begun.size)
    people.acting_until[begun] = rng.integers(1, 10, begun.size)
    people.since[begun] = days(people.acting_from[begun], 1)
    people.posted[begun] = np.maximum(people.posted[begun], people.since[begun])


def _leave(people: People, t: int, alive: np.ndarray) -> np.ndarray:
    rank, tenure = people.rank[alive], t - people.joined_month[alive]
    chance = np.full(alive.size, a.LEAVING["officer"])
    chance[(rank < a.STAFF) & ~people.probation_over(t)[alive]] = a.LEAVING["probationer"]
    chance[(rank < a.STAFF) & (tenure >= 360)] = a.LEAVING_AT_30_YEARS
    for of in (a.STAFF, a.PCSO, a.SPECIAL):
        chance[rank == of] = a.LEAVING[of]
    return alive[people.rng.random(alive.size) < chance / 12]


def _planned_outs() -> np.ndarray:
    """People who leave each command, for another or for good, in each financial year."""
    work = plan.posts()[:, :, : a.SPECIAL].sum(axis=2)
    out = np.zeros((T // 12, C), dtype=np.int64)
    for year in range(T // 12):
        span = work[1 + 12 * year : 13 + 12 * year]
        growth = span[-1] - work[12 * year]
        bcus = span[:, : a.N_BCU]
        total = round(a.BCU_CHURN[year] * int(bcus.sum()) / 12) - int(growth[: a.N_BCU].sum())
        out[year, : a.N_BCU] = plan.apportion(np.array(total // 2), bcus[-1])
        churn = np.array([about.churn for about in a.SPECIALISTS.values()])
        out[year, a.N_BCU :] = (churn * span[:, a.N_BCU :].sum(axis=0) / 12 -
                                growth[a.N_BCU :]) // 2  # fmt: skip
    return out


def _send(rng: np.random.Generator, origin: np.ndarray, slots: np.ndarray) -> np.ndarray:
    """Deal *slots* out at random so that, where it can be, nobody stays where they were."""
    to = rng.permutation(slots)
    for i in np.flatnonzero(to == origin):
        other = np.flatnonzero((to != origin[i]) & (origin != to[i]))
        if other.size:
            j = other[rng.integers(other.size)]
            to[i], to[j] = to[j], to[i]
    return to


def _promote(people: People, t: int, who: np.ndarray, rank: int) -> None:
    rng = people.rng
    people.below[who] = people.rank[who]
    people.rank[who] = rank
    people.since[who] = people.posted[who] = days(t, rng.integers(1, 29, who.size))
    people.unit[who] = -1
    acting = who[(rng.random(who.size) < a.STARTS_ACTING) & (rank < a.CI)]
    people.acting_from[acting] = t
    people.acting_until[acting] = t + rng.integers(3, 19, acting.size)


def _fill(people: People, t: int, moved: np.ndarray, need: np.ndarray) -> None:
    """Fill the officers' posts of month *t*; *moved* have been asked to leave their command."""
    rng, posts, total = people.rng, plan.posts()[t], plan.officers()[t]
    serving = np.flatnonzero(people.command[: people.count] >= 0)
    serving = serving[people.rank[serving] < a.STAFF]
    away = np.zeros(ROOM, dtype=bool)
    away[moved] = True
    free = serving[people.probation_over(t)[serving] & (t - people.joined_month[serving] >= 30)]

    def counted() -> np.ndarray:
        return people.cells(serving[~away[serving]])

    def settle(who: np.ndarray, to: np.ndarray) -> None:
        gone = who[people.command[who] != to]
        people.unit[gone] = -1
        people.posted[gone] = days(t, rng.integers(1, 29, gone.size))
        people.command[who] = to
        away[who] = False

    # Sergeants and above change places with each other; then each rank is filled from below.
    for rank in FEEDER:
        who = moved[people.rank[moved] == rank]
        settle(who, _send(rng, people.command[who], people.command[who]))
    for rank, below in FEEDER.items():
        want = np.maximum(posts[:, rank] - counted()[:, rank], 0)
        pool = free[np.isin(people.rank[free], below) & ~away[free]]
        pool = pool[t - people.joined_month[pool] >= 48]
        _promote(people, t, draw(rng, pool, people.command, want), rank)

    # Detectives: recruits to the BCUs, then those who move, then the command's own PCs.
    want = np.maximum(posts[:, a.DC] - counted()[:, a.DC], 0)
    coming = total - people.cells(serving[~away[serving]])[:, : a.STAFF].sum(axis=1)
    joining = max(int(coming.sum()) - int(away.sum()), 0)
    shares = plan.apportion(np.array(joining), need.ravel()).reshape(need.shape)
    recruits = np.minimum(shares[:, 1], want)
    who = rng.permutation(moved[people.rank[moved] == a.DC])
    shares[:, 0] += shares[:, 1] - recruits
    places = rng.permutation(np.repeat(np.arange(C), want - recruits))
    n = min(who.size, places.size)
    settle(who[:n], _send(rng, people.command[who[:n]], places[:n]))
    back = who[n:]  # no detective's post is free for them: they move as PCs
    people.rank[back] = a.PC
    people.since[back] = days(t, rng.integers(1, 29, back.size))
    own = np.maximum(posts[:, a.DC] - recruits - counted()[:, a.DC], 0)
    pool = free[(people.rank[free] == a.PC) & ~away[free]]
    changed = draw(rng, pool, people.command, own)
    people.rank[changed] = a.DC
    people.unit[changed] = -1
    people.since[changed] = people.posted[changed] = days(t, rng.integers(1, 29, changed.size))

    # PCs: recruits by what each BCU still needs of them, as long as those who move fit in too.
    want = total - counted()[:, : a.STAFF].sum(axis=1) - recruits
    want = np.maximum(want, 0)
    who = moved[(people.rank[moved] == a.PC) & away[moved]]
    short = int(want[a.N_BCU :].sum()) - who.size
    if short > 0:  # more leave the BCUs than were asked to
        pool = free[(people.rank[free] == a.PC) & ~away[free]]
        pool = pool[people.command[pool] < a.N_BCU]
        extra = rng.permutation(pool)[:short]
        want += np.bincount(people.command[extra], minlength=C)
        away[extra] = True
        who = np.concatenate([who, extra])
    plain = np.minimum(shares[:, 0], want)
    plain[a.N_BCU :] = 0
    over = int(plain.sum()) - (int(want.sum()) - who.size)
    while over != 0:
        room = plain if over > 0 else (want - plain) * (np.arange(C) < a.N_BCU)
        # From, or to, those with the most room, one of each at a time.
        best = np.argsort(-room, kind="stable")[: abs(over)]
        best = best[room[best] > 0]
        if best.size == 0:
            break
        plain[best] -= 1 if over > 0 else -1
        over = int(plain.sum()) - (int(want.sum()) - who.size)
    slots = np.repeat(np.arange(C), want - plain)
    who = rng.permutation(who)
    n = min(who.size, slots.size)
    settle(who[:n], _send(rng, people.command[who[:n]], slots[:n]))
    away[who[n:]] = False
    for rank, heads in ((a.PC, plain), (a.DC, recruits)):
        fresh = people.join(t, np.repeat(np.arange(C), heads), np.full(heads.sum(), rank),
                            np.zeros(heads.sum(), dtype=np.int64))  # fmt: skip
        u = rng.random(fresh.size)
        people.route[fresh] = np.where(u < a.TRANSFEREES / 2, TRANSFEREE,
                                       np.where(u < a.TRANSFEREES, REJOINER, NEW))  # fmt: skip


def _place(people: People, t: int, weights: np.ndarray) -> None:
    """Give everyone a unit of their command, as many of each rank as the unit's weight asks."""
    rng, most = people.rng, weights.shape[1]
    serving = np.flatnonzero(people.command[: people.count] >= 0)
    cell = people.command.astype(np.int64) * R + people.rank
    want = plan.apportion(people.cells(serving), weights.transpose(0, 2, 1)).ravel()
    post = cell * most + people.unit
    placed = serving[people.unit[serving] >= 0]
    kept = draw(rng, placed, post, want)
    people.unit[kept] += most  # a mark, taken off below
    lost = placed[people.unit[placed] < most]
    people.unit[kept] -= most
    people.unit[lost] = -1
    slot = np.repeat(np.arange(want.size), want - np.bincount(post[kept], minlength=want.size))
    seek = rng.permutation(serving[people.unit[serving] < 0])
    seek = seek[np.argsort(cell[seek], kind="stable")]
    people.unit[seek] = slot % most
    if t:
        people.posted[lost] = days(t, rng.integers(1, 29, lost.size))


def _needed(people: People, t: int) -> np.ndarray:
    """Weights of recruits by command, to PC and to DC: the probationers still short in January."""
    need = np.zeros((C, 2), dtype=np.int64)
    posts = plan.posts()[a.FIXED]
    for c, bcu in enumerate(a.BCUS.values()):
        need[c] = (
            plan.probationers(int(posts[c, a.PC]), bcu.pc) or 0,
            plan.probationers(int(posts[c, a.DC]), bcu.dc) or 0,
        )
    if a.FIXED - a.PROBATION < t <= a.FIXED:
        who = np.arange(people.count)
        who = who[(people.joined_month[who] > a.FIXED - a.PROBATION) & (people.route[who] == NEW)]
        who = who[(people.command[who] >= 0) & (people.rank[who] <= a.DC)]
        have = people.cells(who)[:, [a.PC, a.DC]]
        need = np.maximum(need - have, 1) * (need > 0)
    return need


def _confirm(people: People) -> None:
    """Extend (or shorten) a few probations: the published shares come out exactly."""
    command, rank = people.past["command"][a.FIXED], people.past["rank"][a.FIXED]
    for c, bcu in enumerate(a.BCUS.values()):
        for of, share in ((a.PC, bcu.pc), (a.DC, bcu.dc)):
            all_of = np.flatnonzero((command == c) & (rank == of))
            count = plan.probationers(all_of.size, share)
            if count is None:
                raise ValueError(f"{share}% of {all_of.size} is no whole number of probationers")
            new = all_of[people.route[all_of] == NEW]
            new = new[np.argsort(-people.joined[new], kind="stable")]
            served = a.FIXED - people.joined_month[new]
            late = new[:count][served[:count] >= a.PROBATION]
            early = new[count:][served[count:] < a.PROBATION]
            until = a.FIXED + 1 + people.joined[late] % 5
            people.extended[late] = until - people.joined_month[late] - a.PROBATION
            people.extended[early] = a.FIXED - people.joined_month[early] - a.PROBATION


def run(rng: np.random.Generator) -> People:
    """Five years of careers."""
    people = People(rng)
    weights = plan.unit_weights(rng)
    posts, outs = plan.posts(), _planned_outs()
    gone = np.zeros(C, dtype=np.int64)
    _begin(people, posts[0])
    _place(people, 0, weights)
    people.keep(0)
    for t in range(1, T):
        before = people.command.copy()
        alive = np.flatnonzero(before >= 0)
        leaving = _leave(people, t, alive)
        work = leaving[people.rank[leaving] < a.SPECIAL]
        left = np.bincount(people.command[work], minlength=C)
        people.command[leaving] = -1
        if t % 12 == 1:
            gone[:] = 0
        due = outs[YEARS[t]] * (t - 12 * YEARS[t]) // 12 - gone - left
        movable = np.flatnonzero(people.command[: people.count] >= 0)
        movable = movable[people.rank[movable] < a.CI]
        movable = movable[(people.probation_over(t) & (t - people.joined_month >= 30))[movable]]
        due = np.maximum(due, 0)
        first = due * a.BCU_DETECTIVES_MOVE // 100 * (np.arange(C) < a.N_BCU)
        detective = people.rank[movable] == a.DC
        moving = draw(rng, movable[detective], people.command, first)
        due -= np.bincount(people.command[moving], minlength=C)
        rest = draw(rng, np.setdiff1d(movable, moving), people.command, due)
        _fill(people, t, np.concatenate([moving, rest]), _needed(people, t))
        for rank in (a.STAFF, a.PCSO, a.SPECIAL):
            have = people.cells(np.flatnonzero(people.command[: people.count] >= 0))[:, rank]
            heads = np.maximum(posts[t, :, rank] - have, 0)
            people.join(t, np.repeat(np.arange(C), heads), np.full(heads.sum(), rank),
                        np.zeros(heads.sum(), dtype=np.int64))  # fmt: skip
        moved = alive[(people.command[alive] != before[alive]) & (people.rank[alive] < a.SPECIAL)]
        gone += np.bincount(before[moved], minlength=C)
        _place(people, t, weights)
        people.keep(t)
    _confirm(people)
    return people
