"""Generated requests after the API's own OpenAPI document: no 5xx, and every refusal is a problem document.

Each person keeps their site through all requests of the module, so that later ones meet what earlier ones made.
"""

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from api.app import make_app
from tests.api.problem import FIELDS
from tests.support.in_process import InProcess
from tests.support.office import ADMINISTRATOR, HANDLER, OFFICER, open_site
from tests.support.server import token_of

EXAMPLES = 10  # of each operation, each asked by everybody
ORIGIN = "http://testserver"
Office = dict[str, httpx.Client]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, _furnished_file: Path) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("schema")
    shutil.copyfile(_furnished_file, folder / "duban.sqlite3")
    site = open_site(f"sqlite:///{folder / 'duban.sqlite3'}", folder)
    transport = InProcess(make_app(site, nullcontext))
    people = (OFFICER, HANDLER, ADMINISTRATOR)
    yield {
        name: httpx.Client(
            transport=transport, base_url=ORIGIN, headers={"Authorization": f"Bearer {token_of(name)}"}, trust_env=False
        )
        for name in people
    }
    site.close()


def _operations() -> dict[str, Any]:
    """Every operation of the document but those that only a test driver has."""
    site = open_site("sqlite://", Path())
    document = make_app(site, nullcontext).openapi()
    site.close()
    schema = schemathesis.openapi.from_dict(document)
    found: list[Any] = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]
    return {operation.label: operation for operation in found if "/testing/" not in operation.path}


OPERATIONS = _operations()
LONGEST_ADDRESS = 60_000  # httpx itself sends none that is longer than 65,536


def send(person: httpx.Client, case: Any) -> httpx.Response:
    """The generated case as bytes, headers and an address."""
    arguments = case.as_transport_kwargs(base_url=ORIGIN)
    prepared: Any = requests.Request(**arguments).prepare()
    headers = {name: value for name, value in prepared.headers.items() if name.lower() != "authorization"}
    assume(len(prepared.url) <= LONGEST_ADDRESS)
    return person.request(prepared.method, prepared.url, content=prepared.body, headers=headers)


def assert_answered(response: httpx.Response, case: Any, username: str) -> None:
    told = f"{username}: {case.as_curl_command()}\n{response.status_code} {response.text[:500]}"
    assert response.status_code < 500, told
    if response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json", told
        assert set(response.json()) == FIELDS, told
        assert response.json()["status"] == response.status_code, told


@pytest.mark.parametrize("label", OPERATIONS)
def test_no_request_is_answered_with_a_fault_of_ours(office: Office, label: str) -> None:
    operation = OPERATIONS[label]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    cases = st.one_of([operation.as_strategy(generation_mode=mode) for mode in modes])

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        for username, person in office.items():
            assert_answered(send(person, case), case, username)

    ask()
