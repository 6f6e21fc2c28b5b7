"""What torch and Python say when a model does not fit its inputs, and what it means: a table.

Each entry is a pattern, why, and what to do. Named groups of the pattern fill the sentences, and
``{module}`` is the module that was running. The first pattern that is found counts.
"""

from __future__ import annotations

from ..sentences import QT_TRANSLATE_NOOP

_INPUT = QT_TRANSLATE_NOOP("Explain", "Give the input another shape, or correct the layer.")
_TYPE = QT_TRANSLATE_NOOP(
    "Explain", "Give the input the type of the weights, float32 unless they were converted."
)

PATTERNS = (
    (
        r"operator torchvision::\w+ does not exist|Couldn't load custom C\+\+ ops",
        QT_TRANSLATE_NOOP(
            "Explain", "The torchvision that is installed does not fit the PyTorch beside it."
        ),
        QT_TRANSLATE_NOOP(
            "Explain", "Install the two that belong together, or remove torchvision."
        ),
    ),
    (
        r"Can't call numpy\(\) on Tensor that requires grad",
        QT_TRANSLATE_NOOP(
            "Explain", "numpy knows nothing of gradients: what it computes is not in the graph."
        ),
        QT_TRANSLATE_NOOP("Explain", "Compute it with torch, or detach it where that is meant."),
    ),
    (
        r"mat1 and mat2 shapes cannot be multiplied \((?P<rows>\d+)x(?P<got>\d+) and "
        r"(?P<wanted>\d+)x\d+\)",
        QT_TRANSLATE_NOOP(
            "Explain",
            "{module} takes {wanted} features, and what arrives has {got} in its last dimension.",
        ),
        _INPUT,
    ),
    (
        r"to have (?P<wanted>\d+) channels, but got (?P<got>\d+) channels",
        QT_TRANSLATE_NOOP(
            "Explain",
            "{module} takes {wanted} channels, and what arrives has {got}; channels come second, "
            "after the batch.",
        ),
        _INPUT,
    ),
    (
        r"Expected .*D \(unbatched\) or .*D \(batched\) input to (?P<operation>\w+), but got input "
        r"of size: \[(?P<got>[\d, ]*)\]",
        QT_TRANSLATE_NOOP(
            "Explain", "{operation} needs batch, channels and size; what arrives is [{got}]."
        ),
        _INPUT,
    ),
    (
        r"Kernel size can't be greater than actual input size|Output size is too small|"
        r"input image .* is smaller than kernel|Padding size should be less than",
        QT_TRANSLATE_NOOP("Explain", "The input has become too small for {module}."),
        QT_TRANSLATE_NOOP("Explain", "Give a larger input."),
    ),
    (
        r"Expected more than 1 value per channel when training",
        QT_TRANSLATE_NOOP(
            "Explain", "Batch normalisation needs more than one value per channel in training."
        ),
        QT_TRANSLATE_NOOP("Explain", "Give a batch of at least two samples."),
    ),
    (
        r"Expected tensor for argument #1 'indices' to have one of the following scalar types",
        QT_TRANSLATE_NOOP(
            "Explain", "{module} looks rows up by number: its input has to be integers."
        ),
        QT_TRANSLATE_NOOP("Explain", "Give the input the type int64 and a range."),
    ),
    (
        r"index (?P<index>-?\d+) is out of bounds for dimension (?P<dimension>\d+) with size "
        r"(?P<size>\d+)",
        QT_TRANSLATE_NOOP(
            "Explain",
            "Entry {index} is asked for in dimension {dimension}, where there are only {size}.",
        ),
        QT_TRANSLATE_NOOP("Explain", "Give the input another shape, or a smaller range."),
    ),
    (
        r"index out of range in self|index \S+ is out of bounds",
        QT_TRANSLATE_NOOP("Explain", "A number in the input is larger than the table it looks up."),
        QT_TRANSLATE_NOOP(
            "Explain", "Give the input the range from 0 to the number of entries less one."
        ),
    ),
    (
        r"must have the same dtype|should be the same|expected scalar type (?P<wanted>\w+) but "
        r"found (?P<got>\w+)|expected m1 and m2 to have the same dtype",
        QT_TRANSLATE_NOOP("Explain", "Input and weights are of different types."),
        _TYPE,
    ),
    (
        r"input\.size\(-1\) must be equal to input_size\. "
        r"Expected (?P<wanted>\d+), got (?P<got>\d+)",
        QT_TRANSLATE_NOOP(
            "Explain",
            "{module} takes {wanted} features at each step, and what arrives has {got} in its last "
            "dimension.",
        ),
        _INPUT,
    ),
    (
        r"running_mean should contain (?P<got>\d+) elements not (?P<wanted>\d+)",
        QT_TRANSLATE_NOOP(
            "Explain",
            "{module} takes {wanted} channels, and what arrives has {got}; channels come second, "
            "after the batch.",
        ),
        _INPUT,
    ),
    (
        r"Given normalized_shape=\[(?P<wanted>[\d, ]+)\], expected input with shape",
        QT_TRANSLATE_NOOP("Explain", "{module} normalises over dimensions of size {wanted}."),
        _INPUT,
    ),
    (
        r"size of tensor a \((?P<first>\d+)\) must match the size of tensor b \((?P<second>\d+)\) "
        r"at non-singleton dimension (?P<dimension>\d+)",
        QT_TRANSLATE_NOOP(
            "Explain",
            "Two tensors meet in this line whose sizes in dimension {dimension} are {first} and "
            "{second}.",
        ),
        _INPUT,
    ),
    (
        r"inconsistent tensor size|size mismatch",
        QT_TRANSLATE_NOOP("Explain", "Two tensors meet in this line whose sizes do not fit."),
        _INPUT,
    ),
    (
        r"Sizes of tensors must match except in dimension (?P<dimension>\d+)",
        QT_TRANSLATE_NOOP(
            "Explain",
            "Tensors that are joined along dimension {dimension} have to agree in all the others.",
        ),
        QT_TRANSLATE_NOOP(
            "Explain", "Give an input whose sizes can be halved as often as the model halves them."
        ),
    ),
    (
        r"shape '(?P<shape>[^']*)' is invalid for input of size (?P<got>\d+)",
        QT_TRANSLATE_NOOP("Explain", "{got} numbers can't be arranged as {shape}."),
        _INPUT,
    ),
    (
        r"(?P<function>\w+)\(\) missing \d+ required (?:positional|keyword-only) arguments?: "
        r"(?P<names>.*)",
        QT_TRANSLATE_NOOP("Explain", "{function} needs a value for {names}."),
        QT_TRANSLATE_NOOP("Explain", "Give it, or write a default value into the definition."),
    ),
    (
        r"(?P<function>\w+)\(\) got an unexpected keyword argument '(?P<names>.*?)'",
        QT_TRANSLATE_NOOP("Explain", "{function} has no parameter {names}."),
        QT_TRANSLATE_NOOP("Explain", "Use the names that stand in its definition."),
    ),
    (
        r"(?P<function>\w+)\(\) takes (?P<wanted>.*) positional arguments? but (?P<got>\d+)",
        QT_TRANSLATE_NOOP("Explain", "{function} was given more values than it takes."),
        QT_TRANSLATE_NOOP("Explain", "Give as many as stand in its definition; self is the first."),
    ),
    (
        r"before Module\.__init__\(\) call",
        QT_TRANSLATE_NOOP("Explain", "The class does not begin as an nn.Module."),
        QT_TRANSLATE_NOOP("Explain", "Write super().__init__() as the first line of __init__."),
    ),
    (
        r"is missing the required \"forward\" function",
        QT_TRANSLATE_NOOP("Explain", "The class has no forward, or it is indented too far."),
        QT_TRANSLATE_NOOP("Explain", "Write a method forward, with the indentation of __init__."),
    ),
    (
        r"Boolean value of Tensor with more than one value is ambiguous|"
        r"bool value of Tensor with more than one value",
        QT_TRANSLATE_NOOP(
            "Explain", "A condition needs one value, and the tensor that is asked has several."
        ),
        QT_TRANSLATE_NOOP(
            "Explain",
            "Use torch.where, or .any() or .all(). A loss of torch.nn is made first and called "
            "then: nn.MSELoss()(output, target).",
        ),
    ),
    (
        r"argument '(?P<name>\w+)' .*must be Tensor,? not (?P<kind>tuple|list|dict)",
        QT_TRANSLATE_NOOP("Explain", "{module} takes a tensor, and what arrives is a {kind}."),
        QT_TRANSLATE_NOOP(
            "Explain", "Choose one tensor of it: nn.LSTM, for example, returns output and state."
        ),
    ),
    (
        r"'(?:builtin_function_or_method|method|function)' object is not subscriptable|"
        r"unsupported operand type\(s\) for .*'(?:builtin_function_or_method|method|function)'",
        QT_TRANSLATE_NOOP("Explain", "The line names a function, but does not call it."),
        QT_TRANSLATE_NOOP("Explain", "Write brackets behind it: x.size(0)."),
    ),
    (
        r"'(?!NoneType)(?P<kind>\w+)' object is not callable",
        QT_TRANSLATE_NOOP("Explain", "The line calls something that is no function, but {kind}."),
        QT_TRANSLATE_NOOP(
            "Explain", "Leave out the brackets, or look where its name was given to something else."
        ),
    ),
    (
        r"must be tuple of ints,? ?but got float|"
        r"'float' object cannot be interpreted as an integer|"
        r"received an invalid combination of arguments - got \((?:\w+, )*float\b",
        QT_TRANSLATE_NOOP("Explain", "A size or number of layers is no whole number here."),
        QT_TRANSLATE_NOOP("Explain", "Divide with //, which gives whole numbers, or use int()."),
    ),
    (
        r"module\(\) takes at most 2 arguments",
        QT_TRANSLATE_NOOP("Explain", "A module of Python's is no class to derive from."),
        QT_TRANSLATE_NOOP("Explain", "Name the class in it: nn.Module."),
    ),
    (
        r"abstract class (?P<kind>\w+) with(?:out an implementation for)? abstract methods? "
        r"(?P<names>.*)",
        QT_TRANSLATE_NOOP("Explain", "{kind} lacks what the class it is derived from asks for."),
        QT_TRANSLATE_NOOP("Explain", "Write {names} in it, or open a class that has it all."),
    ),
    (
        r"'NoneType' object (?:is not (?P<use>callable|iterable|subscriptable)|has no attribute)|"
        r"cannot unpack non-iterable NoneType",
        QT_TRANSLATE_NOOP("Explain", "Something in this line is None and not what it should be."),
        QT_TRANSLATE_NOOP(
            "Explain", "Give the argument that it comes from, or set it before this line."
        ),
    ),
    (
        r"'(?P<kind>\w+)' object has no attribute '(?P<name>\w+)'",
        QT_TRANSLATE_NOOP("Explain", "{kind} has nothing called {name}."),
        QT_TRANSLATE_NOOP("Explain", "Correct the name, or set it before this line."),
    ),
    (
        r"argument '(?P<name>\w+)' must be (?P<wanted>[\w ]+?),? not NoneType",
        QT_TRANSLATE_NOOP("Explain", "{name} is None and should be {wanted}."),
        QT_TRANSLATE_NOOP(
            "Explain", "Give the argument that it comes from, or set it before this line."
        ),
    ),
    (
        r"elements of (?P<what>target|input) should be between 0 and 1",
        QT_TRANSLATE_NOOP("Explain", "This loss compares shares, numbers from 0 to 1."),
        QT_TRANSLATE_NOOP(
            "Explain", "Give the input a range, 1x784:float32:0..1, or use a loss of logits."
        ),
    ),
    (
        r"selected index k out of range",
        QT_TRANSLATE_NOOP("Explain", "More of the largest are wanted than there are."),
        QT_TRANSLATE_NOOP("Explain", "Make k smaller, or what it chooses from larger."),
    ),
    (
        r"split_with_sizes expects split_sizes to sum exactly to (?P<got>\d+) .*"
        r"split_sizes=\[(?P<sizes>[\d, ]+)\]",
        QT_TRANSLATE_NOOP("Explain", "What arrives has {got} entries there, to be cut as {sizes}."),
        _INPUT,
    ),
    (
        r"Training is not implemented",
        QT_TRANSLATE_NOOP("Explain", "The library has no loss for this model."),
        QT_TRANSLATE_NOOP(
            "Explain", "Give the input without labels, and choose a loss of torch's."
        ),
    ),
    (
        r"name '(?P<name>\w+)' is not defined|cannot access local variable '(?P<local>\w+)'",
        QT_TRANSLATE_NOOP("Explain", "Nothing has that name when this line runs."),
        QT_TRANSLATE_NOOP("Explain", "Import or set it before this line, or correct the name."),
    ),
    (
        r"not enough values to unpack|too many values to unpack",
        QT_TRANSLATE_NOOP(
            "Explain", "The line expects another number of values, mostly of dimensions."
        ),
        _INPUT,
    ),
    (
        r"Dimension out of range|same number of dimensions",
        QT_TRANSLATE_NOOP(
            "Explain", "A tensor has fewer or more dimensions than the line expects."
        ),
        _INPUT,
    ),
    (
        r"must be divisible by",
        QT_TRANSLATE_NOOP("Explain", "Two sizes do not go into each other."),
        QT_TRANSLATE_NOOP("Explain", "Choose sizes of which one is a multiple of the other."),
    ),
    (
        r"can't allocate memory|out of memory",
        QT_TRANSLATE_NOOP("Explain", "There is not enough free memory for this."),
        QT_TRANSLATE_NOOP("Explain", "Make the model or its input smaller."),
    ),
    (
        r"a leaf Variable that requires grad is being used in an in-place operation",
        QT_TRANSLATE_NOOP("Explain", "A parameter is changed in place where autograd records."),
        QT_TRANSLATE_NOOP("Explain", "Do it under torch.no_grad(), or not in place."),
    ),
    (
        r"is not an? (?:nn\.)?Module subclass",
        QT_TRANSLATE_NOOP("Explain", "A container of modules was given something else."),
        QT_TRANSLATE_NOOP("Explain", "Give it modules, made by calling their classes."),
    ),
)
