"""Every table of the product."""

from engine.store.models.base import Base
from engine.store.models.delivery import GivenAnswer, OutboxCall, OutboxMail, Setting, TakenDelivery
from engine.store.models.organisation import ApiToken, Person, PersonRole, Post, SignIn, Unit
from engine.store.models.process import (
    Anchor,
    AnchorLeaf,
    Bundle,
    BundleFile,
    Definition,
    Event,
    Instance,
    InstanceState,
    InstanceValue,
    ScheduledStart,
    Subscription,
    Task,
    TaskCandidate,
    Timer,
)
from engine.store.models.supervision import ImportDraft, Item, ItemRecord, Matter, NumberSeries

__all__ = [
    "Anchor",
    "AnchorLeaf",
    "ApiToken",
    "Base",
    "Bundle",
    "BundleFile",
    "Definition",
    "Event",
    "GivenAnswer",
    "ImportDraft",
    "Instance",
    "InstanceState",
    "InstanceValue",
    "Item",
    "ItemRecord",
    "Matter",
    "NumberSeries",
    "OutboxCall",
    "OutboxMail",
    "Person",
    "PersonRole",
    "Post",
    "ScheduledStart",
    "Setting",
    "SignIn",
    "Subscription",
    "TakenDelivery",
    "Task",
    "TaskCandidate",
    "Timer",
    "Unit",
]
