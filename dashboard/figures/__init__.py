"""Figures: a pandas frame in, a Plotly figure out as a plain dictionary.

Every function is pure and returns ``{"data": [...], "layout": {...}}`` of Python lists, floats,
texts and ``None`` alone. Colours, fonts and the shared layout are in ``style``; the height in
pixels is set in each figure, the width is the page's.
"""
