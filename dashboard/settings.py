"""Where things are: one set of settings, read from the environment."""

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
