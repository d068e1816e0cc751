import json
import math
import re

import pandas as pd
import pytest

from dashboard.figures import style
from dashboard.figures.flows import flows

COLUMNS = ["source", "target", "value", "selected"]
ROWS = [
    ("Response", "Central Aid", 60.0, False),
    ("Response", "Backfill", 40.0, False),
    ("Neighbourhood", "Central Aid", 90.0, True),
    ("Neighbourhood", "Backfill", 70.0, True),
]
PATH = re.compile(r"M0,(\S+) C0\.5,\S+ 0\.5,\S+ 1,(\S+) L1,(\S+) C0\.5,\S+ 0\.5,\S+ 0,(\S+) Z")


def _frame(rows=ROWS):
    return pd.DataFrame(rows, columns=COLUMNS)


def _many(sources, targets=1):
    """Source *i* sends *i* to each target: the last is the largest."""
    return pd.DataFrame(
        [(f"From {i:02d}", f"To {j:02d}", float(i), False)
         for i in range(1, sources + 1) for j in range(targets)],
        columns=COLUMNS,
    )  # fmt: skip


def _figure(table=None):
    return flows(_frame() if table is None else table, "shifts")


def _bands(figure):
    """The bands as drawn: top and foot at the left, top and foot at the right."""
    found = []
    for shape in figure["layout"]["shapes"]:
        if shape["type"] == "path":
            left, right, right_foot, left_foot = map(float, PATH.fullmatch(shape["path"]).groups())
            found.append((left, left_foot, right, right_foot, shape["fillcolor"]))
    return found


def _labels(figure, x):
    """The names at a side, from the top: their markup, and their middle in pixels."""
    notes = [note for note in figure["layout"]["annotations"] if note["xref"] == "x"]
    return [(note["text"], note["y"]) for note in notes if note["x"] == x]


def _plain(text):
    return re.sub("<(?!br)[^>]*>", "", text)


def test_names_stand_at_both_sides_with_their_sums_the_largest_on_top():
    figure = _figure()
    assert [_plain(text) for text, _ in _labels(figure, 0)] == [
        "Neighbourhood<br>160",
        "Response<br>100",
    ]
    assert [_plain(text) for text, _ in _labels(figure, 1)] == [
        "Central Aid<br>150",
        "Backfill<br>110",
    ]
    assert _labels(figure, 0)[0][1] < _labels(figure, 0)[1][1]


def test_bands_are_as_wide_as_what_they_carry_and_fill_their_names():
    # The sum, 260, is 260 pixels, so that one pixel is one.
    bands = {round(foot - top): (top, foot, a, b) for top, foot, a, b, _ in _bands(_figure())}
    assert sorted(bands) == [40, 60, 70, 90]
    for width, (_, _, top, foot) in bands.items():
        assert foot - top == pytest.approx(width, abs=0.11)
    # Neighbourhood: 90 to Central Aid above 70 to Backfill, at the left without a step.
    assert bands[90][1] == pytest.approx(bands[70][0], abs=0.11)
    # Central Aid: the 90 of Neighbourhood, the upper name, above the 60 of Response.
    assert bands[90][3] == pytest.approx(bands[60][2], abs=0.11)


def test_a_names_words_are_at_the_middle_of_its_bands():
    figure = _figure()
    ((_, neighbourhood), _) = _labels(figure, 0)
    ends = [(top, foot) for top, foot, _, _, colour in _bands(figure) if colour == style.BLUE]
    assert neighbourhood == pytest.approx((min(ends)[0] + max(ends)[1]) / 2, abs=0.11)


def test_what_is_selected_is_coloured_on_top_and_its_name_bold():
    figure = _figure()
    assert [colour for *_, colour in _bands(figure)] == [style.GREY_BAR] * 2 + [style.BLUE] * 2
    bold = [text for text, _ in _labels(figure, 0) + _labels(figure, 1) if "<b>" in text]
    assert [_plain(text) for text in bold] == ["Neighbourhood<br>160"]


def test_without_a_column_for_it_nothing_is_selected():
    figure = _figure(_frame().drop(columns="selected"))
    assert {colour for *_, colour in _bands(figure)} == {style.GREY_BAR}


def test_twelve_names_are_drawn_and_of_thirteen_the_smallest_are_added_up():
    assert len(_labels(_figure(_many(12)), 0)) == 12
    labels = [_plain(text) for text, _ in _labels(_figure(_many(13)), 0)]
    # 1 and 2 are the smallest.
    assert labels == [f"From {i}<br>{i}" if i > 9 else f"From 0{i}<br>{i}"
                      for i in range(13, 2, -1)] + ["Other (2)<br>3"]  # fmt: skip


def test_others_are_last_however_many_they_are_together():
    labels = [_plain(text) for text, _ in _labels(_figure(_many(30)), 0)]
    assert labels[-1] == f"Other (19)<br>{sum(range(1, 20))}"


def test_many_targets_are_added_up_too():
    table = _many(15).rename(columns={"source": "target", "target": "source"})
    assert _plain(_labels(_figure(table), 1)[-1][0]) == "Other (4)<br>10"


def test_a_small_name_that_is_selected_is_not_added_up():
    table = _many(20)
    table["selected"] = table["source"] == "From 01"
    labels = [_plain(text) for text, _ in _labels(_figure(table), 0)]
    assert "From 01<br>1" in labels
    assert labels[-1] == f"Other (9)<br>{sum(range(2, 11))}"


@pytest.mark.parametrize("table", [_many(30, 30), _many(3, 12), _frame()])
def test_names_never_touch_each_other_nor_leave_the_figure(table):
    figure = _figure(table)
    layout = figure["layout"]
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    assert layout["yaxis"]["range"] == [plot, 0]
    for x in (0, 1):
        places = [(y, 15 * len(text.split("<br>"))) for text, y in _labels(figure, x)]
        feet = [0.0, *(y + tall / 2 for y, tall in places)]
        tops = [*(y - tall / 2 for y, tall in places), plot]
        assert all(top >= foot for foot, top in zip(feet, tops, strict=True))


def test_the_same_ends_twice_are_one_band():
    doubled = pd.concat([_frame(), _frame()])
    assert len(_bands(_figure(doubled))) == 4
    assert _plain(_labels(_figure(doubled), 0)[0][0]) == "Neighbourhood<br>320"


def test_nothing_is_drawn_of_zero_and_of_what_is_missing():
    more = [("Response", "Court", 0.0, False), ("Custody", "Backfill", math.nan, False)]
    assert _figure(_frame([*ROWS, *more])) == _figure()


def test_below_zero_is_refused_with_its_ends():
    with pytest.raises(ValueError, match="Response to Court is below zero"):
        _figure(_frame([*ROWS, ("Response", "Court", -1.0, False)]))


def test_the_pointer_says_both_ends_the_number_and_its_shares():
    (pointer,) = _figure()["data"]
    # 90 of the 160 of Neighbourhood, and of the 150 of Central Aid.
    words = (
        "<b>Neighbourhood to Central Aid</b><br>90 shifts<br>"
        "56.2% of what left, 60.0% of what arrived"
    )
    assert words in pointer["hovertext"]
    ends = next(band for band in _bands(_figure()) if round(band[1] - band[0]) == 90)
    at = [
        (x, y)
        for x, y, text in zip(pointer["x"], pointer["y"], pointer["hovertext"], strict=True)
        if text == words
    ]
    halfway = {round(x, 6): y for x, y in at}[0.5]
    assert halfway == pytest.approx(sum(ends[:4]) / 4, abs=0.11)


def test_long_names_are_broken_and_cut_and_never_markup():
    row = ("<b>Roads</b> & Transport Policing Command of the North", "Aid", 1.0, False)
    ((text, _),) = _labels(_figure(_frame([row])), 0)
    first, second, number = _plain(text).split("<br>")
    assert first.startswith("&lt;b&gt;Roads")
    assert second
    assert "…" in first + second
    assert number == "1"


def test_names_leave_room_for_bands_on_a_phone():
    margin = _figure(_many(13).assign(source=lambda t: t["source"] + " Safer Neighbourhoods"))
    margin = margin["layout"]["margin"]
    assert margin["l"] + margin["r"] < 350 - 80


def test_only_plain_python_types():
    json.dumps(_figure(_many(30, 3)), allow_nan=False)


@pytest.mark.parametrize("rows", [[], [("Response", "Court", 0.0, True)]])
def test_nothing_says_no_data(rows):
    figure = _figure(_frame(rows))
    assert figure["data"] == []
    assert [note["text"] for note in figure["layout"]["annotations"]] == [style.NO_DATA]
