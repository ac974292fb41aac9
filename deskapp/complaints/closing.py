"""The end of a slip: its signed paper comes back, it is archived under GD-…, reopened, void; notices raised from it (complaints.md §4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.attachments.domain import GivenFile
from deskapp.attachments.domain import Photo as NewPhoto
from deskapp.attachments.service import attach, keep
from deskapp.complaints.files import book_files, keep_files, named, require_attaching
from deskapp.complaints.reading import complaint_by_id
from deskapp.complaints.rounds import begin_round, end_pause
from deskapp.complaints.states import Outcome, PhotoKind, Stage, State
from deskapp.complaints.steps import OPEN_STATES, done, reason_in, slip_at, slip_before, step, text_in
from deskapp.complaints.tables import PhotoRecord
from deskapp.complaints.things import Complaint, Seen
from deskapp.data import Act, Tx, fetch_row, update_record, writing
from deskapp.errors import UserError
from deskapp.rectification.domain import Finding, Notice, NoticeForm, Source
from deskapp.rectification.notices import raise_notice
from deskapp.rectification.reading import notice_by_id, notices_of
from deskapp.staff.domain import Right
from deskapp.staff.service import require

MOST_PHOTOS = 12


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signed the paper that came back; `customer` is his signature or the number of the settlement sheet (解决确认书)."""

    supervisor: bool = False
    manager: bool = False
    service: bool = False
    customer: str = ""


def take_back_paper(
    *, act: Act, seen: Seen, signatures: Signatures, scans: Sequence[NewPhoto] = (), pdfs: Sequence[GivenFile] = ()
) -> Complaint:
    """The signed paper is back: who signed it, and its scan if one was made, as pictures or PDF. Also after it was archived without it."""
    require(act, Right.HANDLE_COMPLAINTS)
    kept, kept_pdfs = [keep(photo) for photo in scans], keep_files(pdfs)
    given = {"seen": seen, "signatures": signatures, "scans": [photo.hash for photo in scans], "pdfs": named(pdfs)}
    with writing(act, "take_back_paper", **given) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *OPEN_STATES, State.ARCHIVED)
        if not signatures.supervisor and not scans and not pdfs and not slip.has_paper:
            raise UserError("请勾选部门主管已签字，或附上签字单的扫描件", field="signed_supervisor")
        for photo in kept:
            _attach(slip, PhotoKind.SCAN, attach(tx, photo), tx)
        book_files(tx, slip, pdfs, kept_pdfs, scan=True)
        update_record(
            tx,
            record,
            signed_supervisor=signatures.supervisor,
            signed_manager=signatures.manager,
            signed_service=signatures.service,
            customer_signed=text_in(signatures.customer, field="customer_signed", label="客户签字", limit=60),
            paper_back_at=slip.paper_back_at or tx.act.at,
        )
        step(tx, slip.id, "签字单归还", _scanned(len(kept), len(pdfs)))
        return done(tx, record)


def _scanned(pictures: int, pdfs: int) -> str:
    return "，".join((*([f"扫描 {pictures} 张"] if pictures else []), *([f"PDF {pdfs} 份"] if pdfs else [])))


def miss_paper(*, act: Act, seen: Seen, reason: str) -> Complaint:
    """未归还: the paper is not back, and why. The slip can be archived, and stays on the list of those not returned."""
    require(act, Right.HANDLE_COMPLAINTS)
    why = reason_in(reason)
    with writing(act, "miss_paper", seen=seen, reason=reason) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, *OPEN_STATES)
        if slip.has_paper:
            raise UserError("签字单已经归还")
        update_record(tx, record, paper_missing=why)
        step(tx, slip.id, "签字单未归还", why)
        return done(tx, record)


def add_photos(*, act: Act, seen: Seen, photos: Sequence[NewPhoto]) -> Complaint:
    """Attach pictures of what happened; at most twelve a slip. By 客服, and by whoever wrote a draft."""
    require_attaching(act, slip_before(seen))
    kept = [keep(photo) for photo in photos]
    with writing(act, "add_photos", seen=seen, photos=[photo.hash for photo in photos]) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.DRAFT, *OPEN_STATES)
        if len(slip.photos) + len(kept) > MOST_PHOTOS:
            raise UserError(f"一张单最多 {MOST_PHOTOS} 张照片", field="photos")
        for photo in kept:
            _attach(slip, PhotoKind.EVIDENCE, attach(tx, photo), tx)
        step(tx, slip.id, "附照片", f"{len(kept)} 张")
        return done(tx, record)


def remove_photo(*, act: Act, seen: Seen, attachment_id: int) -> Complaint:
    """Take a picture out of a slip that is not archived; it stays in the history."""
    require_attaching(act, slip_before(seen))
    with writing(act, "remove_photo", seen=seen, attachment_id=attachment_id) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.DRAFT, *OPEN_STATES)
        photo = PhotoRecord.get_or_none(
            (PhotoRecord.complaint == slip.id) & (PhotoRecord.attachment == attachment_id) & PhotoRecord.removed.is_null()
        )
        if photo is None:
            raise UserError("这张照片已经去掉。请刷新")
        update_record(tx, photo, removed=tx.act_id)
        step(tx, slip.id, "去掉照片")
        return done(tx, record)


def missing_for_archive(slip: Complaint) -> tuple[str, ...]:
    """What a slip in 待归档 still lacks, in words; the form shows it as a list (complaints.md §4, "Archiving needs")."""
    missing: list[str] = []
    outcome = slip.outcome
    resultless = [row.department for row in slip.current_rows if not row.has_result]
    early = outcome is Outcome.WITHDRAWN and resultless
    if resultless and not early:
        missing.append(f"{'、'.join(resultless)}的原因、措施和结果")
    if slip.informed is None and outcome is not Outcome.UNTOLD:
        missing.append("告知客户的时间和方式")
    if outcome is Outcome.ACCEPTED and (slip.feedback is None or slip.feedback.satisfaction is None):
        missing.append("客户满意度")
    due_on = recheck_due(slip)
    if due_on is not None and (slip.recheck_call is None or slip.recheck_call.at.date() < due_on):
        missing.append(f"二次回访（改善时间 {due_on:%m-%d} 当天或之后）")
    if any(one.approved is None for one in slip.compensations):
        missing.append("补偿还没有批准")
    if not slip.has_paper and not slip.paper_missing:
        missing.append("部门主管签字的处理单：签字、扫描件，或“未归还”的原因")
    return tuple(missing)


def recheck_due(slip: Complaint) -> date | None:
    """The latest 改善时间: from then on the customer is called again. None for 联系不上, 撤诉, 无法告知 and anonymous ones."""
    if slip.outcome is not Outcome.ACCEPTED or slip.form.anonymous:
        return None
    days = [row.action_due_on for row in slip.current_rows if row.action_due_on is not None]
    return max(days, default=slip.received_at.date())


def archive_complaint(*, act: Act, seen: Seen, closed: bool) -> Complaint:
    """归档: says whether the loop is closed (闭环), gives GD-YYYY-NNNN; once more archived it keeps its number. Refuses what is missing."""
    require(act, Right.HANDLE_COMPLAINTS)
    with writing(act, "archive_complaint", seen=seen, closed=closed) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.TO_ARCHIVE)
        missing = missing_for_archive(slip)
        if missing:
            raise UserError(f"还不能归档，缺：{'；'.join(missing)}")
        number = slip.archive_no or _next_archive_no(tx)
        update_record(
            tx,
            record,
            stage=Stage.ARCHIVED.value,
            closed=closed,
            archive_no=number,
            archived_at=tx.act.at,
            archived_by=tx.act.staff_id,
        )
        step(tx, slip.id, "归档", f"{number}，{'已闭环' if closed else '未闭环'}")
        return done(tx, record)


def reopen_complaint(*, act: Act, seen: Seen, reason: str, departments: Sequence[int] = ()) -> Complaint:
    """重开 an archived slip by 客服经理 with a reason: the next round begins for the departments ticked; it keeps its archive number."""
    require(act, Right.REOPEN_SLIPS)
    why = reason_in(reason)
    with writing(act, "reopen_complaint", seen=seen, reason=reason, departments=list(departments)) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.ARCHIVED)
        step(tx, slip.id, "重开", why)
        begin_round(tx, record, slip, departments)
        return done(tx, record)


def void_complaint(*, act: Act, seen: Seen, reason: str) -> Complaint:
    """作废 with a reason: a draft by 客服, any open slip by 客服经理."""
    _require_voiding(act, slip_before(seen))
    why = reason_in(reason)
    with writing(act, "void_complaint", seen=seen, reason=reason) as tx:
        if tx.replay is not None:
            return complaint_by_id(tx.replay)
        record, slip = slip_at(seen, State.DRAFT, *OPEN_STATES)
        _require_voiding(tx.act, slip)
        end_pause(tx, slip.id)
        update_record(tx, record, stage=Stage.VOID.value, void_reason=why)
        step(tx, slip.id, "作废", why)
        return done(tx, record)


def raise_rectification(*, act: Act, seen: Seen, department_id: int, findings: Sequence[Finding], due_on: date | None = None) -> Notice:
    """开整改单 from a slip to a department; it is found again by the slip's number."""
    require(act, Right.ISSUE_NOTICES)
    with writing(act, "raise_rectification", seen=seen, department_id=department_id, findings=list(findings), due_on=due_on) as tx:
        if tx.replay is not None:
            return notice_by_id(tx.replay)
        _, slip = slip_at(seen, *OPEN_STATES, State.ARCHIVED)
        made = raise_notice(tx, NoticeForm(department_id, tuple(findings), Source.COMPLAINT, slip.number, due_on=due_on))
        step(tx, slip.id, "开整改单", f"{made.number} {made.department}")
        tx.done(made.id, made.number)
        return made


def finding_of(slip: Complaint) -> Finding:
    """The row a notice raised from the slip begins with: what it is about, and what happened in the customer's words."""
    row = slip.main_row
    return Finding(slip.category.full, row.action if row else "", f"{slip.number}：{slip.form.description}", repeated=int(slip.is_repeat))


def notices_raised(slip: Complaint) -> tuple[Notice, ...]:
    """The notices a slip has raised, in their order. The caller has read the slip."""
    return notices_of(source=Source.COMPLAINT, source_no=slip.number)


def _require_voiding(act: Act, slip: Complaint) -> None:
    require(act, Right.HANDLE_COMPLAINTS if slip.state is State.DRAFT else Right.VOID_SLIPS)


def _attach(slip: Complaint, kind: PhotoKind, attachment_id: int, tx: Tx) -> None:
    PhotoRecord.create(complaint=slip.id, kind=kind.value, attachment=attachment_id, act=tx.act_id)


def _next_archive_no(tx: Tx) -> str:
    """The next number of the year, under the write lock."""
    begins = f"GD-{tx.act.at.year}-"
    row = fetch_row("SELECT MAX(CAST(SUBSTR(archive_no, 9) AS INTEGER)) FROM complaints WHERE archive_no LIKE ?", f"{begins}%")
    return f"{begins}{(row[0] if row and row[0] else 0) + 1:04d}"
