"""What is proved of shaping: headers are found, and a mapping does what it says and no more."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.ingest import contract
from dashboard.ingest.grid import FileForm, Grid, Unreadable
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.shaping import Headed, Shaped, headed, shape
from tests.facts import small_force

PATH = Path("people_2023-01.csv")


def grid(*rows: str, bad: dict[tuple[int, int], str] | None = None) -> Grid:
    """Rows of cells with bars between them; a blank text is a blank row."""
    return Grid({n: row.split("|") for n, row in enumerate(rows, 1) if row}, [], bad or {})


def under(*rows: str, header: int | None = None, **said: Any) -> Headed:
    return headed(grid(*rows, **said), FileForm(header=header), PATH)


def strength(**said: Any) -> Mapping:
    stated = {
        "force": "small",
        "columns": {"person_id": "id", "command": "cmd", "rank": "grade", "posted_on": "since"},
        "month": {"file_name": r"(\d{4}-\d{2})"},
    }
    return Mapping.model_validate(stated | said)


def shaped(mapping: Mapping, *rows: str) -> Shaped:
    return shape(under(*rows), mapping, PATH)


def refusal(*rows: str, header: int | None = None) -> str:
    with pytest.raises(Unreadable) as refused:
        under(*rows, header=header)
    return str(refused.value).removeprefix(f"{PATH}: ")


# Headers.


def test_the_first_row_that_holds_anything_has_the_headers() -> None:
    raw = under("", "", "a|b", "1|2", "", "3|4")
    assert list(raw.frame) == ["a", "b"]
    assert raw.frame["b"].to_dict() == {4: "2", 6: "4"}


def test_the_row_of_the_headers_can_be_stated_and_what_is_above_it_is_title() -> None:
    raw = under("Return of strength|", "|as at 31 January", "a|b", "1|2", header=3)
    assert list(raw.frame) == ["a", "b"]
    assert raw.frame.index.to_list() == [4]
    assert "row 2, which [file] says holds the headers, is blank" in refusal("a", "", header=2)


def test_headers_lose_the_blanks_around_them_and_blank_ones_at_the_end() -> None:
    assert list(under(" a |b||", "1|2||", "3|4").frame) == ["a", "b"]


@pytest.mark.parametrize("rows", [("a||c", "1|2|3"), ("a||c", "1||3"), ("a|b|", "1|2|3")])
def test_a_blank_header_is_refused_with_its_place(rows: tuple[str, str]) -> None:
    place = rows[0].split("|").index("") + 1
    said = refusal(*rows)
    assert said.startswith(f"the header in row 1 is blank over column {place}. Give it a name")
    assert "[file] header = 4" in said


def test_a_header_with_more_columns_than_any_table_is_refused() -> None:
    said = refusal("|".join(f"c{n}" for n in range(16_000)), "1")
    assert said.startswith("has 16,000 columns, and no table has more than 1,000")


def test_a_cell_that_its_source_found_bad_is_named_by_its_header_and_a_title_is_not() -> None:
    bad = {(1, 0): "in a title", (3, 1): "holds the error #DIV/0!"}
    raw = headed(grid("title", "a|b", "1|#DIV/0!", bad=bad), FileForm(header=2), PATH)
    assert raw.bad.to_dict("records") == [
        {"row": 3, "column": "b", "value": "#DIV/0!", "reason": "holds the error #DIV/0!"}
    ]


# The mapping, part by part.


def test_columns_are_renamed_stripped_and_the_rest_left_behind() -> None:
    frame = shaped(strength(), "id|cmd|grade|since|name", " 1 |AA|PC||SMITH").frame
    assert frame.loc[2].to_dict() == {
        "month": "2023-01",
        "person_id": "1",
        "command": "AA",
        "rank": "PC",
        "posted_on": "",
    }


def test_a_header_that_the_mapping_names_and_the_file_lacks_is_an_error() -> None:
    for said in (
        {"keep": [{"column": "area", "values": ["x"]}]},
        {"skip": [{"column": "area", "pattern": "x"}]},
        {"month": {"column": "area"}},
        {"unpivot": {"headers": ["area"], "name": "n", "value": "v"}},
    ):
        with pytest.raises(Unreadable, match="has no column 'area'; its columns are id, cmd"):
            shaped(strength(**said), "id|cmd|grade|since", "1|AA|PC|")


def test_rows_are_kept_and_skipped_by_value_and_by_pattern_and_counted() -> None:
    out = shaped(
        strength(
            keep=[{"column": "force", "values": ["Met"]}],
            skip=[
                {"column": "grade", "pattern": "^(Sub)?[Tt]otal"},
                {"column": "id", "values": [""]},
            ],
        ),
        "id|cmd|grade|since|force",
        "1|AA|PC||Met",
        "2|AA|PC||Kent",
        "|AA|Subtotal||Met",
        "3|AA|Total PC||Met",
        "|AA|PC||Met",
    )
    assert out.frame["person_id"].to_list() == ["1"]
    assert out.said == ["Rows left out, as the mapping says: 4."]
    with pytest.raises(Unreadable, match="no row is left"):
        shaped(
            strength(keep=[{"column": "cmd", "values": ["ZZ"]}]), "id|cmd|grade|since", "1|AA|PC|"
        )


def test_what_is_wrong_with_a_row_that_is_left_out_does_not_count() -> None:
    raw = under("id|cmd|grade|since", "1|AA|PC|", "Source: HR")
    assert raw.bad["reason"].to_list() == ["has 1 cell, and the header has 4"]
    skipping = strength(skip=[{"column": "id", "pattern": "^Source"}])
    assert shape(raw, skipping, PATH).bad.empty
    assert len(shape(raw, strength(), PATH).bad) == 1


def test_a_bad_cell_counts_only_in_a_column_that_is_stored() -> None:
    bad = {(2, 1): "is bad", (2, 4): "is bad too"}
    raw = under("id|cmd|grade|since|name", "1|AA|PC||SMITH", bad=bad)
    assert shape(raw, strength(), PATH).bad["column"].to_list() == ["command"]


def test_headers_that_are_values_become_rows_that_keep_their_number() -> None:
    mapping = Mapping.model_validate(
        {
            "force": "small",
            "table": "demand",
            "unpivot": {"pattern": r"^\d{6}$", "name": "when", "value": "count"},
            "columns": {"area": "Borough", "kind": "Type", "value": "count"},
            "month": {"column": "when", "format": "%Y%m"},
        }
    )
    frame = shaped(
        mapping, "Type|Borough|202112|202201", "Arson|Barnet|1|4", "Arson|Bexley|0|2"
    ).frame
    rows = list(frame.itertuples(name=None))
    assert rows == [
        (2, "2021-12", "Barnet", "Arson", "1"),
        (3, "2021-12", "Bexley", "Arson", "0"),
        (2, "2022-01", "Barnet", "Arson", "4"),
        (3, "2022-01", "Bexley", "Arson", "2"),
    ]


def test_a_constant_fills_every_row() -> None:
    frame = shaped(strength(constants={"role": "officer"}), "id|cmd|grade|since", "1|AA|PC|").frame
    assert frame["role"].to_list() == ["officer"]


def test_a_key_is_taken_out_of_a_text_and_a_text_without_one_stays_as_it_is() -> None:
    mapping = strength(extract={"command": r"\((\d+)\)$"})
    rows = ("1|Alpha (016400)|PC|", "2|Alpha (016400) |PC|", "3|Alpha|PC|", "4|(1) Alpha|PC|")
    frame = shaped(mapping, "id|cmd|grade|since", *rows).frame
    assert frame["command"].to_list() == ["016400", "016400", "Alpha", "(1) Alpha"]


def test_words_are_translated_whole_and_others_stay() -> None:
    mapping = strength(values={"rank": {"Police Constable": "PC", "": "PS"}}, holes=["N/A", "-"])
    rows = ("1|AA|Police Constable|N/A", "2|AA|police constable|-", "3|AA|N/A|N/A.", "4|AA||")
    frame = shaped(mapping, "id|cmd|grade|since", *rows).frame
    assert frame["rank"].to_list() == ["PC", "police constable", "PS", "PS"]
    assert frame["posted_on"].to_list() == ["", "", "N/A.", ""]


def test_a_blank_has_its_meaning_where_the_mapping_gives_one_and_there_alone() -> None:
    mapping = strength(blank={"command": "NOT STATED"})
    out = shaped(mapping, "id|cmd|grade|since", "1| ||", "2|AA|PC|")
    assert out.frame["command"].to_list() == ["NOT STATED", "AA"]
    assert out.frame["rank"].to_list() == ["", "PC"]
    assert out.said == ['1 blank in command, read as "NOT STATED".']


def test_the_month_stands_in_a_column_and_a_cell_that_states_none_is_bad() -> None:
    mapping = strength(month={"column": "when", "format": "%b-%y", "shift": -1})
    out = shaped(
        mapping, "id|cmd|grade|since|when", "1|AA|PC||Jun-23", "2|AA|PC||", "3|AA|PC||13-Jun"
    )
    assert out.frame["month"].to_list() == ["2023-05", "", "13-Jun"]
    bad = contract.check(out.frame, mapping, small_force())
    assert list(zip(bad["row"], bad["column"], bad["reason"], strict=True)) == [
        (3, "month", "is blank, and is required"),
        (4, "month", "is not a month written as %b-%y"),
    ]


def test_a_placement_sets_and_copies_in_the_rows_that_it_meets_alone() -> None:
    placement = {
        "column": "command",
        "values": ["SICK DESK", "WARD"],
        "set": {"absence": "sickness", "rank": "PATIENT"},
        "copy": {"absence_from": "posted_on"},
    }
    frame = shaped(
        strength(placements=[placement]),
        "id|cmd|grade|since",
        "1|SICK DESK|PC|01/02/2023",
        "2|AA|PS|02/02/2023",
        "3|WARD|PC|",
    ).frame
    assert frame["absence"].to_list() == ["sickness", "", "sickness"]
    assert frame["absence_from"].to_list() == ["01/02/2023", "", ""]
    assert frame["rank"].to_list() == ["PATIENT", "PS", "PATIENT"]
    assert frame["command"].to_list() == ["SICK DESK", "AA", "WARD"]


def test_probationers_are_told_from_joining_where_the_mapping_says_so() -> None:
    columns = {"person_id": "id", "command": "cmd", "rank": "grade"}
    columns |= {"joined_on": "joined", "unit": "scheme", "entry_route": "route"}
    mapping = strength(
        columns=columns,
        dates={"joined_on": "%d/%m/%Y"},
        probation={"months": 36, "column": "unit", "values": ["PCDA"]},
    )
    frame = shaped(
        mapping,
        "id|cmd|grade|joined|scheme|route",
        "1|AA|PC|01/02/2020|PCDA|new",  # 35 months before January 2023.
        "2|AA|PC|31/01/2020|PCDA|",  # 36 months.
        "3|AA|PC|01/02/2022|PCDA|transferee",
        "4|AA|PC|01/02/2022|OTHER|new",
        "5|AA|PC||PCDA|new",
        "6|AA|PC|31/02/2022|PCDA|new",
    ).frame
    assert frame["probationer"].to_list() == ["yes", "no", "no", "", "", ""]


def test_probationers_are_told_from_typed_dates_too_where_a_format_is_stated() -> None:
    mapping = strength(
        columns={"person_id": "id", "command": "cmd", "rank": "grade", "joined_on": "joined"},
        dates={"joined_on": "%d/%m/%Y"},
        probation={"months": 36},
    )
    rows = ("1|AA|PC|2022-02-01", "2|AA|PC|01/02/2022", "3|AA|PC|2012-02-01")
    frame = shaped(mapping, "id|cmd|grade|joined", *rows).frame
    assert frame["probationer"].to_list() == ["yes", "yes", "no"]


def test_numbers_are_multiplied_where_the_mapping_says_so_and_words_stay() -> None:
    columns = {"person_id": "id", "command": "cmd", "rank": "grade", "fte": "percent"}
    mapping = strength(columns=columns, scale={"fte": 0.01})
    rows = ("1|AA|PC|100", "2|AA|PC|62.16", "3|AA|PC|", "4|AA|PC|n/a", "5|AA|PC|7")
    frame = shaped(mapping, "id|cmd|grade|percent", *rows).frame
    assert frame["fte"].to_list() == ["1", "0.6216", "", "n/a", "0.07"]


def test_a_header_that_is_nearly_there_is_asked_about() -> None:
    with pytest.raises(Unreadable) as refused:
        shaped(strength(), "id|cmd|Grade|since", "1|AA|PC|")
    assert "has no column 'grade' (did you mean 'Grade'?); its columns are id, cmd" in str(
        refused.value
    )


def test_two_counts_that_are_alike_are_not_one() -> None:
    mapping = Mapping.model_validate(
        {
            "force": "small",
            "table": "demand",
            "columns": {"area": "area", "kind": "kind", "value": "n", "month": "month"},
        }
    )
    rows = ("2023-01|Barnet|Arson|4|day", "2023-01|Barnet|Arson|4|night")
    out = shaped(mapping, "month|area|kind|n|when", *rows)
    assert len(out.frame) == 2
    bad = contract.check(out.frame, mapping, small_force())
    assert bad["reason"].str.contains("add_up in the mapping adds up rows").all()
    assert len(bad) == 2


def test_rows_alike_in_the_key_are_added_up_where_the_mapping_says_so() -> None:
    mapping = Mapping.model_validate(
        {
            "table": "published_series",
            "columns": {"series": "type", "value": "fte"},
            "month": {"column": "year", "format": "%Y", "shift": 2},
            "values": {"series": {"Police Staff": "staff", "Police staff": "staff"}},
            "add_up": ["value"],
        }
    )
    assert list(mapping.faults(PATH)) == []
    # Rows that are the same in every cell are parts too, where parts are added up.
    rows = ("2007|F|officer|0.1", "2007|F|officer|0.1", "2007|M|officer|0.2")
    rows += ("2007|F|Police Staff|1", "2007|F|Police staff|2", "2008|F|officer|5")
    out = shaped(mapping, "year|sex|type|fte", *rows)
    assert out.repeats == 0
    frame = contract.typed(out.frame, mapping)
    assert frame[["month", "series", "value", "unit"]].to_numpy().tolist() == [
        ["2007-03", "officer", 0.4, "FTE"],
        ["2007-03", "staff", 3.0, "FTE"],
        ["2008-03", "officer", 5.0, "FTE"],
    ]
    # Of each sum the row that came first.
    assert frame.index.to_list() == [2, 5, 7]


def test_a_column_that_adding_up_would_lose_is_a_problem() -> None:
    columns = {"area": "a", "kind": "k", "value": "v", "month": "m"}
    said = {"force": "small", "table": "demand", "columns": columns, "add_up": ["kind"]}
    assert list(Mapping.model_validate(said).faults(PATH)) == [
        (
            ("add_up",),
            "value would be lost: only columns of the key (month, area, kind) can stand beside "
            "what is added up",
        ),
        (("add_up",), "'kind' is no number"),
    ]


def test_without_columns_the_headers_are_the_tables_own() -> None:
    plain = Mapping(force="small", table="strength")
    assert list(plain.faults(PATH)) == []
    raw = under("month|person_id|command|rank|shoe", "2023-01|1|AA|PC|9")
    assert list(shape(raw, plain.under(raw.frame), PATH).frame) == [
        "month",
        "person_id",
        "command",
        "rank",
    ]


def test_a_date_that_a_placement_copies_is_read_as_its_source_was_written() -> None:
    placement = {"column": "command", "values": ["WARD"], "copy": {"absence_from": "posted_on"}}
    columns = {"person_id": "id", "command": "cmd", "rank": "grade", "posted_on": "since"}
    mapping = strength(
        columns=columns | {"absence_from": "away"},
        dates={"posted_on": "%m/%d/%Y", "absence_from": "%d/%m/%Y"},
        placements=[placement],
    )
    rows = ("1|WARD|PC|02/03/2023|", "2|AA|PC|02/03/2023|04/03/2023", "3|WARD|PC|soon|")
    out = shaped(mapping, "id|cmd|grade|since|away", *rows)
    assert out.frame["absence_from"].to_list() == ["2023-02-03", "04/03/2023", "soon"]


@pytest.mark.parametrize("letter", ["\u200b", "\u202e"])
def test_a_letter_that_is_not_seen_does_not_decide_in_silence_about_a_row(letter: str) -> None:
    rows = ("1|AA|PC||Shire", f"2|AA|PC||Shire{letter}")
    raw = under("id|cmd|grade|since|force", *rows, bad={(3, 4): "holds an unseen letter"})
    keeping = strength(keep=[{"column": "force", "values": ["Shire"]}])
    bad = shape(raw, keeping, PATH).bad
    assert bad[["row", "column", "reason"]].to_numpy().tolist() == [
        [3, "force", "holds an unseen letter"]
    ]


def test_a_blank_that_does_not_break_is_a_blank() -> None:
    rows = ("1\u00a0|AA|PC||West\u00a0Shire", "a\u00a01|AA|PC||West Shire")
    keeping = strength(keep=[{"column": "force", "values": ["West Shire"]}])
    frame = shaped(keeping, "id|cmd|grade|since|force", *rows).frame
    assert frame["person_id"].to_list() == ["1", "a 1"]


@pytest.mark.parametrize(
    ("unpivot", "said"),
    [
        ({"pattern": "^i", "name": "n", "value": "v"}, "'id', which [unpivot] names, is used"),
        ({"headers": ["x"], "name": "cmd", "value": "v"}, "'cmd', which [unpivot] names, is a"),
    ],
)
def test_an_unpivot_that_meets_other_headers_is_refused(unpivot: dict[str, Any], said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        shaped(strength(unpivot=unpivot), "id|cmd|grade|since|x", "1|AA|PC||1")
    assert said in str(refused.value)


def test_rows_are_kept_by_headers_of_the_file_and_not_by_those_that_unpivoting_makes() -> None:
    mapping = strength(
        keep=[{"column": "n", "values": ["x"]}],
        unpivot={"headers": ["x"], "name": "n", "value": "v"},
    )
    with pytest.raises(Unreadable, match="has no column 'n'"):
        shaped(mapping, "id|cmd|grade|since|x", "1|AA|PC||1")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"constants": {"rank": "PC"}}, ("constants", "rank")),
        ({"probation": {"months": 24}}, ("probation",)),
        ({"scale": {"rank": 2}}, ("scale", "rank")),
    ],
)
def test_a_part_that_does_not_suit_the_columns_is_a_fault(
    said: dict[str, Any], place: tuple[str, ...]
) -> None:
    assert place in [where for where, _ in strength(**said).faults(PATH)]
