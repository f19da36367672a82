# Imports: lists of people and the gazetteer.
imports-title = Imports
imports-file = Choose a list (CSV or Excel)
imports-file-hint = A list of people or a gazetteer, as CSV or Excel workbook (.xlsx), at most { $limit } MB. The Shielded Patient List, the support service’s and the contact-tracing list are known by their headings; of any other list you say once what its columns mean.
imports-layout = Kind of list
imports-layout-auto = Find out from the headings
imports-layout-own = Another list: I say what its columns mean
imports-sheet-which = Sheet of the workbook
imports-sheet-choose = Choose a sheet
imports-layout-unknown = Not a list we know
imports-send = Send and preview
imports-nothing-yet = Nothing is changed before you have seen the preview and confirmed it.
imports-no-file = Choose a file
imports-before = Lists sent before
imports-none = No list has been sent yet.
imports-column-file = File
imports-column-layout = Kind
imports-column-sent = Sent
imports-column-state = State
imports-column-lines = Lines
imports-column-line = Line
imports-column-who = Who
imports-column-why = Why
imports-status-unmapped = waiting for what its columns mean
imports-status-received = being read
imports-status-previewed = waiting for you to confirm
imports-status-importing = being imported
imports-status-imported = imported
imports-status-undoing = being undone
imports-status-undone = undone
imports-status-refused = refused
imports-status-discarded = put aside
imports-encoding = letters and accents read as { $encoding ->
    [cp1252] Windows text (cp1252)
   *[other] { $encoding }
  }
imports-sent-at = Sent { $at }.
imports-same-file = This very file was imported before ({ $at }). Importing it again changes nothing.
imports-missing-columns = The file lacks columns that this list usually has: { $columns }. Everything else is read.
imports-working-received = Reading the list: { $done } of { $total } lines. This page looks again every three seconds.
imports-working-importing = Importing: { $done } of { $total } lines. You may close this page; the work goes on. It looks again every three seconds.
imports-working-undoing = Undoing: { $done } of { $total } lines. You may close this page; the work goes on. It looks again every three seconds.
imports-given-up-received = The list could not be read: several tries failed after { $done } of { $total } lines. Nothing was changed. Try again, and if it fails once more, tell whoever looks after Doorstep’s server.
imports-given-up-importing = The import has stopped: several tries failed after { $done } of { $total } lines. What was imported stays; trying again goes on from there. If it fails once more, tell whoever looks after Doorstep’s server.
imports-given-up-undoing = The undoing has stopped: several tries failed after { $done } of { $total } lines. Trying again goes on from there. If it fails once more, tell whoever looks after Doorstep’s server.
imports-retry = Try again
imports-look-again = Look again now
imports-counts = What importing it would do
imports-counts-done = What importing it did
imports-verdict-new = New people or places
imports-verdict-changed = Changed
imports-verdict-unchanged = Unchanged
imports-verdict-decide = For a person to decide
imports-verdict-rejected = Rejected
imports-show = Show
imports-rejected-file = Download the rejected lines with their reasons (CSV)
imports-undecided = { $count ->
    [one] 1 line waits for a person to decide
   *[other] { $count } lines wait for a person to decide
  }
imports-programme = Open cases under
imports-programme-choose = Choose a programme
imports-full-extract = This file is the whole list
imports-full-extract-hint = People whom earlier files named and this one does not are then listed for a decision. Nobody is closed.
imports-confirm = Import: { $count ->
    [one] 1 line changes something
   *[other] { $count } lines change something
  }
imports-discard = Put this file aside
imports-discarded = The file was put aside. Nothing was changed.
imports-refused-not_previewed = The preview is not ready, or the file was put aside.
imports-refused-other_columns = Somebody has said anew what the columns mean. Look at this preview and confirm it if it is right
imports-refused-no_programme = Choose the programme under which cases are opened
imports-lines-new = New
imports-lines-changed = Changed
imports-lines-unchanged = Unchanged
imports-lines-decide = For a person to decide
imports-lines-rejected = Rejected
imports-no-lines = There are no such lines.
imports-no-name = (no name)
imports-decide-who = Line { $line }: who is this?
imports-decide-same = The same person as
imports-decide-different = A different person: make a new resident
imports-decide-later = Line { $who } of this file ({ $reason }): confirm the import first, then this line can be joined to it.
imports-decide-was = Decided: { $words }
imports-decide-save = Save decision
imports-decide-missing = Line { $line }: choose who it is
imports-decide-not_found = Line { $line } is not in this file.
imports-decide-decided_already = Line { $line } was decided by somebody else meanwhile.
imports-decide-undone = Line { $line }: this import has been undone.
imports-decide-nobody_chosen = Line { $line }: that resident is not there any more. Choose again.
imports-decided = Line { $line } is decided.
imports-born = born { $day }
imports-pages = Pages
imports-previous = Previous
imports-next = Next
imports-missing-link = People this list no longer names
imports-missing-title = No longer on the list
imports-missing-words = Earlier files named these people and this one does not. That is no reason by itself to close a case: nothing happens until somebody decides. A decision stands until it is taken back, or a later file names the person again.
imports-missing-none = Nobody waits for a decision.
imports-missing-count = { $count ->
    [one] 1 person waits for a decision
   *[other] { $count } people wait for a decision
  }
missing-views = Which people
missing-view-open = To decide ({ $count })
missing-view-decided = Decided ({ $count })
missing-column-tick = Tick
missing-column-who = Who
missing-column-case = Case
missing-column-planned = What is planned
missing-column-decision = Decision
missing-column-by = By
missing-column-undo = Take back
missing-tick = Tick { $name }
missing-tick-all = Tick everybody on this page
missing-visits = { $count ->
    [0] No visit
    [one] 1 visit
   *[other] { $count } visits
  }
missing-referrals = { $count ->
    [one] 1 need handed on
   *[other] { $count } needs handed on
  }
missing-heading = Decide about everybody ticked
missing-choice = What is decided?
missing-choice-keep = Keep the case as it is
missing-choice-keep-hint = They are looked after as before, and are not asked about again while the list leaves them out.
missing-choice-call = Ask by telephone
missing-choice-call-hint = They come up on the call list from now on. Who has no number, wants no calls or has a visit to come is left here.
missing-choice-close = Close the case
missing-choice-close-hint = Visits beside the name are cancelled and leave the officer’s phone; needs handed on stay with whoever has them. It can be taken back.
missing-reason = If the case is closed: why?
missing-reason-first = Choose a reason
missing-note = What led to it
missing-note-hint = Needed after a refusal and for another reason. Everybody who reads the record sees this.
missing-save = Decide
missing-was-keep = Kept
missing-was-call = To be rung
missing-was-close = Closed
missing-undo = Take back
missing-undo-of = the decision about { $name }
missing-decided-none = Nothing was decided here yet.
missing-done-keep = { $count ->
    [one] 1 case is kept as it is.
   *[other] { $count } cases are kept as they are.
  }
missing-done-call = { $count ->
    [one] 1 person is on the call list.
   *[other] { $count } people are on the call list.
  }
missing-done-close = { $count ->
    [one] 1 case is closed.
   *[other] { $count } cases are closed.
  } { $visits ->
    [0] No visit was planned.
    [one] 1 visit was cancelled.
   *[other] { $visits } visits were cancelled.
  }
missing-left = { $count ->
    [one] 1 person was left undecided
   *[other] { $count } people were left undecided
  }: { $reasons }.
missing-left-changed = decided, named again or closed meanwhile
missing-left-death_not_confirmed = a supervisor must first confirm the death
missing-left-on_hold = a death is reported
missing-left-case_held = the case is on hold
missing-left-no_calls_wanted = wants no calls
missing-left-no_number = has no telephone number
missing-left-visit_to_come = a visit is to come
missing-undone = The decision is taken back. The person waits for one again.
missing-refused-people = Tick at least one person
missing-refused-state-undone = That was taken back already, or the case cannot be opened again. Look at the record.
missing-refused-state-changed_meanwhile = Somebody decided about this person meanwhile.
missing-refused-choice-missing = Choose what is decided
missing-refused-reason-missing = Choose why the case is closed
missing-refused-note-missing = Say what led to it
missing-refused-note-too_long = Shorten the note to 2,000 characters
imports-csv-line = Line
imports-csv-reasons = Reasons
