"""The engine's own training loop without a window: what so many iterations take, as asked."""

from __future__ import annotations

from gradwalk import Session

from .clock import Clock
from .turns import serve


def main() -> None:
    """Time one call of `train` for each line of standard input."""
    session = Session()
    session.machine.observe = False

    def work(iterations: int) -> str:
        session.begin_training()
        with Clock() as clock:
            session.train(iterations)
        session.end_training()
        return clock.told()

    serve(work)


if __name__ == "__main__":
    main()
