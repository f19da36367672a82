# Undoing an import.
imports-undo = Undo this import
imports-undo-title = Undo this import?
imports-undo-file = { $file }, { $lines ->
    [one] 1 line
   *[other] { $lines } lines
  }, imported { $at }.
imports-undo-removed = People who are removed again, with their cases
imports-undo-put-back = People whose record is put back as it was
imports-undo-left = People who stay as they are
imports-undo-left-words = Somebody has worked with them since, a later list names them, or a death was reported. You see the list afterwards.
imports-undo-words = The file and its lines are kept, with who undid it. The same file can be sent again. Nobody is removed with whom somebody has worked: not a visit, a call, a message, a form or a correction is lost.
imports-undo-cannot = An import cannot be undone twice over: to have these people again, send the file again.
imports-undo-sure = Undo the import
imports-undo-back = Leave it as it is
imports-undo-refused-not_imported = This file is not imported, so there is nothing to undo.
imports-undo-refused-gazetteer = A gazetteer cannot be undone: load the one of before again.
imports-undo-refused-too_old = This file was imported before this service noted what an import changes, so it cannot be undone.
imports-undone-by = Undone { $at } by { $who }.
imports-left-link = { $count ->
    [one] 1 person stayed as they are
   *[other] { $count } people stayed as they are
  }
imports-left-title = Stayed as they are
imports-left-words = Undoing the import left these people. Decide for each on their page.
imports-left-worked_on = Somebody has worked with them since
imports-left-named_later = A later list names them too
imports-left-held = A death was reported: the hold stays until a supervisor settles it
imports-left-column-line = Line
imports-left-column-who = Who
imports-left-column-why = Why
