# Phones and what is only on them.
nav-devices = Devices
devices-title = Devices
devices-words = What each phone said of itself when the council last heard from it. What it has done since, nobody here can know.
devices-all = All phones
devices-caption = Phones, what needs somebody first
devices-officer = Officer
devices-filter-unsent = Has work not sent
devices-filter-silent = Silent for a day
devices-none = No phone has signed in yet.
devices-none-found = No phone matches the filter.
devices-count = { $count ->
    [one] 1 phone
   *[other] { $count } phones
  }
devices-previous = Previous
devices-column-who = Officer and phone
devices-column-contact = Last contact
devices-column-unsent = Not sent
devices-column-gaps = Not arrived
devices-column-state = State
device-back = All devices
device-no-label = unnamed phone
device-never = Never
device-unsaid = Not said
device-no-telephone = No number known
device-telephone = Officer’s telephone
device-attention = Need attention on the phone
device-said = Said of itself
device-app = App
device-app-version = Version { $version }, schema { $schema }
device-registered = Registered
device-unsent = { $count } not sent, the oldest { $age } old.
device-unsent-none = Nothing, when it last spoke.
device-photos-unsent = { $count ->
    [one] 1 photo not sent.
   *[other] { $count } photos not sent.
  }
device-unfinished = { $count ->
    [one] 1 check or form begun and not saved.
   *[other] { $count } checks or forms begun and not saved.
  }
device-persisted = Kept by the browser
device-persisted-yes = Granted: the browser does not clear it by itself
device-persisted-no = Refused: the browser may clear it when the phone is full
device-persisted-unsaid = Not said: the browser does not tell
device-storage-key = Storage used
device-storage = { $used } MB
device-storage-of = { $used } of { $quota } MB
device-gaps = { $count ->
    [one] Operation { $numbers } has not arrived.
   *[other] Operations { $numbers } have not arrived.
  }
device-gaps-more = Operations { $numbers } and { $count } more have not arrived.
device-gaps-none = None missing
device-gaps-count = { $count ->
    [one] 1 operation has not arrived
   *[other] { $count } operations have not arrived
  }
device-offered = Offered its work since the last restore
device-offered-yes = Yes
device-offered-no = Not yet: what it holds may be missing here
device-badge-lost = { $count } lost
device-badge-revoked = Revoked
device-badge-ticket-ended = Revoked, takes nothing
device-badge-signed-out = Signed out
device-badge-said-signed-out = Signed out, may still send
device-badge-not-offered = Not heard since the restore
device-badge-left = Officer has left
device-badge-silent = Silent for a day
device-badge-attention = { $count ->
    [one] 1 needs attention
   *[other] { $count } need attention
  }
device-lost = { $count ->
    [one] The phone had 1 piece of work not sent, and now has none. Reported { $at }.
   *[other] The phone had { $count } pieces of work not sent, and now has none. Reported { $at }.
  }
device-lost-words = The browser or somebody cleared the phone before it had sent them. Ring the officer: ask whom they visited, and plan again what is missing.
device-lost-dismiss = It is dealt with
device-lost-dismissed = The report is put away.
device-lost-changed = The phone has reported more since you opened the page. Nothing was put away.
device-revoke = Revoke this phone
device-revoke-title = Revoke { $phone }?
device-end_ticket = End the upload ticket
device-end_ticket-title = End the upload ticket of { $phone }?
device-step-none-unsent = Nothing unsent when the phone last spoke, { $at }. What was done on it since is not known here.
device-step-cancel = Leave it as it is
device-warning = Warning
device-ring-first = If you can, ring { $name } first: { $telephone }.
device-reason = Why?
device-refused-reason_missing = Enter the reason
device-refused-reason_too_long = Use at most 2,000 characters
device-refused-already = Somebody has done this already. Nothing was changed.
device-refused-not_revoked = Revoke the phone first: then its ticket can be ended.
device-done-revoke = The phone is revoked. It reads nothing more.
device-done-end_ticket = The upload ticket is ended.
device-revoked-by = Revoked { $at } by { $name }.
device-ticket-ended-by = Upload ticket ended { $at } by { $name }.
device-delivers-until = What it has not sent is taken in until { $at }.
device-delivered-until = What it had not sent was taken in until { $at }.
device-held-title = Visits on this phone
device-held-words = Whose data is on it now, and was in the last 90 days.
device-held-more = The latest { $shown } of { $count } are shown.
device-held-who = Resident
device-held-planned = Planned
device-held-from = On the phone from
device-held-until = Until
device-held-now = Still on it
device-held-none = No visit has been on this phone in the last 90 days.
device-left-reassigned = given to somebody else
device-left-closed = closed
device-left-access_removed = access removed
device-left-out_of_window = out of its days
only-on-phones-title = Only on phones
only-on-phones-words = Visits of which something is on a phone and nowhere else, the longest first; then begun visits and those of today whose officer’s phone has been silent for { $hours } hours.
only-on-phones-none = No phone has said so, and none is silent.
only-column-who = Resident
only-column-planned = Planned
only-column-phone = Phone
only-column-since = Since
only-column-ring = Ring
only-certain = Not sent for { $age }
only-maybe = May hold work: last contact { $at }
today-lost-title = Work lost from a phone
today-lost-line = { $name }, { $device }: { $count } pieces of work vanished before they were sent. Reported { $at }.
today-only-on-phones = See what is only on phones
