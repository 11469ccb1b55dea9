"""Items worked out one ahead."""

import threading

import pytest

from rootcause.store.observations.ahead import ahead


def test_the_next_is_worked_out_while_one_is_in_use():
    second = threading.Event()

    def items():
        yield 1
        second.set()
        yield 2

    coming = ahead(items())
    assert next(coming) == 1
    assert second.wait(10)
    assert list(coming) == [2]


def test_no_more_than_one_is_ahead():
    made = []

    def items():
        for one in range(5):
            made.append(one)
            yield one

    coming = ahead(items())
    next(coming)
    assert len(made) <= 2
    coming.close()
    assert len(made) <= 2


def test_what_goes_wrong_is_told_where_it_is_taken():
    def items():
        yield 1
        raise ValueError("torn")

    coming = ahead(items())
    assert next(coming) == 1
    with pytest.raises(ValueError, match="torn"):
        next(coming)
