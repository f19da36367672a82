# What an installation is set up with: teams, programmes, code lists, duty numbers, permissions.
nav-part-staff = Staff
nav-teams = Teams
nav-programmes = Programmes
nav-code-lists = Code lists
nav-duty-numbers = Duty numbers
nav-permissions = Permissions
setup-in-use = In use
setup-retired = Retired
setup-save = Save
history-title = What was changed
history-line = { $what } { $at }, by { $who }
history-nobody = a command on the server
history-changed = { $field }: “{ $before }” became “{ $after }”
history-given = { $field }: “{ $after }”
history-none = Nothing was changed since this installation began.
history-all = All of it in the audit trail

teams-title = Teams
teams-back = All teams
teams-words = A team holds people, and takes the needs that are handed to it. None is deleted: one that is not used any more is retired, and what was handed to it stays.
teams-new = Add a team
teams-none = There is no team yet. Needs go to whoever is on duty.
teams-no-types = Nothing
teams-column-name = Team
teams-column-types = Takes
teams-column-members = People
teams-column-referrals = Open referrals
teams-column-state = State
teams-referrals-of = open referrals of { $name }
page-team = A team
team-new-title = Add a team
team-name = Name
team-types = Needs that are handed to it
team-types-hint = Of two teams that take the same, the first by name gets it. What no team takes goes to a team with back office staff, or to whoever is on duty.
team-add = Add it
team-members = People in this team
team-no-members = Nobody
team-referrals = { $count ->
    [0] No open referral
    [one] 1 open referral
   *[other] { $count } open referrals
  }
team-retire = Retire it
team-retire-words = Nobody can be put into it any more and nothing is handed to it.
team-retire-first = It can be retired once nobody is in it. Its open referrals are handed on in the same step.
team-hand-to = { $count ->
    [one] Who gets its open referral
   *[other] Who gets its { $count } open referrals
  }
team-hand-to-choose = Choose a team or a person
team-voluntary = It is a voluntary body
team-voluntary-hint = It hears of nobody who has not agreed to it.
team-restore = Use it again
team-restore-words = It can be chosen again.
team-done-add = The team is added.
team-done-change = The team is saved.
team-done-nothing = Nothing was different.
team-done-retire = { $count ->
    [0] It is retired.
    [one] It is retired, and 1 referral is handed on.
   *[other] It is retired, and { $count } referrals are handed on.
  }
team-done-restore = It is in use again.
team-refused-name-missing = Enter a name
team-refused-name-too_long = Write at most 100 characters
team-refused-name-taken = Another team has this name
team-refused-referral_types-unknown = Choose among these needs
team-refused-state-changed_meanwhile = Somebody changed this team since you opened the page. It is shown as it is now.
team-refused-state-has_members = There are people in this team. Move them to another one first.
team-refused-has_referrals = { $count ->
    [one] Choose who gets its open referral
   *[other] Choose who gets its { $count } open referrals
  }
team-refused-hand_to = Choose a team in use, which is no voluntary body, or a person who works here
team-refused-state-in_use = It is in use already.

programmes-title = Programmes
programmes-back = All programmes
programmes-words = Why the council is in touch with people, and by which rules. None is deleted.
programmes-new = Add a programme
programmes-none = There is no programme yet.
programmes-column-name = Programme
programmes-column-cases = Cases not closed
programmes-column-days = Days to the next visit
programmes-column-tries = Tries before an alert
programmes-column-state = State
page-programme = A programme
programme-new-title = Add a programme
programme-name = Name
programme-cases = { $count ->
    [0] No case is open or on hold under it.
    [one] 1 case is open or on hold under it.
   *[other] { $count } cases are open or on hold under it.
  }
programme-days = Days until the next visit, after nobody answered and a letter was left
programme-days-hint = From 1 to { $most }. A day that is no working day becomes the next one.
programme-tries = Visits in a row without an answer before an alert is raised
programme-tries-hint = From 1 to { $most }.
programme-alert-minutes = Minutes without an acknowledgement before the next on call is told of an alert
programme-alert-minutes-hint = From 1 to { $most }. After as many again, Gold is told. Who they are stands on Shifts.
programme-lone-grace = Minutes after the expected end of a shift, or of a marked visit’s window, before an alarm is raised
programme-lone-check-in = Minutes for which “I am safe” is good
programme-lone-hint = From 1 to { $most }. Where programmes differ, the shortest holds for every officer.
programme-rules = What makes somebody urgent
programme-rules-words = The page Assign adds up the points of the rules that fit somebody, and prints why. Points go from 0 to { $most }; 0 turns a rule off.
programme-rule-about = About
programme-rule-at-least = At least
programme-rule-below = Below
programme-rule-points = Points
programme-rule-none = –
programme-rule-field = Rule { $number }, { $about }: { $part }
priority-age = Age in years
priority-lives_alone = Lives alone
priority-failed_calls = Calls without an answer
priority-days_since_contact = Days since the last contact
priority-never_contacted = No contact yet
programme-elsewhere = Set on other pages
programme-visit-form = New visits open with the form { $form }: Forms
programme-reminder = { $days ->
    [0] No reminder of evidence is sent: Document types
    [one] A reminder of evidence is sent 1 day before its last day: Document types
   *[other] A reminder of evidence is sent { $days } days before its last day: Document types
  }
programme-add = Add it
programme-retire = Retire it
programme-retire-words = No case is opened under it any more.
programme-retire-first = It can be retired once every case under it is closed.
programme-restore = Use it again
programme-restore-words = Cases can be opened under it again.
programme-done-add = The programme is added.
programme-done-change = The programme is saved.
programme-done-nothing = Nothing was different.
programme-done-retire = It is retired.
programme-done-restore = It is in use again.
programme-refused-name-missing = Enter a name
programme-refused-name-too_long = Write at most 100 characters
programme-refused-name-taken = Another programme has this name
programme-refused-no_reply_days-number = Enter a whole number of days, from 1 to { $days }
programme-refused-no_reply_tries-number = Enter a whole number of visits, from 1 to { $tries }
programme-refused-alert_minutes-number = Enter a whole number of minutes, from 1 to { $minutes }
programme-refused-lone_grace_minutes-number = Enter a whole number of minutes, from 1 to { $minutes }
programme-refused-lone_check_in_minutes-number = Enter a whole number of minutes, from 1 to { $minutes }
programme-refused-points-points = Enter a whole number of points, from 0 to { $points }
programme-refused-at_least-bound = Enter a whole number from 0 to { $bound }, or nothing
programme-refused-below-bound = Enter a whole number from 0 to { $bound }, or nothing
programme-refused-below-below = Enter a number above the one under At least
programme-refused-state-changed_meanwhile = Somebody changed this programme since you opened the page. It is shown as it is now.
programme-refused-state-has_cases = There are cases under this programme that are not closed.
programme-refused-state-retired = It is retired already.
programme-refused-state-in_use = It is in use already.

code-lists-title = Code lists
code-lists-back = All code lists
code-lists-words = The words for what officers and callers record. The codes behind them are fixed, since forms, reports and other programs know them by name.
code-lists-none = There is no code list yet.
code-lists-column-name = List
code-lists-column-entries = Entries
code-lists-column-retired = Retired
page-code-list = A code list
code-list-visit-outcome = Outcomes of a visit
code-list-contact-outcome = Outcomes of a call
code-list-words = Other words are shown on office pages at once, and on phones with their next contact. A retired entry is offered no more when a list is narrowed; what was recorded with it keeps its words. What a form asks stands in the form itself.
code-list-position = Place
code-list-en = Words
code-list-cy = Words in Welsh
code-list-retire = Retired
code-list-done = The list is saved.
code-list-done-nothing = Nothing was different.
code-list-refused-en-missing = Enter the words
code-list-refused-en-taken = Another entry has these words
code-list-refused-en-too_long = Write at most { $most } characters
code-list-refused-cy-too_long = Write at most { $most } characters
code-list-refused-position-number = Enter a whole number from 1 to 999
code-list-refused-state-all_retired = At least one entry stays in use.
code-list-refused-state-changed_meanwhile = Somebody changed this list since you opened the page. It is shown as it is now.

duty-numbers-title = Duty numbers
duty-numbers-back = All duty numbers
duty-numbers-words = Every phone keeps these for the door, in this order, also without a connection. None is removed: a phone that is offline may be about to ring it.
duty-numbers-new = Add a number
duty-numbers-none = There is no number yet. Phones show the council’s own.
duty-numbers-column-label = Name
duty-numbers-column-telephone = Telephone
duty-numbers-column-hours = When
duty-hours-day = By day
duty-hours-out_of_hours = Out of hours
duty-hours-always = Always
page-duty-number = A duty number
duty-number-new-title = Add a number
duty-number-words = Keep the old line answered for some days: a phone has the new number only after its next contact.
duty-number-label = Name by which officers know it
duty-number-telephone = Telephone
duty-number-hours = When it answers
duty-number-hours-choose = Choose
duty-number-position = Place on the phone
duty-number-position-hint = 1 is first.
duty-number-add = Add it
duty-number-done-add = The number is added.
duty-number-done-change = The number is saved.
duty-number-done-nothing = Nothing was different.
duty-number-refused-label-missing = Enter a name
duty-number-refused-label-too_long = Write at most 60 characters
duty-number-refused-label-taken = Another number has this name
duty-number-refused-telephone-no_number = Enter a telephone number with its area code
duty-number-refused-hours-missing = Choose when it answers
duty-number-refused-position-number = Enter a whole number from 1 to 99
duty-number-refused-state-changed_meanwhile = Somebody changed this number since you opened the page. It is shown as it is now.

permissions-title = Who may do what
permissions-words = Read from the rules that every page asks. They are part of the program: here they can be read, and changed by nobody.
permissions-action = To do
permission-reach-all = Yes
permission-reach-own = Own
permission-reach-handed = Handed to them
permission-reach-none = –
permission-today-read = See Today
permission-visits-read = See visits
permission-visits-review = Review what came in
permission-visits-mark_repeat = Mark a visit as a repeat
permission-reports-read = See late reports
permission-reports-settle = Settle late reports
permission-resident_forms-settle = Settle forms that came by link
permission-proposals-answer = Answer proposed visits
permission-markers-propose = Propose a warning marker
permission-markers-read = See the register of warning markers
permission-markers-decide = Approve or refuse a warning marker of somebody else’s
permission-markers-review = Review, change and end warning markers
permission-visits-assign = Assign visits
permission-shifts-plan = Plan shifts
permission-alerts-read = See alerts
permission-alerts-acknowledge = Acknowledge alerts
permission-lone_working-read = See which officers are out
permission-lone_working-record = Record what an officer says by telephone
permission-alerts-own = Hand over and close alerts
permission-conflicts-read = See conflicts
permission-conflicts-resolve = Resolve conflicts
permission-residents-read = See residents
permission-residents-edit = Correct a resident’s record
permission-referrals-read = See referrals
permission-contacts-call = Call residents and take down calls
permission-referrals-make = Hand a need on by hand
permission-referrals-change = Change a referral
permission-referrals-export = Take referrals out as a file
permission-referrals-set_columns = Set the columns of a team’s file
permission-handed-read = See what is handed to one’s team
permission-handed-change = Change what is handed to one’s team
permission-links-send = Send forms by link
permission-messages-read = See messages
permission-messages-retry = Send a message again
permission-evidence-read = See evidence
permission-evidence-ask = Ask for evidence
permission-evidence-add = Add evidence for a resident
permission-evidence-review = Decide on evidence
permission-document_types-edit = Change document types
permission-residents-merge = Say whether two records are one person, merge them, take a merge back
permission-holds-settle = Confirm or lift a reported death
permission-devices-read = See phones
permission-devices-order = Lock or wipe a phone
permission-devices-revoke = Revoke a phone
permission-devices-end_ticket = End a phone’s upload ticket
permission-devices-breach_list = See whose data a phone held
permission-imports-read = See imports
permission-imports-upload = Upload a list
permission-imports-confirm = Confirm an import
permission-imports-undo = Undo an import
permission-attachments-read = See photos and documents
permission-attachments-cover = Turn, black out and hide pictures
permission-attachments-uncover = Take back what is blacked out
permission-originals-read = Open original files
permission-forms-read = See forms
permission-forms-publish = Publish forms
permission-forms-fill = Fill in a form at the desk
permission-submissions-correct = Correct a submission
permission-exports-make = Take data out as a file
permission-tokens-manage = Let other programs in
permission-collect-use = Use ODK Collect
permission-audit-read = Read the audit trail
permission-figures-read = See reports
permission-setup-read = See users, teams, programmes and lists
permission-users-manage = Add, change and end accounts
permission-teams-manage = Change teams
permission-programmes-edit = Change programmes
permission-code_lists-edit = Change code lists
permission-duty_numbers-edit = Change duty numbers
permission-app-use = Use the officer’s app
