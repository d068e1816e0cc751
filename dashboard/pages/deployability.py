"""Deployability: what keeps whom from duty, in which team and command, and how sure that is."""

from dashboard.access.reading import Snapshot
from dashboard.components import cautions, states
from dashboard.components.crossed import CROSSED, crossed_view
from dashboard.components.headline import headline
from dashboard.components.home_and_host import VIEWS, home_and_host_view, no_team
from dashboard.components.ladder import WATERFALL, from_posts, ladder, steps_view
from dashboard.components.measured import (
    funnel_view,
    funnelled,
    needs_notice,
    ranked,
    ranked_view,
)
from dashboard.components.over_time import monthly, monthly_view
from dashboard.components.overlaps import OVERLAPPING, overlaps_view
from dashboard.components.overtime import MEASURES as OF_OVERTIME
from dashboard.components.overtime import OVERTIME, overtime_view
from dashboard.components.page import Answered, Page
from dashboard.components.posts import VACANT, vacancies_view
from dashboard.components.recording import RECORDED, recording_view
from dashboard.components.state import State
from dashboard.components.two_readings import BOTH, two_readings_view
from dashboard.measures.gap_to_nominal import MEASURE as GAP
from dashboard.measures.gap_to_posts import MEASURE as GAP_TO_POSTS
from dashboard.measures.occupancy import MEASURE as OCCUPANCY
from dashboard.measures.overtime_hours import MEASURE as OVERTIME_HOURS
from dashboard.measures.vacancies import MEASURE as VACANCIES

TO_POSTS = ranked("gap-to-posts", GAP_TO_POSTS)
GAP_MONTHS = monthly("gap-months", GAP, width=6)
GAP_FUNNEL = funnelled("gap-funnel", GAP)
OVERTIME_MONTHS = monthly("overtime-months", OVERTIME_HOURS, width=6)


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page for a state."""
    steps = ladder(snapshot, state, at_work=True)
    views = (
        steps_view(snapshot, state, from_posts(snapshot, state, steps), WATERFALL),
        home_and_host_view(snapshot, state),
        states.teams_view(snapshot, state),
        states.commands_view(snapshot, state),
        monthly_view(snapshot, state, GAP_MONTHS, GAP),
        funnel_view(snapshot, state, GAP_FUNNEL, GAP),
        two_readings_view(snapshot, state),
        ranked_view(snapshot, state, TO_POSTS, GAP_TO_POSTS),
        vacancies_view(snapshot, state),
        crossed_view(snapshot, state),
        overtime_view(snapshot, state),
        monthly_view(snapshot, state, OVERTIME_MONTHS, OVERTIME_HOURS),
        overlaps_view(snapshot, state),
        recording_view(snapshot, state),
    )
    return Answered(
        headline(snapshot.release.force, state, steps),
        tuple(view for view in views if view is not None),
        [
            *cautions.of(snapshot, state),
            *no_team(state),
            *needs_notice(snapshot, state, (GAP_TO_POSTS, VACANCIES, OCCUPANCY, *OF_OVERTIME)),
        ],
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
        GAP_MONTHS,
        GAP_FUNNEL,
        TO_POSTS,
        VACANT,
        CROSSED,
        OVERLAPPING,
        RECORDED,
        OVERTIME,
        OVERTIME_MONTHS,
    ),
    answer,
)
