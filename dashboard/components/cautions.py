"""What a reader must know of the extracts: who sent none, what they do not record.

Blank is not none, so what is not recorded makes the gap look smaller than it is.
"""

from dashboard.access.reading import Snapshot
from dashboard.components.state import State, earlier_span
from dashboard.components.wording import listed
from dashboard.schema import months
from dashboard.schema.duty import STATUSES


def of(snapshot: Snapshot, state: State) -> list[str]:
    """The cautions of a state, a sentence or two each."""
    return [
        *_missing(snapshot, state),
        *_never(snapshot),
        *_unrecorded(snapshot, state),
        *_uncompared(snapshot, state),
    ]


def _missing(snapshot: Snapshot, state: State) -> list[str]:
    cube, force, chosen = snapshot.cube, snapshot.release.force, state.selection
    lacking = {
        month: found for month in chosen.months if (found := cube.lacking(month, chosen.commands))
    }
    names = [
        f"No extract for {months.words(month)} from "
        f"{listed([force.command_name(code) for code in found])}."
        for month, found in lacking.items()
    ]
    if len(names) > 3:
        names = [f"{len(names)} of the {len(chosen.months)} months lack a command's extract."]
    if names and len(chosen.months) > 1:
        names.append("A mean is that of the months that each command has.")
    return names


def _never(snapshot: Snapshot) -> list[str]:
    cube, force = snapshot.cube, snapshot.release.force
    never = [force.command_name(code) for code in force.commands if code not in cube.commands]
    return [f"No month has come from {listed(never)}: all figures are without."] if never else []


def _unrecorded(snapshot: Snapshot, state: State) -> list[str]:
    labels = _labels(snapshot.not_recorded(state.selection.months))
    if not labels:
        return []
    return [f"Not recorded in this extract: {labels}. The true gap may be larger."]


def _uncompared(snapshot: Snapshot, state: State) -> list[str]:
    """Why there is no comparison where one was asked for."""
    if state.compare == "none" or state.before is not None:
        return []
    chosen = state.selection
    earlier = earlier_span(chosen, state.compare)
    if earlier.first not in snapshot.cube.months:
        return [f"No comparison: there is no data for {earlier.when()}."]
    changed = _labels(snapshot.not_recorded(chosen.months) ^ snapshot.not_recorded(earlier.months))
    return [f"No comparison: {changed} came in one of the two and not in both."] if changed else []


def _labels(columns: set[str]) -> str:
    labels = [status.label.lower() for status in STATUSES.values() if status.column in columns]
    return ", ".join(labels)
