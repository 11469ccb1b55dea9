"""The short form of two benchmarks: writers killed at random instants, and writers in a race."""

import pytest
from book.kills import TASKS, one_kill
from book.races import race


@pytest.mark.parametrize("task", TASKS)
def test_a_killed_writer_loses_nothing_it_acknowledged(address, tmp_path, task):
    seed = sorted(TASKS).index(task)
    result = one_kill(address, task, seed, tmp_path)
    assert result["problems"] == []
    assert result["said"] >= 1


def test_everything_that_racing_writers_wrote_is_stored(address):
    result = race(address, writers=4, each=6, readers=1)
    assert (result["stored"], result["errors"], result["reading_errors"]) == (24, 0, 0)
    assert result["problems"] == []
