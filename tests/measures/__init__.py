"""Tests of the measures and the engine that works them out."""
