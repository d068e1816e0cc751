"""What a person states in a TOML file: the base of all such models, and reading one with words."""

import tomllib
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError


class Stated(BaseModel):
    """A part of such a file: immutable, and without any name that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, path: Path) -> Self:
        """What the file states. ``ValueError`` says which file, where in it, and what is wrong."""
        try:
            return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise ValueError(f"{path}: there is no such file.") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{path}: not TOML: {error}") from None
        except ValidationError as error:
            wrong = (
                f"{'.'.join(map(str, item['loc'])) or 'the file'}: {item['msg']}"
                for item in error.errors()
            )
            raise ValueError(f"{path}: {'; '.join(wrong)}") from None
