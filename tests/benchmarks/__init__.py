"""What the dashboard costs, measured from outside: ``python -m tests.benchmarks --help``.

A benchmark is one module here with ``NAME`` and ``run(options) -> rows``, each row a label, a
value, a unit and a target or "" (see ``benchmark.py``); it is found by being there.
"""
