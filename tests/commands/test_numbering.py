"""How numbers are written is data; they are gapless and unique, whatever is changed."""

from dataclasses import replace

import pytest

from engine.commands.supervision.matters import register_matter
from engine.commands.supervision.numbering import Format, Source, change_numbering
from engine.domain.errors import Invalid, NotAllowed
from engine.site import Site
from engine.store import Session
from engine.store.numbers import formats, sources
from tests.support.items import do
from tests.support.matter import REGISTRATION
from tests.support.office import ADMINISTRATOR, DESIGNER, HANDLER, OFFICER, act_of, roles


def as_they_are(session: Session) -> tuple[list[Format], list[Source]]:
    return (
        [Format(one.kind, one.label, one.format) for one in formats(session)],
        [Source(one.name, one.number_kind, one.is_offered) for one in sources(session)],
    )


def number(site: Site, source: str) -> str:
    with site.writing() as session:
        act, own = act_of(site, session, OFFICER), roles(session, OFFICER)
        matter, _ = register_matter(act, own, replace(REGISTRATION, source=source))
        return matter.number


def test_each_source_counts_in_its_series(either_site: Site) -> None:
    found = [number(either_site, source) for source in ("领导批示", "上级文件", "会议议定", "领导批示", "群众来信")]
    assert found == ["督批〔2026〕1号", "督〔2026〕1号", "督会〔2026〕1号", "督批〔2026〕2号", "督〔2026〕2号"]


def test_a_number_of_an_act_that_failed_is_given_again(either_site: Site) -> None:
    with pytest.raises(RuntimeError), either_site.writing() as session:
        register_matter(act_of(either_site, session, OFFICER), roles(session, OFFICER), REGISTRATION)
        raise RuntimeError
    assert number(either_site, "领导批示") == "督批〔2026〕1号"


def test_a_designer_changes_the_writing_and_the_counting_goes_on(either_site: Site) -> None:
    site = either_site
    number(site, "领导批示")
    with site.reading() as session:
        wanted, named = as_they_are(session)
    wanted = [replace(one, format="批示〔{year}〕第{n}号") if one.kind == "instruction" else one for one in wanted]
    wanted.append(Format("letter", "群众来信", "督信〔{year}〕{n}号"))
    named = [replace(one, number_kind="letter") if one.name == "群众来信" else one for one in named]
    do(site, DESIGNER, lambda act, own: change_numbering(act, own, wanted, [*named, Source("代表建议", "letter")]))
    assert number(site, "领导批示") == "批示〔2026〕第2号"
    assert number(site, "群众来信") == "督信〔2026〕1号"
    assert number(site, "代表建议") == "督信〔2026〕2号"


def test_everything_wrong_is_told_at_once(site: Site) -> None:
    with site.reading() as session:
        wanted, _ = as_they_are(session)
    bad = [replace(wanted[0], format="督{n}号"), replace(wanted[1], format="{year}{n}{x}"), *wanted[2:-1]]
    with pytest.raises(Invalid) as refused:
        do(
            site,
            ADMINISTRATOR,
            lambda act, own: change_numbering(act, own, bad, [Source("甲", "none", is_offered=False)]),
        )
    assert [one.code for one in refused.value.problems] == [
        "supervision.number_format",
        "supervision.number_format",
        "supervision.number_kind_missing",
        "supervision.no_sources",
        "supervision.number_kind_unknown",
    ]


def test_two_series_are_not_written_alike(site: Site) -> None:
    with site.reading() as session:
        wanted, named = as_they_are(session)
    alike = [replace(one, format="督〔{year}〕{n}号") for one in wanted]
    with pytest.raises(Invalid):
        do(site, ADMINISTRATOR, lambda act, own: change_numbering(act, own, alike, named))


def test_a_handler_does_not_change_numbers(site: Site) -> None:
    with site.reading() as session:
        wanted, named = as_they_are(session)
    with pytest.raises(NotAllowed):
        do(site, HANDLER, lambda act, own: change_numbering(act, own, wanted, named))
