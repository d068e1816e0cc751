"""The tests: they mirror the packages of `dashboard`, with the facts and the oracle they share."""
