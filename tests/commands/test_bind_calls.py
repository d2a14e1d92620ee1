"""A call activity is bound to a deployed version when it is deployed, and stays on it."""

import pytest
from sqlalchemy import select

from engine.commands.definitions.deploy import Deployment, compile_files, deploy_bundle
from engine.domain.errors import Invalid, Problem
from engine.site import Site
from engine.store.definitions import bundle_files, get_definition
from engine.store.models import Definition
from tests.support.diagrams import HEAD, chain, diagram, end, start, task
from tests.support.instances import instance, open_elements, start_process, task_at
from tests.support.matter import complete
from tests.support.office import ADMINISTRATOR, DESIGNER, act_of, deploy

VENDORS = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:flowable="http://flowable.org/bpmn"'
FORM = b'{"key": "opinion", "title": "Opinion", "schema": {"type": "object", "properties": {}}}'
SHOWN = '<extensionElements><duban:form key="opinion" /></extensionElements>'


def calling(reference: str, stated: str = "", key: str = "caller") -> bytes:
    call = f'<callActivity id="call" calledElement="{reference}" {stated} />'
    drawn = diagram(start(), call, end(), chain("start", "call", "end"), key=key)
    return drawn.replace(HEAD.encode(), HEAD.replace("<definitions", f"<definitions {VENDORS}").encode())


def called(work: str, key: str = "review", inside: str = "") -> bytes:
    return diagram(start(), task(work, inside), end(), chain("start", work, "end"), key=key)


def put(site: Site, **files: bytes) -> Deployment:
    return put_over(site, None, **files)


def put_over(site: Site, base: str | None, **files: bytes) -> Deployment:
    """Deploy diagrams and forms by their names, laid over the bundle `base`."""
    named = {f"{name}.json" if content.startswith(b"{") else f"{name}.bpmn": content for name, content in files.items()}
    with site.writing() as session:
        return deploy_bundle(act_of(site, session, DESIGNER), named, base=base, open_variables=True)


def refused(site: Site, **files: bytes) -> list[Problem]:
    with pytest.raises(Invalid) as error:
        put(site, **files)
    return list(error.value.problems)


def names(site: Site, deployment: Deployment) -> list[str]:
    with site.reading() as session:
        return sorted(bundle_files(session, deployment.digest))


def said(deployment: Deployment, code: str) -> list[tuple[str, int]]:
    return [(w.parameters["reference"], w.parameters["version"]) for w in deployment.warnings if w.code == code]


def test_what_is_not_among_the_files_is_the_latest_version_at_the_deployment(either_site: Site) -> None:
    put(either_site, review=called("one"))
    put(either_site, review=called("two"))
    deployment = put(either_site, caller=calling("review"))
    assert [one.key for one in deployment.definitions] == ["caller"]
    assert names(either_site, deployment) == ["called/review@2/review.bpmn", "caller.bpmn"]
    (warning,) = [one for one in deployment.warnings if one.code == "bpmn.call_bound"]
    assert (warning.file, warning.element, dict(warning.parameters)) == (
        "caller.bpmn",
        "call",
        {"reference": "review", "version": 2},
    )
    assert warning.line
    put(either_site, review=called("three"))
    before = start_process(either_site, "caller")
    assert open_elements(either_site, before) == ["two"]
    again = put(either_site, caller=calling("review"))
    assert (again.is_new, said(again, "bpmn.call_bound")) == (True, [("review", 3)])
    assert open_elements(either_site, before) == ["two"]
    assert open_elements(either_site, start_process(either_site, "caller")) == ["three"]
    assert not put(either_site, caller=calling("review")).is_new
    complete(either_site, ADMINISTRATOR, task_at(either_site, before, "two"))
    assert instance(either_site, before).state == "completed"


def test_what_comes_along_makes_no_new_version_and_starts_nothing_of_its_own(site: Site) -> None:
    put(site, review=called("one"))
    put(site, caller=calling("review"))
    with site.reading() as session:
        assert get_definition(session, "review").version == 1
        assert len(session.scalars(select(Definition).where(Definition.key == "review")).all()) == 1


@pytest.mark.parametrize(
    "stated",
    ['duban:calledVersion="1"', 'camunda:calledElementBinding="version" camunda:calledElementVersion="1"'],
    ids=["ours", "Camunda"],
)
def test_a_stated_version_is_taken_however_many_there_are_by_now(site: Site, stated: str) -> None:
    put(site, review=called("one"))
    put(site, review=called("two"))
    deployment = put(site, caller=calling("review", stated))
    assert said(deployment, "bpmn.call_bound") == [("review", 1)]
    assert open_elements(site, start_process(site, "caller")) == ["one"]


@pytest.mark.parametrize("stated", ['duban:calledVersion="latest"', 'camunda:calledElementBinding="latest"'])
def test_the_latest_is_the_latest_at_the_deployment_and_a_warning_says_so(site: Site, stated: str) -> None:
    put(site, review=called("one"))
    deployment = put(site, caller=calling("review", stated))
    assert {one.code for one in deployment.warnings} >= {"bpmn.call_latest", "bpmn.call_bound"}
    beside = put(site, caller=calling("review", stated), review=called("beside"))
    assert "bpmn.call_latest" in {one.code for one in beside.warnings}
    assert open_elements(site, start_process(site, "caller")) == ["beside"]


def test_what_is_among_the_files_comes_before_what_is_deployed(site: Site) -> None:
    put(site, review=called("one"))
    deployment = put(site, caller=calling("review"), review=called("beside"))
    assert [(one.key, one.version) for one in deployment.definitions] == [("caller", 1), ("review", 2)]
    assert said(deployment, "bpmn.call_bound") == []
    assert open_elements(site, start_process(site, "caller")) == ["beside"]


def test_calls_of_what_is_called_and_its_forms_come_along_as_they_were_deployed(either_site: Site) -> None:
    put(either_site, sign=called("sign_one", "sign", SHOWN), opinion=FORM)
    put(either_site, review=calling("sign", key="review"))
    put(either_site, sign=called("sign_two", "sign"))
    deployment = put(either_site, caller=calling("review"))
    assert names(either_site, deployment) == [
        "called/review@1/review.bpmn",
        "called/sign@1/opinion.json",
        "called/sign@1/sign.bpmn",
        "caller.bpmn",
    ]
    assert said(deployment, "bpmn.call_bound") == [("review", 1)]
    assert said(deployment, "bpmn.call_brought") == [("sign", 1)]
    started = start_process(either_site, "caller")
    assert open_elements(either_site, started) == ["sign_one"]
    complete(either_site, ADMINISTRATOR, task_at(either_site, started, "sign_one"))
    assert instance(either_site, started).state == "completed"


def test_two_processes_of_one_file_come_along_once_and_their_versions_are_both_known(site: Site) -> None:
    second = '<process id="b" isExecutable="true"><startEvent id="begin" /></process></definitions>'
    put(site, both=called("one", "a").replace(b"</definitions>", second.encode()))
    callers = {key: calling(key, 'duban:calledVersion="1"', key=f"calls_{key}") for key in ("a", "b")}
    deployment = put(site, **callers)
    assert names(site, deployment) == ["a.bpmn", "b.bpmn", "called/a@1+b@1/both.bpmn"]


def test_only_what_the_called_process_needs_comes_along(site: Site) -> None:
    put(site, review=called("one"), other=called("another", "other"), opinion=FORM)
    assert names(site, put(site, caller=calling("review"))) == ["called/review@1/review.bpmn", "caller.bpmn"]


def test_a_diagram_edited_over_its_bundle_is_bound_anew(site: Site) -> None:
    put(site, review=called("one"))
    first = put(site, caller=calling("review"))
    put(site, review=called("two"))
    edited = put_over(site, first.digest, caller=calling("review") + b"\n")
    assert names(site, edited) == ["called/review@2/review.bpmn", "caller.bpmn"]
    assert open_elements(site, start_process(site, "caller")) == ["two"]


def test_two_versions_of_one_process_are_refused_with_both_named(site: Site) -> None:
    put(site, sign=called("sign_one", "sign"))
    put(site, review=calling("sign", key="review"))
    put(site, sign=called("sign_two", "sign"))
    two = calling("sign", 'duban:calledVersion="2"', key="second")
    problems = refused(site, caller=calling("review"), second=two)
    (problem,) = [one for one in problems if one.code == "bpmn.call_two_versions"]
    assert "called/sign@1/sign.bpmn" in problem.message()
    assert "called/sign@2/sign.bpmn" in problem.message()


@pytest.mark.parametrize(
    ("reference", "stated", "code"),
    [
        ("nothing", "", "call_unknown"),
        ("drawing", "", "call_unknown"),
        ("review", 'duban:calledVersion="9"', "call_unknown"),
        ("review", 'flowable:sameDeployment="true"', "call_unknown"),
        ("review", 'camunda:calledElementBinding="deployment"', "call_unknown"),
        ("review", 'duban:calledVersion="new"', "call_version"),
        ("review", 'duban:calledVersion="0"', "call_version"),
        ("review", 'camunda:calledElementBinding="version"', "call_version"),
        ("review", 'camunda:calledElementBinding="versionTag" camunda:calledElementVersionTag="a"', "call_binding"),
    ],
)
def test_what_cannot_be_found_or_understood_is_refused_at_the_call(
    site: Site, reference: str, stated: str, code: str
) -> None:
    put(site, review=called("one"))
    put(site, drawing=called("one", "drawing").replace(b'isExecutable="true"', b'isExecutable="false"'))
    problems = refused(site, caller=calling(reference, stated))
    assert [(one.code, one.file, one.element) for one in problems] == [(f"bpmn.{code}", "caller.bpmn", "call")]
    assert problems[0].line
    for language in ("zh", "en"):
        assert problems[0].message(language)


def test_a_stated_version_that_is_not_there_is_not_replaced_by_what_is_among_the_files(site: Site) -> None:
    problems = refused(site, caller=calling("review", 'duban:calledVersion="9"'), review=called("beside"))
    assert [(one.code, one.parameters["reference"]) for one in problems] == [("bpmn.call_unknown", "review v9")]


def test_a_process_that_would_call_itself_through_a_deployed_one_is_refused(site: Site) -> None:
    put(site, caller=called("plain", "caller"))
    put(site, review=calling("caller", key="review"))
    assert "bpmn.call_two_versions" in {one.code for one in refused(site, caller=calling("review"))}


def test_the_place_of_what_comes_along_cannot_be_written_to(site: Site) -> None:
    with site.writing() as session, pytest.raises(Invalid) as error:
        compile_files(act_of(site, session, DESIGNER), {"called/x@1/x.bpmn": called("one")})
    assert [one.code for one in error.value.problems] == ["definitions.reserved_name"]


def test_warnings_about_what_came_along_are_not_repeated(site: Site) -> None:
    assigned = '<extensionElements><duban:assignment rule="officer" /></extensionElements>'
    assert "bpmn.no_deadline" in {one.code for one in deploy(site, called("one", inside=assigned)).warnings}
    assert {one.code for one in put(site, caller=calling("review")).warnings} == {"bpmn.call_bound"}
