"""The shell around every page: name, badge, filters, notices, and the answer."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard.access.reading import Snapshot
from dashboard.components import ids
from dashboard.components.attributes import hyphened
from dashboard.components.choices import Choice, by_name
from dashboard.components.folded import Props
from dashboard.components.page import Page
from dashboard.components.state import COMPARISONS, OVER, State
from dashboard.components.wording import capital
from dashboard.figures.style import DARK, TEMPLATE
from dashboard.measures.engine.selection import grades_of, write_query
from dashboard.schema import months
from dashboard.schema.duty import READINGS
from dashboard.schema.force import Force


def layout(snapshot: Snapshot, known: Mapping[str, Page]) -> Component:
    """The whole document body for a release; answers fill it and nothing else changes it.

    known: the pages by path, as the navigation lists them.
    """
    return html.Div(
        [
            html.A("Skip to the answer", href="#main", className="skip"),
            _header(snapshot),
            html.Nav(
                [html.A(page.title, href=path, className="in-app") for path, page in known.items()],
                className="pages",
                **hyphened(aria_label="Pages"),
            ),
            html.Button(
                "Filters",
                className="open-filters",
                type="button",
                **hyphened(aria_controls=ids.FILTERS, aria_expanded="false"),
            ),
            _filters(snapshot, choices_of(known)),
            html.Main(
                [
                    html.P(id=ids.SELECTION, className="selection"),
                    html.H1(id=ids.HEADLINE, **hyphened(aria_live="polite")),
                    html.Div(id=ids.NOTICE, className="notices", role="status"),
                    html.Div(id=ids.PAGE),
                ],
                id="main",
                tabIndex="-1",
            ),
        ],
        id="shell",
        **hyphened(
            data_release=snapshot.id, data_dark=json.dumps(DARK), data_template=json.dumps(TEMPLATE)
        ),
    )


def _header(snapshot: Snapshot) -> html.Header:
    release = snapshot.release
    made_up = release.force.illustrative
    newest = snapshot.cube.newest()
    return html.Header(
        [
            html.Span("Frontline", className="name"),
            html.Span(
                "Illustrative data" if made_up else release.force.name,
                id=ids.BADGE,
                className="badge-illustrative" if made_up else "badge-real",
            ),
            html.Span(
                f"Release {release.id[:8]} of {release.made_at:%-d %B %Y}"
                + (f", to {months.words(newest)}" if newest else ""),
                id=ids.RELEASE,
                className="release",
            ),
        ]
    )


def choices_of(known: Mapping[str, Page]) -> dict[str, Choice]:
    """The controls that pages have of their own, by name."""
    return by_name(choice for page in known.values() for choice in page.choices)


def _filters(snapshot: Snapshot, choices: Mapping[str, Choice]) -> html.Form:
    options = _offered(snapshot)
    return html.Form(
        [
            html.Div(
                [
                    html.H2("Filters"),
                    html.Button("Close", className="close-filters", type="button"),
                ],
                className="drawer-head",
            ),
            *(_own(snapshot, choice) for choice in choices.values()),
            *(_control(name, options[name]) for name in ids.CONTROLS),
            html.Div(
                [
                    html.A("Reset", href="/", className="in-app reset"),
                    html.Button("Copy link", id=ids.COPY, type="button", className="as-link"),
                    html.A("Download page", id=ids.DOWNLOAD, href="", download=""),
                    html.Span(id=ids.COPIED, role="status"),
                ],
                className="actions",
            ),
        ],
        id=ids.FILTERS,
        className="filters",
        **hyphened(aria_label="Filters"),
    )


def _control(name: str, options: list[dict[str, Any]]) -> html.Div:
    control = ids.CONTROLS[name]
    # Disabled until the first answer: before it the filters do not say what the URL says.
    return html.Div(
        [
            html.Label(_LABELS[name], htmlFor=control),
            dbc.Select(id=control, options=options, value=ids.UNSAID, size="sm", disabled=True),
            html.Small(id=ids.unused(control)),
        ]
    )


def _own(snapshot: Snapshot, choice: Choice) -> html.Div:
    """A page's own control; the other pages hide it."""
    control = ids.choice(choice.name)
    if choice.written:
        field: Component = dbc.Input(
            id=control, value="", size="sm", debounce=True, placeholder=choice.hint
        )
    else:
        options = [
            _option(words, _of_choice(snapshot, choice, value))
            for words, value in choice.offered(snapshot)
        ]
        field = dbc.Select(id=control, options=options, value=ids.UNSAID, size="sm")
    return html.Div(
        [html.Label(choice.label, htmlFor=control), field],
        id=ids.offered(choice.name),
        className="own",
        hidden=True,
    )


def _of_choice(snapshot: Snapshot, choice: Choice, value: str) -> str:
    """What a control holds for a value: the piece of the URL; of what is written the text."""
    if choice.written:
        return value
    default = value == choice.default(snapshot)
    return ids.UNSAID if default else write_query([(choice.name, value)])


_LABELS = {
    "command": "Command",
    "team": "Team",
    "grade": "Grade",
    "month": "Month",
    "over": "Span",
    "compare": "Compare with",
    "reading": "Deployable as read by",
    "count": "Count",
    "view": "Where they count",
}
_SWITCHED = {
    "count": {"fte": "Full-time equivalents", "heads": "Headcount"},
    "view": {"home": "Home: on whose books", "host": "Host: where they work"},
    "reading": {code: capital(reading.reader) for code, reading in READINGS.items()},
}
_INDENT = "\u2003"


def _offered(snapshot: Snapshot) -> dict[str, list[dict[str, Any]]]:
    """:func:`_options`, worked out once for a release."""
    return snapshot.cube.kept.get("filters", lambda: _options(snapshot))


def _options(snapshot: Snapshot) -> dict[str, list[dict[str, Any]]]:
    """What each filter offers; a value is a piece of the query string."""
    force, cube = snapshot.release.force, snapshot.cube
    newest = cube.newest() or ""
    teams = sorted(filter(None, cube.labels["team"]), key=force.team_name)
    return {
        "command": [_option("All commands", ids.UNSAID), *_commands(force, cube.commands)],
        "team": [
            _option("All teams", ids.UNSAID),
            *(_option(force.team_name(code), write_query([("team", code)])) for code in teams),
        ],
        "grade": [
            _option("All officers", ids.UNSAID),
            *(
                _option(f"{capital(grade)}s", write_query([("grade", grade)]))
                for grade in grades_of(cube)
            ),
        ],
        "month": [
            _option(f"Newest: {months.words(newest)}", ids.UNSAID),
            *(
                _option(months.words(month), write_query([("to", month)]))
                for month in reversed(cube.months)
            ),
        ],
        "over": [
            _option("That month alone", ids.UNSAID),
            *(_option(words, write_query([("over", code)])) for code, words in OVER.items()),
            *(
                _option(f"From {months.words(month)}", write_query([("from", month)]))
                for month in reversed(cube.months[:-1])
            ),
        ],
        "compare": [
            _option(words, _unless_first("compare", code, "previous"))
            for code, words in COMPARISONS.items()
        ],
        **{
            name: [
                _option(words, _unless_first(name, code, next(iter(said))))
                for code, words in said.items()
            ]
            for name, said in _SWITCHED.items()
        },
    }


def _option(label: str, value: str) -> dict[str, Any]:
    return {"label": label, "value": value}


def _unless_first(name: str, code: str, first: str) -> str:
    return ids.UNSAID if code == first else write_query([(name, code)])


def _commands(force: Force, there: tuple[str, ...]) -> list[dict[str, Any]]:
    """The commands under their groups, then those that the force does not list, by name."""
    found = []
    for group, codes in force.groups().items():
        sent = [code for code in codes if code in there]
        if group and len(sent) > 1:
            found.append(_option(f"All {group}", _of_commands(sent)))
        indent = _INDENT if group else ""
        found += [
            _option(f"{indent}{force.command_name(code)}", _of_commands([code])) for code in sent
        ]
    others = sorted(set(there) - set(force.commands))
    return found + [_option(code, _of_commands([code])) for code in others]


def _of_commands(codes: Sequence[str]) -> str:
    return write_query([("command", code) for code in codes])


def settings_of(state: State, asked: dict[str, list[str]]) -> dict[str, str]:
    """What the filters must read for a state.

    A month that the URL leaves out stays left out: such a link always shows the newest.
    """
    chosen = state.selection
    span = [("over", state.over)] if state.over else []
    if not state.over and chosen.first != chosen.last:
        span = [("from", chosen.first)]
    switched = dict(chosen.switched())
    pieces: dict[str, list[tuple[str, str]]] = {
        "command": [("command", code) for code in chosen.commands],
        "team": [("team", code) for code in chosen.teams],
        "grade": [("grade", code) for code in chosen.grades],
        "month": [("to", chosen.last)] if "to" in asked else [],
        "over": span,
        "compare": [] if state.compare == "previous" else [("compare", state.compare)],
        **{name: [(name, switched[name])] if name in switched else [] for name in _SWITCHED},
    }
    return {
        control: write_query(pieces[name]) or ids.UNSAID for name, control in ids.CONTROLS.items()
    }


def _unlisted(snapshot: Snapshot, state: State, settings: Mapping[str, str]) -> Props:
    """The options of the filters where a link says what no plain option does, such as several."""
    force, chosen = snapshot.release.force, state.selection
    said = {
        "command": [force.command_name(code) for code in chosen.commands],
        "team": [force.team_name(code) for code in chosen.teams],
        "grade": [f"{grade}s" for grade in chosen.grades],
    }
    found: Props = {}
    options = _offered(snapshot)
    for name, words in said.items():
        control = ids.CONTROLS[name]
        value = settings[control]
        if value not in [option["value"] for option in options[name]]:
            several = _option(f"{len(words)} chosen: {', '.join(words)}", value)
            found[control] = {"options": [several, *options[name]]}
    return found


def answer(
    snapshot: Snapshot,
    page: Page,
    state: State,
    query: dict[str, Any],
    asked: dict[str, list[str]],
    choices: Mapping[str, Choice],
) -> dict[str, Any]:
    """What the browser is sent: the query answered, what to set, and how the filters must read.

    reload: the page was laid out for another release, and has to be laid out again.
    """
    if query["release"] != snapshot.id:
        return {"query": query, "reload": True}
    settings = settings_of(state, asked)
    props = _unlisted(snapshot, state, settings) | page.props(
        snapshot, state, query.get("open", ())
    )
    release = write_query([("release", snapshot.id)])
    props[ids.DOWNLOAD] = {"href": f"/download/{page.key}.zip?{state.query()}&{release}"}
    for name, control in ids.CONTROLS.items():
        off = name not in page.filters
        words = "Not used on this page" if off else ""
        props[control] = props.get(control, {}) | {"disabled": off}
        props[ids.unused(control)] = {"children": words}
    for name, choice in choices.items():
        settings[ids.choice(name)] = _of_choice(snapshot, choice, state.own[name])
        props[ids.offered(name)] = {"hidden": choice not in page.choices}
    if query["laid"] != page.path:
        # Another page than the one that stands there: laid out, and filled like any other answer.
        props = {ids.PAGE: {"children": page.layout()}} | props
    return {
        "query": query,
        "page": page.path,
        "title": f"{page.title} - Frontline",
        "controls": settings,
        "link": state.query(),
        "props": props,
    }


def sorry(query: dict[str, Any], words: str) -> dict[str, Any]:
    """An answer that says why there is none; what stands on the page stays."""
    return {
        "query": query,
        "title": "Frontline",
        "controls": {},
        "page": query.get("laid", ""),
        "props": {ids.NOTICE: {"children": html.P(words)}},
    }


def failure(words: str) -> Component:
    """The page where there is nothing to show at all."""
    return html.Main([html.H1("Frontline has no data to show"), html.P(words)], id="main")
