import json

import pandas as pd
import pytest

from dashboard.figures.waterfall import waterfall

STEPS = [
    ("On the books", "nominal", 1541.6),
    ("Suspended", "not deployable", 0.0),
    ("Long-term absence", "not deployable", 74.0),
    ("Recruit training", "not deployable", 96.3),
    ("Adjusted duties", "limited", 82.1),
    ("Fully deployable", "fully deployable", 1289.2),
]


def _frame(steps=STEPS):
    return pd.DataFrame(steps, columns=["label", "state", "value"])


def _labels(figure):
    """The texts beside the bars, from top to bottom."""
    return [note["text"] for note in figure["layout"]["annotations"] if note["yref"] == "y"]


def test_each_bar_hangs_from_the_end_of_the_one_before():
    bars = waterfall(_frame())["data"][0]
    ends = [base + value for base, value in zip(bars["base"], bars["x"], strict=True)]
    assert bars["base"][0] == 0
    assert ends[0] == 1541.6
    for i in range(1, 5):
        assert ends[i] == pytest.approx(bars["base"][i - 1] if i > 1 else 1541.6)
    assert bars["base"][-1] == 0
    assert ends[-1] == pytest.approx(bars["base"][-2])


def test_steps_run_from_top_to_bottom():
    layout = waterfall(_frame())["layout"]
    assert layout["yaxis"]["range"][0] > layout["yaxis"]["range"][1]
    assert layout["yaxis"]["ticktext"][0] == "<b>On the books</b>"
    assert layout["yaxis"]["ticktext"][2] == "Long-term<br>absence"


def test_numbers_stand_at_the_bars():
    assert _labels(waterfall(_frame())) == [
        "<b>1,541.6</b>",
        "0",
        "\u221274.0",
        "\u221296.3",
        "\u221282.1",
        "<b>1,289.2</b>",
    ]


def test_whole_numbers_have_no_decimals():
    steps = [
        ("On the books", "nominal", 1542),
        ("Suspended", "not deployable", 42),
        ("Fully deployable", "fully deployable", 1500),
    ]
    assert _labels(waterfall(_frame(steps))) == ["<b>1,542</b>", "\u221242", "<b>1,500</b>"]


def test_colours_are_those_of_the_states():
    colours = waterfall(_frame())["data"][0]["marker"]["color"]
    assert colours[1:] == ["#801650", "#801650", "#801650", "#F46A25", "#12436D"]


def test_the_key_names_the_states_that_are_there():
    def key(steps):
        notes = waterfall(_frame(steps))["layout"]["annotations"]
        return " ".join(note["text"] for note in notes if note["yref"] == "paper")

    assert "not deployable" in key(STEPS)
    assert "limited" in key(STEPS)
    assert "limited" not in key([row for row in STEPS if row[1] != "limited"])


def test_an_axis_that_starts_above_zero_says_so_and_hides_no_loss():
    figure = waterfall(_frame())
    axis = figure["layout"]["xaxis"]
    start = axis["range"][0]
    assert 0 < start <= min(figure["data"][0]["base"][1:-1])
    assert axis["title"]["text"] == f"FTE officers; the axis starts at {start:,.0f}"


def test_a_small_unit_starts_at_zero_and_claims_nothing_else():
    steps = [
        ("On the books", "nominal", 12),
        ("Suspended", "not deployable", 0.5),
        ("Fully deployable", "fully deployable", 11.5),
    ]
    axis = waterfall(_frame(steps))["layout"]["xaxis"]
    assert axis["range"] == [0, 12]
    assert axis["title"]["text"] == "FTE officers"


def test_a_loss_of_nothing_draws_no_sliver():
    widths = waterfall(_frame())["data"][0]["marker"]["line"]["width"]
    assert widths[1] == 0
    assert widths[2] > 0


def test_nobody_at_all_is_still_a_figure():
    steps = [("On the books", "nominal", 0), ("Fully deployable", "fully deployable", 0)]
    low, high = waterfall(_frame(steps))["layout"]["xaxis"]["range"]
    assert low < high


def test_the_height_grows_with_the_steps():
    assert waterfall(_frame())["layout"]["height"] == 34 * 6 + 76


def test_only_plain_python_types():
    json.dumps(waterfall(_frame()), allow_nan=False)


@pytest.mark.parametrize(
    "steps", [[], [("On the books", "nominal", None), ("Fully deployable", "fully deployable", 1)]]
)
def test_nothing_or_a_hole_says_no_data(steps):
    figure = waterfall(_frame(steps))
    assert figure["data"] == []
    assert [n["text"] for n in figure["layout"]["annotations"]] == ["No data for this selection."]


def test_every_number_stands_on_the_axis_whatever_binary_dust_its_sum_has() -> None:
    # 34399.2 - 225.9 + 225.9 is a little over 34399.2 in binary, and was not drawn.
    for tenths in range(1, 4000, 7):
        lost = tenths / 10
        rows = [
            ("On the books", "nominal", 34399.2),
            ("Suspended", "not deployable", lost),
            ("Fully deployable", "fully deployable", round(34399.2 - lost, 1)),
        ]
        figure = waterfall(pd.DataFrame(rows, columns=["label", "state", "value"]))
        end = figure["layout"]["xaxis"]["range"][1]
        places = [note["x"] for note in figure["layout"]["annotations"] if note["xref"] == "x"]
        assert len(places) == 3
        assert max(places) <= end
