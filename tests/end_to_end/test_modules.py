"""Opening an example and walking into its modules by real clicks and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Program

CELLS = "cell#1 – 16"


def test_an_example_opens_folded_and_its_time_steps_open_by_a_double_click(
    program: Program,
) -> None:
    program.key("ctrl+p")
    program.xdotool("type", "--delay", "30", "unrolled")
    program.key("Return")
    program.answered(1)
    program.key("f")
    assert program.answered(2)["phase"] == "alive"
    folded = program.scene(lambda scene: f"{CELLS} ×16" in scene["boxes"])

    program.double_click(CELLS)
    program.scene(lambda scene: CELLS in scene["frames"] and "cell#16" in scene["boxes"])
    program.double_click("cell#16")
    opened = program.scene(lambda scene: "cell#16" in scene["frames"])
    assert any("Sigmoid" in title for title in opened["boxes"])

    program.key("b", "z", "f")  # the next step's graph: what is open stays open
    program.answered(5)
    assert program.scene(lambda scene: "cell#16" in scene["frames"]) == opened

    program.double_click("cell#16")
    program.scene(lambda scene: "cell#16" not in scene["frames"])
    program.double_click(CELLS)
    assert program.scene(lambda scene: CELLS not in scene["frames"]) == folded


def test_a_part_is_shown_alone_by_keys_and_everything_comes_back(program: Program) -> None:
    program.key("f")
    program.answered(1)
    every = program.scene(lambda scene: len(scene["boxes"]) > 10)["boxes"]
    program.key("ctrl+f")
    program.xdotool("type", "--delay", "30", "conv2.weight")
    program.key("Return", "Escape", "ctrl+shift+l")
    alone = program.scene(lambda scene: 0 < len(scene["boxes"]) < len(every))["boxes"]
    assert "MseLossBackward0" in alone and "MaxPool2DWithIndicesBackward0" in alone
    program.key("ctrl+shift+a")
    assert program.scene(lambda scene: len(scene["boxes"]) == len(every))["boxes"] == every
