# Forms: uploading, looking at, publishing and retiring XLSForms.
forms-title = Forms
forms-words = Officers fill these in. A form is a spreadsheet (XLSForm); each published version stays as it is, and what was begun on it is finished on it.
forms-none = No form is published yet.
forms-column-form = Form
forms-column-version = Version
forms-column-published = Published
forms-column-state = State
forms-column-submissions = Submissions
forms-column-files = Files
forms-column-step = Change
forms-state-published = published
forms-state-retired = retired
forms-waiting-title = Uploaded and not published
forms-waiting-line = { $title }, version { $version }
forms-uploaded = uploaded { $at } by { $by }
forms-uploaded-file = { $file } was uploaded { $at } by { $by }.
forms-nobody = nobody known
forms-came-with-release = came with Doorstep
forms-new-title = Add a form
forms-new-words = For a new version of a form in the list above, go to that form’s own page.
forms-new-version-title = Upload a new version
forms-new-version-words = Download the spreadsheet of the current version, change it, raise version on its settings sheet, and send it here.
forms-file = Choose an XLSForm
forms-file-hint = An Excel workbook (.xlsx) without macros, or an XLSForm as CSV, at most 10 MB and 10,000 rows.
forms-file-error = Put right what stands at the top of this page, and choose the file again
forms-media-choose-with = Choose the pictures, sounds and films of its labels (optional)
forms-media-hint-with = Several at once, under the names that the form gives them. They can also be added on the next page.
forms-media-choose = Add or replace files
forms-media-hint = Several at once, under the names above. Pictures in JPEG, PNG, WebP or GIF, sounds in MP3, M4A, WAV or Ogg, films in MP4 or WebM. At most { $file } MB each and { $form } MB together: every phone carries them.
forms-media-error = Put right what stands at the top of this page, and choose those files again
forms-media-add = Add the files
forms-media-title = Pictures, sounds and films
forms-media-all-here = Every file that the form names is here. Phones get them with the version.
forms-media-some-missing = { $count ->
    [one] 1 file is missing. You can publish without it: the form then says that it is missing.
   *[other] { $count } files are missing. You can publish without them: the form then says that they are missing.
  }
forms-media-missing-for-good = { $count ->
    [one] 1 file is missing, and the form says so. A published version does not change: publish a new one with it.
   *[other] { $count } files are missing, and the form says so. A published version does not change: publish a new one with them.
  }
forms-media-name = File
forms-media-kind = What the form has it as
forms-media-kind-image = picture
forms-media-kind-audio = sound
forms-media-kind-video = film
forms-media-state = State
forms-media-here = here
forms-media-missing = missing
forms-media-size = { $kilobytes } kB
forms-media-from = Taken over from version { $version }. A file of the same name takes its place.
forms-media-taken = The files are kept. Phones get them when you publish.
forms-media-none-sent = Choose at least one file.
forms-media-too-large = These files are too large to send at once. Send fewer of them.
forms-nothing-changed-media = This spreadsheet says what this version says already, so nothing was kept, and no file either: the files of a published version do not change. To change them, raise version on the settings sheet and send both again.
forms-send = Send and preview
forms-nothing-yet = Nothing reaches a phone before you have seen what changes and published it.
forms-no-file = Choose a file
forms-too-large = The spreadsheet is larger than 10 MB.
forms-problem-row = Sheet { $sheet }, row { $row }: { $message }
forms-problem-sheet = Sheet { $sheet }: { $message }
forms-nothing-changed = Nothing has changed: this version says what your spreadsheet says.
forms-form-id = The form’s id is { $form_id }.
forms-current-is = New checks begin with version { $version }.
forms-current-none = The form is retired: nobody can begin it.
forms-versions-title = Versions
forms-of-version = of version { $version }
forms-version-title = { $title }, version { $version }
forms-published-by = Published { $at }, { $by }.
forms-has-submissions = { $count ->
    [0] It has no submissions.
    [one] It has 1 submission.
   *[other] It has { $count } submissions.
  }
forms-xlsform = XLSForm
forms-xform = XForm
forms-download-xlsform = Download the XLSForm as it was uploaded
forms-download-xform = Download the XForm that phones read
forms-not-published-yet = This version is not published: no phone has it.
forms-warnings-title = To know before you publish
forms-warnings-words = The form works all the same. On phones it differs from the spreadsheet in this:
forms-changes-title = What changes
forms-changes-all-new = This form is new: nobody has filled it in yet.
forms-changes-none-current = The form is retired now. Publishing this version puts it into use again.
forms-changes-beside = Beside version { $version }, which new checks begin with now.
forms-changes-title-changed = The title “{ $old }” is now “{ $new }”.
forms-changes-no-question = No question is added, removed or changed.
forms-changes-added = { $count ->
    [one] 1 question is added
   *[other] { $count } questions are added
  }
forms-changes-removed = { $count ->
    [one] 1 question is removed
   *[other] { $count } questions are removed
  }
forms-changes-changed = { $count ->
    [one] 1 question is changed
   *[other] { $count } questions are changed
  }
forms-change-question = { $label } ({ $name })
forms-part-changed = { $part }: “{ $old }” is now “{ $new }”
forms-part-added = { $part } is new: “{ $new }”
forms-part-removed = { $part } is gone: “{ $old }”
forms-part-place = It stands in another place among the questions
forms-part-choices = The choices stand in another order
forms-part-now-required = It must be answered now
forms-part-now-optional = It may stay empty now
forms-part-name-kind = Kind of question
forms-part-name-label = Label
forms-part-name-hint = Hint
forms-part-name-choice = Choice { $choice }
forms-part-name-required = Must be answered when
forms-part-name-relevant = Is asked when
forms-part-name-constraint = The answer must fit
forms-part-name-calculate = Calculation
forms-part-name-records = What the answer records
forms-part-name-appearance = Appearance
forms-part-name-in = { $what } ({ $spoken })
forms-publish-title = Publish
forms-publish-words = Phones get this version with their next contact. New checks begin with it; a check that was begun on another version is finished on that one.
forms-publish = Publish this version
forms-discard = Put this upload aside
forms-published = The version is published.
forms-discarded = The upload was put aside. Nothing was changed.
forms-refused-moved_on = Another version was published or retired meanwhile. Look at what changes once more, then publish.
forms-refused-taken = Another form has taken this form_id meanwhile. Put this upload aside, and upload it on that form’s page.
forms-retire-link = Retire
forms-retire = Retire this form
forms-retire-title = Retire { $title }?
forms-retire-words = Nobody can begin this form any more. Its versions and submissions stay, and any version can be brought back.
forms-retire-visits = { $count ->
    [one] 1 visit that is still to be made uses this form. Its officer could not begin the check.
   *[other] { $count } visits that are still to be made use this form. Their officers could not begin the check.
  }
forms-retired = The form is retired.
forms-bring-back-link = Bring back
forms-bring-back = Bring this version back
forms-bring-back-title = Bring back version { $version } of { $title }?
forms-bring-back-words = New checks begin with this version from the phones’ next contact on.
forms-bring-back-current = Version { $version }, which is in use now, is retired by it.
forms-brought-back = The version is in use again.
forms-visits-title = New visits
forms-visits-words = A visit opens with one form, which says how it ended. Any other form can be filled in at a visit besides.
forms-visits-this = New visits of { $programme } open with this form.
forms-visits-other = New visits of { $programme } open with { $form }.
forms-visits-use = Use this form for { $programme }
forms-use = Use it for new visits
forms-use-title = Use { $title } for new visits of { $programme }?
forms-use-words = Whoever assigns a visit from now on gives the officer this form for it. Visits that are planned already keep theirs.
forms-use-now = New visits open with { $form } now.
forms-used = New visits open with this form.
forms-refused-closes_no_visit = A visit can open only with a form that is published and records the outcome of the visit.
forms-retire-opens = New visits of { $programmes } open with this form. Choose another one for them first, on that form’s page, or officers get visits that they can report only with another form.
forms-step-begun = A check that was begun is finished on the version it was begun on, also without a signal, and the council takes it in.
forms-step-cancel = Go back, change nothing
forms-preview-title = Try it
forms-preview-words = This is the form as officers see it, with an invented resident. Nothing you answer here is kept or sent. It needs JavaScript; the questions stand in a table below.
forms-preview-phone = As on a phone
forms-preview-office = At the width of this page
forms-preview-own-window = In a window of its own
forms-preview-frame = Preview of the form
forms-preview-no-script = The preview needs JavaScript. The table of questions on the page of this form says the same in words.
forms-questions-title = Questions
forms-question-label = Question
forms-question-name = Name
forms-question-kind = Answer
forms-question-rules = Rules
forms-question-unnamed = (no words)
forms-question-choices = { $count ->
    [one] 1 choice: { $choices }
   *[other] { $count } choices: { $choices }
  }
forms-question-required = Must be answered.
forms-question-required-when = Must be answered when { $rule }.
forms-question-relevant = Asked when { $rule }.
forms-question-constraint = Must fit { $rule }.
forms-question-records = Records { $target }.
forms-kind-none = nothing (worked out, or kept)
forms-kind-group = (part of the form)
forms-kind-repeat = (part that is asked again and again)
forms-kind-input-string = text
forms-kind-input-int = a whole number
forms-kind-input-decimal = a number
forms-kind-input-date = a date
forms-kind-input-time = a time
forms-kind-input-datetime = a date and a time
forms-kind-input-geopoint = a position
forms-kind-input-geotrace = a line on the map
forms-kind-input-geoshape = an area on the map
forms-kind-input-barcode = a bar code
forms-kind-input-boolean = true or false
forms-kind-select1 = one of several
forms-kind-select = any of several
forms-kind-rank = an order
forms-kind-range = a place on a scale
forms-kind-trigger = a tick
forms-kind-upload = a photo or file
forms-kind-secret = hidden text
forms-elsewhere-title = Submissions elsewhere
forms-export-link = Export submissions and photos
forms-access-link = Access of ODK Collect, Power BI and other programs
