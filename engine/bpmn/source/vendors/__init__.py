"""What diagrams of Camunda, Flowable and Activiti say beyond the standard, as far as it means something here."""

from engine.bpmn.source.vendors.translating import translate_vendors

__all__ = ["translate_vendors"]
