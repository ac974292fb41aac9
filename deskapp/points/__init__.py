"""The points ledger alone: entries, lots, allocations, reservations. The account is the customer's; only here may points leave."""
