"""Django's and allauth's settings for accounts: how one logs in, what a password must be, how long a session lasts."""

from typing import Any

from zhiqiang.config.environment import Environment

_VALIDATION = "django.contrib.auth.password_validation"
_FORMS = "zhiqiang.web.accounts.forms"
_CODE = {"numeric": True, "length": 8, "dashed": True}
CODE_SECONDS = 30 * 60


def account_settings(env: Environment) -> dict[str, Any]:
    """Everything about accounts, by setting's name."""
    return _passwords() | _sessions(env) | _allauth() | _second_factor()


def _passwords() -> dict[str, Any]:
    return {
        "AUTH_USER_MODEL": "records.Person",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "PASSWORD_HASHERS": [
            "zhiqiang.web.accounts.hashing.Argon2",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "zhiqiang.web.accounts.passwords.LongEnough", "OPTIONS": {"least": 10, "most": 128}},
            {"NAME": "zhiqiang.web.accounts.passwords.SeveralKinds"},
            {"NAME": "zhiqiang.web.accounts.passwords.NotCommon"},
            {"NAME": "zhiqiang.web.accounts.passwords.NotAboutYou"},
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "go-on",
        "LOGOUT_REDIRECT_URL": "home",
    }


def _sessions(env: Environment) -> dict[str, Any]:
    return {
        "SESSION_COOKIE_NAME": "zhiqiang_session",
        "SESSION_COOKIE_AGE": env.number("ZHIQIANG_SESSION_HOURS") * 3600,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
    }


def _allauth() -> dict[str, Any]:
    return {
        "ALLAUTH_USER_CODE_FORMAT": _CODE,
        "ACCOUNT_ADAPTER": "zhiqiang.web.accounts.adapters.Accounts",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        # A code typed into the same browser: whoever registers with somebody else's address gains nothing by a click.
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT": CODE_SECONDS,
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS": 5,
        "ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND": 3,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": True,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT": CODE_SECONDS,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS": 5,
        "ACCOUNT_LOGIN_TIMEOUT": CODE_SECONDS,
        "ACCOUNT_CHANGE_EMAIL": True,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 600,
        "ACCOUNT_SESSION_REMEMBER": False,
        # Wrong passwords and codes are counted in our own records (actions/logins.py), which say when a lock ends.
        "ACCOUNT_RATE_LIMITS": {
            "login": "120/m/ip",
            "login_failed": None,
            "reset_password": "20/m/ip,5/10m/key",
            "confirm_email": "1/20s/key,10/h/key",
        },
        "ACCOUNT_FORMS": {
            "login": f"{_FORMS}.LogIn",
            "signup": f"{_FORMS}.Register",
            "confirm_email_verification_code": f"{_FORMS}.EmailCode",
            "reset_password": f"{_FORMS}.Forgotten",
            "confirm_password_reset_code": f"{_FORMS}.ResetCode",
            "reset_password_from_key": f"{_FORMS}.NewPassword",
            "change_password": f"{_FORMS}.ChangePassword",
            "add_email": f"{_FORMS}.NewEmail",
            "reauthenticate": f"{_FORMS}.PasswordAgain",
        },
    }


def _second_factor() -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "zhiqiang.web.accounts.adapters.SecondFactor",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_TOTP_ISSUER": "知强",
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "MFA_FORMS": {
            "authenticate": f"{_FORMS}.FactorCode",
            "reauthenticate": f"{_FORMS}.FactorCodeAgain",
            "activate_totp": f"{_FORMS}.ActivateFactor",
        },
    }
