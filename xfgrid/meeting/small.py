"""Small counts that are not published, and the others that must go with them so that nobody can work them out."""

from __future__ import annotations

from collections.abc import Mapping


def published(counts: Mapping[str, int], least: Mapping[str, int]) -> dict[str, int | None]:
    """The counts as they may be published, None for a hidden one; empty where nothing can be.

    A count is hidden below its `least`. Readers know the total, that a count listed is at least one, and these rules;
    as long as that pins a hidden count to one value, the smallest count still shown is hidden as well.
    """
    hidden = {name for name, count in counts.items() if count < least[name]}
    primary = frozenset(hidden)
    while _pinned(counts, least, hidden, primary):
        shown = sorted((count, name) for name, count in counts.items() if name not in hidden)
        if not shown:
            return {}
        hidden.add(shown[0][1])
    return {name: None if name in hidden else count for name, count in counts.items()}


def _pinned(counts: Mapping[str, int], least: Mapping[str, int], hidden: set[str], primary: frozenset[str]) -> bool:
    """Whether a hidden count can have one value only, given their sum and how large each can be."""
    total = sum(counts[name] for name in hidden)
    most = {name: least[name] - 1 if name in primary else total for name in hidden}
    for name in hidden:
        others = [most[other] for other in hidden if other != name]
        low, high = max(1, total - sum(others)), min(most[name], total - len(others))
        if low >= high:
            return True
    return False
