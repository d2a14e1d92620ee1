"""What a worker does when the bell rings: fire what is due, send what waits. The database decides, not the message."""

import structlog

from engine.commands.mail.relay import relay_next
from engine.commands.timers.fire import fire_next, put_off
from engine.site import Site
from engine.store import DatabaseBusy

log = structlog.get_logger()


def do_all_due(site: Site) -> int:
    """Fire every due timer and send every waiting mail, one transaction each; answers how many."""
    done = 0
    while _fire_one(site):
        done += 1
    while _send_one(site):
        done += 1
    return done


def _fire_one(site: Site) -> bool:
    try:
        with site.writing() as session:
            return fire_next(site.act(session))
    except DatabaseBusy:
        raise  # the database is busy or away: the next bell tries again
    except Exception:
        log.exception("timer.failed")
        with site.writing() as session:
            put_off(site.act(session))
        return True


def _send_one(site: Site) -> bool:
    with site.writing() as session:
        return relay_next(session, site.clock.now(), site.postman, site.settings.mail_from)
