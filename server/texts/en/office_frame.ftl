# What stands round every office page, sign-in and the pages that say what went wrong.
product-name = Doorstep
skip-to-content = Skip to main content
service-label = Service
nav-label = Menu
nav-back = Back
nav-today = Today
nav-visits = Visits
nav-alerts = Alerts
nav-residents = Residents
nav-imports = Imports
nav-assign = Assign
nav-forms = Forms
nav-document-types = Document types
nav-messages = Messages
nav-part-visits = Visits
nav-part-decide = To decide
nav-part-residents = Residents
nav-part-setup = Setup
nav-pages-label = { $part }: pages
demo-banner = Demonstration: every person here is invented.
signed-in-as = Signed in as { $name }, { $role }.
sign-out = Sign out
footer-help = Need help? Telephone { $telephone }.
notice-done = Done
notice-important = Important
error-prefix = Error:
error-summary-title = There is a problem

role-administrator = administrator
role-supervisor = supervisor
role-officer = officer
role-back_office = back office
role-contact_centre = contact centre
role-duty_manager = duty manager
role-receiving_team = receiving team
role-information_governance = information governance

sign-in-title = Sign in
sign-in = Sign in
sign-in-email = Email address
sign-in-password = Password
sign-in-wrong = The email address or the password is not right, or there were too many tries. Wait 15 minutes after five wrong tries.
sign-in-too-many = Too many wrong tries came from this network. Wait { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
  }, or sign in on a computer or phone that you have signed in on before.
sign-in-email-missing = Enter your email address
sign-in-password-missing = Enter your password
sign-in-trouble = If you cannot sign in, telephone { $telephone }.
sign-in-app-link = Officers on a phone: open the visits app
signed-out = You are signed out.

problem-400-title = This page was open too long
problem-400-words = Nothing was saved or changed. Go back, load the page again and repeat the last step.
problem-403-title = You may not see this page
problem-403-words = Your role does not include this. Nothing was changed. If you need it for your work, ask an administrator.
problem-404-title = Page not found
problem-404-words = The address may be mistyped, or the record may have been merged or removed.
problem-413-title = This file is too large
problem-413-words = Nothing was saved. Split the file and send the parts one after another.
problem-429-title = Too many tries
problem-429-words = Wait a quarter of an hour, then try again.
problem-500-title = Something went wrong here
problem-500-words = It is our fault, not yours. We do not know whether the last step was saved: look before you repeat it.
problem-help = If somebody may be in danger, ring 999. For everything else telephone { $telephone }.
problem-home = Go to Today

# Titles of pages about one person, one phone or one file: a browser keeps them in its history, so they name nobody.
page-visit = Visit
page-resident = Resident record
page-resident-edit = Correct a resident record
page-correction = Correct name, date of birth or address
page-report = Late report
page-proposal = Proposed visit
page-officer-list = An officer’s list
page-import = Imported list
page-device = Phone
page-device-step = { $step ->
    [lock] Lock a phone
    [wipe] Wipe a phone
    [mark_lost] Mark a phone as lost
    [revoke] Revoke a phone
    [end_ticket] End an upload ticket
   *[other] Call back an order
  }
page-breach = Whose data a phone held
