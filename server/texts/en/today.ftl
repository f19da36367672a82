# The page Today.
today-title = Today
today-nothing-for-role = Your role has no work on this page.
today-open-handed = Open what was handed to your team
today-open-app = Open the officer’s app to do your visits
today-silent = The worker was last heard of { $at }. Standing still: { $what }.
today-never-heard = No worker has ever been heard of here. Standing still: { $what }.
today-silent-alarms = telling anybody of alerts, and raising an alarm for an officer who is not heard from
today-silent-messages = messages to residents and staff
today-silent-upkeep = deciding and reminding what is due by the clock
today-silent-do = Tell whoever looks after Doorstep’s server at once. Until it runs, look at the open alerts and at Who is out yourself.
today-ring-title = Ring these officers: a new warning is not on their phone yet
today-ring-words = Each phone holds a visit there and has not said that it has the warning. The line goes when it has.
today-ring-line = planned { $day }. Approved { $approved }; the phone was last heard { $heard }.
today-ring-no-number = no number known
today-markers-proposed = Warning markers to approve
today-markers-due = Warning markers due for review
today-no-clock-title = Out today without a shift: no clock runs
today-no-clock-words = They have visits today and no shift, so nobody is told when they are not heard from. Plan a shift, or give the visits to somebody on shift.
today-no-clock-line = { $count ->
    [one] 1 visit to do today.
   *[other] { $count } visits to do today.
  }
today-leavers-title = Visits of people who are not here any more
today-leavers-words = Nobody makes these visits, and they stand on no officer’s list. Share each list among others.
today-alone-title = To be visited in pairs, and one officer has them alone
today-alone-words = They were given before the marker, or somebody who went along does not any more. Move each to a pair on the officer’s list, or give a reason there.
today-overdue-title = { $count ->
    [one] 1 overdue visit
   *[other] { $count } overdue visits
  }
today-overdue-words = Planned for an earlier day and not done. Each stays here until it is done, moved to another day or given to somebody else.
today-overdue-caption = Overdue visits, the longest overdue first
today-overdue-all = See all { $count } overdue visits
today-without-officer-title = Visits without an officer
today-without-officer-words = Planned, and nobody holds them. Give each to somebody on Assign.
today-without-officer-caption = Planned visits that no officer holds, the nearest first
today-deaths-title = Deaths reported
today-deaths-words = Each person is on hold until you confirm the report or lift the hold.
today-deaths-line = reported { $at }
today-deaths = Reported deaths to confirm
today-counts = In numbers
today-nobody-has = Nobody has these people
today-referrals-of-nobody = Needs with somebody who has left
today-open-alerts = Open alerts
today-overdue = Overdue visits
today-planned = Still to do today
today-submitted = Came in today
today-awaiting-review = Waiting for review
today-issues-mine = With issues, mine
today-conflicts = Conflicts to settle
today-operations = Late reports to settle
today-alerts-title = Open alerts
today-nobody-title = Nobody has these people, by ward
today-nobody-caption = People with an open case and nobody to visit them, by ward
today-people = People
today-unsent-title = Work still only on a phone
today-unsent-line = { $name }, { $device }: { $count } not sent, the oldest { $age } old. Last contact { $at }.
today-unsent-none = No phone has told us of unsent work.
