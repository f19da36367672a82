# The office's board and list of referrals, and one of them.
nav-referrals = Referrals
referrals-title = Referrals
referrals-subnav = Ways to see referrals
referrals-board = Board of open ones
referrals-list = List
referrals-to = Handed to
referrals-type = What is needed
referrals-status = Status
referrals-status-open = Any that is open
referrals-status-any = All, open or not
referrals-only-urgent = Only urgent
referrals-urgent = Urgent
referrals-type-retired = { $need } (retired)
referrals-of-nobody = Somebody who has left
referrals-name = Name of the resident
referrals-whose = With whom they are
referrals-whose-me = Given to me
referrals-whose-team = My team’s
referrals-chip-name = Name: { $value }
referrals-chip-whose = { $value }
referrals-chip-ward = Ward: { $value }
referrals-chip-programme = { $value }
referrals-chip-start_by = To be started by { $value }
referrals-wrong-name = Enter a part of the name
referrals-wrong-whose = The address of this page does not say whose referrals are wanted. Choose from the list.
referrals-wrong-ward = The address of this page names a ward that no address lies in. Choose one from the list.
referrals-wrong-programme = The address of this page names a programme that does not exist. Choose one from the list.
referrals-chip-to = To { $value }
referrals-chip-type = { $value }
referrals-chip-status = Status: { $value }
referrals-chip-urgent = { $value }
referrals-chip-older = { $value }
referrals-waiting = Waiting
referrals-older = Longer than { $days } days
referrals-wrong-older = The address of this page names no time of waiting that can be chosen. Choose one from the list.
referrals-open-for = Open for { $age }
nav-handed = Handed to us
referrals-wrong-to = The address of this page names no team or person who takes referrals. Choose one from the list.
referrals-wrong-type = The address of this page names a need that does not exist. Choose one from the list.
referrals-wrong-status = The address of this page names a status that does not exist. Choose one from the list.
referrals-wrong-urgent = The address of this page does not say whether only urgent ones are wanted. Tick the box if they are.
referrals-none-open = No referral is open. A need that somebody agreed to pass on appears here once its form has arrived.
referrals-none-open-fit = No open referral fits these filters. Complete and cancelled ones are in the list.
referrals-none-fit = No referral fits these filters.
referrals-none-here = None
referrals-order = Urgent ones come first, then the oldest: by the day they start, or else the day they were made.
referrals-count = { $count ->
    [one] 1 referral
   *[other] { $count } referrals
  }
referrals-count-more = More than { $count } referrals
referrals-all-of-column = Show all { $count } that are { $status }
referrals-all-of-column-more = Show more than { $count } that are { $status }
referrals-column-more = { $status } (more than { $count })
referrals-for = for { $name }
referrals-of = of { $name }
referrals-handed-to = Handed to { $to }
referrals-made = Made { $at }
referrals-start = Starts { $day }
referrals-start-past = Was to start { $day }
referrals-no-postcode = Postcode not known
referrals-open-visit = Open the visit
referrals-open-form = Open the form
referrals-pages = Pages of referrals
referrals-caption = Referrals
referrals-column-need = Need
referrals-column-who = Resident
referrals-column-where = Postcode and ward
referrals-column-to = Handed to
referrals-column-when = Made and starts
referrals-column-state = Status
referrals-column-source = Made from

referral-page = Referral
referral-back = All referrals
referral-to = Handed to
referral-status-why = { $status }: { $reason }
referral-start = Starts
referral-made = Made
referral-answers = What was said of this need
referral-no-answers = Nothing more was said of it.
referral-source = What it was made from
referral-open-visit = Open the visit with all its answers
referral-open-form = Open the form with all its answers
referral-no-source = It was made by hand, without a form.
referral-history = What became of it
referral-step-status = Status: { $status }
referral-step-to = Handed on to { $to }
referral-status-heading = How far it has come
referral-status-how-far = Status
referral-status-words = Why
referral-status-words-hint = Say why when it is blocked, cancelled or taken up again. Whoever has it reads this.
referral-status-save = Save the status
referral-status-done = The status is saved.
referral-amend-link = Amend what is needed
referral-amend-title = Amend a referral
referral-amend-heading = Amend: { $need }
referral-amend-form = A form said this need. What you change here stays as you leave it, also when that form is corrected, but for what the correction itself changes.
referral-amend-words = Words to whoever has it (optional)
referral-amend-save = Save
referral-amend-done = The referral is amended. The next file of its team has it again.
referral-amend-nothing = Nothing was changed.
referral-changed-urgent = urgent
referral-changed-start = day on which it starts
referral-notes = Notes
referral-no-notes = No note was added.
referral-note-label = Add a note
referral-note-hint = Whoever has this referral reads it. Write what they need for it, and nothing else of the person.
referral-note-save = Add the note
referral-note-done = The note is added.
referral-hand-heading = Hand it to somebody else
referral-hand-words = Why (optional)
referral-hand-save = Hand on
referral-hand-done = Handed on. It begins there as to do.
resident-referral = { $type }: handed to { $to }, made { $at }
resident-no-referrals = Nothing has been handed on.

refer-open = Hand on a need
refer-open-case = Hand on a need ({ $case })
refer-title = Hand on a need
refer-back-resident = The resident’s record
refer-back-needs = Another need
refer-what = What is needed?
refer-optional = { $label } (optional)
refer-urgent = Urgent: it comes first on the board
refer-start = Day on which it starts
refer-start-hint = Leave empty to start as soon as possible.
refer-to = Hand it to
refer-to-choose = Choose a team or a person
refer-team-takes = { $name } (takes this need)
refer-person = { $name }, { $role }
refer-voluntary = { $name } – voluntary body
refer-agreement = Do they agree that a voluntary body hears their name, address, telephone and what they need?
refer-agreement-hint = Must be asked before a voluntary body hears of them. A team of the council need not be agreed to.
refer-agreement-yes = Yes, they agree
refer-agreement-no = No: nothing is handed on
refer-agreement-not_asked = Not asked: a team of the council takes it
refer-send = Hand on
refer-done = Handed on.
refer-refused-no_receiver = Choose a team or a person
refer-refused-receiver_gone = This team or person takes nothing any more. Choose another. Nothing was changed.
refer-refused-same_receiver = They have it already. Choose another team or person.
refer-refused-agreement_missing = This is a voluntary body: ask whether they agree, and choose yes or no
refer-refused-not_agreed = They did not agree, so nothing was handed on. That they did not is noted on their record. A team of the council may help instead, if they agree to that.
refer-refused-on_hold = A death was reported, so nothing can be handed on for this person. A supervisor settles the report on their record.
refer-refused-merged = This record was joined to another. Hand the need on from there.
refer-refused-case_closed = This case is closed. Nothing can be handed on under it.
refer-refused-need_not_offered = This need is offered no more in this programme, and nothing was handed on. Choose another one.
refer-refused-words_missing = Say why
refer-refused-words_too_long = Use at most 500 characters
refer-refused-no_status = Choose a status
refer-refused-changed_meanwhile = Somebody else changed this after you opened it, and nothing of yours was saved. What stands now is shown here, with what you typed. Save again if it still holds.
refer-refused-nobody_chosen = Tick at least one need
refer-refused-too_many = Tick at most { $most } needs
refer-refused-settled = This need is complete or cancelled. The council can take it up again.

need-wrong-missing = Answer “{ $asked }”
need-wrong-too_long = “{ $asked }”: use at most 1,000 characters
need-wrong-no_number = “{ $asked }”: enter a whole number between 1 and 30
need-wrong-no_choice = “{ $asked }”: choose from the list
need-priority = When is it needed?
need-people = How many people is it for?
need-diet = Diet or allergies
need-cooking = What can they cook with?
need-delivery_note = What should the driver know?
need-ages = Ages of the babies
need-nappy_size = Nappy size
need-pharmacy = Which pharmacy?
need-paid = Is the prescription free or paid for?
need-what = What is needed?
need-why = Why is a review needed?
need-agreed = Agreed that it is passed on
need-choice-yes = Yes
need-choice-no = No
need-choice-today = Today
need-choice-two_days = Within two days
need-choice-week = This week
need-choice-vegetarian = Vegetarian
need-choice-vegan = Vegan
need-choice-halal = Halal
need-choice-kosher = Kosher
need-choice-gluten_free = Gluten free
need-choice-diabetic = Diabetic
need-choice-nut_allergy = Nut allergy
need-choice-soft_food = Soft food
need-choice-cooker = A cooker
need-choice-microwave = A microwave
need-choice-kettle = A kettle only
need-choice-none = Nothing
need-choice-size_1 = Size 1
need-choice-size_2 = Size 2
need-choice-size_3 = Size 3
need-choice-size_4 = Size 4
need-choice-size_5 = Size 5
need-choice-size_6 = Size 6
need-choice-free = Free
need-choice-paid = Paid for
need-choice-not_known = Not known

handed-title = Handed to us
handed-back = All that was handed to us
handed-no-team = You belong to no team yet, so you see only what was handed to you yourself. An administrator puts you in a team.
handed-none = Nothing is waiting for you.
referrals-column-address = Address
handed-on-hold = Do not ring, deliver or visit. Ring the council first: { $telephone }.
handed-settled = This need is complete or cancelled, so whom it was for is not shown any more. If something is still to be done, ring the council and say this: { $reference }. Telephone: { $telephone }.
handed-settled-who = Not shown any more
handed-export = Save what is open as a file, and earlier files
handed-export-words = A CSV file in the team’s own order of columns. It has what no earlier file had, and what has changed since. Saving it is noted. Whoever must not be rung or visited now is left out of it.
columns-title = Columns of the team’s file
columns-link = Set its columns
columns-back = Files of this team
columns-label = Columns, one a line, in order
columns-hint = Leave empty for the shipped order: { $shipped }.
columns-wrong = “{ $name }” cannot be a column, is there twice, or is one too many. Use the names below or those of a form’s own answers.
columns-save = Save
columns-done = The columns are saved.
columns-known = Names that can be used
referral-csv-reference = Reference
referral-csv-need = Need
referral-csv-urgent = Urgent
referral-csv-status = Status
referral-csv-made_on = Made on
referral-csv-start_on = Starts on
referral-csv-first_name = First name
referral-csv-last_name = Last name
referral-csv-name = Name
referral-csv-address = Address
referral-csv-postcode = Postcode
referral-csv-ward = Ward
referral-csv-earlier_file = In an earlier file
referral-csv-telephone = Telephone
referral-csv-mobile = Mobile
referral-csv-landline = Landline
referral-csv-left-out = { $count ->
    [one] 1 person is left out: ring the council before anybody delivers there
   *[other] { $count } people are left out: ring the council before anybody delivers there
  }
referral-corrected = That form has been corrected since, by { $by }, received { $at }. What stands above is as corrected.
referral-reason-corrected = A correction of the form no longer says this need
referral-csv-later = { $count ->
    [one] 1 begins after { $day } and is not in this file
   *[other] { $count } begin after { $day } and are not in this file
  }
referral-csv-gone = { $count ->
    [one] 1 that this file had is complete, cancelled or with somebody else by now, and is left out
   *[other] { $count } that this file had are complete, cancelled or with somebody else by now, and are left out
  }
referral-csv-changed = { $count ->
    [one] 1 was in an earlier file and has changed since. Reference: { $references }
   *[other] { $count } were in an earlier file and have changed since. References: { $references }
  }

referrals-column-tick = Tick
referrals-tick = { $need } for { $name }
referrals-tick-all = { $count ->
    [one] Tick the one on this page
   *[other] Tick all { $count } on this page
  }
referrals-together-status = How far those ticked have come
referrals-together-words-hint = Say why when they are blocked or cancelled. It is written beside each of them, and whoever has them reads it.
referrals-together-save = Save for those ticked
referrals-together-done = { $count ->
    [one] 1 referral is { $status }.
   *[other] { $count } referrals are { $status }.
  }
referrals-together-none = Nothing was changed: what was ticked is { $status } already.
referrals-together-undo = Undo this
referrals-together-undone = { $count ->
    [0] Nothing was undone: somebody has changed them since, or it is too long ago.
    [one] Undone: 1 referral is as it was before.
   *[other] Undone: { $count } referrals are as they were before.
  }
referrals-left-changed_meanwhile = { $need } for { $name }: somebody else changed it after you opened this page. What stands now is shown here.
referrals-left-words_missing = { $need } for { $name }: it is complete or cancelled. Say why it is taken up again.
referrals-left-settled = { $need }: it is complete or cancelled already. The council can take it up again.
referrals-left-not_found = { $need }: it is with somebody else by now.
referrals-move-of = { $need } for { $name }
referrals-move-otherwise = Block, cancel or hand on
referrals-in-file = In the file of { $at }
referrals-changed-since-file = Changed since the file of { $at }
referral-file = In the team’s file of

files-link = Files for teams
files-title = Files for teams
files-back = Files for teams
files-words = A team that works from a list of its own saves its open needs as a file. A file has what no earlier one had.
files-no-teams = There is no team yet. An administrator adds one under Teams.
files-column-team = Team
files-column-new = For the next file
files-column-open = Open
team-files-title = Files of open needs
team-files-link = Files of its open needs
team-files-open = { $open ->
    [0] Nothing is open.
    [one] 1 need is open; for a file of today: { $new }.
   *[other] { $open } needs are open; for a file of today: { $new }.
  }
team-files-start-by = To be started by
team-files-start-by-hint = Needs that begin later are left out and counted at the end of the file. They come into a later file.
team-files-with-earlier = Also what an earlier file had
team-files-with-earlier-hint = Everything that is open and begins by that day, even if the team has it already.
team-files-save = Save the file
team-files-earlier = Earlier files
team-files-none = No file was saved yet.
team-files-again-words = Taken again, a file has those of its needs that are still open and with this team, as they stand now.
team-files-column-made = Saved
team-files-column-by = By
team-files-column-taken = Needs
team-files-column-start-by = To be started by
team-files-column-again = Take again
team-files-was-with-earlier = also from earlier files
team-files-again = Take it again
team-files-of = of { $at }
