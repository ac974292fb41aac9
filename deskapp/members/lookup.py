"""The search with what members add: level and state behind the name, numbers that lead to their member, cards that were given up."""

from collections.abc import Sequence
from dataclasses import replace

from deskapp.customers.domain import Hit, Salutation, TokenSource
from deskapp.customers.family import family
from deskapp.customers.search import by_ids, search
from deskapp.customers.tables import CustomerRecord
from deskapp.data import Act, NumberKind, fetch_row, find_number
from deskapp.members.domain import STOPPED_CARD, CardState
from deskapp.members.reading import pills
from deskapp.members.tables import MembershipRecord
from deskapp.staff.domain import Right, Scope
from deskapp.staff.service import scopes
from deskapp.typed import mask_mobile
from deskapp.typed.characters import code_form

_LEADS_TO_MEMBER = {NumberKind.MEMBER: "会员编号", NumberKind.RENEWAL: "续会单号"}


def find(*, act: Act, text: str, limit: int = 20) -> list[Hit]:
    """`customers.search` with pills; the number of a member or of his renewal, typed or scanned, is the customer himself.

    A hit by a card that was given up says so: whoever brings it has found or kept it. A paper is found by its number by everybody, for he
    who must sign it may be no clerk; what it leads to is guarded there. Customers are found as far as the person may see them.
    """
    reach = scopes(act, Right.SEE_CUSTOMERS)
    if Scope.ALL not in reach:
        papers = _papers(text)
        if papers or Scope.EXACT_HIT not in reach:
            return papers
    hits = [_member_hit(hit) for hit in search(act=act, text=text, limit=limit)]
    if any(hit.exact and hit.matched == TokenSource.CARD.label for hit in hits) and _is_blocked(text):
        hits = [replace(hit, matched=STOPPED_CARD) if hit.exact and hit.matched == TokenSource.CARD.label else hit for hit in hits]
    return with_pills(hits, act=act)


def search_limits(*, act: Act) -> str:
    """What this person may look for, in words; '' for who sees all customers."""
    reach = scopes(act, Right.SEE_CUSTOMERS)
    if Scope.ALL in reach:
        return ""
    return "请输入完整的手机、车牌、卡号或单号" if Scope.EXACT_HIT in reach else "您的权限只能按单号查找"


def last_guests(*, act: Act, customer_ids: Sequence[int]) -> list[Hit]:
    """The guests a desk had open last, in its order, with pills."""
    return with_pills(by_ids(act=act, customer_ids=customer_ids), act=act)


def with_pills(hits: list[Hit], *, act: Act) -> list[Hit]:
    """The hits with level and state of those who are members."""
    found = pills(customer_ids=[hit.customer_id for hit in hits if hit.customer_id is not None], on=act.at.date())
    return [replace(hit, pills=found.get(hit.customer_id or 0, ())) for hit in hits]


def _member_hit(hit: Hit) -> Hit:
    numbered = find_number(hit.number) if hit.number else None
    if numbered is None or numbered.kind not in _LEADS_TO_MEMBER:
        return hit
    record = CustomerRecord.get_by_id(family(MembershipRecord.get_by_id(numbered.record_id).customer_id)[0])
    return replace(
        hit,
        customer_id=record.id,
        name=record.name,
        salutation=Salutation(record.salutation).spoken,
        mobile=mask_mobile(record.mobile),
        matched=_LEADS_TO_MEMBER[numbered.kind],
    )


def _papers(text: str) -> list[Hit]:
    """The paper with this number, unless the number is a person: a member's, or his renewal's."""
    found = find_number(text)
    if found is None or found.kind in _LEADS_TO_MEMBER:
        return []
    return [Hit(None, found.number, matched="单号", exact=True, number=found.number)]


def _is_blocked(text: str) -> bool:
    row = fetch_row("SELECT state FROM cards WHERE number = ? AND state <> 'void'", code_form(text))  # in the words of its index
    return row is not None and row[0] == CardState.BLOCKED.value
