# Evidence that residents are asked for, at the office.
nav-evidence = Evidence
evidence-title = Evidence
evidence-request-title = Photos or documents asked for
evidence-views = Show requests that are
evidence-list-for_review = To review
evidence-list-pending = Waiting for the resident
evidence-list-approved = Approved
evidence-list-expired = Expired
evidence-list-closed = Closed
evidence-list-any = All
evidence-list-none = There are none.
evidence-list-order = What has stood so longest comes first.
evidence-list-caption = Requests for evidence
evidence-column-who = Resident
evidence-column-case = Case
evidence-column-state = State
evidence-column-since = For
evidence-column-documents = Documents
evidence-column-due = By
evidence-counts = { $approved } of { $total } approved
evidence-counts-sent = { $sent } to review, { $approved } of { $total } approved
evidence-pages = Pages of requests
evidence-state-pending = Waiting for the resident
evidence-state-for_review = To review
evidence-state-approved = Approved
evidence-state-expired = Expired
evidence-state-closed = Closed
evidence-state-words-pending = Something is still to be sent, and nothing waits for you.
evidence-state-words-for_review = Something was sent and waits for a decision.
evidence-state-words-approved = Everything is approved. Close the request when the resident need not come back to it.
evidence-state-words-expired = The link opens no more, and something is still to be sent. Make a new link, or ring the resident.
evidence-state-words-closed = The link opens no more. What was sent stays here.
evidence-item-needed = Not sent
evidence-item-sent = To review
evidence-item-approved = Approved
evidence-item-refused = Refused, asked for again
evidence-held = The link shows only the telephone number, because of a hold on the record or because the record was merged.
evidence-ask = Ask for photos or documents
evidence-ask-case = Ask for photos or documents: { $case }
evidence-ask-title = Ask for photos or documents
evidence-ask-words = The resident takes photos on a phone of their own and sends them by a link, with no account. Before anything is shown, the link asks one question from the record.
evidence-ask-no-types = This programme asks for no documents. Whoever runs Doorstep adds them.
evidence-types = What is needed
evidence-type-hint = { $hint } Usually due in { $days } days.
evidence-why = Why we ask
evidence-why-hint = In plain words, to the resident. It is shown after the question is answered, never in a message. At most { $longest } characters.
evidence-due = Please send by
evidence-ask-due-hint = Leave it empty for the usual time of what you ask for, the longest of them. At most { $days } days from today. The link opens for { $late } days longer, for who is late.
evidence-due-hint = At most { $days } days from today. The link opens for { $late } days longer, for who is late.
evidence-make = Make the request
evidence-made-title = The request is ready
evidence-made-once = Copy the link now. It is shown this once and cannot be looked up again; if it is lost, make a new link.
evidence-made-link = Link
evidence-made-documents = Asked for
evidence-made-how = How to give it to the resident
evidence-made-words = Read the link out, send it yourself, or print this page as a letter. Doorstep sends no message about it by itself.
evidence-made-message-title = Words you can send
evidence-made-message-hint = They do not say what it is about: others may read the message.
evidence-message = { $council } asks you to send photos or documents: { $address } To check that this is real, ring { $telephone }, the number on our website.
evidence-message-cy = Mae { $council } yn gofyn i chi anfon lluniau neu ddogfennau: defnyddiwch y ddolen uchod. I wirio bod hyn yn ddilys, ffoniwch { $telephone }, y rhif ar ein gwefan.
evidence-made-open = See what has become of this request
evidence-back-resident = Back to the resident
evidence-back-request = Back to the request
evidence-row-by = Asked by
evidence-row-opened = Link first opened
evidence-row-until = Link opens until
evidence-documents-title = Documents
evidence-document-line = Open this document
evidence-files-count = { $count ->
    [one] 1 file
   *[other] { $count } files
  }
evidence-unsent = { $count ->
    [one] 1 file was added and Send was not pressed. Ring the resident, or add it for them on the document’s page.
   *[other] { $count } files were added and Send was not pressed. Ring the resident, or add them on the document’s page.
  }
evidence-sendings-title = What was sent
evidence-sendings-none = Nothing was sent yet.
evidence-sending-resident = { $at }, by the resident. Reference { $reference }
evidence-sending-helper = { $at }, by { $name } ({ $relationship }), who says they have permission. Reference { $reference }
evidence-sending-office = { $at }, at the office by { $name }. Reference { $reference }
evidence-renew = Make a new link
evidence-renew-words = The old link opens nothing any more, also where it is open now. What was added stays.
evidence-close = Close the request
evidence-close-words = The link then opens nothing, and nothing more is decided. What was sent stays on the case.
evidence-done-closed = The request is closed.
evidence-done-approve = Approved.
evidence-done-refuse = Refused. The resident’s link asks for it again and says why.
evidence-done-reopen = Taken back. It waits for a decision again.
evidence-done-added = Added for the resident.
evidence-asked-title = What was asked
evidence-sent-title = What was sent
evidence-no-files = No file has come.
evidence-files-not-yours = Your role does not show pictures.
evidence-file-added = Added { $at }
evidence-file-sent = Reference { $reference }
evidence-file-unsent = Send was not pressed
evidence-file-alt = { $document }, file { $number }
evidence-why-was = Why we ask: { $why }
evidence-approved-as = Approved as
evidence-valid-until = Valid until
evidence-valid-always = Does not run out
evidence-refused-because = Refused because
evidence-approve = Approve
evidence-approve-type = What it is
evidence-approve-type-first = Choose what it is
evidence-approve-until = Valid until
evidence-approve-until-hint = Leave it empty where it does not run out.
evidence-refuse = Refuse and ask again
evidence-refuse-reason = Reason, as the resident reads it
evidence-refuse-reason-hint = Say what is wrong and what would do. For example: the corner with the date is cut off, please take it again.
evidence-reopen = Take the decision back
evidence-reopen-words = It then waits for a decision again. Do this only for a mistake: the resident may have read the refusal.
evidence-add-title = Add for the resident
evidence-add-words = For what the resident brought, or sent another way. It is kept under your name, and what they added without pressing Send goes with it.
evidence-came-by = How it came
evidence-came-by-first = Choose how it came
evidence-came-by-desk = Brought to the desk
evidence-came-by-post = By post
evidence-came-by-email = By e-mail
evidence-came-by-other = Another way
evidence-brought-by = Who brought or sent it
evidence-brought-by-hint = Leave it empty for the resident. Otherwise the name, and what they are to the resident.
evidence-brought-resident = the resident
evidence-brought-line = { $way }, from { $by }
evidence-add-file = Files
evidence-add-file-hint = Photos, scans and PDF documents, each up to { $size } MB.
evidence-add = Add
evidence-history = Decisions
evidence-decision-approve = Approved
evidence-decision-refuse = Refused
evidence-decision-reopen = Taken back
evidence-decision-line = { $decision } { $at } by { $name }
evidence-fault = { $file }: { $why }
evidence-fault-too_large = It is larger than { $size } MB.
evidence-fault-too_many = There are enough files for this document already.
evidence-refused-no_types = Choose what is needed
evidence-refused-no_why = Say why we ask
evidence-refused-why_too_long = The reason is too long
evidence-refused-no_day = Enter a day, like 2026-12-24
evidence-refused-no_valid_day = Enter a day, like 2026-12-24, or leave it empty
evidence-refused-too_soon = The day must be today or later
evidence-refused-too_late = The day must be within { $days } days
evidence-refused-no_case = This case is closed.
evidence-refused-closed = This request is closed.
evidence-refused-approved = This document is approved already.
evidence-refused-nothing_to_send = None of the files could be used
evidence-refused-changed_meanwhile = Somebody decided, or more was sent, since you opened this page. Look at it as it is now.
evidence-refused-not_from_here = This cannot be decided as it stands.
evidence-refused-reason_missing = Say why it is refused
evidence-refused-reason_too_long = The reason is too long
evidence-refused-type_missing = Choose what it is
evidence-refused-over_already = The last day must be today or later
evidence-refused-way_missing = Choose how it came
evidence-refused-bringer_too_long = Who brought it: at most 200 characters
evidence-refused-no_file = Choose a file
case-files-add = Add a file that came another way
case-files-add-case = Add a file that came another way: { $case }
case-files-title = Add a file to the case
case-files-words = For what came by post or e-mail, or was brought to the desk, and was not asked for. Where it was asked for, add it on the page of that document.
case-files-type = What it is
case-files-type-first = Something else
case-files-heading = Files that came another way
case-files-line = { $document }, { $at }
case-files-other = A file
case-files-how = { $way }, from { $by }. Added by { $name }
case-files-done = Added to the case.
resident-evidence-heading = Evidence
resident-evidence-none = Nothing was asked for.
resident-evidence-line = Asked { $at } by { $who } ({ $case })
event-evidence-asked = Asked for photos or documents
event-evidence-closed = Closed the request for photos or documents
event-evidence-sent-resident = Sent by link: { $files ->
    [one] 1 file
   *[other] { $files } files
  }, reference { $reference }
event-evidence-sent-helper = Sent by link, by somebody who helps: { $files ->
    [one] 1 file
   *[other] { $files } files
  }, reference { $reference }
event-evidence-sent-office = Added for the resident: { $files ->
    [one] 1 file
   *[other] { $files } files
  }, reference { $reference }
event-evidence-filed = Added to the case: { $files ->
    [one] 1 file
   *[other] { $files } files
  }
event-evidence-approve = Approved: { $document }
event-evidence-refuse = Refused and asked for again: { $document }
event-evidence-reopen = Decision taken back: { $document }
