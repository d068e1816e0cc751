import itertools
import json
import re

import pandas as pd
import pytest

from dashboard.figures import style
from dashboard.figures.stack import stack

PARTS = (("aid", "Central Aid"), ("training", "Training"), ("court", "Court"))
ROWS = [
    ("Central West", False, 50.0, 30.0, 20.0),
    ("Central South", True, 10.0, 20.5, 0.0),
    ("Custody & Prisons", False, None, 5.0, 5.0),
]
PALETTE = [
    style.BLUE, style.TEAL, style.PLUM, style.ORANGE, style.CHARCOAL, style.LILAC,
]  # fmt: skip
EIGHT = tuple((f"p{i}", f"Part {i}") for i in range(8))


def _frame(rows=ROWS):
    return pd.DataFrame(rows, columns=["name", "selected", "aid", "training", "court"])


def _eight(**more):
    """Two rows in which part *i* is 10 + i and 20 + i, so that 0 and 1 are the smallest."""
    parts = {f"p{i}": [10.0 + i, 20.0 + i] for i in range(8)}
    return pd.DataFrame({"name": ["A", "B"], "selected": False, **parts, **more})


def _figure(table=None, parts=PARTS):
    return stack(_frame() if table is None else table, parts, "shifts")


def _drawn(figure):
    return [(trace["name"], trace["x"], trace["marker"]["color"]) for trace in figure["data"]]


def _labels(figure):
    """The parts' words over the first bar, as drawn."""
    return [note for note in figure["layout"]["annotations"] if "■" in note["text"]]


def _plain(text):
    return re.sub("<(?!br)[^>]*>", "", text)


def test_bars_are_stacked_from_zero_in_the_order_of_the_parts():
    figure = _figure()
    assert figure["layout"]["barmode"] == "stack"
    assert _drawn(figure) == [
        ("Central Aid", [50, 10, None], style.BLUE),
        ("Training", [30, 20.5, None], style.TEAL),
        ("Court", [20, 0, None], style.PLUM),
    ]
    assert figure["layout"]["xaxis"]["range"] == [0, 100]
    assert figure["layout"]["xaxis"]["title"]["text"] == "shifts"


def test_totals_are_at_the_right_and_a_row_that_misses_a_part_has_none():
    notes = _figure()["layout"]["annotations"]
    totals = {note["y"]: note["text"] for note in notes if note["yref"] == "y" and note["x"] == 1}
    assert totals == {0: "100.0", 1: "<b>30.5</b>", 2: "no value"}


def test_rows_keep_their_order_and_the_selected_name_alone_is_bold():
    assert _figure()["layout"]["yaxis"]["ticktext"] == [
        "Central West",
        "<b>Central South</b>",
        "Custody &amp; Prisons",
    ]


def test_others_are_paler_only_where_a_row_is_selected():
    paler, full, other = _figure()["data"][1]["marker"]["opacity"]
    assert full == 1
    assert paler == other < 0.6
    plain = _figure(_frame().assign(selected=False))
    assert plain["data"][1]["marker"]["opacity"] == [1, 1, 1]


def test_each_part_is_named_over_the_middle_of_its_piece_of_the_first_bar():
    labels = _labels(_figure())
    assert [_plain(note["text"]) for note in labels] == ["Central Aid ■", "Training ■", "Court ■"]
    assert [note["x"] for note in labels] == [25, 65, 90]
    pointers = _figure()["layout"]["shapes"]
    assert [(shape["x0"], shape["x1"], shape["line"]["color"]) for shape in pointers] == [
        (25, 25, style.BLUE), (65, 65, style.TEAL), (90, 90, style.PLUM),
    ]  # fmt: skip


def test_words_end_at_their_pointer_the_first_lowest_so_that_none_is_crossed():
    labels = _labels(_figure())
    assert {note["xanchor"] for note in labels} == {"right"}
    heights = [note["yshift"] for note in labels]
    assert heights == sorted(heights)
    assert min(b - a for a, b in itertools.pairwise(heights)) >= 16


def test_words_without_room_on_a_phone_are_broken_and_take_two_lines():
    parts = (("aid", "Backfill of another command"), ("training", "Training"), PARTS[2])
    first, second, _ = _labels(_figure(_frame([("A", False, 2.0, 9.0, 1.0)]), parts))
    assert _plain(first["text"]) == "Backfill of<br>another command ■"
    assert second["yshift"] - first["yshift"] == 2 * 16


def test_where_the_first_row_has_no_value_the_next_one_lends_its_pieces():
    labels = _labels(_figure(_frame([ROWS[2], ROWS[0]])))
    assert [note["x"] for note in labels] == [25, 65, 90]


def test_six_parts_have_a_colour_each_and_no_other():
    drawn = _drawn(_figure(_eight(), EIGHT[:6]))
    assert [colour for *_, colour in drawn] == PALETTE


def test_of_more_than_six_parts_the_smallest_are_added_up_in_grey():
    drawn = _drawn(_figure(_eight(), EIGHT))
    assert [name for name, *_ in drawn] == [f"Part {i}" for i in range(2, 8)] + ["other"]
    assert [colour for *_, colour in drawn] == [*PALETTE, style.GREY_BAR]
    # 10 + 11, and 20 + 21.
    assert drawn[-1][1] == [21, 41]


def test_other_is_grey_and_last_and_takes_in_the_rest_however_large_it_is():
    table = _eight(other=[900.0, 900.0])
    drawn = _drawn(_figure(table, (("other", "Other reasons"), *EIGHT)))
    assert drawn[-1] == ("Other reasons", [921, 941], style.GREY_BAR)
    assert len(drawn) == 7
    few = _drawn(_figure(table, (("other", "Other reasons"), *EIGHT[:2])))
    assert few[0] == ("Part 0", [10, 20], style.BLUE)
    assert few[-1] == ("Other reasons", [900, 900], style.GREY_BAR)


def test_the_whole_row_answers_the_pointer():
    figure = _figure()
    assert figure["layout"]["hovermode"] == "y"
    assert figure["data"][0]["hovertext"][1] == (
        "<b>Central South</b><br>Central Aid 10<br>Training 20.5<br>Court 0<br>Total 30.5 shifts"
    )
    assert figure["data"][0]["hovertext"][2].endswith("Total no value shifts")
    assert [trace["hoverinfo"] for trace in figure["data"]] == ["text", "skip", "skip"]


def test_words_are_never_markup():
    figure = _figure(parts=(("aid", "<i>Aid</i> & more"), *PARTS[1:]))
    text = _labels(figure)[0]["text"].replace("<br>", " ")
    assert text.startswith("&lt;i&gt;Aid&lt;/i&gt; &amp; more ")
    assert "&lt;i&gt;Aid&lt;/i&gt; &amp; more 50" in figure["data"][0]["hovertext"][0]


def test_the_height_grows_by_28_pixels_a_row_and_16_a_part():
    def height(rows, parts):
        table = pd.concat([_eight().head(1)] * rows)
        return _figure(table, EIGHT[:parts])["layout"]["height"]

    assert height(12, 6) - height(1, 6) == 11 * 28
    assert height(1, 6) - height(1, 4) == 2 * 16


def test_only_plain_python_types():
    json.dumps(_figure(), allow_nan=False)


@pytest.mark.parametrize("rows", [[], [ROWS[2]], [("Central West", True, 0.0, 0.0, 0.0)]])
def test_nothing_says_no_data(rows):
    figure = _figure(_frame(rows))
    assert figure["data"] == []
    assert [note["text"] for note in figure["layout"]["annotations"]] == [style.NO_DATA]
