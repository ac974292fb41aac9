"""Who belongs to one customer after merges."""

import pytest

from deskapp.customers.family import family
from deskapp.customers.tables import CustomerRecord
from deskapp.data import writing


def _customer(act, name, merged_into=None):
    with writing(act(), "insert", name=name) as tx:
        return CustomerRecord.create(
            kind="person", name=name, sort_key=name, mobile="13826012607", merged_into=merged_into, act=tx.act_id, last_act=tx.act_id
        ).id


def test_a_customer_never_merged_is_his_own_family(store, act):
    _customer(act, "王芳")
    assert family(_customer(act, "张伟")) == (2,)


def test_everyone_of_a_chain_of_merges_is_one_family_with_the_survivor_first(store, act):
    first = _customer(act, "张伟")
    survivor = _customer(act, "张伟明")
    CustomerRecord.update(merged_into=survivor).where(CustomerRecord.id == first).execute()
    third = _customer(act, "张卫明", merged_into=first)
    for member in (first, survivor, third):
        assert family(member) == (survivor, first, third)


def test_a_number_no_customer_has_is_a_bug(store):
    with pytest.raises(LookupError):
        family(7)
