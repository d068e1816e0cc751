"""PCSOs to a sergeant in uniformed Neighbourhood teams, beside the PCs that these lead."""

from dashboard.measures.engine.definition import PRESENT, Measure, Total

MEASURE = Measure(
    id="pcsos_per_sergeant",
    title="PCSOs per sergeant",
    unit="PCSOs per sergeant",
    definition=(
        "PCSOs over sergeants in uniformed Neighbourhood teams, headcount, where they work: "
        "present, neither suspended nor on long-term absence. In no other span are PCSOs counted."
    ),
    source="DESIGN, section 3.",
    numerator=Total("heads", {"status": PRESENT, "role": frozenset({"pcso"})}),
    denominator=Total(
        "heads",
        {
            "status": PRESENT,
            "role": frozenset({"officer"}),
            "grade": frozenset({"sergeant"}),
            "detective": frozenset({"no"}),
        },
    ),
    over="PCSOs present in uniformed Neighbourhood teams",
    under="sergeants present in them",
    about={
        "role": frozenset({"pcso", "officer"}),
        "uniformed": frozenset({"yes"}),
        "function": frozenset({"neighbourhood"}),
    },
    view="host",
    good="less",
    cuts=("command", "team", "unit", "month"),
    needs=("team",),
    minimum_base=1,
    chance="ratio",
    caveats=("The PCs whom the same sergeants lead come on top.",),
)
