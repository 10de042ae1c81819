"""Seeds that once failed. What happens under a seed changes with the world it drives; they are lived through all the same."""

from __future__ import annotations

KEPT = (
    97,
    158,
    436,
    686,
    1191,
    1796,
    1865,
    2013,
    2439,
    3467,
    3488,
    3501,
    3913,
    5551,
    6874,
    8364,
    30076,
    33045,
    35206,
    35582,
)
