"""What is proved of months: which text is one, and that arithmetic crosses years and leap days."""

import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.schema import months

NUMBERS = st.integers(12, 9999 * 12 + 11)


@pytest.mark.parametrize("text", ["2023-01", "1999-12", "0001-06"])
def test_a_month_is_given_back_as_it_is(text: str) -> None:
    assert months.month(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "2023", "2023-1", "2023-00", "2023-13", "2023-01-01", "23-01", "01-2023", "2023-01\n"],
)
def test_what_is_no_month_is_refused_with_the_form_wanted(text: str) -> None:
    with pytest.raises(ValueError, match="write it as YYYY-MM"):
        months.month(text)


def test_the_number_of_a_month_is_whole_months_since_year_0() -> None:
    assert months.number("2023-01") == 24276
    assert months.number("2023-03") - months.number("2022-12") == 3


@given(NUMBERS)
def test_a_number_and_its_month_are_each_others_inverse(number: int) -> None:
    text = months.from_number(number)
    assert months.month(text) == text
    assert months.number(text) == number


@given(NUMBERS, NUMBERS)
def test_months_sort_as_text_in_the_order_of_time(one: int, other: int) -> None:
    assert (months.from_number(one) < months.from_number(other)) == (one < other)


@pytest.mark.parametrize(
    ("start", "by", "wanted"),
    [
        ("2023-01", -1, "2022-12"),
        ("2022-12", 1, "2023-01"),
        ("2023-05", 0, "2023-05"),
        ("2023-05", -12, "2022-05"),
        ("2023-11", 14, "2025-01"),
    ],
)
def test_a_shift_crosses_the_year(start: str, by: int, wanted: str) -> None:
    assert months.shift(start, by) == wanted


def test_between_holds_both_ends() -> None:
    assert months.between("2022-11", "2023-02") == ("2022-11", "2022-12", "2023-01", "2023-02")
    assert months.between("2023-02", "2023-02") == ("2023-02",)
    assert months.between("2023-03", "2023-02") == ()


@given(NUMBERS)
def test_the_end_is_the_day_before_the_first_of_the_next_month(number: int) -> None:
    text = months.from_number(number)
    last = months.end(text)
    assert f"{last.year:04d}-{last.month:02d}" == text
    if text != "9999-12":
        assert (last + datetime.timedelta(days=1)).day == 1
    assert last.day == calendar.monthrange(last.year, last.month)[1]


@pytest.mark.parametrize(("month", "day"), [("2023-02", 28), ("2024-02", 29), ("1900-02", 28)])
def test_february_ends_where_the_year_says(month: str, day: int) -> None:
    assert months.end(month).day == day


def test_a_month_in_words() -> None:
    assert months.words("2023-03") == "March 2023"


@pytest.mark.parametrize(
    ("month", "year", "start"),
    [
        ("2022-03", "2021-22", "2021-04"),
        ("2022-04", "2022-23", "2022-04"),
        ("2022-12", "2022-23", "2022-04"),
        ("2023-01", "2022-23", "2022-04"),
        ("2023-03", "2022-23", "2022-04"),
        ("2023-04", "2023-24", "2023-04"),
        ("2000-03", "1999-00", "1999-04"),
        ("2009-05", "2009-10", "2009-04"),
    ],
)
def test_a_financial_year_begins_in_april(month: str, year: str, start: str) -> None:
    assert months.financial_year(month) == year
    assert months.year_start(month) == start


@given(st.integers(1900 * 12, 2999 * 12))
def test_a_month_is_one_of_the_twelve_of_its_financial_year(number: int) -> None:
    text = months.from_number(number)
    start = months.year_start(text)
    year = months.between(start, months.shift(start, 11))
    assert text in year
    assert {months.financial_year(one) for one in year} == {months.financial_year(text)}
