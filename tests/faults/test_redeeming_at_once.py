"""Several counters redeem one balance and the last gift at once; counters are killed in the middle of redeeming."""

import fcntl
import random
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import DEEP
from tests.deskapp.gifts.counter import MORNING, a_gift, member, open_counter
from tests.deskapp.points.accounts import assert_adds_up
from tests.faults import redeeming
from tests.faults.redeeming import PRICE
from tests.faults.workers import Outcome, Worker, run_together

KILLS = 500 if DEEP else 50
LAST_GIFTS = 5
MANY = 200 if DEEP else 30
PCS = (2, 8, 32)


@dataclass(frozen=True)
class Scene:
    """One member with points for `affordable` gifts, and `stock` of the one gift."""

    url: str
    guest: int
    gift: int


def scene(store: str, *, affordable: int, stock: int) -> Scene:
    counter = open_counter()
    guest = member(points=affordable * PRICE, staff_id=counter.wang)
    return Scene(store, guest, a_gift(counter.wang, "精洗券", PRICE, stock=stock).id)


@pytest.mark.parametrize("pcs", PCS)
def test_the_last_gifts_and_the_last_points_go_to_those_who_came_first(store, pcs):
    here = scene(store, affordable=LAST_GIFTS + MANY, stock=LAST_GIFTS)
    plenty = a_gift(1, "毛巾", PRICE, stock=10 * MANY)
    answers = [outcome.value for outcome in run_together(store, pcs, redeeming.redeem_until_refused, here.guest, here.gift, plenty.id)]
    last, rest = ([answer[kind] for answer in answers] for kind in (0, 1))
    assert {words for _, words in last} == {"精洗券 库存不足：可用 0 件，需要 1 件"}
    assert {words for _, words in rest} == {"积分不足：可用 0，需要 100"}
    assert sum(len(numbers) for numbers, _ in last) == LAST_GIFTS
    given = [number for numbers, _ in last + rest for number in numbers]
    assert sorted(given) == [f"DH-20261123-{n:03d}" for n in range(1, LAST_GIFTS + MANY + 1)]
    assert (redeeming.balance(here.guest), redeeming.stock(here.gift), redeeming.stock(plenty.id)) == (0, 0, 9 * MANY)
    assert redeeming.kept() == set(given)
    assert_adds_up(here.guest, MORNING)


def after_all_have_looked(here: Scene, pcs: int, way: str, gate: Path) -> list[Outcome]:
    """What the counters end with when all of them look at balance and stock before any of them writes."""
    with gate.open("w") as barrier:
        fcntl.flock(barrier, fcntl.LOCK_EX)
        args = (way, str(gate), here.guest, here.gift)
        workers = [Worker(here.url, redeeming.look_and_redeem, f"desk-{n}", *args, telling=True) for n in range(pcs)]
        assert [next(worker.heard()) for worker in workers] == ["looked"] * pcs
    return [worker.end() for worker in workers]


@pytest.mark.parametrize("pcs", PCS)
def test_all_look_at_the_last_points_and_the_last_gift_and_one_gets_it(store, pcs, tmp_path):
    here = scene(store, affordable=1, stock=1)
    answers = after_all_have_looked(here, pcs, "whole", tmp_path / "gate")
    assert [outcome.value for outcome in answers if not outcome.refusal] == ["DH-20261123-001"]
    assert {outcome.words for outcome in answers if outcome.refusal} == {"精洗券 库存不足：可用 0 件，需要 1 件"}
    assert (redeeming.balance(here.guest), redeeming.stock(here.gift)) == (0, 0)


@pytest.mark.parametrize("pcs", PCS)
def test_a_naive_counter_pays_out_too_much(store, pcs, tmp_path):
    """Checked before the lock, the same last points and the same last gift are given to everybody who looked."""
    here = scene(store, affordable=1, stock=1)
    after_all_have_looked(here, pcs, "naive", tmp_path / "gate")
    assert (redeeming.balance(here.guest), redeeming.stock(here.gift)) == (PRICE * (1 - pcs), 1 - pcs)


@pytest.mark.parametrize("pcs", [2, 8])
def test_the_same_form_from_several_counters_is_one_redemption(store, pcs):
    here = scene(store, affordable=10, stock=10)
    answers = run_together(store, pcs, redeeming.redeem_same, "form-1", here.guest, here.gift)
    assert {outcome.value for outcome in answers} == {"DH-20261123-001"}
    assert redeeming.redeem("form-1", here.guest, here.gift) == "DH-20261123-001"
    assert (redeeming.redeemed(), redeeming.balance(here.guest), redeeming.stock(here.gift)) == (1, 9 * PRICE, 9)


def test_a_naive_counter_redeems_the_same_form_twice(store):
    here = scene(store, affordable=10, stock=10)
    run_together(store, 2, redeeming.redeem_same_naively, "form-1", here.guest, here.gift)
    assert redeeming.redeemed() == 2


def test_the_same_form_edited_at_another_counter_is_told_what_was_saved(store):
    here = scene(store, affordable=10, stock=10)
    answers = run_together(store, 2, redeeming.redeem_edited, "form-1", here.guest, here.gift)
    refused = [outcome for outcome in answers if outcome.refusal]
    assert [outcome.value for outcome in answers if not outcome.refusal] == ["DH-20261123-001"]
    assert [(outcome.refusal, outcome.words) for outcome in refused] == [("AlreadySaved", "已按 DH-20261123-001 保存，之后的修改未保存")]
    assert redeeming.redeemed() == 1


def killed_counters(here: Scene, way: str, kills: int) -> set[str]:
    """Let one counter after another redeem and kill it at a random point; the numbers that were acknowledged."""
    chance, told = random.Random(f"redeem {way}"), set[str]()
    for turn in range(kills):
        worker = Worker(here.url, redeeming.redeem_until_killed, f"desk-{turn}", way, here.guest, here.gift, telling=True)
        said = worker.heard()
        told.update(next(said) for _ in range(chance.randint(1, 3)))
        until = time.perf_counter() + chance.random() * 0.008
        while time.perf_counter() < until:
            pass  # the counter is somewhere in its next redemption by now
        worker.kill()
        told.update(said)
    return told


def test_a_killed_counter_leaves_whole_redemptions(store):
    here = scene(store, affordable=100_000, stock=100_000)
    told = killed_counters(here, "whole", KILLS)
    assert len(told) >= KILLS
    assert told <= redeeming.kept()
    assert redeeming.begun() == redeeming.kept()
    assert redeeming.stock(here.gift) == 100_000 - redeeming.redeemed()
    assert redeeming.balance(here.guest) == (100_000 - redeeming.redeemed()) * PRICE
    assert_adds_up(here.guest, MORNING)
    assert redeeming.redeem("afterwards", here.guest, here.gift) == f"DH-20261123-{redeeming.redeemed():03d}"


def test_a_naive_counter_leaves_halves(store):
    here = scene(store, affordable=100_000, stock=100_000)
    killed_counters(here, "naive", 8)
    assert redeeming.begun() > redeeming.kept()
