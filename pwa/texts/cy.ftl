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
weekday-short = { $day ->
    [sun] Sul
    [mon] Llun
    [tue] Maw
    [wed] Mer
    [thu] Iau
    [fri] Gwen
   *[sat] Sad
}
month-name = { $month ->
    [jan] Ionawr
    [feb] Chwefror
    [mar] Mawrth
    [apr] Ebrill
    [may] Mai
    [jun] Mehefin
    [jul] Gorffennaf
    [aug] Awst
    [sep] Medi
    [oct] Hydref
    [nov] Tachwedd
   *[dec] Rhagfyr
}
day-month = { $day } { $month }
day-long = { $weekday } { $day } { $month }
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
sign-in-help = Methu mewngofnodi?
sign-in-ring = Ffonio { $name }: { $number }
sign-in-again-title = Mewngofnodi eto
sign-in-again-words = Nid yw’r cyngor yn adnabod mewngofnodiad y ffôn hwn mwyach. Mae eich ymweliadau a’ch gwaith yn aros yma, ac yn mynd ar eu ffordd ar ôl i chi fewngofnodi eto. Peidiwch ag allgofnodi.
sign-in-again-as = Mewngofnodwch fel { $name }. Nid oes dim yn gadael y ffôn hwn.
sign-in-email-missing = Rhowch eich cyfeiriad e-bost
sign-in-password-missing = Rhowch eich cyfrinair

problem-no-room = Nid oes lle ar y ffôn hwn, felly ni chadwyd hyn. Gwnewch le, yna cadwch eto.
problem-store-closed = Caeodd y ffôn storfa’r ap. Rhowch gynnig arall arni.
problem-not-found = Nid yw hyn ar y ffôn mwyach.
problem-already-saved = Mae'r gwiriad hwn eisoes wedi'i gadw ar y ffôn hwn, o dab arall. Os oes unrhyw beth yn wahanol yma, ychwanegwch ef fel nodyn.
problem-unsent-work = Nid yw { $count } o bethau sydd ar y ffôn hwn gyda’r cyngor: gwaith heb ei anfon, neu wiriad heb ei orffen. Anfonwch neu gorffennwch nhw yn gyntaf.
problem-sign-in-first = Nid yw’r cyngor yn adnabod mewngofnodiad y ffôn hwn mwyach, ac efallai bod arno angen yr hyn sydd arno. Mewngofnodwch eto yn gyntaf.
problem-wrong-password = Nid yw’r cyfeiriad e-bost neu’r cyfrinair yn gywir, neu bu gormod o geisiadau. Arhoswch 15 munud ar ôl pum cynnig anghywir
problem-not-allowed = Ni chaiff y cyfrif hwn ddefnyddio’r ap. Os cawsoch gyfrinair cyntaf, mewngofnodwch unwaith ar dudalennau’r swyddfa a dewiswch eich un eich hun
problem-another-officer = Mae gwaith swyddog arall ar y ffôn hwn. Mewngofnodwch â’i gyfeiriad nhw
problem-too-many-tries = Gormod o geisiadau. Arhoswch ychydig funudau, yna rhowch gynnig arall arni
problem-no-network = Nid oes cysylltiad â’r cyngor. Mae angen un i fewngofnodi: rhowch gynnig arall arni pan fydd gennych signal
problem-server-error = Ni allai gweinydd y cyngor ateb. Rhowch gynnig arall arni mewn munud
problem-unreadable-record = Ni ellir darllen cofnod ar y ffôn hwn.
problem-locked = Mae’r ffôn hwn wedi’i gloi. Datglowch ef i fynd ymlaen.
problem-too-large = Mae’r ffeil yn rhy fawr: 25 MB ar y mwyaf.
problem-unknown = Aeth rhywbeth o’i le ar y ffôn hwn. Rhowch gynnig arall arni.

## Ymweliadau
list-changed = Mae eich ymweliadau wedi newid ers i chi edrych yma ddiwethaf.
list-changed-seen = Iawn
visits-title = Eich ymweliadau
visits-day = { $day }
visits-none = Nid oes gennych ymweliadau. Daw rhai newydd ohonynt eu hunain pan fydd cysylltiad.
visits-none-yet = Nid yw eich ymweliadau ar y ffôn hwn eto. Dônt gyda’r cysylltiad cyntaf.
visits-look = Chwilio am ymweliadau nawr
visits-left = { $count ->
    [0] Dim byd ar ôl i’w wneud
    [one] 1 i’w wneud
   *[other] { $count } i’w gwneud
  }
visits-done-link = { $count ->
    [one] Gweld 1 sydd wedi’i wneud
   *[other] Gweld { $count } sydd wedi’u gwneud
  }
group-attention = I chi edrych arnynt
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
chip-photos-here = { $count } llun ar y ffôn hwn yn unig
chip-received = Derbyniwyd gan y cyngor
chip-attention = Angen sylw
sent-back-words = Anfonwyd yn ôl: { $words }
marker-word = Rhybudd:
marker-title = Rhybuddion
marker-expired = wedi dod i ben
marker-new = newydd heddiw
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
forms-title = Llenwi ffurflen arall
forms-words = Mae’r ffurflenni hyn gan y cyngor ar y ffôn hwn hefyd. Cedwir yr hyn a lenwch gyda’r ymweliad hwn.
forms-none = Nid oes ffurflen arall ar y ffôn hwn. Daw ffurflenni newydd gyda’r cysylltiad nesaf.
forms-go-on = Parhau â { $form }
visit-done-here = Wedi’i gadw ar y ffôn hwn. Nid yw gan y cyngor eto.
visit-done-received = Mae’r cyngor wedi derbyn yr ymweliad hwn.
on-hold-words = Wedi’i ohirio: peidiwch â chysylltu. Gofynnwch i’ch goruchwyliwr.
row-pair = Fesul dau
pair-of = { $lead } a { $second }
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
check-handed-back-words = Rydych wedi rhoi’r ymweliad hwn yn ôl, felly ni ellir gwneud gwiriad ohono. Mae tudalen yr ymweliad yn dweud a yw’r cyngor yn gwybod.
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
question-unknown = Ni ellir ateb y cwestiwn hwn ar y ffôn hwn. Ysgrifennwch yr ateb yn y nodyn.
question-not-kept = Ni all y cyngor gadw sain na ffilm eto, felly ni chaiff dim ei recordio yma. Ysgrifennwch yr hyn sy’n bwysig yn y nodyn.
file-not-kept = Dim ond lluniau a dogfennau PDF y mae’r cyngor yn eu cadw. Dewiswch un o’r rhain
photo-take = Tynnu llun
photo-choose = Dewis ffeil
photo-busy = Yn cadw’r llun ar y ffôn hwn…
photo-alt = Y llun a dynnoch
photo-kept = Ar y ffôn hwn, { $size }. Caiff ei anfon ar ôl i chi gadw’r gwiriad.
photo-remove = Tynnu’r llun hwn i ffwrdd
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
alert-unreadable = Rhybudd na ellir ei ddarllen yma
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
thing-check-in-add = Yr hyn a ddywedoch am eich shifft
thing-photo = Llun
thing-operation = Yr hyn a anfonoch
thing-saved = Cadwyd { $at }, { $age } yn ôl
thing-waiting = yn aros
thing-sending = yn anfon nawr
thing-sending-photo = yn anfon, { $percent } %

## Angen sylw
attention-title = Angen sylw
attention-none = Nid oes dim angen eich sylw, ac nid oes newyddion.

## Fy nyfais
push-settings-title = Pan fydd y cyngor yn newid eich ymweliadau
push-settings-words = Gall y ffôn hwn ddweud wrthych, hefyd pan fydd yr ap ar gau. Mae’r hysbysiad yn dweud “Mae eich ymweliadau wedi newid” a dim mwy.
push-settings-on = Mae’r ffôn hwn yn dweud wrthych.
push-settings-off = Nid yw’r ffôn hwn yn dweud wrthych. Byddwch yn gweld beth sydd wedi newid pan agorwch yr ap.
push-settings-refused = Ni chaiff y porwr hwn ddangos hysbysiadau. Caniatewch nhw ar gyfer y dudalen hon yng ngosodiadau’r ffôn, yna dewch yn ôl. Byddwch yn gweld beth sydd wedi newid pan agorwch yr ap.
push-settings-unsupported = Ni all y porwr hwn wneud hyn, neu nid yw’r ap wedi’i osod ar y ffôn hwn eto. Byddwch yn gweld beth sydd wedi newid pan agorwch yr ap.
push-settings-offline = Mae angen cysylltiad i weld a yw’r ffôn hwn yn dweud wrthych, ac i’w newid.
push-settings-turn-on = Dweud wrthyf
push-settings-turn-off = Peidio â dweud wrthyf
push-settings-again = Edrych eto
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
sign-out-words = Mae allgofnodi’n tynnu eich ymweliadau oddi ar y ffôn hwn. Mae’r hyn sydd heb ei anfon yn aros ar y ffôn hwn, dan sêl, ac yn mynd pan fydd signal. Gwrthodir hynny tra bo gwiriad heb ei orffen.
sign-out-button = Allgofnodi
sign-out-sure = Caiff eich ymweliadau eu tynnu oddi ar y ffôn hwn. Dônt yn ôl pan fewngofnodwch eto.
sign-out-yes = Ie, allgofnodi
sign-out-no = Aros wedi mewngofnodi
sign-out-refused = Rydych yn dal wedi mewngofnodi

## Gosod
cookies-link = Beth sy’n cael ei gadw ar y ffôn hwn, a chwcis
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
leftover-why-handed-back = Rydych wedi rhoi’r ymweliad hwn yn ôl, felly ni ellir cadw’r atebion hyn fel ei wiriad. Anfonwch nhw i’r swyddfa fel nodyn, neu taflwch nhw.
leftover-why-no-form = Nid yw’r fersiwn o’r ffurflen y dechreuwyd y gwiriad hwn arni ar eich ffôn, felly ni allwch barhau ag ef. Os ydych newydd fewngofnodi, arhoswch nes bod eich ymweliadau yma ac edrychwch eto. Fel arall, anfonwch yr atebion hyn i’r swyddfa fel nodyn, neu taflwch nhw; yna gallwch ddechrau’r gwiriad o’r newydd.
leftover-why-photos = Nid yw’r ymweliad hwn ar eich ffôn bellach. Anfonwch y lluniau hyn i’r swyddfa, neu taflwch nhw.
leftover-keep-photos = Anfon i’r swyddfa
leftover-why-open = Gallwch barhau â’r ffurflen hon. Hyd nes y caiff ei chadw, ar y ffôn hwn yn unig y mae.
leftover-begun = { $form }. Dechreuwyd: { $at }
leftover-answers = Atebion
leftover-photos = { $count ->
    [one] Mae 1 llun yn perthyn iddi ac yn mynd gyda’r nodyn.
   *[other] Mae { $count } llun yn perthyn iddi ac yn mynd gyda’r nodyn.
  }
typed-latitude = Lledred
typed-longitude = Hydred
answer-half-typed = { $typed } (fel y’i teipiwyd, heb ei orffen)
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

## Brawddeg y gwir
truth-received = Mae popeth o’r ffôn hwn gan y cyngor. Cyswllt diwethaf { $at }.
truth-received-saved = Mae popeth yr ydych wedi’i gadw gan y cyngor. Cyswllt diwethaf { $at }.
truth-unfinished = { $count ->
    [one] Nid yw 1 ffurflen wedi’i gorffen: dim ond ar y ffôn hwn y mae.
   *[other] Nid yw { $count } ffurflen wedi’u gorffen: dim ond ar y ffôn hwn y maent.
  }
truth-loose-photos = { $count ->
    [one] Nid yw 1 llun wedi’i anfon eto: dim ond ar y ffôn hwn y mae nes i chi ei gadw.
   *[other] Nid yw { $count } llun wedi’u hanfon eto: dim ond ar y ffôn hwn y maent nes i chi eu cadw.
  }
truth-received-offline = Dim cysylltiad. Mae popeth o’r ffôn hwn gan y cyngor. Cyswllt diwethaf { $at }.
truth-received-trouble = Ni chyrhaeddodd yr ymgais ddiwethaf y cyngor. Mae ganddo bopeth a gadwyd hyd at { $at }.
truth-nothing-yet = Nid yw’r ffôn hwn wedi clywed gan y cyngor eto.
truth-attention = { $count ->
    [one] Mae angen sylw ar 1 peth. Mae popeth o’r ffôn hwn gan y cyngor.
   *[other] Mae angen sylw ar { $count } peth. Mae popeth o’r ffôn hwn gan y cyngor.
  }
truth-sending = Yn anfon nawr.
truth-offline = Dim cysylltiad.
truth-trouble = Heb ei anfon: { $cause }.
truth-here-things = { $things ->
    [one] Mae 1 peth ar y ffôn hwn yn unig, ers { $since }.
   *[other] Mae { $things } peth ar y ffôn hwn yn unig, yr hynaf ers { $since }.
  }
truth-here-photos = { $photos ->
    [one] Mae 1 llun ar y ffôn hwn yn unig, ers { $since }.
   *[other] Mae { $photos } llun ar y ffôn hwn yn unig, yr hynaf ers { $since }.
  }
truth-here-both = Mae { $things } peth a { $photos } llun ar y ffôn hwn yn unig, yr hynaf ers { $since }.
truth-here-some = Mae gwaith ar y ffôn hwn yn unig.
visit-done-photos = Mae’r cyngor wedi derbyn atebion yr ymweliad hwn. Mae ei luniau ar y ffôn hwn o hyd.
truth-lost = Roedd gan y ffôn hwn { $had } heb eu hanfon, a nawr { $now } sydd ganddo. Ffoniwch y swyddfa.
truth-not-kept = { $count ->
    [one] Efallai nad oes gan y cyngor 1 llun nad yw ar y ffôn hwn bellach. Ffoniwch y swyddfa.
   *[other] Efallai nad oes gan y cyngor { $count } llun nad ydynt ar y ffôn hwn bellach. Ffoniwch y swyddfa.
  }
spoken-lost = Mae gwaith heb ei anfon ar goll o’r ffôn hwn.
spoken-not-kept = Efallai nad oes gan y cyngor rai lluniau. Ffoniwch y swyddfa.
spoken-all-received = Mae popeth o’r ffôn hwn gan y cyngor.
spoken-out-of-touch = Ni chyrhaeddodd yr ymgais ddiwethaf y cyngor.
spoken-attention = Mae popeth gan y cyngor. Mae angen sylw ar rywbeth.
spoken-nothing-yet = Nid yw’r ffôn hwn wedi clywed gan y cyngor eto.
spoken-sending = Yn anfon at y cyngor.
spoken-waiting = Mae gwaith wedi’i gadw ar y ffôn hwn a heb ei anfon eto.
spoken-waiting-offline = Dim cysylltiad. Mae gwaith wedi’i gadw ar y ffôn hwn.
spoken-trouble = Mae gwaith wedi’i gadw ar y ffôn hwn, a methodd ei anfon.
since-yesterday = ddoe { $time }
chip-waiting = Ar y ffôn hwn yn unig
chip-sending = Yn anfon
chip-sending-percent = Yn anfon, { $percent } %
status-handed-back = Wedi’i roi’n ôl
photos-title = Lluniau
loose-title = Ychwanegu lluniau
loose-go-on = Parhau â lluniau sydd heb eu cadw
loose-words = Ar gyfer lluniau nad ydynt yn ateb cwestiwn ar ffurflen: mesurydd, llythyr, lleithder ar wal. Gofynnwch cyn tynnu pob un. Maen nhw’n mynd i’r cyngor gyda’r ymweliad hwn.
loose-caption = Beth mae llun { $number } yn ei ddangos (dewisol)
loose-kept = Ar y ffôn hwn, { $size }. Caiff ei anfon ar ôl i chi gadw.
loose-remove = Tynnu llun { $number } i ffwrdd
loose-said = { $count ->
    [one] Mae 1 llun ar y ffôn hwn a heb ei gadw eto.
   *[other] Mae { $count } llun ar y ffôn hwn a heb eu cadw eto.
  }
loose-missing = Tynnwch lun neu dewiswch ffeil yn gyntaf
loose-unfinished = Lluniau ymweliad
photo-number = Llun { $number }

## Newyddion
news-title = Newyddion
news-banner = { $count ->
    [one] Mae newyddion am 1 peth a anfonwyd gennych.
   *[other] Mae newyddion am { $count } peth a anfonwyd gennych.
  }
news-banner-link = Ei ddarllen
news-read = Rwyf wedi darllen hwn
news-read-all = Rwyf wedi darllen pob un o’r rhain
news-merged = Cyfunwyd eich newid â newid rhywun arall
news-now = { $field } nawr: { $value }
news-settled-accepted = Derbyniwyd eich adroddiad
news-settled-merged = Mabwysiadwyd y newidiadau yn eich adroddiad
news-settled-kept-as-note = Cadwyd eich adroddiad fel nodyn. Ni newidiodd ddim
news-settled-other = Mae’r swyddfa wedi setlo eich adroddiad
news-said = Ysgrifennodd { $who }: { $words }
news-resolved = Setlodd { $who } “{ $field }”
news-yours-stands = Eich ateb chi oedd hwnnw.
news-other-stands = Ateb arall oedd eich un chi. Mae’n cael ei gadw yn y cofnod.
news-late-report = Mae { $who } hefyd wedi adrodd ar yr ymweliad hwn, a oedd ganddynt o’r blaen
news-proposal-accepted = Derbyniwyd eich cynnig: { $who }
news-proposal-declined = Ni dderbyniwyd eich cynnig: { $who }

## Dau ateb i un peth
back-to-attention = Yn ôl i Angen sylw
conflicts-title = Dau ateb i un peth
conflicts-words = Newidioch chi a rhywun arall yr un peth. Mae’r ddau ateb yn cael eu cadw. Bydd y swyddfa’n ei setlo, neu chi’n dewis.
conflict-choose = Dewis, neu ei adael
conflict-reading = Dau ateb
conflict-title = Dau ateb: { $field }
conflict-words = Newidioch chi a rhywun arall hwn heb weld ateb eich gilydd. Nid oes dim wedi’i golli.
conflict-before = { $field }, cyn hynny
conflict-question = Pa un sy’n gywir?
conflict-leave = Ei adael i’r swyddfa
conflict-leave-hint = Bydd rhywun yno’n ei setlo a chewch wybod. Nid oes angen i chi wneud dim.
conflict-leave-button = Ei adael
conflict-save = Cadw fy newis ar y ffôn hwn
conflict-reason = Pam? (dewisol)
conflict-reason-hint = Gall y swyddfa a phwy bynnag a ysgrifennodd yr ateb arall ddarllen hwn.
conflict-moved-here = Mae ateb arall wedi cyrraedd yn y cyfamser. Edrychwch eto cyn dewis.
conflict-gone-title = Nid oes dim i’w ddewis yma
conflict-gone-words = Mae wedi’i setlo, neu mae eich dewis wedi’i gadw’n barod. Mae Angen sylw yn dangos beth ddaeth ohono.
problem-conflict-moved = Setlwyd hwn, neu daeth ateb arall i mewn, wrth i chi ddewis. Ewch yn ôl ac edrychwch eto.
choices-title = Eich dewisiadau
choice-here = Mae eich dewis wedi’i gadw ar y ffôn hwn.
choice-sending = Mae eich dewis yn cael ei anfon.
choice-received = Mae’r cyngor wedi derbyn eich dewis.
settled-title = { $count } wedi’u setlo’n ddiweddar
settled-by = Setlwyd gan { $who }, { $at }
side-you = Chi
side-of = { $who }:
side-somebody = Rhywun arall
side-council = Cofnod y cyngor
side-office = Y swyddfa
writer = { $who }, { $at }
writer-now = { $who }, { $at }. Hwn sy’n sefyll nawr.
writer-undated = { $who }
writer-now-undated = { $who }. Hwn sy’n sefyll nawr.
value-nothing = Dim
value-yes = Ie
value-no = Na
field-first-name = Enw cyntaf
field-last-name = Cyfenw
field-date-of-birth = Dyddiad geni
field-address-lines = Cyfeiriad
field-postcode = Cod post
field-uprn = Rhif yr eiddo
field-mobile = Rhif symudol
field-landline = Rhif llinell dir
field-email = Cyfeiriad e-bost
field-lives-alone = Yn byw ar ei ben ei hun
field-access-needs = Anghenion mynediad
field-communication-needs = Anghenion cyfathrebu
field-language = Iaith
field-next-contact-on = Cyswllt nesaf
field-risk = Risg
field-outcome = Canlyniad yr ymweliad
field-planned-on = Diwrnod a gynlluniwyd
risk-low = Isel
risk-medium = Canolig
risk-high = Uchel

## Beth sydd gan y swyddfa mewn llaw
reviews-title = Mae’r swyddfa’n edrych ar y rhain
review-plain = Mae hwn gan y cyngor, a bydd rhywun yn y swyddfa’n edrych arno. Nid oes angen i chi wneud dim.
review-conflict = Newidiodd rhywun arall yr un peth. Mae’r ddau ateb gan y cyngor.
review-late-report = Roedd yr ymweliad hwn wedi’i roi i rywun arall. Mae eich adroddiad gan y cyngor a bydd goruchwyliwr yn edrych arno.
review-not-yours = Nid oedd hwn ar eich rhestr bellach. Mae gan y cyngor a bydd goruchwyliwr yn edrych arno.
review-revoked-device = Roedd y ffôn hwn wedi’i rwystro pan anfonoch hwn. Mae gan y cyngor a bydd goruchwyliwr yn edrych arno.
review-illegal-step = Roedd yr ymweliad wedi symud ymlaen yn y cyfamser. Mae’r hyn a anfonoch gan y cyngor a bydd y swyddfa’n edrych arno.
review-office-only = Dim ond y swyddfa a gaiff newid hwn. Mae eich cynnig ganddi.
review-already-proposed = Mae’r cynnig hwn gan y cyngor eisoes.
review-other-content = Cyrhaeddodd dwy fersiwn wahanol o hwn y cyngor. Mae’n cadw’r ddwy a bydd y swyddfa’n edrych arnynt.
review-merged-record = Mae’r cofnod hwn am yr un person â chofnod arall. Mae gan y cyngor yr hyn a anfonoch a bydd y swyddfa’n edrych arno.
review-missing-after = Nid yw rhywbeth y mae hwn yn perthyn iddo wedi cyrraedd y cyngor. Bydd y swyddfa’n edrych arno.
review-waited-too-long = Ni chyrhaeddodd rhywbeth y mae hwn yn perthyn iddo y cyngor mewn pryd. Bydd y swyddfa’n edrych arno.
review-choice = Mae eich dewis wedi cyrraedd y cyngor, a bydd y swyddfa’n edrych arno.
review-choice-already-resolved = Daeth eich dewis yn rhy hwyr: roedd rhywun wedi setlo hwn eisoes. Mae’r hyn a ddewiswyd ganddynt yn sefyll, a gall y swyddfa weld eich un chi.
review-choice-conflict-moved = Daeth ateb arall i mewn cyn eich dewis, felly ni setlwyd dim. Dewiswch eto, neu gadewch ef i’r swyddfa.
review-choice-late-report = Roedd yr ymweliad hwn wedi’i roi i rywun arall, felly ni setlodd eich dewis ddim. Gall y swyddfa ei weld.
review-cannot-be-opened = Mae hwn gan weinydd y cyngor ond ni all ei agor eto. Mae’n aros ar y ffôn hwn a rhoddir cynnig arall arno. Dywedwch wrth y swyddfa os yw’n dal yma.
review-unopened-photo = Mae’r llun hwn gan weinydd y cyngor ond ni all ei agor eto. Mae’n aros ar y ffôn hwn a rhoddir cynnig arall arno. Dywedwch wrth y swyddfa os yw’n dal yma.
review-refused-photo = Mae’r cyngor yn cadw’r llun hwn ond ni all ei ddangos: { $reason }. Tynnwch ef eto os gallwch.
visit-attention = Mae angen sylw ar rywbeth am yr ymweliad hwn.
visit-attention-link = Gweld Angen sylw
visit-late-report = Anfonodd { $who } adroddiad ar yr ymweliad hwn hefyd, { $at }: roedd ganddynt o’r blaen. Mae goruchwyliwr yn edrych ar y ddau.

## Rhoi’n ôl, cywiro, cynnig
cannot-title = Methu gwneud yr ymweliad hwn
cannot-words = Mae’r ymweliad yn mynd yn ôl i’r cyngor, sy’n ei roi i rywun arall. Bydd yn gadael eich rhestr yn y cyswllt nesaf.
cannot-reason = Pam?
cannot-reason-missing = Dewiswch pam na allwch wneud yr ymweliad hwn
cannot-no-time = Nid oes gennyf amser ar ôl heddiw
cannot-no-access = Ni allaf gyrraedd y cyfeiriad
cannot-ill = Rwy’n sâl
cannot-unsafe-area = Nid yw’r ardal yn ddiogel
cannot-other = Rhywbeth arall
cannot-unsafe-words = Os ydych chi neu rywun arall mewn perygl, gadewch a ffoniwch 999. Dywedwch wrth eich goruchwyliwr dros y ffôn hefyd.
cannot-note = Beth ddylai’r swyddfa ei wybod?
cannot-note-hint = Er enghraifft, pryd y gallai rhywun roi cynnig arall arni.
cannot-note-missing = Dywedwch pam mewn ychydig eiriau
cannot-save = Rhoi’r ymweliad yn ôl
visit-handed-back-here = Rydych wedi rhoi’r ymweliad hwn yn ôl. Nid yw’r cyngor yn gwybod eto: caiff ei anfon pan fydd cysylltiad.
visit-handed-back-received = Rydych wedi rhoi’r ymweliad hwn yn ôl, ac mae’r cyngor yn gwybod.
correct-title = Cywiro’r gwiriad hwn
correct-words = Mae’r ymweliad yn agor eto ac rydych yn ateb ei wiriad unwaith yn rhagor. Mae’r hyn a anfonoch gyntaf yn cael ei gadw wrth ei ochr, a’r atebion newydd sy’n cyfrif.
correct-own = Mae’r gwiriad yn agor gyda’r atebion a roesoch. Ni chaiff lluniau, na’r hyn a ddywedoch am berygl neu ddiogelwch, eu llenwi eto.
correct-sealed = Mae’ch atebion gan y cyngor, dan sêl: ni all y ffôn hwn eu darllen mwyach. Mae’r gwiriad yn agor gyda’r hyn y mae’n ei wybod am y preswylydd, felly atebwch y cyfan eto.
correct-why = Beth oedd yn anghywir?
correct-why-missing = Dywedwch beth oedd yn anghywir
correct-save = Agor y gwiriad eto
propose-link = Cynnig ymweliad
propose-title = Cynnig ymweliad
propose-here-title = Rhywun arall yn y cyfeiriad hwn
propose-words = Bydd rhywun yn y cyngor yn edrych arno ac yn trefnu ymweliad, neu’n dweud wrthych pam lai. Mae’n cael ei gadw ar y ffôn hwn nes bod cysylltiad.
propose-basis = Beth ydych chi’n ei wybod?
propose-basis-met = Cyfarfûm â rhywun
propose-basis-typed-address = Soniwyd wrthyf am gyfeiriad
propose-basis-same-address = Rhywun arall yn un o’ch cyfeiriadau
propose-basis-missing = Dewiswch beth ydych chi’n ei wybod
propose-first-name = Enw cyntaf (dewisol)
propose-last-name = Cyfenw (dewisol)
propose-name-missing = Rhowch enw neu gyfeiriad
propose-address = Cyfeiriad
propose-address-missing = Rhowch y cyfeiriad
propose-telephone = Rhif ffôn (dewisol)
propose-why = Pam mae angen ymweliad arnynt?
propose-why-hint = Beth welsoch neu a glywsoch. Peidiwch ag ysgrifennu manylion meddygol.
propose-why-missing = Dywedwch pam mae angen ymweliad arnynt
propose-wanted = Pryd ddylai fod? (dewisol)
proposals-title = Eich cynigion
proposal-here = Ar y ffôn hwn yn unig
proposal-received = Mae’r cyngor wedi’i dderbyn
proposal-proposed = Mae’r cyngor yn edrych arno
proposal-accepted = Derbyniwyd
proposal-declined = Ni dderbyniwyd
proposal-visit = Gweld yr ymweliad

## Beth mae’r ffôn hwn yn ei gadw
device-keeps-title = Beth mae’r ffôn hwn yn ei gadw
device-keeps-work = Mae popeth rydych yn ei gadw yn aros yma nes bod derbynneb y cyngor wedi dod.
device-keeps-copies = Wedi hynny mae copi dan sêl yn aros am 30 diwrnod. Nid oes sgrin yn ei ddangos. Os bydd gweinydd y cyngor byth yn colli rhywbeth, bydd y ffôn hwn yn ei anfon eto.
device-keeps-photos = Mae copïau dan sêl o luniau’n aros cyhyd tra bo lle; yr hynaf sy’n mynd gyntaf.
lost-title = Mae gwaith ar goll
lost-words = Mae’r porwr wedi clirio’r hyn a gadwai’r ffôn hwn. Ni all neb ei ddwyn yn ôl o’r fan hon: dywedwch wrth y swyddfa pa ymweliadau roeddech wedi’u gwneud.
thing-large = Mae hwn yn fawr. Caiff ei anfon mewn darnau, fel llun, a gall gymryd mwy o amser.
thing-aside = Ni allai gweinydd y cyngor gymryd hwn. Mae’n aros ar y ffôn hwn a rhoddir cynnig arall arno; dywedwch wrth y swyddfa os yw’n dal yma.
thing-conflict-resolve = Eich dewis rhwng dau ateb
thing-visit-cannot-complete = Ymweliad wedi’i roi’n ôl
thing-visit-reopen = Gwiriad wedi’i agor eto
thing-visit-propose = Ymweliad a gynigiwyd

## The lock
warning-word = Rhybudd
lock-now = Cloi
lock-now-button = Cloi nawr
lock-title = Clo
lock-words = Mae’r ap yn cloi pan na fydd neb yn ei gyffwrdd am ychydig. Cedwir yr hyn yr oeddech yn ei deipio.
lock-minutes = Cloi ar ôl
lock-minutes-of = { $count ->
    [one] 1 munud
   *[other] { $count } munud
}
lock-soon-words = Mae’r ap ar fin cloi. Cedwir yr hyn yr oeddech yn ei deipio.
lock-soon-button = Cadw ar agor
lapse-title = Bydd eich ymweliadau’n cau
lapse-words = Gellir darllen eich ymweliadau ar y ffôn hwn tan { $at }. Cyn hynny rhaid iddo gyrraedd y cyngor unwaith. Cedwir ac anfonir yr hyn a gofnodwch beth bynnag.
lapse-button = Rhoi cynnig nawr

pin-label = PIN
pin-now = Eich PIN presennol
pin-new = PIN newydd
pin-new-hint = Chwech i ddeuddeg digid. Nid eich pen-blwydd, ac nid PIN y ffôn ei hun.
pin-same = PIN newydd eto
pin-save = Cadw’r PIN
pin-busy = Yn cadw’r PIN…
pin-missing = Rhowch y PIN
pin-not-same = Nid yw’r ddau PIN yr un fath
pin-last-try = Mae un cynnig ar ôl. Wedyn bydd angen cysylltiad arnoch i fewngofnodi. Ni chollir dim.
pin-changed = Mae’r PIN newydd wedi’i gadw.
pin-change-title = Newid y PIN
pin-choose-title = Dewiswch PIN
pin-choose-words = Mae’r PIN yn agor yr ap hwn ar y ffôn hwn, hefyd heb gysylltiad. Hebddo, ni all neb sy’n dod o hyd i’r ffôn ddarllen eich ymweliadau.
pin-choose-upgrade = O hyn ymlaen mae PIN yn diogelu’r hyn sydd ar y ffôn hwn. Mae eich ymweliadau, eich drafftiau a’ch gwaith heb ei anfon i gyd yma.
pin-choose-forgotten = Rydych wedi mewngofnodi. Mae eich ymweliadau, eich drafftiau a’ch gwaith heb ei anfon i gyd yma. Dewiswch PIN newydd.
pin-choose-wiped = Rydych wedi mewngofnodi. Daw eich ymweliadau eto o’r cyngor. Mae gwiriadau a ddechreuwyd gennych a gwaith heb ei anfon yn dal yma. Dewiswch PIN newydd.
pin-choose-lost = Rydych wedi mewngofnodi. Ni allai’r cyngor roi allwedd y ffôn hwn yn ôl, felly daw eich ymweliadau eto o’r cyngor. Mae gwaith a gadwyd gennych ac sydd heb ei anfon yn aros, ac yn cael ei anfon.
pin-choose-lost-drafts = { $count ->
    [one] Ni ellir bellach ddarllen 1 gwiriad a ddechreuwyd gennych ac na chadwyd. Gwnewch ef eto.
   *[other] Ni ellir bellach ddarllen { $count } gwiriad a ddechreuwyd gennych ac na chadwyd. Gwnewch nhw eto.
}
pin-forgotten-link = Anghofiais fy PIN
pin-forgotten-title = Anghofio’r PIN
pin-forgotten-words = { $count ->
    [0] Mewngofnodwch â’ch cyfeiriad e-bost a’ch cyfrinair, a dewiswch PIN newydd. Mae angen cysylltiad.
    [one] Mewngofnodwch â’ch cyfeiriad e-bost a’ch cyfrinair, a dewiswch PIN newydd. Mae angen cysylltiad. Mae’r 1 peth sydd heb ei anfon yn aros ar y ffôn hwn ac yn cael ei anfon, p’un a ydych yn mewngofnodi ai peidio.
   *[other] Mewngofnodwch â’ch cyfeiriad e-bost a’ch cyfrinair, a dewiswch PIN newydd. Mae angen cysylltiad. Mae’r { $count } peth sydd heb eu hanfon yn aros ar y ffôn hwn ac yn cael eu hanfon, p’un a ydych yn mewngofnodi ai peidio.
}
passkey-title = Ôl bys neu wyneb
passkey-words = Gall y ffôn hwn agor yr ap â’i glo ei hun: eich ôl bys, eich wyneb neu god y ffôn. Mae’r PIN bob amser yn gweithio hefyd.
passkey-add = Defnyddio clo’r ffôn
passkey-busy = Yn aros am y ffôn…
passkey-is-on = Mae clo’r ffôn yn agor yr ap. Mae’r PIN bob amser yn gweithio hefyd.
passkey-remove = Defnyddio’r PIN yn unig

locked-title = Ar glo
unlock-button = Datgloi
unlock-busy = Yn datgloi…
unlock-passkey = Ôl bys neu wyneb
locked-back = Yn ôl i’r sgrin glo
locked-kept-title = Beth a gedwir ar y ffôn hwn
locked-kept-sealed = Cedwir ymweliadau, atebion a lluniau dan sêl. Cedwir yr allwedd iddynt hefyd, hithau wedi’i chloi: gan eich PIN, gan glo’r ffôn ei hun os ydych yn ei ddefnyddio, ac unwaith eto ar gyfer y cyngor, a all ei rhoi’n ôl i chi.
locked-kept-pin = Ni chedwir eich PIN, na’ch olion bysedd na’ch wyneb. Cedwir faint o PINau anghywir a roddwyd.
locked-kept-open = Heb fod dan sêl, am fod y sgrin hon yn ei ddangos: enw a rhif y cyngor, y rhifau i’w ffonio, faint sydd heb ei anfon ac ers pryd, bod rhybudd, a phryd mae eich shifftiau’n dechrau ac yn gorffen a’r hyn a ddywedoch amdanynt, heb le.
locked-can-title = Heb ddatgloi
locked-can-words = Gallwch godi rhybudd, a chofnodi gwiriad mewn cyfeiriad a deipiwch. Anfonir yr hyn sy’n aros ar y ffôn hwn ohono’i hun.
locked-shift-none = Nid oes shifft i chi yma tra bo’r ffôn hwn dan glo. Datglowch i weld eich un chi, neu ffoniwch.
locked-ring-title = Ffonio
locked-other-button = Mewngofnodi fel rhywun arall
locked-other-title = Mewngofnodi fel rhywun arall
locked-other-words = Mae gan bawb sy’n gweithio ar y ffôn hwn eu hymweliadau a’u PIN eu hunain. Mae’r hyn nad yw eraill wedi’i anfon yn aros ar y ffôn hwn ac yn cael ei anfon.
locked-clock-wrong = Mae cloc y ffôn hwn yn anghywir, felly mae eich ymweliadau’n aros ar gau. Cywirwch y cloc, neu mewngofnodwch â chysylltiad.
locked-nothing-lost = Ni chollir dim. Mae gwaith sydd heb ei anfon yn aros ar y ffôn hwn, dan sêl, ac yn mynd ohono’i hun pan fydd signal.
locked-why-wrong-pins = Bu pum PIN anghywir. I ddarllen eich ymweliadau, mewngofnodwch â chysylltiad.
locked-why-ordered = Mae’r cyngor wedi cloi’r ffôn hwn. I ddarllen eich ymweliadau, mewngofnodwch â chysylltiad.
locked-why-lapsed = Nid yw’r ffôn hwn wedi cyrraedd y cyngor ers gormod o amser. I ddarllen eich ymweliadau, mewngofnodwch â chysylltiad.
locked-why-unknown = I ddarllen eich ymweliadau, mewngofnodwch â chysylltiad.
wiped-title = Tynnwyd ymweliadau oddi ar y ffôn hwn
wiped-words = Mae’r cyngor wedi tynnu eich ymweliadau oddi ar y ffôn hwn, gyda phob enw a chyfeiriad.
wiped-work-left = { $count ->
    [one] Mae 1 peth a gadwyd gennych heb ei anfon eto. Mae’n dal ar y ffôn hwn, dan sêl fel mai’r cyngor yn unig all ei agor, ac yn mynd ohono’i hun pan fydd signal.
   *[other] Mae { $count } peth a gadwyd gennych heb eu hanfon eto. Maent yn dal ar y ffôn hwn, dan sêl fel mai’r cyngor yn unig all eu hagor, ac yn mynd ohonynt eu hunain pan fydd signal.
}
wiped-work-sent = { $count ->
    [0] Roedd popeth a gadwyd gennych gan y cyngor eisoes.
    [one] Roedd 1 peth a gadwyd gennych heb ei anfon pan ddaeth y gorchymyn. Fe’i hanfonwyd ers hynny: mae gan y cyngor ef.
   *[other] Roedd { $count } peth a gadwyd gennych heb eu hanfon pan ddaeth y gorchymyn. Fe’u hanfonwyd ers hynny: mae gan y cyngor nhw.
}
wiped-drafts = { $count ->
    [one] Ni anfonwyd 1 gwiriad a ddechreuwyd gennych ac na chadwyd. Mae’n dal ar y ffôn hwn, lle na all neb ei agor. Mae’n agor eto pan fewngofnodwch yma. Os yw’r cyngor wedi nodi bod y ffôn hwn ar goll neu wedi’i ddirymu, ni ellir bellach ei ddarllen.
   *[other] Ni anfonwyd { $count } gwiriad a ddechreuwyd gennych ac na chadwyd. Maent yn dal ar y ffôn hwn, lle na all neb eu hagor. Maent yn agor eto pan fewngofnodwch yma. Os yw’r cyngor wedi nodi bod y ffôn hwn ar goll neu wedi’i ddirymu, ni ellir bellach eu darllen.
}
wiped-sign-in = I gael eich ymweliadau yn ôl, mewngofnodwch â chysylltiad.
alert-raise-title = Codi rhybudd
alert-raise-short = Rhybudd
alert-raise-about = Mae’n ymwneud â { $name }, { $address }
alert-raise-where = Ble mae e? (dewisol)
alert-raise-more = Dweud mwy yn gyntaf (dewisol)
alert-raise-words = Beth ddylai’r cyngor ei wybod?
alert-raise-kind = Beth yw e?
alert-raise-one-tap = Mae un tap yn ei gadw. Yna ffoniwch.
locked-alert-told = Cofnodwyd. Anfonir y rhybudd ohono’i hun pan fydd signal.
locked-alert-unlock = Datgloi yn gyntaf
locked-alert-open = Nid yw’r cyngor yn gwybod am rybudd eto. Datglowch i weld am bwy y mae.
locked-alert-back = Yn ôl i’r rhybudd
locked-check-button = Cofnodi gwiriad
locked-check-title = Cofnodi gwiriad
locked-check-words = Ar gyfer ymweliad na all aros nes i chi ddatgloi. Mae’r cyngor yn paru’r cyfeiriad. Ni allwch ei ddarllen yma wedyn.
locked-check-outcome = Beth welsoch chi?
locked-check-outcome-missing = Dewiswch yr hyn a welsoch
locked-check-note = Beth ddylai’r swyddfa gefn ei wybod?
locked-check-note-missing = Ysgrifennwch yr hyn y dylai’r swyddfa gefn ei wybod
locked-check-why = Gwiriad a wnaed { $at } ar ffôn ar glo. { $outcome }. { $note }
locked-check-saved = Cadwyd ar y ffôn hwn. Caiff ei anfon ohono’i hun pan fydd signal.
back-to-device = Yn ôl i Fy nyfais

problem-wrong-pin = { $count ->
    [one] Nid dyna’r PIN. Mae 1 cynnig ar ôl
   *[other] Nid dyna’r PIN. Mae { $count } cynnig ar ôl
}
problem-pin-wait = Arhoswch hanner munud, yna rhowch gynnig arall
problem-pin-gone = Nid oes PIN yn agor y ffôn hwn bellach. Mewngofnodwch â chysylltiad
problem-pins-used-up = Dyna’r pumed PIN anghywir. Mewngofnodwch â chysylltiad. Ni chollir dim
problem-pin-not-worked-out = Ni allai’r ffôn hwn gyfrifo’r PIN. Caewch apiau eraill, yna rhowch gynnig arall
problem-passkey-failed = Ni agorodd clo’r ffôn yr ap. Defnyddiwch y PIN
problem-passkey-unfit = Ni all clo’r ffôn hwn agor yr ap: nid yw’n cadw cyfrinach ar ei gyfer. Defnyddiwch y PIN
problem-clock-wrong = Mae cloc y ffôn hwn yn anghywir. Cywirwch ef, neu mewngofnodwch â chysylltiad
problem-pin-not-digits = Dim ond digidau sydd mewn PIN
problem-pin-too-short = Rhaid i’r PIN gael chwe digid neu fwy
problem-pin-too-long = Caiff y PIN fod â deuddeg digid ar y mwyaf
problem-pin-too-easy = Mae’r PIN hwnnw’n rhy hawdd ei ddyfalu. Dewiswch ddigidau nad ydynt yn ailadrodd nac yn cyfrif

## Cwestiynau ffurflen
guidance = Mwy am y cwestiwn hwn
media-missing-image = Mae llun i fod yma. Mae ar goll o’r ffurflen.
media-missing-audio = Mae sain i fod yma. Mae ar goll o’r ffurflen.
media-missing-video = Mae ffilm i fod yma. Mae ar goll o’r ffurflen.
media-later-image = Mae llun i fod yma. Daw gyda’r cysylltiad nesaf.
media-later-audio = Mae sain i fod yma. Daw gyda’r cysylltiad nesaf.
media-later-video = Mae ffilm i fod yma. Daw gyda’r cysylltiad nesaf.
media-broken-image = Mae llun i fod yma. Nid oes modd ei ddangos yma.
media-broken-audio = Mae sain i fod yma. Nid oes modd ei chwarae yma.
media-broken-video = Mae ffilm i fod yma. Nid oes modd ei chwarae yma.
media-name-image = Llun: { $what }
media-name-audio = Sain: { $what }
media-name-video = Ffilm: { $what }
masked-show = Dangos
masked-hide = Cuddio
masked-show-label = Dangos yr hyn a deipiwyd
masked-hide-label = Cuddio’r hyn a deipiwyd
barcode-take = Tynnu llun o’r cod
barcode-reading = Yn darllen y cod…
barcode-read = Darllenwyd: { $code }
barcode-none = Ni chafwyd cod yn y llun. Tynnwch ef eto, neu teipiwch y cod.
scale-unset = Heb ei ateb
scale-clear = Clirio’r ateb hwn
rating-hint = O { $from } i { $to }
list-hint = Teipiwch rai llythrennau i gael hyd i un o { $count }
list-filter = Chwilio yn y rhestr
list-found = { $found ->
    [0] Nid oes dim yn y rhestr yn cyfateb
    [one] Mae 1 yn cyfateb
   *[other] Mae { $found } yn cyfateb, dangosir { $shown }
  }
list-chosen = { $count ->
    [0] Nid oes dim wedi’i ddewis.
    [one] Mae 1 wedi’i ddewis.
   *[other] Mae { $count } wedi’u dewis.
  }
list-wrong = Dewiswch un o’r rhestr
rank-hint = Rhowch nhw mewn trefn, y cyntaf ar y brig
rank-up = I fyny
rank-down = I lawr
rank-up-label = Symud i fyny: { $text }
rank-down-label = Symud i lawr: { $text }
rank-keep = Cadw’r drefn hon
rank-unset = Nid oes neb wedi rhoi’r rhain mewn trefn eto.
rank-moved = { $text }: nawr { $place } o { $of }
month-hint = Er enghraifft, 3 2026
month-wrong = Rhowch fis a blwyddyn go iawn, fel 3 2026
year-hint = Er enghraifft, 2026
year-wrong = Rhowch flwyddyn mewn pedwar ffigur, fel 2026
time-hint = Ar y cloc 24 awr, er enghraifft 14 05
time-wrong = Rhowch amser ar y cloc 24 awr, fel 14 05
moment-hint = Er enghraifft, 27 3 2026, 14 05
moment-wrong = Rhowch ddyddiad go iawn ac amser, fel 27 3 2026, 14 05
date-hour = Awr
date-minute = Munud
place-take = Defnyddio lle rwyf nawr
place-again = Cael hyd i’r lle eto
place-enough = Mae hyn yn ddigon agos
place-clear = Clirio’r lle hwn
place-searching = Yn cael hyd i ble rydych chi. Gall hyn gymryd munud yn yr awyr agored, a mwy dan do.
place-is = { $latitude }, { $longitude }: yn gywir o fewn { $metres ->
    [one] 1 metr
   *[other] { $metres } metr
  }.
place-is-typed = { $latitude }, { $longitude }
place-vague = Nid yw hynny’n agos iawn. Rhowch gynnig arni yn yr awyr agored, neu teipiwch y lle.
place-refused = Nid yw’r ffôn hwn yn gadael i’r ap wybod ble mae. Caniatewch y lleoliad i’r ap hwn yng ngosodiadau’r ffôn, neu teipiwch y lle.
place-unknown = Ni allai’r ffôn gael gwybod ble mae. Rhowch gynnig arni yn yr awyr agored, neu teipiwch y lle.
place-too-long = Cymerodd y ffôn ormod o amser i gael gwybod ble mae. Rhowch gynnig arni yn yr awyr agored, neu teipiwch y lle.
place-in-preview = Nid yw rhagolwg yn gofyn ble rydych chi. Byddai ffôn yn cael hyd i’r lle nawr. Yma, teipiwch ef.
place-none = Ni all y ffôn hwn ddweud ble mae. Teipiwch y lle.
place-type = Teipio’r lle
place-latitude = Lledred, er enghraifft 51.501
place-longitude = Hydred, er enghraifft -0.124
place-wrong = Rhowch ledred a hydred, fel 51.501 a -0.124
way-hint = Un lle ar bob llinell: lledred a hydred. Mae gan lwybr o leiaf ddau le.
area-hint = Un lle ar bob llinell: lledred a hydred. Mae gan ardal o leiaf dair cornel.
way-wrong = Rhowch o leiaf ddau le gwahanol, pob un ar ei linell ei hun, fel 51.501 -0.124
area-wrong = Rhowch o leiaf dair cornel, pob un ar ei llinell ei hun, fel 51.501 -0.124
points-add = Ychwanegu lle rwyf nawr
repeat-part = Rhan
repeat-turn = { $name } { $number }
repeat-add-first = Ychwanegu: { $name }
repeat-add-another = Ychwanegu un arall: { $name }
repeat-remove = Tynnu { $title }
repeat-remove-sure = Tynnu { $title }, gyda’i atebion a’i luniau?
repeat-remove-yes = Ie, tynnu
repeat-remove-no = Na, ei gadw
in-turn = { $turn }: { $words }
typed-wrong = { $label }: { $words }
file-busy = Yn cadw’r ffeil ar y ffôn hwn…
file-remove = Tynnu’r ffeil hon
answer-photo = 1 llun
answer-file = 1 ffeil
answer-masked = Wedi’i ateb, a heb ei ddangos yma
effects-title = Beth mae cadw’n ei wneud
effect-outcome = Cofnodir yr ymweliad fel: { $outcome }
effect-referrals = { $count ->
    [one] Gwneir 1 atgyfeiriad: { $types }
   *[other] Gwneir { $count } atgyfeiriad: { $types }
  }
effect-change = { $field }: newidir i { $value }
effect-refused = Heb ei atgyfeirio, gan nad ydynt yn cytuno: { $types }
referral-food = parsel bwyd
referral-baby = nwyddau babi
referral-prescription = presgripsiwn
referral-mental-health = iechyd meddwl neu gyfeillio
referral-social-care = adolygiad gofal cymdeithasol
referral-repairs = atgyweiriadau
referral-welfare-rights = hawliau lles
referral-other = rhywbeth arall

# Rhagolwg o ffurflen ar dudalennau'r swyddfa.
preview-notice = Rhagolwg gyda phreswylydd dychmygol: ni chedwir ac ni anfonir dim.
preview-left-title = Gadawyd yr ymweliad
preview-left-words = Ar ffôn mae hyn yn arwain yn ôl at yr ymweliad, ac mae’r drafft yn aros.
preview-ended-title = Mae’r ffurflen wedi’i gorffen
preview-ended-words = Ar ffôn byddai’n cael ei chadw a’i hanfon nawr. Dyma beth fyddai’r cyngor yn ei gael:
preview-alerts = Byddai’r rhybuddion hyn yn cael eu codi:
preview-again = Dechrau eto
shift-title = Eich shifft
shift-none = Nid oes shifft i chi ar y ffôn hwn: ni chaiff neb ei rybuddio os na ddewch yn ôl. Gofynnwch i’ch goruchwyliwr.
shift-due-hours = Mae’r cyngor yn disgwyl clywed gennych erbyn { $at }, ymhen { $hours } awr { $minutes } mun.
shift-due-minutes = Mae’r cyngor yn disgwyl clywed gennych erbyn { $at }, ymhen { $minutes } mun.
shift-passed = Roedd y cyngor yn disgwyl clywed gennych erbyn { $at }: mae amser eich shifft ar ben. Ffoniwch, neu dywedwch Gorffen. Os ydych yn dal allan, dywedwch eich bod yn ddiogel.
shift-next = Mae eich shifft nesaf yn dechrau: { $at }. Gallwch ei dechrau o bedair awr cyn hynny.
shift-start = Dechrau’r shifft
shift-safe = Rwy’n ddiogel
shift-finish = Gorffen
shift-said-start = Dywedoch eich bod wedi dechrau: { $at }. Wedi’i gadw ar y ffôn hwn; heb signal nid yw’r cyngor yn gwybod eto.
shift-said-safe = Dywedoch eich bod yn ddiogel: { $at }. Wedi’i gadw ar y ffôn hwn; heb signal nid yw’r cyngor yn gwybod eto.
shift-said-finish = Dywedoch eich bod wedi gorffen: { $at }. Wedi’i gadw ar y ffôn hwn; heb signal nid yw’r cyngor yn gwybod eto, a gall chwilio amdanoch: ffoniwch. Heb orffen? Dechreuwch eto.
shift-told-start = Dywedoch eich bod wedi dechrau: { $at }. Mae’r cyngor wedi’i gael.
shift-told-safe = Dywedoch eich bod yn ddiogel: { $at }. Mae’r cyngor wedi’i gael.
shift-told-finish = Dywedoch eich bod wedi gorffen: { $at }. Mae’r cyngor wedi’i gael. Heb orffen? Dechreuwch eto.
shift-ring = Pwy i’w ffonio heb signal
