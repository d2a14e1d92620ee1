"""For each element, attribute and child of BPMN 2.0.2 the smallest executable diagram that has it."""

from engine.bpmn.checks.verdicts import verdicts
from engine.bpmn.source.standard import Attribute, Child, definitions, is_a, place_of
from tests.support.diagrams import chain, diagram, end, flow, start

DECLARED = """
<message id="a_message" name="m"/><signal id="a_signal" name="s"/><error id="a_error" name="e" errorCode="e"/>
<escalation id="a_escalation" name="u" escalationCode="u"/><itemDefinition id="a_itemDefinition"/>
<correlationProperty id="a_correlationProperty" name="c"><correlationPropertyRetrievalExpression messageRef="a_message">
<messagePath>m</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
<interface id="a_interface" name="i"><operation id="a_operation" name="o"><inMessageRef>a_message</inMessageRef>
</operation></interface><category id="a_category"><categoryValue id="a_categoryValue"/></category>
<dataStore id="a_dataStore" name="d"/><endPoint id="a_endPoint"/><resource id="a_resource" name="r">
<resourceParameter id="a_resourceParameter"/></resource>
<signalEventDefinition id="a_eventDefinition" signalRef="a_signal"/>
<collaboration id="a_collaboration"><participant id="a_participant"/><messageFlow id="a_messageFlow"
sourceRef="a_participant" targetRef="a_participant"/><conversation id="a_conversationNode"/>
<correlationKey id="a_correlationKey"><correlationPropertyRef>a_correlationProperty</correlationPropertyRef>
</correlationKey></collaboration><choreography id="a_choreography"/>
"""
DECISION = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:test">
<decision id="a_decision" name="d"><decisionTable hitPolicy="FIRST"><input id="i"><inputExpression id="ie">
<text>1</text></inputExpression></input><output id="o" name="answer"/><rule id="r"><inputEntry id="ri"><text>-</text>
</inputEntry><outputEntry id="ro"><text>1</text></outputEntry></rule></decisionTable></decision></definitions>"""
DRAWN = '<dataObject id="a_dataObject"/><dataObjectReference id="a_any" dataObjectRef="a_dataObject"/>'
POINTED_AT = {
    "flowNode": "end",
    "activity": "work",
    "process": "p",
    "sequenceFlow": "start-it",
    "linkEventDefinition": "there",
}
SAMPLES = {"text": "text", "id": "its_id", "uri": "urn:sample", "qname": "sample", "boolean": "true", "integer": "2"}
CONCRETE = {
    "activity": "userTask",
    "artifact": "textAnnotation",
    "baseElement": "userTask",
    "baseElementWithMixedContent": "formalExpression",
    "callableElement": "process",
    "catchEvent": "intermediateCatchEvent",
    "choreographyActivity": "choreographyTask",
    "conversationNode": "conversation",
    "dataAssociation": "dataInputAssociation",
    "event": "intermediateThrowEvent",
    "flowElement": "userTask",
    "flowNode": "userTask",
    "gateway": "exclusiveGateway",
    "throwEvent": "intermediateThrowEvent",
    "eventDefinition": "signalEventDefinition",
    "loopCharacteristics": "standardLoopCharacteristics",
}
INSIDE = {
    "subProcess": start("in") + end("out") + flow("in", "out"),
    "transaction": start("in") + end("out") + flow("in", "out"),
    "intermediateCatchEvent": '<signalEventDefinition signalRef="a_signal"/>',
    "boundaryEvent": '<signalEventDefinition signalRef="a_signal"/>',
    "scriptTask": "<script>x = 1</script>",
    "globalScriptTask": "<script>x = 1</script>",
    "adHocSubProcess": '<task id="any"/>',
    "businessRuleTask": '<extensionElements><duban:decision id="a_decision"/></extensionElements>',
    "globalBusinessRuleTask": '<extensionElements><duban:decision id="a_decision"/></extensionElements>',
    "timerEventDefinition": "<timeDuration>P1D</timeDuration>",
    "multiInstanceLoopCharacteristics": "<loopCardinality>2</loopCardinality>",
    "standardLoopCharacteristics": "<loopCondition>True</loopCondition>",
    "resourceAssignmentExpression": "<formalExpression>x</formalExpression>",
}
SAID = {
    "callActivity": 'calledElement="called"',
    "process": 'isExecutable="true"',
    "messageEventDefinition": 'messageRef="a_message"',
    "signalEventDefinition": 'signalRef="a_signal"',
    "sequenceFlow": 'sourceRef="gate" targetRef="end"',
    "dataObjectReference": 'dataObjectRef="a_dataObject"',
}
HOSTS = {
    "eventDefinition": "intermediateCatchEvent",
    "errorEventDefinition": "boundaryEvent",
    "escalationEventDefinition": "boundaryEvent",
    "cancelEventDefinition": "transaction",
    "compensateEventDefinition": "endEvent",
    "terminateEventDefinition": "endEvent",
    "linkEventDefinition": "intermediateThrowEvent",
    "dataAssociation": "userTask",
    "dataInput": "ioSpecification",
    "dataOutput": "ioSpecification",
    "ioSpecification": "userTask",
    "inputSet": "ioSpecification",
    "outputSet": "ioSpecification",
    "property": "process",
    "rendering": "userTask",
    "resourceRole": "userTask",
    "loopCharacteristics": "userTask",
    "resourceParameterBinding": "resourceRole",
    "resourceAssignmentExpression": "resourceRole",
    "expression": "resourceAssignmentExpression",
    "script": "scriptTask",
    "text": "textAnnotation",
    "documentation": "userTask",
    "extensionElements": "userTask",
    "auditing": "userTask",
    "monitoring": "userTask",
    "assignment": "dataInputAssociation",
    "participantMultiplicity": "participant",
    "dataState": "dataObject",
    "correlationKey": "collaboration",
    "complexBehaviorDefinition": "multiInstanceLoopCharacteristics",
    "categoryValue": "category",
    "operation": "interface",
    "ioBinding": "process",
    "lane": "laneSet",
    "correlationPropertyRetrievalExpression": "correlationProperty",
    "correlationPropertyBinding": "correlationSubscription",
    "choreographyActivity": "process",
    "participantAssociation": "collaboration",
    "participant": "collaboration",
    "conversationNode": "collaboration",
    "formalExpression": "resourceAssignmentExpression",
}
NAMELESS = ("import", "extension", "script", "text", "extensionElements")
MUST_BE = {("callActivity", "calledElement"): "called", ("sequenceFlow", "sourceRef"): "gate"}


def element_specimen(tag: str, attributes: str = "", inside: str = "") -> bytes:
    """A diagram with one such element, and in it what is asked for beside what the standard requires."""
    if tag == "definitions":
        whole = _file(WORK).decode()
        for said in attributes.split():
            whole = whole.replace(f'{said.partition("=")[0]}="{"drawn" if "id=" in said else "urn:test"}"', "", 1)
        return whole.replace("<definitions", f"<definitions {attributes}", 1).encode()
    return _hosted(tag, minimal(tag, attributes, inside))


def part_specimen(element: str, part: str, value: str | None = None) -> bytes:
    """A diagram that says one attribute (with a value) or one local child of an element."""
    known = definitions()[element]
    tag = CONCRETE.get(element, element)
    attribute = next((one for one in known.own_attributes if one.name == part), None)
    if (element, part) in MUST_BE:
        return element_specimen(tag, f'{part}="{MUST_BE[element, part]}"')
    if attribute is not None:
        said = value or sample(attribute)
        if value is None and f"{part}={said}" in verdicts()[element]:  # that value has a verdict of its own
            said = attribute.default or "false"
        return element_specimen(tag, f'{part}="{said}"')
    child = next(one for one in known.own_children if one.name == part)
    return element_specimen(tag, inside=_local(child))


def sample(attribute: Attribute) -> str:
    """A value that is allowed and not the default."""
    if attribute.kind.startswith(("->", "~>")):
        return _target(attribute.kind)
    if attribute.choices:
        return next(choice for choice in attribute.choices if choice != attribute.default)
    if attribute.kind == "boolean":
        return "false" if attribute.default == "true" else "true"
    return SAMPLES[attribute.kind]


def minimal(tag: str, attributes: str = "", inside: str = "", *, written: str | None = None) -> str:
    """The element with what the standard requires of it."""
    known = definitions()[tag]
    names = {part.partition("=")[0] for part in attributes.split()}
    said = [part for part in SAID.get(tag, "").split() if part.partition("=")[0] not in names]
    names |= {part.partition("=")[0] for part in said}
    said += [
        f'{one.name}="{sample(one)}"' for one in known.attributes.values() if one.required and one.name not in names
    ]
    if tag == "script":
        inside = "x = 1"
    needed = INSIDE.get(tag)
    if is_a(tag, "event") and "EventDefinition" in inside:
        needed = ""
    if needed is None:
        needed = "".join(_required(child) * child.least for child in known.children if child.least)
    if tag in ("scriptTask", "globalScriptTask", "resourceAssignmentExpression") and inside:
        needed = ""
    if inside and any(f"<{child.name}>" in needed and inside.startswith(f"<{child.name}") for child in known.children):
        needed = ""
    if tag == "timerEventDefinition" and inside:
        needed = ""
    if tag == "multiInstanceLoopCharacteristics" and "loopDataInputRef" in inside:
        needed = ""
    identified = (
        "" if "id" in names or tag in ("import", "extension", "script", "text", "extensionElements") else 'id="it"'
    )
    name = written or tag
    return f"<{name} {identified} {' '.join(said)} {attributes}>{needed}{inside}</{name}>"


def _required(child: Child) -> str:
    return _local(child) if child.kind else minimal(child.name).replace('id="it"', f'id="a_{child.name}_"')


def _local(child: Child) -> str:
    kind = child.kind or ""
    if kind.startswith(("->", "~>")):
        return f"<{child.name}>{_target(kind)}</{child.name}>"
    if kind in ("expression", "formalExpression"):
        text = {"timeDate": "2026-01-05", "timeDuration": "P1D", "timeCycle": "R3/PT1H"}.get(child.name, "1")
        return f"<{child.name}>{text}</{child.name}>"
    if kind == "qname":
        return f"<{child.name}>sample</{child.name}>"
    return minimal(kind, written=child.name).replace('id="it"', 'id="its_part"')


def _target(kind: str) -> str:
    wanted = kind.split()[1]
    return POINTED_AT.get(wanted, f"a_{wanted}")


def _hosted(tag: str, written: str, identifier: str = "it") -> bytes:
    """A diagram around an element: where it may stand, and reached from the start where it is a step."""
    if tag == "process":
        steps = start("first") + end("last") + flow("first", "last")
        return _file("", declared=written.replace("</process>", f"{steps}</process>"))
    if is_a(tag, "globalTask"):
        call = '<callActivity id="call" calledElement="it"/>'
        return _file(start() + call + end() + chain("start", "call", "end"), declared=written)
    if tag == "sequenceFlow":
        return _file(start() + '<exclusiveGateway id="gate"/>' + end() + flow("start", "gate") + written)
    if is_a(tag, "flowNode") and not is_a(tag, "choreographyActivity"):
        return _file(_step(tag, written, "its_id" if 'id="its_id"' in written.partition(">")[0] else identifier))
    return _inside(tag, written, identifier)


def _inside(tag: str, written: str, identifier: str) -> bytes:
    """The element inside the host that it needs, and that in its own."""
    host, around = _host(tag), f"around_{identifier}"
    if host == "process":
        return _file(WORK + written)
    if host == "definitions":
        return _file(WORK, declared=written)
    outer = minimal(host, inside=written).replace('id="it"', f'id="{around}"', 1)
    if host == "transaction":
        outer = minimal(host).replace('id="it"', f'id="{around}"', 1).replace("</endEvent>", f"{written}</endEvent>")
    return _hosted(host, outer, around)


def _host(tag: str) -> str:
    if tag in HOSTS:
        return HOSTS[tag]
    if is_a(tag, "eventDefinition"):
        return HOSTS["eventDefinition"]
    if is_a(tag, "rootElement"):
        return "definitions"
    if place_of("process", tag):
        return HOSTS["resourceRole"] if is_a(tag, "resourceRole") else "process"
    inherited = next((host for kind, host in HOSTS.items() if is_a(tag, kind)), None)
    return inherited or next(name for name in definitions() if place_of(name, tag) and not definitions()[name].abstract)


def _step(tag: str, written: str, identifier: str) -> str:
    """A step with a way from the start to the end around it."""
    if "<linkEventDefinition" in written:
        link = written.partition(' name="')[2].partition('"')[0]
        partner = (
            '<intermediateCatchEvent id="other"><linkEventDefinition id="there" name="%s"/></intermediateCatchEvent>'
        )
        return start() + written + partner % link + end() + chain("start", identifier) + chain("other", "end")
    if "<cancelEventDefinition" in written:
        caught = f'<boundaryEvent id="caught" attachedToRef="{identifier}"><cancelEventDefinition/></boundaryEvent>'
        return start() + written + caught + end() + chain("start", identifier, "end")
    event = start("in").replace("/>", '><signalEventDefinition signalRef="a_signal"/></startEvent>')
    waiting = minimal("intermediateCatchEvent").replace('id="it"', 'id="wait"')
    ways = {
        "startEvent": written + end() + flow(identifier, "end"),
        "endEvent": start() + UNDONE + written + chain("start", "work", identifier),
        "boundaryEvent": WORK + written,
        "eventBasedGateway": start() + written + waiting + end() + chain("start", identifier, "wait", "end"),
    }
    if tag in ways:
        return ways[tag]
    if 'triggeredByEvent="true"' in written or 'isForCompensation="true"' in written:
        return start() + end() + flow("start", "end") + written.replace(start("in"), event)
    through = start() + written + end() + chain("start", identifier, "end")
    return through.replace('default="start-it"', f'default="{identifier}-end"')


WORK = start() + '<userTask id="work"/>' + end() + chain("start", "work", "end")
UNDONE = '<userTask id="work"/>'


def _file(written: str, *, declared: str = "") -> bytes:
    called = '<process id="called"><startEvent id="c1"/><endEvent id="c2"/>'
    called += '<sequenceFlow id="c3" sourceRef="c1" targetRef="c2"/></process>'
    drawn = DRAWN if written else WORK
    return diagram(drawn, written, declared=DECLARED + declared + called)
