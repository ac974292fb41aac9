"""Membership of customers: enrolment, cards, terms, levels and awards for joining."""
