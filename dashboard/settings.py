"""Where things are: one set of settings, read from the environment."""

import ipaddress
from functools import cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What a deployment may set, each as ``FRONTLINE_<NAME>``.

    data: folder of the releases, the cubes and the cache (default ``var/``).
    """

    model_config = SettingsConfigDict(env_prefix="FRONTLINE_")

    data: Path = ROOT / "var"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()


def is_loopback(host: str) -> bool:
    """Whether an address to listen on can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
