"""Inputs of models that carry a `config` in Hugging Face's way.

Source: https://huggingface.co/docs/transformers/main_classes/configuration
"""

from __future__ import annotations

from typing import Any

from torch import nn

from .forward import parameters_of
from .inputs import Input

_LABELS = ("labels", "start_positions", "end_positions")


def hugging(model: nn.Module, length: int) -> list[tuple[Input, ...]]:
    """Keyword inputs by the configuration, labels included so that there is a loss.

    Those without a mask come second: many models look at its values, which the meta device does
    not have. Those without labels come last: some models compute no loss.
    """
    whole = _whole(model, length)
    plain = tuple(each for each in whole if each.name != "attention_mask")
    free = tuple(each for each in whole if each.name not in _LABELS)
    return [one for one in dict.fromkeys((whole, plain, free)) if one]


def _whole(model: nn.Module, length: int) -> tuple[Input, ...]:
    config: Any = getattr(model, "config", None)
    names = {p.name for p in parameters_of(model)}
    if config is None:
        return ()
    found: list[Input] = []
    words = getattr(config, "vocab_size", None)
    if "input_ids" in names and isinstance(words, int):
        found.append(Input((1, length), "int64", (0, words - 1), "input_ids"))
        if "attention_mask" in names:
            found.append(Input((1, length), "int64", (1, 1), "attention_mask"))
    elif "pixel_values" in names:
        side = getattr(config, "image_size", 224)
        height, width = side if isinstance(side, list | tuple) else (side, side)
        channels = getattr(config, "num_channels", 3)
        frames = getattr(config, "num_frames", None)
        film = (frames,) if isinstance(frames, int) else ()
        found.append(Input((1, *film, channels, height, width), name="pixel_values"))
    elif "input_values" in names:
        found.append(Input(_sound(config), name="input_values"))
    elif "input_features" in names:
        found.append(Input(_features(config), name="input_features"))
    if not found:
        return ()
    kind = type(model).__name__
    if "labels" in names and "Segmentation" in kind and found[0].name == "pixel_values":
        classes = getattr(config, "num_labels", 2)
        found.append(Input((1, *found[0].shape[2:]), "int64", (0, classes - 1), "labels"))
    elif "labels" in names:
        found.append(_labels(kind, config, length, words))
    elif {"start_positions", "end_positions"} <= names:
        found += [
            Input((1,), "int64", (0, length - 1), n) for n in ("start_positions", "end_positions")
        ]
    elif "decoder_input_ids" in names and isinstance(words, int):
        found.append(Input((1, length), "int64", (0, words - 1), "decoder_input_ids"))
    given = {each.name for each in found}
    missing = (p for p in parameters_of(model) if p.default is p.empty and p.name not in given
               and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD))  # fmt: skip
    return () if any(missing) else tuple(found)


def _sound(config: Any) -> tuple[int, ...]:
    """A second of sound, or its spectrogram."""
    bins, length = getattr(config, "num_mel_bins", None), getattr(config, "max_length", None)
    spectrum = isinstance(bins, int) and isinstance(length, int) and length > bins
    return (1, length, bins) if spectrum else (1, 16000)  # type: ignore[return-value]


def _features(config: Any) -> tuple[int, ...]:
    """A spectrogram: channels first of a fixed length, or as many as there are."""
    bins, places = getattr(config, "num_mel_bins", 80), getattr(config, "max_source_positions", 1)
    channels = getattr(config, "input_feat_per_channel", None)
    return (1, bins, 2 * places) if channels is None else (1, 64, channels)


def _labels(kind: str, config: Any, length: int, words: int | None) -> Input:
    classes = getattr(config, "num_labels", 2)
    if "TokenClassification" in kind:
        return Input((1, length), "int64", (0, classes - 1), "labels")
    if "Classification" in kind or words is None:
        return Input((1,), "int64", (0, classes - 1), "labels")
    return Input((1, length), "int64", (0, words - 1), "labels")
