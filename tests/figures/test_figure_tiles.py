import json
import math

import pandas as pd

from dashboard.figures.heatmap import Scale
from dashboard.figures.tiles import tiles

COLUMNS = ["short", "name", "command", "x", "y", "value", "selected"]
ROWS = [
    ("Enf", "Enfield", "North Area", 4, 0, 21.0, False),
    ("Lam", "Lambeth", "Central South", 3, 3, 26.84, True),
    ("Swk", "Southwark", "Central South", 4, 3, 26.84, True),
    ("Hil", "Hillingdon", "West Area", 0, 2, math.nan, False),
    ("Hav", "Havering", "East <Area>", 7, 2, 31.0, False),
    ("Cro", "Croydon", "South Area", 4, 5, math.nan, True),
]
WORDS = "One square a borough, coloured by its command's gap."


def _figure(rows=ROWS, words=WORDS):
    return tiles(pd.DataFrame(rows, columns=COLUMNS), words)


def _bars(figure):
    (bars,) = figure["data"]
    return bars


def test_each_borough_is_one_square_on_its_place():
    bars = _bars(_figure())
    middles = [
        (x, round(base + y / 2, 6))
        for x, base, y in zip(bars["x"], bars["base"], bars["y"], strict=True)
    ]
    assert middles == [(4, 0), (3, 3), (4, 3), (0, 2), (7, 2), (4, 5)]
    assert set(bars["y"]) == {bars["width"]}
    assert bars["width"] < 1


def test_squares_stay_square_whatever_the_width_with_the_first_row_on_top():
    layout = _figure()["layout"]
    assert layout["yaxis"]["scaleanchor"] == "x"
    assert layout["xaxis"]["constrain"] == layout["yaxis"]["constrain"] == "domain"
    assert layout["xaxis"]["range"] == [-0.5, 7.5]
    assert layout["yaxis"]["range"] == [5.5, -0.5]


def test_six_rows_and_a_line_are_400_pixels_high():
    assert _figure()["layout"]["height"] == 400


def test_a_square_has_its_short_name_in_bold_and_a_whole_percent():
    assert _bars(_figure())["text"] == [
        "<b>Enf</b><br>21%",
        "<b>Lam</b><br>27%",
        "<b>Swk</b><br>27%",
        "<b>Hil</b><br>\u2013",
        "<b>Hav</b><br>31%",
        "<b>Cro</b><br>\u2013",
    ]


def test_a_percent_is_rounded_once():
    # To a tenth this is 27.5, and from there 28.
    assert "27%" in _bars(_figure([("Enf", "Enfield", "N", 0, 0, 27.46, False)]))["text"][0]


def test_squares_have_the_shades_of_the_heat_map_from_the_least_to_the_most():
    bars = _bars(_figure())
    scale = Scale(21, 31)
    assert bars["marker"]["color"][0] == scale.fill(21)
    assert bars["marker"]["color"][1] == scale.fill(26.84)
    assert bars["marker"]["color"][4] == scale.fill(31) == "rgb(18,67,109)"
    assert bars["insidetextfont"]["color"][4] == "rgb(255,255,255)"
    assert bars["insidetextfont"]["color"][0] == "rgb(0,0,0)"


def test_selected_squares_alone_are_outlined_in_orange():
    line = _bars(_figure())["marker"]["line"]
    orange = [
        (colour, width) == ("#F46A25", 3)
        for colour, width in zip(line["color"], line["width"], strict=True)
    ]
    assert orange == [False, True, True, False, False, True]


def test_a_missing_value_is_an_outlined_square_without_fill():
    marker = _bars(_figure())["marker"]
    assert marker["color"][3] == marker["color"][5] == "rgba(0,0,0,0)"
    assert marker["line"]["width"][3] == 1
    assert marker["line"]["width"][0] == 0


def test_hover_names_borough_and_command_as_text_with_a_decimal():
    hover = _bars(_figure())["hovertext"]
    assert hover[1] == "<b>Lambeth</b><br>Central South<br>26.8%"
    assert hover[3] == "<b>Hillingdon</b><br>West Area<br>no value"
    assert hover[4] == "<b>Havering</b><br>East &lt;Area&gt;<br>31.0%"


def test_the_words_hang_under_the_last_row():
    (note,) = _figure()["layout"]["annotations"]
    assert note["text"].replace("<br>", " ") == WORDS
    assert (note["yref"], note["y"], note["yanchor"]) == ("y", 5.5, "top")


def test_only_plain_python_types():
    json.dumps(_figure(), allow_nan=False)


def test_nothing_says_no_data():
    for rows in ([], ROWS[3:4]):
        figure = _figure(rows)
        assert figure["data"] == []
        assert [n["text"] for n in figure["layout"]["annotations"]] == [
            "No data for this selection."
        ]
