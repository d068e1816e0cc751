"""Tables of Delta: which files are one at this moment, and the cube's cells laid down as some."""

from pathlib import Path

from dashboard.cube.parts import Paths
from dashboard.store import parquet
from dashboard.store.releases import Release

# deltalake is imported where it is used: it is 129 MB, and web processes load this room.

_READ = {"timestampNtz", "v2Checkpoint", "vacuumProtocolCheck"}
"""Features of Delta under which the files hold all rows as they are."""


def is_one(where: str) -> bool:
    """Whether there is a table of Delta in this folder."""
    return (Path(where) / "_delta_log").is_dir()


def files_of(where: str) -> list[str]:
    """The Parquet files that are the table now; those of a partition hold the other columns.

    ``ValueError`` where it cannot be read, or where rows are deleted or columns renamed beside
    the files.
    """
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    try:
        table = DeltaTable(where)
        needs = {*(table.protocol().reader_features or ())} - _READ
    except DeltaError as error:
        raise ValueError(f"{where}: is a Delta table that cannot be read ({error}).") from None
    if needs or table.metadata().configuration.get("delta.columnMapping.mode", "none") != "none":
        named = ", ".join(sorted(needs)) or "columnMapping"
        raise ValueError(
            f"{where}: its files alone do not say what its rows are ({named}). "
            "Write it anew without that, or read it by its name on Spark."
        )
    return sorted(table.file_uris())


def export(release: Release, paths: Paths, folder: Path) -> list[Path]:
    """Write the cells of each kind as a table of Delta; those written, one a kind.

    Its column ``release`` says what it was counted from. One that holds these cells of this release
    already is left as it is, so that a new version is always new data.
    """
    from deltalake import CommitProperties, write_deltalake

    written = []
    for kind, listed in paths.items():
        path = folder / f"frontline_{kind}"
        # The name of a part is what it was counted from, how, and a hash of its content.
        held = {"release": release.id, "parts": " ".join(sorted(part.name for part in listed))}
        if not listed or _held(path) == held:
            continue
        with parquet.connect() as connection:
            own = parquet.read(connection, listed).filter(f"of_kind = '{kind}'")
            columns = [f'"{name}"' for name in own.columns if name != "of_kind"]
            path.mkdir(parents=True, exist_ok=True)
            write_deltalake(
                path,
                own.project(", ".join([f"'{release.id}' AS release", *columns])),
                mode="overwrite",
                schema_mode="overwrite",
                commit_properties=CommitProperties(custom_metadata=held),
            )
        written.append(path)
    return written


def _held(path: Path) -> dict[str, str]:
    """The release and the parts of which a table is, where it is one of ours."""
    from deltalake import DeltaTable

    if not is_one(str(path)):
        return {}
    last = DeltaTable(path).history(1)[0]
    return {name: last[name] for name in ("release", "parts") if name in last}
