"""The engine's own training loop without a window: prints the seconds that N iterations take."""

from __future__ import annotations

import argparse
import time

from gradwalk import Session

from .plain import WARM_UP


def main() -> None:
    """Warm up, then time one call of `train`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("iterations", type=int)
    count = parser.parse_args().iterations
    session = Session()
    session.observe = False
    for iterations in (WARM_UP, count):
        session.begin_training()
        start = time.perf_counter()
        session.train(iterations)
        seconds = time.perf_counter() - start
        session.end_training()
    print(seconds)


if __name__ == "__main__":
    main()
