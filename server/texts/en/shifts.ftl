# Shifts: who works when and where.
nav-shifts = Shifts
shifts-title = Shifts
shifts-week = Shifts from { $first } to { $last }
shifts-words = Visits are shared among the officers whose visiting shift begins on the day. An alert belongs to whoever is on duty; if they do not acknowledge it, the next on call is told by text message, then Gold.
shifts-weeks = Weeks
shifts-previous = Week before
shifts-next = Week after
shifts-column-day = Day
shifts-column-visiting = Visiting
shifts-column-duty = On duty
shifts-column-next = Next on call
shifts-column-gold = Gold
shifts-gaps = Nobody is on call
shifts-gaps-words = Alerts raised then go to a duty manager, a supervisor or an administrator all the same, but to whom is left to chance.
shifts-gap = { $begins } to { $ends }
shifts-whose = Whose: { $name }
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
shifts-kind-duty = On duty
shifts-kind-next = Next on call
shifts-kind-gold = Gold
shifts-kind-hint-visiting = The clock of lone working runs until the expected end
shifts-kind-hint-duty = Owns the alerts that are raised in these hours
shifts-kind-hint-next = Is told by text message when an alert is not acknowledged
shifts-kind-hint-gold = Is told after the next on call
shifts-days = Days
shifts-from = From
shifts-to = Expected end
shifts-to-hint = A shift on call that ends at or before the time it begins ends on the next day
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
    [0] Nothing was added.
    [one] 1 shift is copied. This is the week it was copied to.
   *[other] { $count } shifts are copied. This is the week they were copied to.
  }{ $left ->
    [0] { "" }
    [one] { " " }1 was left out: its person has another role now.
   *[other] { " " }{ $left } were left out: their people have another role now.
  }
shifts-removed = The shift is taken away.
shifts-undo = Plan it again
shifts-kept-begun = A shift that has begun stays: the record of who worked rests on it.
shifts-kept-not_found = This shift was taken away already.
shifts-wrong-kind = Choose what for
shifts-wrong-person = Choose a person
shifts-wrong-person-visiting = Choose somebody who visits
shifts-wrong-person-duty = Choose somebody who may own alerts
shifts-wrong-person-next = Choose somebody who may own alerts
shifts-wrong-person-gold = Choose somebody who may own alerts
shifts-wrong-day = Tick at least one day
shifts-wrong-from = Enter the time at which the shift begins, like 09:00
shifts-wrong-to = Enter the expected end, like 17:00
shifts-wrong-order = A visiting shift must end after it begins
shifts-wrong-place = The place may have at most { $most } characters
today-rota-gaps = { $count ->
    [one] In the next seven days there is 1 stretch in which nobody is on call for alerts
   *[other] In the next seven days there are { $count } stretches in which nobody is on call for alerts
  }
