"""Tests of what a reader is handed of a release."""
