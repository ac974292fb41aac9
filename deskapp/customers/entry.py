"""What a clerk typed about a customer or a car, judged field by field: wrong blocks, unusual needs a reason (rules.md §6). Pure."""

import unicodedata
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from deskapp.customers.domain import CustomerForm, CustomerKind, VehicleForm
from deskapp.errors import UserError, UserErrors
from deskapp.typed import (
    Birthday,
    Energy,
    Judged,
    judge_birthday,
    judge_company,
    judge_credit_code,
    judge_date,
    judge_mobile,
    judge_name,
    judge_odometer,
    judge_phone,
    judge_plate,
    judge_reading,
    judge_vin,
    name_readings,
)

V = TypeVar("V")
YOUNGEST = 14
NOTE_LIMIT = 300
_SHORT, _LONG = 40, 120


class Judging:
    """Collects every refusal of one form, and the reasons that let unusual values through.

    `reasons` are the clerk's, by field; `accepted` holds those that were needed. `under` goes before each field name
    where a form has several of a kind (the second car).
    """

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.accepted: dict[str, str] = {}
        self.under = ""
        self._reasons = reasons
        self._problems: list[UserError] = []

    def take(self, field: str, judge: Callable[[], Judged[V]]) -> V | None:
        """The judged value; None after a refusal, which `finish` raises with all others."""
        try:
            judged = judge()
        except UserError as error:
            self._keep(error, field)
            return None
        if judged.warnings:
            self.doubt(field, "；".join(judged.warnings))
        return judged.value

    def doubt(self, field: str, warning: str, *, key: str = "", way_out: str = "无误请写明原因") -> None:
        """An unusual value: goes on with a reason given under `key` (the field), is refused without one."""
        key = self.under + (key or field)
        if reason := self._reasons.get(key, "").strip():
            self.accepted[key] = reason
        else:
            self.refuse(field, f"{warning}；{way_out}")

    def refuse(self, field: str, message: str) -> None:
        self._problems.append(UserError(message, field=self.under + field))

    @contextmanager
    def collecting(self, field: str = "") -> Generator[None]:
        """Keep refusals of what was typed for `finish`; a missing right and a broken disk leave at once."""
        try:
            yield
        except UserError as error:
            self._keep(error, field)

    def _keep(self, error: UserError, field: str) -> None:
        if not isinstance(error, UserErrors) and type(error) is not UserError:
            raise error
        self._problems += [UserError(e.message, field=self.under + (e.field or field), repair=e.repair) for e in error.problems]

    def finish(self) -> None:
        """Raise what was refused, all at once in the order of the form."""
        if len(self._problems) == 1:
            raise self._problems[0]
        if self._problems:
            raise UserErrors(self._problems)


def judge_text(text: str, *, label: str, field: str, limit: int) -> Judged[str]:
    """Free text: trimmed, NFC, no control characters but line ends. Refuses more than `limit` characters."""
    cleaned = "".join(c for c in unicodedata.normalize("NFC", text).strip() if c == "\n" or unicodedata.category(c)[0] != "C")
    if len(cleaned) > limit:
        raise UserError(f"{label}最多 {limit} 个字，现为 {len(cleaned)} 个", field=field)
    return Judged(cleaned)


def judge_customer(form: CustomerForm, judging: Judging, *, today: date) -> dict[str, Any]:
    """The columns of a customer. `mobile` and `alt_phone` are left out where the form leaves them as they are."""
    values: dict[str, Any] = {"kind": form.kind.value, "salutation": form.salutation.value}
    values |= _names(form, judging)
    if form.mobile is not None:
        mobile = form.mobile
        values["mobile"] = judging.take("mobile", lambda: judge_mobile(mobile))
    values["alt_contact"] = (
        judging.take("alt_contact", lambda: judge_name(form.alt_contact, field="alt_contact")) if form.alt_contact else ""
    )
    if form.alt_phone is not None:
        phone = form.alt_phone
        values["alt_phone"] = judging.take("alt_phone", lambda: judge_phone(phone, field="alt_phone")) if phone else ""
    values |= _birthday(form, judging, today)
    values["address"] = judging.take("address", lambda: judge_text(form.address, label="地址", field="address", limit=_LONG))
    return values


def _names(form: CustomerForm, judging: Judging) -> dict[str, Any]:
    company = form.kind is CustomerKind.COMPANY
    name = judging.take("name", lambda: judge_company(form.name, field="name") if company else judge_name(form.name))
    contact = judging.take("contact", lambda: _contact(form.contact)) if company else ""
    code = judging.take("credit_code", lambda: judge_credit_code(form.credit_code)) if company and form.credit_code else ""
    person = contact if company else name
    reading = ""
    if form.reading and person:
        reading = judging.take("reading", lambda: judge_reading(form.reading, name=person)) or ""
    sort_key = name_readings(name, "" if company else reading).sort_key if name else ""
    return {"name": name, "contact": contact, "credit_code": code, "reading": reading, "sort_key": sort_key}


def _contact(text: str) -> Judged[str]:
    if not text.strip():
        raise UserError("请输入联系人", field="contact")
    return judge_name(text, field="contact")


def _birthday(form: CustomerForm, judging: Judging, today: date) -> dict[str, Any]:
    birthday: Birthday | None = None
    if form.birthday.strip():
        birthday = judging.take("birthday", lambda: judge_birthday(form.birthday, today=today, lunar=form.birthday_lunar))
    if birthday and birthday.year is not None and _age(birthday, today) < YOUNGEST:
        judging.refuse("birthday", f"不满 {YOUNGEST} 周岁，不能登记（个人信息保护法第 31 条）")
    if birthday is None:
        return {"birth_month": None, "birth_day": None, "birth_year": None, "birth_lunar": False}
    return {
        "birth_month": birthday.month,
        "birth_day": birthday.day,
        "birth_year": birthday.year,
        "birth_lunar": birthday.lunar,
    }


def _age(birthday: Birthday, today: date) -> int:
    """Years of age; of a lunar birthday at least, for it may fall weeks after the same solar date."""
    years = today.year - (birthday.year or today.year)
    return years - ((today.month, today.day) < (birthday.month, birthday.day) or birthday.lunar)


def judge_vehicle(form: VehicleForm, judging: Judging, *, today: date, last_km: int | None = None) -> tuple[dict[str, Any], int | None]:
    """The columns of a car, and the odometer reading if one was given. Without a plate the VIN is required."""
    plate = judging.take("plate", lambda: judge_plate(form.plate, energy=form.energy)) if form.plate.strip() else None
    if not form.plate.strip() and not form.vin.strip():
        judging.refuse("vin", "未上牌的车请输入车架号")
    values: dict[str, Any] = {
        "plate": plate.text if plate else "",
        "plate_class": plate.plate_class.value if plate else "",
        "vin": judging.take("vin", lambda: judge_vin(form.vin)) if form.vin.strip() else "",
        "model": judging.take("model", lambda: judge_text(form.model, label="车型", field="model", limit=_SHORT)),
        "color": judging.take("color", lambda: judge_text(form.color, label="颜色", field="color", limit=_SHORT)),
        "energy": form.energy.value if form.energy else "",
        "bought_on": _day(form.bought_on, "bought_on", judging, today, latest=today),
        "bought_here": form.bought_here,
        "insurance_until": _day(form.insurance_until, "insurance_until", judging, today),
        "inspection_until": _day(form.inspection_until, "inspection_until", judging, today),
    }
    typed_km = form.odometer_km
    km = judging.take("odometer_km", lambda: judge_odometer(typed_km, last_km=last_km)) if typed_km.strip() else None
    return values, km


def _day(text: str, field: str, judging: Judging, today: date, *, latest: date | None = None) -> date | None:
    if not text.strip():
        return None
    return judging.take(field, lambda: judge_date(text, today=today, latest=latest, field=field))


def energy_of(code: str) -> Energy | None:
    """The energy of its stored code, None where it was not given."""
    return Energy(code) if code else None
