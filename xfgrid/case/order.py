"""Going through events so that what an event builds on comes before it, in whatever order they arrived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


def causal(keys: Iterable[str], before: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """Each key once, after every key that `before` names for it. An event's hash covers the hashes it names, so there
    are no circles. Without recursion: chains may be long."""
    done: set[str] = set()
    for start in keys:
        todo = [] if start in done else [start]
        while todo:
            key = todo[-1]
            missing = [other for other in before(key) if other not in done]
            if missing:
                todo += missing
                continue
            todo.pop()
            if key not in done:
                done.add(key)
                yield key


def named(part: object) -> list[str]:
    """The hashes that a part of an event names; none where it is no list of strings."""
    return part if isinstance(part, list) and all(isinstance(item, str) for item in part) else []
