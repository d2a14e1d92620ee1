"""The organisation is read once a process, and again when somebody has changed it."""

from datetime import timedelta

from engine.site import Site
from tests.support.office import HANDLER, MONDAY, OFFICER, act_of, open_site, person, send_away


def test_what_was_read_serves_until_somebody_changes_it(either_site: Site) -> None:
    with either_site.reading() as session:
        first = either_site.house.organisations.get(session)
    with either_site.reading() as session:
        assert either_site.house.organisations.get(session) is first
    with either_site.writing() as session:
        send_away(session, HANDLER, MONDAY, MONDAY + timedelta(days=1))
    with either_site.reading() as session:
        then = either_site.house.organisations.get(session)
        assert then.version == first.version + 1
        assert not act_of(either_site, session).situation.is_present(person(session, HANDLER).id)


def test_a_change_is_seen_by_its_own_transaction_alone_until_it_is_committed(site: Site) -> None:
    with site.writing() as session:
        who = person(session, HANDLER).id
        assert act_of(site, session).situation.is_present(who)
        send_away(session, HANDLER, MONDAY, MONDAY + timedelta(days=1))
        assert not act_of(site, session).situation.is_present(who)
        with site.reading() as other:
            assert act_of(site, other).situation.is_present(who)


def test_another_process_sees_the_change(postgresql_site: Site) -> None:
    other = open_site(postgresql_site.settings.database, postgresql_site.settings.data_dir)
    with other.reading() as session:
        who = person(session, OFFICER).id
        assert act_of(other, session).situation.is_present(who)
    with postgresql_site.writing() as session:
        send_away(session, OFFICER, MONDAY, MONDAY + timedelta(days=1))
    with other.reading() as session:
        assert not act_of(other, session).situation.is_present(who)
    other.close()
