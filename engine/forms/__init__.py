"""JSON Schema forms: read at deployment, asked at every submission."""

from engine.forms.declared import problems_of_declared
from engine.forms.form import Form, parse_form
from engine.forms.submission import validate_submission
from engine.forms.submitted import problems_of_data

__all__ = ["Form", "parse_form", "problems_of_data", "problems_of_declared", "validate_submission"]
