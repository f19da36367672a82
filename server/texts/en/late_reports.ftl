# Late reports: what came from phones and could not simply be taken in, and what residents sent by link.
nav-late-reports = Late reports
reports-title = Late reports
reports-words = Work that came from phones and could not simply be taken in, and forms that residents sent by link. Nothing of it is lost. Open alerts come first, then late reports, the oldest first.
reports-count = { $count ->
    [0] Nothing waits for a person.
    [one] 1 piece of work waits for a person.
   *[other] { $count } pieces of work wait for a person.
  }
reports-waiting = { $count ->
    [one] 1 message waits for something that has not arrived
   *[other] { $count } messages wait for something that has not arrived
  }
reports-caption = Pieces of work that wait for a person
reports-filter-reason = Why it is here
reports-filter-officer = From
reports-filter-all = All
reports-filter-go = Show these
reports-column-about = About
reports-column-why = Why it is here
reports-column-from = From
reports-column-received = Received
reports-alert = Open alert
reports-no-subject = Not about anybody we know
reports-parts = { $count ->
    [one] 1 part
   *[other] { $count } parts
  }
reports-pages = Pages
reports-page = Page { $page } of { $last }
reports-previous = Previous page
reports-next = Next page

report-reason-late_report = Late report
report-reason-revoked_device = From a phone that was revoked
report-reason-not_yours = Not on this officer’s list
report-reason-other_content = Two contents under one number
report-reason-illegal_step = A step the visit could not take
report-reason-cannot_be_opened = Sealed, and cannot be opened here
report-reason-could_not_be_decided = Could not be decided
report-reason-waited_too_long = Waited too long
report-reason-wrong_type = A value that does not fit
report-reason-office_only = A field only the office may change
report-reason-merged_record = About a record that was merged into another
report-reason-unknown_entity = About something we do not have
report-reason-no_submission = Finished without a form
report-reason-names_nobody = Says something about somebody, and does not say about whom
report-reason-no_base = Changes that name no earlier value
report-reason-missing_after = Something it stands on has not arrived
report-reason-unknown_field = A field this Doorstep does not know yet
report-reason-unknown_kind = A message this Doorstep does not know
report-reason-other_device = Signed with another phone’s name
report-reason-repeated_device_seq = A number this phone used before
report-reason-already_proposed = Proposed under a number that was taken
report-reason-already_resolved = The conflict was settled already
report-reason-instance_taken = A form we have already
report-reason-wrong_shape = Cannot be read
report-reason-not_an_operation = Cannot be read
report-reason-from_resident = A form from a resident
report-reason-nothing_to_edit = Changes nothing

report-why-late_report = The visit was given to somebody else before this arrived. The officer still had it on the phone when the work was done.
report-why-revoked_device = The phone had been revoked when this arrived.
report-why-not_yours = The visit was not on this officer’s list, and nothing shows that the phone ever held it.
report-why-other_content = The phone sent two different contents under one number. The first was taken in; this is the second.
report-why-illegal_step = The visit stood where this step is not possible, so the step was not taken.
report-why-could_not_be_decided = Something went wrong here while this was taken in. It is kept as it came; accepting tries again.
report-why-waited_too_long = It waited seven days for something that never came.
report-why-wrong_type = A value in it does not fit its field, so it was not taken in.
report-why-office_only = It changes a field that only the office may change.
report-why-merged_record = The phone changed a record that was meanwhile found to be the same person as another, and merged into it. Make the change on the record that was kept, if it still holds.
report-why-unknown_entity = It is about a visit or person that this council does not have.
report-why-no_submission = The visit was reported as finished, but no form came with it.
report-why-no_base = The form changes fields without saying what the officer saw before.
report-why-instance_taken = A form with the same number is here already.
report-why-from_resident = A resident, or somebody for them, filled this in by link. Nobody saw who held the phone, so nothing was changed yet; only an alert is raised at once. Accepting hands on the needs it names and takes its changes of the record to Conflicts, where you choose.
report-from-link = From the resident, by link. Received { $received }, reference { $reference }.
report-from-helper = From { $name } ({ $relationship }), who says they have the resident’s permission, by link. Received { $received }, reference { $reference }.
report-caption-link = Form by link
report-link-hint-accepted = The needs it names are handed on, and its changes go to Conflicts where the record says something else.
report-link-hint-merged = Only its changes are taken over, or go to Conflicts. No need is handed on.
report-link-hint-kept_as_note = Nothing changes. It can be read here for as long as records are kept. Say why.
report-link-note = Words for the record
report-link-note-hint = They are needed when you keep it as a note. The resident does not see them.
report-by-link = By link
report-part-link = Received { $received }. The time on the sender’s own phone or computer: { $device_time }.
report-open-resident = Open the resident’s record
report-problems = What the checks found
report-why-other = It could not be taken in: { $reason }.

report-kind-visit-start = Visit started
report-kind-visit-submit = Visit finished
report-kind-visit-cannot_complete = Visit handed back
report-kind-visit-reopen = Visit reopened to correct it
report-kind-visit-propose = Visit proposed
report-kind-submission-create = Form
report-kind-resident-edit = Changes to the resident’s record
report-kind-case-edit = Changes to the case
report-kind-note-add = Note
report-kind-attachment-add = Photo
report-kind-alert-raise = Alert
report-kind-alert-told = Whom the officer told
report-kind-conflict-resolve = A conflict settled on the phone
report-kind-referral-make = Referral
report-kind-unreadable = Cannot be read

report-back = Late reports
report-caption = Late report
report-from = From { $who }, received { $received }.
report-from-device = From { $who }, { $device }, received { $received }.
report-part = Received { $received }. The phone’s own time: { $device_time }. The phone’s list at that time: { $view }.
report-visit-now = The visit is with { $officer }.
report-visit-nobody = Nobody has the visit.
report-open-visit = Open the visit
report-what = What was reported
report-edits = Changes it asks for
report-edit-field = Field
report-edit-wanted = Asked for
report-edit-shown = Shown now
report-edit-seen = What the officer saw
report-other = What { $who } reported
report-other-received = Received { $received }.
report-settle = Settle this
report-already = Settled
report-settled = { $decision } by { $who }, { $at }.
report-not-yours = A supervisor settles this.
report-decision = What should become of it?
report-decision-accepted = Accept
report-decision-hint-accepted = It counts as if the visit had still been this officer’s. If the visit is not done yet, this closes it. Referrals are made once.
report-decision-merged = Merge only the changes
report-decision-hint-merged = The changed fields are taken over where nobody else has changed them. Everything else stays a note.
report-decision-kept_as_note = Keep as a note
report-decision-hint-kept_as_note = Nothing changes. It can be read here for as long as records are kept. Say why.
report-decided-accepted = Accepted
report-decided-merged = Changes merged
report-decided-kept_as_note = Kept as a note
report-note = Words to the officer
report-note-hint = The officer reads them on the phone. They are needed when you keep it as a note.
report-go = Settle
report-done-accepted = Accepted. Officers whom it concerns are told when their phones are next in contact.
report-done-merged = The changes were merged. Officers whom it concerns are told when their phones are next in contact.
report-done-kept_as_note = Kept as a note. Nothing was changed.
report-done-nothing = Nothing was settled.
report-done-left = { $count ->
    [one] 1 part cannot be taken in as it is ({ $reasons }). Keep it as a note.
   *[other] { $count } parts cannot be taken in as they are ({ $reasons }). Keep them as a note.
  }
report-refused-settled_meanwhile = Somebody else settled this after you opened it. Nothing was changed. What they decided is shown below.
report-refused-words_missing = Say why it is only kept as a note
report-refused-words_too_long = Use at most 2,000 characters
report-refused-decision_missing = Choose what should become of it

clash-title = Two contents under one number
clash-sent = What came second
clash-taken = What came first and was taken in

waiting-title = Waiting for something that has not arrived
waiting-words = These messages from phones stand on others that have not come, or on a newer Doorstep. They are taken in by themselves when that arrives. After seven days they go to Late reports.
waiting-column-what = What
waiting-column-for = Waits for
waiting-none = Nothing waits.
waiting-more = And { $count } more.

hand-back-no_time = No time
hand-back-no_access = Could not get to the door
hand-back-ill = The officer is ill
hand-back-unsafe_area = The area did not feel safe
hand-back-other = Another reason
hand-back-with-note = { $reason }: { $note }


# Two visits to one resident on one day.
visit-also-title = Two visits to this person on one day
visit-also-line = Also visited that day by { $who }, { $at }: { $outcome }
