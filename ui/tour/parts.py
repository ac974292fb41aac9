"""The parts of the day, in their order; each begins where the one before ended or, alone, at the signed-in desk."""

from ui.tour import back_office, counter, gifts, house, looking_back, opening, points
from ui.tour.desk import Part, Store

PARTS = (
    Part("first_run", opening.first_run, store=Store.NEW),
    Part("damaged", opening.damaged, store=Store.DAMAGED),
    Part("sign_in", opening.sign_in),
    Part("today", back_office.today, who="王芳"),
    Part("search", counter.search, who="王芳"),
    Part("card", counter.card, who="王芳"),
    Part("enrol", counter.enrol, who="王芳"),
    Part("hand_over", counter.hand_over, who="王芳"),
    Part("redeem", counter.redeem, who="王芳"),
    Part("lock", opening.lock_and_switch, who="王芳"),
    Part("apply", back_office.apply_without_right, who="赵磊"),
    Part("points", points.slips, who="王芳"),
    Part("expiring", points.expiring, who="王芳"),
    Part("members", back_office.members, who="王芳"),
    Part("gifts", back_office.gifts, who="王芳"),
    Part("gift_ways", gifts.ways, who="王芳"),
    Part("gift_deliveries", gifts.deliveries, who="王芳"),
    Part("gift_shelf", gifts.shelf, who="王芳"),
    Part("account", points.account, who="陈静"),
    Part("taking_back", points.taking_back, who="陈静"),
    Part("rates", points.rates, who="陈静"),
    Part("undo", back_office.undo, who="陈静"),
    Part("reports", looking_back.reports, who="陈静"),
    Part("rules", house.rules, who="陈静"),
    Part("staff", house.staff, who="陈静"),
    Part("structure", house.structure, who="陈静"),
    Part("deputies", house.deputies, who="陈静"),
    Part("days", house.days, who="陈静"),
    Part("backups", house.backups, who="陈静"),
    Part("own_pin", house.own_pin, who="陈静"),
    Part("forgotten_pin", house.forgotten_pin, who="陈静"),
    Part("wrong_clock", house.wrong_clock, who="陈静"),
)
