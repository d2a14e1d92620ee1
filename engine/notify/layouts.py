"""The layouts of mails: what stands around a text."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).resolve().parent / "templates"


@cache
def layout(name: str) -> Any:
    """A layout by its file name."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=name.endswith(".html.j2"), undefined=StrictUndefined
    )
    return environment.get_template(name)
