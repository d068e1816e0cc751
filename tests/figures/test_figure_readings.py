import json

import pandas as pd
import pytest

from dashboard.figures.readings import readings

COLUMNS = ["name", "nominal", "available", "deployable", "selected"]
ROWS = [
    ("Central West", 1700.0, 1581.0, 1169.6, False),
    ("Central South", 1542.0, 1434.1, 1128.7, True),
    ("Custody & Prisons", 1400.0, None, 1101.0, False),
]


def _frame(rows=ROWS):
    return pd.DataFrame(rows, columns=COLUMNS)


def _trace(figure, name):
    (found,) = [trace for trace in figure["data"] if trace.get("name") == name]
    return found


def _column(figure):
    return [n["text"] for n in figure["layout"]["annotations"] if n["yref"] == "y"]


def test_every_row_has_its_three_strengths():
    figure = readings(_frame())
    assert _trace(figure, "On the books")["x"] == [1700.0, 1542.0, 1400.0]
    assert _trace(figure, "Available for duty")["x"] == [1581.0, 1434.1, None]
    assert _trace(figure, "Fully deployable")["x"] == [1169.6, 1128.7, 1101.0]


def test_the_three_are_told_apart_by_shape_and_not_by_colour_alone():
    figure = readings(_frame())
    books, available, deployable = (
        _trace(figure, name)["marker"]
        for name in ("On the books", "Available for duty", "Fully deployable")
    )
    assert (books["color"], books["line"]["color"]) == ("#FFFFFF", "#6F777B")
    assert (available["color"], available["symbol"]) == ("#28A197", "diamond")
    assert deployable["color"] == "#12436D"
    assert "symbol" not in deployable


def test_the_words_under_the_axis_name_the_three_and_where_it_starts():
    axis = readings(_frame())["layout"]["xaxis"]
    start = axis["range"][0]
    assert 0 < start < 1101
    words = axis["title"]["text"]
    assert '<span style="color:#12436D">●</span> fully deployable' in words
    assert '<span style="color:#28A197">◆</span> available for duty (Home Office)' in words
    assert "○ on the books" in words
    assert words.endswith(f"FTE officers; the axis starts at {start:,.0f}")


def test_the_difference_of_the_readings_stands_at_the_right():
    # 1581.0 - 1169.6 = 411.4 and 1434.1 - 1128.7 = 305.4
    assert _column(readings(_frame())) == ["411.4", "<b>305.4</b>", "no value"]


def test_the_difference_is_of_the_numbers_as_shown():
    # 90.1 - 80.1 as shown, though 90.14 - 80.06 is nearer to 10.1.
    assert _column(readings(_frame([("A", 99, 90.14, 80.06, False)]))) == ["10"]


def test_a_line_joins_what_is_known_of_a_row():
    others, selected = (trace for trace in readings(_frame())["data"] if trace["mode"] == "lines")
    assert others["x"] == [1169.6, 1700.0, None, 1101.0, 1400.0, None]
    assert others["y"] == [0, 0, None, 2, 2, None]
    assert selected["x"] == [1128.7, 1542.0, None]
    assert selected["line"]["width"] > others["line"]["width"]


def test_the_pointer_reads_out_all_three_where_a_row_misses_one():
    hover = _trace(readings(_frame()), "Pointer")["hovertext"]
    assert hover[2] == (
        "<b>Custody &amp; Prisons</b><br>On the books 1,400 FTE officers<br>"
        "Available for duty no value<br>Fully deployable 1,101<br>Difference no value"
    )


def test_the_selected_name_alone_is_bold():
    ticks = readings(_frame())["layout"]["yaxis"]["ticktext"]
    assert ticks == ["Central West", "<b>Central South</b>", "Custody &amp; Prisons"]


def test_the_height_grows_by_28_pixels_a_row():
    heights = [readings(_frame([ROWS[0]] * rows))["layout"]["height"] for rows in (1, 12)]
    assert heights == [28 + 104, 12 * 28 + 104]


def test_only_plain_python_types():
    json.dumps(readings(_frame()), allow_nan=False)


@pytest.mark.parametrize("rows", [[], [("A", None, None, None, True)]])
def test_nothing_says_no_data(rows):
    figure = readings(_frame(rows))
    assert figure["data"] == []
    assert [n["text"] for n in figure["layout"]["annotations"]] == ["No data for this selection."]
