"""Number plates of mainland China: class, confidence, and what the energy of the car says about them (rules.md §6)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from deskapp.errors import Repair, UserError
from deskapp.typed.characters import code_form
from deskapp.typed.judged import Judged

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_ELECTRIC = "DABCE"
_NOT_ELECTRIC = "FGHJK"
_LOOKALIKES = str.maketrans("IO", "10")


class PlateClass(StrEnum):
    NORMAL = "normal"
    NEV_SMALL = "nev_small"
    NEV_LARGE = "nev_large"
    HONG_KONG = "hong_kong"
    MACAU = "macau"
    POLICE = "police"
    TRAINING = "training"
    TRAILER = "trailer"
    EMBASSY = "embassy"
    CONSULATE = "consulate"
    EMERGENCY = "emergency"
    ARMY = "army"
    ARMED_POLICE = "armed_police"
    TEMPORARY = "temporary"
    O_SERIES = "o_series"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PlateClass.NORMAL: "普通",
    PlateClass.NEV_SMALL: "小型新能源",
    PlateClass.NEV_LARGE: "大型新能源",
    PlateClass.HONG_KONG: "港车",
    PlateClass.MACAU: "澳车",
    PlateClass.POLICE: "警车",
    PlateClass.TRAINING: "教练车",
    PlateClass.TRAILER: "挂车",
    PlateClass.EMBASSY: "使馆",
    PlateClass.CONSULATE: "领馆",
    PlateClass.EMERGENCY: "应急",
    PlateClass.ARMY: "军车",
    PlateClass.ARMED_POLICE: "武警",
    PlateClass.TEMPORARY: "临时号牌",
    PlateClass.O_SERIES: "O 段",
}


class Confidence(StrEnum):
    """How sure the shape makes the class: below HIGH the plate is accepted with a reason."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Energy(StrEnum):
    FUEL = "fuel"
    ELECTRIC = "electric"
    HYBRID = "hybrid"

    @property
    def label(self) -> str:
        return {Energy.FUEL: "燃油", Energy.ELECTRIC: "纯电", Energy.HYBRID: "插混"}[self]


@dataclass(frozen=True, slots=True)
class Plate:
    """`text` is the one stored spelling (粤B3K852). `province` and `letter` are '' where the class has none."""

    text: str
    province: str
    letter: str
    serial: str
    plate_class: PlateClass
    confidence: Confidence

    @property
    def is_nev(self) -> bool:
        return self.plate_class in {PlateClass.NEV_SMALL, PlateClass.NEV_LARGE}


_P, _L, _S = f"[{PROVINCES}]", "[A-HJ-NP-Z]", "[A-HJ-NP-Z0-9]"
_SHAPES: tuple[tuple[str, PlateClass, Confidence], ...] = (
    (rf"{_P}{_L}{_S}{{5}}", PlateClass.NORMAL, Confidence.HIGH),
    (rf"{_P}{_L}[{_ELECTRIC}{_NOT_ELECTRIC}]{_S}[0-9]{{4}}", PlateClass.NEV_SMALL, Confidence.HIGH),
    (rf"{_P}{_L}[0-9]{{5}}[{_ELECTRIC}{_NOT_ELECTRIC}]", PlateClass.NEV_LARGE, Confidence.HIGH),
    (rf"粤Z{_S}{{4}}港", PlateClass.HONG_KONG, Confidence.HIGH),
    (rf"粤Z{_S}{{4}}澳", PlateClass.MACAU, Confidence.HIGH),
    (rf"{_P}{_L}{_S}{{4}}警", PlateClass.POLICE, Confidence.HIGH),
    (rf"{_P}{_L}{_S}{{4}}学", PlateClass.TRAINING, Confidence.HIGH),
    (rf"{_P}{_L}{_S}{{4}}挂", PlateClass.TRAILER, Confidence.HIGH),
    (r"[0-9]{6}使|使[0-9]{6}", PlateClass.EMBASSY, Confidence.MEDIUM),
    (rf"{_P}[0-9]{{5}}领|{_P}{_L}[0-9]{{4}}领", PlateClass.CONSULATE, Confidence.MEDIUM),
    (rf"{_P}[XS][0-9]{{4}}应急", PlateClass.EMERGENCY, Confidence.HIGH),
    (r"京[0-9]{5}应急", PlateClass.EMERGENCY, Confidence.MEDIUM),
    (rf"WJ{_P}?{_S}{{5}}", PlateClass.ARMED_POLICE, Confidence.LOW),
    (r"[A-HJ-NP-Z]{2}[0-9]{5}|[军空海北沈兰济南广成][A-Z][0-9]{5}", PlateClass.ARMY, Confidence.LOW),
    (rf"{_P}{_L}{_S}{{4,6}}临|临{_P}?{_L}?{_S}{{4,6}}", PlateClass.TEMPORARY, Confidence.LOW),
    (rf"{_P}O{_S}{{5}}", PlateClass.O_SERIES, Confidence.LOW),
)
_AREA = re.compile(rf"{_P}[A-Z]")


def judge_plate(text: str, *, energy: Energy | None = None, field: str = "plate") -> Judged[Plate]:
    """The plate with its class. Dots, dashes and blanks are dropped, full-width and small letters folded.

    Refuses what fits no class; the letters I and O, which no serial holds, are refused with 1 and 0 as repair (its value is
    the whole plate). Warns of classes the shape does not prove, and of a plate that does not go with `energy`: seven
    characters on a new-energy car usually are a lost digit, though 粤BD1234 is formally valid.
    """
    written = code_form(text)
    if not written:
        raise UserError("请输入车牌；没有车牌请选未上牌", field=field)
    plate = _classified(written)
    if plate is None:
        raise _refusal(written, field)
    return Judged(plate, _doubts(plate) + _energy_doubts(plate, energy))


def _classified(text: str) -> Plate | None:
    for shape, plate_class, confidence in _SHAPES:
        if re.fullmatch(shape, text):
            area = text[:2] if _AREA.match(text) else ""
            return Plate(text, area[:1], area[1:], text[len(area) :], plate_class, confidence)
    return None


def _refusal(text: str, field: str) -> UserError:
    mended = text[:2] + text[2:].translate(_LOOKALIKES)
    if mended != text and (plate := _classified(mended)) is not None:
        return UserError("车牌序号里没有字母 I 和 O", field=field, repair=Repair(f"改为 {plate.serial}", plate.text))
    if text[0] not in PROVINCES:
        return UserError("车牌应以省份简称开头，如 粤B3K852", field=field)
    if not _AREA.match(text):
        return UserError(f"“{text[0]}”后面应是一个字母，如 {text[0]}B3K852", field=field)
    serial = text[2:]
    if len(serial) not in {5, 6}:
        return UserError(f"车牌序号应为 5 位，新能源 6 位，现为 {len(serial)} 位", field=field)
    if len(serial) == 6 and re.fullmatch(f"{_S}{{6}}", serial):
        return UserError("新能源车牌序号应为字母在前的 D12345、DA1234，或字母在后的 12345D；普通车牌为 5 位", field=field)
    return UserError("车牌序号只能是字母和数字，末位可为 港澳警学挂 等", field=field)


def _doubts(plate: Plate) -> tuple[str, ...]:
    if plate.confidence is Confidence.HIGH:
        return ()
    return (f"按格式看属于“{plate.plate_class.label}”，不常见，请核对",)


def _energy_doubts(plate: Plate, energy: Energy | None) -> tuple[str, ...]:
    if energy is None:
        return ()
    if energy is Energy.FUEL:
        return ("燃油车一般不用新能源车牌，请核对",) if plate.is_nev else ()
    if plate.plate_class is PlateClass.NORMAL:
        return ("新能源车牌一般为 8 位，现为 7 位，请核对是否漏了一位",)
    if not plate.is_nev:
        return ()
    mark = plate.serial[0] if plate.plate_class is PlateClass.NEV_SMALL else plate.serial[-1]
    told = Energy.ELECTRIC if mark in _ELECTRIC else Energy.HYBRID
    return () if told is energy else (f"车牌字母 {mark} 表示{told.label}，车辆填的是{energy.label}，请核对",)


def format_plate(plate: Plate | str) -> str:
    """粤B 3K852; a plate without province and letter as it is."""
    text = plate.text if isinstance(plate, Plate) else plate
    return f"{text[:2]} {text[2:]}" if _AREA.match(text) else text
