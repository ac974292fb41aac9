"""Who looked at full numbers: the log behind the masked ones (rules.md §2, §7)."""

from datetime import date, datetime, time
from typing import Any

from deskapp.customers.domain import Reveal
from deskapp.customers.tables import CustomerRecord, RevealRecord
from deskapp.data import Act, ActRecord
from deskapp.staff.domain import Right
from deskapp.staff.service import require

PAGE = 500


def reveals(*, act: Act, first: date, last: date, staff_id: int | None = None) -> list[Reveal]:
    """Looks of the days `first`–`last`, newest first, at most 500; of one person with `staff_id`."""
    require(act, Right.MANAGE_STAFF)
    wanted = (ActRecord.at >= datetime.combine(first, time.min)) & (ActRecord.at <= datetime.combine(last, time.max))
    if staff_id is not None:
        wanted &= ActRecord.staff_id == staff_id
    rows: Any = (
        RevealRecord.select(ActRecord.at, ActRecord.staff_id, ActRecord.pc, RevealRecord.customer, CustomerRecord.name)
        .join(ActRecord, on=(RevealRecord.act == ActRecord.id))
        .switch(RevealRecord)
        .join(CustomerRecord, on=(RevealRecord.customer == CustomerRecord.id))
        .where(wanted)
        .order_by(RevealRecord.id.desc())
        .limit(PAGE)
        .tuples()
    )
    return [Reveal(*row) for row in rows]
