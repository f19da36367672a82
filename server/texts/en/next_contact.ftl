# What is due next for somebody and why, and the rules of a programme for it.
next-contact-after-a-visit = Visit { $last } ({ $outcome })
next-contact-after-a-call = Call { $last } ({ $outcome })
next-contact-planned = { $past ->
    [yes] The next visit was planned for { $day }
   *[no] The next visit is planned for { $day }
  }
next-contact-asked = { $past ->
    [yes] The next contact was set for { $day }
   *[no] The next contact is set for { $day }
  }
next-contact-call = { $past ->
    [yes] By the programme’s rule a call was due { $day }
   *[no] By the programme’s rule a call is due { $day }
  }
next-contact-visit = { $past ->
    [yes] By the programme’s rule a visit was due { $day }
   *[no] By the programme’s rule a visit is due { $day }
  }
next-contact-propose-close = { $past ->
    [yes] The programme proposes to close the case. Nobody has decided, so the call list has them since { $day }
   *[no] The programme proposes to close the case. If nobody decides, the call list has them from { $day } on
  }
next-contact-open = No next contact set. Closing the case is not proposed: something is open, or was when the visit was approved
next-contact-after-call = { $past ->
    [yes] By the rules of telephone calls the next call was due { $day }
   *[no] By the rules of telephone calls the next call is due { $day }
  }
next-contact-review = The visit waits for review; no next contact set
next-contact-none = No next contact set
next-contact-decide = Decide about the case

event-follow-up-call = A call is due on { $day }: the programme’s rule after a visit ({ $outcome })
event-follow-up-visit = A visit is due on { $day }: the programme’s rule after a visit ({ $outcome })
event-follow-up-propose-close = The programme proposes to close the case after a visit ({ $outcome }). Somebody decides; from { $day } on the call list has them
event-follow-up-asked = The next contact stays on { $day }, as it was asked for; the programme’s rule after a visit ({ $outcome }) is not applied
event-follow-up-open = Closing the case is not proposed after a visit ({ $outcome }): something is still open
event-follow-up-taken-back = What the programme’s rule set after a visit ({ $outcome }) holds no longer

follow-step-call = A call
follow-step-visit = A visit
follow-step-propose_close = Propose to close the case
follow-kept-asked = The next contact that was asked for
follow-kept-open = Something is still open
follow-group-seen_well = Seen, no needs
follow-group-seen_needs = Seen, has needs
follow-group-not_seen = Not seen, but known to be safe
follow-group-away = Not living there now
follow-group-hint-seen_well = Outcome: seen, no needs.
follow-group-hint-seen_needs = Outcome: seen, has needs. Closing is never proposed for them.
follow-group-hint-not_seen = Outcomes: spoken to and not seen; refused and seems safe; somebody else confirmed they are safe.
follow-group-hint-away = Outcomes: moved or wrong address; in hospital or in care.

visit-rules-title = Rules after a visit
visit-rules-back = The programme
visit-rules-words = They say what is due once a visit is approved, and hold from the next approval. The day is so many days after the visit, or the next working day. Until then the person is not counted as waiting. On the day they are on Contacts for a call or on Assign for a visit; if nobody sees to it, from the day after on both.
visit-rules-outranked = A later day that the form or the office has set for the next contact comes first. Closing is only proposed, and not while a need, an alert, a visit or a request is open: a person decides, and if nobody does within seven days of the approval, Contacts has them again. After no reply the next visit is planned by the programme’s own days. A death and an alert are followed up by people.
visit-rules-step = What follows
visit-rules-nothing = Nothing is set
visit-rules-days = Days after the visit
visit-rules-days-hint = For a call or a visit, from 1 to { $most }
visit-rules-done-change = The rules are saved.
visit-rules-done-nothing = Nothing was different.
visit-rules-refused-step-step = Choose what follows “{ $group }”
visit-rules-refused-days-days = Enter a whole number of days after “{ $group }”, from 1 to { $days }
visit-rules-refused-days-unused = Leave the days after “{ $group }” empty, or choose a call or a visit
visit-rules-refused-state-changed_meanwhile = Somebody changed this programme since you opened the page. It is shown as it is now.
