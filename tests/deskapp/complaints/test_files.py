"""Recordings and PDFs of a slip: who may add them, the duty that the caller knew, the paper, the archive, and what is left of them."""

import pytest

from deskapp.attachments.domain import FileKind, GivenFile
from deskapp.attachments.files import take_in
from deskapp.complaints.closing import Signatures, add_photos, take_back_paper
from deskapp.complaints.domain import FILE_MB
from deskapp.complaints.files import MOST_FILES, add_files, open_file, remove_file
from deskapp.complaints.printing import slip_paper
from deskapp.complaints.reading import complaint
from deskapp.complaints.reception import attach_to_slip, offer, take_down
from deskapp.complaints.states import FileUse, State
from deskapp.complaints.tables import FileOfSlipRecord
from deskapp.customers.domain import ConsentChannel, CustomerForm
from deskapp.customers.service import add_customer
from deskapp.data import database, writing
from deskapp.data.contents import missing
from deskapp.errors import NotAllowed, UserError
from deskapp.privacy.copying import copy_of_person
from deskapp.privacy.erasure import erase_customer
from deskapp.settings.store import set_value
from tests.deskapp.attachments.files import mp3, pdf, wav
from tests.deskapp.attachments.shelves import a_photo
from tests.deskapp.complaints.conftest import MONDAY

RECORDING, DOCUMENT = GivenFile("客户来电.mp3", FileKind.MP3, mp3()), GivenFile("估价单.pdf", FileKind.PDF, pdf())


def slip_with(house, *files: GivenFile, **more):
    return take_down(act=house.do(house.service), form=house.form(**more), files=files, informed=True)


def test_recordings_and_documents_come_in_with_the_slip(house):
    made = slip_with(house, RECORDING, DOCUMENT)
    again = complaint(act=house.do(house.service), complaint_id=made.id)
    assert [(one.use, one.name, one.size) for one in again.files] == [
        (FileUse.RECORDING, "客户来电.mp3", RECORDING.size),
        (FileUse.DOCUMENT, "估价单.pdf", DOCUMENT.size),
    ]
    opened = open_file(act=house.do(house.service), complaint_id=made.id, file_id=again.files[0].id)
    assert (opened.name, opened.content) == (RECORDING.name, RECORDING.content)


def test_a_recording_the_caller_did_not_know_of_is_refused_and_leaves_nothing(house):
    with pytest.raises(UserError, match="已告知客户录音") as refused:
        take_down(act=house.do(house.service), form=house.form(), files=[RECORDING])
    assert refused.value.field == "files"
    assert take_down(act=house.do(house.service), form=house.form(), files=[DOCUMENT]).number.endswith("-001")
    with pytest.raises(Exception, match=r"(?i)check constraint"), database.atomic():
        record = FileOfSlipRecord.get()
        FileOfSlipRecord.update(kind="recording").where(FileOfSlipRecord.id == record.id).execute()


def test_the_same_press_twice_is_one_slip_with_one_recording(house):
    act = house.do(house.service)
    one, two = (take_down(act=act, form=house.form(), files=[RECORDING], informed=True) for _ in range(2))
    assert (one.number, len(two.files)) == (two.number, 1)


def test_they_are_counted_on_the_paper_beside_the_photos(house):
    made = slip_with(house, RECORDING)
    assert slip_paper(act=house.do(house.service), complaint_id=made.id).received.attachments == "录音 1"
    made = add_photos(act=house.do(house.service), seen=made.seen, photos=[a_photo(), a_photo("#1b7a4b")])
    assert slip_paper(act=house.do(house.service), complaint_id=made.id).received.attachments == "照片 2  录音 1"
    add_files(act=house.do(house.service), seen=made.seen, files=[DOCUMENT])
    assert slip_paper(act=house.do(house.service), complaint_id=made.id).received.attachments == "照片 2  录音 1  PDF 1"


def test_photos_and_recordings_are_added_in_one_or_not_at_all(house):
    slip, photo = house.slip(), a_photo()
    with pytest.raises(UserError, match="已告知客户录音"):
        attach_to_slip(act=house.do(house.service), seen=slip.seen, photos=[photo], files=[RECORDING])
    with pytest.raises(UserError, match="还没有选"):
        attach_to_slip(act=house.do(house.service), seen=slip.seen)
    act = house.do(house.service)
    one, two = (attach_to_slip(act=act, seen=slip.seen, photos=[photo], files=[RECORDING], informed=True) for _ in range(2))
    assert [(len(slip.photos), len(slip.files)) for slip in (one, two)] == [(1, 1)] * 2
    with pytest.raises(NotAllowed):
        attach_to_slip(act=house.do(house.head), seen=one.seen, files=[DOCUMENT])


def test_a_file_is_added_later_and_taken_out_again(house):
    slip = house.slip()
    slip = add_files(act=house.do(house.service), seen=slip.seen, files=[RECORDING], informed=True)
    (file,) = slip.files
    with pytest.raises(NotAllowed):
        add_files(act=house.do(house.head), seen=slip.seen, files=[DOCUMENT])
    with pytest.raises(NotAllowed):
        remove_file(act=house.do(house.head), seen=slip.seen, file_id=file.id)
    seen = slip.seen
    assert remove_file(act=house.do(house.service), seen=seen, file_id=file.id).files == ()
    fresh = complaint(act=house.do(house.service), complaint_id=slip.id)
    with pytest.raises(UserError, match="已经去掉"):
        remove_file(act=house.do(house.service), seen=fresh.seen, file_id=file.id)
    with pytest.raises(UserError, match="已经去掉"):
        open_file(act=house.do(house.service), complaint_id=slip.id, file_id=file.id)


def test_whoever_wrote_a_draft_adds_to_it_and_who_may_not_see_a_slip_opens_nothing(house):
    draft = take_down(act=house.do(house.desk), form=house.form(), files=[RECORDING], informed=True)
    assert (draft.state, len(draft.files)) == (State.DRAFT, 1)
    with pytest.raises((NotAllowed, LookupError)):
        open_file(act=house.do(house.parts_head), complaint_id=draft.id, file_id=draft.files[0].id)


def test_the_ceiling_is_the_stores_and_there_are_at_most_eight(house):
    with writing(house.do(house.manager), "set") as tx:
        set_value(tx, FILE_MB, 1)
    assert offer(act=house.do(house.service)).file_mb == 1
    large = take_in(wav(600_000), name="会议.wav", ceiling_mb=20)
    with pytest.raises(UserError, match=r"会议\.wav 超过 1 MB"):
        slip_with(house, large)
    many = [GivenFile(f"{n}.mp3", FileKind.MP3, mp3(n + 2)) for n in range(MOST_FILES + 1)]
    with pytest.raises(UserError, match="最多 8 个"):
        slip_with(house, *many)


def test_the_signed_paper_comes_back_as_a_pdf_and_opens_the_archive(house):
    slip = house.slip(State.TO_ARCHIVE)
    with pytest.raises(UserError, match="是录音，不是签字单"):
        take_back_paper(act=house.do(house.service), seen=slip.seen, signatures=Signatures(), pdfs=[RECORDING])
    slip = take_back_paper(act=house.do(house.service), seen=slip.seen, signatures=Signatures(), pdfs=[DOCUMENT])
    assert slip.has_paper
    assert [one.use for one in slip.files] == [FileUse.SCAN]
    assert slip_paper(act=house.do(house.service), complaint_id=slip.id).received.attachments == ""


def a_guest(house) -> int:
    return add_customer(act=house.do(house.service), form=CustomerForm("周敏", "13826012607"))


def test_the_copy_of_a_person_names_what_lies_with_his_slips(house):
    guest = a_guest(house)
    slip_with(house, RECORDING, customer_id=guest)
    copied = copy_of_person(act=house.do(house.manager), customer_id=guest)
    (text,) = [words for chapter, _, words in copied.rows() if chapter == "投诉和抱怨"]
    assert "附件：客户来电.mp3（录音 MP3，8 KB）" in text


def test_an_erased_person_takes_his_voice_along_unless_somebody_else_is_on_it(house):
    guest = a_guest(house)
    shared = GivenFile("两家一起.mp3", FileKind.MP3, mp3(9))
    his = house.slip(State.TO_ARCHIVE, customer_id=guest)
    his = add_files(act=house.do(house.service), seen=his.seen, files=[RECORDING, shared], informed=True)
    other = slip_with(house, shared)
    house.archive(his, MONDAY)
    erase_customer(act=house.do(house.manager), customer_id=guest, channel=ConsentChannel.PAPER, reason="本人书面申请")
    left = complaint(act=house.do(house.service), complaint_id=his.id)
    assert [(one.name, one.erased) for one in left.files] == [("", True), ("", False)]
    assert left.files[0].label == "录音 MP3，已按客户要求删除"
    with pytest.raises(UserError, match="已按客户要求删除"):
        open_file(act=house.do(house.service), complaint_id=his.id, file_id=left.files[0].id)
    assert open_file(act=house.do(house.service), complaint_id=other.id, file_id=other.files[0].id).content == shared.content
    assert missing(database.obj) == 0
