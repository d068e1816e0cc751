import json
import math

import pandas as pd
import pytest

from dashboard.figures import style
from dashboard.figures.changes import changes

ROWS = [
    ("Suspended", 0.0),
    ("Long-term absence", 14.0),
    ("Attached elsewhere", -2.0),
    ("Gap", 12.0),
]


def _frame(rows=ROWS):
    return pd.DataFrame(rows, columns=["label", "change"])


def _numbers(figure):
    """The annotations beside the bars, from top to bottom."""
    return [note for note in figure["layout"]["annotations"] if note["yref"] == "y"]


def _texts(figure):
    return [note["text"] for note in _numbers(figure)]


def _key(figure):
    return [n["text"] for n in figure["layout"]["annotations"] if n["yref"] == "paper"]


def test_bars_start_at_zero_and_keep_the_order_given_from_the_top():
    figure = changes(_frame())
    (bars,) = figure["data"]
    assert bars["x"] == [0.0, 14.0, -2.0, 12.0]
    assert "base" not in bars
    axis = figure["layout"]["yaxis"]
    assert axis["range"] == [3.5, -0.5]
    assert axis["ticktext"] == [
        "Suspended", "Long-term absence", "Attached elsewhere", "<b>Gap</b>",
    ]  # fmt: skip
    assert figure["layout"]["xaxis"]["zeroline"] is True


def test_more_gap_is_orange_and_less_is_teal():
    (bars,) = changes(_frame())["data"]
    assert bars["marker"]["color"][1:] == ["#F46A25", "#28A197", "#F46A25"]


def test_no_change_has_no_bar_not_even_an_outline():
    (bars,) = changes(_frame())["data"]
    assert bars["marker"]["line"]["width"] == [0, 1, 1, 1]


def test_numbers_are_signed_and_the_total_is_bold():
    assert _texts(changes(_frame())) == ["0", "+14", "\u22122", "<b>+12</b>"]


def test_one_tenth_gives_every_number_a_decimal_but_zero():
    rows = [("A", 0.0), ("B", 14.0), ("C", -2.5), ("Gap", 11.5)]
    assert _texts(changes(_frame(rows))) == ["0", "+14.0", "\u22122.5", "<b>+11.5</b>"]


def test_binary_dust_is_no_decimal():
    rows = [("A", 0.1 + 0.2 - 0.3), ("B", 3.0000000000004), ("Gap", 3.0)]
    assert _texts(changes(_frame(rows))) == ["0", "+3", "<b>+3</b>"]


def test_a_number_stands_beyond_the_end_of_its_bar():
    for note, value in zip(_numbers(changes(_frame())), [0.0, 14.0, -2.0, 12.0], strict=True):
        assert note["x"] == value
        assert note["xanchor"] == ("right" if value < 0 else "left")
        assert note["xshift"] * (-1 if value < 0 else 1) > 0


@pytest.mark.parametrize(
    "values", [[14, -2, 12], [-1414, -31, -1445], [3, 4, 7], [0, 0, 0], [1e4, -2e4, -1e4], [0.1]]
)
def test_the_axis_has_zero_every_bar_and_room_for_the_numbers(values):
    figure = changes(_frame([("Row", float(value)) for value in values]))
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < high
    assert low <= min(0, *values, 0)
    assert high >= max(0, *values, 0)
    # On a phone about 170 pixels are left, and a digit takes about 7.
    for value in values:
        text = f"{value:+,g}"
        room = (value - low if value < 0 else high - value) / (high - low) * 170
        assert room >= 7 * len(text)


def test_a_thin_line_sets_the_total_apart():
    (line,) = changes(_frame())["layout"]["shapes"]
    assert (line["y0"], line["y1"]) == (2.5, 2.5)
    assert line["line"]["width"] == 1
    assert changes(_frame([("Gap", 3.0)]))["layout"]["shapes"] == []


def test_the_key_names_only_the_colours_that_are_drawn():
    (both,) = _key(changes(_frame()))
    assert "less gap" in both
    assert "more gap" in both
    (one,) = _key(changes(_frame([("A", -2.0), ("Gap", -2.0)])))
    assert "less gap" in one
    assert "more gap" not in one
    assert _key(changes(_frame([("A", 0.0), ("Gap", 0.0)]))) == []


def test_the_hover_says_what_the_change_did():
    (bars,) = changes(_frame([("A <b>", 0.0), ("B", 14.0), ("Gap", -14.0)]), "FTE & more")["data"]
    assert bars["hovertext"] == [
        "<b>A &lt;b&gt;</b><br>0 FTE &amp; more: no change",
        "<b>B</b><br>+14 FTE &amp; more: more gap",
        "<b>Gap</b><br>\u221214 FTE &amp; more: less gap",
    ]


def test_the_height_grows_by_28_pixels_a_row():
    heights = [changes(_frame([("A", 1.0)] * rows))["layout"]["height"] for rows in (1, 4, 9)]
    assert [heights[1] - heights[0], heights[2] - heights[1]] == [3 * 28, 5 * 28]


def test_only_plain_python_types():
    json.dumps(changes(_frame()), allow_nan=False)


@pytest.mark.parametrize("rows", [[], [("A", math.nan), ("Gap", 3.0)], [("Gap", None)]])
def test_a_missing_change_is_said_and_not_drawn(rows):
    figure = changes(_frame(rows))
    assert figure["data"] == []
    assert [note["text"] for note in figure["layout"]["annotations"]] == [
        "No comparison for this selection."
    ]
    assert figure["layout"]["height"] == style.EMPTY_HEIGHT
