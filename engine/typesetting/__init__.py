"""Official documents as pages: what a document says, and its PDF. typst is imported here only."""

from engine.typesetting.paper import Field, Grid, Paper, Paragraph, names, pages_of, says
from engine.typesetting.rendering import NoChineseFont, render

__all__ = ["Field", "Grid", "NoChineseFont", "Paper", "Paragraph", "names", "pages_of", "render", "says"]
