"""Deploying verifies a diagram: how long one of 200 elements takes, and whether a nasty one ends at the stated bound."""

import time

from bench.goals import Bound, Goal, at_most, measured
from bench.ground import Ground
from engine.bpmn.bundle import CompiledBundle, compile_bundle
from engine.bpmn.checks.check import Known
from engine.bpmn.verification.budget import MAX_SECONDS
from engine.bpmn.verification.verify import Verdict, verify
from tests.bpmn.verification.nasty import long_process, wide_process

ROUNDS = 5
WHOLE = ("a diagram of 200 elements compiled and verified: seconds", at_most(2, "s"))
CUT_OFF = (
    f"20 parallel inclusive branches, verification cut off at {MAX_SECONDS:g} s: seconds of processor time",
    at_most(1.5 * MAX_SECONDS, "s"),
)
GOALS: tuple[tuple[str, Bound], ...] = (WHOLE, CUT_OFF)


def measure(place: Ground) -> list[Goal]:
    """Both from bytes to the verdict; the second by the clock of the thread, which is what is bounded."""
    whole, cut_off = long_process(200), compile_bundle({"wide.bpmn": wide_process(20)}, Known())
    rounds = range(2 if place.quick else ROUNDS)
    return [
        measured(*WHOLE, [_compiled_and_verified(whole) for _ in rounds]),
        measured(*CUT_OFF, [_cut_off(cut_off) for _ in rounds]),
    ]


def _compiled_and_verified(content: bytes) -> float:
    began = time.perf_counter()
    verdict = verify(compile_bundle({"long.bpmn": content}, Known()))
    seconds = time.perf_counter() - began
    if verdict != Verdict((), ()):
        raise AssertionError(f"Expected a sound diagram, but got {verdict}")
    return seconds


def _cut_off(bundle: CompiledBundle) -> float:
    began = time.thread_time()
    verdict = verify(bundle)
    seconds = time.thread_time() - began
    if [warning.code for warning in verdict.warnings] != ["verification.cut_off"]:
        raise AssertionError(f"Expected to be cut off, but got {verdict}")
    return seconds
