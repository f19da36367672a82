# Steps on one phone: what each does and does not do, and what became of an order.
device-steps-title = If it is mislaid, lost, lent or returned
device-phone-of = the phone of { $name } ({ $device })
device-browser-on = {" on "}
device-step-will = What will happen
device-step-not = What will not happen
device-step-unsent = On the phone and nowhere else
device-step-said-signed-out = The phone said { $at } that it was signed out. If that is so, nothing can be read on it, and this reaches it only while it has work to send.
device-step-never-heard = The phone has never been in contact: what is on it is not known here.
device-as-of = It said so { $at }. What was done on it since is not known here.
device-unsent-planned = planned { $day }
device-unsent-visits-unsaid = It did not say which visits they are of.
device-out-of-contact = A phone that is switched off or has no connection does nothing of this until its next contact. Until then what is on it can be read by whoever unlocks it, for at most { $hours } hours after its last contact.
device-out-of-contact-old-app = A phone that is switched off or has no connection does nothing of this until its next contact. Its app is too old to lock itself: until then what is on it can be read by whoever opens it.
device-reason-hint = Kept with your name in the audit trail.
device-step-lock = Lock
device-step-lock-when = Mislaid, or out of the officer’s hands for a while. Nothing is deleted.
device-lock = Lock this phone
device-lock-title = Lock { $phone }?
device-lock-will-1 = From now on the council sends this phone no visits, changes or answers.
device-lock-will-2 = At its next contact it locks: no name, address or note can be read on it until its officer signs in there with a connection.
device-lock-will-3 = While it is locked the officer can still finish a shift, say that they are safe, raise an alert and record a check at an address they type. All of it is sent.
device-lock-not-1 = Nothing is deleted. What it has not sent stays on it, where nobody can read it, and is sent as ever.
device-lock-will-old-1 = From now on the council sends this phone no visits, changes or answers.
device-lock-not-old-1 = What is on it now is not hidden: whoever opens it can read it.
device-lock-not-old-2 = Nothing is deleted. What it has not sent stays on it and is sent as ever.
device-lock-old-app = This phone’s app is too old to lock itself. It would get nothing new, but what is on it now would stay readable. Wipe it instead.
device-step-wipe = Wipe
device-step-wipe-when = Handed to somebody else, sent for repair, or not to be trusted for now. It may be signed in again.
device-wipe = Wipe this phone
device-wipe-title = Wipe { $phone }?
device-wipe-will-1 = From now on the council sends this phone no visits, changes or answers.
device-wipe-will-2 = At its next contact it deletes everything that can be read on it: residents, visits, history. Work that it has not sent stays on it until the council has it.
device-wipe-will-3 = The officer may sign in on it again with a connection. Their visits then come back.
device-wipe-not-1 = Nothing that the officer has saved is deleted before the council has it.
device-wipe-not-2 = A form that was begun and not saved is not sent: ring the officer first, if there may be one.
device-step-mark_lost = Lost or stolen
device-step-mark_lost-when = Wipes it and revokes it in one step, for good, and leads to the list of whose data was on it.
device-mark_lost = Mark as lost
device-mark_lost-title = Mark { $phone } as lost?
device-mark_lost-will-1 = Reading ends at once and for good, with no way back: the council sends this phone nothing more.
device-mark_lost-will-2 = At its next contact it deletes everything that can be read on it. Work that it has not sent stays on it and is taken in for 30 days. It waits in review.
device-mark_lost-will-3 = You are shown whose data was on it, for the breach report. It is reckoned from the time you enter below.
device-mark_lost-not-1 = A phone that is found again does not come back: its officer signs in on it as on a new phone.
device-mark_lost-not-2 = The officer’s own account is not closed. If somebody may know their password, have it changed.
device-mark_lost-not-3 = A form that was begun and not saved is not sent, and can never be opened again, also not on a phone that is found: ask the officer whether there is one, and whom it is about.
device-lost-on = When did the officer last have it for certain?
device-lost-on-hint = The day, for example 24/11/2026
device-lost-time = At what time?
device-lost-time-hint = By the clock, for example 14:30
device-lost-since = Last in its officer’s hands for certain { $at }.
device-step-revoke = Revoke
device-step-revoke-when = Returned, broken or replaced. For good.
device-revoke-will-1 = Reading ends at once and for good, with no way back: the council sends this phone nothing more.
device-revoke-will-2 = At its next contact it deletes everything that can be read on it. Work that it has not sent stays on it and is taken in for 30 days. It waits in review.
device-revoke-not-1 = The phone is not barred: an officer can sign in on it as on a new phone.
device-revoke-not-2 = A form that was begun and not saved is not sent, and can never be opened again: have the officer finish it first, or ask whom it is about.
device-step-end_ticket = Upload ticket
device-step-end_ticket-when = When nothing more is to come from it, or what comes is not to be trusted.
device-end_ticket-will-1 = Nothing more is taken from this phone, not even into review. There is no way back.
device-end_ticket-will-2 = It is still told to wipe when it calls.
device-end_ticket-not-1 = It can no longer say whether it did: keep the ticket until the wipe is confirmed, if that matters.
device-end_ticket-gives-up = All of this is lost to the council with this step.
device-call_back_lock = Call the lock back
device-call_back_lock-title = Call back the lock of { $phone }?
device-call_back_lock-will-1 = The phone may read again from its next contact on, as if no lock had been ordered.
device-call_back_lock-not-1 = If it has locked meanwhile and has not yet said so, it stays locked until its officer signs in there.
device-call_back_wipe = Call the wipe back
device-call_back_wipe-title = Call back the wipe of { $phone }?
device-call_back_wipe-will-1 = The phone may read again from its next contact on, as if no wipe had been ordered.
device-call_back_wipe-not-1 = If it has wiped meanwhile and has not yet said so, what it showed is gone from it until its officer signs in there.
device-done-lock = The lock is ordered. The phone obeys at its next contact.
device-done-wipe = The wipe is ordered. The phone obeys at its next contact.
device-done-mark_lost = The phone is marked as lost: it is revoked, and wipes at its next contact. Below is whose data was on it.
device-done-call_back_lock = The lock is called back.
device-done-call_back_wipe = The wipe is called back.
device-refused-already_wiping = A wipe is ordered already, which does more than a lock. Nothing was changed.
device-refused-already_lost = Somebody has marked it as lost already. Nothing was changed.
device-refused-signed_out = The phone is signed out: nothing can be read on it, and no order can reach it. Nothing was changed.
device-refused-revoked = The phone is revoked for good, and told to wipe at every contact. Nothing was changed.
device-refused-not_ordered = There is nothing to call back: the phone has obeyed, or somebody was quicker. Nothing was changed.
device-refused-lost_at_wrong = Enter a day and a time, not in the future and not before the phone was first signed in
device-orders-title = Orders to this phone
device-order-given = { $kind ->
    [wipe] Wipe ordered { $at }
   *[lock] Lock ordered { $at }
  }
device-order-by = by { $name }.
device-order-by-server = the system, since its officer has left
device-order-told = The phone was told { $at }.
device-order-untold = The phone has not been told: it has not been in contact since.
device-order-not-obeyed = It has not said that it obeyed.
device-order-obeyed = { $kind ->
    [wipe] The phone said { $at } that it has wiped.
   *[lock] The phone said { $at } that it has locked.
  }
device-order-obeyed-by-sign-in = { $kind ->
    [wipe] When it was signed in again { $at }, the phone had wiped.
   *[lock] When it was signed in again { $at }, the phone had locked.
  }
device-order-signed_in = Over since { $at }: its officer signed in again.
device-order-signed_out = Over since { $at }: it was signed out.
device-order-called-back = Called back { $at } by { $name }.
device-badge-ordered = { $kind ->
    [wipe] Wipe ordered { $at }, not yet obeyed
   *[lock] Lock ordered { $at }, not yet obeyed
  }
device-badge-obeyed = { $kind ->
    [wipe] Wiped { $at }
   *[lock] Locked { $at }
  }
device-badge-marked-lost = Marked as lost
device-badge-lapsed = Reading lapsed
device-reading = Reading
device-reading-no-lock = Never lapses: its app is too old to lock itself. Ask the officer to update it.
device-reading-ended = { $kind ->
    [wipe] Ended: the phone said { $at } that it has wiped
   *[lock] Ended: the phone said { $at } that it has locked
  }
device-reading-signed-out = Ended: it was signed out { $at }
device-reading-said-signed-out = Ended: the phone said { $at } that it was signed out. Only a sign-in there gives reading back
device-reading-lapses = Lapses by itself { $at } unless it is in contact before
device-reading-lapsed = Lapsed by itself { $at }; comes back with its next contact
device-same-phone = Same phone as
device-same-phone-of = { $name }’s registration
device-same-phone-words = (as the phone said when it was signed in; each person’s data is apart)
device-held-wiped = Wiped { $at }, the phone said
device-held-signed-out = Signed out { $at }
device-held-said-signed-out = Signed out { $at }, the phone said
device-breach-link = See everybody whose data is or was on it, for a breach report.
