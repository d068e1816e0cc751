"""The document around the app: what it loads, what it leaves out, and its first answer."""

import re
from collections.abc import Callable
from typing import Any

from dash import Dash
from flask import request
from plotly.io.json import to_json_plotly

_INDEX = """<!DOCTYPE html>
<html lang="en">
<head>{metas}<title>{title}</title>{icon}{css}
<link rel="preload" href="/_dash-layout" as="fetch" crossorigin="anonymous">
<link rel="preload" href="/_dash-dependencies" as="fetch" crossorigin="anonymous">
<meta name="tables" content="{tables}"></head>
<body>{app_entry}<script id="first" type="application/json">{first}</script>
<footer>{config}{scripts}{renderer}</footer></body>
</html>"""

_ICON = (
    '<link rel="icon" href="data:image/svg+xml,'
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='3' fill='%2312436D'/%3E"
    "%3Cpath d='M5 3h7v2H7v2.5h4v2H7V13H5z' fill='white'/%3E%3C/svg%3E\">"
)

_UNUSED = re.compile(r"/(polyfill@|dcc/|dash_table/)")
"""Scripts that Dash always asks for: no browser needs the first, no page has anything of the rest.

The charts are drawn without Dash's own component, and so without the whole of plotly.js.
"""
_TABLES = re.compile(r'src="([^"]+/dash_ag_grid/[^"]+)"')
"""The script of tables that sort: it is large, and loaded when the first of them is opened."""


class Document(Dash):
    """A Dash app whose document already holds the answer to the address that it was asked at."""

    first: Callable[[str, str], Any]
    """Path and query ("?command=NA" or "") -> the first answer; ``None`` where there is none."""

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        """The document as text; parts: what Dash would put into its own."""
        scripts = parts.pop("scripts").splitlines()
        tables = [found[1] for line in scripts if (found := _TABLES.search(line))]
        kept = [line for line in scripts if not (_UNUSED.search(line) or _TABLES.search(line))]
        # The largest first: it is read while the rest is still on its way.
        kept.sort(key=lambda line: "/plotly" not in line)
        query = request.query_string.decode(errors="replace")
        first = to_json_plotly(self.first(request.path, f"?{query}" if query else ""))
        return _INDEX.format(
            **parts,
            icon=_ICON,
            scripts="\n".join(kept),
            tables=tables[0],
            # Inside a script nothing may look like the end of one.
            first=first.replace("<", "\\u003c"),
        )
