"""A cube of few kinds of cells, for tests of how parts are written and not of what they hold.

All kinds are counted and written by the same code; a fault at each step of each of them would
take hours and show nothing more.
"""

from dashboard.cube import parts
from dashboard.cube.kinds import KINDS

FEW = {name: KINDS[name] for name in ("overlaps", "strength")}


def groups() -> tuple[parts._Group, ...]:
    """What is counted together of these."""
    return tuple(dict.fromkeys(map(parts._group, FEW.values())))


def count_few() -> None:
    """Count these alone in this process, for as long as it lives."""
    parts.KINDS, parts._GROUPS = FEW, groups()


PARTS = len(groups())
"""Files in which the cells of a month of strength are kept then."""
