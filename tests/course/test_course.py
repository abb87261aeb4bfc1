"""A few courses at every commit; `make course` plays them for as long as told."""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.course.machine import Course


def test_whatever_happens_the_bot_stands_where_the_notebook_stands() -> None:
    few = settings(
        max_examples=8, stateful_step_count=20, deadline=None, derandomize=True, database=None
    )
    run_state_machine_as_test(Course, settings=few)
