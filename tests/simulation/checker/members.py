"""What must hold for memberships, their cards and terms, and for what a member's standing allows."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from tests.simulation.checker.tables import Row, Rule, Tables, gathered

OPEN = ("pending", "active", "lost")
BECOMES = {
    "joined": "pending",
    "confirmed": "active",
    "returned": "void",
    "lost": "lost",
    "reissued": "active",
    "resigned": "resigned",
    "lapsed": "resigned",
    "merged": "merged",
}


def one_open_membership_a_customer(t: Tables) -> Iterator[str]:
    seen: dict[int, str] = {}
    for row in t["memberships"]:
        if row["state"] in OPEN:
            account = t.root[row["customer_id"]]
            if account in seen:
                yield f"customer {account} has {seen[account]} and {row['number']}"
            seen[account] = row["number"]


def memberships_stand_where_their_events_led(t: Tables) -> Iterator[str]:
    """State and end of the term follow from what happened; a term begins where the one before ended, or on the day it was paid late."""
    acts = t.by_id("acts")
    for row, events in _events(t):
        for number, event in enumerate(events):
            _, until = _standing(events[:number])
            paid, begins = t.day_of_act[event["act_id"]], event["term_from"]
            if event["kind"] == "renewed" and begins != (_day_after(until) if paid <= until else paid):
                yield f"{row['number']}: ended {until}, renewed {paid} from {begins}"
        state, until = _standing(events)
        if (state, until) != (row["state"], row["valid_until"]):
            yield f"{row['number']} is {row['state']} until {row['valid_until']}, its events say {state} until {until}"
        if any(event["at"] != acts[event["act_id"]]["at"] for event in events if event["kind"] != "joined"):
            yield f"{row['number']}: an event has another time than its act"


def cards_are_unique_and_one_is_in_use(t: Tables) -> Iterator[str]:
    """A number is given once but for voided enrolments; a standing member uses one card, a lost or closed membership none."""
    numbers: dict[str, int] = {}
    mine = gathered(t["cards"], "membership_id")
    for card in t["cards"]:
        if card["state"] != "void":
            if card["number"] in numbers:
                yield f"card {card['number']} belongs to memberships {numbers[card['number']]} and {card['membership_id']}"
            numbers[card["number"]] = card["membership_id"]
    for row in t["memberships"]:
        used = [card["number"] for card in mine[row["id"]] if card["state"] == "in_use"]
        voided = [card["number"] for card in mine[row["id"]] if card["state"] == "void"]
        if len(used) != (row["state"] in ("pending", "active")) or bool(voided) != (row["state"] == "void"):
            yield f"{row['number']} ({row['state']}): cards in use {used}, void {voided}"


def spent_only_while_a_member_may(t: Tables) -> Iterator[str]:
    """Gifts were approved for confirmed members, in their term, with the card not lost; nothing was earned before the confirmation."""
    histories = {t.root[row["customer_id"]]: [] for row in t["memberships"]}
    for row, events in _events(t):
        histories[t.root[row["customer_id"]]].append(events)
    for entry in t["points_entries"]:
        if entry["customer_id"] in t.ever_merged:
            continue
        day = t.day_of_act[entry["act_id"]]
        mine = histories.get(t.root[entry["customer_id"]], [])
        stands = [_standing([event for event in events if event["act_id"] <= entry["act_id"]]) for events in mine]
        if entry["kind"] == "redeemed" and not any(state == "active" and day <= until for state, until in stands):
            yield f"entry {entry['id']} redeems for {entry['number']} on {day}: {stands}"
        if entry["kind"] in ("earned", "awarded") and not any(state in ("active", "lost") for state, _ in stands):
            yield f"entry {entry['id']} ({entry['kind']}) is booked on {day}: {stands}"


def joining_is_rewarded_with_its_confirmation(t: Tables) -> Iterator[str]:
    """The award for joining names the membership, and comes in the act that confirmed it."""
    confirmed = {(event["membership_id"], event["act_id"]) for event in t["member_events"] if event["kind"] == "confirmed"}
    by_number = {row["number"]: row["id"] for row in t["memberships"]}
    for entry in t["points_entries"]:
        joined = (by_number.get(entry["occasion"]), entry["act_id"])
        if entry["award"] == "join" and joined not in confirmed:
            yield f"entry {entry['id']} rewards {entry['occasion']}, which was not confirmed in its act"


def a_level_is_raised_once(t: Tables) -> Iterator[str]:
    """Within a term each raising leads higher than the one before."""
    ranks = ("basic", "silver", "gold", "diamond")
    reached: dict[tuple[int, str], int] = defaultdict(int)
    undone = {row["act_id"] for row in t["merges"] if row["undone_id"] is not None}  # what such a merge wrote counts no more
    for event in t["member_events"]:
        if event["kind"] == "level_raised" and event["act_id"] not in undone:
            key = event["membership_id"], event["level_until"]
            if ranks.index(event["level"]) <= reached[key]:
                yield f"membership {event['membership_id']} was raised to {event['level']} twice until {event['level_until']}"
            reached[key] = ranks.index(event["level"])


def _events(t: Tables) -> Iterator[tuple[Row, list[Row]]]:
    events = gathered(t["member_events"], "membership_id")
    for row in t["memberships"]:
        yield row, events[row["id"]]


def _standing(events: list[Row]) -> tuple[str, str]:
    """State and end of the term after these events; an undone merge gives both back."""
    state, until, before = "", "", ("", "")
    for event in events:
        if event["kind"] in ("merged", "absorbed"):
            before = state, until
        state, until = BECOMES.get(event["kind"], state), event["term_until"] or until
        if event["kind"] == "unmerged":
            state, until = before
    return state, until


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""


RULES: tuple[Rule, ...] = (
    one_open_membership_a_customer,
    memberships_stand_where_their_events_led,
    cards_are_unique_and_one_is_in_use,
    spent_only_while_a_member_may,
    joining_is_rewarded_with_its_confirmation,
    a_level_is_raised_once,
)
