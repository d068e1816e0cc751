"""``frontline check``: every stored file against its name."""

import argparse

from dashboard.cli.command import Command, Stop, open_store
from dashboard.cube import parts


def _run(asked: argparse.Namespace) -> None:
    found = list(parts.check(open_store()))
    verified = sum(not finding.words for finding in found)
    damaged = [finding for finding in found if finding.words and not finding.harmless]
    for finding in found:
        if finding.harmless:
            print(finding.words)
    print(f"{verified:,} {'file holds' if verified == 1 else 'files hold'} what they should.")
    if damaged:
        raise Stop("\n".join(["Damaged:", *(item.words for item in damaged)]))


COMMAND = Command("check", "Verify every stored file.", _run)
