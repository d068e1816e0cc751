"""What is stated of publications: found by being there, and complete."""

from pathlib import Path

import pytest

from dashboard.schema.publication import publications, unstated

STATED = 'title = "T"\ntotal = "the T"\npublisher = "P"\ncounts = "C."\ncitation = "W."\n'


def test_a_publication_is_found_by_its_file_being_there(tmp_path: Path) -> None:
    (tmp_path / "first.toml").write_text(STATED)
    assert list(publications(tmp_path)) == ["first"]
    (tmp_path / "second.toml").write_text(STATED.replace('"T"', '"Second"'))
    found = publications(tmp_path)
    assert {name: each.title for name, each in found.items()} == {"first": "T", "second": "Second"}


@pytest.mark.parametrize("name", ["title", "total", "publisher", "counts", "citation"])
def test_a_publication_that_leaves_something_unsaid_is_refused_by_name(
    tmp_path: Path, name: str
) -> None:
    kept = [line for line in STATED.splitlines() if not line.startswith(f"{name} ")]
    (tmp_path / "lacking.toml").write_text("\n".join(kept))
    with pytest.raises(ValueError, match=rf"lacking\.toml.*{name}"):
        publications(tmp_path)


def test_the_notes_of_the_home_office_are_in_what_it_counts() -> None:
    counts = publications()["home_office_workforce"].counts
    for said in ("career breaks", "long-term absence", "seconded into", "seconded out to central"):
        assert said in counts
    assert "31 March" in counts
    assert "March 2015" in counts


def test_the_monthly_totals_are_said_to_say_nothing_of_whom_they_count() -> None:
    assert "says nothing about whom it counts" in publications()["mps_police_force_strength"].counts


def test_a_source_that_no_file_states_is_named_with_the_file_that_is_missing() -> None:
    assert unstated("some_totals").title == "some totals"
    assert "some_totals.toml" in unstated("some_totals").counts
    assert unstated("").title == "Unnamed source"
