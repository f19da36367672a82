# Days and ages.
none-yet = –
date-today = Today
date-yesterday = Yesterday
date-tomorrow = Tomorrow
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
