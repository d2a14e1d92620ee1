"""The vendors' namespaces and what becomes of each of their words."""

ZEEBE = "http://camunda.org/schema/zeebe/1.0"
NAMESPACES = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://www.camunda.com/fox": "camunda",
    "http://activiti.org/bpmn": "activiti",
    "http://flowable.org/bpmn": "flowable",
    ZEEBE: "zeebe",
}

# word of an attribute, or of an attribute of a Zeebe element: what it means here
PEOPLE = {"assignee", "candidateGroups", "candidateUsers"}
FORMS = {"formKey", "formRef", "formId"}
DUE = {"dueDate"}
COLLECTION = {"collection": "collection", "inputCollection": "collection"}
ELEMENT = {"elementVariable": "element", "inputElement": "element"}
ACTION = {"type", "topic", "delegateExpression", "class", "expression"}
CALLED = {"processId"}
BINDING = {"calledElementBinding", "calledElementVersion", "sameDeployment"}  # read where calls are bound
DECISION = {
    "decisionRef": "id",
    "decisionId": "id",
    "resultVariable": "result",
    "mapDecisionResult": "mapping",
}

# words that say how the other engine does its work, nothing about what is to be done
UNNEEDED = {
    "async",
    "asyncBefore",
    "asyncAfter",
    "asyncLeave",
    "exclusive",
    "failedJobRetryTimeCycle",
    "fallbackToDefaultTenant",
    "formHandlerClass",
    "historyTimeToLive",
    "isStartableInTasklist",
    "jobPriority",
    "modelerTemplate",
    "modelerTemplateVersion",
    "modelerTemplateIcon",
    "retries",
    "taskPriority",
    "userTask",
    "userTaskForm",
    "versionTag",
    "formFieldValidation",
    "initiator",
    "errorMessage",
    "properties",
}

# Zeebe writes as elements what the others write as attributes
ELEMENTS = {
    "assignmentDefinition",
    "formDefinition",
    "loopCharacteristics",
    "taskDefinition",
    "taskSchedule",
    "calledElement",
    "calledDecision",
}
