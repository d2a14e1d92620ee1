"""Twenty mistakes that designers make, each as a small diagram that has it and nothing else."""

from dataclasses import dataclass

from engine.bpmn.bundle import compile_bundle
from engine.domain.errors import Invalid
from engine.site import KNOWN
from tests.support.diagrams import (
    boundary,
    catch,
    chain,
    diagram,
    end,
    exclusive,
    flow,
    start,
    subprocess,
    task,
    timer,
)

MANY = "<multiInstanceLoopCharacteristics/>"


@dataclass(frozen=True)
class Mistake:
    """`title` says in the designer's words what is wrong in the diagram."""

    title: str
    content: bytes
    code: str


def extended(inside: str) -> str:
    return task("审核", f"<extensionElements>{inside}</extensionElements>")


def one_step(step: str, identifier: str = "审核", declared: str = "") -> bytes:
    return diagram(start(), step, end(), chain("start", identifier, "end"), declared=declared)


def choice(condition: str | None, default: str | None = "选择-拟办") -> bytes:
    return diagram(
        start(),
        exclusive("选择", default),
        task("拟办"),
        task("办理"),
        end(),
        flow("start", "选择"),
        flow("选择", "办理", condition),
        flow("选择", "拟办"),
        chain("办理", "end"),
        chain("拟办", "end"),
    )


INSIDE = subprocess("会签", start("s2"), task("签字"), end("e2"), chain("s2", "签字", "e2"))
EMPTY_TIMER = catch("等待", "<timerEventDefinition/>")
MISTAKES = (
    Mistake("文件没有存完整", one_step(task("审核"))[:-30], "bpmn.not_xml"),
    Mistake("事件没有选类型", one_step(catch("等待", ""), "等待"), "bpmn.event_without_trigger"),
    Mistake("删了环节，线还在", diagram(start(), task("审核"), chain("start", "审核", "归档")), "bpmn.flow_loose"),
    Mistake("画了环节，没有连线", diagram(start(), task("审核"), end(), chain("start", "end")), "bpmn.unreachable"),
    Mistake(
        "复制粘贴后两个环节同一个编号",
        diagram(start(), task("审核"), task("审核"), end(), chain("start", "审核", "end")),
        "bpmn.id_duplicate",
    ),
    Mistake(
        "线从外面直接连进子流程",
        diagram(start(), INSIDE, end(), flow("start", "签字"), flow("会签", "end"), flow("start", "会签")),
        "bpmn.flow_across",
    ),
    Mistake(
        "结束事件后面还有线", diagram(start(), end(), task("归档"), chain("start", "end", "归档")), "bpmn.end_left"
    ),
    Mistake("排他网关出来的线没有写条件", choice(None), "bpmn.flow_unconditional"),
    Mistake(
        "默认流选了别处的线",
        choice("agreed", "start-选择"),
        "bpmn.default_foreign",
    ),
    Mistake("条件里只写了一个等号", choice('decision = "同意"'), "expressions.single_equals"),
    Mistake("条件里用了中文符号", choice("days &gt; 3 and （urgent）"), "expressions.full_width"),
    Mistake("条件是从别的流程引擎抄来的", choice("${execution.getVariable('ok')}"), "bpmn.expression_foreign"),
    Mistake("时间写成了口语", one_step(catch("等待", timer("timeDuration", "3天")), "等待"), "bpmn.timer_misspelt"),
    Mistake("定时事件没有填时间", one_step(EMPTY_TIMER, "等待"), "bpmn.timer_empty"),
    Mistake(
        "边界事件没有附着在环节上",
        one_step(task("审核") + boundary("超时", "办理", timer("timeDuration", "P3D"))),
        "bpmn.attached_loose",
    ),
    Mistake(
        "等一种没有登记的消息",
        one_step(catch("等回函", '<messageEventDefinition messageRef="reply"/>'), "等回函"),
        "bpmn.reference_unknown",
    ),
    Mistake("多实例没有说明办几次", one_step(task("审核", MANY)), "bpmn.instances_unclear"),
    Mistake("调用活动没有选流程", one_step('<callActivity id="归档" name="归档"/>', "归档"), "bpmn.call_missing"),
    Mistake("选了不存在的表单", one_step(extended('<duban:form key="leave"/>')), "bpmn.form_unknown"),
    Mistake("选了不存在的办理人规则", one_step(extended('<duban:assignment rule="boss"/>')), "bpmn.assignment_unknown"),
    Mistake(
        "属性名写错了一个字母",
        one_step('<userTask id="审核" isForCompensaton="true"/>'),
        "bpmn.attribute_misspelt",
    ),
)


def message_of(mistake: Mistake) -> str:
    """What the system says of it, in Chinese."""
    try:
        compile_bundle({"流程.bpmn": mistake.content}, KNOWN)
    except Invalid as invalid:
        return next(problem.message() for problem in invalid.problems if problem.code == mistake.code)
    return ""
