"""Compiled bundles by digest: parsed once a process, however many instances run on them."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from engine.bpmn.bundle import CompiledBundle, compile_bundle
from engine.bpmn.check import Known
from engine.bpmn.frame import DEFAULT_FRAME, Frame
from engine.store import Session
from engine.store.definitions import bundle_files

KEPT = 64


class BundleCatalog:
    """Holds the bundles used last; `known` names what their diagrams may refer to, `frame` within what they run."""

    def __init__(self, known: Known, frame: Frame = DEFAULT_FRAME) -> None:
        self.known = known
        self.frame = frame
        self._bundles: OrderedDict[str, CompiledBundle] = OrderedDict()
        self._lock = Lock()

    def get(self, session: Session, digest: str) -> CompiledBundle:
        """The compiled bundle; NotFound for a digest that was never deployed."""
        with self._lock:
            if digest in self._bundles:
                self._bundles.move_to_end(digest)
                return self._bundles[digest]
        bundle = compile_bundle(bundle_files(session, digest), self.known, self.frame, deployed=True)
        self.keep(bundle)
        return bundle

    def compile(self, files: Mapping[str, bytes], *, open_variables: bool) -> CompiledBundle:
        """The bundle that these files make when they are deployed; Invalid with every problem."""
        return compile_bundle(files, self.known, self.frame, open_variables=open_variables)

    def keep(self, bundle: CompiledBundle) -> None:
        with self._lock:
            self._bundles[bundle.digest] = bundle
            while len(self._bundles) > KEPT:
                self._bundles.popitem(last=False)
