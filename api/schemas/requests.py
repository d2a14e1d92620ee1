"""What was asked, in words: the fields of a request as somebody reads who decides on it."""

from collections.abc import Mapping
from typing import Any

from api.schemas.common import Shape
from engine.act import Act
from engine.bpmn.bundle import CompiledBundle, CompiledProcess
from engine.domain import messages
from engine.forms import Form

UNIT = "unit"


class AskedField(Shape):
    title: str
    text: str


def asked_fields(
    act: Act, bundle: CompiledBundle, process: CompiledProcess, element_id: str, variables: Mapping[str, Any]
) -> list[AskedField]:
    """Of the request that began the sub-process around a task; nothing for a task that no request brought about."""
    asked, around = variables.get("request"), process.element(element_id).container
    form = next(
        (
            bundle.forms.get(one.extensions.form or "")
            for one in process.elements.values()
            if one.container == around and one.type == "startEvent" and one.extensions.request is not None
        ),
        None,
    )
    if form is None or not isinstance(asked, Mapping):
        return []
    fields: Mapping[str, Any] = form.schema.get("properties", {})
    return [
        AskedField(title=str(field.get("title", name)), text=_text(act, form, name, asked[name]))
        for name, field in fields.items()
        if asked.get(name) not in (None, "")
    ]


def _text(act: Act, form: Form, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return messages.text("words.yes" if value else "words.no")
    if form.ui.get(name, {}).get("ui:widget") == UNIT:
        unit = act.situation.find_unit(value)
        return unit.name if unit else ""
    return str(value)
