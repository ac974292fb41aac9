-- Everybody is a member with a card, four answers and the award for joining.
INSERT INTO notices (version, text, act_id) VALUES (1, '告知书', 1);
INSERT INTO memberships
    (id, number, customer_id, state, joined_on, valid_until, join_channel, recruiter_id, outlet_id, act_id, oem_on, oem_act_id)
SELECT n, number, n, 'active', joined_on, valid_until, 'service', {manager}, 1, {first_act} + n,
       CASE WHEN n <= {registered} THEN joined_on END, CASE WHEN n <= {registered} THEN {first_act} + n END
FROM terms ORDER BY n;
INSERT INTO cards (id, membership_id, number, level, state, act_id)
SELECT n, n, CAST(6600000000 + n AS TEXT), 'basic', 'in_use', {first_act} + n FROM terms ORDER BY n;
INSERT INTO member_events
    (membership_id, kind, at, term_from, term_until, level, card_number, number, fee_fen, reason, act_id)
SELECT n, 'joined', at, joined_on, valid_until, '', CAST(6600000000 + n AS TEXT), '', 0, '', {first_act} + n FROM terms ORDER BY n;
INSERT INTO member_events (membership_id, kind, at, level, card_number, number, fee_fen, reason, act_id)
SELECT n, 'confirmed', at, '', '', '', 0, '', {first_act} + n FROM terms ORDER BY n;
INSERT INTO serials (number, kind, day, seq, record_id) SELECT number, 'HY', joined_on, seq, n FROM terms ORDER BY n;
INSERT INTO consents (customer_id, purpose, given, channel, notice_id, act_id)
SELECT n, purpose, given, 'paper', 1, {first_act} + n FROM terms, answers ORDER BY n;
INSERT INTO odometer_readings (vehicle_id, km, reason, act_id)
SELECT id, 500 + id % 90000, '', act_id FROM vehicles ORDER BY id;
INSERT INTO points_entries
    (id, customer_id, kind, redeemable, tier, tier_on, number, note, award, occasion, round, undone, spendable_after, act_id)
SELECT n, n, 'awarded', {award}, {award}, joined_on, number, '入会', 'join', number, 0, 0, {award}, {first_act} + n FROM terms ORDER BY n;
INSERT INTO points_lots (id, entry_id, customer_id, points, ends_on, act_id)
SELECT n, n, n, {award}, ends_on, {first_act} + n FROM terms ORDER BY n;
-- The words of the search, class by class as deskapp/customers/tokens.py makes them: check_words compares them with the real ones.
INSERT INTO search_tokens (token, customer_id, source)
SELECT token, customer_id, source FROM (
    SELECT w.word AS token, c.id AS customer_id, 'name' AS source FROM words w JOIN customers c ON c.name = w.name
    UNION ALL SELECT mobile, id, 'mobile' FROM customers
    UNION ALL SELECT substr(mobile, 4), id, 'mobile_part' FROM customers
    UNION ALL SELECT substr(mobile, 8), id, 'mobile_part' FROM customers
    UNION ALL SELECT lower(plate), customer_id, 'plate' FROM vehicles
    UNION ALL SELECT lower(substr(plate, 2)), customer_id, 'plate_part' FROM vehicles
    UNION ALL SELECT lower(substr(plate, 3)), customer_id, 'plate_part' FROM vehicles
    UNION ALL SELECT lower(substr(plate, 4)), customer_id, 'plate_part' FROM vehicles
    UNION ALL SELECT lower(vin), customer_id, 'vin' FROM vehicles
    UNION ALL SELECT lower(substr(vin, 10)), customer_id, 'vin_part' FROM vehicles
    UNION ALL SELECT lower(substr(vin, 12)), customer_id, 'vin_part' FROM vehicles
    UNION ALL SELECT number, membership_id, 'card' FROM cards
    UNION ALL SELECT substr(number, 5), membership_id, 'card_part' FROM cards
) everything ORDER BY {token}, customer_id, source;
