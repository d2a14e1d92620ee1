"""What a service task or a completed user task may call, registered by name."""

from engine.actions import handling, ladder_steps, matters, webhooks
from engine.actions.registry import ACTIONS, Call

__all__ = ["ACTIONS", "Call", "handling", "ladder_steps", "matters", "webhooks"]
