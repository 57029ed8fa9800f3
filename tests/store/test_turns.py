"""A lock that is given in the order of asking."""

from __future__ import annotations

import threading

from bot.store.database import Turns

WAIT_S = 10.0


def test_who_asked_first_comes_first_also_before_who_just_had_it() -> None:
    """Threads that wait are let in one by one, in their order, and whoever leaves and asks again comes last."""
    turns, order = Turns(), list[int]()

    def take(number: int, asked: threading.Event) -> None:
        asked.set()
        with turns:
            order.append(number)

    threads = []
    with turns:
        for number in range(5):
            asked = threading.Event()
            threads.append(threading.Thread(target=take, args=(number, asked)))
            threads[-1].start()
            assert asked.wait(WAIT_S)
            while turns._asked <= number + 1:
                threading.Event().wait(0.001)
    with turns:
        order.append(99)
    for thread in threads:
        thread.join(WAIT_S)
    assert order == [0, 1, 2, 3, 4, 99]


def test_one_at_a_time_is_inside() -> None:
    """However many want to."""
    turns, inside, most = Turns(), 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(200):
            with turns:
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    assert (most, inside) == (1, 0)
