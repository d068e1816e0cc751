"""``frontline demo``: the demonstration data made anew."""

import argparse

from dashboard.cli.command import Command, open_store
from dashboard.cli.keeping import make_demonstration


def _run(asked: argparse.Namespace) -> None:
    store = open_store()
    with store.lock():
        make_demonstration(store)


COMMAND = Command("demo", "Make the demonstration data.", _run)
