import itertools
import json
import math

import numpy as np
import pandas as pd
import pytest

from dashboard.figures.funnel import PLOT, RIGHT, funnel
from dashboard.figures.style import width_in_ems

TABLE = pd.DataFrame(
    [
        ("Central South", 25.5, 800, 15.6, 34.2, True, ""),
        ("Central & East", 35.2, 1150, 17.0, 32.8, False, "high"),
        ("South West", 14.5, 1500, 18.1, 31.7, False, "low"),
        ("North Area", 24.0, 990, 16.5, 33.3, False, ""),
        ("Small", 40.0, 12, math.nan, math.nan, False, ""),
        ("Nobody", math.nan, 900, math.nan, math.nan, True, "high"),
    ],
    columns=["name", "value", "base", "low", "high", "selected", "flagged"],
)


def _figure(table=TABLE, **more):
    return funnel(table, "% of constables", 24.9, **more)


def _trace(figure, name):
    (found,) = [trace for trace in figure["data"] if trace["name"] == name]
    return found


def _names(figure):
    return [note for note in figure["layout"]["annotations"] if note["xref"] == "x"]


def _boxes(figure, width):
    """The boxes of names and dots in pixels on a plot *width* wide, from the figure alone."""
    layout, dots = figure["layout"], _trace(figure, "Dots")
    left, right = layout["xaxis"]["range"]
    foot, top = layout["yaxis"]["range"]

    def at(x, y):
        return (x - left) / (right - left) * width, (y - foot) / (top - foot) * PLOT

    names = []
    for note in _names(figure):
        x, y = at(note["x"], note["y"])
        x += note.get("ax", note.get("xshift", 0))
        y += -note["ay"] if "ay" in note else note.get("yshift", 0)
        text = note["text"].replace("<b>", "").replace("</b>", "")
        length = 12 * width_in_ems(text)
        x -= {"left": 0, "center": 0.5, "right": 1}[note["xanchor"]] * length
        names.append((x, x + length, y - 6, y + 6))
    places = itertools.starmap(at, zip(dots["x"], dots["y"], strict=True))
    return names, [(x - 5, x + 5, y - 5, y + 5) for x, y in places]


def _touch(one, other):
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def test_rows_with_a_value_are_dots_and_those_in_question_are_drawn_last():
    dots = _trace(_figure(), "Dots")
    assert list(zip(dots["x"], dots["y"], strict=True)) == [
        (990, 24.0),
        (12, 40.0),
        (1150, 35.2),
        (1500, 14.5),
        (800, 25.5),
    ]
    assert dots["marker"]["symbol"] == [
        "circle",
        "circle",
        "triangle-up",
        "triangle-down",
        "circle",
    ]
    assert dots["marker"]["color"] == ["#6F777B", "#6F777B", "#F46A25", "#F46A25", "#12436D"]


def test_limits_run_by_the_size_of_the_base_where_they_are_drawn():
    figure = _figure()
    assert _trace(figure, "Low limit")["x"] == [800, 990, 1150, 1500]
    assert _trace(figure, "Low limit")["y"] == [15.6, 16.5, 17.0, 18.1]
    assert _trace(figure, "High limit")["y"] == [34.2, 33.3, 32.8, 31.7]


def test_a_limit_below_zero_is_zero_unless_a_value_is_below_it():
    below = TABLE.assign(low=[-3.0, 17.0, 18.1, 16.5, math.nan, math.nan])
    assert _trace(_figure(below), "Low limit")["y"][0] == 0
    less = below.assign(value=[25.5, 35.2, -14.5, 24.0, 40.0, math.nan])
    assert _trace(_figure(less), "Low limit")["y"][0] == -3.0


def test_without_limits_none_are_drawn_or_spoken_of():
    figure = _figure(TABLE.assign(low=math.nan, high=math.nan, flagged=""))
    assert _trace(figure, "Low limit")["x"] == []
    assert "chance" not in str(figure["layout"])


def test_the_centre_is_a_line_across_and_named_at_its_end():
    figure = _figure(decimals=2)
    assert _trace(figure, "All together")["x"] == figure["layout"]["xaxis"]["range"]
    assert _trace(figure, "All together")["y"] == [24.9, 24.9]
    (words,) = [n for n in figure["layout"]["annotations"] if n["text"].startswith("all")]
    assert (words["text"], words["x"], words["y"]) == ("all<br>together<br>24.90", 1, 24.9)


def test_only_those_selected_or_flagged_are_named():
    assert [note["text"] for note in _names(_figure())] == [
        "<b>Central South</b>",
        "Central &amp; East",
        "South West",
    ]


def _crowd(count, seed):
    random = np.random.default_rng(seed)
    base = random.integers(100, 2000, count)
    return pd.DataFrame(
        {
            "name": [f"Unit {i} of Response" for i in range(count)],
            "value": 25 + random.normal(0, 4, count),
            "base": base,
            "low": 25 - 300 / np.sqrt(base),
            "high": 25 + 300 / np.sqrt(base),
            "selected": np.arange(count) % 9 == 0,
            "flagged": np.where(np.arange(count) % 7 == 0, "high", ""),
        }
    )


@pytest.mark.parametrize("width", [250, 560, 880])
@pytest.mark.parametrize("seed", range(5))
def test_names_touch_no_dot_and_no_other_name_at_any_width(seed, width):
    figure = _figure(_crowd(24, seed))
    names, dots = _boxes(figure, width)
    assert len(names) >= 5
    assert not any(_touch(one, other) for one, other in itertools.combinations(names, 2))
    assert not any(_touch(name, dot) for name in names for dot in dots)
    assert all(left >= 0 and right <= width + RIGHT for left, right, _, _ in names)


def test_a_name_without_room_is_said_under_the_chart():
    crowd = TABLE.iloc[[0] * 40].assign(name=[f"Unit {i}" for i in range(40)])
    figure = _figure(crowd)
    foot = figure["layout"]["annotations"][-1]["text"].replace("<br>", " ")
    named = {note["text"] for note in _names(figure)}
    unnamed = foot.split("Not named for lack of room: ")[1].rstrip(".").split(", ")
    assert len(unnamed) > 20
    assert named | {f"<b>{name}</b>" for name in unnamed} == {f"<b>Unit {i}</b>" for i in range(40)}


def test_the_note_shows_only_the_marks_that_are_drawn():
    def note(flagged):
        table = TABLE.assign(flagged=flagged)
        return _figure(table)["layout"]["annotations"][-1]["text"].split("<br>")[-1]

    assert note("high") == "▲ beyond what chance explains."
    assert note(list(TABLE["flagged"])) == "▲ ▼ beyond what chance explains."
    assert note("") == "Dashed: how far chance alone moves a value."


def test_the_pointer_is_told_value_and_size():
    hovers = _trace(_figure(base_unit="constables"), "Dots")["hovertext"]
    assert hovers[2] == (
        "<b>Central &amp; East</b><br>35.2 % of constables<br>1,150 constables<br>"
        "▲ beyond what chance explains"
    )


def test_only_plain_python_types():
    json.dumps(_figure(), allow_nan=False)


@pytest.mark.parametrize("table", [TABLE.head(0), TABLE.tail(1)])
def test_nothing_says_no_data(table):
    figure = _figure(table)
    assert figure["data"] == []
    assert [n["text"] for n in figure["layout"]["annotations"]] == ["No data for this selection."]
