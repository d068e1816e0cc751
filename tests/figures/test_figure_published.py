import itertools
import json
import math

import pandas as pd
import pytest

from dashboard.figures import style
from dashboard.figures.published import published
from dashboard.schema import months

HOLE = math.nan


def _monthly(name, values, first="2021-01"):
    axis = [months.shift(first, i) for i in range(len(values))]
    return pd.DataFrame({"month": axis, "name": name, "value": values})


def _yearly(name, values):
    return pd.DataFrame({"month": list(values), "name": name, "value": list(values.values())})


OWN = _monthly("On the books", [990.0, 1000.0, HOLE, 1010.0, 1020.5])
MONTHLY = _monthly("Monthly", [900.0, 910.0, HOLE, 930.0, 940.0, 950.0])
YEARLY = _yearly("Once a year", {"2019-03": 930.0, "2020-03": 950.0, "2021-03": 970.0})
ALL = pd.concat([OWN, MONTHLY, YEARLY])


def _figure(frame=ALL, month="2021-05"):
    lines = {
        name: dict(zip(rows["month"], rows["value"], strict=True))
        for name, rows in frame.groupby("name", sort=False)
    }
    return published(lines, "On the books", month)


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
        if note.get("name") != "axis"
    ]


def _segments(trace):
    """The runs of months that a line joins."""
    runs = itertools.groupby(zip(trace["x"], trace["y"], strict=True), lambda at: at[1] is not None)
    return [[day[:7] for day, _ in run] for there, run in runs if there]


def test_a_monthly_line_breaks_at_its_hole_and_nothing_bridges_it():
    trace = _trace(_figure(), "Monthly")
    assert _segments(trace) == [["2021-01", "2021-02"], ["2021-04", "2021-05", "2021-06"]]
    assert trace["connectgaps"] is False
    assert trace["mode"] == "lines"


def test_a_yearly_line_joins_its_years_with_a_dot_for_each():
    trace = _trace(_figure(), "Once a year")
    assert _segments(trace) == [["2019-03", "2020-03", "2021-03"]]
    assert trace["marker"]["size"] == 6


def test_a_year_that_is_missing_breaks_a_yearly_line():
    years = {"2018-03": 900.0, "2019-03": 930.0, "2021-03": 970.0, "2022-03": 980.0}
    trace = _trace(_figure(_yearly("Once a year", years)), "Once a year")
    assert _segments(trace) == [["2018-03", "2019-03"], ["2021-03", "2022-03"]]


def test_two_points_years_apart_are_not_joined():
    trace = _trace(
        _figure(_yearly("Now and then", {"2014-03": 1.0, "2020-03": 2.0})), "Now and then"
    )
    assert _segments(trace) == [["2014-03"], ["2020-03"]]


def test_the_own_line_is_never_joined_over_a_month():
    own = _yearly("On the books", {"2020-03": 950.0, "2021-03": 970.0})
    trace = _trace(_figure(own), "On the books")
    assert _segments(trace) == [["2020-03"], ["2021-03"]]
    assert trace["marker"]["size"][0] == 6


def test_the_own_line_has_the_accent_and_the_others_have_it_not():
    figure = _figure()
    colours = {name: _trace(figure, name)["line"]["color"] for name in ALL["name"].unique()}
    assert colours["On the books"] == style.BLUE
    assert len(set(colours.values())) == 3


def test_the_selected_month_is_marked_on_the_own_line_and_said():
    figure = _figure(month="2021-05")
    dot = _trace(figure, "Selected month")
    assert (dot["x"], dot["y"]) == (["2021-05-01"], [1020.5])
    assert "● May 2021" in json.dumps(figure, ensure_ascii=False)


@pytest.mark.parametrize("month", ["2021-03", "2021-06", "2035-01"])
def test_a_month_without_an_own_figure_is_not_marked(month):
    figure = _figure(month=month)
    assert "Selected month" not in {trace["name"] for trace in figure["data"]}
    assert "●" not in json.dumps(figure, ensure_ascii=False)


def test_lines_are_named_at_their_ends_with_the_last_number_and_its_month():
    assert {text for text, _, _ in _labels(_figure())} == {
        "<b>On the books</b><br><b>1,020.5</b><br><b>in May 2021</b>",
        "<b>Monthly</b><br><b>950</b>",
        "<b>Once a year</b><br><b>970</b><br><b>in Mar 2021</b>",
    }


@pytest.mark.parametrize("count", [1, 2, 3, 7])
@pytest.mark.parametrize("step", [0.0, 1.0, 400.0])
def test_labels_of_any_number_of_lines_neither_touch_nor_leave_the_plot(count, step):
    frame = pd.concat(
        [_monthly(f"The source {i}", [30000.0, 30000.0 + i * step]) for i in range(count)]
    )
    figure = _figure(frame)
    at = sorted(_labels(figure), key=lambda label: label[1])
    assert len(at) == count
    for (_, low, half), (_, high, other) in itertools.pairwise(at):
        assert high - low >= half + other
    layout = figure["layout"]
    assert at[0][1] - at[0][2] >= -1
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    assert at[-1][1] + at[-1][2] <= plot + 1


def test_the_axis_covers_every_month_and_value_and_says_where_it_starts():
    layout = _figure()["layout"]
    assert layout["xaxis"]["range"] == ["2019-02-16", "2021-06-16"]
    low, high = layout["yaxis"]["range"]
    assert 0 < low < 900
    assert high > 1020.5
    (said,) = [note for note in layout["annotations"] if note.get("name") == "axis"]
    assert said["text"].startswith(f"FTE officers; the axis starts at {low:,.0f}")


def test_the_pointer_reads_out_every_number_of_a_month():
    pointer = _trace(_figure(), "Pointer")
    by_month = dict(zip(pointer["x"], pointer["hovertext"], strict=True))
    assert by_month["2021-05-01"] == "<b>May 2021</b><br>Monthly 940<br>On the books 1,020.5"
    assert by_month["2021-03-01"] == "<b>March 2021</b><br>Once a year 970"
    assert "2019-04-01" not in by_month


def test_a_name_is_text_and_never_markup():
    figure = _figure(_monthly("A <b>& B", [1.0, 2.0]))
    assert "&lt;b&gt;&amp;" in _labels(figure)[0][0]
    assert "&lt;b&gt;&amp;" in _trace(figure, "Pointer")["hovertext"][0]


def test_only_plain_python_types():
    json.dumps(_figure(), allow_nan=False)


@pytest.mark.parametrize("frame", [ALL.iloc[:0], _monthly("On the books", [HOLE, HOLE])])
def test_nothing_says_no_data(frame):
    figure = _figure(frame)
    assert figure["data"] == []
    assert [n["text"] for n in figure["layout"]["annotations"]] == ["No data for this selection."]
