"""Tests of the parts that pages are made of."""
