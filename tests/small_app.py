"""The app over a store of a test's own, without a server."""

from pathlib import Path

import pytest
from flask import Flask

from dashboard.factory import create_app
from dashboard.settings import settings


def app_over(root: Path) -> Flask:
    """The app over a store; the environment names it only while the app is made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRONTLINE_DATA", str(root))
        settings.cache_clear()
        app = create_app().server
    settings.cache_clear()
    return app
