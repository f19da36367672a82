# Residents: search and record.
residents-title = Residents
residents-search = Find a resident
residents-hint = Part of a name, a postcode, a house number with its street, a telephone number, an NHS number or a date of birth. You can mix them.
residents-find = Find
residents-none = Nobody fits “{ $typed }”.
residents-none-tip = Try fewer letters, another spelling, or only the postcode.
residents-count = { $count ->
    [one] 1 person
   *[other] { $count } people
  }
residents-many = More than { $count } people fit. Add a word to find fewer.
residents-page = People { $first } to { $last }, by name
residents-pages = Pages of people
residents-earlier = Earlier names
residents-later = Later names
residents-column-born = Born
residents-column-address = Address
residents-column-name = Name
residents-column-case = Cases
residents-case = Their cases
residents-case-any = In any state
residents-case-open = A case is open
residents-case-on_hold = A case is on hold
residents-case-closed = Every case is closed
residents-none-state = Nobody’s cases stand so.
residents-caption = People found
residents-audited = Every record you open is noted with your name and the time.
resident-address = Address
resident-age = Age
resident-name = Name
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
resident-case-held = on hold until { $day }
resident-case-closed = closed { $at }: { $reason }
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
hold-words-confirmed = The death is confirmed. If that was a mistake, the hold can still be lifted; cases that were closed because of it are then open again.
hold-note = How you know
hold-note-hint = For example: spoke to the daughter by telephone. Everybody who reads the record sees this.
hold-confirm = The person has died: keep the hold
hold-lift = The report is wrong: lift the hold
hold-done-confirm = The death is confirmed. Visits that nobody holds were cancelled.
hold-done-lift = The hold is lifted. The person can be visited and called again, and is on Assign if nobody has them.
hold-refused-settled_already = Somebody has settled this meanwhile. Look again before you go on.
hold-refused-not_confirmed = The death is not confirmed, or the hold was lifted meanwhile. Nothing was cancelled.
hold-refused-note_missing = Say how you know
hold-refused-note_too_long = Shorten the note to 2,000 characters

# Correcting a record.
resident-edit = Correct telephone, email or needs
resident-edit-title = Correct telephone, email or needs
resident-edit-words = What you change here is the council’s own correction. A later list does not overwrite it, and officers see it at their next contact.
resident-edit-save = Save
resident-edit-done = The record is corrected. Officers who visit this person see it at their next contact.
resident-edit-nothing = Nothing was changed.
resident-edit-conflict = Somebody else changed this while you had the page open: { $fields }. Both values are kept. Settle it under Conflicts.
resident-edit-telephone = Enter a telephone number, like 07700 900123. For another country, begin with + and its code
resident-edit-email = Enter an email address, like name@example.org
resident-edit-wrong = This { $problem }.

# Who and where somebody is, as it is typed: the same fields and refusals on every page that asks.
who-first-name = First name
who-middle-name = Middle name
who-last-name = Last name
who-date-of-birth = Date of birth
who-date-of-birth-hint = For example, 27/3/1941
who-address = Address
who-address-hint = One line each, without the postcode
who-postcode = Postcode
who-uprn = UPRN
who-telephone = Telephone
who-refused-state-changed_meanwhile = Somebody else changed this record after you opened it, and nothing of yours was saved. What stands now is shown here; what you typed is below it. Save again if it still holds.
who-refused-first_name-too_long = Shorten the first name to 200 characters
who-refused-middle_name-too_long = Shorten the middle name to 200 characters
who-refused-last_name-too_long = Shorten the last name to 200 characters
who-refused-last_name-missing = Enter a first or a last name
who-refused-date_of_birth-day_wrong = Enter a date of birth that was, like 27/3/1941, with four figures for the year, or leave it empty
who-refused-address-missing = Enter the address, or at least the postcode
who-refused-address-too_long = Use at most 5 lines of 200 characters for the address
who-refused-postcode-wrong = Enter a postcode, like ZZ99 3WZ, or leave it empty
who-refused-uprn-wrong = Enter a UPRN of up to 12 figures, or leave it empty
who-refused-uprn-of_other_door = This UPRN stands in the register for an address with another postcode. Check both, or leave the UPRN empty
who-refused-door-missing = Say whether this is another address, or the same door written wrongly
who-refused-door-is_another = The register has this address already, as another door. Choose “They live at another address”
who-refused-door-is_the_same = This is the door where they live already. Choose “It is the same door, written wrongly”, or leave the address as it was
who-refused-reason-missing = Say how you know
who-refused-reason-too_long = Shorten how you know to { $most } characters
who-refused-people-unseen = Look at whom it may be first
who-refused-telephone-wrong = Enter a telephone number, like 07700 900123, or leave it empty
who-refused-email-wrong = Enter an email address, like name@example.org, or leave it empty
who-refused-programme-missing = Choose the programme

# Correcting who and where somebody is.
correction-open = Correct name, date of birth or address
correction-title = Correct name, date of birth or address
correction-words = What you change here is the council’s own correction: a later list does not overwrite it. Officers see it at their next contact. Visits that nobody has begun go to the new address.
correction-stands = What stands now
correction-uprn-hint = The number of the property, if you know it. With it the ward and the place on the map are known. Leave it empty rather than guess; the number of the old address does not go along.
correction-door = If you changed the address
correction-door-hint = Leave this if the address is as it was.
correction-door-another = They live at another address
correction-door-another-hint = Warning markers of the address stay there, and those of the new address hold from now on.
correction-door-same = It is the same door, written wrongly
correction-door-same-hint = { $others ->
    [0] Its warning markers and visits stay with it.
    [one] One other person lives there: theirs is written so as well.
   *[other] { $others } others live there: theirs is written so as well.
  }
correction-reason = How you know
correction-reason-hint = For example: rang the daughter, who gave the new address. It is kept with the change, and everybody who reads the record sees it.
correction-moved = { $count ->
    [one] One visit that nobody has begun goes to the new address.
   *[other] { $count } visits that nobody has begun go to the new address.
  }
resident-edit-reason-hint = For example: she rang and said so. It is kept with the change, and everybody who reads the record sees it.

# Adding somebody whom no list has.
newcomer-open = Add a new resident
newcomer-not-among = Is the person not among these?
newcomer-title = Add a new resident
newcomer-words = For somebody who rings or comes to a desk and whom no list has. A case is opened for them, and their record says that they were added at the desk.
newcomer-likely = Is it one of these?
newcomer-likely-words = Open a record to go on with it. If it is none of them, add the person below; a supervisor sees the pair under Likely duplicates.
newcomer-likely-line = Born { $born }. { $address }. What they share: { $why }
newcomer-add = Add this person
newcomer-add-all-the-same = It is none of these: add this person
newcomer-done = { $name } is added, with a case. Record the call, or fill in a form, from here.
newcomer-source = Added at the desk by { $by }, { $at }

holds-title = People on hold
holds-views = Which people on hold
holds-waiting = Reports to confirm
holds-confirmed = Deaths confirmed
holds-confirmed-words = Their death is confirmed, and nobody calls, writes to or visits them. What is still planned or handed on for them stands beside their name.
holds-none = Nobody.
holds-nothing = Nothing
holds-pages = Pages of people on hold
holds-column-who = Resident
holds-column-since = On hold since
holds-column-why = By what word
holds-column-referrals = Open referrals
holds-column-visits = Planned visits
holds-visit = { $day }, { $officer }
holds-why-report = A report from a visit, a call or a form
holds-why-list = An imported list
holds-why-list-day = An imported list: died on { $day }
holds-cancel-link = Cancel these referrals
holds-cancel-title = Cancel open referrals
holds-cancel-words = The death is confirmed. All of these are cancelled with the reason that you give; a receiving team sees that they are cancelled, and nothing of the person any more.
holds-cancel-hint = It is kept in the history of each of them.
holds-cancel-none = Nothing that was handed on is open any more.
holds-cancel-save = { $count ->
    [one] Cancel this referral
   *[other] Cancel these { $count } referrals
  }
holds-cancelled = { $count ->
    [0] Nothing was open any more.
    [one] 1 referral was cancelled.
   *[other] { $count } referrals were cancelled.
  }
