-- What Python writes down first; {date}, {time}, {truth} are the engine's words for them.
CREATE TEMPORARY TABLE terms (
    n INTEGER PRIMARY KEY, joined_on {date}, valid_until {date}, ends_on {date}, at {time}, number TEXT, seq INTEGER
);
CREATE TEMPORARY TABLE words (name TEXT, word TEXT);
CREATE TEMPORARY TABLE answers (purpose TEXT, given {truth});
CREATE TEMPORARY TABLE busy_redemptions (
    id INTEGER PRIMARY KEY, number TEXT, customer_id INTEGER, cost INTEGER, entry_id INTEGER, points_after INTEGER, at {time}, act_id INTEGER
);
