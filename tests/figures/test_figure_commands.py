import json

import pandas as pd

from dashboard.figures.commands import gap_by_command

COLUMNS = ["name", "nominal", "deployable", "gap_percent", "selected"]
ROWS = [
    ("Central West", 1700.0, 1169.6, 31.2, False),
    ("Central South", 1542.0, 1128.7, 26.8, True),
    ("BROOKLYN NORTH GRAND LARCENY SQD", 1400.0, 1101.8, 21.3, False),
]


def _frame(rows=ROWS):
    return pd.DataFrame(rows, columns=COLUMNS)


def _trace(figure, name):
    return next(trace for trace in figure["data"] if trace.get("name") == name)


def test_rows_keep_their_order_from_the_top():
    figure = gap_by_command(_frame())
    axis = figure["layout"]["yaxis"]
    assert axis["range"][0] > axis["range"][1]
    assert axis["tickvals"] == [0, 1, 2]
    assert axis["ticktext"][0] == "Central West"
    assert _trace(figure, "On the books")["x"] == [1700.0, 1542.0, 1400.0]
    assert _trace(figure, "Deployable")["x"] == [1169.6, 1128.7, 1101.8]


def test_the_selected_row_alone_is_blue_and_bold():
    figure = gap_by_command(_frame())
    colours = _trace(figure, "Deployable")["marker"]["color"]
    assert [colour == "#12436D" for colour in colours] == [False, True, False]
    assert figure["layout"]["yaxis"]["ticktext"][1] == "<b>Central South</b>"
    blue = [t for t in figure["data"] if t.get("line", {}).get("color") == "#12436D"]
    assert [trace["x"] for trace in blue] == [[1128.7, 1542.0, None]]


def test_filled_is_deployable_and_open_is_nominal():
    figure = gap_by_command(_frame())
    assert _trace(figure, "On the books")["marker"]["color"] == "#FFFFFF"
    assert "● deployable" in figure["layout"]["xaxis"]["title"]["text"]
    assert "○ on the books" in figure["layout"]["xaxis"]["title"]["text"]


def test_gaps_stand_in_a_column_at_the_right():
    notes = gap_by_command(_frame())["layout"]["annotations"]
    texts = {note["y"]: note["text"] for note in notes if note["yref"] == "y"}
    assert texts == {0: "31.2%", 1: "<b>26.8%</b>", 2: "21.3%"}
    assert {note["xanchor"] for note in notes} == {"right"}


def test_a_long_name_is_cut_in_the_label_and_whole_on_hover():
    figure = gap_by_command(_frame())
    label = figure["layout"]["yaxis"]["ticktext"][2]
    assert label.endswith("…")
    assert len(label) < 24
    hover = _trace(figure, "Deployable")["hovertext"][2]
    assert "BROOKLYN NORTH GRAND LARCENY SQD" in hover
    assert "1,101.8 of 1,400 FTE officers" in hover


def test_a_gap_without_value_is_said_and_not_zero():
    row = ("Custody", 0.0, 0.0, float("nan"), False)
    notes = gap_by_command(_frame([*ROWS, row]))["layout"]["annotations"]
    assert [note["text"] for note in notes if note["y"] == 3] == ["no value"]


def test_an_axis_that_starts_above_zero_says_so():
    axis = gap_by_command(_frame())["layout"]["xaxis"]
    start = axis["range"][0]
    assert 0 < start < 1101.8
    assert axis["title"]["text"].endswith(f"FTE officers; the axis starts at {start:,.0f}")
    small = gap_by_command(_frame([("A", 12, 9, 25.0, True)]))["layout"]["xaxis"]
    assert small["range"][0] == 0
    assert "starts" not in small["title"]["text"]


def test_the_height_grows_by_28_pixels_a_row():
    heights = [gap_by_command(_frame([ROWS[0]] * rows))["layout"]["height"] for rows in (1, 12, 25)]
    assert heights[1] - heights[0] == 11 * 28
    assert heights[2] - heights[1] == 13 * 28


def test_only_plain_python_types_and_no_customdata():
    text = json.dumps(gap_by_command(_frame()), allow_nan=False)
    assert "customdata" not in text


def test_nothing_says_no_data():
    figure = gap_by_command(_frame([]))
    assert figure["data"] == []
    assert [n["text"] for n in figure["layout"]["annotations"]] == ["No data for this selection."]
