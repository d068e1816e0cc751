import itertools
import json
import math

import pandas as pd
import pytest

from dashboard.figures.trend import lines, marked
from dashboard.schema import months

HOLE = math.nan


def _frame(nominal, deployable, first="2022-04"):
    axis = [months.shift(first, i) for i in range(len(nominal))]
    return pd.DataFrame({"month": axis, "nominal": nominal, "deployable": deployable})


def trend(frame, month, compare):
    return marked(lines(frame), month, compare)


def _traces(figure, name):
    return [trace for trace in figure["data"] if trace.get("name") == name]


def _ends(figure):
    """The direct labels as text: their height on the plot, in pixels."""
    layout = figure["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    return {n["text"]: n["y"] * plot for n in layout["annotations"] if n.get("name") != "axis"}


BROKEN = _frame(
    [1500, 1510, HOLE, 1520, HOLE, 1530, 1540, 1542],
    [1120, 1130, HOLE, 1125, HOLE, 1126, 1127, 1128],
)


def test_a_hole_breaks_both_lines():
    figure = trend(BROKEN, "2022-11", "2022-10")
    for name in ("On the books", "Deployable"):
        (line,) = _traces(figure, name)
        assert [value is None for value in line["y"]] == [
            False, False, True, False, True, False, False, False,
        ]  # fmt: skip
        assert line["connectgaps"] is False


def test_no_fill_reaches_over_a_hole():
    fills = _traces(trend(BROKEN, "2022-11", None), "Gap")
    assert [sorted({day[:7] for day in fill["x"]}) for fill in fills] == [
        ["2022-04", "2022-05"],
        ["2022-09", "2022-10", "2022-11"],
    ]
    assert all(None not in fill["y"] for fill in fills)
    assert fills[0]["y"] == [1500, 1510, 1130, 1120]


def test_no_other_trace_is_filled():
    figure = trend(BROKEN, "2022-11", None)
    assert {trace["name"] for trace in figure["data"] if "fill" in trace} == {"Gap"}


def test_a_month_alone_between_holes_is_a_visible_dot():
    (line,) = _traces(trend(BROKEN, "2022-11", None), "Deployable")
    assert [size > 0 for size in line["marker"]["size"]] == [
        False, False, False, True, False, False, False, False,
    ]  # fmt: skip


def test_the_months_are_marked():
    figure = trend(BROKEN, "2022-11", "2022-10")
    (month,) = _traces(figure, "Selected month")
    (compared,) = _traces(figure, "Compared with")
    assert month["x"] == ["2022-11-01"] * 2
    assert month["y"] == [1542, 1128]
    assert compared["x"] == ["2022-10-01"] * 2
    assert compared["marker"]["color"] == "#FFFFFF"
    assert compared["marker"]["size"] < month["marker"]["size"]


@pytest.mark.parametrize("compare", [None, "2022-06", "2019-01"])
def test_a_comparison_that_is_not_there_is_not_marked(compare):
    assert _traces(trend(BROKEN, "2022-11", compare), "Compared with") == []


def test_the_lines_are_named_with_their_last_numbers_and_the_gap():
    assert set(_ends(trend(BROKEN, "2022-11", None))) == {
        "<b>On the books</b><br><b>1,542</b>",
        "<b>Deployable</b><br><b>1,128</b>",
        "gap 414",
    }


def test_a_line_that_ends_early_says_when():
    frame = _frame([1500, 1510, HOLE], [1120, 1130, HOLE])
    texts = set(_ends(trend(frame, "2022-06", None)))
    assert "<b>Deployable</b><br><b>1,130</b><br><b>in May 2022</b>" in texts


@pytest.mark.parametrize(
    ("nominal", "deployable"),
    [(1542, 1541.9), (1542, 1542), (1542, 1128), (12, 0), (12, 11.5), (34372, 34000), (0, 0)],
)
@pytest.mark.parametrize("before", [0.5, 1, 1.5])
def test_labels_neither_touch_nor_leave_the_plot(nominal, deployable, before):
    frame = _frame([nominal * before, nominal], [deployable * before, deployable])
    figure = trend(frame, "2022-05", None)
    at = sorted(_ends(figure).values())
    assert all(high - low >= 25 for low, high in itertools.pairwise(at))
    layout = figure["layout"]
    assert at[0] >= 16
    assert at[-1] <= layout["height"] - layout["margin"]["t"] - layout["margin"]["b"] - 16


def test_the_lines_are_inside_the_axis_and_its_start_is_said():
    figure = trend(BROKEN, "2022-11", None)
    low, high = figure["layout"]["yaxis"]["range"]
    assert 0 < low < 1120
    assert high > 1542
    (said,) = [n for n in figure["layout"]["annotations"] if n.get("name") == "axis"]
    assert said["text"].startswith(f"FTE officers; the axis starts at {low:,.0f}<br>")


def test_a_small_unit_starts_at_zero():
    figure = trend(_frame([12, 12.5], [9, 9.5]), "2022-05", None)
    assert figure["layout"]["yaxis"]["range"][0] == 0
    assert "starts" not in json.dumps(figure)


@pytest.mark.parametrize("count", [1, 2, 6, 7, 13, 25, 61, 240])
def test_the_axis_names_a_few_months_inside_it(count):
    figure = trend(_frame([1542.0] * count, [1128.0] * count, "2018-03"), "2018-03", None)
    axis = figure["layout"]["xaxis"]
    assert 1 <= len(axis["tickvals"]) <= 6
    assert axis["range"][0] < axis["tickvals"][0] <= axis["tickvals"][-1] < axis["range"][1]
    assert axis["ticktext"][0].split("<br>")[1] == axis["tickvals"][0][:4]


def test_the_pointer_reads_a_month_in_words():
    (pointer,) = _traces(trend(BROKEN, "2022-11", None), "Pointer")
    assert pointer["hovertext"][-1] == (
        "<b>November 2022</b><br>On the books 1,542<br>Deployable 1,128<br>Gap 414 (26.8%)"
    )
    assert pointer["y"][2] is None


def test_only_plain_python_types():
    json.dumps(trend(BROKEN, "2022-11", "2022-10"), allow_nan=False)


@pytest.mark.parametrize("values", [[], [HOLE, HOLE]])
def test_nothing_says_no_data(values):
    figure = trend(_frame(values, values), "2022-04", None)
    assert figure["data"] == []
    assert [n["text"] for n in figure["layout"]["annotations"]] == ["No data for this selection."]
