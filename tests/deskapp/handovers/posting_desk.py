"""What two desks do with one slip at the same moment. Imports neither pytest nor Qt: every worker process loads it."""

from datetime import datetime

from deskapp.data import Act, database, sql
from deskapp.handovers.posting import post_handover

AT = datetime(2026, 11, 23, 9, 5)


def post(index: int, handover_id: int, staff_id: int, request_id: str) -> int:
    """Post the slip; with a `request_id` all desks send the same form."""
    return post_handover(act=Act(staff_id, AT, f"客服{index}", request_id or f"post-{index}"), handover_id=handover_id).after


def post_naively(index: int, handover_id: int, customer_id: int) -> int:
    """Look first, write later: what an ordinary program does."""
    state = database.execute_sql(sql("SELECT state FROM handovers WHERE id = ?"), (handover_id,)).fetchone()[0]
    _everybody_has_looked(index)
    if state == "pending":
        with database.atomic():
            database.execute_sql(
                sql(
                    "INSERT INTO points_entries (customer_id, kind, redeemable, tier, tier_on, number, note, round, undone,"
                    " spendable_after, act_id) VALUES (?, 'earned', 100, 100, ?, '', '', 0, 0, 0, 1)"
                ),
                (customer_id, AT.date()),
            )
            database.execute_sql(sql("UPDATE handovers SET state = 'posted' WHERE id = ?"), (handover_id,))
    return index


def _everybody_has_looked(index: int) -> None:
    """Each desk notes that it has looked, and goes on when all four have."""
    with database.atomic():
        database.execute_sql(
            sql("INSERT INTO acts (request_id, use_case, args_hash, number, at, pc) VALUES (?, 'looked', '', '', ?, '')"),
            (f"looked-{index}", AT),
        )
    while database.execute_sql("SELECT COUNT(*) FROM acts WHERE use_case = 'looked'").fetchone()[0] < 4:
        pass
