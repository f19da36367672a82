# The officer's app in English, second part: what no visit list needs. It is fetched after the list; the rules of en.ftl hold.

back-to-visit = Back to the visit
continue = Continue
optional = (optional)
save-on-phone = Save on this phone
saving = Saving…
problem-unsent-work = { $count ->
    [one] 1 thing on this phone is not with the council: work not sent, or a check not finished. Send or finish it first.
   *[other] { $count } things on this phone are not with the council: work not sent, or checks not finished. Send or finish them first.
  }
problem-sign-in-first = The council does not know this phone’s sign-in any more, and may need what is on it. Sign in again first.
problem-conflict-moved = This was settled, or another answer came in, while you were choosing. Go back and look again.
problem-already-saved = This check is already saved on this phone, from another tab. If anything is different here, add it as a note.
problem-too-large = The file is too large: 25 MB at most.

## Times and sizes
size-kb = { $size } KB
size-mb = { $size } MB
size-gb = { $size } GB
age-years = { $count ->
    [one] 1 year
   *[other] { $count } years
  }

## Visits
marker-title = Warnings
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
forms-title = Fill in another form
forms-words = These forms of the council are on this phone too. What you fill in is kept with this visit.
forms-none = There is no other form on this phone. New forms come with the next connection.
forms-go-on = Go on with { $form }
visit-done-here = Saved on this phone. The council does not have it yet.
visit-done-received = The council has received this visit.
on-hold-words = On hold: do not contact. Ask your supervisor.
row-pair = In pairs
pair-of = { $lead } and { $second }
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

## The check
check-opening = Opening the check
check-unreadable-title = This form cannot be opened
check-unreadable-words = Nothing you saved is lost. Make your notes as a note on the visit, and tell the office.
check-no-form-title = This form is not on your phone
check-no-form-words = It comes with the next connection. Until then, make your notes as a note on the visit.
check-handed-back-words = You have handed this visit back, so no check can be made of it. The visit’s page says whether the council knows it.
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
question-unknown = This question cannot be answered on this phone. Write the answer in the note.
question-not-kept = The council cannot keep sounds and films yet, so none is recorded here. Write what matters in the note.
file-not-kept = The council keeps pictures and PDF documents only. Choose one of these
photo-take = Take photo
photo-choose = Choose file
photo-busy = Keeping the photo on this phone…
photo-alt = The photo you took
photo-kept = On this phone, { $size }. It is sent after you save the check.
photo-remove = Remove this photo
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
alert-unreadable = An alert that cannot be read here
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
retry-at = The next try is at { $at }.
thing-visit-start = Visit started
thing-submission-create = Check
thing-visit-submit = Visit done
thing-resident-edit = Change of a resident’s details
thing-case-edit = Change of a case
thing-note-add = Note
thing-attachment-add = Photo’s details
thing-alert-raise = Alert
thing-alert-told = Whom you told
thing-check-in-add = What you said of your shift
thing-photo = Photo
thing-operation = What you sent
thing-saved = Saved { $at }, { $age } ago
thing-waiting = waiting
thing-sending = sending now
thing-sending-photo = sending, { $percent } %

## Needs attention
attention-title = Needs attention
attention-none = Nothing needs your attention, and there is no news.

## My device
push-settings-title = When the council changes your visits
push-settings-words = This phone can tell you, also while the app is closed. The notice says “Your visits have changed” and nothing more.
push-settings-on = This phone tells you.
push-settings-off = This phone does not tell you. You see what has changed when you open the app.
push-settings-refused = This browser may show no notices. Allow them for this page in the settings of the phone, then come back. You see what has changed when you open the app.
push-settings-unsupported = This browser cannot do it, or the app is not installed on this phone yet. You see what has changed when you open the app.
push-settings-offline = Whether this phone tells you, and changing it, needs a connection.
push-settings-turn-on = Tell me
push-settings-turn-off = Do not tell me
push-settings-again = Look again
list-changed = Your visits have changed since you last looked here.
list-changed-seen = All right
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
sign-out-words = Signing out takes your visits off this phone. What is not sent stays on this phone, sealed, and goes when there is signal. It is refused while a check is not finished.
sign-out-button = Sign out
sign-out-sure = Your visits will be taken off this phone. They come back when you sign in again.
sign-out-yes = Yes, sign out
sign-out-no = Stay signed in
sign-out-refused = You are still signed in

## Installing
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

## A check that cannot be finished
back-to-not-sent = Back to Not sent
visit-no-reply-go-on = Go on with No reply
leftover-here = A form for this visit was begun on this phone and never saved.
leftover-link = See what you can do with it
leftover-title = A form that was not saved
leftover-why-closed = This visit was closed by another form, so these answers cannot be saved as its check. Send them to the office as a note, or throw them away.
leftover-why-gone = This visit is no longer on your phone, so these answers cannot be saved as its check. Send them to the office as a note, or throw them away.
leftover-why-older = You have begun this form again since. Send these older answers to the office as a note, or throw them away.
leftover-why-handed-back = You have handed this visit back, so these answers cannot be saved as its check. Send them to the office as a note, or throw them away.
leftover-why-no-form = The version of the form that this check was begun on is not on your phone, so you cannot go on with it. If you have just signed in, wait until your visits are here and look again. Else send these answers to the office as a note, or throw them away; then you can begin the check anew.
leftover-why-photos = This visit is no longer on your phone. Send these photos to the office, or throw them away.
leftover-keep-photos = Send to the office
leftover-why-open = You can go on with this form. Until it is saved it is only on this phone.
leftover-begun = { $form }. Begun: { $at }
leftover-answers = Answers
leftover-photos = { $count ->
    [one] 1 photo belongs to it and goes with the note.
   *[other] { $count } photos belong to it and go with the note.
  }
typed-latitude = Latitude
typed-longitude = Longitude
answer-half-typed = { $typed } (as typed, not finished)
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

## The sentence of truth
visit-done-photos = The council has received the answers of this visit. Its photos are still on this phone.
photos-title = Photos
loose-title = Add photos
loose-go-on = Go on with photos that are not saved
loose-words = For photos that answer no question of a form: a meter, a letter, damp on a wall. Ask before each one. They go to the council with this visit.
loose-caption = What photo { $number } shows (optional)
loose-kept = On this phone, { $size }. It is sent after you save.
loose-remove = Remove photo { $number }
loose-said = { $count ->
    [one] 1 photo is on this phone and not saved yet.
   *[other] { $count } photos are on this phone and not saved yet.
  }
loose-missing = Take a photo or choose a file first
loose-unfinished = Photos of a visit
photo-number = Photo { $number }

## News
news-read = I have read this
news-read-all = I have read all of these
news-merged = Your change was put together with somebody else’s
news-now = { $field } is now: { $value }
news-settled-accepted = Your report was accepted
news-settled-merged = The changes in your report were taken over
news-settled-kept-as-note = Your report was kept as a note. It changed nothing
news-settled-other = The office has settled your report
news-resolved = { $who } settled “{ $field }”
news-yours-stands = That was your answer.
news-other-stands = Your answer was another one. It is kept in the record.
news-late-report = { $who } has also reported on this visit, which was theirs before
news-proposal-accepted = Your proposal was accepted: { $who }
news-proposal-declined = Your proposal was not taken up: { $who }

## Two answers for one thing
back-to-attention = Back to Needs attention
conflicts-title = Two answers for one thing
conflicts-words = You and somebody else changed the same thing. Both answers are kept. The office settles it, or you choose.
conflict-choose = Choose, or leave it
conflict-reading = Two answers
conflict-title = Two answers: { $field }
conflict-words = You and somebody else changed this without seeing each other’s answer. Nothing is lost.
conflict-before = { $field }, before
conflict-question = Which is right?
conflict-leave = Leave it to the office
conflict-leave-hint = Somebody there will settle it and you will be told. You need do nothing.
conflict-leave-button = Leave it
conflict-save = Save my choice on this phone
conflict-reason = Why? (optional)
conflict-reason-hint = The office and whoever wrote the other answer can read this.
conflict-moved-here = Another answer has come in meanwhile. Look again before you choose.
conflict-gone-title = There is nothing to choose here
conflict-gone-words = It is settled, or your choice is saved already. Needs attention shows what came of it.
choices-title = Your choices
choice-here = Your choice is saved on this phone.
choice-sending = Your choice is being sent.
choice-received = The council has received your choice.
settled-title = { $count ->
    [one] 1 settled lately
   *[other] { $count } settled lately
  }
settled-by = Settled by { $who }, { $at }
side-you = You
side-of = { $who }:
side-somebody = Somebody else
side-council = The council’s record
writer = { $who }, { $at }
writer-now = { $who }, { $at }. This stands now.
writer-undated = { $who }
writer-now-undated = { $who }. This stands now.
value-nothing = Nothing
value-yes = Yes
value-no = No
field-first-name = First name
field-last-name = Last name
field-date-of-birth = Date of birth
field-address-lines = Address
field-postcode = Postcode
field-uprn = Property number
field-mobile = Mobile number
field-landline = Landline number
field-email = Email address
field-lives-alone = Lives alone
field-access-needs = Access needs
field-communication-needs = Communication needs
field-language = Language
field-next-contact-on = Next contact
field-risk = Risk
field-outcome = Outcome of the visit
field-planned-on = Planned day
risk-low = Low
risk-medium = Medium
risk-high = High

## What the office has in hand
reviews-title = The office is looking at these
review-plain = The council has this, and somebody in the office will look at it. You need do nothing.
review-conflict = Somebody else changed the same thing. Both answers are with the council.
review-late-report = This visit had been given to somebody else. The council has your report and a supervisor will look at it.
review-not-yours = This was not on your list any more. The council has it and a supervisor will look at it.
review-revoked-device = This phone was blocked when you sent this. The council has it and a supervisor will look at it.
review-illegal-step = The visit had moved on in the meantime. The council has what you sent and the office will look at it.
review-office-only = Only the office may change this. It has your proposal.
review-already-proposed = The council already has this proposal.
review-other-content = Two different versions of this reached the council. It keeps both and the office will look at them.
review-merged-record = This record turned out to be the same person as another. The council has what you sent and the office will look at it.
review-missing-after = Something that this belongs to has not reached the council. The office will look at it.
review-waited-too-long = Something that this belongs to did not reach the council in time. The office will look at it.
review-choice = Your choice has reached the council, and the office will look at it.
review-choice-already-resolved = Your choice came too late: somebody had settled this already. What they chose stands, and the office can see yours.
review-choice-conflict-moved = Another answer came in before your choice, so nothing was settled. Choose again, or leave it to the office.
review-choice-late-report = This visit had been given to somebody else, so your choice settled nothing. The office can see it.
review-cannot-be-opened = The council’s server has this and cannot open it yet. It stays on this phone and is tried again. Tell the office if it stays here.
review-unopened-photo = The council’s server has this photo and cannot open it yet. It stays on this phone and is tried again. Tell the office if it stays here.
review-refused-photo = The council keeps this photo but cannot show it: { $reason }. Take it again if you can.
visit-attention = Something about this visit needs attention.
visit-attention-link = See Needs attention
visit-late-report = { $who } also sent a report of this visit, { $at }: it was theirs before. A supervisor looks at both.

## Handing back, correcting, proposing
cannot-title = Cannot do this visit
cannot-words = The visit goes back to the council, which gives it to somebody else. It leaves your list at the next contact.
cannot-reason = Why?
cannot-reason-missing = Choose why you cannot do this visit
cannot-no-time = I have no time left today
cannot-no-access = I cannot get to the address
cannot-ill = I am ill
cannot-unsafe-area = The area is not safe
cannot-other = Something else
cannot-unsafe-words = If you or somebody else is in danger, leave and ring 999. Tell your supervisor by telephone as well.
cannot-note = What should the office know?
cannot-note-hint = For example, when somebody could try again.
cannot-note-missing = Say in a few words why
cannot-save = Hand the visit back
visit-handed-back-here = You have handed this visit back. The council does not know it yet: it is sent when there is a connection.
visit-handed-back-received = You have handed this visit back, and the council knows it.
correct-title = Correct this check
correct-words = The visit opens again and you answer its check once more. What you sent first is kept beside it, and the new answers count.
correct-own = The check opens with the answers you gave. Photos, and what you said about danger or safety, are not filled in again.
correct-sealed = The council has your answers, sealed: this phone can no longer read them. The check opens with what it knows of the resident, so answer all of it again.
correct-why = What was wrong?
correct-why-missing = Say what was wrong
correct-save = Open the check again
propose-title = Propose a visit
propose-here-title = Somebody else at this address
propose-words = Somebody at the council looks at it and makes a visit, or tells you why not. It is saved on this phone until there is a connection.
propose-basis-missing = Choose what you know
propose-basis = What do you know?
propose-first-name = First name (optional)
propose-last-name = Last name (optional)
propose-name-missing = Enter a name or an address
propose-address = Address
propose-address-missing = Enter the address
propose-telephone = Telephone number (optional)
propose-why = Why do they need a visit?
propose-why-hint = What you saw or were told. Do not write medical details.
propose-why-missing = Say why they need a visit
propose-wanted = When should it be? (optional)

## What this phone keeps
device-keeps-title = What this phone keeps
device-keeps-work = Everything you save stays here until the council’s receipt for it has come.
device-keeps-copies = After that a sealed copy stays for 30 days. No screen shows it. If the council’s server ever loses something, this phone sends it again.
device-keeps-photos = Sealed copies of photos stay as long while there is room; the oldest go first.
lost-title = Work is missing
lost-words = The browser has cleared what this phone kept. Nobody can bring it back from here: tell the office which visits you had done.
thing-large = This one is large. It is sent in parts, like a photo, and may take longer.
thing-aside = The council’s server could not take this. It stays on this phone and is tried again; tell the office if it stays here.
thing-conflict-resolve = Your choice between two answers
thing-visit-cannot-complete = Visit handed back
thing-visit-reopen = Check opened again
thing-visit-propose = Proposed visit

## The lock
lock-now-button = Lock now
lock-title = Lock
lock-words = The app locks when nobody touches it for a while. What you were typing is kept.
lock-minutes = Lock after
lock-minutes-of = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
pin-changed = The new PIN is saved.
pin-change-title = Change the PIN
passkey-title = Fingerprint or face
passkey-words = This phone can open the app with its own lock: your fingerprint, your face or the phone’s code. The PIN always works as well.
passkey-add = Use the phone’s own lock
passkey-busy = Waiting for the phone…
passkey-is-on = The phone’s own lock opens the app. The PIN always works as well.
passkey-remove = Use the PIN only
alert-raise-about = It is about { $name }, { $address }
alert-raise-where = Where is it? (optional)
alert-raise-more = Say more first (optional)
alert-raise-words = What should the council know?
alert-raise-kind = What is it?
alert-raise-one-tap = One tap saves it. Then ring.
locked-alert-unlock = Unlock first
locked-check-title = Record a check
locked-check-words = For a visit that cannot wait until you unlock. The council matches the address. You cannot read it here afterwards.
locked-check-outcome = What did you find?
locked-check-outcome-missing = Choose what you found
locked-check-note = What should the back office know?
locked-check-note-missing = Write what the back office should know
locked-check-why = Check made { $at } on a locked phone. { $outcome }. { $note }
back-to-device = Back to My device

## Questions of a form
guidance = More about this question
media-missing-image = A picture belongs here. It is missing from the form.
media-missing-audio = A sound belongs here. It is missing from the form.
media-missing-video = A film belongs here. It is missing from the form.
media-later-image = A picture belongs here. It comes with the next connection.
media-later-audio = A sound belongs here. It comes with the next connection.
media-later-video = A film belongs here. It comes with the next connection.
media-broken-image = A picture belongs here. It cannot be shown here.
media-broken-audio = A sound belongs here. It cannot be played here.
media-broken-video = A film belongs here. It cannot be played here.
media-name-image = Picture: { $what }
media-name-audio = Sound: { $what }
media-name-video = Film: { $what }
masked-show = Show
masked-hide = Hide
masked-show-label = Show what is typed
masked-hide-label = Hide what is typed
barcode-take = Photograph the code
barcode-reading = Reading the code…
barcode-read = Read: { $code }
barcode-none = No code was found in the picture. Take it again, or type the code.
scale-unset = Not answered
scale-clear = Clear this answer
rating-hint = From { $from } to { $to }
list-hint = Type some letters to find one of { $count }
list-filter = Find in the list
list-found = { $found ->
    [0] Nothing in the list fits
    [one] 1 fits
   *[other] { $found } fit, { $shown } are shown
  }
list-chosen = { $count ->
    [0] Nothing is chosen.
    [one] 1 is chosen.
   *[other] { $count } are chosen.
  }
list-wrong = Choose one from the list
rank-hint = Put them in order, the first at the top
rank-up = Up
rank-down = Down
rank-up-label = Move up: { $text }
rank-down-label = Move down: { $text }
rank-keep = Keep this order
rank-unset = Nobody has put these in order yet.
rank-moved = { $text }: now { $place } of { $of }
month-hint = For example, 3 2026
month-wrong = Enter a real month and year, like 3 2026
year-hint = For example, 2026
year-wrong = Enter a year in four figures, like 2026
time-hint = On the 24-hour clock, for example 14 05
time-wrong = Enter a time on the 24-hour clock, like 14 05
moment-hint = For example, 27 3 2026, 14 05
moment-wrong = Enter a real date and a time, like 27 3 2026, 14 05
date-hour = Hour
date-minute = Minute
place-take = Use where I am now
place-again = Find the place again
place-enough = This is near enough
place-clear = Clear this place
place-searching = Finding where you are. This can take a minute outdoors, and longer inside.
place-is = { $latitude }, { $longitude }: right to within { $metres ->
    [one] 1 metre
   *[other] { $metres } metres
  }.
place-is-typed = { $latitude }, { $longitude }
place-vague = That is not very near. Try outdoors, or type the place.
place-refused = This phone does not let the app know where it is. Allow the location for this app in the phone’s settings, or type the place.
place-unknown = The phone could not find out where it is. Try outdoors, or type the place.
place-too-long = The phone took too long to find out where it is. Try outdoors, or type the place.
place-in-preview = A preview does not ask where you are. A phone would find the place now. Here, type it.
place-none = This phone cannot say where it is. Type the place.
place-type = Type the place
place-latitude = Latitude, for example 51.501
place-longitude = Longitude, for example -0.124
place-wrong = Enter a latitude and a longitude, like 51.501 and -0.124
way-hint = One place a line: latitude and longitude. A way has two places at least.
area-hint = One place a line: latitude and longitude. An area has three corners at least.
way-wrong = Enter two different places at least, each on a line of its own, like 51.501 -0.124
area-wrong = Enter three corners at least, each on a line of its own, like 51.501 -0.124
points-add = Add where I am now
repeat-part = Part
repeat-turn = { $name } { $number }
repeat-add-first = Add: { $name }
repeat-add-another = Add another: { $name }
repeat-remove = Remove { $title }
repeat-remove-sure = Remove { $title }, with its answers and photos?
repeat-remove-yes = Yes, remove
repeat-remove-no = No, keep it
in-turn = { $turn }: { $words }
typed-wrong = { $label }: { $words }
file-busy = Keeping the file on this phone…
file-remove = Remove this file
answer-photo = 1 photo
answer-file = 1 file
answer-masked = Answered, and not shown here
effects-title = What saving does
effect-outcome = The visit is recorded as: { $outcome }
effect-referrals = { $count ->
    [one] 1 referral is made: { $types }
   *[other] { $count } referrals are made: { $types }
  }
effect-change = { $field } becomes: { $value }
effect-refused = Not referred, since they do not agree: { $types }
referral-food = food parcel
referral-baby = baby supplies
referral-prescription = prescription
referral-mental-health = mental health or befriending
referral-social-care = social care review
referral-repairs = repairs
referral-welfare-rights = welfare rights
referral-other = something else

# The preview of a form on the office pages.
preview-notice = Preview with an invented resident: nothing is kept or sent.
preview-left-title = The check was left
preview-left-words = On a phone this leads back to the visit, and the draft stays.
preview-ended-title = The form is finished
preview-ended-words = On a phone it would now be saved and sent. This is what the council would get:
preview-alerts = These alerts would be raised:
preview-again = Begin again
change = Change
