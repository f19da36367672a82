# Shifts: who works when and where.
nav-shifts = Shifts
shifts-title = Shifts
shifts-week = Shifts from { $first } to { $last }
shifts-words = Visits are shared among the officers whose visiting shift begins on the day. Alerts go to whoever is on duty.
shifts-weeks = Weeks
shifts-previous = Week before
shifts-next = Week after
shifts-column-day = Day
shifts-column-visiting = Visiting
shifts-column-duty = On duty
shifts-nobody = Nobody
shifts-line = { $name }, { $begins } to { $ends }
shifts-remove = Take away
shifts-remove-of = the shift of { $name }, { $day }
shifts-copy = Copy this week to the next
shifts-plan = Plan shifts
shifts-who = Who
shifts-who-choose = Choose a person
shifts-person = { $name }, { $role }
shifts-kind = What for
shifts-kind-visiting = Visiting
shifts-kind-duty = On duty, owns alerts
shifts-days = Days
shifts-from = From
shifts-to = Expected end
shifts-to-hint = A duty shift that ends at or before the time it begins ends on the next day
shifts-place = Where (optional)
shifts-place-hint = For example a ward
shifts-plan-do = Plan
shifts-planned = { $count ->
    [0] No shift was added.
    [one] 1 shift is planned.
   *[other] { $count } shifts are planned.
  }{ $known ->
    [0] { "" }
    [one] { " " }1 was planned already.
   *[other] { " " }{ $known } were planned already.
  }
shifts-copied = { $count ->
    [0] Everything of that week was planned already.
    [one] 1 shift is copied. This is the week it was copied to.
   *[other] { $count } shifts are copied. This is the week they were copied to.
  }
shifts-removed = The shift is taken away.
shifts-undo = Plan it again
shifts-kept-begun = A shift that has begun stays: the record of who worked rests on it.
shifts-kept-not_found = This shift was taken away already.
shifts-wrong-kind = Choose visiting or on duty
shifts-wrong-person = Choose a person
shifts-wrong-person-visiting = Choose somebody who visits
shifts-wrong-person-duty = Choose somebody who may own alerts
shifts-wrong-day = Tick at least one day
shifts-wrong-from = Enter the time at which the shift begins, like 09:00
shifts-wrong-to = Enter the expected end, like 17:00
shifts-wrong-order = A visiting shift must end after it begins
shifts-wrong-place = The place may have at most { $most } characters
