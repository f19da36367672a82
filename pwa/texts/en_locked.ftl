# The officer's app in English, third part: a locked phone, and whom to ring. The rules of en.ftl hold.

alert-call-title = Call
alert-call-999 = Call 999
alert-call-101 = Call 101 (police, not an emergency)
alert-call-council = The council
hours-day = By day
hours-out-of-hours = Out of hours
hours-always = Day and night
pin-last-try = One try is left. After that you need a connection to sign in. Nothing is lost.
pin-forgotten-link = I forgot my PIN
pin-forgotten-title = You forgot your PIN
pin-forgotten-words = { $count ->
    [0] Sign in with your email address and password, and choose a new PIN. This needs a connection.
    [one] Sign in with your email address and password, and choose a new PIN. This needs a connection. The 1 thing that is not sent stays on this phone and is sent, whether you sign in or not.
   *[other] Sign in with your email address and password, and choose a new PIN. This needs a connection. The { $count } things that are not sent stay on this phone and are sent, whether you sign in or not.
}
locked-title = Locked
unlock-button = Unlock
unlock-busy = Unlocking…
unlock-passkey = Fingerprint or face
locked-back = Back to the locked screen
locked-can-title = Without unlocking
locked-can-words = You can raise an alert, and record a check at an address that you type. What waits on this phone is sent by itself.
locked-shift-none = No shift of yours stands here while this phone is locked. Unlock to see yours, or ring.
locked-ring-title = Ring
locked-other-button = Sign in as somebody else
locked-other-title = Sign in as somebody else
locked-other-words = Whoever works on this phone has their own visits and their own PIN. What others have not sent stays on this phone and is sent.
locked-clock-wrong = The clock of this phone is wrong, so your visits stay closed. Put the clock right, or sign in with a connection.
locked-nothing-lost = Nothing is lost. Work that is not sent stays on this phone, sealed, and goes by itself when there is signal.
locked-why-wrong-pins = There were five wrong PINs. To read your visits, sign in with a connection.
locked-why-ordered = The council has locked this phone. To read your visits, sign in with a connection.
locked-why-lapsed = This phone has not reached the council for too long. To read your visits, sign in with a connection.
locked-why-unknown = To read your visits, sign in with a connection.
wiped-title = Visits taken off this phone
wiped-words = The council has taken your visits off this phone, with every name and address.
wiped-work-left = { $count ->
    [one] 1 thing that you saved is not sent yet. It is still on this phone, sealed so that only the council can open it, and goes by itself when there is signal.
   *[other] { $count } things that you saved are not sent yet. They are still on this phone, sealed so that only the council can open them, and go by themselves when there is signal.
}
wiped-work-sent = { $count ->
    [0] Everything that you had saved was with the council already.
    [one] 1 thing that you had saved was not sent when the order came. It was sent since: the council has it.
   *[other] { $count } things that you had saved were not sent when the order came. They were sent since: the council has them.
}
wiped-drafts = { $count ->
    [one] 1 check that you began and did not save was not sent. It is still on this phone, where nobody can open it. It opens again when you sign in here. If the council has marked this phone as lost or revoked it, it can no longer be read.
   *[other] { $count } checks that you began and did not save were not sent. They are still on this phone, where nobody can open them. They open again when you sign in here. If the council has marked this phone as lost or revoked it, they can no longer be read.
}
wiped-sign-in = To get your visits back, sign in with a connection.
locked-alert-told = Recorded. The alert is sent by itself when there is signal.
locked-alert-open = The council does not know of an alert yet. Unlock to see whom it is about.
locked-alert-back = Back to the alert
locked-check-button = Record a check
locked-check-saved = Saved on this phone. It is sent by itself when there is signal.
problem-wrong-pin = { $count ->
    [one] That is not the PIN. 1 try is left
   *[other] That is not the PIN. { $count } tries are left
}
problem-pin-wait = Wait half a minute, then try again
problem-pin-gone = No PIN opens this phone any more. Sign in with a connection
problem-pins-used-up = That was the fifth wrong PIN. Sign in with a connection. Nothing is lost
problem-passkey-failed = The phone’s own lock did not open the app. Use the PIN
problem-passkey-unfit = This phone’s own lock cannot open the app: it keeps no secret for it. Use the PIN
problem-clock-wrong = The clock of this phone is wrong. Put it right, or sign in with a connection
locked-kept-title = What is kept on this phone
locked-kept-sealed = Visits, answers and photos are kept sealed. The key to them is kept too, itself locked: by your PIN, by the phone’s own lock if you use it, and once more for the council, which can give it back to you.
locked-kept-pin = Your PIN is not kept, nor your fingerprint or face. How many wrong PINs were tried is.
locked-kept-open = Not sealed, because this screen shows it: the council’s name and number, the numbers to ring, how much is not sent and since when, that there is an alert, and when your shifts begin and end and what you said of them, without a place.
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
shift-title = Your shift
shift-none = No shift of yours is on this phone: nobody is warned if you do not come back. Ask your supervisor.
shift-due-hours = The council expects to hear from you by { $at }, in { $hours } h { $minutes } min.
shift-due-minutes = The council expects to hear from you by { $at }, in { $minutes } min.
shift-passed = The council expected to hear from you by { $at }: the time of your shift is over. Ring, or say Finish. If you are still out, say that you are safe.
shift-next = Your next shift begins: { $at }. You can start it from four hours before.
shift-start = Start shift
shift-safe = I am safe
shift-finish = Finish
shift-said-start = You said that you started: { $at }. Saved on this phone; without signal the council does not know it yet.
shift-said-safe = You said that you are safe: { $at }. Saved on this phone; without signal the council does not know it yet.
shift-said-finish = You said that you have finished: { $at }. Saved on this phone; without signal the council does not know it yet and may look for you: ring. Not finished? Start again.
shift-told-start = You said that you started: { $at }. The council has it.
shift-told-safe = You said that you are safe: { $at }. The council has it.
shift-told-finish = You said that you have finished: { $at }. The council has it. Not finished? Start again.
shift-ring = Whom to ring without signal
pin-label = PIN
