# Assign: giving visits to officers.
assign-title = Assign
assign-count = { $count ->
    [one] 1 person
   *[other] { $count } people
  }
assign-count-words = with an open case and nobody to visit them, the most urgent first.
assign-filter = Filter
assign-ward = Ward
assign-ward-unknown = unknown
assign-programme = Programme
assign-points = Least priority
assign-points-hint = Points, for example 4
assign-age = Least age
assign-age-hint = Years, for example 80
assign-sorted = Sorted by
assign-sorted-priority = Priority
assign-sorted-later = The day planned
assign-sorted-age = Age, the oldest first
assign-show = People on a page
assign-show-usual = 50
assign-any = Any
assign-apply = Apply filter
assign-clear = Clear all filters
assign-none = Everybody with an open case has somebody. There is nothing to assign.
assign-none-fit = Nobody fits these filters.
assign-tick-all = { $count ->
    [one] Tick the one on this page
   *[other] Tick all { $count } on this page
  }
assign-tick-visits = { $count ->
    [one] Tick the one visit
   *[other] Tick all { $count } visits
  }
assign-caption = People to be visited
assign-column-who = Who
assign-column-address = Address
assign-column-ward = Ward
assign-column-why = Priority and why
assign-column-officer = Officer
assign-column-overdue = Overdue
assign-column-undone = To do today
assign-column-done = Done today
assign-column-unsent = Unsent on phone
assign-column-contact = Last contact
assign-column-day = Day
assign-column-state = State
assign-points-of = { $points ->
    [one] 1 point
   *[other] { $points } points
  }
assign-pair = Visit in pairs
assign-waits = Taken back, waits for an officer
assign-letter-left = Letter left, next visit
assign-planned = Planned for { $day }
assign-was-due = Was due { $day }
assign-keep = Visits that are planned keep their own day and time
assign-kept = { $count ->
    [one] 1 of them keeps the day for which it was planned.
   *[other] { $count } of them keep the days for which they were planned.
  }
assign-later = { $count ->
    [one] 1 more person has a visit planned for a later day that no officer has yet
   *[other] { $count } more people have a visit planned for a later day that no officer has yet
  }
assign-later-words = with a visit planned for a later day that no officer has yet, the nearest day first.
assign-later-back = People whom nobody has now
assign-overdue = Overdue
assign-no-name = (no name)
assign-nobody = nobody
assign-no-address = No address known
assign-pages = Pages
assign-previous = Previous
assign-next = Next
assign-give = Give the ticked people to
assign-officer = Officer
assign-officer-choose = Choose an officer
assign-day = Day
assign-day-hint = For example 24/11/2026
assign-from = Time from (optional)
assign-times-hint = For example 13:00. Left empty, a visit keeps the time that it has
assign-time-hint = For example 13:00
assign-to = Time until (optional)
assign-to-hint = Give one for people who are marked or visited in pairs: only then is somebody told when nothing is heard after it
assign-times = Set the time of the ticked visits
assign-times-words = The order of the day keeps to it, and the phone shows it. A visit in pairs, or before a door with a warning marker, is watched until its time ends: give it one. Both left empty take the time away.
assign-times-do = Set time
assign-times-done = { $count ->
    [0] No visit has another time.
    [one] 1 visit has another time.
   *[other] { $count } visits have another time.
  }
assign-no-time = No time: this visit has no clock of its own
assign-no-visits = Wants no visits
assign-unwanted = Reason for visiting somebody who wants no visits
assign-unwanted-hint = Only for people marked “Wants no visits”; it is kept in the history
assign-why-no_visits = { $name } wants no visits: give a reason if one is needed all the same.
assign-refused-unwanted_reason_too_long = The reason may have at most 500 characters
assign-refused-from_wrong = Enter the time from as a time of day, like 13:00
assign-refused-to_wrong = Enter the time until as a time of day, like 17:00
assign-refused-times_crossed = The time until must be later on the same day than the time from
assign-second = Second officer, for visits in pairs
assign-second-none = Nobody
assign-goes-along = { $name } goes along.
assign-goes-with = Goes along with { $name }, on whose list it is changed.
assign-goes-alone = One officer alone: { $reason }
assign-goes-alone-no-reason = One officer alone, without a reason.
assign-open-visit = Open the visit
assign-pair-reason = Reason for sending one officer alone
assign-pair-hint = Only for people marked “Visit in pairs”, and only without a second officer
assign-do = Assign visits
assign-officers = Officers today
assign-no-officers = There is no officer yet. An administrator adds them.
assign-done = { $count ->
    [0] No visit was assigned.
    [one] 1 visit is given to { $officer }, { $day }.
   *[other] { $count } visits are given to { $officer }, { $day }.
  }
assign-moved = { $count ->
    [0] No visit was moved.
    [one] 1 visit is moved to { $officer }, { $day }.
   *[other] { $count } visits are moved to { $officer }, { $day }.
  }
assign-taken-back = { $count ->
    [0] No visit was taken back.
    [one] 1 visit is taken back and waits for an officer.
   *[other] { $count } visits are taken back and wait for an officer.
  }
assign-left-out = { $count ->
    [one] 1 was left out:
   *[other] { $count } were left out:
  }
assign-left-out-more = And { $count } more.
assign-why-gone = { $name } is not on the list any more.
assign-why-case_not_open = { $name } has no open case.
assign-why-on_hold = { $name } is on hold.
assign-why-already_planned = { $name } has a visit already: { $officer }, { $day }.
assign-why-contact_planned = { $name } has a contact planned: { $day }.
assign-why-needs_pair = { $name } must be visited in pairs: choose a second officer, or give a reason for sending one.
assign-why-status_forbids = { $name }: the visit is done or closed.
assign-why-changed_meanwhile = { $name }: somebody else changed this visit meanwhile; { $officer } has it now.
assign-refused-nobody_chosen = Tick at least one person
assign-refused-too_many = Tick at most { $most } people at once
assign-refused-no_officer = Choose an officer who may visit
assign-refused-no_second = Choose somebody else who may visit as the second officer
assign-refused-day_past = The day must be today or later
assign-refused-day_wrong = Enter a day, like 24/11/2026
assign-refused-reason_too_long = The reason may have at most 500 characters
assign-list-of = Visits of { $name }
assign-list-empty = This officer has no visit to do.
assign-move = Move the ticked visits
assign-move-do = Move visits
assign-take-back = Take the ticked visits back
assign-take-back-words = The visits leave the officer’s phone when it next connects and wait for another officer. What the officer still does offline arrives as late work; nothing is lost.
assign-take-back-reason = Why (for the record)
assign-take-back-do = Take visits back
