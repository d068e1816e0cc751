import itertools
import json
import math
import re

import pandas as pd
import pytest

from dashboard.figures import style
from dashboard.figures.heatmap import Scale, heatmap

HOLE = math.nan
ROWS = ["Central South", "East Area"]
COLUMNS = ["Suspended", "Long-term absence", "Recruit training"]
CELLS = [
    # Not in the order of the rows and columns, which alone counts.
    ("East Area", "Recruit training", 12.0, "12.0", "East Area, recruits: 12.0%"),
    ("Central South", "Suspended", 2.0, "2.0", "Central South <suspended>\n2.0%"),
    ("Central South", "Long-term absence", 7.0, "7.0", "Central South, absence: 7.0%"),
    ("Central South", "Recruit training", HOLE, "", "no value"),
    ("East Area", "Suspended", 4.5, "4.5 & up", "East Area, suspended: 4.5%"),
    ("Elsewhere", "Suspended", 99.0, "99.0", "not asked for"),
]


def _frame(cells=CELLS, flags=None):
    frame = pd.DataFrame(cells, columns=["row", "column", "value", "text", "hover"])
    return frame if flags is None else frame.assign(flag=flags)


def _figure(frame=None, rows=ROWS, columns=COLUMNS, **more):
    told = {"unit": "% of nominal", "words": "Darker: more of them.", "digits": 1, **more}
    return heatmap(_frame() if frame is None else frame, rows, columns, **told)


def _cells(figure):
    """How each cell is drawn, by the column and row of its middle."""
    (bars,) = figure["data"]
    marker = bars["marker"]
    return {
        (x, round(base + y / 2, 6)): {
            "fill": fill, "outline": width, "pattern": shape, "text": text, "ink": ink, "hover": on,
        }
        for x, base, y, fill, width, shape, text, ink, on in zip(
            bars["x"], bars["base"], bars["y"], marker["color"], marker["line"]["width"],
            marker["pattern"]["shape"], bars["text"], bars["insidetextfont"]["color"],
            bars["hovertext"], strict=True,
        )
    }  # fmt: skip


def _note(figure):
    (note,) = figure["layout"]["annotations"]
    return note["text"].replace("<br>", " ")


def _channels(colour):
    return [int(part) for part in re.fullmatch(r"rgb\((\d+),(\d+),(\d+)\)", colour).groups()]


def _contrast(one, other):
    def luminance(colour):
        parts = [part / 255 for part in _channels(colour)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_words_hold_wcag_aa_on_every_shade():
    scale = Scale(0, 1000)
    ratios = [_contrast(scale.fill(value), scale.ink(value)) for value in range(1001)]
    assert min(ratios) >= 4.5


def test_the_scale_runs_from_light_to_the_blue_of_the_palette_and_no_further():
    scale = Scale(10, 30)
    assert _channels(scale.fill(30)) == [0x12, 0x43, 0x6D]
    assert min(_channels(scale.fill(10))) > 220
    assert scale.fill(35) == scale.fill(30)
    assert scale.fill(-5) == scale.fill(10)
    shades = [_channels(scale.fill(value)) for value in range(10, 31)]
    for lighter, darker in itertools.pairwise(shades):
        assert all(a > b for a, b in zip(lighter, darker, strict=True))


def test_a_scale_without_length_has_one_shade_in_the_middle():
    assert Scale(5, 5).fill(5) == Scale(0, 10).fill(5)


def test_no_shade_is_written_as_a_colour_that_a_theme_replaces():
    for value in (0, 1):
        assert "#" not in Scale(0, 1).fill(value) + Scale(0, 1).ink(value)


def test_cells_stand_where_the_rows_and_columns_given_put_them():
    figure = _figure()
    texts = {at: cell["text"] for at, cell in _cells(figure).items()}
    assert texts == {
        (0, 0): "2.0", (1, 0): "7.0", (2, 0): "",
        (0, 1): "4.5 &amp; up", (1, 1): "", (2, 1): "12.0",
    }  # fmt: skip
    layout = figure["layout"]
    assert layout["yaxis"]["range"] == [1.5, -0.5]
    assert layout["xaxis"]["range"] == [-0.5, 2.5]
    assert layout["xaxis"]["side"] == "top"
    assert layout["xaxis"]["ticktext"] == [
        "Suspended", "Long-term<br>absence", "Recruit<br>training",
    ]  # fmt: skip


def test_the_least_is_lightest_and_the_most_is_darkest_of_what_is_shown():
    cells = _cells(_figure())
    assert cells[2, 1]["fill"] == Scale(2, 12).fill(12)
    assert cells[0, 0]["fill"] == Scale(2, 12).fill(2)
    assert cells[1, 0]["fill"] == Scale(2, 12).fill(7)


def test_a_missing_value_is_an_outline_without_fill():
    cells = _cells(_figure())
    for at in [(2, 0), (1, 1)]:
        assert cells[at]["fill"] == "rgba(0,0,0,0)"
        assert cells[at]["outline"] == 1
        assert cells[at]["pattern"] == ""
    assert cells[0, 0]["outline"] == 0


def test_a_flagged_cell_is_hatched_counts_for_no_shade_and_is_explained():
    figure = _figure(_frame(flags=[True, False, False, False, False, False]))
    cells = _cells(figure)
    assert cells[2, 1]["pattern"] == "/"
    assert cells[2, 1]["text"] == "12.0"
    assert [cell["pattern"] for cell in cells.values()].count("/") == 1
    # 7 is now the most.
    assert cells[1, 0]["fill"] == Scale(2, 7).fill(7)
    assert _note(figure).endswith("Hatched: not recorded.")
    assert "Hatched" not in _note(_figure())


def test_what_hatching_means_can_be_said_otherwise():
    figure = _figure(_frame(flags=[True] * 6), flagged="too few")
    assert _note(figure) == "Darker: more of them. Hatched: too few."


def test_the_note_says_what_the_ends_of_the_scale_are():
    assert _note(_figure()) == "Darker: more of them. Lightest 2.0, darkest 12.0 (% of nominal)."
    assert "Lightest 2, darkest 12 (shifts)." in _note(_figure(unit="shifts", digits=0))
    assert "Every shade is 2.0 (% of nominal)." in _note(
        _figure(columns=["Suspended"], rows=ROWS[:1])
    )


def test_a_fixed_span_says_what_lies_beyond_it():
    figure = _figure(span=(4.0, 10.0))
    cells = _cells(figure)
    assert cells[0, 0]["fill"] == Scale(4, 10).fill(4)
    assert cells[1, 0]["fill"] == Scale(4, 10).fill(7)
    assert "Lightest 4.0 or less, darkest 10.0 or more" in _note(figure)
    assert "Lightest 0.0, darkest 20.0 (" in _note(_figure(span=(0.0, 20.0)))


def test_the_note_wraps_within_a_phone_and_the_height_follows():
    short, long = _figure(), _figure(words="Darker is more " * 12)
    lines = long["layout"]["annotations"][0]["text"].split("<br>")
    assert len(lines) > 4
    assert max(map(len, lines)) * 6 < 350
    added = len(lines) - len(short["layout"]["annotations"][0]["text"].split("<br>"))
    assert long["layout"]["height"] - short["layout"]["height"] == 15 * added


def test_selected_rows_alone_are_bold():
    assert _figure(selected=frozenset({"East Area"}))["layout"]["yaxis"]["ticktext"] == [
        "Central South",
        "<b>East Area</b>",
    ]


def test_rows_are_26_pixels_high():
    heights = [
        _figure(rows=ROWS + [f"R{i}" for i in range(more)])["layout"]["height"] for more in (0, 10)
    ]
    assert heights[1] - heights[0] == 260


def test_upright_names_of_columns_have_their_room():
    def drawn(columns):
        cells = {"row": "A", "column": columns, "value": [1, 2], "text": "", "hover": ""}
        return heatmap(pd.DataFrame(cells), ["A"], columns, unit="%", words="Darker is more.")

    lying, upright = (drawn(["Jul 2022", last]) for last in ("Aug 2022", "Long-term absence"))
    more = upright["layout"]["height"] - lying["layout"]["height"]
    # "Long-term", the longest line, is at least 5 pixels a letter; lying names have 36 of them.
    assert more >= 5 * len("Long-term") + 4 - 36
    for axis in (lying["layout"]["xaxis"], upright["layout"]["xaxis"]):
        assert axis["autotickangles"] == [0, -90]
        assert axis["automargin"] == "height", "what is not needed for names goes to the rows"


def test_hover_is_text_with_its_lines_and_never_markup():
    figure = _figure()
    assert _cells(figure)[0, 0]["hover"] == "Central South &lt;suspended&gt;<br>2.0%"
    (bars,) = figure["data"]
    by_place = dict(
        zip(zip(bars["x"], bars["hovertext"], strict=True), bars["hoverinfo"], strict=True)
    )
    assert by_place[2.0, "no value"] == "text"
    assert by_place[1.0, ""] == "skip"


def test_a_long_name_of_a_row_is_cut():
    name = "Hammersmith and Fulham Neighbourhoods"
    cell = (name, "Suspended", 1.0, "1", "")
    (label,) = _figure(_frame([cell]), rows=[name])["layout"]["yaxis"]["ticktext"]
    assert label.startswith("Hammersm")
    assert "…" in label


def test_a_cell_given_twice_is_refused():
    with pytest.raises(ValueError, match="East Area and Recruit training is given twice"):
        _figure(_frame([CELLS[0], CELLS[0]]))


def test_only_plain_python_types():
    json.dumps(_figure(_frame(flags=[True] + [False] * 5)), allow_nan=False)


@pytest.mark.parametrize(
    ("frame", "rows", "columns"),
    [
        (_frame([]), ROWS, COLUMNS),
        (_frame(), [], COLUMNS),
        (_frame(), ROWS, []),
        (_frame(), ["Nowhere"], COLUMNS),
    ],
)
def test_nothing_says_no_data(frame, rows, columns):
    figure = _figure(frame, rows, columns)
    assert figure["data"] == []
    assert [note["text"] for note in figure["layout"]["annotations"]] == [style.NO_DATA]
