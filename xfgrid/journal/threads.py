"""A second core for what leaves Python: signatures, made or verified by OpenSSL, and requests on their way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

FEW = 100
"""Signatures that are not worth a thread."""
T = TypeVar("T")
R = TypeVar("R")


def on_two(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """`work` on every item, in their order; of many items a thread takes one half."""
    if len(items) <= FEW:
        return list(map(work, items))
    middle = len(items) // 2
    with ThreadPoolExecutor(1) as thread:
        second = thread.submit(list, map(work, items[middle:]))
        return [*map(work, items[:middle]), *second.result()]


@contextmanager
def meanwhile(work: Callable[[], R]) -> Iterator[Future[R]]:
    """`work` in a thread while the block runs; the block does not end before it."""
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(work)
