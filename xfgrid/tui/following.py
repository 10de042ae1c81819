"""What usually comes next for a case, by its state."""

from __future__ import annotations

NEXT: dict[str, tuple[str, ...]] = {
    "registered": ("take", "send-up"),
    "reopened": ("take",),
    "sent_up": ("take", "assign"),
    "assigned": ("take", "return"),
    "returned": ("take", "assign", "send-up"),
    "handling": ("answer", "progress"),
    "on_agenda": ("decide",),
    "mediating": ("agree", "fail"),
    "mediation_ended": ("tell-ways",),
    "agreed": ("perform", "breach"),
    "performed": ("answer",),
    "referred": ("result",),
    "answered": ("tell",),
    "awaiting_rating": ("close",),
    "closed": ("archive",),
    "reviewing": ("decide-review",),
}
"""State → what usually comes next, the likeliest first."""

LEFT_OPEN = ("report-ways", "report-performed", "report-result")
"""What an earlier step left open; offered only while something waits for it."""
