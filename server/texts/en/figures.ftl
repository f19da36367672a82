# Reports: what is counted, in words, and the pages that show it.
nav-figures = Reports
figures-title = Reports
figures-from = From
figures-until = Until
figures-days-hint = Counted whole. At most { $most } days.
figures-days-wrong = Choose a last day that is not before the first, and at most { $most } days
figures-show = Show
figures-daily-link = One day by ward, to print
figures-by-day = Visits by day
figures-by-ward = Visits by ward
figures-day = Day
figures-ward = Ward
figures-type = Need
figures-total = All
figures-made = Visits made
figures-seen = Seen
figures-needs = Of these with needs
figures-no_reply = No reply
figures-other = Other
figures-referrals = Referrals made
figures-open = Open referrals by age
figures-unsent = Not sent yet
figures-of = { $what }, { $of }
figures-none = No visit was made on these days.
figures-open-none = No referral is open.
figures-age = { $first } to { $last } days
figures-age-from = { $first } days and more
figures-unsent-words = { $phones ->
    [0] No phone said that it holds something that is not sent.
    [one] 1 phone holds { $operations } reports and { $photos } photos that are not sent.
   *[other] { $phones } phones hold { $operations } reports and { $photos } photos that are not sent.
  }
figures-unsent-oldest = The oldest is of { $at }.
figures-chart-days = { $what }, a column a day
figures-chart-weeks = { $what }, a column a week, named by its Monday
figures-chart-words = { $count } in all; the highest column is { $most }, { $day }. The table has every number.
figures-chart-ages-words = { $count } are open; { $old } of them for { $age }. The table has every number.
figures-export = Take the figures out as a file
figures-export-words = A CSV file with a line for each day and ward. That you did is an entry of the audit trail.
figures-feed-words = The same figures over OData, a row for each day and ward, of every day there is. In Power BI: Get data, OData feed, this address; then Basic, with the user name and password of an access. A filter on day is answered here, for example day ge 2026-11-01; every reading is an entry of the audit trail.
figures-feed-access = Access of other programs to the daily figures
figures-feed-ask = An administrator makes the access.
figures-csv-day = day
figures-csv-ward = ward
figures-csv-made = visits made
figures-csv-seen = seen
figures-csv-needs = seen with needs
figures-csv-no_reply = no reply
figures-csv-other = other
figures-csv-referrals = referrals made
figures-define = What is counted
figures-define-made = Visits whose report came in on that day. One that was rejected, or that repeats another of the same day, is not counted. One that was reported late counts on the day on which it came in.
figures-define-seen = Visits made on which the person was seen, with or without needs.
figures-define-needs = Those of the seen whose outcome says that there are needs.
figures-define-no_reply = Visits made on which nobody answered, with or without a concern.
figures-define-other = All other visits made, such as spoken to but not seen, refused, moved, in hospital or care. Seen, no reply and other add up to the visits made.
figures-define-ward = The ward of the visit’s address, as the gazetteer has it now.
figures-define-referrals = Referrals that were made on that day, whatever became of them, in the ward where the person lives now.
figures-define-open = Referrals that are to do, in progress or blocked now, by the days since they were made.
figures-define-unsent = What each phone said at its last contact. A phone without a signal may hold more.
figures-define-day = From midnight to midnight by the council’s clock.
daily-title = One day by ward
daily-back = Reports
daily-heading = Visits by ward: { $day }
daily-as-of = As of { $at }. Phones without a signal may still bring more.
daily-made = { $made ->
    [one] 1 visit made
   *[other] { $made } visits made
  }, { $seen ->
    [one] 1 person seen
   *[other] { $seen } people seen
  }, { $needs } of them with needs.
daily-no-reply = { $count ->
    [one] 1 visit without a reply.
   *[other] { $count } visits without a reply.
  }
daily-referrals = { $count ->
    [one] 1 referral made.
   *[other] { $count } referrals made.
  }
daily-open = { $count ->
    [one] 1 referral open now.
   *[other] { $count } referrals open now.
  }
daily-nobody = { $count ->
    [0] Everybody has somebody or a day for the next contact.
    [one] 1 person whom nobody has now.
   *[other] { $count } people whom nobody has now.
  }
today-trend = Visits made in the last fortnight
today-trend-all = All reports
