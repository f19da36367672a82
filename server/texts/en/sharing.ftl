# Sharing visits among officers, splitting a list, the order of a day and its map.
share-button = Share among officers on shift
share-title = Share visits
share-heading = { $count ->
    [one] Share 1 person
   *[other] Share { $count } people
  }
share-plan = Nothing is given yet. This is how it would be shared
share-among = Share among
share-shift = { $begins } to { $ends }
share-no-shift = no shift that day
share-measure = Make even
share-measure-visits = the number of visits
share-measure-hours = the number of visits for each hour of the shift
share-column-officer = Officer
share-column-shift = Shift
share-column-has = To do already, overdue included
share-column-gets = Would get
share-column-will = In all
share-gets = { $count ->
    [one] 1 visit
   *[other] { $count } visits
  } at { $doors ->
    [one] 1 address
   *[other] { $doors } addresses
  }
share-rules = People at one address go to one officer, and neighbours stay together.
share-again = Work it out again
share-do = Give these visits
share-done = { $count ->
    [0] No visit was given.
    [one] 1 visit is given.
   *[other] { $count } visits are shared among { $officers ->
       [one] 1 officer
      *[other] { $officers } officers
     }.
  }
share-undo = Undo
share-undone = { $count ->
    [0] Nothing was undone: what was given has begun, was given to somebody else since, or needs two officers by now.
    [one] 1 visit went back to where it was. What has begun since stays.
   *[other] { $count } visits went back to where they were. What has begun since stays.
  }
split-link = Split this list among others
split-title = Split a list
split-heading = Split the list of { $name }
split-nothing = There is nothing to do on these days. Choose all days to see whether there is later.
split-plan = { $day }: nothing is given yet
split-words = The visits leave the phone of { $officer } when it next connects. What is still done on it arrives as late work; nothing is lost.
split-days = Which visits
split-days-today = of today, and what is overdue
split-days-all = of every day
split-do = Split the list
split-begun = { $count ->
    [one] 1 visit has begun and goes to another officer too
   *[other] { $count } visits have begun and go to other officers too
  }: { $names }.
split-in-pairs = { $count ->
    [one] 1 visit is to be made in pairs. It goes to nobody and waits on Assign for two officers
   *[other] { $count } visits are to be made in pairs. They go to nobody and wait on Assign for two officers
  }: { $names }.
split-stays = Stays on this list:
split-maybe-done = { $count ->
    [one] Ring { $officer } first: work on 1 of these visits is on the phone and has not arrived. It may be done already
   *[other] Ring { $officer } first: work on { $count } of these visits is on the phone and has not arrived. They may be done already
  }: { $names }.
split-done = { $count ->
    [0] No visit was given.
    [one] 1 visit is given to another officer.
   *[other] { $count } visits are split among { $officers ->
       [one] 1 officer
      *[other] { $officers } officers
     }.
  }
split-done-waiting = { $count ->
    [one] 1 visit in pairs waits on Assign.
   *[other] { $count } visits in pairs wait on Assign.
  }
order-earlier = Earlier
order-later = Later
order-moved = The stop is moved. This day keeps your order from now on.
order-not-moved = The stop was not moved: the list has changed meanwhile.
order-anew = Order this day by place and time again
order-anew-done = Ordered by place and time again: { $day }.
order-same-door = same address
order-stops = { $visits ->
    [one] 1 visit
   *[other] { $visits } visits
  } at { $stops ->
    [one] 1 address
   *[other] { $stops } addresses
  }.
order-way = About { $km } km in straight lines.
order-by-hand = In the order that a supervisor chose.
order-by-place = In the order of a short way in straight lines, kept to times where visits have them.
order-by-postcode = In the order of the postcodes: no position is known.
order-without-place = { $count ->
    [one] 1 address without a known position comes last.
   *[other] { $count } addresses without a known position come last.
  }
order-window-between = Between { $begins } and { $ends }
order-window-from = From { $begins }
order-window-to = Until { $ends }
map-title = Map
map-north = N
map-of = Map: { $whose }
map-words = { $count ->
    [one] 1 address
   *[other] { $count } addresses
  } of { $day } in their order, north above. The list below says the same.
map-wards = { $count ->
    [one] Where the 1 person with a known position lives, north above. The table below says how many live in each ward.
   *[other] Where the { $count } people with a known position live, north above. The table below says how many live in each ward.
  }
assign-column-order = Order
assign-column-shift = Shift today
assign-refused-no_officers = Tick at least one officer to share among
assign-shifts-link = Plan shifts
assign-no-shift = not on shift
assign-by-ward = People by ward
assign-column-people = People on this page
leaver-badge = Nobody makes these
leaver-line = { $gone ->
    [left] { $name } has left
   *[other] { $name } visits no more
  }: { $count ->
    [one] 1 visit
   *[other] { $count } visits
  } to share among others
leaver-option = { $name } (not here any more)
clock-none = { $count ->
    [one] { $names } has no shift: { $day }. No clock of lone working runs, and nobody is told when nothing is heard.
   *[other] { $names } have no shift: { $day }. No clock of lone working runs, and nobody is told when nothing is heard.
  }
clock-plan-shift = Plan a shift
clock-plan-shift-for = for { $name }
