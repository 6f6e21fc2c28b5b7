"""Processes that wait on a pipe and take turns: only one of them works at a time.

Two long runs one after the other say more about the machine's other work than about ours. Short
ones, each between two of the loop it is compared with, meet the same machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from statistics import mean, median, quantiles
from types import TracebackType
from typing import Any

from .measure import ROOT, environment

Found = dict[str, Any]


def serve(work: Callable[[int], str]) -> None:
    """In the child: for each number that comes in, print what doing so much of `work` found."""
    for line in sys.stdin:
        print(work(int(line)), flush=True)


class Way:
    """One benchmark module in a process of its own; a context manager.

    Raises
    ------
    RuntimeError
        From `turn`, if the process has ended.
    """

    def __init__(self, name: str, threads: int, *options: str) -> None:
        self._name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"benchmarks.{name}", *options],
            cwd=ROOT,
            env=environment(threads),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Way:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()  # the child's sign to end
        self._process.wait()

    def turn(self, iterations: int) -> Found:
        """So many iterations, while everyone else waits."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{iterations}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"benchmarks.{self._name} ended with {self._process.wait()}")
        found: Found = json.loads(line)
        return {**found, "iterations": iterations}


def order(rounds: int, base: str, others: Sequence[str]) -> Iterator[str]:
    """`base` before and after each of the others, who come in turn forwards and backwards."""
    yield base
    for number in range(rounds):
        for name in others if number % 2 == 0 else reversed(others):
            yield name
            yield base


def paired(
    turns: Sequence[tuple[str, Found]], base: str, name: str, what: str = "seconds"
) -> list[float]:
    """Iterations per second, or per second of `what`, of each turn of `name`.

    They are relative to the mean of the turns of `base` right before and after it.
    """
    found = []
    for index, (whose, ours) in enumerate(turns):
        if whose == name:
            beside = [turns[i][1] for i in (index - 1, index + 1) if turns[i][0] == base]
            theirs = mean(one[what] / one["iterations"] for one in beside)
            found.append(theirs * ours["iterations"] / ours[what])
    return found


def quartiles(values: Sequence[float], form: str = "{:,.0f}") -> str:
    """Median and quartiles as text: "3,600 (3,510–3,650)"."""
    low, _, high = quantiles(values, n=4, method="inclusive")
    return f"{form.format(median(values))} ({form.format(low)}–{form.format(high)})"
