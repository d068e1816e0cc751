"""Published figures held against a measure: which fit a selection, and where each stands."""

from collections.abc import Iterator

from dashboard.measures.engine.definition import Benchmark, Measure
from dashboard.measures.engine.selection import Selection
from dashboard.schema.evidence import Evidence, Figure, evidence, figure
from dashboard.schema.force import Force
from dashboard.schema.months import words


def fitting(
    measure: Measure, force: Force, selection: Selection
) -> Iterator[tuple[Benchmark, Figure]]:
    """The benchmarks that may be held against the measure of a selection, nearest first.

    A command's own published figure comes before those of all commands.
    """
    if measure.published:
        yield from _of_the_command(measure, force, selection)
    for benchmark in measure.benchmarks:
        of_its_commands = not benchmark.group or _is_of(benchmark, force, selection)
        if benchmark.reading in ("", selection.reading) and of_its_commands:
            yield benchmark, figure(benchmark.figure)


def _of_the_command(
    measure: Measure, force: Force, selection: Selection
) -> Iterator[tuple[Benchmark, Figure]]:
    """What is published of the one command that is selected, if it is of this force at all."""
    if len(selection.commands) != 1 or selection.teams:
        return
    for publication in _of_the_force(force):
        for found in publication.figures.values():
            here = found.scope_type in ("bcu", "command") and found.scope == selection.commands[0]
            if here and found.measure == measure.published:
                name = force.command_name(selection.commands[0])
                yield Benchmark(found.id, f"{name}, {_period(found)}"), found


def _of_the_force(force: Force) -> list[Evidence]:
    """The publications that are about the force; none about one that is published as nothing."""
    return [one for one in evidence().values() if one.force and one.force == force.published_as]


def _is_of(benchmark: Benchmark, force: Force, selection: Selection) -> bool:
    """Whether the figure is of this force, and all of its group is selected."""
    published = any(benchmark.figure in one.figures for one in _of_the_force(force))
    if not published or selection.teams or selection.grades:
        return False
    if benchmark.group == "all":
        return not selection.commands
    return set(selection.commands) == set(force.groups().get(benchmark.group, ())) != set()


def _period(found: Figure) -> str:
    return words(found.period) if len(found.period) == 7 else found.period


def printed(found: Figure) -> str:
    """The value as a page writes it: "20 to 25%", "10 PCs per sergeant"."""
    if found.low is None:
        return f"{found.value} {found.unit}"
    value = f"{found.low:,g} to {found.high:,g}" if found.low != found.high else f"{found.low:,g}"
    unit = found.unit.partition(" ")[0] if found.unit.startswith("%") else f" {found.unit}"
    return f"{value}{unit}"


def citation(benchmark: Benchmark) -> str:
    """The figure as it is printed, what it is of, and where it stands."""
    found = figure(benchmark.figure)
    return f"{printed(found)}: {benchmark.words} ({found.citation})"
