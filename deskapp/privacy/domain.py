"""What a person may ask for about himself: a copy in words he can read. Pure."""

from dataclasses import dataclass
from datetime import datetime

FACT_HEADS = ("类别", "项目", "内容")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the copy: lines of a label and what is kept under it."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PersonalCopy:
    """Everything the store keeps of one person, numbers in full, as of a moment."""

    customer_id: int
    name: str
    at: datetime
    chapters: tuple[Chapter, ...]

    def rows(self) -> list[tuple[str, str, str]]:
        """The same as one flat table, for a file."""
        return [(chapter.title, label, text) for chapter in self.chapters for label, text in chapter.lines]
