"""What a worker does when the bell rings: fire what is due, send what waits, anchor. The database decides."""

from datetime import datetime, timedelta

import structlog

from engine.commands.delivery.claim import claim_waiting
from engine.commands.delivery.digest import is_digest_due, send_digests
from engine.commands.delivery.relay import hand_over, write_outcome
from engine.commands.supervision.bundle_urges import bundle_urges
from engine.commands.timers.fire import BATCH, fire_due, put_off
from engine.commands.timers.start import put_off_start, start_scheduled
from engine.jobs.anchoring import anchor_when_due
from engine.people.terms import FORGOTTEN_AFTER
from engine.site import Site
from engine.store import DatabaseBusy, DatabaseRefused
from engine.store.answers import forget_answers
from engine.store.asking import is_any_bundle
from engine.store.scheduled_starts import claim_due_start, is_any_due
from engine.store.sign_in_failures import forget_failures
from engine.store.sign_in_records import forget_sign_ins, is_any_older
from engine.store.sign_ins import forget_ended

log = structlog.get_logger()


def do_all_due(site: Site) -> int:
    """Start and fire everything that is due and send all that waits; answers how many."""
    done = 0
    while fired := _start_one(site) + _fire_some(site):
        done += fired
    _bundle_urges(site)
    while _bundle_some(site):
        pass  # what it makes is sent next, and counted there
    while sent := _send_some(site):
        done += sent
    _forget_some(site)
    anchor_when_due(site)
    return done


def _fire_some(site: Site, most: int = BATCH) -> int:
    """A batch in one transaction; where one of them fails, they are fired one by one, and that one is put off."""
    try:
        with site.writing() as session:
            return fire_due(site.act(session), most)
    except DatabaseBusy:
        raise  # the database is busy or away: the next bell tries again
    except Exception:
        if most > 1:
            return sum(_fire_some(site, most=1) for _ in range(most))
        log.exception("timer.failed")
        with site.writing() as session:
            put_off(site.act(session))
        return 1


def _bundle_urges(site: Site) -> None:
    """When everything that was due has fired: the urges over the cap, one note a unit."""
    with site.reading() as session:
        if not is_any_bundle(session):
            return
    with site.writing() as session:
        bundle_urges(site.act(session))


def _start_one(site: Site) -> int:
    """The earliest process that its timer is to start, in a transaction of its own; one that fails is put off."""
    now, start_id = site.clock.now(), None
    with site.reading() as session:
        if not is_any_due(session, now):
            return 0  # as nearly always: nobody is kept from writing
    try:
        with site.writing() as session:
            due = claim_due_start(session, now)
            if due is None:
                return 0
            start_id = due.id
            start_scheduled(site.act(session), due)
    except DatabaseBusy:
        raise  # the next bell tries again
    except Exception as error:
        if start_id is None:
            raise
        log.exception("scheduled_start.failed", id=start_id)
        with site.writing() as session:
            put_off_start(session, start_id, error)
    return 1


def _bundle_some(site: Site) -> int:
    with site.reading() as session:
        if not is_digest_due(session, site.clock.now()):
            return 0  # as nearly always: nobody is kept from writing
    with site.writing() as session:
        return send_digests(site.act(session))


def _send_some(site: Site) -> int:
    """Claim a batch in one transaction, send it in none, note each at once; answers how many were taken up."""
    with site.writing() as session:
        claimed = claim_waiting(session, site.clock.now(), keep_mails=site.postman is None, robots=site.settings.robots)
    carriers = site.carriers(claimed.channels)
    for row in claimed.rows:
        if site.clock.now() >= claimed.until:
            break  # the rest is anybody's by now
        outcome = hand_over(row, carriers, site.clock.now)
        with site.writing() as session:
            if not write_outcome(session, row, claimed.lease, outcome):
                log.warning("outbox.lease_lost", table=row.__tablename__, id=row.id)
    return claimed.kept + claimed.put_off + len(claimed.rows)


def _forget_some(site: Site) -> None:
    """Answers given long ago, sessions that ended, failures to sign in: a batch a tick, so that it holds up nobody."""
    with site.writing() as session:
        forget_answers(session, site.clock.now())
        now = site.machine_clock.now()
        forget_ended(session, now, site.terms.idle)
        forget_failures(session, now - FORGOTTEN_AFTER)
    _forget_sign_ins(site, now)


def _forget_sign_ins(site: Site, now: datetime) -> None:
    """Where the machine's clock and the database's are far apart, the database lets nothing go: the rest goes on."""
    before = now - timedelta(days=site.settings.sign_in_record_days)
    with site.reading() as session:
        if not is_any_older(session, before):
            return  # as nearly always: nobody is kept from writing
    try:
        with site.writing() as session:
            forget_sign_ins(session, before)
    except DatabaseRefused as error:
        log.warning("sign_in_record.kept", reason=str(error.orig))
