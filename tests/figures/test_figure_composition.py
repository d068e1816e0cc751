import json

import pandas as pd
import pytest

from dashboard.figures.composition import composition

COLUMNS = ["name", "deployable", "limited", "away", "gap_percent", "selected"]
ROWS = [
    ("Central West", 68.8, 14.1, 17.1, 31.2, False),
    ("Central South", 73.2, 11.5, 15.3, 26.8, True),
    ("Custody & Prisons", None, 11.0, 17.7, 28.7, False),
]
RANGE = (20.0, 26.0, "published range")


def _frame(rows=ROWS):
    return pd.DataFrame(rows, columns=COLUMNS)


def _bars(figure):
    return {trace["name"]: trace for trace in figure["data"]}


def _unselected():
    return _frame().assign(selected=False)


def test_each_bar_is_stacked_from_the_left_in_the_order_of_the_states():
    figure = composition(_frame())
    assert figure["layout"]["barmode"] == "stack"
    assert [(t["name"], t["x"][:2], t["marker"]["color"]) for t in figure["data"]] == [
        ("fully deployable", [68.8, 73.2], "#12436D"),
        ("limited", [14.1, 11.5], "#F46A25"),
        ("not deployable", [17.1, 15.3], "#801650"),
    ]


def test_the_axis_runs_from_zero_to_the_whole_in_its_unit():
    axis = composition(_frame(), unit="% of posts")["layout"]["xaxis"]
    assert axis["range"] == [0, 100]
    assert axis["title"]["text"] == "% of posts"


def test_a_row_that_misses_a_share_has_no_bar_and_says_no_value():
    figure = composition(_frame())
    assert [trace["x"][2] for trace in figure["data"]] == [None, None, None]
    notes = {n["y"]: n["text"] for n in figure["layout"]["annotations"] if n["yref"] == "y"}
    assert notes == {0: "31.2%", 1: "<b>26.8%</b>", 2: "no value"}


def test_others_are_paler_only_where_a_row_is_selected():
    paler, full, other = _bars(composition(_frame()))["limited"]["marker"]["opacity"]
    assert full == 1
    assert paler == other < 0.6
    assert _bars(composition(_unselected()))["limited"]["marker"]["opacity"] == [1, 1, 1]


def test_the_selected_name_alone_is_bold_and_names_are_never_markup():
    ticks = composition(_frame())["layout"]["yaxis"]["ticktext"]
    assert ticks == ["Central West", "<b>Central South</b>", "Custody &amp; Prisons"]


def test_the_band_lies_where_the_fully_deployable_would_end():
    shapes = composition(_frame(), band=RANGE)["layout"]["shapes"]
    assert {(shape["x0"], shape["x1"]) for shape in shapes} == {(74, 80), (74, 74), (80, 80)}
    (fill,) = [shape for shape in shapes if shape["type"] == "rect"]
    assert (fill["y0"], fill["y1"], fill["layer"]) == (-0.5, 2.5, "below")


def test_the_band_is_named_over_the_bars_and_in_the_hover():
    figure = composition(_frame(), band=RANGE)
    (words,) = [n for n in figure["layout"]["annotations"] if n["text"] == "published range"]
    assert (words["x"], words["xanchor"]) == (80, "right")
    assert figure["data"][0]["hovertext"][1] == (
        "<b>Central South</b><br>Fully deployable 73.2%<br>Limited 11.5%<br>"
        "Not deployable 15.3%<br>Gap 26.8%<br>published range: 20.0% to 26.0%"
    )


def test_without_a_band_nothing_is_drawn_or_said_of_one():
    layout = composition(_frame())["layout"]
    assert layout["shapes"] == []
    assert composition(_frame(), band=RANGE)["layout"]["height"] == layout["height"] + 18


def test_the_key_names_every_state_in_its_colour_for_words():
    key = composition(_frame())["layout"]["title"]["text"]
    assert 'color:#12436D">fully deployable' in key
    assert 'color:#C2410C">limited' in key
    assert 'color:#801650">not deployable' in key


def test_the_height_grows_by_28_pixels_a_row():
    heights = [composition(_frame([ROWS[0]] * rows))["layout"]["height"] for rows in (1, 12)]
    assert heights == [28 + 88, 12 * 28 + 88]


def test_only_plain_python_types():
    json.dumps(composition(_frame(), band=RANGE), allow_nan=False)


@pytest.mark.parametrize("rows", [[], [ROWS[2]]])
def test_nothing_says_no_data(rows):
    figure = composition(_frame(rows), band=RANGE)
    assert figure["data"] == []
    assert [n["text"] for n in figure["layout"]["annotations"]] == ["No data for this selection."]
