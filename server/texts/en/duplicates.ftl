# Records that might be one person, and what a list said of a resident.
nav-duplicates = Likely duplicates
duplicates-title = Likely duplicates
duplicates-words = These records might be about one person. Nothing is merged by itself: look at both, and say.
duplicates-none = No two records look like one person. The list is made anew after each import.
duplicates-column-one = One record
duplicates-column-other = The other
duplicates-column-why = Why
duplicates-column-decide = Decide
duplicates-compare = Compare
duplicates-compare-title = One person or two?
duplicates-why = They have { $reason }.
duplicates-said-different = Somebody said on { $at } that these are two people.
duplicates-field = What
duplicates-kept = This record
duplicates-other = The other record
duplicates-work = Work so far
duplicates-counts = { $cases ->
    [one] 1 case
   *[other] { $cases } cases
  }, { $visits ->
    [one] 1 visit
   *[other] { $visits } visits
  }
duplicates-open = Open the record
duplicates-two-heading = They are two people
duplicates-two-words = You are not asked about these two again.
duplicates-two = They are two people
duplicates-told-apart = Remembered: they are two people.
duplicates-one-heading = They are one person
duplicates-one-words = “This record” is kept, with the visits, cases, forms, files and messages of both. The other leads to it. It can be taken back.
duplicates-turn = Keep the other record instead
duplicates-forbidden-by = These cannot be one person: they differ in { $fields }. If one of the two is wrong, correct it first.
duplicates-which = { $field }: which stands?
duplicates-one = Merge into this record
duplicates-undecided = { $field }: choose which stands
duplicates-merged = The records are one now.
duplicates-merge-undone = The merge was taken back: there are two records again.
duplicates-refused-forbidden = These two cannot be one person: two NHS numbers or two dates of birth
duplicates-refused-held = A death was reported of one of the two. Settle that first
duplicates-refused-conflicts = A conflict about one of the two waits. Settle it first
duplicates-refused-visits = Both have a visit on the same day. Give one of the two another day, or take it back, first
duplicates-refused-undone = That merge was taken back already, or the record was merged further.
duplicates-might-be = This might be the same person as another record:
duplicates-compare-reason = compare ({ $reason })
duplicates-merged-here = Another record was merged into this one { $at }.
duplicates-pick = Find another record of this person
duplicates-pick-title = Find another record of this person
duplicates-pick-words = Nothing is merged here: both records are shown side by side first, and a merge can be taken back.
duplicates-pick-none = Nobody else fits “{ $typed }”
duplicates-pick-column-name = Name
duplicates-pick-column-born = Date of birth
duplicates-pick-column-address = Address
duplicates-pick-column-compare = Compare
duplicates-take-back = Take the merge back
sources-title = What the lists say
sources-line = { $list }, last { $at }
sources-here = here: { $value }
sources-here-corrected = here, corrected by the council: { $value }
sources-not-here = not here
