"""会员: enrolment, the list of members, confirmation of what the front desk typed."""
