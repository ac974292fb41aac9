"""One box finds a customer by whatever the guest or the paper says."""

import json

import pytest

from deskapp.customers import search as search_module
from deskapp.customers.domain import CustomerForm, CustomerKind, Hit
from deskapp.customers.search import search, search_slow
from deskapp.customers.service import edit_customer
from deskapp.customers.tables import CustomerRecord, TokenRecord
from deskapp.data import NumberKind, database, next_number, on_server, register_number, writing
from deskapp.errors import NotAllowed
from deskapp.staff.domain import Role
from tests.deskapp.people import hire

VIN = "LSVAA41T2RN000001"


@pytest.fixture
def zhang(guest) -> int:
    return guest("张伟明", "13826012607", plate="粤B3K852", vin=VIN)


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("张伟明", "姓名"),
        ("伟明", "姓名"),
        ("明", "姓名"),
        ("zwm", "姓名"),
        ("wm", "姓名"),
        ("ZHANGWEI", "姓名"),
        ("１３８２６", "手机"),
        ("138 2601 2607", "手机"),
        ("26012607", "手机"),
        ("2607", "手机"),
        ("粤B 3K852", "车牌"),
        ("粤b·3k852", "车牌"),
        ("B3K8", "车牌"),
        ("3k85", "车牌"),
        ("k852", "车牌"),
        (VIN, "车架号"),
        ("rn000001", "车架号"),
        ("000001", "车架号"),
        ("张 2607", "手机"),
        ("k852 zwm", "车牌"),
    ],
)
def test_a_customer_is_found_by(zhang, guest, act, text, matched):
    guest("李娜", "13900000002", plate="粤B66666")
    (hit,) = search(act=act(), text=text)
    assert (hit.customer_id, hit.name, hit.mobile, hit.plates) == (zhang, "张伟明", "138 **** 2607", ("粤B 3K852",))
    assert hit.matched == matched


@pytest.mark.parametrize("text", ["", "  ", "李", "zhangming", "82601", "张 9999", "张 李"])
def test_nothing_else_is_found(zhang, act, text):
    assert search(act=act(), text=text) == []


def test_what_matched_is_said_and_whole_numbers_count_as_exact(zhang, act):
    assert [(h.matched, h.exact) for text in ("13826012607", "2607", "粤B3K852", "张伟明") for h in search(act=act(), text=text)] == [
        ("手机", True),
        ("手机", False),
        ("车牌", True),
        ("姓名", False),
    ]


@pytest.mark.parametrize("text", ["shanwei", "danwei", "sw", "dw", "单伟"])
def test_both_readings_of_a_surname_find_him(guest, act, text):
    made = guest("单伟")
    assert [hit.customer_id for hit in search(act=act(), text=text)] == [made]


@pytest.mark.parametrize("text", ["䶮", "𫍯", "䶮·𫍯", "䶮𫍯", "d20716"])
def test_rare_characters_find_her(guest, act, text):
    made = guest("䶮·𫍯", plate="粤BD20716")
    found = [hit.customer_id for hit in search(act=act(), text=text)]
    assert found == [made]


def test_a_company_is_found_by_its_contact_too(guest, act):
    made = guest("深圳恒达物流有限公司", kind=CustomerKind.COMPANY, contact="单丽")
    for text in ("恒达", "szhd", "单丽", "shanli"):
        assert [hit.name for hit in search(act=act(), text=text)] == ["深圳恒达物流有限公司（单丽）"]
    assert made


def test_exact_numbers_come_first_then_the_last_changed(guest, act):
    older = guest("张一", "13800002607")
    newer = guest("张二", "13900002607")
    newest = guest("张三", "13700000001")
    assert [hit.customer_id for hit in search(act=act(), text="张")] == [newest, newer, older]
    edit_customer(act=act(), customer_id=older, form=CustomerForm("张大", None))
    assert [hit.customer_id for hit in search(act=act(), text="2607")] == [older, newer]
    assert [hit.customer_id for hit in search(act=act(), text="13900002607")] == [newer]


def test_a_number_the_store_has_given_comes_first(zhang, act):
    with writing(act(), "x") as tx:
        number = next_number(tx, NumberKind.HANDOVER)
        register_number(number, 7)
    assert search(act=act(), text="jf20261123 001")[0] == Hit(None, number, matched="单号", exact=True, number=number)
    assert search(act=act(), text="11202611230001")[0].number == number


def test_digits_from_the_middle_of_a_mobile_are_found_by_the_scan_only(zhang, act):
    assert search(act=act(), text="82601") == []
    assert [hit.customer_id for hit in search_slow(act=act(), text="8260 12")] == [zhang]
    assert search_slow(act=act(), text="26") == search_slow(act=act(), text="张伟明") == []


def test_a_merged_customer_leads_to_the_survivor(zhang, guest, act):
    survivor = guest("张卫明", "13900000001")
    CustomerRecord.update(merged_into=survivor).where(CustomerRecord.id == zhang).execute()
    assert [(hit.customer_id, hit.name) for hit in search(act=act(), text="3K852")] == [(survivor, "张卫明")]
    assert [hit.customer_id for hit in search(act=act(), text="张")] == [survivor]


def test_a_new_name_replaces_the_old_words_and_nothing_else(zhang, act):
    edit_customer(act=act(), customer_id=zhang, form=CustomerForm("李明", None))
    assert [len(search(act=act(), text=text)) for text in ("张", "zwm", "李明", "明", "3K852", "2607")] == [0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("text", "found"), [("13826012607", 1), ("粤B3K852", 1), ("粤B·3K852", 1), ("2607", 0), ("张伟明", 0), (VIN, 0), ("3K852", 0)]
)
def test_an_adviser_gets_one_exact_hit_or_nothing(zhang, act, text, found):
    adviser = hire("刘强", Role.SALES_ADVISOR)
    assert len(search(act=act(staff_id=adviser), text=text)) == found


def test_an_adviser_gets_nothing_where_a_family_shares_the_number(zhang, guest, act):
    guest("张小雨", "13826012607", reasons={"mobile_shared": "父女"})
    adviser = hire("刘强", Role.SERVICE_ADVISOR)
    assert search(act=act(staff_id=adviser), text="13826012607") == []
    assert len(search(act=act(), text="13826012607")) == 2


def test_who_serves_the_lounge_sees_no_customers(zhang, act):
    attendant = hire("赵敏", Role.LOUNGE_ATTENDANT)
    for find in (search, search_slow):
        with pytest.raises(NotAllowed):
            find(act=act(staff_id=attendant), text="13826012607")


def test_a_common_word_is_checked_on_the_hits_of_the_rare_one(guest, act, monkeypatch):
    monkeypatch.setattr(search_module, "RANGE_LIMIT", 3)
    people = [guest(f"张{given}", f"1380000000{n}") for n, given in enumerate("一二三四五六")]
    assert [hit.customer_id for hit in search(act=act(), text="张 0004")] == [people[4]]
    assert search(act=act(), text="李 0004") == []


def _plan(sql: str, params: tuple) -> str:
    if on_server():
        database.execute_sql("ANALYZE search_tokens")
        rows = database.execute_sql("EXPLAIN (FORMAT JSON) " + sql.replace("?", "%s"), params).fetchall()
        return json.dumps(rows[0][0])
    return " ".join(row[3] for row in database.execute_sql("EXPLAIN QUERY PLAN " + sql, params).fetchall())


def _fill(count: int) -> None:
    """So many tokens that a scan would not pay."""
    rows = [{"token": f"t{number:06}", "customer": 1, "source": "name"} for number in range(count)]
    for start in range(0, count, 1_000):
        TokenRecord.insert_many(rows[start : start + 1_000]).execute()


def test_both_lookups_read_the_index_and_never_the_table(zhang, act):
    _fill(5_000)
    lookups = ((search_module._RANGE, ("t0012", "t0012\U0010ffff", 240)), (search_module._EXACT, ("t001234", 240)))
    for sql, params in lookups:
        plan = _plan(sql, params)
        assert "Seq Scan" not in plan
        assert "SCAN" not in plan
        assert ("Index Only Scan" in plan or "Index Scan" in plan or "Bitmap" in plan) if on_server() else "USING PRIMARY KEY" in plan


def test_the_index_is_in_byte_order_on_both_engines(guest, act):
    """A collation of words would sort 张 and Z elsewhere, and a range would miss them."""
    guest("Zoë 张")
    tokens = [row.token for row in TokenRecord.select().order_by(TokenRecord.token)]
    assert tokens == sorted(tokens, key=lambda token: token.encode())
