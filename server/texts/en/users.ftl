# Members of staff, their accounts and their passwords.
nav-users = Users
users-title = Members of staff
users-back = All members of staff
users-new = Add a member of staff
users-words = Part of a name or an email address
users-role = Role
users-team = Team
users-no-team = No team
users-state = Shown
users-state-here = Who works here
users-state-first_password = Who still has a first password
users-state-left = Who has left
users-count = { $count ->
    [one] 1 member of staff
   *[other] { $count } members of staff
  }
users-none = Nobody fits this.
users-pages = Pages of members of staff
users-first = First page
users-next = Next page
users-column-name = Name
users-column-email = Email address
users-column-role = Role
users-column-team = Team
users-column-state = State
page-user = An account
page-user-end = End an account
user-here = Works here
user-left = Has left
user-first-password = First password
user-left-at = The account was ended { $at }. It opens nothing; what this person did stays.
user-first-until = They have not chosen their own password yet. The first one opens nothing after { $at }.
user-new-title = Add a member of staff
user-new-words = On the next page stands a first password, once. Whoever gets it chooses their own before anything else opens.
user-name = Name
user-email = Email address
user-email-hint = They sign in with it.
user-role = Role
user-role-choose = Choose a role
user-role-phone = A phone that is signed in stays so when the role changes. To end it, go to its page under Devices.
user-team = Team
user-telephone = Telephone
user-telephone-hint = By which a supervisor reaches them. May stay empty.
user-add = Add them
user-save = Save the account
user-load = In their hands now
load-visits = { $count ->
    [0] No visit to be done
    [one] 1 visit to be done
   *[other] { $count } visits to be done
  }
load-referrals = { $count ->
    [0] No open referral of their own
    [one] 1 open referral of their own
   *[other] { $count } open referrals of their own
  }
load-alerts = { $count ->
    [0] No open alert
    [one] 1 open alert
   *[other] { $count } open alerts
  }
load-issues = { $count ->
    [0] No submission with issues
    [one] 1 submission with issues
   *[other] { $count } submissions with issues
  }
load-shifts = { $count ->
    [0] No shift to come
    [one] 1 shift, under way or to come
   *[other] { $count } shifts, under way or to come
  }
load-phone = { $phone }: { $unsent } not sent, { $photos } photos not sent, last contact { $at }
load-no-phone = No phone
user-reset = Give a first password
user-reset-words = For somebody who forgot theirs, or whose password somebody else may know. The old one and every page they have open end at once. Phones go on: sign one out on its page under Devices.
user-sign-out = Sign out of the office pages
user-sign-out-words = { $count ->
    [0] They are signed in to the office pages on no browser.
    [one] They are signed in to the office pages on 1 browser. Their password stays.
   *[other] They are signed in to the office pages on { $count } browsers. Their password stays.
  }
user-end = End the account
user-end-first = For somebody who has left. What it means, and what is in their hands, stands on the next page.
user-end-next = End the account …
user-end-back = Back to the account
user-end-title = End the account of { $name }
user-end-unsent = { $count ->
    [one] A phone of theirs last said that it holds 1 thing that is not sent. It is taken in for 30 days.
   *[other] Phones of theirs last said that they hold { $count } things that are not sent. They are taken in for 30 days.
  }
user-end-pages = They are signed out of the office pages at once and cannot sign in again.
user-end-phones = Each phone of theirs is told to wipe at its next contact, and reads nothing from then on. One that is offline keeps its list until then, or until it has had no contact for so long that reading lapses.
user-end-work = What was done offline is not lost: it is sealed on the phone, is sent before the wipe, and is taken in for 30 days after the account is ended. Ask for the phone to be brought where it has a connection.
user-end-undo = Nothing they did is removed. Open referrals go to their team; without a team, or where a voluntary team would hear of somebody who did not agree, Today counts them until somebody hands them on. Open alerts go to who is on duty, who is told, and submissions with issues to a supervisor. Visits stay theirs until somebody shares them among others; Today says how many. If this was a mistake, the account can be opened again with a first password.
user-reopen = Open the account again
user-reopen-words = For somebody who is back. They get a first password. A phone that was told to wipe is theirs again once they sign in on it.
user-done-change = The account is saved.
user-done-nothing = Nothing was different.
user-done-end = The account is ended.
user-done-sign-out = { $count ->
    [0] They were signed in on no browser.
    [one] They are signed out on 1 browser.
   *[other] They are signed out on { $count } browsers.
  }
user-refused-name-missing = Enter a name
user-refused-name-too_long = Write at most 100 characters
user-refused-email-missing = Enter an email address
user-refused-email-no_address = Enter an email address, like name@example.org
user-refused-email-taken = Another account has this email address
user-refused-role-missing = Choose a role
user-refused-role-last_administrator = They are the last administrator. Make somebody else one first
user-refused-team-no_team = Choose a team that is in use
user-refused-telephone-no_number = Enter a telephone number with its area code, or nothing
user-refused-state-changed_meanwhile = Somebody changed this account since you opened the page. It is shown as it is now.
user-refused-state-has_left = This account is ended.
user-refused-state-is_here = This account is open.
user-refused-state-last_administrator = They are the last administrator. Make somebody else one first.
first-password-title = First password
first-password-once = This password is shown this once. Print the page, or read it out; nobody can look it up again.
first-password-where = Sign in at
first-password-label = First password
first-password-words = It opens nothing but the page on which they choose their own, and works for { $hours } hours. Afterwards, give another one.
first-password-phone = An officer signs in on the office pages first, in any browser, and with the chosen password in the app.
first-password-back = Back to the account

password-link = Change your password
password-title = Choose your password
password-words = You stay signed in here, and are signed out on every other browser. Your phone goes on.
password-first-words = You were given a first password. Choose your own now: nothing else opens before.
password-old = Your password now
password-old-first = The first password
password-new = New password
password-hint = At least { $least } characters, of any kind. Three or four words that do not belong together are good.
password-again = New password again
password-save = Save the password
password-done = Your password is saved. You are signed out on every other browser.
password-refused-old-missing = Enter your password
password-refused-old-wrong = This is not your password
password-refused-old-too_many_tries = Too many wrong tries. Wait 15 minutes, then try again
password-refused-new-same = Choose a password that is not the old one
password-refused-new-too_short = Enter at least { $least } characters
password-refused-new-too_long = Enter at most { $most } characters
password-refused-new-published = This password is published. Choose another
password-refused-new-easy = This is easy to guess. Leave out names and common words, and repeat nothing
password-refused-new-breached = This password is on a list of breached passwords, which are tried first. Choose another
password-refused-again-differs = The two new passwords differ
password-refused-state-changed_meanwhile = Your password was changed since you opened the page.
