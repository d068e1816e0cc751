"""Deployability: what keeps whom from duty, in which team and command, and how sure that is."""

from dashboard.access.reading import Snapshot
from dashboard.components import cautions, states
from dashboard.components.crossed import CROSSED, crossed_view
from dashboard.components.headline import headline
from dashboard.components.home_and_host import VIEWS, home_and_host_view
from dashboard.components.ladder import WATERFALL, ladder, steps_view
from dashboard.components.overlaps import OVERLAPPING, overlaps_view
from dashboard.components.page import Answered, Page
from dashboard.components.recording import RECORDED, recording_view
from dashboard.components.state import State
from dashboard.components.two_readings import BOTH, two_readings_view


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state."""
    steps = ladder(snapshot, state, at_work=True)
    views = (
        steps_view(snapshot, state, steps, WATERFALL),
        home_and_host_view(snapshot, state),
        states.teams_view(snapshot, state),
        states.commands_view(snapshot, state),
        two_readings_view(snapshot, state),
        crossed_view(snapshot, state),
        overlaps_view(snapshot, state),
        recording_view(snapshot, state),
    )
    return Answered(
        headline(snapshot.release.force, state, steps),
        tuple(view for view in views if view is not None),
        cautions.of(snapshot, state),
    )


PAGE = Page(
    "/deployability",
    "Deployability",
    2,
    (
        WATERFALL,
        VIEWS,
        states.TEAMS,
        states.BY_COMMAND,
        BOTH,
        CROSSED,
        OVERLAPPING,
        RECORDED,
    ),
    answer,
)
