"""One line in a script: `gradwalk.show` and `Graph.picture`, beside the walk and torchviz.

Each measure is of a fresh process, by turns with what it is compared with.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from .measure import ROOT, environment, spread, table

NET = "ResNet-152"
PATIENCE = 60.0

SCRIPT = """
import json, sys, time
import torch, gradwalk
from gradwalk.benchmarks.losses import NETS
torch.manual_seed(0)
model, batch = NETS["{net}"]()
loss = model(batch).sum()
{body}
"""

SHOWN = """
graph = gradwalk.trace(loss)
start = time.perf_counter()
graph = gradwalk.trace(loss)
walked = time.perf_counter()
gradwalk.show(loss)
end = time.perf_counter()
print(json.dumps({"walk": walked - start, "show": end - walked, "at": time.time() - (end - walked),
                  "nodes": len(graph.nodes)}))
"""

PICTURE = "gradwalk.trace(loss).picture(sys.argv[1] + '.svg')"
TORCHVIZ = "from torchviz import make_dot; make_dot(loss).render(sys.argv[1], format='svg')"


def timed(body: str) -> str:
    """The same statement, its seconds printed."""
    return f"start = time.perf_counter()\n{body}\nprint(time.perf_counter() - start)"


def script(body: str, path: Path, **more: str) -> tuple[str, float]:
    """What a script around the net prints, and the seconds that its process took."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.replace("{net}", NET).replace("{body}", body), str(path)],
        cwd=ROOT, env=environment(1) | more, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout, time.perf_counter() - start


def shown(folder: Path) -> dict[str, Any]:
    """Seconds of the walk, of `show`, and from its call until the graph was painted."""
    told = folder / "told"
    told.unlink(missing_ok=True)
    output, _ = script(SHOWN, folder, GRADWALK_SHOWN=str(told))
    found: dict[str, Any] = json.loads(output)
    until = time.monotonic() + PATIENCE
    while not (told.exists() and told.read_text().endswith("\n")):
        if time.monotonic() > until:
            raise TimeoutError("the window has painted nothing")
        time.sleep(0.01)
    window = json.loads(told.read_text())
    os.kill(window["pid"], signal.SIGTERM)
    return found | {"painted": window["time"] - found["at"], "torch": window["torch"]}


def by_turns(rounds: int, *measures: Callable[[], Any]) -> list[list[Any]]:
    """What each measure gives in each round; the first round warms up."""
    every = [[measure() for measure in measures] for _ in range(rounds + 1)]
    return [list(column) for column in zip(*every[1:], strict=True)]


def opening(rounds: int, folder: Path) -> str:
    """The table of `show`."""
    (found,) = by_turns(rounds, lambda: shown(folder))
    milliseconds = [[1e3 * each[name] for each in found] for name in ("walk", "show")]
    beyond = [1e3 * (each["show"] - each["walk"]) for each in found]
    rows = [
        (f"`gradwalk.trace(loss)`, {found[0]['nodes']:,} nodes", spread(milliseconds[0], "{:.1f}")),
        ("`gradwalk.show(loss)` returns after", spread(milliseconds[1], "{:.1f}")),
        ("of this beyond the walk", spread(beyond, "{:.1f}")),
        ("the graph is on screen after", spread([1e3 * each["painted"] for each in found])),
        ("the window has imported torch", "yes" if any(e["torch"] for e in found) else "no"),
    ]
    where = "a display" if os.environ.get("DISPLAY") else "an offscreen window"
    return table(f"`gradwalk.show`, on {where}", ("", "ms"), rows)


def drawing(rounds: int, folder: Path) -> str:
    """The table of `Graph.picture` beside torchviz: the statement alone, and the whole script."""
    if find_spec("torchviz") is None or shutil.which("dot") is None:
        ours, whole = by_turns(
            rounds, lambda: float(script(timed(PICTURE), folder / "g")[0]),
            lambda: script(PICTURE, folder / "g")[1],
        )  # fmt: skip
        rows = [("the statement", spread(ours, "{:.2f}"), "not installed", "–"),
                ("the whole script", spread(whole, "{:.2f}"), "not installed", "–")]  # fmt: skip
    else:
        ours, theirs, whole, their_whole = by_turns(
            rounds,
            lambda: float(script(timed(PICTURE), folder / "g")[0]),
            lambda: float(script(timed(TORCHVIZ), folder / "t")[0]),
            lambda: script(PICTURE, folder / "g")[1],
            lambda: script(TORCHVIZ, folder / "t")[1],
        )
        rows = [_compared("the statement", ours, theirs),
                _compared("the whole script", whole, their_whole)]  # fmt: skip
    header = (f"{NET}, a loss to a file", '`trace(loss).picture("g.svg")`, s',
              '`make_dot(loss).render("g", format="svg")`, s', "times faster")  # fmt: skip
    return table("A picture from a script", header, rows)


def _compared(name: str, ours: list[float], theirs: list[float]) -> tuple[str, ...]:
    ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
    return name, spread(ours, "{:.2f}"), spread(theirs, "{:.2f}"), f"{median(ratios):.2f}"


def run(rounds: int = 5) -> str:
    """Both tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return opening(rounds, folder) + "\n" + drawing(rounds, folder)


if __name__ == "__main__":
    print(run())
