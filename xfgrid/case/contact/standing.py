"""Which sealed sections of a case stand: those nobody replaced, redacted or erased."""

from __future__ import annotations

from xfgrid.case.fold import Case


def standing(case: Case) -> dict[str, str]:
    """The events whose sealed contact stands, by hash in hex, each with the name of its key; several after a dispute."""
    heads = case.fields["contact"].heads if "contact" in case.fields else ()
    return {head.event: str(head.value) for head in heads if head.value and _is_here(case, head.event)}


def keys_of(case: Case) -> list[str]:
    """The names of the keys of what stands, sorted."""
    return sorted(set(standing(case).values()))


def _is_here(case: Case, event: str) -> bool:
    sealed = case.events[event].sealed
    return sealed is not None and sealed.content is not None
