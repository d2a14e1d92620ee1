"""Loading the demo: the office on an empty database, then its matters."""

from engine.demo.office import is_empty, load_office
from engine.site import Site


def load_demo(site: Site) -> None:
    """Do nothing where units exist already."""
    with site.writing() as session:
        if not is_empty(session):
            return
        load_office(session)
