# Residents: search and record.
residents-title = Residents
residents-search = Find a resident
residents-hint = Part of a name, a postcode, an NHS number or a date of birth. You can mix them.
residents-find = Find
residents-none = Nobody fits “{ $typed }”.
residents-none-tip = Try fewer letters, another spelling, or only the postcode.
residents-count = { $count ->
    [one] 1 person
   *[other] { $count } people
  }
residents-many = More than { $count } people fit. Add a word to find fewer.
residents-column-born = Born
residents-column-address = Address
residents-column-name = Name
residents-caption = People found
residents-audited = Every record you open is noted with your name and the time.
resident-address = Address
resident-age = Age
resident-born = Date of birth
resident-nhs-number = NHS number
resident-mobile = Mobile
resident-landline = Landline
resident-email = Email
resident-language = Language
resident-lives-alone = Lives alone
resident-access-needs = Access needs
resident-communication-needs = Communication needs
resident-yes = Yes
resident-no = No
resident-back = All residents
resident-details = Details
resident-corrected = Corrected by the council
resident-merged = This record was merged into another one.
resident-merged-link = Open that record
resident-preferences = How to reach them
resident-prefer-call = Call
resident-prefer-text = Text
resident-prefer-email = Email
resident-prefer-visit = Visit
resident-prefer-message = Safe to leave a message
resident-not-asked = Not asked
resident-cases = Cases
resident-no-cases = No case.
resident-case-opened = opened { $at }
resident-next-contact = next contact { $day }
resident-visits = Visits
resident-no-visits = No visit yet.
resident-holds = Holds
resident-hold-open = { $kind }, since { $at }. No message, call or new visit.
resident-hold-confirmed = Confirmed { $at }.
resident-hold-lifted = { $kind }, from { $at } to { $lifted }.
resident-alerts = Alerts
resident-others = Others at this address

# Settling a reported death.
hold-heading = Is the report of a death right?
hold-words = Until you say so, nobody calls, writes to or visits this person. Others at the address keep their visits.
hold-words-confirmed = The death is confirmed. If that was a mistake, the hold can still be lifted.
hold-note = How you know
hold-note-hint = For example: spoke to the daughter by telephone. Everybody who reads the record sees this.
hold-confirm = The person has died: keep the hold
hold-lift = The report is wrong: lift the hold
hold-done-confirm = The death is confirmed. Visits that nobody holds were cancelled.
hold-done-lift = The hold is lifted. The person can be visited and called again, and is on Assign if nobody has them.
hold-refused-settled_already = Somebody has settled this meanwhile. Look again before you go on.
hold-refused-note_missing = Say how you know
hold-refused-note_too_long = Shorten the note to 2,000 characters

# Correcting a record.
resident-edit = Correct this record
resident-edit-title = Correct { $name }
resident-edit-words = What you change here is the council’s own correction. A later list does not overwrite it, and officers see it at their next contact.
resident-edit-save = Save
resident-edit-done = The record is corrected. Officers who visit this person see it at their next contact.
resident-edit-nothing = Nothing was changed.
resident-edit-conflict = Somebody else changed this while you had the page open: { $fields }. Both values are kept. Settle it under Conflicts.
resident-edit-telephone = Enter a telephone number, like 07700 900123. For another country, begin with + and its code
resident-edit-email = Enter an email address, like name@example.org
resident-edit-wrong = This { $problem }.
