"""``frontline prepare``: what a server needs, made before it starts."""

import argparse

from dashboard.cli.command import Command, open_store
from dashboard.cli.keeping import prepare


def _run(asked: argparse.Namespace) -> None:
    prepare(open_store())


COMMAND = Command("prepare", "Make the demonstration if there is no data, and the cube.", _run)
