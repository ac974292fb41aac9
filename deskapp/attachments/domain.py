"""What a photo is, before and after the store has it."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture taken in: upright, scaled down, without any data about place, time or camera. Both parts are JPEG bytes."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int

    @property
    def hash(self) -> str:
        """SHA-256 of the picture: what a use case names among its arguments."""
        return hashlib.sha256(self.content).hexdigest()
