"""The mix of demand as a reader writes it: what is understood, and what is said of the rest."""

import pytest

from dashboard.components.mix import read_mix

KINDS = ["Burglary", "Robbery", "Theft", "Category 2"]


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("", {}),
        ("  ,; ", {}),
        ("Burglary 2, Robbery 1", {"Burglary": 2.0, "Robbery": 1.0}),
        ("burglary  2;ROBBERY", {"Burglary": 2.0, "Robbery": 1.0}),
        ("Theft 0.5, Burglary 0", {"Theft": 0.5}),
        # A kind may end in a number: it is no weight where the kind is known whole.
        ("Category 2, Theft 3", {"Category 2": 1.0, "Theft": 3.0}),
        ("Category 2 4", {"Category 2": 4.0}),
    ],
)
def test_kinds_and_weights_are_read_in_any_capitals(text: str, weights: dict[str, float]) -> None:
    mix = read_mix(text, KINDS)
    assert (dict(mix.weights), mix.notices) == (weights, ())


def test_what_is_written_again_means_the_same() -> None:
    mix = read_mix("theft 0.25, burglary", KINDS)
    assert mix.words() == "Theft 0.25, Burglary 1"
    assert read_mix(mix.words(), KINDS) == mix


def test_an_unknown_kind_is_named_with_those_there_are_and_the_rest_counts() -> None:
    mix = read_mix("Burglry 2, Robbery 1", KINDS)
    assert dict(mix.weights) == {"Robbery": 1.0}
    assert mix.notices == (
        "The mix names 'Burglry', which is no kind of demand here. Did you mean Burglary? "
        "Kinds: Burglary, Robbery, Theft and Category 2.",
    )


@pytest.mark.parametrize("text", ["Burglary -1", "Burglary nan", "Burglary 1e9", "7", "<b>"])
def test_what_is_no_weight_is_told_and_never_counts(text: str) -> None:
    mix = read_mix(text, KINDS)
    assert not mix.weights
    assert len(mix.notices) == 1


def test_a_kind_said_twice_and_a_mix_of_nothing_are_told() -> None:
    twice = read_mix("Theft 1, theft 3", KINDS)
    assert dict(twice.weights) == {"Theft": 3.0}
    assert twice.notices == ("The mix says Theft twice: the last counts.",)
    nothing = read_mix("Theft 0", KINDS)
    assert not nothing.weights
    assert nothing.notices == (
        "No kind of the mix has a weight above 0: every kind counts by its number.",
    )
