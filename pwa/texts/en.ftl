# The officer's app in English. One message is one whole sentence or label; never put two together in code.

app-name = Doorstep
skip-link = Skip to main content
back = Back
back-to-visits = Back to visits
back-to-visit = Back to the visit
continue = Continue
change = Change
try-again = Try again
optional = (optional)
error-prefix = Error:
error-word = Error
error-summary-title = There is a problem
reading-phone = Reading this phone…
save-on-phone = Save on this phone
saving = Saving…

demo-word = Demo.
demo-words = Do not enter real people.
update-title = A new version
update-words = A new version of Doorstep is on this phone. Your drafts and unsent work stay.
update-button = Use the new version

nav-label = Main
nav-visits = Visits
nav-not-sent = Not sent
nav-attention = Attention
nav-device = Device

## Times and sizes
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
age-years = { $count ->
    [one] 1 year
   *[other] { $count } years
  }
size-kb = { $size } KB
size-mb = { $size } MB
size-gb = { $size } GB

## The sentence about sync
sync-label = What the council has
sync-all-received = The council has everything from this phone. Last contact { $at }.
sync-all-received-offline = No connection. The council has everything from this phone. Last contact { $at }.
sync-nothing-yet = This phone has not heard from the council yet.
sync-sending = { $count ->
    [one] Sending 1 thing to the council.
   *[other] Sending { $count } things to the council.
  }
sync-waiting = { $count } saved on this phone, not sent yet. Oldest: { $age }.
sync-waiting-offline = No connection. { $count } saved on this phone, not sent. Oldest: { $age }.
sync-trouble = { $count } saved on this phone, not sent: { $cause }. Oldest: { $age }.
sync-lost = This phone had { $had } unsent, and now has { $now }. Ring the office.
spoken-lost = Unsent work is missing from this phone.
spoken-all-received = The council has everything from this phone.
spoken-nothing-yet = This phone has not heard from the council yet.
spoken-sending = Sending to the council.
spoken-waiting = Work is saved on this phone and not sent yet.
spoken-waiting-offline = No connection. Work is saved on this phone.
spoken-trouble = Work is saved on this phone, and sending it failed.
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
sign-in-email-missing = Enter your email address
sign-in-password-missing = Enter your password

problem-no-room = There is no room on this phone, so this was not saved. Free some space, then save again.
problem-store-closed = The phone closed the app’s store. Try again.
problem-not-found = This is no longer on the phone.
problem-already-saved = This check is already saved on this phone, from another tab. If anything is different here, add it as a note.
problem-unsent-work = { $count ->
    [one] 1 thing on this phone is not with the council: work not sent, or a check not finished. Send or finish it first.
   *[other] { $count } things on this phone are not with the council: work not sent, or checks not finished. Send or finish them first.
  }
problem-wrong-password = The email address or the password is not right, or there were too many tries. Wait 15 minutes after five wrong tries
problem-not-allowed = This account may not use the app
problem-too-many-tries = Too many tries. Wait a few minutes, then try again
problem-no-network = There is no connection to the council. Signing in needs one
problem-server-error = The council’s server could not answer. Try again in a minute
problem-unreadable-record = A record on this phone cannot be read.
problem-too-large = The file is too large: 25 MB at most.
problem-unknown = Something went wrong on this phone. Try again.

## Visits
visits-title = Your visits
visits-day = { $day }
visits-none = You have no visits. New ones come by themselves when there is a connection.
visits-none-yet = Your visits are not on this phone yet. They come with the first connection.
visits-look = Look for visits now
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
chip-saved-here = Only on this phone
chip-photos-here = { $count ->
    [one] 1 photo only on this phone
   *[other] { $count } photos only on this phone
  }
chip-received = Received by the council
chip-attention = Needs attention
sent-back-words = Sent back: { $words }
marker-word = Warning:
marker-title = Warnings
marker-expired = expired
marker-expired-long = This marker has expired: ask your supervisor whether it still holds.
marker-pair = Visit in pairs.
marker-as-of = Markers as of { $at }
marker-as-of-never = Markers were never brought up to date

## One visit
visit-reading = Visit
visit-gone-title = This visit is not on your phone
visit-gone-words = It may have been given to somebody else. What you saved for it stays until the council has it.
visit-start = Start check
visit-go-on = Go on with the check
visit-no-reply = No reply
visit-done-here = Saved on this phone. The council does not have it yet.
visit-done-received = The council has received this visit.
on-hold-words = On hold: do not contact. Ask your supervisor.
row-age = Age
row-where = Where
row-access = Access
row-communication = Communication
row-language = Language
row-call = Call
row-programme = Programme
row-history = Before this
history-none = No earlier visits
call-link = Call { $number }
map-link = Open in the phone’s map

note-link = Add a note
note-title = Add a note
note-label = What happened, and what you did
note-hint = Facts first: what you saw, heard and did, and whom you told.
note-missing = Write the note, or leave it for later
note-later = Leave it for later

outcome-seen-no-needs = Seen, no needs
outcome-seen-needs = Seen, with needs
outcome-spoken-not-seen = Spoken to, not seen
outcome-refused-safe = Refused, and safe
outcome-third-party-confirmed = Someone else confirmed they are safe
outcome-no-reply-letter = No reply, letter left
outcome-no-reply-concern = No reply, with concern
outcome-moved-or-wrong-address = Moved or wrong address
outcome-in-hospital-or-care = In hospital or care
outcome-deceased = Reported to have died
outcome-unsafe-withdrew = Unsafe, withdrew
outcome-emergency-999 = Emergency, 999 called

## The check
check-opening = Opening the check
check-unreadable-title = This form cannot be opened
check-unreadable-words = Nothing you saved is lost. Make your notes as a note on the visit, and tell the office.
check-no-form-title = This form is not on your phone
check-no-form-words = It comes with the next connection. Until then, make your notes as a note on the visit.
check-done-title = This visit is done
check-done-words = Its check was saved. You can still add a note on the visit’s page.
check-to-save = Check your answers
check-skip-to-save = Skip to check and save
contents-title = Part { $page } of { $pages }
contents-left = { $count ->
    [one] 1 answer missing
   *[other] { $count } answers missing
  }
contents-done = nothing missing
draft-saved = Draft saved on this phone
draft-saving = Saving the draft…
draft-too_late = This check was saved in another tab. What you answer here is not kept: add it as a note.
draft-failed = The last answer is not saved. Free some space on this phone, then go on.
answer-missing = Answer: { $label }
answer-wrong = Check: { $label }
missing-private = A question on part { $page } needs an answer
number-whole-wrong = Enter a whole number, like 3
number-wrong = Enter a number, like 3 or 3.5
date-wrong = Enter a real date, like 27 3 2026
date-hint = For example, 27 3 2026
date-day = Day
date-month = Month
date-year = Year
choose-one = Choose one
choose-all = Choose all that apply
acknowledge = Done
repeat-add = Add another
question-unknown = This question cannot be answered on this phone. Write the answer in the note.
photo-take = Take photo
photo-choose = Choose file
photo-busy = Keeping the photo on this phone…
photo-alt = The photo you took
photo-kept = On this phone, { $size }. It is sent after you save the check.
photo-remove = Remove this photo
photo-one = 1 photo
save-title = Check your answers
save-words = Saving keeps this on your phone. It goes to the council when there is a connection.
save-failed = This was not saved
missing-title = Answer these before saving
saved-title = Check saved
saved-panel = Saved on this phone
saved-not-sent = The council does not have it yet. It is sent by itself when there is a connection.
saved-received = The council has received it.
saved-next = Back to your visits

## Alerts
alert-title = The council does not know this yet
alert-words = Recorded { $at } on this phone only. Ring now. This page stays until you record whom you told, or the council has received it.
alert-no-reply-concern = No reply, and you are worried
alert-unsafe-withdrew = Unsafe: you withdrew
alert-emergency-999 = Emergency: 999
alert-deceased = A person is reported to have died
alert-safeguarding = A concern was recorded
alert-call-title = Call
alert-call-999 = Call 999
alert-call-101 = Call 101 (police, not an emergency)
alert-call-council = The council
hours-day = By day
hours-out-of-hours = Out of hours
hours-always = Day and night
told-whom-label = Whom did you tell?
told-hint = Record it after the call.
told-999 = 999
told-other = Somebody else
told-other-label = Name and role
told-at-label = When?
told-at-hint = Today, for example 14:05
told-save = Record and go on
told-whom-missing = Choose whom you told
told-at-wrong = Enter a time, like 14:05

## Not sent
not-sent-title = Not sent
not-sent-none = Nothing is waiting on this phone.
not-sent-safe = Work stays on this phone until the council’s receipt for it has come.
lost-read = I have read this
send-now = Send now
send-now-busy = Sending…
send-now-done = The council has everything from this phone.
send-now-offline = There is no connection. Everything stays saved on this phone.
send-now-not-all = Not everything was received. What is left stays saved on this phone.
retry-at = The next try is { $at }.
thing-visit-start = Visit started
thing-submission-create = Check
thing-visit-submit = Visit done
thing-resident-edit = Change of a resident’s details
thing-case-edit = Change of a case
thing-note-add = Note
thing-attachment-add = Photo’s details
thing-alert-raise = Alert
thing-alert-told = Whom you told
thing-photo = Photo
thing-operation = What you sent
thing-saved = Saved { $at }, { $age } ago
thing-waiting = waiting
thing-sending = sending now
thing-sending-photo = sending, { $percent } %

## Needs attention
attention-title = Needs attention
attention-none = Nothing needs your attention.
attention-words = The council has received these. The office looks at them; you need do nothing now.
attention-conflict = You and somebody else changed the same thing
attention-review = The office is looking at this
attention-refused-photo = A photo could not be accepted

## My device
device-title = My device
device-officer = Officer
device-council = Council
device-contact = Last contact
device-no-contact = None yet
device-not-sent = Not sent
device-storage = Storage used
device-storage-unknown = This browser does not say
device-storage-of = { $used } of { $quota }
device-kept = Kept when space is short
device-kept-yes = Yes
device-kept-no = Not promised by this browser: send your work often
device-kept-unknown = This browser does not say
device-version = App version
device-language = Language
sign-out-title = Sign out
sign-out-words = Signing out takes your visits off this phone. It is refused while work is not sent or a check is not finished.
sign-out-button = Sign out
sign-out-sure = Your visits will be taken off this phone. They come back when you sign in again.
sign-out-yes = Yes, sign out
sign-out-no = Stay signed in
sign-out-refused = You are still signed in

## Installing
install-link = Put Doorstep on your home screen
install-title = Put Doorstep on your home screen
install-why = From the home screen it opens without a connection, and the phone keeps your work more safely.
install-iphone-title = iPhone and iPad
install-iphone-1 = Open this page in Safari.
install-iphone-2 = Tap Share (the square with an arrow).
install-iphone-3 = Tap Add to Home Screen, then Add.
install-iphone-4 = Open Doorstep from the home screen and sign in there: Safari and the home screen keep separate work.
install-android-title = Android
install-android-1 = Open this page in Chrome.
install-android-2 = Tap the menu (three dots).
install-android-3 = Tap Add to Home screen or Install app, then Install.
install-after = Send all work from the browser before you change to the home screen.

broken-title = This screen failed
broken-words = What you saved is safe on this phone. Try again; if it fails again, go back to your visits and tell the office.

## A check that cannot be finished
back-to-not-sent = Back to Not sent
visit-no-reply-go-on = Go on with No reply
leftover-here = A form for this visit was begun on this phone and never saved.
leftover-link = See what you can do with it
leftover-title = A form that was not saved
leftover-why-closed = This visit was closed by another form, so these answers cannot be saved as its check. Send them to the office as a note, or throw them away.
leftover-why-gone = This visit is no longer on your phone, so these answers cannot be saved as its check. Send them to the office as a note, or throw them away.
leftover-why-older = You have begun this form again since. Send these older answers to the office as a note, or throw them away.
leftover-why-open = You can go on with this form. Until it is saved it is only on this phone.
leftover-begun = { $form }, begun { $at }
leftover-answers = Answers
leftover-photos = { $count ->
    [one] 1 photo belongs to it and goes with the note.
   *[other] { $count } photos belong to it and go with the note.
  }
leftover-hidden = Some answers are not shown here. They go with the note.
leftover-note-head = Answers of the form “{ $form }”, begun { $at }, that could not be saved as a check.
leftover-keep = Send to the office as a note
leftover-throw = Throw away
leftover-throw-sure = The council has not seen these answers and photos. Throwing them away cannot be undone.
leftover-throw-yes = Yes, throw them away
leftover-throw-no = No, keep them
leftover-gone-title = This form is not here any more
leftover-gone-words = It was saved, sent as a note or thrown away.
unfinished-title = Begun and not saved
unfinished-words = Nobody but you can see these. You cannot sign out while one is here.
unfinished-look = See it and go on
