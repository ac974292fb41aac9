"""What the application form of a membership says, put together from what was written at enrolment."""

from deskapp.customers.consents import consent_history, current_notice, notice
from deskapp.customers.domain import RECEIVERS, Customer
from deskapp.customers.service import reveal_mobile
from deskapp.customers.views import customer
from deskapp.data import Act
from deskapp.members.application_form import Application, ApplicationVehicle
from deskapp.members.domain import Member, format_card
from deskapp.members.reading import member
from deskapp.settings.store import value
from deskapp.staff.domain import Right
from deskapp.staff.service import person, require
from deskapp.typed import format_birthday, format_date


def application(*, act: Act, membership_id: int) -> Application:
    """The application form of a membership. It carries the full mobile, so each call is logged as a look at it."""
    require(act, Right.ENROLL_MEMBERS)
    joined = member(act=act, membership_id=membership_id)
    numbers = reveal_mobile(act=act, customer_id=joined.customer_id)
    guest = customer(act=act, customer_id=joined.customer_id)
    consents = [consent for consent in consent_history(guest.family) if consent.at <= joined.entered_at]
    wording = notice(consents[-1].notice_version) if consents else current_notice()
    return Application(
        notice=wording,
        receivers=value(RECEIVERS),
        kind=guest.kind.label,
        name=guest.name,
        contact=guest.contact,
        salutation=guest.salutation.spoken,
        mobile=numbers.mobile,
        alt_contact=f"{guest.alt_contact} {numbers.alt_phone}".strip(),
        birthday=format_birthday(guest.birthday) if guest.birthday else "",
        address=guest.address,
        vehicles=_vehicles(guest),
        answers={consent.purpose: consent.given for consent in consents},
        **_membership(joined),
    )


def blank_application() -> Application:
    """The form to be filled in by hand, under today's notice."""
    return Application(notice=current_notice(), receivers=value(RECEIVERS))


def _vehicles(guest: Customer) -> tuple[ApplicationVehicle, ...]:
    return tuple(
        ApplicationVehicle(
            plate=car.plate_text,
            vin=car.vin,
            model=" ".join(word for word in (car.model, car.color, car.energy.label if car.energy else "") if word),
            bought_on=format_date(car.bought_on) if car.bought_on else "",
        )
        for car in guest.vehicles
    )


def _membership(joined: Member) -> dict[str, str]:
    recruiter = person(joined.recruiter_id)
    return {
        "level": joined.level.label,
        "card_no": format_card(joined.card_no),
        "joined_on": format_date(joined.joined_on),
        "valid_until": format_date(joined.valid_until),
        "join_channel": joined.join_channel.label,
        "recruiter": f"{recruiter.name} {recruiter.department}".strip(),
        "referrer": joined.referrer,
        "handled_by": person(joined.staff_id).name if joined.staff_id is not None else "",
    }
