# Whom the contact centre rings, and how somebody may be reached.
nav-contacts = Contacts
contacts-title = Contacts
contacts-next = Call the next person
contacts-programme = Programme
contacts-only = Show
contacts-only-any = Everybody who is due
contacts-only-callbacks = Only those who asked to be called now
contacts-only-to-come = Calls back still to come, by day
contacts-wrong-programme = The address of this page names a programme that does not exist. Choose one from the list.
contacts-wrong-only = The address of this page asks for a list that does not exist. Choose one.
contacts-unwanted = { $count ->
    [one] 1 person does not want to be called and is not in this list. Assign has them for a visit.
   *[other] { $count } people do not want to be called and are not in this list. Assign has them for a visit.
  }
contacts-none = Nobody is to be called now.
contacts-none-fit = Nobody who is to be called now fits these filters.
contacts-count = { $count ->
    [one] 1 person to call
   *[other] { $count } people to call
  }
contacts-count-more = More than { $count } people to call
contacts-order = Calls back that were asked for come first, then the most urgent. Whoever has a visit proposed or to come, and asked for no call back, or is to be tried at another time of day, is not in the list.
contacts-order-to-come = The time that each asked for has not come. The nearest comes first; you may ring earlier.
contacts-column-who = Resident
contacts-column-why = Why now
contacts-column-tried = Tried
contacts-column-do = Call
contacts-call = Call now
contacts-call-whom = : { $name }
contacts-go-on = Go on
contacts-with = With { $name }
contacts-never = Not yet
contacts-not-tried = Not since somebody was last reached
contacts-tries = { $count ->
    [one] 1 call without success ({ $parts })
   *[other] { $count } calls without success ({ $parts })
  }
contacts-last = { $outcome }, { $at }
contacts-asked = Ask by telephone: a list ({ $file }) no longer names them. Decided by { $by }, { $at }.
contacts-asked-at = { $day } at { $time }
contacts-callback = Asked to be called { $asked }
contacts-callback-overdue = Asked to be called { $asked }: overdue for { $age }
contacts-nobody-free = Nobody is free to be called now. Colleagues have whoever is in the list.
contacts-let-go-done = They are free for your colleagues to call.
contacts-recorded-title = The call is recorded
contacts-recorded = { $name }: { $outcome }.
contacts-recorded-proposed = A visit is proposed.
contacts-recorded-due = Next try: { $at }.
contacts-recorded-open = Look at what was recorded, or correct it
contacts-pages = Pages of people to call
contacts-previous = Previous page
day-part-morning = morning
day-part-afternoon = afternoon
day-part-evening = evening

call-title = A call
call-asked = Why this call: a list ({ $file }) no longer names them. { $by } decided { $at } to ask by telephone.
call-back = All contacts
call-yours = Yours until { $at }. Nobody else is offered this person until then, or until the call is recorded.
call-record = Record the call
call-let-go = Do not call now
call-no-form = No telephone form is published, so a call cannot be recorded. An administrator publishes one under Forms.
call-wishes = How they wish to be reached
call-no-message = Leave no message: it is not safe for them.
call-know = To know before the call
call-before = Calls before
call-none-before = Nobody has called them yet.
call-refused-merged = This record was joined to another. Call from there.
call-refused-held = A death was reported. Nobody calls this person. A supervisor settles the report on their record.
call-refused-case_closed = This case is closed. Nobody calls under it.
call-refused-no_calls_wanted = They do not want to be called. Visit or write instead.
call-refused-no_number = No number is on record. Add one on their record, or propose a visit.
call-refused-claimed = { $by } has this person until { $until }. Call somebody else.

resident-call = Call about { $case }
preferences-title = How they wish to be reached
preferences-change = Change how they wish to be reached
preferences-save = Save
preferences-done = What they wish is saved. It holds for every call, message and visit from now on.
preferences-stands = What stands now:
preferences-refused-changed_meanwhile = Somebody else changed this after you opened it, and nothing of yours was saved. What stands now is listed; what you chose is still below. Save again if it holds.
preference-call = May we call?
preference-text = May we send text messages?
preference-email = May we send e-mail?
preference-visit = May we visit?
preference-safe_to_leave_message = Is it safe to leave a message?
