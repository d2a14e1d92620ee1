"""When a deployed process is to be started by its timer start events; the schedule of the version before it ends."""

from engine.act import Act
from engine.bpmn.bundle import CompiledProcess
from engine.domain.errors import Problem
from engine.store.models import Definition, ScheduledStart
from engine.store.scheduled_starts import replace_schedule


def schedule_starts(act: Act, definition: Definition, process: CompiledProcess) -> tuple[Problem, ...]:
    """Put the schedule of this version in place of the older one's; a start whose time is past is a warning."""
    warnings = []
    starts = []
    for start in process.timed_starts:
        begun = start.begin(act.now, act.calendar)
        if begun is None:
            line = process.element(start.element_id).line
            text = {"text": start.expression.strip()}
            warnings.append(
                Problem("bpmn.start_time_past", text, file=process.file, line=line, element=start.element_id)
            )
            continue
        due_at, cycle = begun
        starts.append(
            ScheduledStart(
                key=definition.key,
                version=definition.version,
                element_id=start.element_id,
                due_at=due_at,
                cycle=cycle,
                catch_up=start.catch_up,
            )
        )
    replace_schedule(act.session, definition.key, starts, act.now)
    return tuple(warnings)
