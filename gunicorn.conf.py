"""How gunicorn serves the dashboard: two workers, on this machine alone."""

from dashboard.settings import is_loopback

bind = ["127.0.0.1:8050"]
workers = 2
threads = 4


def on_starting(server):
    """Refuse to listen where other machines can reach, until there is sign-in."""
    for address in server.cfg.address:
        host = address[0] if isinstance(address, tuple) else "localhost"  # A Unix socket is local.
        if not is_loopback(host):
            raise SystemExit(
                f"{host} can be reached from other machines, and there is no sign-in yet: "
                "Frontline serves this machine alone. Bind to 127.0.0.1."
            )


def when_ready(server):
    """Say where it is once it listens."""
    where = " and ".join(
        f"http://{listener}".replace("http://http", "http") for listener in server.LISTENERS
    )
    print(f"Frontline is at {where} (stop with Ctrl+C)", flush=True)
