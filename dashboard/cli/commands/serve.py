"""``frontline serve``: the dashboard, on this machine alone."""

import argparse
import os
import sys

from dashboard.cli.command import Command, Stop, open_store
from dashboard.cli.keeping import prepare
from dashboard.settings import ROOT, is_loopback, settings


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=_port, default=8050)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is no port: a number from 1 to 65535")
    return int(text)


def _run(asked: argparse.Namespace) -> None:
    if not is_loopback(asked.host):
        raise Stop(
            f"{asked.host} can be reached from other machines, and there is no sign-in yet: "
            "Frontline serves this machine alone. Leave --host out, or give 127.0.0.1."
        )
    prepare(open_store())
    address = f"[{asked.host}]" if ":" in asked.host else asked.host
    where = ["--config", str(ROOT / "gunicorn.conf.py"), "--chdir", str(ROOT)]
    where += ["--bind", f"{address}:{asked.port}", "--log-level", "warning"]
    server = [sys.executable, "-m", "gunicorn", *where, "app:server"]
    os.execve(sys.executable, server, settings().environment())


COMMAND = Command("serve", "Serve the dashboard on this machine.", _run, _arguments)
