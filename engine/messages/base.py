"""What every message is made of: a command of the window's, or an event of the engine's; arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..sentences import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    import numpy.typing as npt


class Command(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Anything the window can ask for. `id` comes back as `reply_to` of every answer."""

    id: int = 0


class Event(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Anything the engine can say."""

    reply_to: int = 0


class MessageError(ValueError):
    """A frame that is no message of this protocol, with the reason."""


class Array(msgspec.Struct, frozen=True):
    """An array as plain bytes: C order, little endian."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes

    @classmethod
    def of(cls, values: npt.NDArray[Any]) -> Array:
        """The message form of a numpy array."""
        import numpy as np  # late: the engine's process is started before it is needed

        plain = np.ascontiguousarray(values)
        return cls(plain.dtype.str, plain.shape, plain.tobytes())

    def numpy(self) -> npt.NDArray[Any]:
        """A read-only numpy view of the bytes, in the shape given.

        Raises
        ------
        MessageError
            If dtype, shape and bytes do not fit each other.
        """
        import numpy as np

        try:
            dtype = np.dtype(self.dtype)
            if dtype.hasobject:
                raise MessageError(
                    QT_TRANSLATE_NOOP("Explain", "an array of Python objects is refused")
                )
            return np.frombuffer(self.data, dtype).reshape(self.shape)
        except (TypeError, ValueError) as error:
            raise MessageError(
                QT_TRANSLATE_NOOP("Explain", "a broken array: {error}").filled(error=error)
            ) from error


class TensorValue(msgspec.Struct, frozen=True):
    """A tensor's values as float32 or float64 (complex: magnitude); `cut` tells what is missing."""

    values: Array
    dtype: str  # torch's name, "float32"
    shape: tuple[int, ...]  # of the whole tensor
    cut: bool = False
