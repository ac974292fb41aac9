"""Rules of practice as settings: `declare` is pure, `store` keeps changed values in the database."""
