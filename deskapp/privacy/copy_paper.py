"""The copy of one person's data on A4, handed to himself."""

from collections.abc import Sequence

from deskapp.papers import A4, Column, Head, Paper, Printed, Section, print_form, table
from deskapp.privacy.domain import PersonalCopy

PAPERS: tuple[Paper, ...] = (A4,)
NOTE = "本件含完整个人信息，只交给本人或其授权的人。资料有误可以要求更正，也可以要求删除。"
_COLUMNS = (Column("项目", 60), Column("内容", 126))


def render(copy: PersonalCopy, *, paper: Paper, store: str, printed_by: str, reprint: int = 0) -> Printed:
    """One table for each chapter, in the order of the copy."""
    head = Head(store=store, title="个人信息副本", subject=copy.name, printed_at=copy.at, printed_by=printed_by)

    def body(_: object) -> Sequence[Section]:
        return [table(_COLUMNS, chapter.lines, title=chapter.title, mark="") for chapter in copy.chapters]

    return print_form(paper=paper, head=head, body=body, reprint=reprint, note=NOTE)
