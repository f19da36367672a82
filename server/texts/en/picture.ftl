# One file, large: turned, blacked out in part, hidden.
page-picture = Photo or document
picture-title = What is shown
picture-back-document = Back to the document
picture-back-visit = Back to the visit
picture-back-form = Back to the form
picture-zoom = Size of the picture
picture-zoom-now = { $per_cent } %
picture-smaller = − Smaller
picture-larger = + Larger
picture-turn-left = Turn left
picture-turn-right = Turn right
picture-region = The picture. Scroll with the arrow keys.
picture-alt = { $document }
picture-alt-any = The photo or document
picture-being-made = Received; the picture is being made.
picture-being-drawn = The picture is being drawn as it is to be shown now. Until then nobody is shown it.
picture-look-again = Look again
picture-not-drawn = The picture could not be drawn.
picture-not-drawn-words = Until it is drawn nobody is shown it. The original is kept as it came.
picture-fault-interrupted = Drawing it was interrupted, or the server had no time for it. It is tried again by itself.
picture-fault-unreadable = It takes too much time or memory now, or can no longer be read. Draw it again, or hide the whole file.
picture-fault-no_bytes = The bytes of the original are not there. Tell whoever looks after the server.
picture-draw-again = Draw it again
picture-copies-theirs = { $count ->
    [one] The very same file came for this resident once more: the copy is covered with it.
   *[other] The very same file came for this resident { $count } times more: all copies are covered with it.
  }
picture-copies-hint = Its copies show the same picture. Whose they are is not said here.
picture-copies-too-many = The very same file came for other people more than { $count } times. Those copies are not covered here.
picture-black-out-elsewhere = { $count ->
    [one] Black it out also where it came for somebody else
   *[other] Black it out also in the { $count } places where it came for somebody else
  }
picture-hide-elsewhere = { $count ->
    [one] Hide it also where it came for somebody else
   *[other] Hide it also in the { $count } places where it came for somebody else
  }
picture-hidden = Hidden
picture-blacked-out = Partly blacked out
picture-hidden-words = This file is hidden from everybody. Why and by whom stands under “Blacked out and hidden”. The original is kept.
picture-black-out = Black out an area
picture-black-out-hint = In per cent of the picture as it is turned now: 0 is the left or the top edge, 100 the whole picture. The area is painted over for everybody and in exports; the original is kept, and only named roles open it.
picture-left = From the left
picture-top = From the top
picture-width = Width
picture-height = Height
picture-why = Why it is blacked out
picture-why-hint = For example: a neighbour’s name and telephone number.
picture-preview = Show the area
picture-preview-words = The area is outlined in the picture. Nothing is changed yet.
picture-black-out-now = Black out
picture-draw = Draw the area on the picture
picture-drag = Area to black out. Arrow keys move it, Shift and arrow keys change its size. Or draw it on the picture.
picture-hide = Hide the whole file
picture-hide-words = For what nobody should see: it came by mistake, or is of somebody else. Nobody is shown it, and exports leave it out. The original is kept.
picture-why-hidden = Why it is hidden
picture-hide-now = Hide the file
picture-covers = Blacked out and hidden
picture-cover-area = An area was blacked out { $at } by { $name }
picture-cover-whole = Hidden { $at } by { $name }
picture-cover-back = Taken back { $at } by { $name }
picture-take-back = Take this back
picture-why-back = Why it is shown again
picture-take-back-now = Show it again
picture-decide = Decide on this document
picture-record = On the record
picture-name = Name
picture-file = The file
picture-came = Came { $at }
picture-first-page = A document of several pages is shown by its first page.
picture-hash = SHA-256 of the original: { $hash }
picture-signature = The scanner calls it { $signature }.
picture-original = Save the original (this is noted)
picture-open = Look closer, turn or black out: file { $number }
picture-look = Look closer: photo { $number }
picture-done-turned = Turned.
picture-done-blacked_out = The area is blacked out.
picture-done-covered_as = It is covered as the other file is.
picture-done-draw_again = It is being drawn again.
picture-done-copies = { $count ->
    [one] So is the copy: the very same file, which came once more.
   *[other] So are { $count } copies: the very same file, which came more than once.
  }
picture-done-more-copies = There are more copies than can be covered at once. The others follow by themselves within minutes; until then their pictures can still be seen.
picture-done-hidden = The file is hidden.
picture-done-taken_back = Taken back: it is shown again.
picture-refused-changed_meanwhile = Somebody changed the picture since you opened this page. Look at it as it is now.
picture-refused-reason_missing = Say why
picture-refused-reason_too_long = The reason is too long
picture-refused-too_many_areas = There are enough areas. Hide the whole file.
picture-refused-too_many_copies = This file came for too many people to cover all at once. Cover it without those for somebody else.
picture-refused-nothing_to_cover = It is covered in that way already.
picture-refused-drawn_already = It was drawn meanwhile.
picture-refused-hidden_already = The file is hidden already.
picture-refused-taken_back_already = It was taken back already.
picture-refused-area_left = From the left: enter a number from 0 to 100
picture-refused-area_top = From the top: enter a number from 0 to 100
picture-refused-area_width = Width: enter a number from 0 to 100
picture-refused-area_height = Height: enter a number from 0 to 100
picture-refused-area_outside = The area reaches beyond the picture: from the left and width, and from the top and height, come to 100 at most
picture-refused-area_too_small = The area is too small: at least 0.1 per cent
same-title = The very same file came more than once
same-document = { $order ->
    [before] For this document before, { $at }.
   *[after] For this document again, { $at }.
  }
same-request = { $order ->
    [before] For another document of this request before, { $at }.
   *[after] For another document of this request later, { $at }.
  }
same-resident = { $order ->
    [before] Elsewhere for this resident before, { $at }.
   *[after] Elsewhere for this resident later, { $at }.
  }
same-elsewhere = { $order ->
    [before] For somebody else before, { $at }.
   *[after] For somebody else later, { $at }.
  }
same-covered-area = It is blacked out there.
same-covered-whole = It is hidden there.
same-cover-here = Cover this one as well
same-open = Open it
same-open-which = (the same file, { $number })
