"""The dashboard as a WSGI application: ``app:server`` for gunicorn, ``python app.py`` by hand."""

import sys

if __name__ == "__main__":
    from dashboard.cli import main

    sys.exit(main(["serve"]))

from dashboard.factory import create_app

app = create_app()
server = app.server
