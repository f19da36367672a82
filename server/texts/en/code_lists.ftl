# Words for the codes of product.md, as the office reads them.
status-planned = Planned, no officer
status-assigned = Assigned
status-started = Started
status-submitted = Submitted
status-reviewed = Reviewed
status-sent_back = Sent back
status-cancelled = Cancelled

review-received = Waiting for review
review-approved = Approved
review-has_issues = Has issues
review-sent_back = Sent back
review-rejected = Rejected

outcome-seen_no_needs = Seen, no needs
outcome-seen_needs = Seen, with needs
outcome-spoken_not_seen = Spoken to, not seen
outcome-refused_safe = Refused, and safe
outcome-third_party_confirmed = Someone else confirmed they are safe
outcome-no_reply_letter = No reply, letter left
outcome-no_reply_concern = No reply, with concern
outcome-moved_or_wrong_address = Moved or wrong address
outcome-in_hospital_or_care = In hospital or care
outcome-deceased = Reported to have died
outcome-unsafe_withdrew = Unsafe, withdrew
outcome-emergency_999 = Emergency, 999 called

alert-kind-no_reply_concern = No reply and a concern
alert-kind-unsafe_withdrew = Officer felt unsafe and withdrew
alert-kind-emergency_999 = Emergency, 999
alert-kind-deceased = Death reported
alert-kind-safeguarding = Safeguarding concern
alert-kind-unreadable = A message from a phone cannot be read
alert-kind-lone_working = Officer not heard from

case-open = Open
case-on_hold = On hold
case-closed = Closed

hold-death_reported = Death reported
hold-legal = Legal hold

attachment-expected = On its way from the phone
attachment-receiving = Arriving
attachment-received = Received
attachment-quarantined = Refused

scan-not_scanned = Not scanned for viruses: no scanner is set up
scan-waiting = Waits for the virus scanner. The picture is drawn anew and safe to look at; nobody is given the original yet.
scan-too_large = Not scanned for viruses: it is too large for the scanner. The picture is drawn anew and safe to look at; nobody is given the original.
scan-clean = Scanned, no virus found
scan-infected = Virus found

verdict-applied = applied
verdict-merged = merged
verdict-agreed = agreed
verdict-conflict = conflict
verdict-waiting = waiting
verdict-review = needs a person

referral-food = Food parcel
referral-baby = Baby supplies
referral-prescription = Prescription
referral-mental_health = Mental health or befriending
referral-social_care = Social care review
referral-repairs = Repairs
referral-welfare_rights = Welfare rights
referral-other = Something else

referral-status-to_do = to do
referral-status-in_progress = in progress
referral-status-blocked = blocked
referral-status-complete = complete
referral-status-cancelled = cancelled
