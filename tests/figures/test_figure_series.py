import itertools
import json
import math

import pandas as pd
import pytest

from dashboard.figures.series import Limits, Line, kept_apart, series, span_of
from dashboard.schema import months

HOLE = math.nan
OWN = [9.0, 9.4, 8.8, HOLE, 9.2, 9.8, 11.2, 9.3]
AXIS = [months.shift("2022-08", i) for i in range(8)]
TABLE = pd.DataFrame({"month": AXIS, "own": OWN, "force": 9.1, "east": [8.0] * 6 + [HOLE] * 2})
MAIN = Line("own", "Central South", "main")
FORCE = Line("force", "All & every", "other")
EAST = Line("east", "East Area", "quiet")
USUAL = Limits(9.25, 7.73, 10.77, "2022-08", "2023-01")
OUTSIDE = ("2023-02", "outside the usual range")


def _trace(figure, name):
    (found,) = [trace for trace in figure["data"] if trace["name"] == name]
    return found


def _labels(figure):
    """The direct labels: text, height in pixels over the plot's foot, and half their own height."""
    layout = figure["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    return [
        (note["text"], note["y"] * plot, 8 * len(note["text"].split("<br>")))
        for note in layout["annotations"]
        if note.get("x") == 1
    ]


def test_a_line_breaks_at_its_hole():
    trace = _trace(series(TABLE, "%", (MAIN,)), "Central South")
    runs = itertools.groupby(zip(trace["x"], trace["y"], strict=True), lambda at: at[1] is not None)
    drawn = [[day[:7] for day, _ in run] for there, run in runs if there]
    assert drawn == [AXIS[:3], AXIS[4:]]
    assert trace["connectgaps"] is False


def test_a_month_that_the_table_lacks_is_a_hole_and_the_order_of_rows_does_not_matter():
    shuffled = TABLE.drop(index=[3]).sample(frac=1, random_state=1)
    assert series(shuffled, "%", (MAIN,)) == series(TABLE, "%", (MAIN,))


def test_the_lines_that_matter_most_are_on_top():
    figure = series(TABLE, "%", (MAIN, EAST, FORCE))
    drawn = {trace["name"]: trace["line"] for trace in figure["data"] if "line" in trace}
    assert list(drawn) == ["East Area", "All & every", "Central South"]
    assert [line["color"] for line in drawn.values()] == ["#AEB2B5", "#3D3D3D", "#12436D"]


def test_ends_are_named_with_their_last_number_and_quiet_ones_without():
    labels = [text for text, _, _ in _labels(series(TABLE, "%", (MAIN, EAST, FORCE)))]
    assert labels == [
        "East Area",
        "<b>All &amp; every</b><br><b>9.1</b>",
        "<b>Central South</b><br><b>9.3</b>",
    ]


def test_a_line_that_ends_early_says_when():
    early = (EAST._replace(kind="main"),)
    ((text, _, _),) = _labels(series(TABLE, "%", early, decimals=2))
    assert text == "<b>East Area</b><br><b>8.00</b><br><b>in Jan 2023</b>"


def test_a_line_without_a_name_shows_its_number_alone():
    ((text, _, _),) = _labels(series(TABLE, "%", (Line("own", "", "main"),)))
    assert text == "<b>9.3</b>"


@pytest.mark.parametrize("count", [2, 8, 30])
def test_labels_do_not_touch_and_stay_in_the_plot(count):
    table = TABLE.assign(**{f"c{i}": 9.0 + i / 100 for i in range(count)})
    lines = tuple(
        Line(f"c{i}", f"Command {i}", "other" if i % 3 else "quiet") for i in range(count)
    )
    figure = series(table, "%", lines)
    labels = sorted(_labels(figure), key=lambda label: label[1])
    assert len(labels) == count
    layout = figure["layout"]
    assert labels[0][1] >= labels[0][2] - 1
    assert labels[-1][1] + labels[-1][2] <= layout["height"] - layout["margin"]["b"]
    for (_, low, below), (_, high, above) in itertools.pairwise(labels):
        assert high - low >= below + above


def test_labels_that_have_room_stay_where_they_are():
    assert kept_apart([50.0, 150.0, 200.0], [8.0, 16.0, 8.0], 250.0) == [50.0, 150.0, 200.0]
    assert kept_apart([100.0, 100.0], [8.0, 8.0], 250.0) == [100.0, 120.0]
    assert kept_apart([250.0, 0.0], [8.0, 8.0], 250.0) == [242.0, 8.0]


def test_the_axis_starts_at_zero_only_if_told_and_says_where_else():
    def axis(zero):
        layout = series(TABLE, "% of shifts", (MAIN,), zero=zero)["layout"]
        (said,) = [note["text"] for note in layout["annotations"] if note.get("name") == "axis"]
        return layout["yaxis"]["range"][0], said

    assert axis(True) == (0, "% of shifts")
    assert axis(False) == (8.5, "% of shifts; the axis starts at 8.5")


@pytest.mark.parametrize(
    ("values", "zero", "start", "decimals"),
    [
        # Steps of a quarter of the length: 0.5 of 2.4, 200 of 1,000, 1 of 4.
        ([8.8, 11.2], False, 8.5, 1),
        ([29000, 30000], False, 28800, 0),
        ([0.1, 4.2], False, 0, 0),
        ([-2.0, 2.0], False, -3, 0),
        ([-2.0, 2.0], True, -3, 0),
        ([5.0, 9.0], True, 0, 0),
        ([0.0], False, 0, 1),
    ],
)
def test_an_axis_starts_at_a_round_number_under_the_lowest(values, zero, start, decimals):
    span = span_of(values, zero)
    assert (span.start, span.decimals) == (pytest.approx(start), decimals)
    assert span.top > max(values)


def test_the_usual_range_is_drawn_over_its_months_and_named():
    figure = series(TABLE, "%", (MAIN,), USUAL)
    ends = ["2022-08-01", "2023-01-01"]
    assert _trace(figure, "Usual range")["x"] == [*ends, None, *ends, None]
    assert _trace(figure, "Usual range")["y"] == [7.73, 7.73, None, 10.77, 10.77, None]
    assert _trace(figure, "Mean")["y"] == [9.25, 9.25, None]
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < 7.73 < 10.77 < high
    (words,) = [n for n in figure["layout"]["annotations"] if n["text"] == "usual range"]
    assert (words["x"], words["y"], words["yanchor"]) == ("2022-08-01", 10.77, "bottom")


def test_the_words_for_the_usual_range_keep_clear_of_values_above_it():
    table = TABLE.assign(own=[10.9, 10.9, 10.9, 9, 9, 10.9, 10.9, 10.9])
    figure = series(table, "%", (MAIN,), USUAL)
    (words,) = [n for n in figure["layout"]["annotations"] if n["text"] == "usual range"]
    assert (words["y"], words["yanchor"]) == (7.73, "top")


def test_signals_are_circled_on_the_main_line_and_said_under_the_chart():
    shift = "7 months in a row above the usual level"
    marks = (OUTSIDE, ("2023-03", shift), ("2023-01", shift))
    figure = series(TABLE, "%", (FORCE, MAIN), USUAL, marks)
    circles = _trace(figure, "Signals")
    assert circles["x"] == ["2023-01-01", "2023-02-01", "2023-03-01"]
    assert circles["y"] == [9.8, 11.2, 9.3]
    foot = figure["layout"]["annotations"][-1]["text"].replace("<br>", " ")
    assert foot == (
        "○ 7 months in a row above the usual level: January 2023 and March 2023 "
        "○ outside the usual range: February 2023"
    )
    assert "<b>February 2023</b><br>Central South 11.2<br>All &amp; every 9.1<br>○ outside" in str(
        _trace(figure, "Pointer")["hovertext"]
    )


def test_many_months_of_one_signal_are_counted():
    marks = tuple((month, "rising") for month in AXIS)
    figure = series(TABLE, "%", (MAIN,), None, marks)
    # One of the eight months is a hole.
    foot = figure["layout"]["annotations"][-1]["text"].replace("<br>", " ")
    assert foot == "○ rising: 7 months, the last of them March 2023"


def test_marks_where_there_is_no_value_are_left_out():
    marks = (("2022-11", "in the hole"), ("2019-01", "before the axis"))
    assert series(TABLE, "%", (MAIN,), None, marks) == series(TABLE, "%", (MAIN,))


def test_the_height_is_320_and_more_only_for_what_is_said_under_it():
    assert series(TABLE, "%", (MAIN,))["layout"]["height"] == 320
    marked = series(TABLE, "%", (MAIN,), None, (OUTSIDE,))
    assert marked["layout"]["height"] == 320 + 8 + 15


def test_only_plain_python_types():
    json.dumps(series(TABLE, "%", (MAIN, EAST, FORCE), USUAL, (OUTSIDE,)), allow_nan=False)


@pytest.mark.parametrize("table", [TABLE.head(0), TABLE.assign(own=HOLE)])
def test_nothing_says_no_data(table):
    figure = series(table, "%", (MAIN,), USUAL, (OUTSIDE,))
    assert figure["data"] == []
    assert [n["text"] for n in figure["layout"]["annotations"]] == ["No data for this selection."]
