"""Translate what other engines' attributes say into our own words, on the tree that is about to be read.

What means the same here becomes `duban:` elements and plain conditions; every other word is named in a warning. What a
diagram says in our own words already is left as it stands.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree

from engine.bpmn.source.namespaces import BPMN, bpmn, duban, is_bpmn, local_name
from engine.bpmn.source.report import Report
from engine.bpmn.source.vendors import words
from engine.bpmn.source.vendors.expressions import is_foreign, translate_expression

_EXPRESSIONS = (
    "conditionExpression",
    "condition",
    "completionCondition",
    "loopCardinality",
    "loopCondition",
    "timeDate",
    "timeDuration",
    "timeCycle",
)
_DAYS = re.compile(r"P(?:(?P<weeks>\d{1,3})W|(?P<days>\d{1,4})D)$")
_CALLED = re.compile(r"^(?:user|group)\(([^()]*)\)$")
_NAME = re.compile(r"[^\W\d]\w*$")


class Translator:
    """Translates one file; `forms`, `rules` and `actions` are the names that mean something here."""

    def __init__(
        self, report: Report, forms: Collection[str], rules: Collection[str], actions: Collection[str]
    ) -> None:
        self.report = report
        self.forms = forms
        self.rules = rules
        self.actions = actions

    def translate(self, node: Any) -> None:
        """One BPMN element with all that is said about it in the vendors' namespaces."""
        people: dict[str, list[str]] = _owners(node)
        for vendor, word, value in _said(node):
            if word in words.PEOPLE:
                people[f"{vendor}:{word}"] = [part.strip() for part in value.split(",") if part.strip()]
            elif word in words.DECISION and local_name(node).endswith("usinessRuleTask"):
                self._decision(node, vendor, word, value)
            elif not self._one(node, word, value):
                self._untranslated(node, f"{vendor}:{word}", word, value)
        if people:
            self._people(node, people)
        if local_name(node) in _EXPRESSIONS and is_foreign(node.text or ""):
            node.text = translate_expression(node.text) or node.text

    def _one(self, node: Any, word: str, value: str) -> bool:
        """Whether a word could be translated."""
        if word in words.DUE:
            return self._due(node, value)
        if word in words.FORMS:
            return self._form(node, value)
        if word in words.COLLECTION or word in words.ELEMENT:
            return self._loop(node, (words.COLLECTION | words.ELEMENT)[word], value)
        if word in words.ACTION and value in self.actions:
            _extension(node, "action", name=value)
            return True
        if word in words.CALLED and node.tag == bpmn("callActivity") and not is_foreign(value):
            if not node.get("calledElement"):
                node.set("calledElement", value)
            return True
        return word in words.BINDING and node.tag == bpmn("callActivity")

    def _untranslated(self, node: Any, said: str, word: str, value: str) -> None:
        code = "bpmn.vendor_unneeded" if word in words.UNNEEDED else "bpmn.vendor_not_understood"
        self.report.odd(node, code, said=said, value=" ".join(value.split())[:60])

    def _people(self, node: Any, people: dict[str, list[str]]) -> None:
        """The first name that is a rule of ours says who may do it; the other names are shown beside the task."""
        rule, shown = None, []
        for said, names in people.items():
            for name in names:
                plain = _inside(name)
                if plain in self.rules:
                    rule = rule or plain
                elif is_foreign(name):
                    self.report.odd(node, "bpmn.vendor_not_understood", said=said, value=name[:60])
                else:
                    shown.append(name)
                    self.report.odd(node, "bpmn.vendor_shown_only", said=said, name=name[:60])
        attributes = {"rule": rule} if rule else {}
        if shown:
            attributes["groups"] = ",".join(shown)
        if attributes:
            _extension(node, "assignment", **attributes)

    def _decision(self, node: Any, vendor: str, word: str, value: str) -> None:
        """The decision of a business rule task; Camunda 7 gives a named result as a list unless told otherwise."""
        _extension(node, "decision")
        ours = node.find(f"{bpmn('extensionElements')}/{duban('decision')}")
        if ours.get(words.DECISION[word]) is None or word == "mapDecisionResult":
            ours.set(words.DECISION[word], value)
        if word == "resultVariable" and vendor == "camunda" and ours.get("mapping") is None:
            ours.set("mapping", "resultList")

    def _due(self, node: Any, value: str) -> bool:
        found = _DAYS.match(value.strip())
        if found:
            days = int(found["weeks"]) * 7 if found["weeks"] else int(found["days"])
            _extension(node, "deadline", rule="calendar-days", value=str(days))
        return bool(found)

    def _form(self, node: Any, value: str) -> bool:
        """A key, or an address that ends in one: `embedded:app:forms/sign.html`."""
        key = re.sub(r"\.\w+$", "", re.split(r"[:/]", value.strip())[-1])
        known = next((one for one in (value.strip(), key) if one in self.forms), None)
        if known:
            _extension(node, "form", key=known)
        return known is not None

    def _loop(self, node: Any, name: str, value: str) -> bool:
        loop = node if local_name(node).endswith("LoopCharacteristics") else None
        if loop is None:
            loop = node.find(bpmn("multiInstanceLoopCharacteristics"))
        plain = _inside(value)
        if loop is None or not _NAME.match(plain):
            return False
        if loop.get(duban(name)) is None:
            loop.set(duban(name), plain)
        return True


def translate_vendors(
    report: Report, root: Any, forms: Collection[str], rules: Collection[str], actions: Collection[str]
) -> None:
    """Translate a whole file, then take what is foreign out of the tree, so that nothing of it is mistaken for BPMN."""
    translator = Translator(report, forms, rules, actions)
    for node in [node for node in root.iter(f"{{{BPMN}}}*") if local_name(node) != "extensionElements"]:
        if report.runs(node):
            translator.translate(node)
    for holder in root.iter(bpmn("extensionElements")):
        for child in [child for child in holder if not str(child.tag).startswith(duban(""))]:
            holder.remove(child)


def _owners(node: Any) -> dict[str, list[str]]:
    """The names in the standard's own way to say who: `user(kermit), group(management)` or plain names."""
    named: dict[str, list[str]] = {}
    for tag in ("potentialOwner", "humanPerformer"):
        for owner in node.findall(bpmn(tag)):
            text = "".join("".join(said.itertext()) for said in owner.iter(bpmn("resourceAssignmentExpression")))
            names = [_CALLED.sub(r"\1", part.strip()) for part in text.split(",") if part.strip()]
            named.setdefault(tag, []).extend(names)
    return {tag: names for tag, names in named.items() if names}


def _said(node: Any) -> Iterator[tuple[str, str, str]]:
    """(vendor, word, value) of the attributes and extension elements of vendors on one element."""
    for name, value in node.attrib.items():
        namespace, _, word = name[1:].rpartition("}")
        if namespace in words.NAMESPACES:
            yield words.NAMESPACES[namespace], word, value
    holder = node.find(bpmn("extensionElements"))
    for child in holder if holder is not None else ():
        namespace, _, word = str(child.tag)[1:].rpartition("}")
        if namespace not in words.NAMESPACES or is_bpmn(child):
            continue
        if word in words.ELEMENTS:
            for attribute, value in child.attrib.items():
                yield f"{words.NAMESPACES[namespace]}:{word}", attribute, value
        else:
            yield words.NAMESPACES[namespace], word, child.text or ""


def _inside(value: str) -> str:
    """The name inside `${name}` or `=name`; anything else as it is."""
    return (translate_expression(value) or value).strip() if is_foreign(value) else value.strip()


def _extension(node: Any, tag: str, **attributes: str) -> None:
    """Say it in our words, unless the diagram does so itself."""
    holder = node.find(bpmn("extensionElements"))
    if holder is None:
        holder = etree.Element(bpmn("extensionElements"))
        node.insert(sum(child.tag == bpmn("documentation") for child in node), holder)
    if holder.find(duban(tag)) is None:
        etree.SubElement(holder, duban(tag), attributes)
