"""What every message is: a command of the window's, or an event of the engine's."""

from __future__ import annotations

import msgspec


class Command(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Anything the window can ask for. `id` comes back as `reply_to` of every answer."""

    id: int = 0


class Event(msgspec.Struct, frozen=True, tag=True, kw_only=True):
    """Anything the engine can say."""

    reply_to: int = 0
