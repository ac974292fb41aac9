"""People and companies, their vehicles and consents, and the one search over all of them."""
