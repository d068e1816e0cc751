import math
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from dashboard.figures.spark import spark


def _picture(uri):
    head, picture = uri.split(",", 1)
    assert head == "data:image/svg+xml"
    return ElementTree.fromstring(unquote(picture))


def _drawn(uri, kind):
    return [part for part in _picture(uri).iter() if part.get("class") == kind]


def _lines(uri):
    return [
        [tuple(map(float, point.split(","))) for point in line.get("points").split()]
        for line in _drawn(uri, "line")
    ]


def _number(part, name):
    return float(part.get(name))


def test_it_is_a_picture_of_120_by_28_that_fits_an_attribute():
    uri = spark([1, 2, 3])
    assert (_picture(uri).get("width"), _picture(uri).get("height")) == ("120", "28")
    assert not set(uri) & set("\"'<>#")


def test_a_line_runs_from_the_lowest_at_the_foot_to_the_highest_at_the_top():
    # Four pixels are free on all sides: 112 by 20 remain.
    assert _lines(spark([10, 15, 20])) == [[(4, 24), (60, 14), (116, 4)]]


def test_the_line_breaks_at_a_hole_and_a_month_alone_is_a_small_dot():
    uri = spark([10, 20, None, 15, math.nan, 10, 20, 15])
    assert _lines(uri) == [[(4, 24), (20, 4)], [(84, 24), (100, 4), (116, 14)]]
    alone, last = _drawn(uri, "dot")
    assert (_number(alone, "cx"), _number(alone, "cy")) == (52, 14)
    assert _number(alone, "r") < _number(last, "r")


@pytest.mark.parametrize(("values", "at"), [([10, 20, 15], (116, 14)), ([10, 15, None], (60, 4))])
def test_the_last_known_value_is_a_dot_where_it_stands(values, at):
    (dot,) = _drawn(spark(values), "dot")
    assert (_number(dot, "cx"), _number(dot, "cy")) == at


def test_values_all_the_same_run_through_the_middle():
    assert _lines(spark([7, 7])) == [[(4, 14), (116, 14)]]


def test_a_benchmark_is_a_band_and_the_range_reaches_to_it():
    # From 20 to 30 over 20 pixels: the benchmark's 25 lies in the middle, the line above it.
    uri = spark([28, 30], (20, 25))
    (band,) = _drawn(uri, "band")
    assert (_number(band, "y"), _number(band, "height")) == (14, 10)
    assert _lines(uri) == [[(4, 8), (116, 4)]]


def test_a_benchmark_of_one_number_is_a_dashed_line():
    uri = spark([10, 20], (15, 15))
    (mark,) = _drawn(uri, "mark")
    assert (_number(mark, "y1"), _number(mark, "y2")) == (14, 14)
    assert "stroke-dasharray" in unquote(uri)
    assert _drawn(uri, "band") == []


def test_a_benchmark_far_away_is_left_out_and_does_not_flatten_the_line():
    uri = spark([44, 46], (18, 18))
    assert _drawn(uri, "mark") == []
    assert _lines(uri) == _lines(spark([44, 46]))


def test_the_colours_follow_the_theme_of_the_system():
    light, dark = unquote(spark([1, 2])).split("@media (prefers-color-scheme: dark)")
    assert "#12436D" in light
    assert "#8FB8DE" in dark
    assert "#12436D" not in dark


@pytest.mark.parametrize("values", [[], [None, math.nan]])
def test_no_values_are_no_picture(values):
    assert spark(values, (20, 25)) == ""
