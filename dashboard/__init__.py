"""The map of the house, in the order in which data meets it.

    a file -> ingest -> store -> cube -> measures -> figures -> pages

==============  ===============================================================
room            what it owns
==============  ===============================================================
settings        where things are, from the environment
schema          the data contract: tables, duty statuses, months, what a force says
ingest          files (and the demonstration) in: read as text, map, validate
store           immutable releases of content-named Parquet, swapped atomically
cube            tables counted into monthly cells, and those cells held in memory
access          which cube a reader sees; the one way from a release to a page
measures        one file a measure, and the engine that works all of them out
figures         frame in, Plotly figure out, as plain dictionaries
export          what leaves: CSV, and the names of files
components      parts of a page, and the ids of all of them
pages           one file a page: which measures, in what order, in what words
factory, cli    where the parts are put together; nothing imports them
==============  ===============================================================

Each room imports only from those above it (ingest and store do not know each
other). The contracts in pyproject.toml say it to import-linter.
"""
