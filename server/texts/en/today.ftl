# The page Today.
today-title = Today
today-nothing-for-role = Your role has no work on this page.
today-alert-yours = Owner: { $owner }, that is you.
today-work-is-handed = What residents need from your team is on one page: name, address, telephone and what was asked for.
today-open-handed = Open what was handed to your team
today-open-app = Open the officer’s app to do your visits
today-silent = The worker was last heard of { $at }. Standing still: { $what }.
today-never-heard = No worker has ever been heard of here. Standing still: { $what }.
today-silent-alarms = telling anybody of alerts, and raising an alarm for an officer who is not heard from
today-silent-messages = messages to residents and staff
today-silent-upkeep = deciding and reminding what is due by the clock
today-silent-jobs = importing lists, telling phones that visits have changed, and looking at photos and files
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
today-holds-all = See everybody on hold, with what is still handed on or planned
today-left-out = No longer on a list, to decide
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
today-alerts-all = See all { $count } open alerts
today-late-title = Officers who have not been heard from
today-late-all = See who is out
today-mine-title = Needs handed to you or your team that are urgent or should have begun
today-mine-words = Open ones alone. An urgent one stays here until it is complete or cancelled.
today-mine-all = See all that are urgent or should have begun
today-referral-start = starts { $day }
today-referral-made = made { $at }
today-alone-all = See all visits that one officer has alone
today-without-officer-all = See all visits without an officer
today-deaths-all = See all reported deaths
today-links-all = See all paused links
today-messages-failed-all = See all messages that failed
today-imports-title = Imported lists with lines to decide
today-imports-line = { $count ->
    [one] { $file }: 1 line waits for a person
   *[other] { $file }: { $count } lines wait for a person
  }
today-imports-all = See all imports
today-callbacks = Calls back that are due
today-calls = People to call now
today-duplicates = Records that may be one person
today-more-than = { $count }+
today-unsent-all = See all devices
today-list-none = Nothing is left in this list.
today-list-pages = Pages of this list
