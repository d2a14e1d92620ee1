"""What the processes of the crashing script share by being forked from one: the definitions, compiled once."""

from engine.bpmn.bundle import compile_bundle
from engine.catalog import BundleCatalog
from engine.commands.definitions.shipped import PROCESSES, family_files
from engine.site import KNOWN

CATALOG = BundleCatalog(KNOWN)
for family in sorted(path for path in PROCESSES.iterdir() if path.is_dir()):
    if files := family_files(family):
        CATALOG.keep(compile_bundle(files, KNOWN))
