"""The search with what members add to it: level and state behind the name, a member number that leads to its customer."""

from collections.abc import Sequence
from dataclasses import replace

from deskapp.customers.domain import Hit, Salutation
from deskapp.customers.family import family
from deskapp.customers.search import by_ids, search
from deskapp.customers.tables import CustomerRecord
from deskapp.data import Act, NumberKind, find_number
from deskapp.members.reading import pills
from deskapp.members.tables import MembershipRecord
from deskapp.typed import mask_mobile


def find(*, act: Act, text: str, limit: int = 20) -> list[Hit]:
    """`customers.search` with pills; a member number, typed or scanned, is the customer himself."""
    hits = [_member_hit(hit) for hit in search(act=act, text=text, limit=limit)]
    return with_pills(hits, act=act)


def last_guests(*, act: Act, customer_ids: Sequence[int]) -> list[Hit]:
    """The guests a desk had open last, in its order, with pills."""
    return with_pills(by_ids(act=act, customer_ids=customer_ids), act=act)


def with_pills(hits: list[Hit], *, act: Act) -> list[Hit]:
    """The hits with level and state of those who are members."""
    found = pills(customer_ids=[hit.customer_id for hit in hits if hit.customer_id is not None], on=act.at.date())
    return [replace(hit, pills=found.get(hit.customer_id or 0, ())) for hit in hits]


def _member_hit(hit: Hit) -> Hit:
    numbered = find_number(hit.number) if hit.number else None
    if numbered is None or numbered.kind is not NumberKind.MEMBER:
        return hit
    record = CustomerRecord.get_by_id(family(MembershipRecord.get_by_id(numbered.record_id).customer_id)[0])
    return replace(
        hit,
        customer_id=record.id,
        name=record.name,
        salutation=Salutation(record.salutation).spoken,
        mobile=mask_mobile(record.mobile),
        matched="会员编号",
    )
