"""JSON Schema forms: read at deployment, asked at every submission."""

from engine.forms.form import Form, parse_form
from engine.forms.submission import validate_submission

__all__ = ["Form", "parse_form", "validate_submission"]
