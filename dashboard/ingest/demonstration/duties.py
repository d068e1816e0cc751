"""What keeps people from full duty: absence, suspension, attachment, limitation, part-time hours.

Each is a spell that begins, lasts and ends. In every month as many officers of each command have
each duty status, as their first, as the assumed split says; other reasons may lie beneath it. All
counting is in hundredths of an FTE, whole numbers, so that every machine chooses the same people.
"""

import numpy as np

from dashboard.ingest.demonstration import assumed as a
from dashboard.ingest.demonstration.careers import ENDS, NEW, People, draw
from dashboard.ingest.demonstration.plan import C, T
from dashboard.schema.duty import LIMITATIONS, LONG_TERM_DAYS
from dashboard.schema.tables import ABSENCES, EXTERNAL

PLACES = (*a.COMMANDS, EXTERNAL)
_KINDS: dict[str, type] = {
    "absence": np.int8, "absence_from": np.int32, "limitation": np.int8,
    "limitation_from": np.int32, "suspended": np.bool_, "attached_to": np.int8,
    "attached_from": np.int32, "attached_until": np.int32,
}  # fmt: skip


def hours(people: People) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Contracted hours in hundredths of an FTE, who ever works part-time, and since which month."""
    rng, n = people.rng, people.count
    value = np.array(a.PART_TIME_FTE)[rng.integers(0, len(a.PART_TIME_FTE), n)]
    since = people.joined_month[:n] + rng.integers(36, 120, n)
    rank = people.past["rank"][a.FIXED, :n]
    order = rng.permutation(n)
    able = (rank <= a.DI) & (people.past["command"][a.FIXED, :n] >= 0) & (since <= a.FIXED)
    officers = (rank < a.STAFF) & (people.past["command"][a.FIXED, :n] >= 0)
    spare = int(officers.sum()) * 100 - a.FTE_OFFICERS * 100
    line = order[able[order]]
    lost = np.cumsum(100 - value[line])
    last = int(np.searchsorted(lost, spare))
    part = np.zeros(n, dtype=bool)
    part[line[: last + 1]] = True
    value[line[last]] -= spare - int(lost[last])  # the last one's hours make the total exact
    # Of the others, who are not there in that month or not yet part-time, as large a share.
    share = (last + 1) / max(line.size, 1)
    part |= ~able & (rng.random(n) < share)
    part &= ~officers | able | (since > a.FIXED)
    value[line[last]] = min(max(value[line[last]], 1), 100)
    return value, part, since


def _levels(rng: np.random.Generator) -> np.ndarray:
    """The level of each month and command against January 2023."""
    wave, out = np.zeros(C), np.zeros((T, C))
    for t in range(T):
        wave = 0.7 * wave + a.LEVEL_VARIES * (2 * rng.random(C) - 1)
        rise = a.LEVEL_AT_FIRST + (1 - a.LEVEL_AT_FIRST) * t / a.FIXED
        out[t] = rise + wave
    return out + 1 - out[a.FIXED]


class Duties:
    """The spells of everyone, by month."""

    def __init__(self, people: People) -> None:
        self.people, self.rng, n = people, people.rng, people.count
        self.value, self.part, self.since = hours(people)
        self.kept: dict[str, np.ndarray] = {
            name: np.zeros((T, n), dtype=kind) for name, kind in _KINDS.items()
        }
        for name in ("absence", "limitation", "attached_to"):
            self.kept[name][:] = -1
        self.rates = self._rates() * _levels(self.rng)
        for t in range(T):
            self._month(t)

    def fte(self, t: int) -> np.ndarray:
        """Everyone's FTE in hundredths; 0 for Specials."""
        out = np.where(self.part & (self.since <= t), self.value, 100)
        out[self.people.past["rank"][t, : out.size] == a.SPECIAL] = 0
        return out

    def training(self, t: int) -> np.ndarray:
        """Who is in the first year as a recruit."""
        people, n = self.people, self.people.count
        rank = people.past["rank"][t, :n]
        return (
            (people.past["command"][t, :n] >= 0)
            & (rank <= a.DC)
            & (people.route[:n] == NEW)
            & (t - people.joined_month[:n] < a.FIRST_YEAR)
        )

    def _per_command(self, t: int, weight: np.ndarray, who: np.ndarray) -> np.ndarray:
        command = self.people.past["command"][t, : weight.size][who].astype(np.int64)
        out = np.zeros(C, dtype=np.int64)
        np.add.at(out, command, weight[who])
        return out

    def _rates(self) -> np.ndarray:
        """FTE of each duty status (but training) as a share of each command's, in January 2023."""
        t, n = a.FIXED, self.people.count
        officers = (self.people.past["command"][t, :n] >= 0) & (
            self.people.past["rank"][t, :n] < a.STAFF
        )
        fte = self.fte(t)
        total = self._per_command(t, fte, officers)
        training = self._per_command(t, fte // 2, self.training(t))
        gap = np.array([b.gap for b in a.BCUS.values()] + [s.gap for s in a.SPECIALISTS.values()])
        other = np.zeros(C)
        for side, of in enumerate((slice(0, a.N_BCU), slice(a.N_BCU, C))):
            whole = 100.0 * sum(split[side] for split in a.NOT_DEPLOYABLE.values())
            wanted = [float(g * f) for g, f in zip(gap[of], total[of], strict=True)]
            scale = whole / sum(wanted)  # one after the other: the same on every machine
            # Some recruits are absent, and counted there.
            other[of] = np.array(wanted) * scale - training[of] * a.RECRUITS_PRESENT
        rates = []
        for name, split in a.NOT_DEPLOYABLE.items():
            if name == "recruit_training":
                continue
            out = np.zeros(C)
            for side, of in enumerate((slice(0, a.N_BCU), slice(a.N_BCU, C))):
                rest = sum(s[side] for k, s in a.NOT_DEPLOYABLE.items() if k != "recruit_training")
                out[of] = split[side] / rest * other[of] / total[of]
            rates.append(out)
        return np.array(rates)[:, None, :]

    def _fill(
        self, t: int, holds: np.ndarray, able: np.ndarray, weight: np.ndarray, want: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Who of those that hold a status must end it and who of the able begin it."""
        command = self.people.past["command"][t, : weight.size].astype(np.int64)
        out = []
        for mask, limit in ((holds, want), (able, None)):
            order = draw(self.rng, np.flatnonzero(mask), command, np.full(C, mask.size))
            if limit is None:
                limit = want - self._per_command(t, weight, np.flatnonzero(holds))
            run = np.cumsum(weight[order])
            of = command[order]
            first = np.searchsorted(of, np.arange(C))
            before = np.where(first > 0, np.concatenate(([0], run))[first], 0)
            middle = run - before[of] - weight[order] // 2  # to the nearest person
            out.append(order[middle >= limit[of]] if mask is holds else order[middle < limit[of]])
        return out[0], out[1]

    def _month(self, t: int) -> None:
        people, rng, n, kept = self.people, self.rng, self.people.count, self.kept
        command, rank = people.past["command"][t, :n], people.past["rank"][t, :n]
        now = {name: rows[t] for name, rows in kept.items()}
        if t:
            for name, rows in kept.items():
                now[name][:] = rows[t - 1]
        serving = command >= 0
        officer = serving & (rank < a.STAFF)
        # What ends: the spells whose time has come; no attachment outlives a move.
        # Short absences of officers all end: those that do not are made with their spell, below.
        was_short = ENDS[t - 1] - now["absence_from"] + 1 <= LONG_TERM_DAYS
        passing = was_short & (officer | (rng.random(n) > a.OTHERS_STAY_ABSENT))
        ends = passing | (now["absence"] == ABSENCES.index("paternity"))
        ends |= rng.random(n) < a.ENDS["long_term_absence"]
        now["absence"][~serving | ends] = -1
        now["suspended"][~officer | (rng.random(n) < a.ENDS["suspended"])] = False
        moved = (people.past["command"][t - 1, :n] != command) if t else np.zeros(n, dtype=bool)
        late = ENDS[t] >= now["attached_until"]
        ends = late & (rng.random(n) < 0.8) | (rng.random(n) < a.ENDS["attached_out"] / 3)
        now["attached_to"][~officer | moved | ends] = -1
        for code, name in enumerate(LIMITATIONS):
            ends = (now["limitation"] == code) & (rng.random(n) < a.ENDS[name])
            now["limitation"][~officer | ends] = -1

        fte = self.fte(t)
        total = self._per_command(t, fte, np.flatnonzero(officer))
        names = [name for name in a.NOT_DEPLOYABLE if name != "recruit_training"]
        want = {name: (self.rates[i, t] * total).astype(np.int64) for i, name in enumerate(names)}
        served = t - people.joined_month[:n]
        back_by = rng.random(n)

        def began(who: np.ndarray, name: str) -> np.ndarray:
            most = 28 if t else a.STARTED_BEFORE[name]
            day = ENDS[t] - (back_by[who] * most).astype(np.int32)
            return np.maximum(day, people.joined[who]).astype(np.int32)

        end, start = self._fill(t, officer & now["suspended"], officer & (served >= 6), fte,
                                want["suspended"])  # fmt: skip
        now["suspended"][end], now["suspended"][start] = False, True
        higher = now["suspended"].copy()

        self._long_absence(t, now, officer, served, fte, want["long_term_absence"], higher)
        long = (now["absence"] >= 0) & (ENDS[t] - now["absence_from"] + 1 > LONG_TERM_DAYS)
        higher |= officer & long

        holds = officer & (now["attached_to"] >= 0) & ~higher
        able = officer & (now["attached_to"] < 0) & ~higher & (served >= 24) & ~moved
        end, start = self._fill(t, holds, able, fte, want["attached_out"])
        now["attached_to"][end] = -1
        now["attached_to"][start] = self._elsewhere(command[start])
        now["attached_from"][start] = began(start, "attached_out")
        planned = rng.integers(6, 25, start.size) * 30
        now["attached_until"][start] = ENDS[t] + (planned * (0.3 + 0.7 * rng.random(start.size)) if
                                                  t == 0 else planned)  # fmt: skip
        higher |= officer & (now["attached_to"] >= 0)

        here = np.where(self.training(t), fte // 2, fte)
        for code, name in enumerate(LIMITATIONS):
            holds = officer & (now["limitation"] == code) & ~higher
            able = officer & (now["limitation"] < 0) & ~higher
            able &= (served >= 24) | (rng.random(n) < 0.35)
            end, start = self._fill(t, holds, able, here, want[name])
            now["limitation"][end] = -1
            now["limitation"][start] = code
            now["limitation_from"][start] = began(start, name)
        self._short_absence(t, now, serving, officer)

    def _kinds(self, table: dict[str, int], n: int) -> np.ndarray:
        bag = np.repeat([ABSENCES.index(kind) for kind in table], list(table.values()))
        return bag[self.rng.integers(0, bag.size, n)]

    def _long_absence(
        self,
        t: int,
        now: dict[str, np.ndarray],
        officer: np.ndarray,
        served: np.ndarray,
        fte: np.ndarray,
        want: np.ndarray,
        higher: np.ndarray,
    ) -> None:
        rng, kept = self.rng, self.kept
        holds = officer & (now["absence"] >= 0) & ~higher
        able = officer & (now["absence"] < 0) & ~higher & (served >= 3)
        if t:
            able &= self.people.past["command"][t - 1, : able.size] >= 0
            able &= kept["absence"][t - 1] < 0
        end, start = self._fill(t, holds, able, fte, want)
        now["absence"][end] = -1
        now["absence"][start] = self._kinds(a.LONG_ABSENCES, start.size)
        if t == 0:
            others = (self.people.past["command"][0, : fte.size] >= 0) & ~officer & (fte > 0)
            others &= (rng.random(fte.size) < a.OTHERS_LONG_ABSENT) & (served >= 3)
            start = np.concatenate([start, np.flatnonzero(others)])
            now["absence"][start] = self._kinds(a.LONG_ABSENCES, start.size)
            ago = rng.integers(LONG_TERM_DAYS, a.STARTED_BEFORE["long_term_absence"], start.size)
            first = np.maximum(ENDS[t] - ago, self.people.joined[start])
            now["absence_from"][start] = first
        else:
            # Short at the month's end before, which says so too: the spell is one.
            day = rng.integers(ENDS[t - 1] - LONG_TERM_DAYS + 1, ENDS[t] - LONG_TERM_DAYS + 1,
                               start.size)  # fmt: skip
            now["absence_from"][start] = day
            seen = start[day <= ENDS[t - 1]]
            kept["absence"][t - 1][seen] = now["absence"][seen]
            kept["absence_from"][t - 1][seen] = now["absence_from"][seen]

    def _short_absence(
        self, t: int, now: dict[str, np.ndarray], serving: np.ndarray, officer: np.ndarray
    ) -> None:
        chance = np.where(officer, a.SHORT_ABSENCE["officer"], a.SHORT_ABSENCE["other"])
        chance = chance * (serving & (self.fte(t) > 0) & (now["absence"] < 0))
        off = np.flatnonzero(self.rng.random(chance.size) < chance)
        now["absence"][off] = self._kinds(a.SHORT_ABSENCES, off.size)
        day = ENDS[t] - self.rng.integers(0, LONG_TERM_DAYS, off.size)
        now["absence_from"][off] = np.maximum(day, self.people.joined[off])

    def _elsewhere(self, command: np.ndarray) -> np.ndarray:
        rng, n = self.rng, command.size
        u = rng.integers(0, 100, n)
        bcu = (command + rng.integers(1, a.N_BCU, n)) % a.N_BCU  # never the own
        step = rng.integers(1, C - a.N_BCU, n)
        specialist = a.N_BCU + (command - a.N_BCU + step) % (C - a.N_BCU)
        to = np.where(u < a.ATTACHED["BCU"], bcu, specialist)
        external = (u >= 100 - a.ATTACHED["EXTERNAL"]) | (to == command)
        return np.where(external, C, to)
