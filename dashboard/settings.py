"""Where things are: one set of settings, read from the environment."""

import ipaddress
import os
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What a deployment may set, each as ``FRONTLINE_<NAME>``.

    data: folder of the releases and the cubes (default ``var/``).
    engine: what counts rows into the cube: "duckdb", on this machine, or "spark".
    spark: where Spark is: the address of Spark Connect (``sc://host``), or a master.
    redis: the address of the Redis that several web hosts share (``redis://host``); none: each
    process keeps its own.
    """

    model_config = SettingsConfigDict(env_prefix="FRONTLINE_")

    data: Path = ROOT / "var"
    engine: Literal["duckdb", "spark"] = "duckdb"
    spark: str = "local[*]"
    redis: str = ""

    @field_validator("data")
    @classmethod
    def _whole(cls, path: Path) -> Path:
        # A relative path means the folder that the person stands in, for every process started.
        return path.expanduser().absolute()

    def environment(self) -> dict[str, str]:
        """The environment for a process of ours that must see the same settings."""
        return {**os.environ, "FRONTLINE_DATA": str(self.data)}


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
