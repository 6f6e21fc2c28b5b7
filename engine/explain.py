"""From what torch refused to one plain sentence on why, and what to press instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .sentences import NOTHING, QT_TRANSLATE_NOOP, Sentence


@dataclass(frozen=True)
class Explanation:
    """Why an exception came, and what to do instead."""

    pattern: str
    why: Sentence
    instead: Sentence


EXPLANATIONS = (
    Explanation(
        r"backward through the graph a second time",
        QT_TRANSLATE_NOOP(
            "Explain",
            "The first backward freed what the marked nodes had saved in forward, so their "
            "gradients can't be computed again.",
        ),
        QT_TRANSLATE_NOOP(
            "Explain",
            "Press Forward to build a new graph, or Undo, tick retain_graph and press Backward: "
            "then the graph is kept.",
        ),
    ),
    Explanation(
        r"name '(loss\w*|output)' is not defined",
        QT_TRANSLATE_NOOP(
            "Explain", "There is no output and no loss yet: nothing has run through the net."
        ),
        QT_TRANSLATE_NOOP("Explain", "Press Forward first."),
    ),
    Explanation(
        r"'NoneType' object has no attribute 'data'",
        QT_TRANSLATE_NOOP(
            "Explain",
            "The hand-written update reads every parameter's .grad, and at least one is None: no "
            "backward has filled it since zero_grad.",
        ),
        QT_TRANSLATE_NOOP(
            "Explain",
            "Press Forward and Backward before Step; where there are several losses, Backward from "
            "each of them. The optimizers of torch.optim skip parameters without a gradient.",
        ),
    ),
    Explanation(
        r"modified by an inplace operation",
        QT_TRANSLATE_NOOP(
            "Explain",
            "A tensor that the graph saved in forward has been changed since, most likely the "
            "weights by a step: backward would compute with the wrong values.",
        ),
        QT_TRANSLATE_NOOP(
            "Explain", "Press Forward to build a graph on the new weights, then Backward."
        ),
    ),
    Explanation(
        r"can be implicitly created only for scalar outputs",
        QT_TRANSLATE_NOOP(
            "Explain",
            "Backward starts from one number. The output has several, so it needs a gradient of "
            "the same shape that weighs them.",
        ),
        QT_TRANSLATE_NOOP(
            "Explain",
            "Choose “Backward from the output with a random gradient”, or press Backward, which "
            "starts from the loss.",
        ),
    ),
    Explanation(
        r"Mismatch in shape: grad_output",
        QT_TRANSLATE_NOOP(
            "Explain", "The gradient that was given has another shape than what it belongs to."
        ),
        QT_TRANSLATE_NOOP("Explain", "Give a gradient with the shape of the output."),
    ),
    Explanation(
        r"mat1 and mat2 shapes cannot be multiplied|input to conv2d, but got input of size",
        QT_TRANSLATE_NOOP(
            "Explain",
            "torch.nn works on mini-batches: the first dimension of the input is taken for the "
            "batch. Without it the layers count the dimensions wrongly.",
        ),
        QT_TRANSLATE_NOOP(
            "Explain",
            "Tick “Batch dimension” in the setup: input.unsqueeze(0) makes a batch of one "
            "out of a single sample.",
        ),
    ),
    Explanation(
        r"not compiled with|Cannot access accelerator|No CUDA|Found no NVIDIA|"
        r"Expected one of cpu|Invalid device string|invalid device ordinal|meta tensor",
        QT_TRANSLATE_NOOP(
            "Explain", "This PyTorch can't use that device on this machine; nothing was moved."
        ),
        QT_TRANSLATE_NOOP("Explain", "Choose one of the devices in the list that has no error."),
    ),
    Explanation(
        r"can't allocate memory|out of memory",
        QT_TRANSLATE_NOOP("Explain", "The device has not enough free memory for this operation."),
        QT_TRANSLATE_NOOP(
            "Explain", "Choose a smaller batch or another device, and press Undo if you need to."
        ),
    ),
    Explanation(
        r"device",
        QT_TRANSLATE_NOOP(
            "Explain",
            "The graph was built on another device than the one where the weights are now.",
        ),
        QT_TRANSLATE_NOOP("Explain", "Press Forward to build a new graph on this device."),
    ),
)


def explain(text: str) -> tuple[Sentence, Sentence]:
    """(why, instead) for an exception's text; two empty ones where we know nothing better."""
    for entry in EXPLANATIONS:
        if re.search(entry.pattern, text):
            return entry.why, entry.instead
    return NOTHING, NOTHING
