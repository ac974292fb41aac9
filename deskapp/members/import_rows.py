"""Rows of a list, judged by the rules of the forms and put together to members. Pure: knows the file, not the store."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from deskapp.customers.domain import CustomerForm, CustomerKind, Purpose, Salutation, VehicleForm
from deskapp.customers.entry import NOTE_LIMIT, Judging, judge_customer, judge_text, judge_vehicle
from deskapp.data import NumberKind, read_number
from deskapp.errors import UserError
from deskapp.members.domain import JoinChannel, Level, judge_card
from deskapp.members.import_cells import Cells, FileJudging
from deskapp.members.import_entry import Car, Entry, Finding, Opening, said
from deskapp.members.import_fields import CAR_FIELDS, MOST_CARS, ImportField, Subject, code, code_label, read_code
from deskapp.typed import Judged, judge_date, judge_points, judge_whole
from deskapp.typed.amount import POINTS_LIMIT

MEMBER_NO_LIMIT = 32
_CONSENTS = tuple((purpose, ImportField(f"consent_{purpose.value}")) for purpose in Purpose)
_NO_CAR = "没有车牌和车架号，这辆车不导入"
_OF_A_CAR = tuple(which for which in CAR_FIELDS if which not in {ImportField.PLATE, ImportField.VIN})


class RowsJudge:
    """Feed it the rows of a list; then `entries` are the members without a fault, `findings` what was found.

    `columns` leads from the meaning of a column to its place, `people` from 工号 or name to a person of the staff.
    """

    def __init__(self, columns: Mapping[str, int], *, today: date, people: Mapping[str, int]) -> None:
        self.findings: list[Finding] = []
        self._columns = columns
        self._today = today
        self._people = people
        self._cars = tuple(n for n in range(1, MOST_CARS + 1) if any(code(which, n) in columns for which in CAR_FIELDS))
        self._entries: dict[int, Entry] = {}
        self._wrong: set[int] = set()
        self._of_row: dict[int, int] = {}
        self._by_no: dict[str, Entry] = {}
        self._by_card: dict[str, Entry] = {}
        self._by_person: dict[tuple[str, str], Entry] = {}
        self._by_mobile: dict[str, Entry] = {}

    @property
    def entries(self) -> list[Entry]:
        """Members all of whose rows were right, in the order of the list."""
        return [entry for entry in self._entries.values() if entry.row not in self._wrong]

    @property
    def wrong_rows(self) -> frozenset[int]:
        """First rows of the members that cannot be imported."""
        return frozenset(self._wrong)

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Judge one row."""
        row = Cells(cells, self._columns)
        judging = FileJudging()
        member_no = judging.take(ImportField.MEMBER_NO, lambda: judge_member_no(row.text(ImportField.MEMBER_NO))) or ""
        card = row.text(ImportField.CARD_NO)
        card_no = (judging.take(ImportField.CARD_NO, lambda: judge_card(card)) or "") if card else ""
        first = self._by_no.get(member_no) if member_no else self._by_card.get(card_no) if card_no else None
        entry = self._judged(number, row, judging, member_no, card_no, first)
        if first is None and not member_no and not card_no:
            first = self._by_person.get((entry.mobile, entry.name))
        self._join(entry, first, judging) if first else self._take(entry, judging)
        doubts = [(number, _meaning_of(which, self._columns), warning) for which, warning in judging.doubts]
        (first or entry).doubts.extend(doubts)
        for problem in judging.problems:
            self._find(number, problem.field, problem.message, cells)
        for _, which, warning in doubts:
            self._find(number, which, warning, cells, unusual=True)
        if judging.problems:
            self._wrong.add(first.row if first else number)

    def lost_digits(self, cells: Sequence[tuple[int, int]]) -> None:
        """Refuse numbers of which the spreadsheet dropped digits: (row, column) of cells."""
        meanings = {at: meaning for meaning, at in self._columns.items()}
        for row, column in cells:
            if column in meanings and row in self._of_row:
                self._find(row, meanings[column], "表格软件只留下了前 15 位数字，后面的已变成 0。请把这一列设成“文本”重新填写")
                self._wrong.add(self._of_row[row])

    def _judged(self, number: int, row: Cells, judging: FileJudging, member_no: str, card_no: str, first: Entry | None) -> Entry:
        form = self._form(row, judging, first)
        customer = judge_customer(form, judging, today=self._today)
        cars = self._judge_cars(number, row, judging)
        joined_on = self._day(row, ImportField.JOINED_ON, judging, latest=self._today)
        valid_until = self._day(row, ImportField.VALID_UNTIL, judging)
        if joined_on and valid_until and valid_until < joined_on:
            judging.refuse(ImportField.VALID_UNTIL, f"有效期至早于入会日期 {joined_on}")
        note = row.text(ImportField.NOTE)
        return Entry(
            row=number,
            given=row.given,
            member_no=member_no,
            card_no=card_no,
            customer=customer,
            note=(judging.take(ImportField.NOTE, lambda: judge_text(note, label="特别说明", field="note", limit=NOTE_LIMIT)) or "")
            if note
            else "",
            level=row.value(ImportField.LEVEL, judging, Level.BASIC),
            joined_on=joined_on,
            valid_until=valid_until,
            join_channel=row.value(ImportField.JOIN_CHANNEL, judging, JoinChannel.NONE),
            recruiter_id=self._recruiter(row, judging),
            oem_registered=row.value(ImportField.OEM_REGISTERED, judging, default=True),
            opening=self._opening(row, judging),
            answers=_answers(row, judging),
            cars=cars,
        )

    def _form(self, row: Cells, judging: FileJudging, first: Entry | None) -> CustomerForm:
        """The customer as the form would hold him; a further row of a member may leave out what the first one said."""
        company = row.text(ImportField.COMPANY)
        kind = row.value(ImportField.KIND, judging, CustomerKind.COMPANY if company else CustomerKind.PERSON)
        name, contact = row.text(ImportField.NAME), row.text(ImportField.CONTACT)
        if kind is CustomerKind.COMPANY and company:
            name, contact = company, contact or name
        mobile = row.text(ImportField.MOBILE)
        if first is not None:
            name, mobile = name or first.name, mobile or first.mobile
            kind = CustomerKind(first.customer["kind"]) if ImportField.KIND not in row.given and not company else kind
            contact = contact or first.customer["contact"] or ""
        return CustomerForm(
            name=name,
            mobile=mobile,
            kind=kind,
            salutation=row.value(ImportField.SALUTATION, judging, Salutation.NONE),
            contact=contact,
            credit_code=row.text(ImportField.CREDIT_CODE),
            alt_contact=row.text(ImportField.ALT_CONTACT),
            alt_phone=row.text(ImportField.ALT_PHONE),
            birthday=row.day(ImportField.BIRTHDAY),
            address=row.text(ImportField.ADDRESS),
        )

    def _judge_cars(self, number: int, row: Cells, judging: FileJudging) -> list[Car]:
        cars: list[Car] = []
        for position in self._cars:
            plate, vin = row.text(ImportField.PLATE, position), row.text(ImportField.VIN, position)
            if plate in {"未上牌", "无", "暂无", "-", "临牌"}:
                plate = ""
            judging.under = f"{position}." if position > 1 else ""
            if not plate and not vin:
                judging.doubts += [(f"{judging.under}{which}", _NO_CAR) for which in _OF_A_CAR if row.text(which, position)][:1]
                continue
            form = VehicleForm(
                plate=plate,
                vin=vin,
                model=row.text(ImportField.MODEL, position),
                color=row.text(ImportField.COLOR, position),
                energy=row.value(ImportField.ENERGY, judging, None, position),
                bought_on=row.day(ImportField.BOUGHT_ON, position),
                bought_here=row.value(ImportField.BOUGHT_HERE, judging, None, position),
                odometer_km=row.text(ImportField.ODOMETER_KM, position),
                insurance_until=row.day(ImportField.INSURANCE_UNTIL, position),
                inspection_until=row.day(ImportField.INSPECTION_UNTIL, position),
            )
            values, km = judge_vehicle(form, judging, today=self._today)
            cars.append(Car(number, position, values, km))
        judging.under = ""
        return cars

    def _day(self, row: Cells, which: ImportField, judging: Judging, *, latest: date | None = None) -> date | None:
        text = row.day(which)
        return judging.take(which, lambda: judge_date(text, today=self._today, latest=latest, field=which)) if text else None

    def _recruiter(self, row: Cells, judging: FileJudging) -> int | None:
        text = row.text(ImportField.RECRUITER)
        if not text:
            return None
        found = self._people.get(text.upper())
        if found is None:
            judging.doubts.append((ImportField.RECRUITER, f"没有员工“{text[:20]}”，推荐人记为导入的人"))
        return found

    def _opening(self, row: Cells, judging: Judging) -> Opening | None:
        if not row.given & {ImportField.REDEEMABLE, ImportField.TIER}:
            return None
        redeemable = self._points(row, ImportField.REDEEMABLE, judging)
        tier = self._points(row, ImportField.TIER, judging)
        ends_on = self._day(row, ImportField.POINTS_UNTIL, judging)
        if ends_on is not None and ends_on < self._today and redeemable:
            judging.refuse(ImportField.POINTS_UNTIL, f"积分到期日 {ends_on} 已经过去，过期的积分不能导入")
        return Opening(redeemable, tier, ends_on) if redeemable or tier else None

    def _points(self, row: Cells, which: ImportField, judging: Judging) -> int:
        text = row.text(which)
        if not text:
            return 0
        if text.isascii() and text.isdigit():
            return judging.take(which, lambda: judge_whole(text, maximum=POINTS_LIMIT, field=which)) or 0
        return judging.take(which, lambda: judge_points(text, field=which)) or 0

    def _take(self, entry: Entry, judging: FileJudging) -> None:
        """A member not met before in this list."""
        person = (entry.mobile, entry.name)
        if entry.mobile and (other := self._by_person.get(person)):
            judging.refuse(ImportField.NAME, f"与第 {other.row:,} 行的手机和姓名相同，会员编号或卡号却不同")
        if entry.card_no and (other := self._by_card.get(entry.card_no)):
            judging.refuse(ImportField.CARD_NO, f"第 {other.row:,} 行已用这个卡号")
        self._entries[entry.row] = entry
        self._of_row[entry.row] = entry.row
        if entry.member_no:
            self._by_no[entry.member_no] = entry
        if entry.card_no:
            self._by_card.setdefault(entry.card_no, entry)
        if entry.mobile:
            self._by_person.setdefault(person, entry)
            first = self._by_mobile.setdefault(entry.mobile, entry)
            if first.name != entry.name:
                judging.doubts.append((ImportField.MOBILE, f"第 {first.row:,} 行 {first.name} 也用这个手机"))

    def _join(self, entry: Entry, first: Entry, judging: Judging) -> None:
        """A further row of a member: its cars are added, all else must say what the first row said."""
        for meaning in sorted(entry.given):
            which, _ = read_code(meaning)
            if which.subject is not Subject.CAR and said(entry, which) != said(first, which):
                judging.refuse(meaning, f"与同一会员的第 {first.row:,} 行不同")
        known = {text for car in first.cars for text in (car.values["plate"], car.values["vin"]) if text}
        first.cars += [car for car in entry.cars if not {car.values["plate"], car.values["vin"]} & known]
        first.more_rows.append(entry.row)
        self._of_row[entry.row] = first.row

    def _find(self, row: int, which: str, message: str, cells: Sequence[str] = (), *, unusual: bool = False) -> None:
        meaning = _meaning_of(which, self._columns)
        column = self._columns.get(meaning, -1)
        text = cells[column].strip() if 0 <= column < len(cells) else ""
        self.findings.append(Finding(row, column, code_label(meaning) if meaning else "", message, unusual, text))


def judge_member_no(text: str) -> Judged[str]:
    """A member number from elsewhere, kept as text: any width folded, blanks inside dropped; one like ours as we write it.

    Refuses more than 32 characters.
    """
    number = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if len(number) > MEMBER_NO_LIMIT:
        raise UserError(f"会员编号最多 {MEMBER_NO_LIMIT} 个字，现为 {len(number)} 个", field=ImportField.MEMBER_NO)
    if any(unicodedata.category(c)[0] == "C" for c in number):
        raise UserError("会员编号里有无法显示的字符", field=ImportField.MEMBER_NO)
    ours = read_number(number) if number.startswith(NumberKind.MEMBER.letters) else None
    return Judged(ours or number)


def _answers(row: Cells, judging: FileJudging) -> tuple[tuple[Purpose, bool], ...]:
    """What was asked and answered; an empty cell was never asked, so it is not given."""
    answers: list[tuple[Purpose, bool]] = []
    for purpose, which in _CONSENTS:
        given = row.answer(which, judging)
        if given is not None:
            answers.append((purpose, given))
        if purpose is Purpose.SERVICE and given is False:
            judging.refuse(which, "客户不同意会员服务，不能作为会员导入")
    return tuple(answers)


def _meaning_of(which: str, columns: Mapping[str, int]) -> str:
    """The column a refusal of the forms belongs to: "2.plate" is "plate.2", a company's "name" its own column."""
    car, _, name = which.rpartition(".")
    meaning = f"{name}.{car}" if car.isdigit() else which
    if meaning == ImportField.NAME and ImportField.NAME not in columns:
        return ImportField.COMPANY
    if meaning == ImportField.CONTACT and ImportField.CONTACT not in columns:
        return ImportField.NAME
    return meaning


def columns_of(meanings: Sequence[str]) -> dict[str, int]:
    """Where each meaning stands."""
    return {meaning: at for at, meaning in enumerate(meanings) if meaning}


def in_row_order(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Findings as one reads the list: wrong ones before unusual ones of the same cell."""
    return iter(sorted(findings, key=lambda found: (found.row, found.column, found.unusual)))
