"""Loading the demo: the office on an empty database, then the weeks it has lived through. One go or nothing."""

from engine.commands.delivery.claim import claim_waiting
from engine.demo.life import Life
from engine.demo.merit import Merit
from engine.demo.moving import MovingOffice
from engine.demo.office import is_empty, load_office, send_on_leave
from engine.demo.story import DRAFT, read_stories
from engine.site import Site


def load_demo(site: Site) -> None:
    """Do nothing where units exist already. One transaction: a start that is killed here leaves no half demo."""
    now = site.clock.now()
    with site.writing() as session:
        if not is_empty(session):
            return
        load_office(session)
        office = MovingOffice(session, site.house, now)
        live(office)
        office.until(now)
        send_on_leave(session, now)
        while claim_waiting(session, now, keep_mails=True).kept:  # kept for the mailbox, never sent
            pass


def live(office: MovingOffice) -> None:
    """The days from the first matter up to the last day that is over."""
    stories, words = read_stories()
    life, merit = Life(office, words), Merit(office)
    for day in range(min(merit.first_day, *(story.day for story in stories)), 1):
        office.open_on(day)
        for story in stories:
            if story.day == day:
                life.take_in(story)
        life.work(day)
        merit.work(day)
    life.upload(DRAFT)
