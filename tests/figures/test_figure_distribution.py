import json
import math

import pandas as pd
import pytest

from dashboard.figures.distribution import distribution

SPANS = pd.DataFrame(
    {
        "bucket": ["up to 8", "8 to 10", "10 to 12", "over 12 & none"],
        "count": [9.0, 40.0, math.nan, 3.0],
        "over": [False, False, True, True],
    }
)
WORDS = "units by PCs per sergeant"


def _numbers(figure):
    return [note for note in figure["layout"]["annotations"] if note["xref"] == "x"]


def test_each_column_has_its_count_on_top():
    figure = distribution(SPANS, WORDS)
    (columns,) = figure["data"]
    assert columns["y"] == [9, 40, 0, 3]
    assert [(note["x"], note["y"], note["text"]) for note in _numbers(figure)] == [
        (0, 9, "9"),
        (1, 40, "40"),
        (2, 0, "\u2013"),
        (3, 3, "3"),
    ]


def test_columns_start_at_zero_and_leave_room_for_the_count_of_the_highest():
    axis = distribution(SPANS, WORDS)["layout"]["yaxis"]
    start, end = axis["range"]
    assert start == 0
    assert 40 * 1.05 < end < 40 * 1.3


def test_those_set_apart_have_their_colour_and_their_share_of_the_known():
    figure = distribution(SPANS, WORDS, "above 10")
    (columns,) = figure["data"]
    assert columns["marker"]["color"] == ["#12436D", "#12436D", "#F46A25", "#F46A25"]
    (said,) = [n["text"] for n in figure["layout"]["annotations"] if n["xref"] == "paper"]
    assert said.endswith('<span style="color:#C2410C">above 10: <b>3</b> of 52</span>')


def test_nothing_is_said_of_those_set_apart_without_words():
    notes = distribution(SPANS, WORDS)["layout"]["annotations"]
    assert [note["xref"] for note in notes] == ["x"] * 4


def test_counts_stand_upright_only_where_they_would_touch_on_a_phone():
    def angles(count, columns):
        table = pd.DataFrame({"bucket": "1", "count": [count] * columns, "over": False})
        return {note["textangle"] for note in _numbers(distribution(table, WORDS))}

    assert angles(9, 15) == {0}
    assert angles(3944, 8) == {0}
    assert angles(3944, 15) == {-90}


def test_buckets_are_never_markup_and_break_into_two_lines():
    ticks = distribution(SPANS, WORDS)["layout"]["xaxis"]["ticktext"]
    assert ticks == ["up<br>to 8", "8 to<br>10", "10<br>to 12", "over 12<br>&amp; none"]


def test_the_pointer_is_told_bucket_and_count():
    (columns,) = distribution(SPANS, WORDS)["data"]
    assert columns["hovertext"][1:3] == [
        "<b>8 to 10</b><br>40<br>units by PCs per sergeant",
        "<b>10 to 12</b><br>no value<br>units by PCs per sergeant",
    ]


def test_only_plain_python_types():
    json.dumps(distribution(SPANS, WORDS, "above 10"), allow_nan=False)


@pytest.mark.parametrize("counts", [[], [0, 0], [math.nan]])
def test_nothing_says_no_data(counts):
    table = pd.DataFrame({"bucket": "a", "count": counts, "over": False})
    figure = distribution(table, WORDS)
    assert figure["data"] == []
    assert [n["text"] for n in figure["layout"]["annotations"]] == ["No data for this selection."]
