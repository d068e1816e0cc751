import re

import pytest

from dashboard.figures import style
from dashboard.settings import ROOT


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast_on_white(colour: str) -> float:
    return 1.05 / (_luminance(colour) + 0.05)


def _contrast_on_dark(colour: str) -> float:
    return (_luminance(colour) + 0.05) / (_luminance(style.DARK_PAGE) + 0.05)


@pytest.mark.parametrize(
    "colour",
    [style.TEXT, style.TEXT_MUTED, style.TEXT_ORANGE, style.BLUE, style.PLUM, style.CHARCOAL],
)
def test_colours_of_words_hold_wcag_aa_on_white(colour):
    assert _contrast_on_white(colour) >= 4.5


def test_the_palette_orange_would_not_do_for_words():
    assert _contrast_on_white(style.ORANGE) < 4.5


@pytest.mark.parametrize(
    "colour",
    [
        style.TEXT,
        style.TEXT_MUTED,
        style.TEXT_ORANGE,
        style.BLUE,
        style.PLUM,
        style.CHARCOAL,
        style.GREY_LINE,
    ],
)
def test_colours_of_words_hold_wcag_aa_on_the_dark_page(colour):
    assert _contrast_on_dark(style.DARK[colour]) >= 4.5


@pytest.mark.parametrize("colour", [style.TEAL, style.ORANGE, style.LILAC, style.GREY_BAR])
def test_shapes_stand_out_from_the_dark_page(colour):
    assert _contrast_on_dark(style.DARK[colour]) >= 3


def test_every_colour_has_a_dark_one_of_its_own():
    named = {
        value
        for name, value in vars(style).items()
        if name != "DARK_PAGE" and isinstance(value, str) and re.match("#|rgb", value)
    }
    assert len(named) >= 14
    assert style.DARK.keys() == named
    assert len(set(style.DARK.values())) == len(named)


def test_the_page_is_as_light_and_as_dark_as_figures_take_it_to_be():
    css = (ROOT / "assets" / "frontline.css").read_text()
    light, dark = re.findall(r"--page: (#\w+);", css)
    assert light == "#fff"
    assert dark.upper() == style.DARK_PAGE
    assert css.index(dark) > css.index("@media (prefers-color-scheme: dark)") > css.index(light)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1542.0, "1,542"),
        (1541.6, "1,541.6"),
        (34371.96, "34,372"),
        (-74.0, "\u221274"),
        (-0.04, "0"),
        (0, "0"),
    ],
)
def test_numbers_have_thousands_a_tenth_at_most_and_a_true_minus(value, text):
    assert style.number(value) == text


def test_an_axis_starts_at_a_round_number_below_the_lowest():
    assert style.axis_start(1128, 1542) == 1000
    assert style.axis_start(25572, 34372) == 22000


@pytest.mark.parametrize(("lowest", "highest"), [(9, 12), (400, 1542), (1542, 1542), (0, 0)])
def test_an_axis_starts_at_zero_where_nothing_is_gained_by_more(lowest, highest):
    assert style.axis_start(lowest, highest) == 0


@pytest.mark.parametrize("highest", [100, 137, 1542, 9999, 34372])
@pytest.mark.parametrize("share", [0.5, 0.6, 0.75, 0.9, 0.99, 0.9999])
def test_an_axis_never_starts_above_the_lowest(highest, share):
    assert 0 <= style.axis_start(highest * share, highest) < highest * share


def test_names_that_fit_are_left_alone():
    assert style.shortened(["Central South"], 13) == ["Central South"]


def test_long_names_are_cut_and_stay_apart():
    names = [
        "BROOKLYN NORTH GRAND LARCENY SQD",
        "BROOKLYN NORTH GRAND JURY SQD",
        "BROOKLYN SOUTH GRAND LARCENY SQD",
        "BROOKLYN SOUTH HOMICIDE SQD",
    ]
    cut = style.shortened(names, 13)
    assert len(set(cut)) == 4
    assert all("…" in name and len(name) < 27 for name in cut)
    assert all(name.endswith(" SQD") for name in cut)


def test_the_same_long_name_twice_is_cut_alike():
    cut = style.shortened(["A very long name of a command indeed"] * 2, 10)
    assert cut[0] == cut[1]


@pytest.mark.parametrize("ems", [1, 4, 8, 13, 40])
def test_however_little_room_names_stay_apart(ems):
    names = ["A" * 39 + "B", "A" * 39 + "C", "A" * 38 + "BB", "Short", "", "A B", "Word " * 8]
    cut = style.shortened(names, ems)
    assert len(set(cut)) == len(names)


def test_labels_wrap_in_two_lines_and_are_never_markup():
    assert style.two_lines("Long-term absence") == "Long-term<br>absence"
    assert style.two_lines("Suspended") == "Suspended"
    assert style.two_lines("<b>Guard</b> & scene") == "&lt;b&gt;Guard&lt;/b&gt;<br>&amp; scene"


def test_missing_is_none():
    assert style.plain_list([1, float("nan"), None, float("inf")]) == [1.0, None, None, None]
