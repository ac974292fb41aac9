"""One row of a list by the meanings of its columns, and the words lists use for what our forms choose from. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from deskapp.customers.domain import CustomerKind, Purpose, Salutation
from deskapp.customers.entry import Judging
from deskapp.errors import UserError
from deskapp.members.domain import JoinChannel, Level
from deskapp.members.import_fields import ImportField
from deskapp.typed import Energy

V = TypeVar("V")
_patterns: dict[frozenset[str], frozenset[str]] = {}  # rows of a list fill the same few sets of columns: kept once
_TIME_OF_DAY = re.compile(r"(.*\d日?)[ T]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?")
_WORD_VALUES: dict[ImportField, tuple[tuple[object, str], ...]] = {
    ImportField.KIND: ((CustomerKind.PERSON, "个人 私人 自然人"), (CustomerKind.COMPANY, "单位 公司 企业 公户 对公")),
    ImportField.SALUTATION: ((Salutation.MR, "先生 男 男士"), (Salutation.MS, "女士 女 小姐"), (Salutation.NONE, "不填 未知 保密")),
    ImportField.LEVEL: (
        (Level.BASIC, "普卡 普通卡 普通 普通会员"),
        (Level.SILVER, "银卡 白银 银 银卡会员"),
        (Level.GOLD, "金卡 黄金 金 金卡会员"),
        (Level.DIAMOND, "钻卡 钻石卡 钻石 钻 钻石会员 钻卡会员"),
    ),
    ImportField.JOIN_CHANNEL: tuple((channel, channel.label) for channel in JoinChannel),
    ImportField.ENERGY: (
        (Energy.FUEL, "燃油 汽油 柴油 油车 燃油车"),
        (Energy.ELECTRIC, "纯电 纯电动 电动 ev bev 电车"),
        (Energy.HYBRID, "插混 混动 插电混动 插电式混合动力 phev hev 增程 油电混合"),
    ),
}
_YES_NO = ((True, "是 同意 已同意 y yes true 1 √ ✓ 有 已登记 已"), (False, "否 不同意 未同意 n no false 0 × ✗ x 无 未登记 未"))
_YES_NO_FIELDS = (
    ImportField.OEM_REGISTERED,
    ImportField.BOUGHT_HERE,
    *(ImportField(f"consent_{purpose.value}") for purpose in Purpose),
)
_MEANINGS: dict[ImportField, dict[str, Any]] = {
    which: {word: value for value, words in values for word in words.split()}
    for which, values in (_WORD_VALUES | dict.fromkeys(_YES_NO_FIELDS, _YES_NO)).items()
}


class FileJudging(Judging):
    """Unusual values pass and are noted: the person gives one reason for all of them."""

    def __init__(self) -> None:
        super().__init__({})
        self.doubts: list[tuple[str, str]] = []

    def doubt(self, field: str, warning: str, *, key: str = "", way_out: str = "") -> None:
        del key, way_out
        self.doubts.append((self.under + field, warning))

    @property
    def problems(self) -> Sequence[UserError]:
        return self._problems


class Cells:
    """One row by the meanings of its columns."""

    def __init__(self, cells: Sequence[str], columns: Mapping[str, int]) -> None:
        self._texts = {meaning: text for meaning, at in columns.items() if at < len(cells) and (text := cells[at].strip())}
        given = frozenset(self._texts)
        self.given = _patterns.setdefault(given, given)

    def text(self, which: ImportField, car: int = 1) -> str:
        return self._texts.get(which if car == 1 else f"{which}.{car}", "")

    def day(self, which: ImportField, car: int = 1) -> str:
        """A day without the time of day that databases put behind it."""
        text = self.text(which, car)
        match = _TIME_OF_DAY.fullmatch(text) if ":" in text else None
        return match[1] if match else text

    def value(self, which: ImportField, judging: Judging, default: V, car: int = 1) -> V:
        """One of the words the field knows; `default` when it is empty."""
        text = self.text(which, car)
        if not text:
            return default
        word = "".join(unicodedata.normalize("NFKC", text).lower().split())
        known = _MEANINGS[which]
        if word not in known:
            judging.refuse(which, f"“{text[:20]}”认不出来，可填 {'、'.join(dict.fromkeys(_first_words(which)))}")
            return default
        return known[word]

    def answer(self, which: ImportField, judging: Judging) -> bool | None:
        """Yes, no, or None where the cell is empty."""
        return self.value(which, judging, None)


def _first_words(which: ImportField) -> list[str]:
    return [words.split()[0] for _, words in _WORD_VALUES.get(which, _YES_NO)]
