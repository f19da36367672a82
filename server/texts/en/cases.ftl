# One case: closed, held, opened again, the next contact.
case-title = Case: { $case }
case-page = Case
case-back = Back to the record
case-change = Close, hold or next contact
case-change-of = Close, hold or next contact: { $case }
case-open-again = Open the case again
case-open-again-of = Open the case again: { $case }
case-offer-close = Close the case
case-offer-close-of = Close the case: { $case }
case-death-open = The death is confirmed. { $count ->
    [one] A case is still open.
   *[other] { $count } cases are still open.
  }
case-since = Since { $at }
case-closed-at = Closed { $at }
case-held-until = On hold until { $day }. It opens again by itself on that day.
case-next-contact-is = Next contact
case-state = State
case-reason = Reason
case-opened = Opened
case-merged-words = This case was joined to that of the same person. Take the merge back on their record to part them again.
case-what-hangs = What hangs on it
case-nothing-hangs = No visit is planned, and nothing else waits.
case-visit-line = Visit { $day }, { $officer }
case-visit-begun = begun
case-visit-nobody = no officer
case-referral-line = { $type } ({ $to })
case-visits-go = Closing cancels these visits, and so does a hold those before its last day. They leave the officer’s phone with its next contact. What an officer has already written arrives as a late report and is not lost.
case-stays = Closing the case does not end what is in other hands:
case-stays-referral = the need stays with whoever has it, until they complete or cancel it
case-stays-evidence = { $count ->
    [one] 1 request for evidence stays open; nobody is reminded of it
   *[other] { $count } requests for evidence stay open; nobody is reminded of them
  }
case-stays-alerts = { $count ->
    [one] 1 alert about this person is open and stays with its owner
   *[other] { $count } alerts about this person are open and stay with their owners
  }
case-stays-proposals = { $count ->
    [one] 1 visit is proposed and waits for a supervisor’s answer
   *[other] { $count } visits are proposed and wait for a supervisor’s answer
  }
case-next-heading = Next contact
case-next-words = Until that day nobody has to visit or call. The person is on the call list from that day on. Leave it empty if nothing is planned: then Today counts the person among those whom nobody has.
case-next = Day of the next contact
case-next-hint = For example { $day }. Not in the past.
case-next-save = Save the next contact
case-hold-heading = Put on hold
case-hold-words = For somebody who is away or asked for a pause. Nobody calls or visits them under this case until the day; then it opens by itself.
case-hold-until = On hold until
case-hold-hint = For example { $day }. At most a year from now.
case-hold-note = Why
case-hold-save = Put on hold
case-hold-longer = Change the day
case-close-heading = Close the case
case-close-words = The person is no longer called or visited under { $case }. The record stays, and the case can be opened again.
case-close-reason = Why is it closed?
case-close-note = What led to it
case-close-note-hint = Needed after a refusal and for another reason. Everybody who reads the record sees this.
case-close-died-hint = A death is a reason to close once a supervisor has confirmed it on the record.
case-close-save = Close the case
case-reopen-heading = Open it again
case-reopen-words = The person can be called and visited under { $case } again. Visits that were cancelled with it and whose day is still to come are planned again, without an officer.
case-reopen-save = Open the case again
case-history = History of the case

case-closed-nothing_needed = Needs nothing more
case-closed-declined = Does not want contact
case-closed-moved_away = Moved away
case-closed-in_care = Lives in care or in hospital now
case-closed-died = Has died
case-closed-other_service = Another service looks after them
case-closed-not_on_list = No longer on the list
case-closed-opened_in_error = Opened in error
case-closed-other = Another reason
case-closed-merged = Joined to the case of the same person

case-done-close = The case is closed: { $reason }. { $visits ->
    [0] No visit was planned.
    [one] 1 visit was cancelled.
   *[other] { $visits } visits were cancelled.
  }
case-done-hold = The case is on hold until { $day }. { $visits ->
    [0] No visit was planned before then.
    [one] 1 visit was cancelled.
   *[other] { $visits } visits were cancelled.
  }
case-done-reopen = The case is open again. { $visits ->
    [0] No visit is planned.
    [one] 1 visit is planned again and needs an officer.
   *[other] { $visits } visits are planned again and need an officer.
  }
case-done-next_contact = The next contact is on { $day }.
case-done-clear = No next contact is planned.

case-refused-state-changed_meanwhile = Somebody changed this case meanwhile. It is shown as it is now; look again before you go on.
case-refused-state-not_from_here = The case does not stand as it did. It is shown as it is now.
case-refused-state-merged = This case was joined to that of the same person.
case-refused-state-another_open = This person has another case under the same programme that is not closed.
case-refused-state-programme_retired = The programme is retired, so no case can be opened under it.
case-refused-reason-missing = Choose why the case is closed
case-refused-reason-death_not_confirmed = A supervisor must first confirm the death on the record
case-refused-note-missing = Say what led to it
case-refused-note-too_long = Shorten the note to 2,000 characters
case-refused-held_until_on-day = Enter a day, like 24/12/2026
case-refused-held_until_on-bounds = Enter a day after today and at most a year from now
case-refused-next_contact_on-day = Enter a day, like 24/12/2026, or leave it empty
case-refused-next_contact_on-bounds = Enter today or a later day, at most a year from now
