"""Who works in the practice store, and with which PINs."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from deskapp.data import Act
from deskapp.staff.domain import Role
from deskapp.staff.pin import PinCost
from deskapp.staff.service import departments, outlets
from deskapp.staff.sign_in import reset_pin
from deskapp.staff.staffing import add_person
from deskapp.store.first_run import first_run

PC = "练习电脑"
RECOVERY_CODE = "PRAC-TJSE-2345-6789"
# Practice PINs guard nothing, and six costly hashes would double the time one waits for the store.
_CHEAP = PinCost(passes=1, memory_kib=8, threads=1)


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the practice staff."""

    staff_no: str
    name: str
    department: str
    roles: tuple[Role, ...]
    pin: str


STAFF = (
    Colleague("101", "陈静", "客服部", (Role.SERVICE_MANAGER,), "258036"),
    Colleague("102", "王芳", "客服部", (Role.CUSTOMER_SERVICE, Role.FRONT_DESK), "258147"),
    Colleague("103", "李敏", "客服部", (Role.CUSTOMER_SERVICE,), "258369"),
    Colleague("104", "赵磊", "前台", (Role.FRONT_DESK,), "147036"),
    Colleague("105", "周凯", "售后部", (Role.SERVICE_ADVISOR,), "147258"),
    Colleague("106", "刘建国", "行政部", (Role.GENERAL_MANAGER,), "369147"),
    Colleague("107", "林晓", "客服部", (Role.LOUNGE_ATTENDANT,), "258470"),
    Colleague("108", "吴迪", "客服部", (Role.LOUNGE_ATTENDANT,), "147581"),
    Colleague("109", "张伟", "销售部", (Role.SUPERVISOR,), "369258"),
    Colleague("110", "何静", "销售部", (Role.SALES_ADVISOR,), "470258"),
    Colleague("111", "孙浩", "销售部", (Role.SALES_ADVISOR,), "470369"),
    Colleague("112", "黄强", "售后部", (Role.SUPERVISOR,), "581369"),
    Colleague("113", "马超", "车间", (Role.SUPERVISOR,), "581470"),
    Colleague("114", "孙志明", "售后部", (Role.AFTERSALES_MANAGER,), "692581"),
    Colleague("115", "孙磊", "配件", (Role.SUPERVISOR,), "692470"),
)
"""陈静 founds the store."""


def take_on_staff(at: datetime) -> dict[str, int]:
    """Found the practice store a year before `at` and take on its people; ids by name."""
    opened = datetime.combine(at.date() - timedelta(days=365), time(8, 0))
    first, *others = STAFF
    ids = {
        first.name: first_run(
            act=Act(None, opened, PC, "practice-first-run"),
            store_name="恒信汽车",
            outlet="总店",
            plate_prefix="粤B",
            manager_no=first.staff_no,
            manager_name=first.name,
            pin=first.pin,
            recovery_code=RECOVERY_CODE,
            cost=_CHEAP,
        )
    }
    manager = ids[first.name]
    departments_by_name = {department.name: department.id for department in departments()}
    for number, colleague in enumerate(others):
        act = Act(manager, opened + timedelta(minutes=number + 1), PC, f"practice-staff-{number}")
        ids[colleague.name] = add_person(
            act=act,
            staff_no=colleague.staff_no,
            name=colleague.name,
            department_id=departments_by_name[colleague.department],
            outlet_id=outlets()[0].id,
            roles=colleague.roles,
        )
        pin_act = Act(manager, act.at, PC, f"practice-pin-{number}")
        reset_pin(act=pin_act, staff_id=ids[colleague.name], new_pin=colleague.pin, cost=_CHEAP)
    return ids
