"""The invented visits (样例·虚构) that the demo writes down while the server is away."""

from __future__ import annotations

GRID = "371999101201001"
LIAISON = "371999101202001"

VISITS: tuple[tuple[str, int, dict[str, str]], ...] = (
    (
        "grid_worker",
        8,
        {
            "asked": "请协调灌溉用水的先后顺序",
            "facts": "桥头村一组与邻村共用一条水渠，近半月轮灌不按约定，下游十余户地里干裂，希望重新商定轮灌日期。",
            "place": "桥头村一组水渠",
            "kind": "neighbours",
            "how": "in_person",
        },
    ),
    (
        "grid_worker",
        5,
        {
            "asked": "要求修好村口坏了的路灯",
            "facts": "村口三盏路灯坏了一个多月，晚上接孩子放学看不清路，已口头反映过一次，没有答复。",
            "place": "桥头村村口",
            "kind": "other",
            "how": "phone",
        },
    ),
    (
        "liaison",
        4,
        {
            "asked": "请把多扣的装车费退回来",
            "facts": "合作社收苹果时每车多扣了一笔装车费，几户一起问过，说是口头约定，要求拿出依据或者退还。",
            "place": "柳树沟村果品收购点",
            "kind": "contract",
            "how": "in_person",
        },
    ),
)
"""Role that hears it, how many days ago, what it writes."""
