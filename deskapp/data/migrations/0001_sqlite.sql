CREATE TABLE "acts" ("id" INTEGER NOT NULL PRIMARY KEY, "request_id" TEXT NOT NULL, "use_case" TEXT NOT NULL, "args_hash" TEXT NOT NULL, "record_id" INTEGER, "number" TEXT NOT NULL, "staff_id" INTEGER, "at" DATETIME NOT NULL, "pc" TEXT NOT NULL)

CREATE UNIQUE INDEX "acts_request_id" ON "acts" ("request_id")

CREATE INDEX "acts_at" ON "acts" ("at")

CREATE TABLE "lounge_days" ("id" INTEGER NOT NULL PRIMARY KEY, "day" DATE NOT NULL, "number" TEXT NOT NULL, "closed_id" INTEGER, "closed_reason" TEXT NOT NULL, "signed_id" INTEGER, "signed_note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("closed_id") REFERENCES "acts" ("id"), FOREIGN KEY ("signed_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((closed_id IS NULL) = (closed_reason = '')))

CREATE UNIQUE INDEX "lounge_days_day" ON "lounge_days" ("day")

CREATE UNIQUE INDEX "lounge_days_number" ON "lounge_days" ("number")

CREATE TABLE "departments" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "code" TEXT NOT NULL, "parent_id" INTEGER, "position" INTEGER NOT NULL, "active" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("parent_id") REFERENCES "departments" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (name <> ''), CHECK (parent_id IS NULL OR parent_id <> id))

CREATE INDEX "departments_parent_id" ON "departments" ("parent_id")

CREATE INDEX "departments_act_id" ON "departments" ("act_id")

CREATE UNIQUE INDEX "departments_parent_id_name" ON "departments" ("parent_id", "name") WHERE ("parent_id" IS NOT NULL)

CREATE UNIQUE INDEX "departments_name" ON "departments" ("name") WHERE ("parent_id" IS NULL)

CREATE UNIQUE INDEX "departments_code" ON "departments" ("code") WHERE ("code" != '')

CREATE TABLE "outlets" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "active" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (name <> ''))

CREATE UNIQUE INDEX "outlets_name" ON "outlets" ("name")

CREATE INDEX "outlets_act_id" ON "outlets" ("act_id")

CREATE TABLE "staff" ("id" INTEGER NOT NULL PRIMARY KEY, "staff_no" TEXT NOT NULL, "name" TEXT NOT NULL, "sort_key" TEXT NOT NULL, "department_id" INTEGER, "outlet_id" INTEGER, "active" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("department_id") REFERENCES "departments" ("id"), FOREIGN KEY ("outlet_id") REFERENCES "outlets" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (name <> ''), CHECK (staff_no = '000' OR (department_id IS NOT NULL AND outlet_id IS NOT NULL)))

CREATE UNIQUE INDEX "staff_staff_no" ON "staff" ("staff_no")

CREATE INDEX "staff_department_id" ON "staff" ("department_id")

CREATE INDEX "staff_outlet_id" ON "staff" ("outlet_id")

CREATE INDEX "staff_act_id" ON "staff" ("act_id")

CREATE TABLE "lounge_absences" ("id" INTEGER NOT NULL PRIMARY KEY, "day_id" INTEGER NOT NULL, "staff_id" INTEGER NOT NULL, "reason" TEXT NOT NULL CHECK (reason <> ''), "told_to" TEXT NOT NULL CHECK (told_to <> ''), "act_id" INTEGER NOT NULL, "back_id" INTEGER, FOREIGN KEY ("day_id") REFERENCES "lounge_days" ("id"), FOREIGN KEY ("staff_id") REFERENCES "staff" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("back_id") REFERENCES "acts" ("id"))

CREATE INDEX "lounge_absences_day_id" ON "lounge_absences" ("day_id")

CREATE UNIQUE INDEX "lounge_absences_out_once" ON "lounge_absences" ("day_id", "staff_id") WHERE ("back_id" IS NULL)

CREATE TABLE "customers" ("id" INTEGER NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL CHECK (kind IN ('person', 'company')), "name" TEXT NOT NULL CHECK (name <> ''), "contact" TEXT NOT NULL, "credit_code" TEXT NOT NULL, "salutation" TEXT NOT NULL CHECK (salutation IN ('', 'mr', 'ms')), "reading" TEXT NOT NULL, "sort_key" TEXT NOT NULL , "mobile" TEXT NOT NULL, "alt_contact" TEXT NOT NULL, "alt_phone" TEXT NOT NULL, "birth_month" INTEGER, "birth_day" INTEGER, "birth_year" INTEGER, "birth_lunar" INTEGER NOT NULL, "address" TEXT NOT NULL, "note" TEXT NOT NULL, "note_act_id" INTEGER, "merged_into_id" INTEGER, "act_id" INTEGER NOT NULL, "last_act_id" INTEGER NOT NULL, "erased_id" INTEGER, FOREIGN KEY ("note_act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("merged_into_id") REFERENCES "customers" ("id") DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("last_act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("erased_id") REFERENCES "acts" ("id"), CHECK (merged_into_id <> id), CHECK ((mobile = '') = (erased_id IS NOT NULL)), CHECK ((birth_month IS NULL) = (birth_day IS NULL)), CHECK (birth_year IS NULL OR birth_month IS NOT NULL), CHECK (birth_month BETWEEN 1 AND 12), CHECK (birth_day BETWEEN 1 AND 31))

CREATE INDEX "customers_merged" ON "customers" ("merged_into_id") WHERE ("merged_into_id" IS NOT NULL)

CREATE INDEX "customers_birthday" ON "customers" ("birth_lunar", "birth_month", "birth_day") WHERE ("birth_month" IS NOT NULL)

CREATE TABLE "points_entries" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('earned', 'awarded', 'opening', 'returned', 'redeemed', 'used', 'expired', 'voided', 'reversed', 'manual')), "redeemable" INTEGER NOT NULL, "tier" INTEGER NOT NULL, "tier_on" DATE NOT NULL, "number" TEXT NOT NULL, "note" TEXT NOT NULL, "rate" INTEGER, "award" TEXT, "occasion" TEXT, "round" INTEGER NOT NULL, "reverses_id" INTEGER, "part" INTEGER, "undone" INTEGER NOT NULL, "spendable_after" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("reverses_id") REFERENCES "points_entries" ("id") DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (redeemable <> 0 OR tier <> 0 OR undone <> 0), CHECK (kind NOT IN ('earned', 'awarded', 'opening', 'returned') OR (redeemable >= 0 AND tier >= 0)), CHECK (kind NOT IN ('redeemed', 'used', 'expired', 'voided', 'reversed') OR (redeemable <= 0 AND tier <= 0)), CHECK (tier >= 0 OR kind = 'reversed'), CHECK (tier = 0 OR kind NOT IN ('redeemed', 'used', 'expired', 'voided', 'returned')), CHECK ((kind IN ('reversed', 'returned')) = (reverses_id IS NOT NULL)), CHECK (undone >= abs(redeemable) OR reverses_id IS NULL), CHECK (undone = 0 OR reverses_id IS NOT NULL), CHECK (part IS NULL OR reverses_id IS NOT NULL), CHECK ((kind = 'awarded') = (award IS NOT NULL)), CHECK ((award IS NULL) = (occasion IS NULL)))

CREATE INDEX "points_entries_customer_id_id_redeemable_tier" ON "points_entries" ("customer_id", "id", "redeemable", "tier")

CREATE INDEX "points_entries_customer_id_tier_on_tier" ON "points_entries" ("customer_id", "tier_on", "tier")

CREATE INDEX "points_entries_act_id_kind_redeemable" ON "points_entries" ("act_id", "kind", "redeemable")

CREATE INDEX "points_entries_reversals" ON "points_entries" ("reverses_id") WHERE ("reverses_id" IS NOT NULL)

CREATE UNIQUE INDEX "points_entries_reversed_whole" ON "points_entries" ("reverses_id") WHERE (("reverses_id" IS NOT NULL) AND ("part" IS NULL))

CREATE UNIQUE INDEX "points_entries_reversed_part" ON "points_entries" ("reverses_id", "part") WHERE ("part" IS NOT NULL)

CREATE UNIQUE INDEX "points_entries_awarded_once" ON "points_entries" ("customer_id", "award", "occasion", "round") WHERE ("award" IS NOT NULL)

CREATE UNIQUE INDEX "points_entries_opened_once" ON "points_entries" ("customer_id") WHERE ("kind" = 'opening')

CREATE TABLE "points_lots" ("id" INTEGER NOT NULL PRIMARY KEY, "entry_id" INTEGER NOT NULL, "customer_id" INTEGER NOT NULL, "points" INTEGER NOT NULL CHECK (points > 0), "ends_on" DATE NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("entry_id") REFERENCES "points_entries" ("id"), FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "points_lots_entry_id" ON "points_lots" ("entry_id")

CREATE INDEX "points_lots_customer_id_ends_on_points" ON "points_lots" ("customer_id", "ends_on", "points")

CREATE INDEX "points_lots_ends_on_customer_id" ON "points_lots" ("ends_on", "customer_id")

CREATE TABLE "points_allocations" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "lot_id" INTEGER NOT NULL, "entry_id" INTEGER NOT NULL, "points" INTEGER NOT NULL CHECK (points <> 0), "act_id" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("lot_id") REFERENCES "points_lots" ("id"), FOREIGN KEY ("entry_id") REFERENCES "points_entries" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "points_allocations_lot_id_points" ON "points_allocations" ("lot_id", "points")

CREATE INDEX "points_allocations_customer_id_lot_id_points" ON "points_allocations" ("customer_id", "lot_id", "points")

CREATE INDEX "points_allocations_entry_id_lot_id_points" ON "points_allocations" ("entry_id", "lot_id", "points")

CREATE TABLE "customers_apart" ("id" INTEGER NOT NULL PRIMARY KEY, "one_id" INTEGER NOT NULL, "other_id" INTEGER NOT NULL, "reason" TEXT NOT NULL CHECK (reason <> ''), "act_id" INTEGER NOT NULL, FOREIGN KEY ("one_id") REFERENCES "customers" ("id"), FOREIGN KEY ("other_id") REFERENCES "customers" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (one_id < other_id))

CREATE UNIQUE INDEX "customers_apart_one_id_other_id" ON "customers_apart" ("one_id", "other_id")

CREATE TABLE "focus_items" ("id" INTEGER NOT NULL PRIMARY KEY, "process" TEXT NOT NULL CHECK (process <> ''), "item" TEXT NOT NULL CHECK (item <> ''), "why" TEXT NOT NULL, "since" DATE NOT NULL, "department_id" INTEGER NOT NULL, "aim" TEXT NOT NULL, "closed_id" INTEGER, "closed_note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("department_id") REFERENCES "departments" ("id"), FOREIGN KEY ("closed_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE TABLE "rectifications" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "state" TEXT NOT NULL CHECK (state IN ('to_issue', 'to_accept', 'in_progress', 'closed', 'void')), "source" TEXT NOT NULL CHECK (source IN ('inspection', 'complaint', 'callback', 'survey', 'focus', 'division', 'superior')), "source_no" TEXT NOT NULL, "department_id" INTEGER NOT NULL, "cc" TEXT NOT NULL, "due_on" DATE, "focus_id" INTEGER, "note" TEXT NOT NULL, "issued_at" DATETIME, "accepted_at" DATETIME, "accepted_by" TEXT NOT NULL, "merged_into_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("department_id") REFERENCES "departments" ("id"), FOREIGN KEY ("focus_id") REFERENCES "focus_items" ("id"), FOREIGN KEY ("merged_into_id") REFERENCES "rectifications" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((accepted_at IS NULL) = (accepted_by = '')), CHECK (state <> 'to_issue' OR issued_at IS NULL), CHECK (state NOT IN ('to_accept', 'in_progress') OR issued_at IS NOT NULL), CHECK (merged_into_id IS NULL OR state = 'void'))

CREATE UNIQUE INDEX "rectifications_number" ON "rectifications" ("number")

CREATE INDEX "rectifications_focus_id" ON "rectifications" ("focus_id")

CREATE INDEX "rectifications_department_id_id" ON "rectifications" ("department_id", "id")

CREATE INDEX "rectifications_source_source_no" ON "rectifications" ("source", "source_no")

CREATE INDEX "rectifications_open" ON "rectifications" ("id") WHERE state NOT IN ('closed', 'void')

CREATE TABLE "appraisals" ("id" INTEGER NOT NULL PRIMARY KEY, "notice_id" INTEGER NOT NULL, "department_id" INTEGER NOT NULL, "staff_id" INTEGER, "points" INTEGER NOT NULL CHECK (points <> 0), "reason" TEXT NOT NULL CHECK (reason <> ''), "confirmed" INTEGER, "decided_id" INTEGER, "decided_note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("notice_id") REFERENCES "rectifications" ("id"), FOREIGN KEY ("department_id") REFERENCES "departments" ("id"), FOREIGN KEY ("staff_id") REFERENCES "staff" ("id"), FOREIGN KEY ("decided_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((confirmed IS NULL) = (decided_id IS NULL)))

CREATE INDEX "appraisals_notice_id" ON "appraisals" ("notice_id")

CREATE TABLE "archived_customers" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "kept_until" DATE NOT NULL, "facts" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "archived_customers_customer_id" ON "archived_customers" ("customer_id")

CREATE TABLE "contents" ("id" INTEGER NOT NULL PRIMARY KEY, "hash" TEXT NOT NULL, "size" INTEGER NOT NULL CHECK (size > 0), "content" BLOB, "erased" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (NOT erased OR content IS NULL))

CREATE UNIQUE INDEX "contents_hash" ON "contents" ("hash")

CREATE TABLE "attachments" ("id" INTEGER NOT NULL PRIMARY KEY, "content_id" INTEGER NOT NULL, "thumbnail_id" INTEGER NOT NULL, "width" INTEGER NOT NULL CHECK (width > 0), "height" INTEGER NOT NULL CHECK (height > 0), "act_id" INTEGER NOT NULL, FOREIGN KEY ("content_id") REFERENCES "contents" ("id"), FOREIGN KEY ("thumbnail_id") REFERENCES "contents" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "attachments_content_id" ON "attachments" ("content_id")

CREATE TABLE "memberships" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "customer_id" INTEGER NOT NULL, "state" TEXT NOT NULL CHECK (state IN ('pending', 'active', 'lost', 'resigned', 'merged', 'void')), "joined_on" DATE NOT NULL, "valid_until" DATE NOT NULL, "join_channel" TEXT NOT NULL CHECK (join_channel IN ('new_car', 'service', 'insurance', 'referral', 'event', '')), "recruiter_id" INTEGER NOT NULL, "referrer_id" INTEGER, "outlet_id" INTEGER NOT NULL, "oem_act_id" INTEGER, "oem_on" DATE, "act_id" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("recruiter_id") REFERENCES "staff" ("id"), FOREIGN KEY ("referrer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("outlet_id") REFERENCES "outlets" ("id"), FOREIGN KEY ("oem_act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (valid_until >= joined_on), CHECK (referrer_id <> customer_id), CHECK ((oem_act_id IS NULL) = (oem_on IS NULL)))

CREATE UNIQUE INDEX "memberships_number" ON "memberships" ("number")

CREATE INDEX "memberships_customer_id" ON "memberships" ("customer_id")

CREATE UNIQUE INDEX "memberships_one_open" ON "memberships" ("customer_id") WHERE state IN ('pending', 'active', 'lost')

CREATE INDEX "memberships_ending" ON "memberships" ("valid_until", "state") WHERE state IN ('pending', 'active', 'lost')

CREATE INDEX "memberships_to_register" ON "memberships" ("joined_on", "state") WHERE ("oem_act_id" IS NULL)

CREATE INDEX "memberships_to_confirm" ON "memberships" ("state") WHERE ("state" = 'pending')

CREATE TABLE "vehicles" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "plate" TEXT NOT NULL, "plate_class" TEXT NOT NULL, "vin" TEXT NOT NULL, "model" TEXT NOT NULL, "color" TEXT NOT NULL, "energy" TEXT NOT NULL CHECK (energy IN ('', 'fuel', 'electric', 'hybrid')), "bought_on" DATE, "bought_here" INTEGER, "insurance_until" DATE, "inspection_until" DATE, "ended_at" DATETIME, "ended_why" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (plate <> '' OR vin <> '' OR ended_at IS NOT NULL), CHECK ((plate = '') = (plate_class = '')), CHECK (ended_at IS NULL OR ended_why <> ''))

CREATE INDEX "vehicles_customer_id" ON "vehicles" ("customer_id")

CREATE TABLE "cards" ("id" INTEGER NOT NULL PRIMARY KEY, "membership_id" INTEGER NOT NULL, "number" TEXT NOT NULL CHECK (number <> ''), "level" TEXT NOT NULL CHECK (level IN ('basic', 'silver', 'gold', 'diamond')), "vehicle_id" INTEGER, "state" TEXT NOT NULL CHECK (state IN ('in_use', 'blocked', 'void')), "act_id" INTEGER NOT NULL, FOREIGN KEY ("membership_id") REFERENCES "memberships" ("id"), FOREIGN KEY ("vehicle_id") REFERENCES "vehicles" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "cards_membership_id" ON "cards" ("membership_id")

CREATE UNIQUE INDEX "cards_number" ON "cards" ("number") WHERE ("state" != 'void')

CREATE UNIQUE INDEX "cards_one_in_use" ON "cards" ("membership_id") WHERE ("state" = 'in_use')

CREATE TABLE "changes" ("id" INTEGER NOT NULL PRIMARY KEY, "act_id" INTEGER NOT NULL, "kind" TEXT NOT NULL, "record_id" INTEGER NOT NULL, "field" TEXT NOT NULL, "old" TEXT NOT NULL, "new" TEXT NOT NULL, "reason" TEXT NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "changes_act_id" ON "changes" ("act_id")

CREATE INDEX "changes_kind_record_id" ON "changes" ("kind", "record_id")

CREATE TABLE "closures" ("id" INTEGER NOT NULL PRIMARY KEY, "day" DATE NOT NULL, "reason" TEXT NOT NULL, "voided_by_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("voided_by_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (reason <> ''))

CREATE INDEX "closures_voided_by_id" ON "closures" ("voided_by_id")

CREATE INDEX "closures_act_id" ON "closures" ("act_id")

CREATE UNIQUE INDEX "closures_day" ON "closures" ("day") WHERE ("voided_by_id" IS NULL)

CREATE TABLE "lounge_remarks" ("id" INTEGER NOT NULL PRIMARY KEY, "day_id" INTEGER NOT NULL, "text" TEXT NOT NULL CHECK (text <> ''), "is_grievance" INTEGER NOT NULL, "handled_id" INTEGER, "handled_note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("day_id") REFERENCES "lounge_days" ("id"), FOREIGN KEY ("handled_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "lounge_remarks_day_id" ON "lounge_remarks" ("day_id")

CREATE INDEX "lounge_remarks_to_handle" ON "lounge_remarks" ("id") WHERE is_grievance AND handled_id IS NULL

CREATE TABLE "complaints" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "stage" TEXT NOT NULL CHECK (stage IN ('draft', 'on_its_way', 'to_archive', 'archived', 'void')), "received_at" DATETIME NOT NULL, "submitted_at" DATETIME, "source" TEXT NOT NULL CHECK (source IN ('phone', 'visit', 'service_callback', 'sales_callback', 'interview', 'survey', 'lounge', 'online', 'manufacturer', 'division', 'regulator', 'appointment', 'follow_up', 'media')), "outlet_id" INTEGER NOT NULL, "case_owner_id" INTEGER, "division_no" TEXT NOT NULL, "reply_due" DATETIME, "replied_at" DATETIME, "customer_id" INTEGER, "name" TEXT NOT NULL, "mobile" TEXT NOT NULL, "salutation" TEXT NOT NULL CHECK (salutation IN ('', 'mr', 'ms')), "anonymous" INTEGER NOT NULL, "anonymous_reason" TEXT NOT NULL, "vehicle_id" INTEGER, "plate" TEXT NOT NULL, "vin" TEXT NOT NULL, "model" TEXT NOT NULL, "odometer_km" INTEGER, "bought_on" DATE, "service_advisor_id" INTEGER, "sales_advisor_id" INTEGER, "technician" TEXT NOT NULL, "work_order" TEXT NOT NULL, "happened_at" DATETIME, "place" TEXT NOT NULL, "nature" TEXT NOT NULL CHECK (nature IN ('grievance', 'complaint', 'escalated', 'appeal')), "severity" TEXT NOT NULL CHECK (severity IN ('minor', 'normal', 'serious', 'critical')), "category" TEXT NOT NULL CHECK (category <> ''), "certificate_asked_on" DATE, "certificate_holder" TEXT NOT NULL, "description" TEXT NOT NULL CHECK (description <> ''), "remedy_requested" TEXT NOT NULL CHECK (remedy_requested <> ''), "cc_station" INTEGER NOT NULL, "repeat_of_id" INTEGER, "remark_id" INTEGER, "round" INTEGER NOT NULL CHECK (round > 0), "round_from" DATETIME, "outcome" TEXT CHECK (outcome IN ('accepted', 'unreachable', 'untold', 'withdrawn')), "closed" INTEGER, "customer_signed" TEXT NOT NULL, "signed_supervisor" INTEGER NOT NULL, "signed_manager" INTEGER NOT NULL, "signed_service" INTEGER NOT NULL, "paper_back_at" DATETIME, "paper_missing" TEXT NOT NULL, "archive_no" TEXT, "archived_at" DATETIME, "archived_by_id" INTEGER, "void_reason" TEXT NOT NULL, "words" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("outlet_id") REFERENCES "outlets" ("id"), FOREIGN KEY ("case_owner_id") REFERENCES "staff" ("id"), FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("vehicle_id") REFERENCES "vehicles" ("id"), FOREIGN KEY ("service_advisor_id") REFERENCES "staff" ("id"), FOREIGN KEY ("sales_advisor_id") REFERENCES "staff" ("id"), FOREIGN KEY ("repeat_of_id") REFERENCES "complaints" ("id"), FOREIGN KEY ("remark_id") REFERENCES "lounge_remarks" ("id"), FOREIGN KEY ("archived_by_id") REFERENCES "staff" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (stage IN ('draft', 'void') OR submitted_at IS NOT NULL), CHECK (stage IN ('draft', 'void') OR case_owner_id IS NOT NULL), CHECK (stage <> 'archived' OR (archive_no IS NOT NULL AND archived_at IS NOT NULL AND closed IS NOT NULL)), CHECK (stage NOT IN ('to_archive', 'archived') OR outcome IS NOT NULL), CHECK (stage <> 'void' OR void_reason <> ''), CHECK (NOT anonymous OR anonymous_reason <> ''), CHECK (repeat_of_id IS NULL OR repeat_of_id <> id))

CREATE UNIQUE INDEX "complaints_number" ON "complaints" ("number")

CREATE INDEX "complaints_customer_id" ON "complaints" ("customer_id")

CREATE UNIQUE INDEX "complaints_archive_no" ON "complaints" ("archive_no")

CREATE INDEX "complaints_received_at" ON "complaints" ("received_at")

CREATE INDEX "complaints_open" ON "complaints" ("id") WHERE stage NOT IN ('archived', 'void')

CREATE INDEX "complaints_plate" ON "complaints" ("plate") WHERE plate <> ''

CREATE INDEX "complaints_archived" ON "complaints" ("archived_at") WHERE archived_at IS NOT NULL

CREATE TABLE "complaint_compensations" ("id" INTEGER NOT NULL PRIMARY KEY, "complaint_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('refund', 'discount', 'rework', 'gift', 'points', 'loan_car', 'other')), "amount" INTEGER NOT NULL CHECK (amount >= 0), "note" TEXT NOT NULL CHECK (note <> ''), "approved" INTEGER, "decided_id" INTEGER, "decided_note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("complaint_id") REFERENCES "complaints" ("id"), FOREIGN KEY ("decided_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((approved IS NULL) = (decided_id IS NULL)))

CREATE INDEX "complaint_compensations_complaint_id" ON "complaint_compensations" ("complaint_id")

CREATE TABLE "notices" ("id" INTEGER NOT NULL PRIMARY KEY, "version" INTEGER NOT NULL, "text" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "notices_version" ON "notices" ("version")

CREATE TABLE "consents" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "purpose" TEXT NOT NULL CHECK (purpose IN ('service', 'marketing', 'care', 'share')), "given" INTEGER NOT NULL, "channel" TEXT NOT NULL CHECK (channel IN ('paper', 'counter', 'phone', 'import')), "notice_id" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("notice_id") REFERENCES "notices" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "consents_customer_id" ON "consents" ("customer_id")

CREATE TABLE "complaint_contacts" ("id" INTEGER NOT NULL PRIMARY KEY, "complaint_id" INTEGER NOT NULL, "purpose" TEXT NOT NULL CHECK (purpose IN ('first', 'inform', 'feedback', 'recheck')), "round" INTEGER NOT NULL, "reached" INTEGER NOT NULL, "at" DATETIME NOT NULL, "means" TEXT NOT NULL CHECK (means IN ('phone', 'in_person', 'wechat', 'sms', 'letter')), "note" TEXT NOT NULL, "satisfaction" TEXT CHECK (satisfaction IN ('very_satisfied', 'satisfied', 'fair', 'dissatisfied', 'silent')), "act_id" INTEGER NOT NULL, FOREIGN KEY ("complaint_id") REFERENCES "complaints" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (reached OR satisfaction IS NULL))

CREATE INDEX "complaint_contacts_complaint_id" ON "complaint_contacts" ("complaint_id")

CREATE TABLE "lounge_cups" ("id" INTEGER NOT NULL PRIMARY KEY, "day_id" INTEGER NOT NULL, "place" TEXT NOT NULL, "act_id" INTEGER NOT NULL, "cleared_id" INTEGER, FOREIGN KEY ("day_id") REFERENCES "lounge_days" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("cleared_id") REFERENCES "acts" ("id"))

CREATE INDEX "lounge_cups_day_id_place" ON "lounge_cups" ("day_id", "place")

CREATE UNIQUE INDEX "lounge_cups_one_waits" ON "lounge_cups" ("day_id", "place") WHERE ("cleared_id" IS NULL)

CREATE TABLE "daily_notes" ("id" INTEGER NOT NULL PRIMARY KEY, "day" DATE NOT NULL, "text" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "daily_notes_day" ON "daily_notes" ("day")

CREATE TABLE "deputies" ("id" INTEGER NOT NULL PRIMARY KEY, "giver_id" INTEGER NOT NULL, "deputy_id" INTEGER NOT NULL, "right" TEXT NOT NULL, "from_on" DATE NOT NULL, "until_on" DATE NOT NULL, "reason" TEXT NOT NULL, "ended_by_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("giver_id") REFERENCES "staff" ("id"), FOREIGN KEY ("deputy_id") REFERENCES "staff" ("id"), FOREIGN KEY ("ended_by_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (from_on <= until_on), CHECK (giver_id <> deputy_id))

CREATE INDEX "deputies_giver_id" ON "deputies" ("giver_id")

CREATE INDEX "deputies_deputy_id" ON "deputies" ("deputy_id")

CREATE INDEX "deputies_ended_by_id" ON "deputies" ("ended_by_id")

CREATE INDEX "deputies_act_id" ON "deputies" ("act_id")

CREATE TABLE "enquiries" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "customer_id" INTEGER, "name" TEXT NOT NULL, "mobile" TEXT NOT NULL, "plate" TEXT NOT NULL, "question" TEXT NOT NULL CHECK (question <> ''), "owner_id" INTEGER NOT NULL, "answer" TEXT NOT NULL, "answered_id" INTEGER, "means" TEXT CHECK (means IN ('phone', 'in_person', 'wechat', 'sms', 'letter')), "complaint_id" INTEGER, "void_reason" TEXT NOT NULL, "words" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("owner_id") REFERENCES "staff" ("id"), FOREIGN KEY ("answered_id") REFERENCES "acts" ("id"), FOREIGN KEY ("complaint_id") REFERENCES "complaints" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((answered_id IS NULL) = (answer = '')), CHECK ((answered_id IS NULL) = (means IS NULL)))

CREATE UNIQUE INDEX "enquiries_number" ON "enquiries" ("number")

CREATE INDEX "enquiries_customer_id" ON "enquiries" ("customer_id")

CREATE INDEX "enquiries_complaint_id" ON "enquiries" ("complaint_id")

CREATE INDEX "enquiries_open" ON "enquiries" ("id") WHERE answered_id IS NULL AND complaint_id IS NULL AND void_reason = ''

CREATE TABLE "lounge_equipment" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL CHECK (name <> ''), "place" TEXT NOT NULL, "state" TEXT NOT NULL CHECK (state IN ('fine', 'to_repair', 'out_of_use')), "replaced_on" DATE, "note" TEXT NOT NULL, "active" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "lounge_equipment_named_once" ON "lounge_equipment" ("name", "place") WHERE active

CREATE TABLE "points_expiry_runs" ("id" INTEGER NOT NULL PRIMARY KEY, "day" DATE NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE TABLE "exports" ("id" INTEGER NOT NULL PRIMARY KEY, "what" TEXT NOT NULL, "file" TEXT NOT NULL, "rows" INTEGER NOT NULL, "full" INTEGER NOT NULL, "reason" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "exports_act_id" ON "exports" ("act_id")

CREATE TABLE "complaint_rows" ("id" INTEGER NOT NULL PRIMARY KEY, "complaint_id" INTEGER NOT NULL, "round" INTEGER NOT NULL CHECK (round > 0), "position" INTEGER NOT NULL CHECK (position > 0), "department_id" INTEGER NOT NULL, "state" TEXT NOT NULL CHECK (state IN ('to_accept', 'in_progress', 'submitted', 'returned', 'withdrawn')), "workdays" INTEGER NOT NULL CHECK (workdays >= 0), "fixed_on" DATE, "by_hand" INTEGER NOT NULL, "clock_from" DATETIME NOT NULL, "owner_id" INTEGER, "accepted_by" TEXT NOT NULL, "accepted_at" DATETIME, "accepted_on_paper" INTEGER NOT NULL, "findings" TEXT NOT NULL, "cause" TEXT NOT NULL, "cause_kind" TEXT NOT NULL CHECK (cause_kind IN ('skill', 'attitude', 'process', 'explanation', 'parts', 'equipment', 'product', 'outside', '')), "action" TEXT NOT NULL, "action_due_on" DATE, "result" TEXT NOT NULL, "improvement" TEXT NOT NULL, "planned_at" DATETIME, "handled_at" DATETIME, "handled_by" TEXT NOT NULL, "recorded" INTEGER NOT NULL, "gone_reason" TEXT NOT NULL, "gone_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("complaint_id") REFERENCES "complaints" ("id"), FOREIGN KEY ("department_id") REFERENCES "departments" ("id"), FOREIGN KEY ("owner_id") REFERENCES "staff" ("id"), FOREIGN KEY ("gone_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((state IN ('returned', 'withdrawn')) = (gone_id IS NOT NULL)), CHECK (gone_id IS NULL OR gone_reason <> ''), CHECK ((accepted_at IS NULL) = (accepted_by = '')), CHECK (state <> 'submitted' OR (handled_at IS NOT NULL AND cause <> '' AND action <> '' AND result <> '')), CHECK (state <> 'in_progress' OR accepted_at IS NOT NULL), CHECK (fixed_on IS NULL OR by_hand))

CREATE INDEX "complaint_rows_complaint_id" ON "complaint_rows" ("complaint_id")

CREATE INDEX "complaint_rows_owed" ON "complaint_rows" ("department_id") WHERE state IN ('to_accept', 'in_progress')

CREATE INDEX "complaint_rows_owned" ON "complaint_rows" ("owner_id") WHERE owner_id IS NOT NULL

CREATE TABLE "complaint_extensions" ("id" INTEGER NOT NULL PRIMARY KEY, "row_id" INTEGER NOT NULL, "workdays" INTEGER NOT NULL CHECK (workdays > 0), "reason" TEXT NOT NULL CHECK (reason <> ''), "granted" INTEGER, "decided_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("row_id") REFERENCES "complaint_rows" ("id"), FOREIGN KEY ("decided_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((granted IS NULL) = (decided_id IS NULL)))

CREATE INDEX "complaint_extensions_row_id" ON "complaint_extensions" ("row_id")

CREATE TABLE "rectification_rows" ("id" INTEGER NOT NULL PRIMARY KEY, "notice_id" INTEGER NOT NULL, "position" INTEGER NOT NULL CHECK (position > 0), "state" TEXT NOT NULL CHECK (state IN ('to_answer', 'in_progress', 'to_recheck', 'closed')), "owner_id" INTEGER, "code" TEXT NOT NULL, "title" TEXT NOT NULL CHECK (title <> ''), "criterion" TEXT NOT NULL, "fact" TEXT NOT NULL, "repeated" INTEGER NOT NULL, "dropped" TEXT NOT NULL, "withdrawn" TEXT NOT NULL, "to_recheck_at" DATETIME, "closed_at" DATETIME, "act_id" INTEGER NOT NULL, FOREIGN KEY ("notice_id") REFERENCES "rectifications" ("id"), FOREIGN KEY ("owner_id") REFERENCES "staff" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((state = 'closed') = (closed_at IS NOT NULL)))

CREATE UNIQUE INDEX "rectification_rows_notice_id_position" ON "rectification_rows" ("notice_id", "position")

CREATE INDEX "rectification_rows_owned" ON "rectification_rows" ("owner_id") WHERE state <> 'closed'

CREATE TABLE "rectification_extensions" ("id" INTEGER NOT NULL PRIMARY KEY, "row_id" INTEGER NOT NULL, "promised_on" DATE NOT NULL, "reason" TEXT NOT NULL CHECK (reason <> ''), "granted" INTEGER, "decided_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("row_id") REFERENCES "rectification_rows" ("id"), FOREIGN KEY ("decided_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((granted IS NULL) = (decided_id IS NULL)))

CREATE INDEX "rectification_extensions_row_id" ON "rectification_extensions" ("row_id")

CREATE TABLE "attachment_files" ("id" INTEGER NOT NULL PRIMARY KEY, "content_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('mp3', 'wav', 'm4a', 'aac', 'amr', 'ogg', 'pdf')), "act_id" INTEGER NOT NULL, FOREIGN KEY ("content_id") REFERENCES "contents" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "attachment_files_content_id" ON "attachment_files" ("content_id")

CREATE TABLE "complaint_files" ("id" INTEGER NOT NULL PRIMARY KEY, "complaint_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('recording', 'document', 'scan')), "file_id" INTEGER NOT NULL, "name" TEXT NOT NULL, "informed" INTEGER NOT NULL, "removed_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("complaint_id") REFERENCES "complaints" ("id"), FOREIGN KEY ("file_id") REFERENCES "attachment_files" ("id"), FOREIGN KEY ("removed_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (kind <> 'recording' OR informed))

CREATE INDEX "complaint_files_complaint_id" ON "complaint_files" ("complaint_id")

CREATE TABLE "gifts" ("id" INTEGER NOT NULL PRIMARY KEY, "gift_no" TEXT NOT NULL, "name" TEXT NOT NULL, "sort_key" TEXT NOT NULL, "unit" TEXT NOT NULL, "points" INTEGER NOT NULL, "cost" INTEGER NOT NULL, "new_on" DATE NOT NULL, "offered_from" DATE NOT NULL, "offered_until" DATE, "limit_per_redemption" INTEGER, "limit_per_member" INTEGER, "low_stock_at" INTEGER NOT NULL, "supplier" TEXT NOT NULL, "picture" TEXT NOT NULL CHECK (picture IN ('gift', 'umbrella', 'spray-can', 'droplets', 'armchair', 'briefcase-medical', 'cup-soda', 'coffee', 'car', 'package', 'ticket')), "photo_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("photo_id") REFERENCES "attachments" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (points > 0), CHECK (cost >= 0), CHECK (low_stock_at >= 0), CHECK (limit_per_redemption > 0), CHECK (limit_per_member > 0), CHECK (offered_until >= offered_from))

CREATE UNIQUE INDEX "gifts_gift_no" ON "gifts" ("gift_no")

CREATE TABLE "lounge_goods" ("id" INTEGER NOT NULL PRIMARY KEY, "day_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('drawn', 'sold', 'left', 'drink')), "item" TEXT NOT NULL CHECK (item <> ''), "quantity" INTEGER NOT NULL CHECK (quantity >= 0), "amount" INTEGER NOT NULL CHECK (amount >= 0), "source" TEXT NOT NULL, "voided_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("day_id") REFERENCES "lounge_days" ("id"), FOREIGN KEY ("voided_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "lounge_goods_day_id" ON "lounge_goods" ("day_id")

CREATE TABLE "lounge_guests" ("id" INTEGER NOT NULL PRIMARY KEY, "day_id" INTEGER NOT NULL, "quantity" INTEGER NOT NULL CHECK (quantity <> 0), "act_id" INTEGER NOT NULL, FOREIGN KEY ("day_id") REFERENCES "lounge_days" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "lounge_guests_day_id" ON "lounge_guests" ("day_id")

CREATE TABLE "handovers" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "customer_id" INTEGER NOT NULL, "vehicle_id" INTEGER, "outlet_id" INTEGER NOT NULL, "bill_no" TEXT NOT NULL CHECK (bill_no <> ''), "state" TEXT NOT NULL CHECK (state IN ('pending', 'returned', 'posted', 'voided', 'reversed')), "revision" INTEGER NOT NULL, "amount" INTEGER NOT NULL CHECK (amount > 0), "points" INTEGER NOT NULL CHECK (points >= 0), "points_used" INTEGER NOT NULL CHECK (points_used >= 0), "discount" INTEGER NOT NULL CHECK (discount >= 0 AND discount <= amount), "used_entry_id" INTEGER, "photo_id" INTEGER, "step_reason" TEXT NOT NULL, "writer_id" INTEGER, "act_id" INTEGER NOT NULL, "step_id" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("vehicle_id") REFERENCES "vehicles" ("id"), FOREIGN KEY ("outlet_id") REFERENCES "outlets" ("id"), FOREIGN KEY ("used_entry_id") REFERENCES "points_entries" ("id"), FOREIGN KEY ("photo_id") REFERENCES "attachments" ("id"), FOREIGN KEY ("writer_id") REFERENCES "staff" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("step_id") REFERENCES "acts" ("id"), CHECK (step_reason <> '' OR state IN ('pending', 'posted')))

CREATE UNIQUE INDEX "handovers_number" ON "handovers" ("number")

CREATE INDEX "handovers_customer_id" ON "handovers" ("customer_id")

CREATE INDEX "handovers_writer_id" ON "handovers" ("writer_id")

CREATE INDEX "handovers_act_id" ON "handovers" ("act_id")

CREATE INDEX "handovers_step_id_act_id" ON "handovers" ("step_id", "act_id")

CREATE UNIQUE INDEX "handovers_bill_once" ON "handovers" ("outlet_id", "bill_no") WHERE state NOT IN ('voided', 'reversed')

CREATE INDEX "handovers_waiting" ON "handovers" ("state") WHERE state IN ('pending', 'returned')

CREATE TABLE "point_rates" ("id" INTEGER NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL CHECK (kind IN ('maintenance', 'accessories', 'insurance', 'new_car', 'accident')), "fen_per_point" INTEGER NOT NULL CHECK (fen_per_point >= 0), "valid_from" DATE NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "point_rates_kind_valid_from" ON "point_rates" ("kind", "valid_from")

CREATE TABLE "handover_lines" ("id" INTEGER NOT NULL PRIMARY KEY, "handover_id" INTEGER NOT NULL, "revision" INTEGER NOT NULL, "position" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('maintenance', 'accessories', 'insurance', 'new_car', 'accident')), "amount" INTEGER NOT NULL CHECK (amount > 0), "points_used" INTEGER NOT NULL CHECK (points_used >= 0), "earning" INTEGER NOT NULL CHECK (earning >= 0 AND earning <= amount), "rate_id" INTEGER, "fen_per_point" INTEGER NOT NULL CHECK (fen_per_point >= 0), "entry_id" INTEGER, "reversed_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("handover_id") REFERENCES "handovers" ("id"), FOREIGN KEY ("rate_id") REFERENCES "point_rates" ("id"), FOREIGN KEY ("entry_id") REFERENCES "points_entries" ("id"), FOREIGN KEY ("reversed_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "handover_lines_handover_id_revision_position" ON "handover_lines" ("handover_id", "revision", "position")

CREATE TABLE "points_reservations" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "holder" TEXT NOT NULL CHECK (holder <> ''), "kind" TEXT NOT NULL CHECK (kind IN ('redeemed', 'used')), "points" INTEGER NOT NULL CHECK (points > 0), "note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, "closed_id" INTEGER, FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("closed_id") REFERENCES "acts" ("id"))

CREATE INDEX "points_reservations_open" ON "points_reservations" ("customer_id") WHERE ("closed_id" IS NULL)

CREATE UNIQUE INDEX "points_reservations_holder" ON "points_reservations" ("holder") WHERE ("closed_id" IS NULL)

CREATE TABLE "points_holds" ("id" INTEGER NOT NULL PRIMARY KEY, "reservation_id" INTEGER NOT NULL, "lot_id" INTEGER NOT NULL, "points" INTEGER NOT NULL CHECK (points > 0), FOREIGN KEY ("reservation_id") REFERENCES "points_reservations" ("id"), FOREIGN KEY ("lot_id") REFERENCES "points_lots" ("id"))

CREATE INDEX "points_holds_reservation_id" ON "points_holds" ("reservation_id")

CREATE INDEX "points_holds_lot_id" ON "points_holds" ("lot_id")

CREATE TABLE "holiday_years" ("id" INTEGER NOT NULL PRIMARY KEY, "year" INTEGER NOT NULL, "content" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "holiday_years_year" ON "holiday_years" ("year")

CREATE INDEX "holiday_years_act_id" ON "holiday_years" ("act_id")

CREATE TABLE "imports" ("id" INTEGER NOT NULL PRIMARY KEY, "file" TEXT NOT NULL, "rows" INTEGER NOT NULL, "added" INTEGER NOT NULL, "updated" INTEGER NOT NULL, "unchanged" INTEGER NOT NULL, "left_out" INTEGER NOT NULL, "reason" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "imports_act_id" ON "imports" ("act_id")

CREATE TABLE "templates" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('inspection', 'lounge_area', 'lounge_day')), "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "templates_code" ON "templates" ("code")

CREATE TABLE "template_versions" ("id" INTEGER NOT NULL PRIMARY KEY, "template_id" INTEGER NOT NULL, "number" INTEGER NOT NULL CHECK (number > 0), "valid_from" DATE NOT NULL, "name" TEXT NOT NULL, "department_id" INTEGER, "frequency" TEXT NOT NULL CHECK (frequency IN ('daily', 'weekly', 'on_demand')), "runs" INTEGER NOT NULL CHECK (runs > 0), "due_at" INTEGER NOT NULL CHECK (due_at BETWEEN 0 AND 1440), "spot_items" INTEGER NOT NULL CHECK (spot_items > 0), "spot_people" INTEGER NOT NULL, "active" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("template_id") REFERENCES "templates" ("id"), FOREIGN KEY ("department_id") REFERENCES "departments" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "template_versions_template_id_number" ON "template_versions" ("template_id", "number")

CREATE INDEX "template_versions_template_id_valid_from" ON "template_versions" ("template_id", "valid_from")

CREATE TABLE "check_runs" ("id" INTEGER NOT NULL PRIMARY KEY, "version_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('area', 'daily', 'weekly', 'spot', 'special')), "day" DATE NOT NULL, "slot" TEXT NOT NULL, "nth" INTEGER NOT NULL CHECK (nth > 0), "department_id" INTEGER, "person_id" INTEGER, "drawn" TEXT NOT NULL CHECK (drawn <> ''), "seed" TEXT NOT NULL, "act_id" INTEGER NOT NULL, "finished_id" INTEGER, "voided_id" INTEGER, FOREIGN KEY ("version_id") REFERENCES "template_versions" ("id"), FOREIGN KEY ("department_id") REFERENCES "departments" ("id"), FOREIGN KEY ("person_id") REFERENCES "staff" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("finished_id") REFERENCES "acts" ("id"), FOREIGN KEY ("voided_id") REFERENCES "acts" ("id"))

CREATE INDEX "check_runs_day_kind" ON "check_runs" ("day", "kind")

CREATE INDEX "check_runs_version_id_day" ON "check_runs" ("version_id", "day")

CREATE INDEX "check_runs_department_id_day" ON "check_runs" ("department_id", "day")

CREATE UNIQUE INDEX "check_runs_one_area_list" ON "check_runs" ("day", "slot") WHERE (("kind" = 'area') AND ("voided_id" IS NULL))

CREATE TABLE "inspections" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "run_id" INTEGER NOT NULL, "confirmed_by" TEXT NOT NULL, "confirmed_id" INTEGER, "on_paper" INTEGER NOT NULL, "void_reason" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("run_id") REFERENCES "check_runs" ("id"), FOREIGN KEY ("confirmed_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((confirmed_id IS NULL) = (confirmed_by = '')))

CREATE UNIQUE INDEX "inspections_number" ON "inspections" ("number")

CREATE UNIQUE INDEX "inspections_run_id" ON "inspections" ("run_id")

CREATE INDEX "inspections_to_confirm" ON "inspections" ("id") WHERE ("confirmed_id" IS NULL)

CREATE TABLE "template_items" ("id" INTEGER NOT NULL PRIMARY KEY, "version_id" INTEGER NOT NULL, "position" INTEGER NOT NULL, "role" TEXT NOT NULL CHECK (role IN ('check', 'slot', 'standard', 'table')), "code" TEXT NOT NULL CHECK (code <> ''), "section" TEXT NOT NULL, "title" TEXT NOT NULL CHECK (title <> ''), "criterion" TEXT NOT NULL, "weight" INTEGER NOT NULL CHECK (weight > 0), "starts_at" INTEGER, "ends_at" INTEGER, "round_every" INTEGER NOT NULL, "area" TEXT NOT NULL, FOREIGN KEY ("version_id") REFERENCES "template_versions" ("id"), CHECK ((role = 'slot') = (starts_at IS NOT NULL)), CHECK ((starts_at IS NULL) = (ends_at IS NULL)), CHECK (starts_at >= 0 AND starts_at < ends_at AND ends_at <= 1440), CHECK (round_every >= 0))

CREATE UNIQUE INDEX "template_items_version_id_position" ON "template_items" ("version_id", "position")

CREATE UNIQUE INDEX "template_items_version_id_code" ON "template_items" ("version_id", "code")

CREATE TABLE "check_marks" ("id" INTEGER NOT NULL PRIMARY KEY, "run_id" INTEGER NOT NULL, "item_id" INTEGER NOT NULL, "result" TEXT NOT NULL CHECK (result IN ('pass', 'fail', 'not_applicable')), "note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("run_id") REFERENCES "check_runs" ("id"), FOREIGN KEY ("item_id") REFERENCES "template_items" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "check_marks_run_id_item_id_id" ON "check_marks" ("run_id", "item_id", "id")

CREATE TABLE "complaint_measures" ("id" INTEGER NOT NULL PRIMARY KEY, "week" DATE NOT NULL, "issue" TEXT NOT NULL CHECK (issue <> ''), "measure" TEXT NOT NULL CHECK (measure <> ''), "category" TEXT NOT NULL, "department_id" INTEGER NOT NULL, "owner_id" INTEGER NOT NULL, "due_on" DATE NOT NULL, "notice_id" INTEGER NOT NULL, "worked" INTEGER, "worked_note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("department_id") REFERENCES "departments" ("id"), FOREIGN KEY ("owner_id") REFERENCES "staff" ("id"), FOREIGN KEY ("notice_id") REFERENCES "rectifications" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (worked IS NULL OR worked_note <> ''))

CREATE INDEX "complaint_measures_week" ON "complaint_measures" ("week")

CREATE TABLE "member_events" ("id" INTEGER NOT NULL PRIMARY KEY, "membership_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('joined', 'brought', 'confirmed', 'returned', 'renewed', 'level_raised', 'level_set', 'lost', 'reissued', 'resigned', 'lapsed', 'merged', 'absorbed', 'unmerged', 'oem_registered')), "at" DATETIME NOT NULL, "term_from" DATE, "term_until" DATE, "level" TEXT NOT NULL, "level_until" DATE, "card_number" TEXT NOT NULL, "number" TEXT NOT NULL, "fee_fen" INTEGER NOT NULL CHECK (fee_fen >= 0), "reason" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("membership_id") REFERENCES "memberships" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((term_from IS NULL) = (term_until IS NULL)))

CREATE INDEX "member_events_membership_id" ON "member_events" ("membership_id")

CREATE INDEX "member_events_at" ON "member_events" ("at")

CREATE INDEX "member_events_act_id" ON "member_events" ("act_id")

CREATE TABLE "merges" ("id" INTEGER NOT NULL PRIMARY KEY, "survivor_id" INTEGER NOT NULL, "loser_id" INTEGER NOT NULL, "reason" TEXT NOT NULL CHECK (reason <> ''), "act_id" INTEGER NOT NULL, "undone_id" INTEGER, FOREIGN KEY ("survivor_id") REFERENCES "customers" ("id"), FOREIGN KEY ("loser_id") REFERENCES "customers" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("undone_id") REFERENCES "acts" ("id"), CHECK (survivor_id <> loser_id))

CREATE INDEX "merges_survivor_id" ON "merges" ("survivor_id")

CREATE UNIQUE INDEX "merges_act_id" ON "merges" ("act_id")

CREATE UNIQUE INDEX "merges_once" ON "merges" ("loser_id") WHERE ("undone_id" IS NULL)

CREATE TABLE "odometer_readings" ("id" INTEGER NOT NULL PRIMARY KEY, "vehicle_id" INTEGER NOT NULL, "km" INTEGER NOT NULL CHECK (km BETWEEN 0 AND 2000000), "reason" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("vehicle_id") REFERENCES "vehicles" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "odometer_readings_vehicle_id" ON "odometer_readings" ("vehicle_id")

CREATE TABLE "complaint_pauses" ("id" INTEGER NOT NULL PRIMARY KEY, "complaint_id" INTEGER NOT NULL, "reason" TEXT NOT NULL CHECK (reason <> ''), "resumed_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("complaint_id") REFERENCES "complaints" ("id"), FOREIGN KEY ("resumed_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "complaint_pauses_complaint_id" ON "complaint_pauses" ("complaint_id")

CREATE UNIQUE INDEX "complaint_pauses_one" ON "complaint_pauses" ("complaint_id") WHERE resumed_id IS NULL

CREATE TABLE "complaint_photos" ("id" INTEGER NOT NULL PRIMARY KEY, "complaint_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('evidence', 'scan')), "attachment_id" INTEGER NOT NULL, "removed_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("complaint_id") REFERENCES "complaints" ("id"), FOREIGN KEY ("attachment_id") REFERENCES "attachments" ("id"), FOREIGN KEY ("removed_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "complaint_photos_complaint_id" ON "complaint_photos" ("complaint_id")

CREATE TABLE "inspection_photos" ("id" INTEGER NOT NULL PRIMARY KEY, "inspection_id" INTEGER NOT NULL, "item_id" INTEGER NOT NULL, "attachment_id" INTEGER NOT NULL, "removed_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("inspection_id") REFERENCES "inspections" ("id"), FOREIGN KEY ("item_id") REFERENCES "template_items" ("id"), FOREIGN KEY ("attachment_id") REFERENCES "attachments" ("id"), FOREIGN KEY ("removed_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "inspection_photos_inspection_id" ON "inspection_photos" ("inspection_id")

CREATE TABLE "rectification_photos" ("id" INTEGER NOT NULL PRIMARY KEY, "row_id" INTEGER NOT NULL, "round" INTEGER NOT NULL, "is_recheck" INTEGER NOT NULL, "attachment_id" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("row_id") REFERENCES "rectification_rows" ("id"), FOREIGN KEY ("attachment_id") REFERENCES "attachments" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "rectification_photos_row_id" ON "rectification_photos" ("row_id")

CREATE TABLE "pins" ("id" INTEGER NOT NULL PRIMARY KEY, "staff_id" INTEGER NOT NULL, "hash" TEXT NOT NULL, "wrong_tries" INTEGER NOT NULL, "wait_until" DATETIME, "act_id" INTEGER NOT NULL, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (wrong_tries >= 0))

CREATE UNIQUE INDEX "pins_staff_id" ON "pins" ("staff_id")

CREATE INDEX "pins_act_id" ON "pins" ("act_id")

CREATE TABLE "prints" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "paper" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "prints_act_id" ON "prints" ("act_id")

CREATE INDEX "prints_number_paper" ON "prints" ("number", "paper")

CREATE TABLE "recovery_codes" ("id" INTEGER NOT NULL PRIMARY KEY, "hash" TEXT NOT NULL, "used_by_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("used_by_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "recovery_codes_used_by_id" ON "recovery_codes" ("used_by_id")

CREATE INDEX "recovery_codes_act_id" ON "recovery_codes" ("act_id")

CREATE TABLE "redemptions" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "customer_id" INTEGER NOT NULL, "member_no" TEXT NOT NULL, "state" TEXT NOT NULL CHECK (state IN ('applied', 'to_prepare', 'ready', 'on_the_way', 'received', 'cancelled')), "cost" INTEGER NOT NULL CHECK (cost > 0), "entry_id" INTEGER, "points_before" INTEGER NOT NULL, "points_after" INTEGER NOT NULL, "expiring_on" DATE, "expiring_points" INTEGER NOT NULL, "mode" TEXT NOT NULL CHECK (mode IN ('counter', 'delivery', 'courier')), "planned_on" DATE, "carrier_id" INTEGER, "address" TEXT NOT NULL, "courier_no" TEXT NOT NULL, "relation" TEXT NOT NULL CHECK (relation IN ('self', 'family', 'colleague', 'proxy')), "received_by" TEXT NOT NULL, "receiver_mobile" TEXT NOT NULL, "received_at" DATETIME, "applied_at" DATETIME NOT NULL, "applied_by_id" INTEGER NOT NULL, "approved_at" DATETIME, "approved_by_id" INTEGER, "handled_by_id" INTEGER, "note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("entry_id") REFERENCES "points_entries" ("id"), FOREIGN KEY ("carrier_id") REFERENCES "staff" ("id"), FOREIGN KEY ("applied_by_id") REFERENCES "staff" ("id"), FOREIGN KEY ("approved_by_id") REFERENCES "staff" ("id"), FOREIGN KEY ("handled_by_id") REFERENCES "staff" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((state = 'received') = (received_at IS NOT NULL) OR state = 'cancelled'), CHECK ((approved_at IS NULL) = (entry_id IS NULL)), CHECK (state <> 'applied' OR approved_at IS NULL), CHECK (state <> 'on_the_way' OR (mode = 'delivery' AND carrier_id IS NOT NULL AND planned_on IS NOT NULL) OR (mode = 'courier' AND courier_no <> '' AND address <> '')))

CREATE UNIQUE INDEX "redemptions_number" ON "redemptions" ("number")

CREATE INDEX "redemptions_customer_id_id" ON "redemptions" ("customer_id", "id")

CREATE INDEX "redemptions_applied_at" ON "redemptions" ("applied_at")

CREATE INDEX "redemptions_received_at" ON "redemptions" ("received_at")

CREATE INDEX "redemptions_open" ON "redemptions" ("id") WHERE state NOT IN ('received', 'cancelled')

CREATE TABLE "redemption_lines" ("id" INTEGER NOT NULL PRIMARY KEY, "redemption_id" INTEGER NOT NULL, "line_no" INTEGER NOT NULL, "gift_id" INTEGER NOT NULL, "name" TEXT NOT NULL, "unit" TEXT NOT NULL, "quantity" INTEGER NOT NULL CHECK (quantity > 0), "unit_points" INTEGER NOT NULL CHECK (unit_points > 0), FOREIGN KEY ("redemption_id") REFERENCES "redemptions" ("id"), FOREIGN KEY ("gift_id") REFERENCES "gifts" ("id"))

CREATE INDEX "redemption_lines_gift_id" ON "redemption_lines" ("gift_id")

CREATE UNIQUE INDEX "redemption_lines_redemption_id_line_no" ON "redemption_lines" ("redemption_id", "line_no")

CREATE TABLE "redemption_steps" ("id" INTEGER NOT NULL PRIMARY KEY, "redemption_id" INTEGER NOT NULL, "state" TEXT NOT NULL CHECK (state IN ('applied', 'to_prepare', 'ready', 'on_the_way', 'received', 'cancelled')), "note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("redemption_id") REFERENCES "redemptions" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "redemption_steps_redemption_id" ON "redemption_steps" ("redemption_id")

CREATE INDEX "redemption_steps_act_id_redemption_id_state" ON "redemption_steps" ("act_id", "redemption_id", "state")

CREATE TABLE "lounge_repairs" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "day_id" INTEGER NOT NULL, "equipment_id" INTEGER NOT NULL, "fault" TEXT NOT NULL CHECK (fault <> ''), "owner_id" INTEGER, "due_on" DATE NOT NULL, "closed_id" INTEGER, "closed_note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("day_id") REFERENCES "lounge_days" ("id"), FOREIGN KEY ("equipment_id") REFERENCES "lounge_equipment" ("id"), FOREIGN KEY ("owner_id") REFERENCES "staff" ("id"), FOREIGN KEY ("closed_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "lounge_repairs_number" ON "lounge_repairs" ("number")

CREATE INDEX "lounge_repairs_day_id" ON "lounge_repairs" ("day_id")

CREATE INDEX "lounge_repairs_equipment_id" ON "lounge_repairs" ("equipment_id")

CREATE INDEX "lounge_repairs_open" ON "lounge_repairs" ("id") WHERE ("closed_id" IS NULL)

CREATE TABLE "reveals" ("id" INTEGER NOT NULL PRIMARY KEY, "customer_id" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("customer_id") REFERENCES "customers" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "reveals_customer_id" ON "reveals" ("customer_id")

CREATE TABLE "lounge_rounds" ("id" INTEGER NOT NULL PRIMARY KEY, "day_id" INTEGER NOT NULL, "slot" TEXT NOT NULL, "cups_ok" INTEGER NOT NULL, "tables_ok" INTEGER NOT NULL, "drinks_ok" INTEGER NOT NULL, "butts" INTEGER CHECK (butts >= 0), "note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("day_id") REFERENCES "lounge_days" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "lounge_rounds_day_id" ON "lounge_rounds" ("day_id")

CREATE TABLE "rectification_rounds" ("id" INTEGER NOT NULL PRIMARY KEY, "row_id" INTEGER NOT NULL, "number" INTEGER NOT NULL CHECK (number > 0), "cause" TEXT NOT NULL, "action" TEXT NOT NULL CHECK (action <> ''), "owner_id" INTEGER NOT NULL, "promised_on" DATE NOT NULL, "immediate_action" TEXT NOT NULL, "immediate_on" DATE, "recorded_for" TEXT NOT NULL, "done_id" INTEGER, "done_note" TEXT NOT NULL, "recheck" TEXT CHECK (recheck IN ('passed', 'partly', 'failed')), "recheck_note" TEXT NOT NULL, "rechecked_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("row_id") REFERENCES "rectification_rows" ("id"), FOREIGN KEY ("owner_id") REFERENCES "staff" ("id"), FOREIGN KEY ("done_id") REFERENCES "acts" ("id"), FOREIGN KEY ("rechecked_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((recheck IS NULL) = (rechecked_id IS NULL)))

CREATE UNIQUE INDEX "rectification_rounds_row_id_number" ON "rectification_rounds" ("row_id", "number")

CREATE TABLE "serials" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "kind" TEXT NOT NULL, "day" DATE NOT NULL, "seq" INTEGER NOT NULL, "record_id" INTEGER NOT NULL, CHECK (seq > 0))

CREATE UNIQUE INDEX "serials_number" ON "serials" ("number")

CREATE UNIQUE INDEX "serials_kind_day_seq" ON "serials" ("kind", "day", "seq")

CREATE TABLE "settings" ("id" INTEGER NOT NULL PRIMARY KEY, "key" TEXT NOT NULL, "value" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "settings_key" ON "settings" ("key")

CREATE INDEX "settings_act_id" ON "settings" ("act_id")

CREATE TABLE "lounge_shifts" ("id" INTEGER NOT NULL PRIMARY KEY, "day_id" INTEGER NOT NULL, "staff_id" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, "ended_id" INTEGER, "note" TEXT NOT NULL, "to_staff_id" INTEGER, FOREIGN KEY ("day_id") REFERENCES "lounge_days" ("id"), FOREIGN KEY ("staff_id") REFERENCES "staff" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("ended_id") REFERENCES "acts" ("id"), FOREIGN KEY ("to_staff_id") REFERENCES "staff" ("id"))

CREATE INDEX "lounge_shifts_day_id" ON "lounge_shifts" ("day_id")

CREATE UNIQUE INDEX "lounge_shifts_on_duty_once" ON "lounge_shifts" ("day_id", "staff_id") WHERE ("ended_id" IS NULL)

CREATE TABLE "lounge_marks" ("id" INTEGER NOT NULL PRIMARY KEY, "day_id" INTEGER NOT NULL, "slot" TEXT NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('done', 'not_applicable')), "done_at" DATETIME NOT NULL, "staff_id" INTEGER NOT NULL, "is_correction" INTEGER NOT NULL, "reason" TEXT NOT NULL, "undone_id" INTEGER, "act_id" INTEGER NOT NULL, FOREIGN KEY ("day_id") REFERENCES "lounge_days" ("id"), FOREIGN KEY ("staff_id") REFERENCES "staff" ("id"), FOREIGN KEY ("undone_id") REFERENCES "acts" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK (kind <> 'not_applicable' OR reason <> ''), CHECK (NOT is_correction OR reason <> ''))

CREATE INDEX "lounge_marks_day_id_slot_id" ON "lounge_marks" ("day_id", "slot", "id")

CREATE UNIQUE INDEX "lounge_marks_one_a_slot" ON "lounge_marks" ("day_id", "slot") WHERE undone_id IS NULL AND NOT is_correction

CREATE TABLE "lounge_slot_notes" ("id" INTEGER NOT NULL PRIMARY KEY, "day_id" INTEGER NOT NULL, "slot" TEXT NOT NULL, "text" TEXT NOT NULL CHECK (text <> ''), "act_id" INTEGER NOT NULL, FOREIGN KEY ("day_id") REFERENCES "lounge_days" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "lounge_slot_notes_day_id" ON "lounge_slot_notes" ("day_id")

CREATE TABLE "staff_roles" ("id" INTEGER NOT NULL PRIMARY KEY, "staff_id" INTEGER NOT NULL, "role" TEXT NOT NULL, "held" INTEGER NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("staff_id") REFERENCES "staff" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "staff_roles_staff_id" ON "staff_roles" ("staff_id")

CREATE INDEX "staff_roles_act_id" ON "staff_roles" ("act_id")

CREATE UNIQUE INDEX "staff_roles_staff_id_role" ON "staff_roles" ("staff_id", "role")

CREATE TABLE "complaint_steps" ("id" INTEGER NOT NULL PRIMARY KEY, "complaint_id" INTEGER NOT NULL, "row_id" INTEGER, "what" TEXT NOT NULL CHECK (what <> ''), "note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("complaint_id") REFERENCES "complaints" ("id"), FOREIGN KEY ("row_id") REFERENCES "complaint_rows" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "complaint_steps_complaint_id" ON "complaint_steps" ("complaint_id")

CREATE TABLE "rectification_steps" ("id" INTEGER NOT NULL PRIMARY KEY, "notice_id" INTEGER NOT NULL, "position" INTEGER NOT NULL, "what" TEXT NOT NULL, "note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("notice_id") REFERENCES "rectifications" ("id"), FOREIGN KEY ("act_id") REFERENCES "acts" ("id"))

CREATE INDEX "rectification_steps_notice_id" ON "rectification_steps" ("notice_id")

CREATE TABLE "stock_moves" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "gift_id" INTEGER NOT NULL, "kind" TEXT NOT NULL CHECK (kind IN ('receive', 'issue', 'return', 'scrap', 'count', 'hand_out')), "quantity" INTEGER NOT NULL CHECK (quantity <> 0), "redemption_id" INTEGER, "reverses_id" INTEGER, "note" TEXT NOT NULL, "act_id" INTEGER NOT NULL, FOREIGN KEY ("gift_id") REFERENCES "gifts" ("id"), FOREIGN KEY ("redemption_id") REFERENCES "redemptions" ("id"), FOREIGN KEY ("reverses_id") REFERENCES "stock_moves" ("id") DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), CHECK ((number = '') = (redemption_id IS NOT NULL)))

CREATE INDEX "stock_moves_redemption_id" ON "stock_moves" ("redemption_id")

CREATE UNIQUE INDEX "stock_moves_reverses_id" ON "stock_moves" ("reverses_id")

CREATE INDEX "stock_moves_gift_id_quantity_act_id" ON "stock_moves" ("gift_id", "quantity", "act_id")

CREATE UNIQUE INDEX "stock_moves_handed_out_once" ON "stock_moves" ("redemption_id", "gift_id") WHERE ("kind" = 'hand_out')

CREATE TABLE "lounge_supplies" ("id" INTEGER NOT NULL PRIMARY KEY, "item" TEXT NOT NULL CHECK (item <> ''), "act_id" INTEGER NOT NULL, "settled_id" INTEGER, FOREIGN KEY ("act_id") REFERENCES "acts" ("id"), FOREIGN KEY ("settled_id") REFERENCES "acts" ("id"))

CREATE UNIQUE INDEX "lounge_supplies_noted_once" ON "lounge_supplies" ("item") WHERE ("settled_id" IS NULL)

CREATE TABLE "search_tokens" ("token" TEXT NOT NULL , "customer_id" INTEGER NOT NULL, "source" TEXT NOT NULL, PRIMARY KEY ("token", "customer_id", "source"), FOREIGN KEY ("customer_id") REFERENCES "customers" ("id")) WITHOUT ROWID

CREATE TABLE "write_lock" ("id" INTEGER NOT NULL PRIMARY KEY, "revision" INTEGER NOT NULL, "settings_revision" INTEGER NOT NULL, "last_at" DATETIME, CHECK (id = 1))

CREATE TRIGGER serials_no_update BEFORE UPDATE ON serials BEGIN SELECT RAISE(ABORT, 'append-only table serials'); END

CREATE TRIGGER serials_no_delete BEFORE DELETE ON serials BEGIN SELECT RAISE(ABORT, 'append-only table serials'); END

CREATE TRIGGER holiday_years_no_update BEFORE UPDATE ON holiday_years BEGIN SELECT RAISE(ABORT, 'append-only table holiday_years'); END

CREATE TRIGGER holiday_years_no_delete BEFORE DELETE ON holiday_years BEGIN SELECT RAISE(ABORT, 'append-only table holiday_years'); END

CREATE TRIGGER prints_no_update BEFORE UPDATE ON prints BEGIN SELECT RAISE(ABORT, 'append-only table prints'); END

CREATE TRIGGER prints_no_delete BEFORE DELETE ON prints BEGIN SELECT RAISE(ABORT, 'append-only table prints'); END

CREATE TRIGGER odometer_readings_no_update BEFORE UPDATE ON odometer_readings BEGIN SELECT RAISE(ABORT, 'append-only table odometer_readings'); END

CREATE TRIGGER odometer_readings_no_delete BEFORE DELETE ON odometer_readings BEGIN SELECT RAISE(ABORT, 'append-only table odometer_readings'); END

CREATE TRIGGER notices_no_update BEFORE UPDATE ON notices BEGIN SELECT RAISE(ABORT, 'append-only table notices'); END

CREATE TRIGGER notices_no_delete BEFORE DELETE ON notices BEGIN SELECT RAISE(ABORT, 'append-only table notices'); END

CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents BEGIN SELECT RAISE(ABORT, 'append-only table consents'); END

CREATE TRIGGER consents_no_delete BEFORE DELETE ON consents BEGIN SELECT RAISE(ABORT, 'append-only table consents'); END

CREATE TRIGGER reveals_no_update BEFORE UPDATE ON reveals BEGIN SELECT RAISE(ABORT, 'append-only table reveals'); END

CREATE TRIGGER reveals_no_delete BEFORE DELETE ON reveals BEGIN SELECT RAISE(ABORT, 'append-only table reveals'); END

CREATE TRIGGER customers_apart_no_update BEFORE UPDATE ON customers_apart BEGIN SELECT RAISE(ABORT, 'append-only table customers_apart'); END

CREATE TRIGGER customers_apart_no_delete BEFORE DELETE ON customers_apart BEGIN SELECT RAISE(ABORT, 'append-only table customers_apart'); END

CREATE TRIGGER points_entries_no_update BEFORE UPDATE ON points_entries BEGIN SELECT RAISE(ABORT, 'append-only table points_entries'); END

CREATE TRIGGER points_entries_no_delete BEFORE DELETE ON points_entries BEGIN SELECT RAISE(ABORT, 'append-only table points_entries'); END

CREATE TRIGGER points_lots_no_update BEFORE UPDATE ON points_lots BEGIN SELECT RAISE(ABORT, 'append-only table points_lots'); END

CREATE TRIGGER points_lots_no_delete BEFORE DELETE ON points_lots BEGIN SELECT RAISE(ABORT, 'append-only table points_lots'); END

CREATE TRIGGER points_allocations_no_update BEFORE UPDATE ON points_allocations BEGIN SELECT RAISE(ABORT, 'append-only table points_allocations'); END

CREATE TRIGGER points_allocations_no_delete BEFORE DELETE ON points_allocations BEGIN SELECT RAISE(ABORT, 'append-only table points_allocations'); END

CREATE TRIGGER points_holds_no_update BEFORE UPDATE ON points_holds BEGIN SELECT RAISE(ABORT, 'append-only table points_holds'); END

CREATE TRIGGER points_holds_no_delete BEFORE DELETE ON points_holds BEGIN SELECT RAISE(ABORT, 'append-only table points_holds'); END

CREATE TRIGGER points_expiry_runs_no_update BEFORE UPDATE ON points_expiry_runs BEGIN SELECT RAISE(ABORT, 'append-only table points_expiry_runs'); END

CREATE TRIGGER points_expiry_runs_no_delete BEFORE DELETE ON points_expiry_runs BEGIN SELECT RAISE(ABORT, 'append-only table points_expiry_runs'); END

CREATE TRIGGER member_events_no_update BEFORE UPDATE ON member_events BEGIN SELECT RAISE(ABORT, 'append-only table member_events'); END

CREATE TRIGGER member_events_no_delete BEFORE DELETE ON member_events BEGIN SELECT RAISE(ABORT, 'append-only table member_events'); END

CREATE TRIGGER imports_no_update BEFORE UPDATE ON imports BEGIN SELECT RAISE(ABORT, 'append-only table imports'); END

CREATE TRIGGER imports_no_delete BEFORE DELETE ON imports BEGIN SELECT RAISE(ABORT, 'append-only table imports'); END

CREATE TRIGGER exports_no_update BEFORE UPDATE ON exports BEGIN SELECT RAISE(ABORT, 'append-only table exports'); END

CREATE TRIGGER exports_no_delete BEFORE DELETE ON exports BEGIN SELECT RAISE(ABORT, 'append-only table exports'); END

CREATE TRIGGER point_rates_no_update BEFORE UPDATE ON point_rates BEGIN SELECT RAISE(ABORT, 'append-only table point_rates'); END

CREATE TRIGGER point_rates_no_delete BEFORE DELETE ON point_rates BEGIN SELECT RAISE(ABORT, 'append-only table point_rates'); END

CREATE TRIGGER redemption_lines_no_update BEFORE UPDATE ON redemption_lines BEGIN SELECT RAISE(ABORT, 'append-only table redemption_lines'); END

CREATE TRIGGER redemption_lines_no_delete BEFORE DELETE ON redemption_lines BEGIN SELECT RAISE(ABORT, 'append-only table redemption_lines'); END

CREATE TRIGGER redemption_steps_no_update BEFORE UPDATE ON redemption_steps BEGIN SELECT RAISE(ABORT, 'append-only table redemption_steps'); END

CREATE TRIGGER redemption_steps_no_delete BEFORE DELETE ON redemption_steps BEGIN SELECT RAISE(ABORT, 'append-only table redemption_steps'); END

CREATE TRIGGER stock_moves_no_update BEFORE UPDATE ON stock_moves BEGIN SELECT RAISE(ABORT, 'append-only table stock_moves'); END

CREATE TRIGGER stock_moves_no_delete BEFORE DELETE ON stock_moves BEGIN SELECT RAISE(ABORT, 'append-only table stock_moves'); END

CREATE TRIGGER template_versions_no_update BEFORE UPDATE ON template_versions BEGIN SELECT RAISE(ABORT, 'append-only table template_versions'); END

CREATE TRIGGER template_versions_no_delete BEFORE DELETE ON template_versions BEGIN SELECT RAISE(ABORT, 'append-only table template_versions'); END

CREATE TRIGGER template_items_no_update BEFORE UPDATE ON template_items BEGIN SELECT RAISE(ABORT, 'append-only table template_items'); END

CREATE TRIGGER template_items_no_delete BEFORE DELETE ON template_items BEGIN SELECT RAISE(ABORT, 'append-only table template_items'); END

CREATE TRIGGER check_marks_no_update BEFORE UPDATE ON check_marks BEGIN SELECT RAISE(ABORT, 'append-only table check_marks'); END

CREATE TRIGGER check_marks_no_delete BEFORE DELETE ON check_marks BEGIN SELECT RAISE(ABORT, 'append-only table check_marks'); END

CREATE TRIGGER rectification_photos_no_update BEFORE UPDATE ON rectification_photos BEGIN SELECT RAISE(ABORT, 'append-only table rectification_photos'); END

CREATE TRIGGER rectification_photos_no_delete BEFORE DELETE ON rectification_photos BEGIN SELECT RAISE(ABORT, 'append-only table rectification_photos'); END

CREATE TRIGGER rectification_steps_no_update BEFORE UPDATE ON rectification_steps BEGIN SELECT RAISE(ABORT, 'append-only table rectification_steps'); END

CREATE TRIGGER rectification_steps_no_delete BEFORE DELETE ON rectification_steps BEGIN SELECT RAISE(ABORT, 'append-only table rectification_steps'); END

CREATE TRIGGER lounge_slot_notes_no_update BEFORE UPDATE ON lounge_slot_notes BEGIN SELECT RAISE(ABORT, 'append-only table lounge_slot_notes'); END

CREATE TRIGGER lounge_slot_notes_no_delete BEFORE DELETE ON lounge_slot_notes BEGIN SELECT RAISE(ABORT, 'append-only table lounge_slot_notes'); END

CREATE TRIGGER lounge_rounds_no_update BEFORE UPDATE ON lounge_rounds BEGIN SELECT RAISE(ABORT, 'append-only table lounge_rounds'); END

CREATE TRIGGER lounge_rounds_no_delete BEFORE DELETE ON lounge_rounds BEGIN SELECT RAISE(ABORT, 'append-only table lounge_rounds'); END

CREATE TRIGGER lounge_guests_no_update BEFORE UPDATE ON lounge_guests BEGIN SELECT RAISE(ABORT, 'append-only table lounge_guests'); END

CREATE TRIGGER lounge_guests_no_delete BEFORE DELETE ON lounge_guests BEGIN SELECT RAISE(ABORT, 'append-only table lounge_guests'); END

CREATE TRIGGER complaint_steps_no_update BEFORE UPDATE ON complaint_steps BEGIN SELECT RAISE(ABORT, 'append-only table complaint_steps'); END

CREATE TRIGGER complaint_steps_no_delete BEFORE DELETE ON complaint_steps BEGIN SELECT RAISE(ABORT, 'append-only table complaint_steps'); END

INSERT INTO write_lock (id, revision, settings_revision) VALUES (1, 0, 0)
