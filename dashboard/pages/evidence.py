"""Evidence: what is published, where it disagrees with itself, and what each figure is held to."""

from dash import html

from dashboard.access.reading import Snapshot
from dashboard.components.citations import Citations
from dashboard.components.contradictions import Contradictions, counted, of_kind
from dashboard.components.page import Answered, Page
from dashboard.components.published_figures import FIGURES, figures_view
from dashboard.components.state import State
from dashboard.measures.engine.selection import AskError
from dashboard.schema.evidence import evidence
from dashboard.schema.publication import publications

CANNOT = Contradictions(
    "cannot-hold",
    "cannot hold",
    "In {places} the figures as printed cannot all hold",
    "Every figure is kept, with what it is measured against. None is chosen over another.",
    folded=False,
)
CAN = Contradictions(
    "can-hold",
    "can hold",
    "In {places} figures look as if they contradict each other, and do not",
    "They have different bases, times or scopes.",
)
DEMONSTRATION = Contradictions(
    "demonstration",
    "demonstration",
    "In {places} the demonstration cannot follow all that is published",
    "It has to be one force, with one number of each thing. This is what it follows instead.",
)
CITATIONS = Citations()


def answer(snapshot: Snapshot, state: State) -> Answered:
    """The page, which is the same for every state."""
    try:
        found, totals = evidence(), publications()
    except ValueError as error:
        raise AskError(str(error)) from None
    force = snapshot.release.force
    figures = sum(len(each.figures) for each in found.values())
    places = sum(len(list(of_kind(each, "cannot hold"))) for each in found.values())
    # What the demonstration cannot follow is of nobody's interest beside a force's own data.
    kinds = (CANNOT, CAN, DEMONSTRATION) if force.illustrative else (CANNOT, CAN)
    return Answered(
        [
            f"{figures:,} published figures, and ",
            html.Span(f"{counted(places)} where they cannot all hold", className="gap"),
        ],
        (figures_view(snapshot, found),),
        filled={
            **{kind.key: kind.fill(found, force) for kind in kinds},
            CITATIONS.key: CITATIONS.fill(found, totals),
        },
    )


PAGE = Page(
    "/evidence",
    "Evidence",
    12,
    (CANNOT, CAN, DEMONSTRATION, FIGURES, CITATIONS),
    answer,
    frozenset(),
)
