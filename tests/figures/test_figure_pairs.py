import json

import pandas as pd
import pytest

from dashboard.figures.pairs import pairs

COLUMNS = ["label", "home", "host", "words"]
ROWS = [
    ("On the books", 1542.0, 1523.0, "+12 borrowed & \u221231 lent"),
    ("Fully deployable", 1128.0, 1140.5, ""),
]


def _frame(rows=ROWS):
    return pd.DataFrame(rows, columns=COLUMNS)


def _notes(figure):
    """Each text on the figure: where it stands, from the top."""
    return {note["text"]: note["y"] for note in figure["layout"]["annotations"]}


def test_home_and_host_are_two_bars_from_zero():
    figure = pairs(_frame())
    assert [(t["name"], t["x"], t["marker"]["color"]) for t in figure["data"]] == [
        ("home", [1542.0, 1128.0], "#AEB2B5"),
        ("host", [1523.0, 1140.5], "#12436D"),
    ]
    assert not any("base" in trace for trace in figure["data"])
    assert figure["layout"]["xaxis"]["range"] == [0, 1542.0]


def test_bars_and_words_of_one_row_do_not_touch_those_of_the_next():
    figure = pairs(_frame())
    home, host = figure["data"]
    half = home["width"] / 2
    assert home["y"][0] + half <= host["y"][0] - half
    words = _notes(figure)["+12 borrowed &amp; \u221231 lent"]
    assert host["y"][0] + half < words < home["y"][1] - half


def test_each_bar_has_its_number_and_the_name_of_its_view_at_its_end():
    notes = pairs(_frame())["layout"]["annotations"]
    assert {(n["text"], n["x"]) for n in notes if n["xref"] == "x"} == {
        ("<b>1,542.0</b> home", 1542.0),
        ("<b>1,523.0</b> host", 1523.0),
        ("<b>1,128.0</b> home", 1128.0),
        ("<b>1,140.5</b> host", 1140.5),
    }


def test_whole_numbers_have_no_decimals():
    assert "<b>1,523</b> host" in _notes(pairs(_frame(ROWS[:1])))


def test_a_missing_value_is_said_and_not_drawn_as_zero():
    figure = pairs(_frame([("On the books", 1542.0, None, "")]))
    assert figure["data"][1]["x"] == [None]
    assert "no value host" in _notes(figure)


def test_the_pointer_says_what_home_and_host_mean():
    figure = pairs(_frame(), unit="FTE")
    assert figure["data"][0]["hovertext"] == figure["data"][1]["hovertext"]
    assert figure["data"][1]["hovertext"][1] == (
        "<b>Fully deployable</b><br>Home, whose books they are on: 1,128 FTE<br>"
        "Host, where they work: 1,140.5 FTE"
    )


def test_nobody_at_all_is_still_a_figure():
    low, high = pairs(_frame([("On the books", 0, 0, "")]))["layout"]["xaxis"]["range"]
    assert low < high


def test_the_height_grows_by_68_pixels_a_row():
    heights = [pairs(_frame(rows))["layout"]["height"] for rows in (ROWS[:1], ROWS)]
    assert heights == [68 + 54, 2 * 68 + 54]


def test_only_plain_python_types():
    json.dumps(pairs(_frame()), allow_nan=False)


@pytest.mark.parametrize("rows", [[], [("On the books", None, None, "")]])
def test_nothing_says_no_data(rows):
    figure = pairs(_frame(rows))
    assert figure["data"] == []
    assert [n["text"] for n in figure["layout"]["annotations"]] == ["No data for this selection."]
