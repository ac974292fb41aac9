"""Invented guests, the same at every run: names, mobiles, plates, VINs that pass every check of the desk. None of them exists."""

import json
import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from deskapp.typed import check_digit

_SERIAL = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
_NEV = {"electric": "DABCE", "hybrid": "FGHJK"}
_MOBILE_HEADS = ("135", "136", "137", "138", "139", "150", "151", "158", "159", "180", "181", "186", "188", "189", "191", "199")


@dataclass(frozen=True, slots=True)
class Guest:
    """One invented guest with a car; `company` is empty for a person."""

    name: str
    company: str
    salutation: str
    mobile: str
    card_no: str
    plate: str
    vin: str
    model: str
    color: str
    energy: str
    birthday: str
    lunar: bool
    odometer_km: int


@cache
def invented() -> dict[str, Any]:
    """The lists the practice store is made of."""
    return json.loads(files("resources").joinpath("demo", "invented.json").read_text("utf-8"))


def guests(count: int, *, seed: int = 20261123) -> list[Guest]:
    """`count` guests with different mobiles, cards, plates and VINs; the same seed gives the same guests."""
    draw = random.Random(seed)  # noqa: S311 - invented people, not secrets
    lists = invented()
    made: list[Guest] = []
    for number in range(count):
        model, energy = draw.choice(lists["models"])
        rare = number % 75 == 7
        given = draw.choice(lists["rare"]) if rare else draw.choice(lists["given"])
        made.append(
            Guest(
                name=draw.choice(lists["surnames"]) + given,
                company=lists["companies"][number // 37 % len(lists["companies"])] if number % 37 == 36 else "",
                salutation=draw.choice(("mr", "ms", "")),
                mobile=f"{draw.choice(_MOBILE_HEADS)}{number + 1:04d}{draw.randrange(10_000):04d}",
                card_no=f"6601{number + 1:04d}",
                plate=_plate(draw, energy, number),
                vin=_vin(draw, number),
                model=model,
                color=draw.choice(lists["colors"]),
                energy=energy,
                birthday=f"{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}" if number % 3 else "",
                lunar=number % 7 == 1,
                odometer_km=draw.randrange(500, 120_000),
            )
        )
    return made


def _plate(draw: random.Random, energy: str, number: int) -> str:
    letters = _SERIAL[number // 100 % 24] + _SERIAL[draw.randrange(24)]
    if energy in _NEV:
        return f"粤B{draw.choice(_NEV[energy])}{letters[1]}{number:04d}"
    return f"粤B{letters}{number % 1000:03d}"


def _vin(draw: random.Random, number: int) -> str:
    year = draw.choice("LMNPRST")
    body = f"LFV2A21K0{year}4{number:06d}"
    return f"{body[:8]}{check_digit(body)}{body[9:]}"
