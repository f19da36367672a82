# The list of visits.
visits-title = Visits
visits-own = These are your own visits.
visits-filter = Filter
visits-filter-chosen = Filter, { $count ->
    [one] 1 in force
   *[other] { $count } in force
  }
visits-name = Part of the resident’s name
visits-owner = Issues owned by
visits-address = Text in the address
visits-status = Status
visits-review = Review
visits-outcome = Outcome
visits-ward = Ward
visits-officer = Officer
visits-programme = Programme
visits-from = Planned from
visits-to = Planned to
visits-date-hint = For example 23/11/2026
visits-overdue = Only overdue
visits-any = Any
visits-apply = Apply filter
visits-clear = Clear all filters
visits-chosen = Filters in force
visits-remove = Remove filter:
visits-chip-address = “{ $value }”
visits-chip-name = Resident: “{ $value }”
visits-chip-owner = With issues, owned by { $value }
visits-chip-status = Status: { $value }
visits-chip-review = Review: { $value }
visits-chip-outcome = Outcome: { $value }
visits-outcome-retired = { $outcome } (retired)
visits-chip-ward = Ward: { $value }
visits-chip-officer = Officer: { $value }
visits-chip-programme = Programme: { $value }
visits-chip-from = From { $value }
visits-chip-to = To { $value }
visits-chip-overdue = Overdue
visits-chip-made = Made from { $value }
visits-chip-made_until = Made until { $value }
visits-chip-group = { $value }
visits-count = { $count ->
    [one] 1 visit
   *[other] { $count } visits
  }
visits-count-more = More than { $count } visits
visits-none = No visit fits these filters.
visits-none-at-all = There are no visits yet. They appear here once a supervisor has assigned some.
visits-order = Open alerts come first, then needs nobody has reviewed, oldest first, then the latest visits.
visits-caption = Visits
visits-column-who = Resident
visits-column-address = Address
visits-column-planned = Planned
visits-column-officer = Officer
visits-column-outcome = Outcome
visits-column-state = State
visits-nobody = Nobody
visits-next = Next page
visits-first = Back to the first page
visits-pages = Pages of visits
visits-needs-badge = Needs
visits-no-name = Name not known
visits-no-address = Address not known
visits-ward-unknown = Ward unknown
visits-new = { $count ->
    [one] 1 new visit has come in since you opened this page.
   *[other] { $count } new visits have come in since you opened this page.
  }
visits-new-more = More than { $count } new visits have come in since you opened this page.
visits-new-show = Show them
visits-new-spoken = New visits have come in. A link above the list shows them.
visit-opened-by = Opened by { $who }: { $at }
visit-opened-words = You may both be looking at it. Whoever decides first is kept, and the other is told.

## Approving together
together-link = Approve visits without needs together
together-title = Approve together
together-words = Visits that came back as “Seen, no needs”, the oldest first. Ticked are those in which there is nothing to read: no note, photo, need, alert, conflict or late report. Each of the others has to be opened.
together-nothing = No visit with this outcome waits for review.
together-count = { $count } of { $all } on this page can be approved together
together-column-approve = Approve
together-column-who = Resident
together-column-officer = Officer
together-column-came = Came in
together-tick = Approve the visit to { $name }
together-open = Open it: { $reason }
together-approve = Approve those that are ticked
together-pages = Pages of visits that wait
together-done = { $count ->
    [one] 1 visit is approved. It can be opened again from its own page.
   *[other] { $count } visits are approved. Each can be opened again from its own page.
  }
together-undo = Undo
together-undone = { $count ->
    [0] Nothing was undone: it has changed meanwhile, or it was undone before.
    [one] 1 visit waits for review again.
   *[other] { $count } visits wait for review again.
  }
together-left = { $count ->
    [one] 1 visit was left as it is: { $reasons }.
   *[other] { $count } visits were left as they are: { $reasons }.
  }
together-none-chosen = Tick at least one visit.
together-too-many = At most { $most } visits can be approved at once.
together-why-changed = changed meanwhile, it no longer waits for review
together-why-outcome = another outcome
together-why-alert = there is an alert
together-why-late = a late report, or something still waits
together-why-conflict = there is a conflict
together-why-held = the person is on hold
together-why-needs = there are needs
together-why-problems = the checks found something
together-why-several = not exactly one form
together-why-reviewed = was reviewed before
together-why-same_day = another visit that day
together-why-files = there are photos or documents
together-why-words = there is a note
