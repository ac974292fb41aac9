"""Who may speak for a store that is not open: his PIN is held against the staff another store file knows."""

from pathlib import Path

from deskapp.data.connection import make_database
from deskapp.data.location import file_url
from deskapp.errors import UserError
from deskapp.staff.domain import Role
from deskapp.staff.pin import fits
from deskapp.staff.staffing import read_staff_no

_MANAGER = (
    "SELECT s.id, p.hash FROM staff s JOIN staff_roles r ON r.staff_id = s.id JOIN pins p ON p.staff_id = s.id"
    " WHERE s.staff_no = ? AND s.active = 1 AND r.role = ? AND r.held = 1"
)


def manager_in(path: Path, *, staff_no: str, pin: str) -> int:
    """Id of the active 客服经理 in a store file who has this 工号 and PIN. Refuses everybody else.

    Wrong tries are not counted, for nothing can be written: whoever sits here can read the file without the program too.
    """
    store = make_database(file_url(path), read_only=True)
    with store.connection_context():
        row = store.execute_sql(_MANAGER, (read_staff_no(staff_no), Role.SERVICE_MANAGER.value)).fetchone()
    if row is None:
        raise UserError("这份备份里没有这位在职的客服经理，请核对工号", field="staff_no")
    if not fits(pin, row[1]):
        raise UserError("PIN 不对。请输入备份时的 PIN", field="pin")
    return row[0]
