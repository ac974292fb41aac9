"""The cars of customers, and cars that change hands."""

import pytest

from deskapp.customers.domain import CustomerForm, VehicleForm
from deskapp.customers.search import search
from deskapp.customers.service import add_customer
from deskapp.customers.vehicles import add_vehicle, edit_vehicle, end_vehicle, take_over_vehicle
from deskapp.customers.views import change_history, customer
from deskapp.errors import UserError
from deskapp.typed import Energy

VIN = "LSVAA41T2RN000001"


def test_an_unplated_car_needs_its_vin(guest, act):
    made = guest("张伟")
    with pytest.raises(UserError, match="未上牌的车请输入车架号") as refused:
        add_vehicle(act=act(), customer_id=made, form=VehicleForm(model="ID.4 CROZZ"))
    assert refused.value.field == "vin"
    add_vehicle(act=act(), customer_id=made, form=VehicleForm(vin=VIN))
    assert customer(act=act(), customer_id=made).vehicles[0].plate_text == "未上牌"


def test_seven_characters_on_an_electric_car_need_a_reason(guest, act):
    made = guest("张伟")
    form = VehicleForm(plate="粤BD1234", energy=Energy.ELECTRIC)
    with pytest.raises(UserError, match="请核对是否漏了一位"):
        add_vehicle(act=act(), customer_id=made, form=form)
    add_vehicle(act=act(), customer_id=made, form=form, reasons={"plate": "行驶证核对无误"})
    assert [(line.subject, line.reason) for line in change_history(act=act(), customer_id=made)] == [("车辆 粤B D1234", "行驶证核对无误")]


def test_a_car_met_at_another_customer_is_taken_over_and_ends_there(guest, act):
    seller, buyer = guest("张伟明", plate="粤BD20716", vin=VIN), guest("李娜", "13900000001")
    with pytest.raises(UserError, match="粤B D20716 登记在 张伟明 名下；请选“转到本客户”，或写明原因") as refused:
        add_vehicle(act=act(), customer_id=buyer, form=VehicleForm(plate="粤BD20716"))
    assert refused.value.field == "plate"
    add_vehicle(act=act(), customer_id=buyer, form=VehicleForm(plate="粤BD20716", take_over=True))
    sold = customer(act=act(), customer_id=seller)
    assert sold.vehicles == ()
    assert [(car.plate, car.ended_why) for car in sold.past_vehicles] == [("粤BD20716", "转到客户 李娜")]
    assert [hit.customer_id for hit in search(act=act(), text="D20716")] == [buyer]


def test_a_car_two_customers_share_goes_on_with_a_reason(guest, act):
    first, second = guest("张伟明", plate="粤B3K852"), guest("李娜", "13900000001")
    add_vehicle(act=act(), customer_id=second, form=VehicleForm(plate="粤B3K852"), reasons={"plate_shared": "夫妻共用"})
    assert {hit.customer_id for hit in search(act=act(), text="粤B3K852")} == {first, second}


def test_taking_over_from_the_hint_brings_the_cars_data_and_its_odometer(guest, act):
    seller, buyer = guest("张伟明"), guest("李娜", "13900000001")
    car = add_vehicle(act=act(), customer_id=seller, form=VehicleForm(plate="粤B3K852", vin=VIN, model="迈腾", odometer_km="46210"))
    moved = take_over_vehicle(act=act(), vehicle_id=car, customer_id=buyer)
    (mine,) = customer(act=act(), customer_id=buyer).vehicles
    assert (mine.id, mine.plate, mine.vin, mine.model, mine.odometer_km) == (moved, "粤B3K852", VIN, "迈腾", 46_210)
    with pytest.raises(UserError, match="这辆车已于 2026-11-23 结束：转到客户 李娜"):
        take_over_vehicle(act=act(), vehicle_id=car, customer_id=buyer)
    with pytest.raises(UserError, match="这辆车已在这位客户名下"):
        take_over_vehicle(act=act(), vehicle_id=moved, customer_id=buyer)


def test_the_same_car_is_not_added_twice(guest, act):
    made = guest("张伟明", plate="粤B3K852")
    with pytest.raises(UserError, match="这位客户已登记这辆车"):
        add_vehicle(act=act(), customer_id=made, form=VehicleForm(plate="粤B3K852"))
    with pytest.raises(UserError, match="同一辆车填了两次") as refused:
        add_customer(act=act(), form=CustomerForm("李娜", "13900000001"), vehicles=[VehicleForm("粤B11111"), VehicleForm("粤B 1111 1")])
    assert refused.value.field == "2.plate"


def test_an_odometer_that_runs_backwards_needs_a_reason(guest, act):
    made = guest("张伟明")
    car = add_vehicle(act=act(), customer_id=made, form=VehicleForm(plate="粤B3K852", odometer_km="46210"))
    lower = VehicleForm(plate="粤B3K852", odometer_km="1200")
    with pytest.raises(UserError, match="里程比上次的 46,210 公里少") as refused:
        edit_vehicle(act=act(), vehicle_id=car, form=lower)
    assert refused.value.field == "odometer_km"
    edit_vehicle(act=act(), vehicle_id=car, form=lower, reasons={"odometer_km": "换了仪表"})
    assert customer(act=act(), customer_id=made).vehicles[0].odometer_km == 1_200


def test_a_new_plate_is_found_and_the_old_one_no_longer(guest, act):
    made = guest("张伟明", plate="粤B3K852", vin=VIN)
    add_vehicle(act=act(), customer_id=made, form=VehicleForm(plate="粤B8K852"))
    car = customer(act=act(), customer_id=made).vehicles[0]
    edit_vehicle(act=act(), vehicle_id=car.id, form=VehicleForm(plate="粤BF12345", vin=VIN, energy=Energy.HYBRID))
    assert [len(search(act=act(), text=text)) for text in ("3K852", "8K852", "F12345", "K852", "000001")] == [0, 1, 1, 1, 1]


def test_a_sold_car_stays_in_the_past(guest, act):
    made = guest("张伟明", plate="粤B3K852")
    car = customer(act=act(), customer_id=made).vehicles[0].id
    with pytest.raises(UserError, match="请写明原因"):
        end_vehicle(act=act(), vehicle_id=car, reason=" ")
    end_vehicle(act=act(), vehicle_id=car, reason="已卖出")
    found = customer(act=act(), customer_id=made)
    assert (found.vehicles, [past.ended_why for past in found.past_vehicles]) == ((), ["已卖出"])
    assert search(act=act(), text="3K852") == []


def test_a_car_that_comes_over_brings_its_last_reading_with_it(guest, act):
    owner = guest("张伟明", plate="粤B3K852")
    car = customer(act=act(), customer_id=owner).vehicles[0]
    edit_vehicle(act=act(), vehicle_id=car.id, form=VehicleForm("粤B3K852", odometer_km="46210"))
    other = guest("李娜", "13900000001")
    form = VehicleForm("粤B3K852", take_over=True, odometer_km="1000", model="迈腾")
    with pytest.raises(UserError, match="里程比上次的 46,210 公里少") as refused:
        add_vehicle(act=act(), customer_id=other, form=form)
    assert refused.value.field == "odometer_km"
    add_vehicle(act=act(), customer_id=other, form=form, reasons={"odometer_km": "换了仪表"})
    assert customer(act=act(), customer_id=owner).vehicles == ()
