"""Official documents as pages: what a document says, its PDF and its .docx. typst is imported here only."""

from engine.typesetting.correcting import Correction, corrected, texts_of
from engine.typesetting.paper import CERTIFICATE, Field, Grid, Paper, Paragraph, names, pages_of, says
from engine.typesetting.rendering import NoChineseFont, render
from engine.typesetting.word import render_word

__all__ = [
    "CERTIFICATE",
    "Correction",
    "Field",
    "Grid",
    "NoChineseFont",
    "Paper",
    "Paragraph",
    "corrected",
    "names",
    "pages_of",
    "render",
    "render_word",
    "says",
    "texts_of",
]
