"""One directory for all its tests: an office of nested units, somebody who has left, somebody without a username."""

from collections.abc import Iterator

import pytest

from tests.support.office import HANDLER, LEADER, OFFICER
from tests.support.slapd import (
    BASE,
    MANY,
    SEARCHER,
    SEARCHERS_PASSWORD,
    Directory,
    entry,
    slapd,
    someone,
    unit,
)

OFFICE = f"ou=办公厅,{BASE}"
GENERAL = f"ou=综合处,{OFFICE}"
ARCHIVE = f"ou=档案科,{GENERAL}"
CROWD = f"ou=Crowd,{BASE}"


def office_ldif() -> str:
    return "".join(
        [
            entry(BASE, objectClass="dcObject organization", dc="office", o="示范市"),
            entry(
                SEARCHER,
                objectClass="organizationalRole simpleSecurityObject",
                cn="duban",
                userPassword=SEARCHERS_PASSWORD,
            ),
            unit(OFFICE, "办公厅"),
            unit(GENERAL, "综合处"),
            unit(ARCHIVE, "档案科"),
            unit(CROWD, "Crowd"),
            someone(OFFICER, "郑怡", OFFICE, mail="zhengyi@office.example"),
            someone(HANDLER, "陈璐", GENERAL, mail="chenlu@office.example"),
            someone(LEADER, "钱博", BASE, employeeType="left"),
            someone("stranger", "外人", GENERAL),
            someone("twice", "甲", GENERAL),
            someone("twice", "乙", ARCHIVE),
            someone("star*(name)", "星", ARCHIVE),
            entry(f"cn=无名,{ARCHIVE}", objectClass="inetOrgPerson", cn="无名", sn="无"),
            *(someone(f"p{n:04}", f"人{n}", CROWD) for n in range(MANY)),
        ]
    )


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    with slapd(tmp_path_factory.mktemp("slapd"), office_ldif()) as running:
        yield running
