"""Opening a ResNet-152 from a file, beside a plain script that builds it and runs it forward.

Ours is `python -m gradwalk FILE --do forward` until the graph's first picture is painted. Both are
fresh processes, by turns; both run from bytecode, as what is installed does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from .measure import environment, spread, table

NET = "resnet152"
INPUT = "1x3x224x224"
PLAIN = f"""
import torch
from torch import nn
from {NET} import {NET}
torch.manual_seed(0)
net = {NET}()
output = net(torch.randn({INPUT.replace("x", ", ")}))
loss = nn.CrossEntropyLoss()(output, torch.randint(0, 1000, (1,)))
print(loss.item())
"""


def surroundings(threads: int) -> dict[str, str]:
    """The environment of every process here."""
    told = {**environment(threads), "GRADWALK_FIRST_PAINT": "1"}
    told.pop("PYTHONDONTWRITEBYTECODE", None)
    return told


def plain(folder: Path, threads: int) -> tuple[float, float]:
    """Seconds until the plain script has its loss, and until it has ended."""
    start = time.perf_counter()
    script = subprocess.Popen(
        [sys.executable, "-c", PLAIN],
        cwd=folder,
        env=surroundings(threads),
        stdout=subprocess.PIPE,
    )
    assert script.stdout is not None
    script.stdout.readline()
    loss = time.perf_counter() - start
    if script.wait() != 0:
        raise RuntimeError("the plain script failed")
    return loss, time.perf_counter() - start


def first_picture(folder: Path, threads: int, *options: str) -> float:
    """Seconds until the window has painted the graph.

    Raises
    ------
    RuntimeError
        If it ended without.
    """
    start = time.time()
    command = [sys.executable, "-m", "gradwalk", f"{NET}.py:{NET}", *options, "--do", "forward"]
    window = subprocess.Popen(
        command, cwd=folder, env=surroundings(threads), stdout=subprocess.PIPE, text=True
    )
    assert window.stdout is not None
    try:
        for line in window.stdout:
            if line.startswith("first graph"):
                return float(line.split()[-1]) - start
    finally:
        window.terminate()
        window.wait()
    raise RuntimeError("the window ended without a picture")


def run(rounds: int = 5, threads: int = 1) -> str:
    """The table; the first round warms the disk's cache and is not counted."""
    plains, given, guessed = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(Path(__file__).with_name(f"{NET}.py"), folder)
        for _ in range(rounds + 1):
            plains.append(plain(folder, threads))
            given.append(first_picture(folder, threads, "--input", INPUT))
            guessed.append(first_picture(folder, threads))
    losses, ends = ([one[i] for one in plains[1:]] for i in (0, 1))
    rows = [("the plain command, until it has its loss", spread(losses, "{:.2f}"), "", "1")]
    rows += [("the plain command, until it has ended", spread(ends, "{:.2f}"), "1", "")]
    for what, ours in ((f"gradwalk with `--input {INPUT}`", given), ("input guessed", guessed)):
        seconds = ours[1:]
        ratios = [f"{median(a / b for a, b in zip(seconds, other, strict=True)):.2f}"
                  for other in (ends, losses)]  # fmt: skip
        rows.append((f"{what}, until the first picture", spread(seconds, "{:.2f}"), *ratios))
    where = "a display" if os.environ.get("DISPLAY") else "an offscreen window"
    header = ("", "seconds", "× the command", "× until its loss")
    return table(f"Opening a ResNet-152 from a file, on {where}", header, rows)


if __name__ == "__main__":
    print(run())
