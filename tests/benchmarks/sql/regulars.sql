-- The gifts the regulars took home, each of them one 车载香氛.
INSERT INTO redemptions
    (id, number, customer_id, member_no, state, cost, entry_id, points_before, points_after, expiring_points, mode, address, courier_no,
     relation, received_by, receiver_mobile, received_at, applied_at, applied_by_id, approved_at, approved_by_id, handled_by_id, note, act_id)
SELECT b.id, b.number, b.customer_id, m.number, 'received', b.cost, b.entry_id, b.points_after + b.cost, b.points_after, 0, 'counter', '', '',
       'self', '', '', b.at, b.at, {manager}, b.at, {manager}, {manager}, '', b.act_id
FROM busy_redemptions b JOIN memberships m ON m.customer_id = b.customer_id ORDER BY b.id;
INSERT INTO redemption_lines (redemption_id, line_no, gift_id, name, unit, quantity, unit_points)
SELECT id, 1, 1, '车载香氛', '瓶', 1, cost FROM busy_redemptions ORDER BY id;
INSERT INTO redemption_steps (redemption_id, state, note, act_id) SELECT id, 'received', '', act_id FROM busy_redemptions ORDER BY id;
INSERT INTO stock_moves (number, gift_id, kind, quantity, redemption_id, note, act_id)
SELECT '', 1, 'hand_out', -1, id, '', act_id FROM busy_redemptions ORDER BY id;
INSERT INTO serials (number, kind, day, seq, record_id) SELECT number, 'DH', {day}, entry_id, id FROM busy_redemptions ORDER BY id;
