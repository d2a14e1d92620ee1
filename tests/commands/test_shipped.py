"""The families that come with the product, at each start."""

from dataclasses import replace

from engine.bpmn.checks.check import Known
from engine.catalog import BundleCatalog
from engine.commands.definitions.shipped import deploy_shipped
from engine.site import Site


def test_what_was_deployed_before_is_not_examined_again_at_the_next_start(site: Site) -> None:
    site.house = replace(site.house, bundles=BundleCatalog(Known()))  # which would refuse every action
    with site.writing() as session:
        assert deploy_shipped(site.act(session)) == []
