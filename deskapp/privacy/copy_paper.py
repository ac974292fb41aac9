"""The copy of one person's data on A4, handed to himself."""

from collections.abc import Sequence

from deskapp.papers import A4, Head, Paper, Printed, Row, Section, Text, print_form
from deskapp.privacy.domain import Chapter, PersonalCopy

PAPERS: tuple[Paper, ...] = (A4,)
NOTE = "本件含完整个人信息，只交给本人或其授权的人。资料有误可以要求更正，也可以要求删除。"
_SIZE = 9.5


def render(copy: PersonalCopy, *, paper: Paper, store: str, printed_by: str, reprint: int = 0) -> Printed:
    """One section for each chapter, in the order of the copy."""
    head = Head(store=store, title="个人信息副本", subject=copy.name, printed_at=copy.at, printed_by=printed_by)

    def body(_: object) -> Sequence[Section]:
        return [Section(_rows(chapter)) for chapter in copy.chapters]

    return print_form(paper=paper, head=head, body=body, reprint=reprint, note=NOTE)


def _rows(chapter: Chapter) -> list[Row]:
    lines = [Row(Text(label, span=1, size=_SIZE), Text(text, span=3, size=_SIZE)) for label, text in chapter.lines]
    return [Row(Text(chapter.title, span=4, bold=True)), *lines]
