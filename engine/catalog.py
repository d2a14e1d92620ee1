"""Compiled bundles by digest: parsed once a process, however many instances run on them."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from threading import Lock

from engine.bpmn.apart import Examiner
from engine.bpmn.bundle import CompiledBundle, compile_bundle, digest_of
from engine.bpmn.checks.check import Known
from engine.bpmn.execution.frame import DEFAULT_FRAME, Frame
from engine.bpmn.verification.verify import verified
from engine.store import Session
from engine.store.definitions import bundle_files

KEPT = 64
KEPT_EXAMINED = 8


class BundleCatalog:
    """Holds the bundles used last; `known` names what their diagrams may refer to, `frame` within what they run."""

    def __init__(self, known: Known, frame: Frame = DEFAULT_FRAME) -> None:
        self.known = known
        self.frame = frame
        self._bundles: OrderedDict[str, CompiledBundle] = OrderedDict()
        self._examined: OrderedDict[tuple[str, bool], CompiledBundle] = OrderedDict()
        self._lock = Lock()
        self.examiner: Examiner | None = None

    def examine_apart(self) -> Examiner:
        """From now on, examine what is to be deployed in a process of its own; to be closed by who asked for it."""
        self.examiner = Examiner(self.known, self.frame)
        return self.examiner

    def get(self, session: Session, digest: str) -> CompiledBundle:
        """The compiled bundle; NotFound for a digest that was never deployed."""
        with self._lock:
            if digest in self._bundles:
                self._bundles.move_to_end(digest)
                return self._bundles[digest]
        bundle = compile_bundle(bundle_files(session, digest), self.known, self.frame, deployed=True)
        self.keep(bundle)
        return bundle

    def examined(self, files: Mapping[str, bytes], *, open_variables: bool) -> CompiledBundle:
        """The bundle that these files make when they are deployed, with its warnings; Invalid with every problem.

        What was examined just now is not examined again: whoever deploys can do it before anything is locked. With an
        `examiner` it is done in a process of its own.
        """
        key = digest_of(files), open_variables
        with self._lock:
            if key in self._examined:
                return self._examined[key]
        if self.examiner is None:
            bundle = compile_bundle(files, self.known, self.frame, open_variables=open_variables)
            bundle = verified(bundle, is_foreign=open_variables)
        else:
            warnings = self.examiner.examine(files, open_variables=open_variables)
            accepted = compile_bundle(files, self.known, self.frame, deployed=True)
            bundle = replace(accepted, warnings=warnings)
        with self._lock:
            self._examined[key] = bundle
            while len(self._examined) > KEPT_EXAMINED:
                self._examined.popitem(last=False)
        return bundle

    def keep(self, bundle: CompiledBundle) -> None:
        with self._lock:
            self._bundles[bundle.digest] = bundle
            while len(self._bundles) > KEPT:
                self._bundles.popitem(last=False)
