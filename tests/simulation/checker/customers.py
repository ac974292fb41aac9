"""What must hold for customers: consents under the wording they were given, words by which each is found, cars that ended."""

from collections.abc import Iterator

from tests.simulation.checker.tables import Rule, Tables

PURPOSES = ("service", "marketing", "care", "share")


def consents_point_to_the_wording_of_their_day(t: Tables) -> Iterator[str]:
    """An answer is kept under the newest wording there was; wordings are numbered without a gap."""
    notices = t.by_id("notices")
    if [row["version"] for row in t["notices"]] != list(range(1, len(notices) + 1)):
        yield f"wordings are numbered {[row['version'] for row in t['notices']]}"
    for row in t["consents"]:
        newest = max(notice["version"] for notice in notices.values() if notice["act_id"] <= row["act_id"])
        if notices[row["notice_id"]]["version"] != newest:
            yield f"consent {row['id']} was given under wording {notices[row['notice_id']]['version']}, {newest} was in force"


def members_have_answered(t: Tables) -> Iterator[str]:
    """Who joined by the form had answered all four questions by then, and agreed to the service."""
    brought = {act["id"] for act in t["acts"] if act["use_case"] == "import_members"}
    answers = t.by("consents", "customer_id")
    members = t.by_id("memberships")
    for event in t["member_events"]:
        if event["kind"] == "joined" and event["act_id"] not in brought:
            customer = members[event["membership_id"]]["customer_id"]
            told = {row["purpose"]: row["given"] for row in answers[customer] if row["act_id"] <= event["act_id"]}
            if set(told) != set(PURPOSES) or not told.get("service"):
                yield f"membership {event['membership_id']}: customer {customer} joined with the answers {told}"


def no_question_is_answered_twice_in_one_act(t: Tables) -> Iterator[str]:
    seen: set[tuple[int, int, str]] = set()
    for row in t["consents"]:
        key = (row["customer_id"], row["act_id"], row["purpose"])
        if key in seen:
            yield f"consent {row['id']}: {row['purpose']} of customer {row['customer_id']} has two answers in act {row['act_id']}"
        seen.add(key)


def everybody_is_found(t: Tables) -> Iterator[str]:
    """By mobile, by the plate and VIN of each present car, by each card that is not void; and not by what is no longer his.

    One who was erased is found by nothing.
    """
    erased = {row["id"] for row in t["customers"] if row["erased_id"] is not None}
    words = {(row["source"], row["customer_id"]): set() for row in t["search_tokens"]}
    for row in t["search_tokens"]:
        words[row["source"], row["customer_id"]].add(row["token"])
    cars: dict[tuple[str, int], set[str]] = {}
    for car in t["vehicles"]:
        for source in ("plate", "vin"):
            mine = cars.setdefault((source, car["customer_id"]), set())
            if car[source] and car["ended_at"] is None:
                mine.add(car[source].lower())
    members = t.by_id("memberships")
    cards: dict[tuple[str, int], set[str]] = {}
    for card in t["cards"]:
        customer = members[card["membership_id"]]["customer_id"]
        if card["state"] != "void" and customer not in erased:
            cards.setdefault(("card", customer), set()).add(card["number"].lower())
    mobiles = {("mobile", row["id"]): {row["mobile"]} for row in t["customers"] if row["mobile"]}
    for source, expected in (("mobile", mobiles), ("plate", cars), ("vin", cars), ("card", cards)):
        wanted = {key: value for key, value in expected.items() if key[0] == source}
        for key in wanted.keys() | {key for key in words if key[0] == source}:
            if words.get(key, set()) != wanted.get(key, set()):
                yield f"customer {key[1]} is found by the {source} {words.get(key, set())}, it is {wanted.get(key, set())}"


def merges_point_to_who_stands(t: Tables) -> Iterator[str]:
    """A merged customer points to one who is not merged himself, by a merge that stands; an undone merge points nowhere."""
    customers = t.by_id("customers")
    standing = {row["loser_id"] for row in t["merges"] if row["undone_id"] is None}
    for row in customers.values():
        into = row["merged_into_id"]
        if into is not None and customers[into]["merged_into_id"] is not None:
            yield f"customer {row['id']} points to {into}, who is merged himself"
        if (into is not None) != (row["id"] in standing):
            yield f"customer {row['id']} points to {into}; merges of him that stand: {row['id'] in standing}"


RULES: tuple[Rule, ...] = (
    consents_point_to_the_wording_of_their_day,
    members_have_answered,
    no_question_is_answered_twice_in_one_act,
    everybody_is_found,
    merges_point_to_who_stands,
)
