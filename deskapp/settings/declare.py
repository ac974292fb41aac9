"""One rule of practice as a typed value: declared by its feature with Chinese label, unit and default. Pure."""

import json
from dataclasses import dataclass
from datetime import time
from typing import Any, Generic, TypeVar, cast

from deskapp.errors import UserError

T = TypeVar("T", bool, int, str, time, tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """A rule the store may change. Its type is the type of its default.

    `low` and `high` bound an int, `choices` a str; `help` is the line under the field; `section` groups the settings page.
    Text is a line unless `lines` is set; a tuple is one entry a line.
    """

    key: str
    label: str
    default: T
    unit: str = ""
    section: str = ""
    help: str = ""
    low: int = 0
    high: int = 1_000_000
    choices: tuple[str, ...] = ()
    lines: bool = False
    required: bool = True

    def check(self, value: T) -> T:
        """The value if the rule allows it. Refuses out of range, unknown choice, empty text."""
        if isinstance(value, bool | time):
            return value
        if isinstance(value, int):
            if not self.low <= value <= self.high:
                raise UserError(f"{self.label}：请填 {self.low:,} 到 {self.high:,} 之间的数", field=self.key)
        elif isinstance(value, str):
            if self.choices and value not in self.choices:
                raise UserError(f"{self.label}：请从 {'、'.join(self.choices)} 中选择", field=self.key)
            if self.required and not value.strip():
                raise UserError(f"{self.label}：不能为空", field=self.key)
        elif self.required and not value:
            raise UserError(f"{self.label}：至少填一行", field=self.key)
        return value

    def parse(self, text: str) -> T:
        """The value a person typed. Refuses what cannot be read, naming the rule and an example."""
        stripped = text.strip()
        kind = type(self.default)
        value: Any
        if kind is bool:
            if stripped not in ("是", "否"):
                raise UserError(f"{self.label}：请填 是 或 否", field=self.key)
            value = stripped == "是"
        elif kind is int:
            try:
                value = int(stripped.replace(",", "").replace("，", ""))
            except ValueError:
                raise UserError(f"{self.label}：请填整数，例如 {self.default}", field=self.key) from None
        elif kind is time:
            try:
                value = time.fromisoformat(stripped.replace("：", ":").zfill(5))
            except ValueError:
                raise UserError(f"{self.label}：请填时间，例如 08:30", field=self.key) from None
        elif kind is tuple:
            value = tuple(line.strip() for line in text.splitlines() if line.strip())
        else:
            value = stripped
        return self.check(cast(T, value))

    def show(self, value: T) -> str:
        """The value as the settings page shows it; `parse` reads it back."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, time):
            return f"{value:%H:%M}"
        if isinstance(value, tuple):
            return "\n".join(value)
        return str(value)

    def encode(self, value: T) -> str:
        """The value as stored: JSON text."""
        plain: Any = f"{value:%H:%M}" if isinstance(value, time) else value
        return json.dumps(plain, ensure_ascii=False)

    def decode(self, stored: str) -> T:
        """The value from its stored form."""
        plain: Any = json.loads(stored)
        if isinstance(self.default, time):
            return cast(T, time.fromisoformat(plain))
        return cast(T, tuple(plain) if isinstance(self.default, tuple) else plain)
