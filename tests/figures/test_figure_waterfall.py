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


WITH_SUBTOTAL = [
    ("On the books", "nominal", 1542.0, "total"),
    ("Suspended", "not deployable", 42.0, "loss"),
    ("Long-term absence", "not deployable", 100.0, "loss"),
    ("At work in the command", "", 1400.0, "total"),
    ("Adjusted duties", "limited", 100.0, "loss"),
    ("Fully deployable", "fully deployable", 1300.0, "total"),
]


def _kinds(steps=WITH_SUBTOTAL):
    return pd.DataFrame(steps, columns=["label", "state", "value", "kind"])


def test_a_subtotal_is_a_grey_bar_from_the_start_and_the_losses_go_on_below_it():
    figure = waterfall(_kinds())
    bars = figure["data"][0]
    assert bars["base"] == [0, 1500, 1400, 0, 1300, 0]
    assert bars["x"][3] == 1400
    assert bars["marker"]["color"][3] == "#AEB2B5"
    assert figure["data"][1]["x"][::3] == [1542, 1500, 1400, 1400, 1300]


def test_a_subtotal_is_bold_like_the_totals_at_both_ends():
    figure = waterfall(_kinds())
    assert _labels(figure)[2:5] == ["\u2212100", "<b>1,400</b>", "\u2212100"]
    bold = [text.startswith("<b>") for text in figure["layout"]["yaxis"]["ticktext"]]
    assert bold == [True, False, False, True, False, True]


def test_a_subtotal_is_a_share_of_nominal_and_no_loss_on_hover():
    hover = waterfall(_kinds())["data"][0]["hovertext"]
    # 1400 of 1542
    assert hover[3] == "<b>At work in the command</b><br>1,400 FTE officers<br>90.8% of nominal"
    assert hover[4].endswith("<br>limited")


def test_a_subtotal_that_is_not_the_level_so_far_is_an_error_that_names_it():
    steps = [row if row[2] != 1400 else (*row[:2], 1400.1, "total") for row in WITH_SUBTOTAL]
    with pytest.raises(ValueError, match=r"At work in the command is 1,400\.1, .* 1,400$"):
        waterfall(_kinds(steps))


def test_rows_of_kinds_are_drawn_as_without_them_where_none_is_a_subtotal():
    kinds = ["total", *["loss"] * 4, "total"]
    assert waterfall(_frame().assign(kind=kinds)) == waterfall(_frame())


PUBLISHED = (1156.5, 1233.6, "published <2023>")


def test_the_band_crosses_the_last_row_alone():
    shapes = waterfall(_kinds(), band=PUBLISHED)["layout"]["shapes"]
    (fill,) = [shape for shape in shapes if shape["type"] == "rect"]
    assert (fill["x0"], fill["x1"], fill["layer"]) == (1156.5, 1233.6, "below")
    assert min(shape["y0"] for shape in shapes) == 4.5
    assert max(shape["y1"] for shape in shapes) == 5.5


def test_the_lines_of_the_band_leave_room_for_the_number_beside_the_bar():
    figure = waterfall(_kinds(), band=PUBLISHED)
    half = figure["data"][0]["width"] / 2
    for line in figure["layout"]["shapes"]:
        if line["type"] == "line":
            assert line["y1"] <= 5 - half or line["y0"] >= 5 + half


def test_the_band_has_its_words_under_the_last_row_and_in_its_hover():
    figure = waterfall(_kinds(), band=PUBLISHED)
    (words,) = [n for n in figure["layout"]["annotations"] if "published" in n["text"]]
    assert words["text"] == "published &lt;2023&gt;"
    assert (words["y"], words["yanchor"]) == (5.5, "top")
    hover = figure["data"][0]["hovertext"]
    assert hover[-1].endswith("<br>published &lt;2023&gt;: 1,156.5 to 1,233.6")
    assert not any("published" in text for text in hover[:-1])


def test_the_axis_reaches_to_a_band_beyond_the_strengths():
    def ends(low, high):
        return waterfall(_kinds(), band=(low, high, ""))["layout"]["xaxis"]["range"]

    assert ends(1000, 1200)[0] <= 1000
    assert ends(1200, 1600)[1] == 1600


@pytest.mark.parametrize(
    ("low", "high", "anchor"),
    [(1190.0, 1200.0, "left"), (1390.0, 1400.0, "center"), (1530.0, 1540.0, "right")],
)
def test_the_words_of_a_band_at_the_edge_stay_inside(low, high, anchor):
    notes = waterfall(_kinds(), band=(low, high, "published"))["layout"]["annotations"]
    (words,) = [note for note in notes if note["text"] == "published"]
    assert words["xanchor"] == anchor


def test_without_a_band_no_room_is_kept_for_one():
    assert waterfall(_kinds())["layout"]["height"] == 34 * 6 + 76
    assert waterfall(_kinds(), band=PUBLISHED)["layout"]["height"] == 34 * 6 + 76 + 20


FROM_POSTS = [
    ("Posts", "nominal", 1650.0, "total"),
    ("Vacancies", "vacant", 108.4, "loss"),
    ("On the books", "nominal", 1541.6, "total"),
    ("Adjusted duties", "limited", 82.1, "loss"),
    ("Fully deployable", "fully deployable", 1459.5, "total"),
]


def _from(rows):
    return pd.DataFrame(rows, columns=["label", "state", "value", "kind"])


def test_posts_stand_before_nominal_and_are_what_shares_are_of():
    figure = waterfall(_from(FROM_POSTS), base="posts")
    bars = figure["data"][0]
    assert bars["base"] == [0.0, 1541.6, 0.0, 1459.5, 0.0]
    assert (
        bars["hovertext"][1] == "<b>Vacancies</b><br>108.4 FTE officers<br>6.6% of posts<br>vacant"
    )
    assert bars["hovertext"][2].endswith("93.4% of posts")
    key = [note["text"] for note in figure["layout"]["annotations"] if note["yref"] == "paper"]
    assert "vacant" in key[0]


def test_more_officers_than_posts_are_a_step_up_inside_the_axis():
    over = [
        ("Posts", "nominal", 1500.0, "total"),
        ("Vacancies", "vacant", -41.6, "loss"),
        *FROM_POSTS[2:],
    ]
    figure = waterfall(_from(over), base="posts")
    bars, axis = figure["data"][0], figure["layout"]["xaxis"]
    assert (bars["base"][1], bars["x"][1]) == (1541.6, -41.6)
    assert axis["range"][1] == 1541.6
    number = next(note for note in figure["layout"]["annotations"] if note["text"] == "41.6")
    assert number["x"] == 1541.6
