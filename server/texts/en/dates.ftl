# Days and ages.
none-yet = –
date-today = Today
date-yesterday = Yesterday
date-tomorrow = Tomorrow
date-wrong = “{ $typed }” is not a date. Write it like 23/11/2026, or leave it empty.
age-minutes = { $count ->
    [0] less than a minute
    [one] 1 minute
   *[other] { $count } minutes
  }
age-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
  }
age-days = { $count ->
    [one] 1 day
   *[other] { $count } days
  }
