import json
import math

import pandas as pd
import pytest

from dashboard.figures.bars import bars, printed

COLUMNS = ["name", "value", "selected", "flagged"]
ROWS = [
    ("South West", 18.5, False, "low"),
    ("Custody & Prisons", math.nan, False, ""),
    ("Central East", 28.25, False, "high"),
    ("Central South", 25.0, True, ""),
]
BASES = ["1,204 officers", "14 officers", "1,150 officers", "800 officers"]
RANGE = (20.0, 26.0, "published range")


def _table(rows=ROWS, **columns):
    return pd.DataFrame(rows, columns=COLUMNS).assign(**columns)


def _trace(figure, name):
    (found,) = [trace for trace in figure["data"] if trace.get("name") == name]
    return found


def _notes(figure):
    """What stands in each row, by row: text, place and side."""
    notes = [note for note in figure["layout"]["annotations"] if note["yref"] == "y"]
    return {note["y"]: (note["text"], note["x"], note["xanchor"]) for note in notes}


def test_the_highest_comes_first_and_no_value_last():
    figure = bars(_table(), "%")
    assert _trace(figure, "Value")["x"] == [28.25, 25.0, 18.5, None]
    assert figure["layout"]["yaxis"]["ticktext"] == [
        "Central East",
        "<b>Central South</b>",
        "South West",
        "Custody &amp; Prisons",
    ]


def test_each_number_stands_at_the_end_of_its_bar_with_its_mark():
    notes = _notes(bars(_table(), "%", decimals=2))
    assert notes[1] == ("<b>25.00</b>", 25.0, "left")
    assert notes[2] == ('18.50 <span style="color:#C2410C">▼</span>', 18.5, "left")
    assert notes[3] == ("no value", 0.0, "left")


def test_only_selected_bars_are_in_colour_and_all_where_none_is_selected():
    def colours(table):
        return _trace(bars(table, "%"), "Value")["marker"]["color"]

    assert colours(_table()) == ["#AEB2B5", "#12436D", "#AEB2B5", "#AEB2B5"]
    assert colours(_table(selected=False)) == ["#12436D"] * 4


def test_the_axis_starts_at_zero_and_reaches_all_that_is_drawn():
    def ends(**more):
        return bars(_table(), "%", **more)["layout"]["xaxis"]["range"]

    assert ends() == [0.0, 28.25]
    assert ends(band=(20.0, 31.0, "published")) == [0.0, 31.0]
    assert ends(centre=40.0) == [0.0, 40.0]


def test_differences_go_to_both_sides_of_a_line_at_zero():
    rows = [("A", 3.25, False, ""), ("B", -6.4, False, ""), ("C", math.nan, False, "")]
    figure = bars(_table(rows), "points")
    axis = figure["layout"]["xaxis"]
    assert (axis["range"], axis["zeroline"]) == ([-6.4, 3.25], True)
    assert _notes(figure)[1] == ("\u22126.4", -6.4, "right")
    # The names leave room for the numbers at the left: 12 and 7 a letter.
    assert figure["layout"]["yaxis"]["ticklen"] == 8 + 12 + 7 * 4


def test_values_that_are_all_negative_have_their_axis_end_at_zero():
    figure = bars(_table([("A", -1.0, False, ""), ("B", -2.0, False, "")]), "points")
    assert figure["layout"]["xaxis"]["range"] == [-2.0, 0.0]


def test_a_row_of_zeros_still_has_an_axis():
    assert bars(_table([("A", 0.0, False, "")]), "%")["layout"]["xaxis"]["range"] == [0.0, 1.0]


def test_what_chance_explains_is_a_box_and_the_number_stands_beyond_it():
    low = [20.0, math.nan, 21.0, 20.5]
    high = [29.0, math.nan, 27.0, math.nan]
    figure = bars(_table(low=low, high=high), "%")
    boxes = _trace(figure, "What chance explains")
    assert list(zip(boxes["y"], boxes["base"], boxes["x"], strict=True)) == [
        (0.0, 21.0, 6.0),
        (2.0, 20.0, 9.0),
    ]
    assert [_notes(figure)[i][1] for i in range(4)] == [28.25, 25.0, 29.0, 0.0]


def test_bases_stand_at_the_right_of_their_own_row():
    figure = bars(_table(base=BASES), "%")
    column = [n for n in figure["layout"]["annotations"] if n["xref"] == "paper"]
    assert [(n["y"], n["text"]) for n in column] == [
        (0.0, "1,150 officers"),
        (1.0, "800 officers"),
        (2.0, "1,204 officers"),
        (3.0, "14 officers"),
    ]
    assert figure["layout"]["margin"]["r"] > bars(_table(), "%")["layout"]["margin"]["r"] + 60


def test_the_key_says_only_what_is_drawn():
    def key(**more):
        columns = {name: more.pop(name) for name in list(more) if name != "centre"}
        return bars(_table(**columns), "%", **more)["layout"]["title"]["text"]

    assert key(flagged="") == ""
    assert "lower" not in key(flagged="high")
    assert key(flagged="high").endswith("higher: beyond what chance explains")
    assert key(flagged="", centre=24.94).endswith("all together 24.9")
    assert key(flagged="", low=20.0, high=30.0).endswith("what chance explains")


def test_the_lines_of_band_and_centre_leave_the_numbers_free():
    figure = bars(_table(), "%", band=RANGE, centre=24.9)
    for name, levels in (("All together", {24.9}), ("Published range", {20.0, 26.0})):
        trace = _trace(figure, name)
        assert set(trace["x"]) - {None} == levels
        # A number is 12 pixels of a row's 28 high: 0.22 rows to either side of its middle.
        apart = [abs(y - round(y)) for y in trace["y"] if y is not None]
        assert min(apart) > 0.22
    (fill,) = figure["layout"]["shapes"]
    assert (fill["x0"], fill["x1"], fill["y0"], fill["y1"]) == (20.0, 26.0, -0.5, 3.5)
    assert "published range" in [note["text"] for note in figure["layout"]["annotations"]]


def test_every_row_answers_the_pointer_with_all_that_is_known_of_it():
    table = _table(base=BASES, low=20.0, high=29.0)
    pointer = _trace(bars(table, "% of constables", band=RANGE), "Pointer")
    assert pointer["hovertext"][2] == (
        "<b>South West</b><br>18.5 % of constables<br>1,204 officers<br>"
        "▼ beyond what chance explains<br>What chance explains: 20.0 to 29.0<br>"
        "published range: 20.0 to 26.0"
    )
    assert pointer["hovertext"][3].startswith("<b>Custody &amp; Prisons</b><br>no value<br>")
    assert None not in pointer["x"]


def test_the_height_grows_by_28_pixels_a_row_and_16_a_line_of_the_key():
    plain = [("A", 1.0, False, "")]
    heights = [bars(_table(plain * rows), "%")["layout"]["height"] for rows in (1, 30)]
    assert heights == [28 + 56, 30 * 28 + 56]
    assert bars(_table(plain), "%", centre=1.0)["layout"]["height"] == 28 + 56 + 16


def test_long_names_are_cut_and_stay_different():
    rows = [(f"Hammersmith and Fulham Neighbourhood Team {i}", i, False, "") for i in range(30)]
    ticks = bars(_table(rows), "shifts", decimals=0)["layout"]["yaxis"]["ticktext"]
    assert len(set(ticks)) == 30
    assert max(map(len, ticks)) < 30


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(11.46, 0, "11"), (1234.567, 2, "1,234.57"), (-0.04, 1, "0.0"), (-6.41, 1, "\u22126.4")],
)
def test_a_number_is_rounded_once_and_has_its_decimals(value, decimals, text):
    assert printed(value, decimals) == text


def test_only_plain_python_types():
    figure = bars(_table(base=BASES, low=20.0, high=30.0), "%", band=RANGE, centre=25.0)
    json.dumps(figure, allow_nan=False)


@pytest.mark.parametrize("rows", [[], [ROWS[1]]])
def test_nothing_says_no_data(rows):
    figure = bars(_table(rows), "%", band=RANGE, centre=25.0)
    assert figure["data"] == []
    assert [n["text"] for n in figure["layout"]["annotations"]] == ["No data for this selection."]
