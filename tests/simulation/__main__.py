"""`python -m tests.simulation FIRST LAST [--real N]`: many runs, and the table of `docs/simulation.md`.

Of every LAST - FIRST runs, N spread evenly verify every signature for real; the others verify each once a process.
A failing seed is printed as it is found, and becomes a line of `kept.py`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from contextlib import nullcontext

import structlog

from tests.simulation.judge import judge
from tests.simulation.narrow import narrow
from tests.simulation.world import World

STEPS = 70
KINDS = {"lost": "lost", "doubled": "doubled", "a number used twice": "doubled"}


def live(seed: int, steps: int = STEPS, *, real: bool = False) -> Counter[str]:
    """One run to its end, judged; what happened in it. Every fourth has small limits. AssertionError with what was lost,
    doubled or diverged."""
    small = seed % 4 == 1
    with narrow() if small else nullcontext():
        world = World(seed, real=real)
        try:
            world.run(steps)
            world.heal()
            judge(world)
        finally:
            world.close()
    world.count["run with small limits"] += small
    return world.count


def main() -> int:
    """Runs the seeds and prints the table; 1 if any run failed."""
    given = argparse.ArgumentParser(prog="python -m tests.simulation")
    given.add_argument("first", type=int)
    given.add_argument("last", type=int)
    given.add_argument("--real", type=int, default=0)
    asked = given.parse_args()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    seeds = range(asked.first, asked.last)
    every = max(1, len(seeds) // asked.real) if asked.real else 0
    count, wrong = Counter[str](), Counter[str]()
    for seed in seeds:
        real = bool(every) and seed % every == 0
        count["run"] += 1
        count["run with real signatures"] += real
        try:
            count += live(seed, real=real)
        except Exception as error:
            wrong[next((kind for text, kind in KINDS.items() if text in str(error)), "diverged")] += 1
            print(f"seed {seed}: {error!r}", flush=True)
    _table(count, wrong)
    return 1 if wrong else 0


def _table(count: Counter[str], wrong: Counter[str]) -> None:
    print("\n| what | times |\n|---|---|")
    for name in ("run", "run with real signatures", *sorted(set(count) - {"run", "run with real signatures"})):
        print(f"| {name} | {count[name]:,} |")
    for name in ("lost", "doubled", "diverged"):
        print(f"| **{name}** | **{wrong[name]}** |")


if __name__ == "__main__":
    raise SystemExit(main())
