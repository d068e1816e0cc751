"""Tests of the files that leave."""
