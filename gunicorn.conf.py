"""How gunicorn serves the dashboard: two workers, on this machine alone."""

import gc
import os
import sys
import threading

from gunicorn.workers.gthread import ThreadWorker

from dashboard.settings import is_loopback

bind = ["127.0.0.1:8050"]
workers = 2
threads = 6


class Worker(ThreadWorker):
    """A worker that takes up no more than it has threads for.

    What waits then waits for whichever worker is free first; workers that take up all that comes
    leave one with a queue while the other is idle. Connections kept open count for nothing.
    """

    @property
    def worker_connections(self):
        """The number of connections from which on no other is accepted."""
        idle = len(self.keepalived_conns) + len(self.pending_conns)
        return min(self.cfg.threads + idle, self._most)

    @worker_connections.setter
    def worker_connections(self, most):
        self._most = most


worker_class = Worker


def on_starting(server):
    """Refuse to listen where other machines can reach, until there is sign-in."""
    for address in server.cfg.address:
        host = address[0] if isinstance(address, tuple) else "localhost"  # A Unix socket is local.
        if not is_loopback(host):
            raise SystemExit(
                f"{host} can be reached from other machines, and there is no sign-in yet: "
                "Frontline serves this machine alone. Bind to 127.0.0.1."
            )
    # Loaded once and then forked: a worker that starts anew serves at once, and they share memory.
    # Gunicorn's own setting for it loads before anybody can refuse.
    server.app.wsgi()


def when_ready(server):
    """Say where it is once it listens."""
    # What is loaded by now lives as long as the server: a collector that walks through it stops an
    # answer for longer than the answer takes, and takes it out of the memory that workers share.
    gc.collect()
    gc.freeze()
    where = " and ".join(
        f"http://{listener}".replace("http://http", "http") for listener in server.LISTENERS
    )
    print(f"Frontline is at {where} (stop with Ctrl+C)", flush=True)


def post_worker_init(worker):
    """Have a release opened in the worker as it becomes current, before anybody asks for it."""
    ended = threading.Event()
    follow = worker.wsgi.extensions["frontline.follow"]
    threading.Thread(target=follow, args=[ended], daemon=True, name="follow").start()


def worker_exit(server, worker):
    """End a worker here: libraries would wait for threads that only the process it came of has."""
    # The master, too, calls this, for a worker that was gone before it could be ended.
    if os.getpid() != worker.pid:
        return
    ended = sys.exc_info()[1]
    code = ended.code if isinstance(ended, SystemExit) else 1 if ended else 0
    os._exit(code if isinstance(code, int) else 1)
