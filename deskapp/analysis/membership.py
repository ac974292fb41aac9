"""Members on a day, counted from what happened to them: events are append-only, so any past day can be counted again."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from deskapp.analysis.domain import Figure, Members, Share
from deskapp.analysis.history import as_it_was
from deskapp.analysis.spans import Cut, Span
from deskapp.data import fetch_row, fetch_rows
from deskapp.members.domain import JoinChannel
from deskapp.staff.service import departments, people, person

# A membership as its events up to a day left it. What a merge wrote counts for nothing once it was undone.
_AS_LEFT = (
    "SELECT e.membership_id, MAX(CASE WHEN e.kind = 'confirmed' THEN 1 ELSE 0 END) AS confirmed,"
    " MAX(CASE WHEN e.kind IN ('returned', 'resigned', 'lapsed') OR (e.kind = 'merged' AND g.id IS NULL) THEN 1 ELSE 0 END) AS ended,"
    " MAX(CASE WHEN e.kind = 'lost' THEN e.id ELSE 0 END) AS lost, MAX(CASE WHEN e.kind = 'reissued' THEN e.id ELSE 0 END) AS reissued,"
    " MAX(CASE WHEN g.id IS NULL THEN e.term_until END) AS term_until FROM member_events e"
    " LEFT JOIN merges g ON g.act_id = e.act_id AND {undone} WHERE {span} GROUP BY e.membership_id"
)
# In which of the four counts of members it stands; takes the day once.
_STANDS = "CASE WHEN confirmed = 0 THEN 'pending' WHEN term_until < ? THEN 'over' WHEN lost > reissued THEN 'lost' ELSE 'valid' END"
_JOINED = (
    "SELECT a.staff_id, m.recruiter_id, m.join_channel, m.id FROM member_events e JOIN memberships m ON m.id = e.membership_id"
    " JOIN acts a ON a.id = e.act_id WHERE e.kind = 'joined' AND {span} ORDER BY e.id"
)
_SO_FAR = (
    "SELECT e.kind, a.staff_id, m.recruiter_id FROM member_events e JOIN memberships m ON m.id = e.membership_id"
    " JOIN acts a ON a.id = e.act_id WHERE e.kind IN ('joined', 'renewed') AND {span}"
)
_HAPPENED = (
    "SELECT e.kind, a.staff_id, COUNT(*) FROM member_events e JOIN acts a ON a.id = e.act_id"
    " WHERE e.kind IN ('renewed', 'resigned', 'lapsed', 'returned') AND {span} GROUP BY e.kind, a.staff_id"
)
STANDINGS = (Figure.VALID, Figure.PENDING, Figure.LOST, Figure.OVER)
EVENTS = {
    Figure.JOINED: "joined",
    Figure.RENEWED: "renewed",
    Figure.RESIGNED: "resigned",
    Figure.LAPSED: "lapsed",
    Figure.SENT_BACK: "returned",
}


def members_on(cut: Cut, month: Span, *, only: Collection[int] | None) -> Members:
    """The members of a day, `month` being its month up to it.

    `only` leaves what these people wrote or recruited, and no counts of all members.
    """
    joined = [row for row in _joined(cut) if only is None or row[0] in only or row[1] in only]
    happened: Counter[str] = Counter()
    for kind, clerk, count in fetch_rows(_HAPPENED.replace("{span}", cut.span.where("e.act_id")), *cut.span.params):
        if only is None or clerk in only:
            happened[kind] += count
    so_far = _so_far(month, only)
    homes = departments_then(cut.upto)
    mine = Members(
        joined=len(joined),
        by_clerk=_shares(person(clerk).name if clerk else "系统" for clerk, _, _ in joined),
        by_department=_shares(homes.get(recruiter) or "未分部门" for _, recruiter, _ in joined),
        by_channel=_shares(JoinChannel(channel).label for _, _, channel in joined),
        renewed=happened["renewed"],
        month_joined=so_far["joined"],
        month_renewed=so_far["renewed"],
    )
    if only is not None:
        return mine
    standing = standings(cut)
    return replace(
        mine,
        resigned=happened["resigned"],
        lapsed=happened["lapsed"],
        sent_back=happened["returned"],
        all=sum(standing.values()),
        valid=standing[Figure.VALID],
        pending=standing[Figure.PENDING],
        lost=standing[Figure.LOST],
        over=standing[Figure.OVER],
    )


def _so_far(month: Span, only: Collection[int] | None) -> Counter[str]:
    """How many joined and renewed."""
    counts: Counter[str] = Counter()
    for kind, clerk, recruiter in fetch_rows(_SO_FAR.replace("{span}", month.where("e.act_id")), *month.params):
        if only is None or clerk in only or (kind == "joined" and recruiter in only):
            counts[kind] += 1
    return counts


def _joined(cut: Cut) -> list[tuple[int | None, int, str]]:
    """Who typed, who recruited, by which channel, of each that joined in the span: as it read then."""
    rows = fetch_rows(_JOINED.replace("{span}", cut.span.where("e.act_id")), *cut.span.params)
    before = as_it_was(cut.upto, "memberships", ["recruiter", "join_channel"], record_ids=[row[3] for row in rows])
    return [
        (clerk, int(before.text(membership, "recruiter", recruiter)), before.text(membership, "join_channel", channel))
        for clerk, recruiter, channel, membership in rows
    ]


def standings(cut: Cut) -> dict[Figure, int]:
    """How many of those who have not left are valid, to be confirmed, with a lost card, past their term."""
    parts = ", ".join(f"SUM(CASE WHEN stands = '{figure.value}' THEN 1 ELSE 0 END)" for figure in STANDINGS)
    row = fetch_row(f"SELECT {parts} FROM ({standing_memberships(cut.upto)}) s", cut.day, *cut.upto.params, *cut.upto.params)
    return {figure: int(count or 0) for figure, count in zip(STANDINGS, row or (0,) * len(STANDINGS), strict=True)}


def standing_memberships(upto: Span) -> str:
    """Memberships that had not ended, as (membership_id, stands, term_until); binds the day, then the span twice."""
    as_left = _AS_LEFT.replace("{undone}", upto.where("g.undone_id")).replace("{span}", upto.where("e.act_id"))
    return f"SELECT membership_id, {_STANDS} AS stands, term_until FROM ({as_left}) l WHERE ended = 0"


def departments_then(upto: Span) -> dict[int, str]:
    """Staff -> name of the department they belonged to at the end of `upto`; '' for none."""
    names = {str(department.id): department.name for department in departments(active_only=False)}
    before = as_it_was(upto, "staff", ["department"])
    return {one.id: names.get(before.text(one.id, "department", one.department_id), "") for one in people(active_only=False)}


def _shares(names: Iterable[str]) -> tuple[Share, ...]:
    """Names with their counts, the largest first."""
    counted = Counter(names)
    return tuple(Share(name, count) for name, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
