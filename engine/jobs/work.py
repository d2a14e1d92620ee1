"""What a worker does when the bell rings: fire what is due, send what waits. The database decides, not the message."""

import structlog

from engine.commands.mail.relay import relay_next
from engine.commands.timers.fire import BATCH, fire_due, put_off
from engine.site import Site
from engine.store import DatabaseBusy

log = structlog.get_logger()


def do_all_due(site: Site) -> int:
    """Fire every due timer and send every waiting mail; answers how many."""
    done = 0
    while fired := _fire_some(site):
        done += fired
    while _send_one(site):
        done += 1
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


def _send_one(site: Site) -> bool:
    with site.writing() as session:
        return relay_next(session, site.clock.now(), site.postman, site.settings.mail_from)
