"""The first run: an empty database becomes a store with its manager."""

from collections.abc import Callable

from deskapp.data import Act, writing
from deskapp.errors import UserError, UserErrors
from deskapp.settings.store import set_value
from deskapp.staff.domain import CUSTOMER_SERVICE_DEPARTMENT, Role
from deskapp.staff.house import house
from deskapp.staff.pin import PIN_COST, PinCost, hash_secret, judge_pin, read_recovery_code
from deskapp.staff.sign_in import keep_pin, keep_recovery_code
from deskapp.staff.staffing import insert_person, insert_system, judge_staff_no, read_staff_no
from deskapp.staff.structure import insert_defaults
from deskapp.store import domain
from deskapp.store.domain import judge_plate_prefix
from deskapp.store.founding import FIRST_RUN
from deskapp.typed import judge_name


def first_run(
    *,
    act: Act,
    store_name: str,
    outlet: str,
    plate_prefix: str,
    manager_no: str,
    manager_name: str,
    pin: str,
    recovery_code: str,
    cost: PinCost = PIN_COST,
) -> int:
    """Create departments, outlets, 系统 and the first 客服经理, who may do the rest; his id.

    `recovery_code` is made by the form with `new_recovery_code`, shown and printed once it is saved: only its hash is kept.
    Refuses a store that is founded already.
    """
    no, prefix, kept_pin = _judged(store_name, outlet, plate_prefix, manager_no, manager_name, pin)
    hashed = hash_secret(kept_pin, salt_from=act.request_id, cost=cost)
    code_hash = hash_secret(read_recovery_code(recovery_code), salt_from=act.request_id, cost=cost)
    with writing(
        act, FIRST_RUN, store=store_name, outlet=outlet, prefix=prefix, no=no, name=manager_name, pin=hashed, code=code_hash
    ) as tx:
        if tx.replay is not None:
            return tx.replay
        if house().people:
            raise UserError("门店已经建立，请登录")
        insert_defaults(tx.act_id, main_outlet=outlet.strip())
        insert_system(tx)
        set_value(tx, domain.NAME, store_name.strip())
        set_value(tx, domain.PLATE_PREFIX, prefix)
        staff_id = insert_person(
            tx,
            staff_no=no,
            name=manager_name,
            department_id=_customer_service(),
            outlet_id=min(house().outlets),
            roles={Role.SERVICE_MANAGER},
        )
        keep_pin(tx.act_id, staff_id, hashed)
        keep_recovery_code(tx.act_id, code_hash)
        tx.done(staff_id)
        return staff_id


def _judged(store_name: str, outlet: str, plate_prefix: str, manager_no: str, manager_name: str, pin: str) -> tuple[str, str, str]:
    """工号, plate prefix and PIN as kept. Every problem of the form is told at once."""
    problems: list[UserError] = []
    for text, field, what in ((store_name, "store_name", "门店名称"), (outlet, "outlet", "网点名称")):
        if not text.strip():
            problems.append(UserError(f"请输入{what}", field=field))
    kept: list[str] = []
    checks: tuple[Callable[[], str], ...] = (
        lambda: judge_staff_no(manager_no, field="manager_no"),
        lambda: judge_plate_prefix(plate_prefix, field="plate_prefix"),
        lambda: judge_pin(pin, staff_no=read_staff_no(manager_no)).value,
        lambda: judge_name(manager_name, field="manager_name").value,
    )
    for check in checks:
        try:
            kept.append(check())
        except UserError as problem:
            problems.append(problem)
    if problems:
        raise problems[0] if len(problems) == 1 else UserErrors(problems)
    return kept[0], kept[1], kept[2]


def _customer_service() -> int:
    return next(d.id for d in house().departments.values() if d.code == CUSTOMER_SERVICE_DEPARTMENT)
