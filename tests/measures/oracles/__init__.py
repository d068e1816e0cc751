"""Slow second computations, a file a subject: from rows, in plain Python, sharing no code."""
