"""What the commonest autograd nodes mean, one sentence each; an unknown node has none."""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

CONTEXT = "Operations"

MEANINGS: dict[str, str] = {  # torch's name without Backward and its number, to English source
    "AccumulateGrad": QT_TRANSLATE_NOOP(
        "Operations",
        "The end of the walk: adds the gradient that arrives to the parameter's .grad.",
    ),
    "Addmm": QT_TRANSLATE_NOOP(
        "Operations",
        "A linear layer: bias + input @ weight.T. Sends gradients to the bias, the input and the "
        "weight.",
    ),
    "Mm": QT_TRANSLATE_NOOP(
        "Operations",
        "A product of two matrices. Each receives the gradient times the other, transposed.",
    ),
    "Bmm": QT_TRANSLATE_NOOP("Operations", "A batch of products of two matrices."),
    "Convolution": QT_TRANSLATE_NOOP(
        "Operations",
        "A convolution: slides each filter over the input. Sends gradients to the input, the "
        "weight and the bias.",
    ),
    "Relu": QT_TRANSLATE_NOOP(
        "Operations",
        "max(0, x): lets the gradient pass where x was above zero, and stops it elsewhere.",
    ),
    "Sigmoid": QT_TRANSLATE_NOOP(
        "Operations",
        "Squeezes numbers into 0 to 1; the gradient shrinks to at most a quarter on its way back.",
    ),
    "Tanh": QT_TRANSLATE_NOOP(
        "Operations", "Squeezes numbers into -1 to 1; far from zero hardly any gradient passes."
    ),
    "Gelu": QT_TRANSLATE_NOOP("Operations", "A smooth relative of relu."),
    "MaxPool2DWithIndices": QT_TRANSLATE_NOOP(
        "Operations",
        "Keeps the largest of each window: only that element receives the gradient.",
    ),
    "AvgPool2D": QT_TRANSLATE_NOOP(
        "Operations", "The mean of each window: all its elements share the gradient equally."
    ),
    "View": QT_TRANSLATE_NOOP(
        "Operations", "The same numbers in another shape: the gradient is reshaped back."
    ),
    "T": QT_TRANSLATE_NOOP("Operations", "Transposes a matrix, as nn.Linear does with its weight."),
    "Permute": QT_TRANSLATE_NOOP("Operations", "The axes in another order."),
    "Expand": QT_TRANSLATE_NOOP(
        "Operations", "Repeats a tensor along an axis: the gradients of all copies are summed."
    ),
    "MseLoss": QT_TRANSLATE_NOOP(
        "Operations", "The mean squared error: its gradient grows with the error."
    ),
    "NllLoss": QT_TRANSLATE_NOOP(
        "Operations",
        "The negative log-likelihood: takes the log-probability of the right class. With "
        "log_softmax it is the cross-entropy.",
    ),
    "LogSoftmax": QT_TRANSLATE_NOOP(
        "Operations", "Turns scores into the logarithms of probabilities."
    ),
    "Softmax": QT_TRANSLATE_NOOP("Operations", "Turns scores into probabilities."),
    "Sum": QT_TRANSLATE_NOOP(
        "Operations", "Adds up elements: every one of them receives the same gradient."
    ),
    "Mean": QT_TRANSLATE_NOOP(
        "Operations", "The mean: every element receives the gradient divided by their number."
    ),
    "Mul": QT_TRANSLATE_NOOP(
        "Operations", "A product: each factor receives the gradient times the other factor."
    ),
    "Div": QT_TRANSLATE_NOOP("Operations", "A quotient."),
    "Add": QT_TRANSLATE_NOOP("Operations", "A sum: passes the gradient on to both terms."),
    "Sub": QT_TRANSLATE_NOOP(
        "Operations", "A difference: passes the gradient on, with its sign turned for the second."
    ),
    "Neg": QT_TRANSLATE_NOOP("Operations", "Turns the sign, of the gradient too."),
    "Pow": QT_TRANSLATE_NOOP(
        "Operations", "A power: multiplies the gradient by exponent × base ** (exponent - 1)."
    ),
    "Exp": QT_TRANSLATE_NOOP("Operations", "e to the power of x, which is its own derivative."),
    "Log": QT_TRANSLATE_NOOP(
        "Operations", "The logarithm: divides the gradient by x, which explodes near zero."
    ),
    "Sqrt": QT_TRANSLATE_NOOP("Operations", "The square root: its derivative is infinite at zero."),
    "Select": QT_TRANSLATE_NOOP(
        "Operations",
        "Takes one index of an axis: the gradient goes there, and zeros everywhere else.",
    ),
    "Slice": QT_TRANSLATE_NOOP(
        "Operations", "Takes a range: the gradient goes there, and zeros everywhere else."
    ),
    "Cat": QT_TRANSLATE_NOOP(
        "Operations", "Joins tensors: each receives its own part of the gradient."
    ),
    "Split": QT_TRANSLATE_NOOP(
        "Operations", "Cuts a tensor into parts: the parts' gradients are joined again."
    ),
    "Embedding": QT_TRANSLATE_NOOP(
        "Operations", "Looks rows up in a table: only those rows receive a gradient."
    ),
    "NativeDropout": QT_TRANSLATE_NOOP(
        "Operations", "Dropout: what was dropped on the way forward receives no gradient."
    ),
    "NativeLayerNorm": QT_TRANSLATE_NOOP(
        "Operations", "Layer normalisation: shifts and scales each sample to mean 0 and spread 1."
    ),
    "NativeBatchNorm": QT_TRANSLATE_NOOP(
        "Operations", "Batch normalisation: shifts and scales each feature over the batch."
    ),
    "Clone": QT_TRANSLATE_NOOP("Operations", "A copy: the gradient passes unchanged."),
    "ToCopy": QT_TRANSLATE_NOOP(
        "Operations", "The same numbers with another dtype or on another device."
    ),
}

SAME = {  # other names of the same thing
    "UnsafeView": "View", "ReshapeAlias": "View", "Squeeze": "View",
    "Unsqueeze": "View", "Transpose": "T", "NllLoss2D": "NllLoss", "Unbind": "Split",
    "SplitWithSizes": "Split", "CudnnConvolution": "Convolution",
    "CudnnBatchNorm": "NativeBatchNorm", "Threshold": "Relu",
}  # fmt: skip


def meaning(name: str) -> str:
    """One translated sentence on what a node does, or "" for a node that is not known here.

    Parameters
    ----------
    name : str
        torch's name, "AddmmBackward0".
    """
    stem = re.sub(r"Backward\d*$", "", name)
    sentence = MEANINGS.get(SAME.get(stem, stem), "")
    return QCoreApplication.translate(CONTEXT, sentence) if sentence else ""
