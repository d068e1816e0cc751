"""HTML attributes with a hyphen, which Python cannot spell as keywords."""

from typing import Any


def hyphened(**attributes: str) -> dict[str, Any]:
    """``aria_label="Filters"`` as the keyword ``aria-label``, to be unpacked into a component."""
    return {name.replace("_", "-"): value for name, value in attributes.items()}
