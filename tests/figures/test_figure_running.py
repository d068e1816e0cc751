import itertools
import json
import math

import pandas as pd
import pytest

from dashboard.figures import style
from dashboard.figures.running import running

YEARS = ("2020-21", "2021-22", "2022-23")


def _year(year, values):
    """A year of months from April, with their running total."""
    totals = list(itertools.accumulate(values))
    return pd.DataFrame(
        {
            "year": year,
            "month_of_year": range(1, len(values) + 1),
            "value": values,
            "running": totals,
        }
    )


ALL = pd.concat(
    [
        _year("2020-21", [10.0] * 12),
        _year("2021-22", [20.0] * 12),
        _year("2022-23", [30.0, 5.0, 40.0]),
    ]
)


def _figure(table=ALL, years=YEARS):
    return running(table, "Aid shifts", years)


def _trace(figure, name):
    (found,) = [trace for trace in figure["data"] if trace["name"] == name]
    return found


def _labels(figure):
    return [note for note in figure["layout"]["annotations"] if note["x"] == 1]


def _plain(note):
    return note["text"].replace("<b>", "").replace("</b>", "")


def test_each_year_is_a_line_from_april_to_march():
    line = _trace(_figure(), "2021-22")
    assert line["x"] == list(range(1, 13))
    assert line["y"] == [20.0 * i for i in range(1, 13)]


def test_a_year_that_is_not_over_ends_with_its_newest_month():
    line = _trace(_figure(), "2022-23")
    assert line["y"] == [30, 35, 75] + [None] * 9
    assert line["connectgaps"] is False
    assert [i for i, size in enumerate(line["marker"]["size"]) if size] == [2]


def test_the_newest_year_is_set_apart_and_the_earlier_are_grey():
    colours = {t["name"]: t["line"]["color"] for t in _figure()["data"] if "line" in t}
    assert colours == {
        "2020-21": style.GREY_LINE, "2021-22": style.GREY_LINE, "2022-23": style.BLUE,
    }  # fmt: skip


def test_only_the_years_asked_for_are_drawn():
    figure = _figure(years=YEARS[1:2])
    assert [_plain(note) for note in _labels(figure)] == ["2021-22<br>240"]
    assert _trace(figure, "2021-22")["line"]["color"] == style.BLUE


def test_ends_are_named_with_their_totals_and_the_month_of_a_year_not_over():
    assert {_plain(note) for note in _labels(_figure())} == {
        "2020-21<br>120",
        "2021-22<br>240",
        "2022-23<br>75<br>to Jun",
    }
    (bold,) = [note for note in _labels(_figure()) if "<b>" in note["text"]]
    assert bold["font"]["color"] == style.BLUE


def test_labels_stand_in_the_order_of_the_ends_and_do_not_touch():
    years = tuple(f"{2010 + i}-{11 + i}" for i in range(9))
    table = pd.concat([_year(year, [100.0 + i] * 12) for i, year in enumerate(years)])
    figure = _figure(table, years)
    layout = figure["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    foot = layout["yaxis"]["domain"][0] * plot
    notes = sorted(_labels(figure), key=lambda note: note["y"])
    assert [_plain(note)[:7] for note in notes] == list(years)
    middles = [note["y"] * plot for note in notes]
    assert all(b - a >= 32 for a, b in itertools.pairwise(middles))
    assert middles[0] - 16 >= foot - 0.001
    assert middles[-1] + 16 <= plot + 0.001


def test_columns_are_the_newest_years_own_months_on_an_axis_of_their_own():
    figure = _figure()
    columns = _trace(figure, "Month by month")
    assert columns["y"] == [30, 5, 40] + [None] * 9
    assert columns["marker"]["color"] == style.GREY_BAR
    assert columns["yaxis"] == "y2"
    below, above = figure["layout"]["yaxis2"]["domain"], figure["layout"]["yaxis"]["domain"]
    assert 0 == below[0] < below[1] < above[0] < above[1] == 1
    assert figure["layout"]["yaxis2"]["ticktext"] == ["0", "40"]


def test_both_axes_start_at_zero_and_say_what_they_count():
    layout = _figure()["layout"]
    assert layout["yaxis"]["range"][0] == layout["yaxis2"]["range"][0] == 0
    assert layout["yaxis"]["range"][1] >= 240
    words = [note["text"] for note in layout["annotations"] if note["x"] == 0]
    assert words == ["Aid shifts, total since April", "month by month, 2022-23"]


def test_what_was_taken_back_is_below_zero_on_both_axes():
    layout = _figure(_year("2022-23", [-3.0, 10.0]), ("2022-23",))["layout"]
    assert layout["yaxis"]["range"][0] == layout["yaxis2"]["range"][0] == -3


def test_the_pointer_says_every_year_up_to_the_month_the_newest_first():
    pointer = _trace(_figure(), "Pointer")
    assert pointer["hovertext"][2] == (
        "<b>April to Jun</b><br>2022-23 75<br>2021-22 60<br>2020-21 30<br>Jun alone 40"
    )
    assert pointer["hovertext"][0].startswith("<b>April</b><br>2022-23 30")
    assert pointer["hovertext"][11] == "<b>April to Mar</b><br>2021-22 240<br>2020-21 120"
    assert pointer["y"][2] == 75
    assert pointer["y"][11] == 240


def test_a_missing_month_breaks_the_line_and_has_no_column():
    table = _year("2022-23", [1.0, 2.0, 3.0, 4.0])
    table.loc[2, ["value", "running"]] = math.nan
    figure = _figure(table, ("2022-23",))
    assert _trace(figure, "2022-23")["y"][:4] == [1, 3, None, 10]
    assert _trace(figure, "Month by month")["y"][:4] == [1, 2, None, 4]


def test_a_year_of_one_month_is_a_dot():
    line = _trace(_figure(_year("2022-23", [7.0]), ("2022-23",)), "2022-23")
    assert [y for y, size in zip(line["y"], line["marker"]["size"], strict=True) if size] == [7]


def test_a_month_given_twice_is_refused():
    with pytest.raises(ValueError, match="duplicate"):
        _figure(pd.concat([ALL, ALL.head(1)]))


def test_five_years_are_as_high_as_told():
    assert _figure()["layout"]["height"] == 382


def test_only_plain_python_types():
    json.dumps(_figure(), allow_nan=False)


@pytest.mark.parametrize(("table", "years"), [(ALL.head(0), YEARS), (ALL, ("1999-00",)), (ALL, ())])
def test_nothing_says_no_data(table, years):
    figure = _figure(table, years)
    assert figure["data"] == []
    assert [note["text"] for note in figure["layout"]["annotations"]] == [style.NO_DATA]
