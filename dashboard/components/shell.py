"""The shell around every page: name, badge, filters, notices, the answer, and the stores."""

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.access.reading import Snapshot
from dashboard.components import ids
from dashboard.components.attributes import hyphened
from dashboard.components.page import COMPARISONS, Page, State
from dashboard.measures.engine.selection import write_query
from dashboard.schema import months
from dashboard.schema.force import Force

DOCUMENT = """<!DOCTYPE html>
<html lang="en">
<head>{%metas%}<title>{%title%}</title>{%favicon%}{%css%}</head>
<body>{%app_entry%}<footer>{%config%}{%scripts%}{%renderer%}</footer></body>
</html>"""
"""The document around the app; Dash's own says no language, without which it cannot be read out."""


def layout(snapshot: Snapshot, page: Page) -> Component:
    """The whole document body for a release; answers fill it and nothing else changes it."""
    release = snapshot.release
    return html.Div(
        [
            dcc.Store(id=ids.QUERY),
            dcc.Store(id=ids.ANSWER),
            dcc.Store(id=ids.APPLIED),
            html.A("Skip to the answer", href="#main", className="skip"),
            html.Header(
                [
                    html.Span("Frontline", className="name"),
                    html.Span(
                        "Illustrative data" if release.force.illustrative else release.force.name,
                        id=ids.BADGE,
                        className="badge-illustrative"
                        if release.force.illustrative
                        else "badge-real",
                    ),
                    html.Span(f"Release {release.id[:8]}", id=ids.RELEASE, className="release"),
                ]
            ),
            html.Form(
                [_control(name, options) for name, options in _options(snapshot).items()]
                + [html.A("Reset", href=page.path, className="in-app reset")],
                className="filters",
                **hyphened(aria_label="Filters"),
            ),
            html.Main(
                [
                    html.P(id=ids.SELECTION, className="selection"),
                    html.H1(id=ids.HEADLINE, **hyphened(aria_live="polite")),
                    html.Div(id=ids.NOTICE, className="notices", role="status"),
                    page.layout(),
                ],
                id="main",
            ),
        ],
        id="shell",
        **hyphened(data_release=release.id),
    )


def _control(name: str, options: list[dict[str, str]]) -> html.Div:
    control = ids.CONTROLS[name]
    # Disabled until the first answer: before it the filters do not say what the URL says.
    return html.Div(
        [
            html.Label(_LABELS[name], htmlFor=control),
            dbc.Select(id=control, options=options, value=ids.UNSAID, size="sm", disabled=True),
        ]
    )


_LABELS = {"command": "Command", "month": "Month", "compare": "Compare with"}


def _options(snapshot: Snapshot) -> dict[str, list[dict[str, str]]]:
    """What each filter offers; a value is a piece of the query string."""
    force, cube = snapshot.release.force, snapshot.cube
    newest = cube.newest() or ""
    return {
        "command": [
            _option("All commands", ids.UNSAID),
            *(_command(force, code) for code in _in_order(force, cube.commands)),
        ],
        "month": [
            _option(f"Newest: {months.words(newest)}", ids.UNSAID),
            *(_month(month) for month in reversed(cube.months)),
        ],
        "compare": [_option(words, _comparison(code)) for code, words in COMPARISONS.items()],
    }


def _in_order(force: Force, commands: tuple[str, ...]) -> list[str]:
    """Listed commands as the force lists them, then the others by name."""
    listed = [code for code in force.commands if code in commands]
    return listed + sorted(set(commands) - set(listed))


def _option(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


def _command(force: Force, code: str) -> dict[str, str]:
    return _option(force.command_name(code), write_query([("command", code)]))


def _month(month: str) -> dict[str, str]:
    return _option(months.words(month), write_query([("from", month), ("to", month)]))


def _comparison(code: str) -> str:
    return ids.UNSAID if code == "previous" else write_query([("compare", code)])


def settings_of(state: State, asked: dict[str, list[str]]) -> tuple[dict[str, str], str]:
    """What the filters must read for a state, and the rest of the URL that no filter holds.

    A month that the URL leaves out stays left out: such a link always shows the newest.
    """
    selection = state.selection
    month = [("from", selection.first), ("to", selection.last)] if "to" in asked else []
    values = {
        "command": write_query([("command", code) for code in selection.commands]),
        "month": write_query(month),
        "compare": _comparison(state.compare),
    }
    rest = write_query([("team", code) for code in selection.teams])
    return {ids.CONTROLS[name]: value or ids.UNSAID for name, value in values.items()}, rest


def with_several(snapshot: Snapshot, state: State) -> dict[str, dict[str, Any]]:
    """The command filter's options where a link selects several, which no plain option says."""
    chosen = state.selection.commands
    if len(chosen) < 2:
        return {}
    force = snapshot.release.force
    several = _option(
        f"{len(chosen)} commands: {', '.join(force.command_name(code) for code in chosen)}",
        write_query([("command", code) for code in chosen]),
    )
    return {ids.CONTROLS["command"]: {"options": [several, *_options(snapshot)["command"]]}}


def answer(
    snapshot: Snapshot, page: Page, state: State, query: dict[str, Any], asked: dict[str, list[str]]
) -> dict[str, Any]:
    """What the browser is sent: the query answered, what to set, and how the filters must read.

    reload: the page was laid out for another release, and has to be laid out again.
    """
    if query["release"] != snapshot.release.id:
        return {"query": query, "reload": True}
    controls, rest = settings_of(state, asked)
    return {
        "query": query,
        "title": f"{page.title} - Frontline",
        "controls": controls,
        "rest": rest,
        "props": with_several(snapshot, state) | page.props(snapshot, state),
    }


def sorry(query: dict[str, Any], words: str) -> dict[str, Any]:
    """An answer that says why there is none; what stands on the page stays."""
    return {
        "query": query,
        "title": "Frontline",
        "controls": {},
        "rest": "",
        "props": {ids.NOTICE: {"children": html.P(words)}},
    }


def failure(words: str) -> Component:
    """The page where there is nothing to show at all."""
    return html.Main([html.H1("Frontline has no data to show"), html.P(words)], id="main")
