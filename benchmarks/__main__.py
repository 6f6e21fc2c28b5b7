"""Run the benchmarks and print their tables as Markdown."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from . import attribution, canvas, layout, own, picture, show, startup, training, walk
from .measure import machine

BENCHMARKS: dict[str, Callable[[argparse.Namespace], str]] = {
    "attribution": lambda given: attribution.run(given.rounds),
    "startup": lambda given: startup.run(given.rounds),
    "training": lambda given: training.run(given.turns, given.threads, given.iterations),
    "layout": lambda given: layout.run(given.rounds),
    "canvas": lambda given: canvas.run(),
    "own": lambda given: own.run(given.rounds, given.threads),
    "picture": lambda given: picture.run(given.rounds),
    "show": lambda given: show.run(given.rounds),
    "walk": lambda given: walk.run(given.rounds),
}


def main() -> None:
    """Print each table as soon as it stands."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    parser.add_argument("--turns", type=int, default=6, help="the same for training")
    parser.add_argument("--threads", type=int, default=1, help="threads that torch may use")
    parser.add_argument("--iterations", type=int, default=10_000, help="in one turn")
    given = parser.parse_args()
    unknown = set(given.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    print(f"{machine()}. Medians of measurements by turns.\n", flush=True)
    for name in given.names or BENCHMARKS:
        print(BENCHMARKS[name](given), flush=True)


if __name__ == "__main__":
    main()
