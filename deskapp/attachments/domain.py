"""What a photo and a file that is none are, before and after the store has them."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class FileKind(StrEnum):
    """What a file is by its content, whatever it is called. The value is the ending it gets when it is opened."""

    MP3 = "mp3"
    WAV = "wav"
    M4A = "m4a"
    AAC = "aac"
    AMR = "amr"
    OGG = "ogg"
    PDF = "pdf"

    @property
    def is_recording(self) -> bool:
        return self is not FileKind.PDF

    @property
    def label(self) -> str:
        """录音 MP3; PDF."""
        return f"录音 {self.value.upper()}" if self.is_recording else "PDF"


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A recording or a PDF as it was given: kept byte for byte and never interpreted. `name` is what it was called."""

    name: str
    kind: FileKind
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def hash(self) -> str:
        """SHA-256 of the bytes: what a use case names among its arguments."""
        return hashlib.sha256(self.content).hexdigest()


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
