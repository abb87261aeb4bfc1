"""The lock beside the database: a second process is told at once, and the first one's end frees."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from schedulers.lock import TakenError, alone


def tries(database: Path, answer: multiprocessing.Queue[str]) -> None:
    try:
        with alone(database):
            answer.put("alone")
    except TakenError as error:
        answer.put(str(error))


def asked_elsewhere(database: Path) -> str:
    spawn = multiprocessing.get_context("spawn")
    answer: multiprocessing.Queue[str] = spawn.Queue()
    process = spawn.Process(target=tries, args=(database, answer))
    process.start()
    found = answer.get(timeout=60)
    process.join()
    answer.close()
    return found


def test_a_second_process_is_refused_and_told_which_one_runs(tmp_path: Path) -> None:
    database = tmp_path / "cashmob.db"
    with alone(database):
        assert str(os.getpid()) in asked_elsewhere(database)
    assert asked_elsewhere(database) == "alone"


def test_the_same_process_is_refused_as_well(tmp_path: Path) -> None:
    database = tmp_path / "cashmob.db"
    with alone(database), pytest.raises(TakenError), alone(database):
        pass
