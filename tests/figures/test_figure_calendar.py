import json
import math
import re

import pandas as pd
import pytest

from dashboard.figures import style
from dashboard.figures.calendar import calendar
from dashboard.figures.heatmap import Scale


def _table(first="2022-04-01", last="2023-03-31", value=lambda i: float(i % 10)):
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range(first, last)]
    values = [value(i) for i in range(len(days))]
    return pd.DataFrame({"date": days, "value": values, "said": [f"{v} of them" for v in values]})


def _figure(table=None, **more):
    return calendar(_table() if table is None else table, "shifts", **more)


def _trace(figure, name):
    (found,) = [trace for trace in figure["data"] if trace["name"] == name]
    return found


def _drawn(figure):
    """Every square: (row, week) -> its value and its words."""
    squares = _trace(figure, "Days")
    return {
        (row, week): (value, squares["hovertext"][row][week])
        for row, line in enumerate(squares["z"])
        for week, value in enumerate(line)
        if value is not None
    }


def _names(figure):
    return [
        (note["text"], note["x"]) for note in figure["layout"]["annotations"] if note["xref"] == "x"
    ]


def _key(figure):
    (key,) = [note["text"] for note in figure["layout"]["annotations"] if note["xref"] == "paper"]
    return re.sub("<span[^>]*>|</span>", "", key)


def test_a_day_stands_on_its_weekday_in_its_week():
    drawn = _drawn(_figure())
    assert len(drawn) == 365
    # 1 April 2022 was a Friday, 4 April a Monday, and 31 March 2023 a Friday, 52 weeks on.
    assert drawn[4, 0] == (0, "<b>Friday 1 April 2022</b><br>0.0 of them")
    assert drawn[0, 1] == (3, "<b>Monday 4 April 2022</b><br>3.0 of them")
    assert drawn[4, 52][1].startswith("<b>Friday 31 March 2023</b>")
    assert {row for row, _ in drawn} == set(range(7))


def test_monday_is_at_the_top():
    axis = _figure()["layout"]["yaxis"]
    assert axis["range"] == [6.5, -0.5]
    assert axis["ticktext"] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def test_dates_may_be_dates_and_in_any_order():
    table = _table("2022-04-01", "2022-05-31")
    dated = table.assign(date=pd.to_datetime(table["date"])).iloc[::-1]
    assert _figure(dated) == _figure(table)


def test_more_than_a_year_goes_on_in_a_block_below():
    figure = _figure(_table("2022-04-01", "2023-04-03"))
    drawn = _drawn(figure)
    below = {at: words for at, (_, words) in drawn.items() if at[0] > 6}
    # Two rows are left free; 1 April 2023 was a Saturday.
    assert {at: words[:10] for at, words in below.items()} == {
        (14, 0): "<b>Saturda", (15, 0): "<b>Sunday ", (9, 1): "<b>Monday ",
    }  # fmt: skip
    assert figure["layout"]["height"] == _figure()["layout"]["height"] + 9 * 16


def test_of_more_than_two_years_the_newest_24_months_are_drawn():
    drawn = _drawn(_figure(_table("2020-01-15", "2023-03-15")))
    words = [words for _, words in drawn.values()]
    # 365 days from April 2021, and 349 to 15 March 2023.
    assert len(words) == 714
    assert sum("Thursday 1 April 2021<" in text for text in words) == 1
    assert not any(" March 2021" in text for text in words)


def test_a_year_can_stand_by_quarter():
    figure = _figure(across=3)
    drawn = _drawn(figure)
    assert drawn[4, 0][1].startswith("<b>Friday 1 April 2022")
    assert drawn[9 + 4, 0][1].startswith("<b>Friday 1 July 2022")
    assert drawn[18 + 5, 0][1].startswith("<b>Saturday 1 October 2022")
    assert drawn[27 + 6, 0][1].startswith("<b>Sunday 1 January 2023")
    assert max(week for _, week in drawn) == 13


def test_months_are_named_over_the_week_they_begin_in_with_their_year():
    names = _names(_figure())
    assert [text for text, _ in names] == [
        "2022<br>Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "2023<br>Jan",
        "Feb", "Mar",
    ]  # fmt: skip
    # 1 May 2022 was the Sunday that ends the fifth week.
    assert names[1] == ("May", 4 - 0.5)


def test_a_few_days_of_a_month_take_no_name_from_the_next():
    names = _names(_figure(_table("2022-04-21", "2023-04-10")))
    assert [text for text, _ in names][:2] == ["2022<br>May", "Jun"]
    # A short calendar has wide weeks, with room for every name.
    short = _names(_figure(_table("2022-04-21", "2022-06-10")))
    assert [text for text, _ in short] == ["2022<br>Apr", "May", "Jun"]


def test_december_leaves_the_year_to_january():
    names = _names(_figure(_table("2022-12-01", "2023-11-30")))
    assert [text for text, _ in names][:3] == ["Dec", "2023<br>Jan", "Feb"]


def test_a_line_steps_between_two_months():
    line = _trace(_figure(_table("2022-05-09", "2022-06-19")), "Months")
    # 1 June 2022 was a Wednesday of the fourth week: down its left from there, over it before.
    assert list(zip(line["x"], line["y"], strict=True)) == [
        (2.5, 6.5), (2.5, 1.5), (3.5, 1.5), (3.5, -0.5), (None, None),
    ]  # fmt: skip


def test_shades_run_from_the_least_to_the_most_unless_told():
    squares = _trace(_figure(), "Days")
    assert (squares["zmin"], squares["zmax"]) == (0, 9)
    assert squares["colorscale"] == [[0, Scale(0, 1).fill(0)], [1, Scale(0, 1).fill(1)]]
    told = _trace(_figure(low=2, high=20), "Days")
    assert (told["zmin"], told["zmax"]) == (2, 20)


def test_the_key_has_the_numbers_of_both_ends_and_says_what_lies_beyond():
    assert _key(_figure()) == "0 ■■■■■ 9 shifts"
    assert _key(_figure(low=2, high=8)) == "2 or less ■■■■■ 8 or more shifts"
    assert _key(_figure(low=0, high=20)) == "0 ■■■■■ 20 shifts"


def test_the_shades_of_the_key_are_those_of_the_scale():
    key = _figure()["layout"]["annotations"][-1]["text"]
    shades = re.findall(r"color:(rgb\([^)]*\))", key)
    assert shades == [Scale(0, 4).fill(step) for step in range(5)]


def test_where_all_days_are_alike_there_is_one_shade():
    figure = _figure(_table(value=lambda i: 7.5))
    assert _key(figure) == "■ 7.5 shifts"
    light, dark = _trace(figure, "Days")["colorscale"]
    assert light[1] == dark[1]


def test_a_day_without_a_value_or_a_row_is_a_dot_that_says_so():
    table = _table("2022-04-04", "2022-04-10").astype({"said": object})
    table.loc[1, ["value", "said"]] = [math.nan, None]
    figure = _figure(table.drop(index=3))
    dots = _trace(figure, "No value")
    assert list(zip(dots["x"], dots["y"], strict=True)) == [(0, 1), (0, 3)]
    assert dots["hovertext"][1] == "<b>Thursday 7 April 2022</b><br>no value"
    assert _key(figure).endswith("<br>• no value")
    assert sorted(_drawn(figure)) == [(0, 0), (2, 0), (4, 0), (5, 0), (6, 0)]
    assert "No value" not in {trace["name"] for trace in _figure()["data"]}


def test_words_for_the_pointer_and_the_unit_are_never_markup():
    table = _table("2022-04-04", "2022-04-04").assign(said="<i>5</i> & more")
    figure = calendar(table, "a & b")
    assert _drawn(figure)[0, 0][1].endswith("<br>&lt;i&gt;5&lt;/i&gt; &amp; more")
    assert _key(figure) == "■ 0 a &amp; b"


def test_a_day_given_twice_is_refused():
    table = _table("2022-04-01", "2022-04-03")
    with pytest.raises(ValueError, match="2022-04-01 is given twice"):
        _figure(pd.concat([table, table.head(1)]))


def test_only_plain_python_types():
    table = _table()
    table.loc[5, "value"] = math.nan
    json.dumps(_figure(table), allow_nan=False)


@pytest.mark.parametrize("table", [_table().head(0), _table(value=lambda i: math.nan)])
def test_nothing_says_no_data(table):
    figure = _figure(table)
    assert figure["data"] == []
    assert [note["text"] for note in figure["layout"]["annotations"]] == [style.NO_DATA]
