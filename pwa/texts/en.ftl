
# The officer's app in English. One message is one whole sentence or label; never put two together in code.

app-name = Doorstep
skip-link = Skip to main content
back = Back
back-to-visits = Back to visits
try-again = Try again
error-prefix = Error:
error-word = Error
error-summary-title = There is a problem
reading-phone = Reading this phone…
demo-word = Demo.
demo-words = Do not enter real people.
update-title = A new version
update-words = A new version of Doorstep is on this phone. Your drafts and unsent work stay.
update-button = Use the new version

alert-raise-title = Raise an alert
alert-raise-short = Alert

nav-label = Main
nav-visits = Visits
nav-not-sent = Not sent
nav-attention = Attention
nav-device = Device

## Times and sizes
weekday-short = { $day ->
    [sun] Sun
    [mon] Mon
    [tue] Tue
    [wed] Wed
    [thu] Thu
    [fri] Fri
   *[sat] Sat
}
month-name = { $month ->
    [jan] January
    [feb] February
    [mar] March
    [apr] April
    [may] May
    [jun] June
    [jul] July
    [aug] August
    [sep] September
    [oct] October
    [nov] November
   *[dec] December
}
day-month = { $day } { $month }
day-long = { $weekday } { $day } { $month }
moment-today = Today { $time }
moment-yesterday = Yesterday { $time }
moment-date = { $date } { $time }
age-now = less than a minute
age-minutes = { $count ->
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

## The sentence about sync
sync-label = What the council has
trouble-offline = no connection
trouble-busy = the council’s server is busy
trouble-server_error = the council’s server could not answer
trouble-signed_out = sign in again
trouble-revoked = this phone was blocked by the office
trouble-no_room = this phone is full
trouble-too_old = the app is too old, use the new version
trouble-store_closed = the phone closed the app’s store

## Signing in
sign-in-title = Sign in
sign-in-email = Email address
sign-in-password = Password
sign-in-button = Sign in
sign-in-busy = Signing in…
sign-in-words = Signing in needs a connection. After that your visits work without one.
sign-in-help = Can you not sign in?
sign-in-ring = Ring { $name }: { $number }
sign-in-again-title = Sign in again
sign-in-again-words = The council does not know this phone’s sign-in any more. Your visits and your work stay here, and go on their way when you have signed in again. Do not sign out.
sign-in-again-as = Sign in as { $name }. Nothing leaves this phone.
sign-in-email-missing = Enter your email address
sign-in-password-missing = Enter your password

problem-no-room = There is no room on this phone, so this was not saved. Free some space, then save again.
problem-store-closed = The phone closed the app’s store. Try again.
problem-not-found = This is no longer on the phone.
problem-wrong-password = The email address or the password is not right, or there were too many tries. Wait 15 minutes after five wrong tries
problem-not-allowed = This account may not use the app. If you were given a first password, sign in once on the office pages and choose your own
problem-another-officer = The work of another officer is on this phone. Sign in with their address
problem-too-many-tries = Too many tries. Wait a few minutes, then try again
problem-no-network = There is no connection to the council. Signing in needs one: try again when you have a signal
problem-server-error = The council’s server could not answer. Try again in a minute
problem-unreadable-record = A record on this phone cannot be read.
problem-locked = This phone is locked. Unlock it to go on.
problem-unknown = Something went wrong on this phone. Try again.

## Visits
visits-title = Your visits
visits-day = { $day }
visits-none = You have no visits. New ones come by themselves when there is a connection.
visits-none-yet = Your visits are not on this phone yet. They come with the first connection.
visits-look = Look for visits now
visits-left = { $count ->
    [0] Nothing left to do
    [one] 1 to do
   *[other] { $count } to do
  }
visits-done-link = { $count ->
    [one] See 1 that is done
   *[other] See { $count } that are done
  }
group-attention = For you to look at
group-overdue = Overdue
group-today = Today
group-later = Next
group-done = Done
window-between = { $from } to { $to }
window-after = after { $from }
window-before = before { $to }
status-planned = Planned
status-assigned = To do
status-started = Started
status-submitted = Done
status-reviewed = Reviewed
status-sent-back = Sent back
status-cancelled = Cancelled
status-draft = Draft
chip-photos-here = { $count ->
    [one] 1 photo only on this phone
   *[other] { $count } photos only on this phone
  }
chip-received = Received by the council
chip-attention = Needs attention
sent-back-words = Sent back: { $words }
marker-word = Warning:
marker-expired = expired
marker-new = new today
## One visit

## Alerts
## Installing
cookies-link = What is kept on this phone, and cookies
install-link = Put Doorstep on your home screen
broken-title = This screen failed
broken-words = What you saved is safe on this phone. Try again; if it fails again, go back to your visits and tell the office.

## The sentence of truth
truth-received = The council has everything from this phone. Last contact { $at }.
truth-received-saved = The council has everything you have saved. Last contact { $at }.
truth-unfinished = { $count ->
    [one] 1 form is not finished: it is only on this phone.
   *[other] { $count } forms are not finished: they are only on this phone.
  }
truth-loose-photos = { $count ->
    [one] 1 photo is not sent yet: it is only on this phone until you save it.
   *[other] { $count } photos are not sent yet: they are only on this phone until you save them.
  }
truth-received-offline = No connection. The council has everything from this phone. Last contact { $at }.
truth-received-trouble = The last try did not reach the council. It has everything that was saved up to { $at }.
truth-nothing-yet = This phone has not heard from the council yet.
truth-attention = { $count ->
    [one] 1 thing needs attention. The council has everything from this phone.
   *[other] { $count } things need attention. The council has everything from this phone.
  }
truth-sending = Sending now.
truth-offline = No connection.
truth-trouble = Not sent: { $cause }.
truth-here-things = { $things ->
    [one] 1 thing is only on this phone, since { $since }.
   *[other] { $things } things are only on this phone, the oldest since { $since }.
  }
truth-here-photos = { $photos ->
    [one] 1 photo is only on this phone, since { $since }.
   *[other] { $photos } photos are only on this phone, the oldest since { $since }.
  }
truth-here-both = { $things ->
    [one] 1 thing
   *[other] { $things } things
  } and { $photos ->
    [one] 1 photo
   *[other] { $photos } photos
  } are only on this phone, the oldest since { $since }.
truth-here-some = Work is only on this phone.
truth-lost = This phone had { $had } unsent, and now has { $now }. Ring the office.
truth-not-kept = { $count ->
    [one] The council may lack 1 photo that is no longer on this phone. Ring the office.
   *[other] The council may lack { $count } photos that are no longer on this phone. Ring the office.
  }
spoken-lost = Unsent work is missing from this phone.
spoken-not-kept = The council may lack photos. Ring the office.
spoken-all-received = The council has everything from this phone.
spoken-out-of-touch = The last try did not reach the council.
spoken-attention = The council has everything. Something needs attention.
spoken-nothing-yet = This phone has not heard from the council yet.
spoken-sending = Sending to the council.
spoken-waiting = Work is saved on this phone and not sent yet.
spoken-waiting-offline = No connection. Work is saved on this phone.
spoken-trouble = Work is saved on this phone, and sending it failed.
since-yesterday = yesterday { $time }
chip-waiting = Only on this phone
chip-sending = Sending
chip-sending-percent = Sending, { $percent } %
status-handed-back = Handed back
## News
news-title = News
news-banner = { $count ->
    [one] There is news about 1 thing that you sent.
   *[other] There is news about { $count } things that you sent.
  }
news-banner-link = Read it
news-said = { $who } wrote: { $words }
## Two answers for one thing
side-office = The office
## Handing back, correcting, proposing
propose-link = Propose a visit
propose-basis-met = I met somebody
propose-basis-typed-address = I was told of an address
propose-basis-same-address = Somebody else at an address of yours
proposals-title = Your proposals
proposal-here = Only on this phone
proposal-received = The council has received it
proposal-proposed = The council is looking at it
proposal-accepted = Accepted
proposal-declined = Not taken up
proposal-visit = See the visit

## The lock
warning-word = Warning
lock-now = Lock
lock-soon-words = The app is about to lock. What you were typing is kept.
lock-soon-button = Keep it open
lapse-title = Your visits will close
lapse-words = Your visits can be read on this phone until { $at }. Before then it must reach the council once. What you record is kept and sent in any case.
lapse-button = Try now

pin-now = Your PIN now
pin-new = New PIN
pin-new-hint = Six to twelve digits. Not your birthday, and not the PIN of the phone itself.
pin-same = New PIN again
pin-save = Save the PIN
pin-busy = Saving the PIN…
pin-missing = Enter the PIN
pin-not-same = The two PINs are not the same
pin-choose-title = Choose a PIN
pin-choose-words = The PIN opens this app on this phone, also without a connection. Without it, nobody who finds the phone can read your visits.
pin-choose-upgrade = From now on a PIN protects what is on this phone. Your visits, your drafts and your unsent work are all here.
pin-choose-forgotten = You are signed in. Your visits, your drafts and your unsent work are all here. Choose a new PIN.
pin-choose-wiped = You are signed in. Your visits come again from the council. Checks that you began and work that is not sent are still here. Choose a new PIN.
pin-choose-lost = You are signed in. The council could not give back the key to this phone, so your visits come again from the council. Work that you saved and that is not sent stays, and is sent.
pin-choose-lost-drafts = { $count ->
    [one] 1 check that you began and did not save can no longer be read. Do it again.
   *[other] { $count } checks that you began and did not save can no longer be read. Do them again.
}
problem-pin-not-worked-out = This phone could not work out the PIN. Close other apps, then try again
problem-pin-not-digits = A PIN has only digits
problem-pin-too-short = The PIN must have six digits or more
problem-pin-too-long = The PIN may have twelve digits at most
problem-pin-too-easy = That PIN is too easy to guess. Choose digits that do not repeat or count
