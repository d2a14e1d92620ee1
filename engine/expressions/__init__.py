"""The closed condition language: every expression in a diagram, decision table or script is one of these."""

from engine.expressions.assignments import Assignments, compile_assignments
from engine.expressions.condition import Condition, compile_condition
from engine.expressions.faults import ExpressionFault
from engine.expressions.functions import FUNCTIONS
from engine.expressions.iso import as_data
from engine.expressions.surroundings import SURROUNDINGS, Surroundings, WorkingDays
from engine.expressions.unary_tests import UnaryTests, compile_unary_tests

__all__ = [
    "FUNCTIONS",
    "SURROUNDINGS",
    "Assignments",
    "Condition",
    "ExpressionFault",
    "Surroundings",
    "UnaryTests",
    "WorkingDays",
    "as_data",
    "compile_assignments",
    "compile_condition",
    "compile_unary_tests",
]
