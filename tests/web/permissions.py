"""Every address of the site, by its route's name, and who may open it.

`tests/web/accounts/test_permissions.py` tries every route as every reader and fails for a route that is not here: `ROUTES` are the doors,
`THINGS` says for the routes that are about something (an application, a file, a colleague, a message) whose it has to be.
"""

ANONYMOUS, HALFWAY, LOOSE, ENTERPRISE, OFFICER = "anonymous", "halfway", "loose", "enterprise", "officer"
READERS = (ANONYMOUS, HALFWAY, LOOSE, ENTERPRISE, OFFICER)
"""Nobody; an officer before the second factor; somebody of no enterprise; an enterprise's owner; an officer."""

EVERYBODY = frozenset(READERS)
KNOWN = EVERYBODY - {ANONYMOUS}
INSIDE = KNOWN - {HALFWAY}
ENTERPRISES = frozenset({ENTERPRISE})
OFFICERS = frozenset({OFFICER})

ROUTES: dict[str, frozenset[str]] = {
    # open pages
    "home": EVERYBODY,
    "edition": EVERYBODY,
    "notice": EVERYBODY,
    "set-values": EVERYBODY,
    "assessment": EVERYBODY,
    "score": EVERYBODY,
    "advice": EVERYBODY,
    "sheet": EVERYBODY,
    "answers-json": EVERYBODY,
    "workbook": EVERYBODY,
    "score-pdf": EVERYBODY,
    "read-file": EVERYBODY,
    "table": EVERYBODY,
    "verify": EVERYBODY,
    "healthz": EVERYBODY,
    "set-language": EVERYBODY,
    "gallery": EVERYBODY,
    "gallery-problem": EVERYBODY,
    "mailbox": EVERYBODY,
    # entrances
    "account_login": EVERYBODY,
    "bureau-entrance": EVERYBODY,
    "account_signup": EVERYBODY,
    "check-credit-code": EVERYBODY,
    "account_email_verification_sent": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_inactive": EVERYBODY,
    "who": EVERYBODY,
    "account_reset_password": EVERYBODY,
    "account_confirm_password_reset_code": EVERYBODY,
    "account_complete_password_reset": EVERYBODY,
    "account_password_reset_completed": EVERYBODY,
    "mfa_authenticate": EVERYBODY,
    "invitation": EVERYBODY,
    # the steps of coming in
    "account_change_password": KNOWN,
    "account_reauthenticate": KNOWN,
    "mfa_reauthenticate": KNOWN,
    "mfa_activate_totp": KNOWN,
    "mfa_view_recovery_codes": KNOWN,
    "mfa_download_recovery_codes": KNOWN,
    "mfa_generate_recovery_codes": KNOWN,
    # one's own account
    "account": INSIDE,
    "account_email": INSIDE,
    "usersessions_list": INSIDE,
    "mfa_index": INSIDE,
    "mfa_deactivate_totp": INSIDE,
    "go-on": INSIDE,
    "new-enterprise": INSIDE,
    "messages": INSIDE,
    "messages-read": INSIDE,
    "message": INSIDE,
    # an enterprise's
    "people": ENTERPRISES,
    "invite": ENTERPRISES,
    "resend-invitation": ENTERPRISES,
    "withdraw-invitation": ENTERPRISES,
    "remove-member": ENTERPRISES,
    "hand-over": ENTERPRISES,
    "enterprise": ENTERPRISES,
    "application-begin": ENTERPRISES,
    "application-start": ENTERPRISES,
    "application": ENTERPRISES,
    "application-save": ENTERPRISES,
    "application-materials": ENTERPRISES,
    "material-upload": ENTERPRISES,
    "material-use": ENTERPRISES,
    "material-off": ENTERPRISES,
    "material-type-check": ENTERPRISES,
    "application-file": INSIDE,  # whoever may see the file: access decides
    "application-check": ENTERPRISES,
    "application-history": ENTERPRISES,
    "receipt-pdf": ENTERPRISES,
    "application-paper": ENTERPRISES,
    # a bureau's
    "office": OFFICERS,
    "office-list": OFFICERS,
    "office-export": OFFICERS,
    "office-application": OFFICERS,
    "office-remarks": OFFICERS,
    "office-ask": OFFICERS,
    "office-decide": OFFICERS,
    "office-tab": OFFICERS,
    "office-paper": OFFICERS,
    "office-file": OFFICERS,
    "office-original": OFFICERS,
    "office-page": OFFICERS,
    "office-page-large": OFFICERS,
}
SAMPLES = {
    "id": "shaanxi-2020",
    "scheme": "shaanxi-2020",
    "name": "regions",
    "status": 404,
    "number": 1,
}
"""What stands for a part of an address; everything else is `nothing`, which no row has."""

OWNER, STAFF, OTHER = "owner", "staff", "other"
CITY, OTHER_CITY, PROVINCE, NATION = "city", "other city", "province", "nation"
WHO = (ANONYMOUS, OWNER, STAFF, OTHER, CITY, OTHER_CITY, PROVINCE, NATION)
"""Beside an application handed in to a city: nobody, its enterprise's owner and another of its people, another enterprise's owner; officers
of its city, of another one, of the province and of the office above."""

OWN = frozenset({OWNER, STAFF})
ABOVE = frozenset({CITY, PROVINCE, NATION})

THINGS: dict[str, frozenset[str]] = {
    "invitation": frozenset(WHO),  # whoever has the secret link may look at it
    "verify": frozenset(WHO),  # and whoever holds a receipt
    "message": frozenset({OWNER}),
    "invite": frozenset({OWNER, OTHER}),
    "resend-invitation": frozenset({OWNER}),
    "withdraw-invitation": frozenset({OWNER}),
    "remove-member": frozenset({OWNER}),
    "hand-over": frozenset({OWNER}),
    "application": OWN,
    "application-save": OWN,
    "application-materials": OWN,
    "material-upload": OWN,
    "material-use": OWN,
    "material-off": OWN,
    "application-check": OWN,
    "application-history": OWN,
    "receipt-pdf": OWN,
    "application-paper": OWN,
    "application-file": OWN | ABOVE,
    "material-type-check": OWN,
    "office-application": ABOVE,
    "office-paper": ABOVE,
    "office-tab": ABOVE,
    "office-file": ABOVE,
    "office-original": ABOVE,
    "office-page": ABOVE,
    "office-page-large": ABOVE,
    "office-ask": ABOVE,
    "office-decide": ABOVE,  # the page says why a bureau above decides nothing here
    "office-remarks": frozenset({CITY}),
}
GET_NOTES = {"message": "records_message", "office-file": "records_preview", "office-tab": "records_preview",
             "office-application": "records_preview"}  # fmt: skip
"""What looking leaves behind: a message was read, a file shall be drawn. Nothing else is changed by a GET."""
