# Ap y swyddog yn Gymraeg. Mae pob neges yn frawddeg neu label cyfan.
# A first translation: a Welsh speaker of the council checks it before it is used with residents.

app-name = Doorstep
skip-link = Neidio i’r prif gynnwys
back = Yn ôl
back-to-visits = Yn ôl i’r ymweliadau
back-to-visit = Yn ôl i’r ymweliad
continue = Parhau
change = Newid
try-again = Rhoi cynnig arall arni
optional = (dewisol)
error-prefix = Gwall:
error-word = Gwall
error-summary-title = Mae problem
reading-phone = Yn darllen y ffôn hwn…
save-on-phone = Cadw ar y ffôn hwn
saving = Yn cadw…

demo-word = Arddangosiad.
demo-words = Peidiwch â rhoi pobl go iawn i mewn.
update-title = Fersiwn newydd
update-words = Mae fersiwn newydd o Doorstep ar y ffôn hwn. Bydd eich drafftiau a’ch gwaith heb ei anfon yn aros.
update-button = Defnyddio’r fersiwn newydd

nav-label = Prif ddewislen
nav-visits = Ymweliadau
nav-not-sent = Heb anfon
nav-attention = Sylw
nav-device = Dyfais

## Amserau a meintiau
moment-today = Heddiw { $time }
moment-yesterday = Ddoe { $time }
moment-date = { $date } { $time }
age-now = llai na munud
age-minutes = { $count } munud
age-hours = { $count } awr
age-days = { $count ->
    [one] 1 diwrnod
    [two] 2 ddiwrnod
   *[other] { $count } diwrnod
  }
age-years = { $count ->
    [one] 1 flwydd oed
   *[other] { $count } oed
  }
size-kb = { $size } KB
size-mb = { $size } MB
size-gb = { $size } GB

## Y frawddeg am gysoni
sync-label = Beth sydd gan y cyngor
sync-all-received = Mae popeth o’r ffôn hwn gan y cyngor. Cyswllt diwethaf { $at }.
sync-all-received-offline = Dim cysylltiad. Mae popeth o’r ffôn hwn gan y cyngor. Cyswllt diwethaf { $at }.
sync-nothing-yet = Nid yw’r ffôn hwn wedi clywed gan y cyngor eto.
sync-sending = Yn anfon { $count } at y cyngor.
sync-waiting = { $count } wedi’u cadw ar y ffôn hwn, heb eu hanfon eto. Yr hynaf: { $age }.
sync-waiting-offline = Dim cysylltiad. { $count } wedi’u cadw ar y ffôn hwn, heb eu hanfon. Yr hynaf: { $age }.
sync-trouble = { $count } wedi’u cadw ar y ffôn hwn, heb eu hanfon: { $cause }. Yr hynaf: { $age }.
sync-lost = Roedd { $had } heb eu hanfon ar y ffôn hwn, ac yn awr { $now }. Ffoniwch y swyddfa.
spoken-lost = Mae gwaith heb ei anfon ar goll o’r ffôn hwn.
spoken-all-received = Mae popeth o’r ffôn hwn gan y cyngor.
spoken-nothing-yet = Nid yw’r ffôn hwn wedi clywed gan y cyngor eto.
spoken-sending = Yn anfon at y cyngor.
spoken-waiting = Mae gwaith wedi’i gadw ar y ffôn hwn a heb ei anfon eto.
spoken-waiting-offline = Dim cysylltiad. Mae gwaith wedi’i gadw ar y ffôn hwn.
spoken-trouble = Mae gwaith wedi’i gadw ar y ffôn hwn, a methodd ei anfon.
trouble-offline = dim cysylltiad
trouble-busy = mae gweinydd y cyngor yn brysur
trouble-server_error = ni allai gweinydd y cyngor ateb
trouble-signed_out = mewngofnodwch eto
trouble-revoked = rhwystrwyd y ffôn hwn gan y swyddfa
trouble-no_room = mae’r ffôn hwn yn llawn
trouble-too_old = mae’r ap yn rhy hen, defnyddiwch y fersiwn newydd
trouble-store_closed = caeodd y ffôn storfa’r ap

## Mewngofnodi
sign-in-title = Mewngofnodi
sign-in-email = Cyfeiriad e-bost
sign-in-password = Cyfrinair
sign-in-button = Mewngofnodi
sign-in-busy = Yn mewngofnodi…
sign-in-words = Mae angen cysylltiad i fewngofnodi. Wedyn mae eich ymweliadau’n gweithio heb un.
sign-in-email-missing = Rhowch eich cyfeiriad e-bost
sign-in-password-missing = Rhowch eich cyfrinair

problem-no-room = Nid oes lle ar y ffôn hwn, felly ni chadwyd hyn. Gwnewch le, yna cadwch eto.
problem-store-closed = Caeodd y ffôn storfa’r ap. Rhowch gynnig arall arni.
problem-not-found = Nid yw hyn ar y ffôn mwyach.
problem-already-saved = Mae'r gwiriad hwn eisoes wedi'i gadw ar y ffôn hwn, o dab arall. Os oes unrhyw beth yn wahanol yma, ychwanegwch ef fel nodyn.
problem-unsent-work = Nid yw { $count } o bethau sydd ar y ffôn hwn gyda’r cyngor: gwaith heb ei anfon, neu wiriad heb ei orffen. Anfonwch neu gorffennwch nhw yn gyntaf.
problem-wrong-password = Nid yw’r cyfeiriad e-bost neu’r cyfrinair yn gywir, neu bu gormod o geisiadau. Arhoswch 15 munud ar ôl pum cynnig anghywir
problem-not-allowed = Ni chaiff y cyfrif hwn ddefnyddio’r ap
problem-too-many-tries = Gormod o geisiadau. Arhoswch ychydig funudau, yna rhowch gynnig arall arni
problem-no-network = Nid oes cysylltiad â’r cyngor. Mae angen un i fewngofnodi
problem-server-error = Ni allai gweinydd y cyngor ateb. Rhowch gynnig arall arni mewn munud
problem-unreadable-record = Ni ellir darllen cofnod ar y ffôn hwn.
problem-too-large = Mae’r ffeil yn rhy fawr: 25 MB ar y mwyaf.
problem-unknown = Aeth rhywbeth o’i le ar y ffôn hwn. Rhowch gynnig arall arni.

## Ymweliadau
visits-title = Eich ymweliadau
visits-day = { $day }
visits-none = Nid oes gennych ymweliadau. Daw rhai newydd ohonynt eu hunain pan fydd cysylltiad.
visits-none-yet = Nid yw eich ymweliadau ar y ffôn hwn eto. Dônt gyda’r cysylltiad cyntaf.
visits-look = Chwilio am ymweliadau nawr
group-overdue = Hwyr
group-today = Heddiw
group-later = Nesaf
group-done = Wedi’u gwneud
window-between = { $from } i { $to }
window-after = ar ôl { $from }
window-before = cyn { $to }
status-planned = Wedi’i gynllunio
status-assigned = I’w wneud
status-started = Wedi dechrau
status-submitted = Wedi’i wneud
status-reviewed = Wedi’i adolygu
status-sent-back = Wedi’i anfon yn ôl
status-cancelled = Wedi’i ganslo
status-draft = Drafft
chip-saved-here = Ar y ffôn hwn yn unig
chip-photos-here = { $count } llun ar y ffôn hwn yn unig
chip-received = Derbyniwyd gan y cyngor
chip-attention = Angen sylw
sent-back-words = Anfonwyd yn ôl: { $words }
marker-word = Rhybudd:
marker-title = Rhybuddion
marker-expired = wedi dod i ben
marker-expired-long = Mae’r rhybudd hwn wedi dod i ben: gofynnwch i’ch goruchwyliwr a yw’n dal i sefyll.
marker-pair = Ewch fesul dau.
marker-as-of = Rhybuddion hyd at { $at }
marker-as-of-never = Ni ddiweddarwyd y rhybuddion erioed

## Un ymweliad
visit-reading = Ymweliad
visit-gone-title = Nid yw’r ymweliad hwn ar eich ffôn
visit-gone-words = Efallai ei fod wedi’i roi i rywun arall. Mae’r hyn a gadwoch yn aros nes bydd gan y cyngor.
visit-start = Dechrau’r gwiriad
visit-go-on = Parhau â’r gwiriad
visit-no-reply = Dim ateb
visit-done-here = Wedi’i gadw ar y ffôn hwn. Nid yw gan y cyngor eto.
visit-done-received = Mae’r cyngor wedi derbyn yr ymweliad hwn.
on-hold-words = Wedi’i ohirio: peidiwch â chysylltu. Gofynnwch i’ch goruchwyliwr.
row-age = Oed
row-where = Ble
row-access = Mynediad
row-communication = Cyfathrebu
row-language = Iaith
row-call = Ffonio
row-programme = Rhaglen
row-history = Cyn hyn
history-none = Dim ymweliadau cynharach
call-link = Ffonio { $number }
map-link = Agor ym map y ffôn

note-link = Ychwanegu nodyn
note-title = Ychwanegu nodyn
note-label = Beth ddigwyddodd, a beth wnaethoch chi
note-hint = Ffeithiau yn gyntaf: beth welsoch, glywsoch a wnaethoch, ac wrth bwy y dywedoch.
note-missing = Ysgrifennwch y nodyn, neu gadewch ef tan wedyn
note-later = Gadael tan wedyn

outcome-seen-no-needs = Gwelwyd, dim anghenion
outcome-seen-needs = Gwelwyd, ag anghenion
outcome-spoken-not-seen = Siaradwyd, heb weld
outcome-refused-safe = Gwrthododd, ac yn ddiogel
outcome-third-party-confirmed = Cadarnhaodd rhywun arall eu bod yn ddiogel
outcome-no-reply-letter = Dim ateb, gadawyd llythyr
outcome-no-reply-concern = Dim ateb, â phryder
outcome-moved-or-wrong-address = Wedi symud neu gyfeiriad anghywir
outcome-in-hospital-or-care = Mewn ysbyty neu ofal
outcome-deceased = Adroddwyd ei fod wedi marw
outcome-unsafe-withdrew = Anniogel, gadewais
outcome-emergency-999 = Argyfwng, ffoniwyd 999

## Y gwiriad
check-opening = Yn agor y gwiriad
check-unreadable-title = Ni ellir agor y ffurflen hon
check-unreadable-words = Ni chollwyd dim a gadwoch. Ysgrifennwch nodyn ar yr ymweliad, a dywedwch wrth y swyddfa.
check-no-form-title = Nid yw’r ffurflen hon ar eich ffôn
check-no-form-words = Daw gyda’r cysylltiad nesaf. Tan hynny, ysgrifennwch nodyn ar yr ymweliad.
check-done-title = Mae’r ymweliad hwn wedi’i wneud
check-done-words = Cadwyd ei wiriad. Gallwch ychwanegu nodyn ar dudalen yr ymweliad.
check-to-save = Gwirio’ch atebion
check-skip-to-save = Neidio i wirio a chadw
contents-title = Rhan { $page } o { $pages }
contents-left = { $count } ateb ar goll
contents-done = dim ar goll
draft-saved = Drafft wedi’i gadw ar y ffôn hwn
draft-saving = Yn cadw’r drafft…
draft-too_late = Cafodd y gwiriad hwn ei gadw mewn tab arall. Nid yw'r hyn rydych chi'n ei ateb yma yn cael ei gadw: ychwanegwch ef fel nodyn.
draft-failed = Ni chadwyd yr ateb diwethaf. Gwnewch le ar y ffôn hwn, yna parhewch.
answer-missing = Atebwch: { $label }
answer-wrong = Gwiriwch: { $label }
missing-private = Mae angen ateb i gwestiwn ar ran { $page }
number-whole-wrong = Rhowch rif cyfan, fel 3
number-wrong = Rhowch rif, fel 3 neu 3.5
date-wrong = Rhowch ddyddiad go iawn, fel 27 3 2026
date-hint = Er enghraifft, 27 3 2026
date-day = Diwrnod
date-month = Mis
date-year = Blwyddyn
choose-one = Dewiswch un
choose-all = Dewiswch bob un sy’n berthnasol
acknowledge = Wedi’i wneud
repeat-add = Ychwanegu un arall
question-unknown = Ni ellir ateb y cwestiwn hwn ar y ffôn hwn. Ysgrifennwch yr ateb yn y nodyn.
photo-take = Tynnu llun
photo-choose = Dewis ffeil
photo-busy = Yn cadw’r llun ar y ffôn hwn…
photo-alt = Y llun a dynnoch
photo-kept = Ar y ffôn hwn, { $size }. Caiff ei anfon ar ôl i chi gadw’r gwiriad.
photo-remove = Tynnu’r llun hwn i ffwrdd
photo-one = 1 llun
save-title = Gwirio’ch atebion
save-words = Mae cadw yn rhoi hyn ar eich ffôn. Aiff at y cyngor pan fydd cysylltiad.
save-failed = Ni chadwyd hyn
missing-title = Atebwch y rhain cyn cadw
saved-title = Gwiriad wedi’i gadw
saved-panel = Wedi’i gadw ar y ffôn hwn
saved-not-sent = Nid yw gan y cyngor eto. Caiff ei anfon ohono’i hun pan fydd cysylltiad.
saved-received = Mae’r cyngor wedi’i dderbyn.
saved-next = Yn ôl i’ch ymweliadau

## Rhybuddion brys
alert-title = Nid yw’r cyngor yn gwybod hyn eto
alert-words = Cofnodwyd { $at } ar y ffôn hwn yn unig. Ffoniwch nawr. Mae’r dudalen hon yn aros nes i chi gofnodi wrth bwy y dywedoch, neu nes i’r cyngor ei dderbyn.
alert-no-reply-concern = Dim ateb, ac rydych yn poeni
alert-unsafe-withdrew = Anniogel: gadawsoch
alert-emergency-999 = Argyfwng: 999
alert-deceased = Adroddwyd bod person wedi marw
alert-safeguarding = Cofnodwyd pryder
alert-call-title = Ffonio
alert-call-999 = Ffonio 999
alert-call-101 = Ffonio 101 (yr heddlu, nid argyfwng)
alert-call-council = Y cyngor
hours-day = Yn ystod y dydd
hours-out-of-hours = Y tu allan i oriau
hours-always = Ddydd a nos
told-whom-label = Wrth bwy y dywedoch?
told-hint = Cofnodwch ef ar ôl yr alwad.
told-999 = 999
told-other = Rhywun arall
told-other-label = Enw a rôl
told-at-label = Pryd?
told-at-hint = Heddiw, er enghraifft 14:05
told-save = Cofnodi a pharhau
told-whom-missing = Dewiswch wrth bwy y dywedoch
told-at-wrong = Rhowch amser, fel 14:05

## Heb anfon
not-sent-title = Heb anfon
not-sent-none = Nid oes dim yn aros ar y ffôn hwn.
not-sent-safe = Mae gwaith yn aros ar y ffôn hwn nes daw derbynneb y cyngor amdano.
lost-read = Rwyf wedi darllen hwn
send-now = Anfon nawr
send-now-busy = Yn anfon…
send-now-done = Mae popeth o’r ffôn hwn gan y cyngor.
send-now-offline = Nid oes cysylltiad. Mae popeth yn aros ar y ffôn hwn.
send-now-not-all = Ni dderbyniwyd popeth. Mae’r gweddill yn aros ar y ffôn hwn.
retry-at = Y cynnig nesaf: { $at }.
thing-visit-start = Ymweliad wedi dechrau
thing-submission-create = Gwiriad
thing-visit-submit = Ymweliad wedi’i wneud
thing-resident-edit = Newid i fanylion preswylydd
thing-case-edit = Newid i achos
thing-note-add = Nodyn
thing-attachment-add = Manylion llun
thing-alert-raise = Rhybudd brys
thing-alert-told = Wrth bwy y dywedoch
thing-photo = Llun
thing-operation = Yr hyn a anfonoch
thing-saved = Cadwyd { $at }, { $age } yn ôl
thing-waiting = yn aros
thing-sending = yn anfon nawr
thing-sending-photo = yn anfon, { $percent } %

## Angen sylw
attention-title = Angen sylw
attention-none = Nid oes dim angen eich sylw.
attention-words = Mae’r cyngor wedi derbyn y rhain. Mae’r swyddfa’n edrych arnynt; nid oes angen i chi wneud dim nawr.
attention-conflict = Newidioch chi a rhywun arall yr un peth
attention-review = Mae’r swyddfa’n edrych ar hyn
attention-refused-photo = Ni ellid derbyn llun

## Fy nyfais
device-title = Fy nyfais
device-officer = Swyddog
device-council = Cyngor
device-contact = Cyswllt diwethaf
device-no-contact = Dim eto
device-not-sent = Heb anfon
device-storage = Storfa a ddefnyddir
device-storage-unknown = Nid yw’r porwr hwn yn dweud
device-storage-of = { $used } o { $quota }
device-kept = Cedwir pan fydd lle’n brin
device-kept-yes = Ie
device-kept-no = Nid yw’r porwr hwn yn addo: anfonwch eich gwaith yn aml
device-kept-unknown = Nid yw’r porwr hwn yn dweud
device-version = Fersiwn yr ap
device-language = Iaith
sign-out-title = Allgofnodi
sign-out-words = Mae allgofnodi’n tynnu’ch ymweliadau oddi ar y ffôn hwn. Fe’i gwrthodir tra bo gwaith heb ei anfon neu wiriad heb ei orffen.
sign-out-button = Allgofnodi
sign-out-sure = Caiff eich ymweliadau eu tynnu oddi ar y ffôn hwn. Dônt yn ôl pan fewngofnodwch eto.
sign-out-yes = Ie, allgofnodi
sign-out-no = Aros wedi mewngofnodi
sign-out-refused = Rydych yn dal wedi mewngofnodi

## Gosod
install-link = Rhoi Doorstep ar eich sgrin gartref
install-title = Rhoi Doorstep ar eich sgrin gartref
install-why = O’r sgrin gartref mae’n agor heb gysylltiad, ac mae’r ffôn yn cadw’ch gwaith yn fwy diogel.
install-iphone-title = iPhone ac iPad
install-iphone-1 = Agorwch y dudalen hon yn Safari.
install-iphone-2 = Tapiwch Share (y sgwâr â saeth).
install-iphone-3 = Tapiwch Add to Home Screen, yna Add.
install-iphone-4 = Agorwch Doorstep o’r sgrin gartref a mewngofnodwch yno: mae Safari a’r sgrin gartref yn cadw gwaith ar wahân.
install-android-title = Android
install-android-1 = Agorwch y dudalen hon yn Chrome.
install-android-2 = Tapiwch y ddewislen (tri dot).
install-android-3 = Tapiwch Add to Home screen neu Install app, yna Install.
install-after = Anfonwch yr holl waith o’r porwr cyn newid i’r sgrin gartref.

broken-title = Methodd y sgrin hon
broken-words = Mae’r hyn a gadwoch yn ddiogel ar y ffôn hwn. Rhowch gynnig arall arni; os metha eto, ewch yn ôl i’ch ymweliadau a dywedwch wrth y swyddfa.

## Ffurflen na ellir ei gorffen
back-to-not-sent = Yn ôl i Heb anfon
visit-no-reply-go-on = Parhau â Dim ateb
leftover-here = Dechreuwyd ffurflen ar gyfer yr ymweliad hwn ar y ffôn hwn, ond ni chafodd ei chadw.
leftover-link = Gweld beth allwch chi ei wneud â hi
leftover-title = Ffurflen na chafodd ei chadw
leftover-why-closed = Caewyd yr ymweliad hwn gan ffurflen arall, felly ni ellir cadw’r atebion hyn fel ei wiriad. Anfonwch nhw i’r swyddfa fel nodyn, neu taflwch nhw.
leftover-why-gone = Nid yw’r ymweliad hwn ar eich ffôn bellach, felly ni ellir cadw’r atebion hyn fel ei wiriad. Anfonwch nhw i’r swyddfa fel nodyn, neu taflwch nhw.
leftover-why-older = Rydych wedi dechrau’r ffurflen hon eto ers hynny. Anfonwch yr atebion hŷn hyn i’r swyddfa fel nodyn, neu taflwch nhw.
leftover-why-open = Gallwch barhau â’r ffurflen hon. Hyd nes y caiff ei chadw, ar y ffôn hwn yn unig y mae.
leftover-begun = { $form }, dechreuwyd { $at }
leftover-answers = Atebion
leftover-photos = { $count ->
    [one] Mae 1 llun yn perthyn iddi ac yn mynd gyda’r nodyn.
   *[other] Mae { $count } llun yn perthyn iddi ac yn mynd gyda’r nodyn.
  }
leftover-hidden = Nid yw rhai atebion yn cael eu dangos yma. Maen nhw’n mynd gyda’r nodyn.
leftover-note-head = Atebion y ffurflen “{ $form }”, dechreuwyd { $at }, na ellid eu cadw fel gwiriad.
leftover-keep = Anfon i’r swyddfa fel nodyn
leftover-throw = Taflu
leftover-throw-sure = Nid yw’r cyngor wedi gweld yr atebion a’r lluniau hyn. Ni ellir dadwneud eu taflu.
leftover-throw-yes = Ie, taflu nhw
leftover-throw-no = Na, cadw nhw
leftover-gone-title = Nid yw’r ffurflen hon yma bellach
leftover-gone-words = Cafodd ei chadw, ei hanfon fel nodyn neu ei thaflu.
unfinished-title = Wedi’u dechrau a heb eu cadw
unfinished-words = Neb ond chi sy’n gallu gweld y rhain. Ni allwch allgofnodi tra bo un yma.
unfinished-look = Ei gweld a pharhau
