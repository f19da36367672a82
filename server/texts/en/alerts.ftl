# Alerts.
alerts-title = Alerts
alerts-pages = Pages of alerts
alerts-open = Open
alerts-closed = Closed
alerts-none = No open alert.
alerts-none-closed = No alert has been closed yet.
alerts-subnav = Alerts by state
alerts-rule = An alert stays here until it is acknowledged and closed. It always has one owner.
alerts-open-page = Open
alert-title = Alert: { $kind }
alert-back = All alerts
alert-raised = Raised
alert-raised-by = { $at } by { $name }
alert-owner = Owner
alert-state = State
alert-told = Whom the officer told
alert-told-at = { $whom }, { $at }
alert-told-nobody = The officer has not recorded telling anybody.
alert-who = Resident
alert-pieces = { $count ->
    [one] 1 piece of work
   *[other] { $count } pieces of work
  }
alert-pieces-words = { $count ->
    [one] One piece of work from this officer’s phone is sealed and cannot be opened here. It may hold a concern: ask the officer what was done. It is kept.
   *[other] { $count } pieces of work from this officer’s phone are sealed and cannot be opened here. Each may hold a concern: ask the officer what was done. All are kept.
  }
alert-pieces-opened = { $count ->
    [one] 1 could be opened since.
   *[other] { $count } could be opened since.
  }
alert-pieces-open = See the late reports that cannot be opened
alert-officer-telephone = Officer’s telephone
alert-acknowledged-at = Acknowledged { $at }.
alert-not-acknowledged = Not acknowledged for { $age }.
alert-closed-at = Closed { $at }.
alert-open-visit = Open the visit
alert-open-resident = Open the resident’s record
alert-acknowledge = Acknowledge
alert-add-note = Add a note
alert-acknowledge-heading = Take it in hand
alert-note = What are you doing about it?
alert-note-more = Note
alert-hand-over = Hand over
alert-hand-over-heading = Hand it to somebody else
alert-new-owner = New owner
alert-hand-over-note = Why, and what is still to do
alert-close = Close alert
alert-close-heading = Close it
alert-close-lone = Closing stops no clock: while nothing newer is heard from the officer, the alarm is raised again. Record what was heard on Who is out.
alert-close-note = What came of it?
alert-choose = Choose a person
alert-history = What was done
alert-step-acknowledged = Acknowledged
alert-step-handed_over = Handed over
alert-step-noted = Note
alert-step-closed = Closed
alert-note-owner-left = Handed on because its owner has left.
alert-note-officer-started = The officer has started a shift since.
alert-note-officer-safe = The officer has said since: I am safe.
alert-note-officer-finished = The officer has said since: finished.
alert-note-not-said-any-more = The report that was sent since does not say this any more.
alert-done-acknowledge = You have acknowledged the alert.
alert-done-own = { $name } now owns the alert.
alert-done-own-ring = { $name } now owns the alert. No text message can tell them: ring them.
alert-done-close = The alert is closed.
alert-officer = Officer
alert-last-contact = Last contact
alert-no-contact = None on record
alert-expected = Expected to be heard from
alert-planned-address = Planned address
alert-no-planned = No visit of that day is left to do.
alert-raised-by-clock = { $at }, when the time had passed without contact
alert-lone-words = Ring the officer. If nobody answers, send somebody to the planned address or ring 999. That a phone was in contact does not mean that its officer is safe.
alert-lone-record = Record what the officer says: Who is out
alert-tellings = Who was told by text message
alert-telling-owner = Owner: { $name }, { $at }.
alert-telling-next = Next on call: { $name }, { $at }.
alert-telling-gold = Gold: { $name }, { $at }.
alert-telling-nobody-owner = The owner has no mobile number on record ({ $at }).
alert-telling-nobody-next = Next on call: nobody who has a mobile number on record ({ $at }).
alert-telling-nobody-gold = Gold: nobody who has a mobile number on record ({ $at }). Ring somebody.
alert-telling-message = Text message: { $status }
alert-refused-closed = Somebody closed this alert after you opened the page. Nothing was changed.
alert-refused-note_missing = Enter a note
alert-refused-note_too_long = Use at most 2,000 characters
alert-refused-owner_missing = Choose who owns it now
alert-refused-not_acknowledged = Acknowledge the alert before you close it
