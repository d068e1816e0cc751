import json

import pandas as pd

from dashboard.figures.marks import marks

MARKED = (("all", "all who are present"), ("able", "fully deployable only"))
ROWS = pd.DataFrame(
    [("East", 12.5, 11.8, False, "12.5"), ("West & North", 12.0, None, True, "12.0")],
    columns=["name", "all", "able", "selected", "beside"],
)


def _figure(table=ROWS, levels=((8.0, "8"), (10.0, "10"))):
    return marks(table, MARKED, "PCs per sergeant", "all present", levels)


def _trace(figure, name):
    (found,) = [trace for trace in figure["data"] if trace.get("name") == name]
    return found


def test_every_row_has_its_marks_and_a_missing_one_is_left_out():
    figure = _figure()
    assert _trace(figure, "all who are present")["x"] == [12.5, 12.0]
    assert _trace(figure, "fully deployable only")["x"] == [11.8, None]


def test_marks_are_told_apart_by_shape_and_the_first_lies_on_top():
    figure = _figure()
    names = [trace.get("name") for trace in figure["data"]]
    assert names.index("all who are present") > names.index("fully deployable only")
    first, second = (_trace(figure, words)["marker"] for _, words in MARKED)
    assert (first["symbol"], second["symbol"]) == ("circle", "diamond")
    # Where both are at one place, the one below is still seen.
    assert all(lower > upper for lower, upper in zip(second["size"], first["size"], strict=True))


def test_the_scale_starts_at_zero_and_takes_in_every_mark_and_level():
    low, high = _figure(levels=((20.0, "20"),))["layout"]["xaxis"]["range"]
    assert low == 0
    assert high > 20
    assert _figure(levels=())["layout"]["xaxis"]["range"][1] > 12.5


def test_levels_are_lines_with_their_words_and_the_column_stands_at_the_right():
    layout = _figure()["layout"]
    assert [shape["x0"] for shape in layout["shapes"]] == [8.0, 10.0]
    texts = [note["text"] for note in layout["annotations"]]
    assert texts == ["8", "10", "12.5", "<b>12.0</b>", "all present"]


def test_the_pointer_names_every_value_and_a_name_is_no_markup():
    figure = _figure()
    assert _trace(figure, "Pointer")["hovertext"] == [
        "<b>East</b><br>all who are present: 12.5<br>fully deployable only: 11.8"
        "<br>PCs per sergeant",
        "<b>West &amp; North</b><br>all who are present: 12<br>fully deployable only: no value"
        "<br>PCs per sergeant",
    ]
    json.dumps(figure, allow_nan=False)


def test_without_any_value_it_says_so():
    assert _figure(ROWS.assign(all=None, able=None))["data"] == []
