"""What several desks do with one slip at once. Imports neither pytest nor Qt."""

from datetime import datetime

from deskapp.complaints.closing import archive_complaint
from deskapp.complaints.contacting import inform_customer
from deskapp.complaints.receiving import receive_complaint
from deskapp.complaints.routing import Assignment, route_complaint
from deskapp.complaints.things import ComplaintForm, Seen
from deskapp.data import Act

AT = datetime(2026, 11, 23, 9, 30)


def act(index: int, staff_id: int, what: str) -> Act:
    return Act(staff_id, AT, f"电脑{index}", f"{what}-{index}")


def receive(index: int, staff_id: int, form: ComplaintForm) -> str:
    """Take a complaint down; the number."""
    return receive_complaint(act=act(index, staff_id, "receive"), form=form).number


def route(index: int, staff_id: int, seen: Seen, department_ids: tuple[int, ...]) -> int:
    """Route the slip to the desk's own department; that department."""
    wanted = department_ids[index % len(department_ids)]
    route_complaint(act=act(index, staff_id, "route"), seen=seen, departments=[Assignment(wanted)])
    return wanted


def tell(index: int, staff_id: int, seen: Seen) -> str:
    """Write down what the customer was told; the words."""
    words = f"电脑 {index} 告知"
    inform_customer(act=act(index, staff_id, "tell"), seen=seen, note=words)
    return words


def archive(index: int, staff_id: int, slips: tuple[Seen, ...]) -> str:
    """Archive the desk's own slip; the number of the archive."""
    return archive_complaint(act=act(index, staff_id, "archive"), seen=slips[index], closed=True).archive_no
