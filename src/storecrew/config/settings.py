"""Django's settings, derived from the typed environment; no room reads `os.environ`."""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from storecrew.config import engines
from storecrew.config.apps import ROOMS
from storecrew.config.environment import installation_key, read_environment
from storecrew.config.logs import logging_settings

ENVIRONMENT = read_environment()
DATA = ENVIRONMENT.data

SECRET_KEY = installation_key(DATA)
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", urlsplit(ENVIRONMENT.origin).hostname, *ENVIRONMENT.hosts]
WEBHOOKS_TRUSTED = ENVIRONMENT.webhooks_trusted
FEEDS_TRUSTED = ENVIRONMENT.feeds_trusted
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.origin]

INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_ox",
]

MIDDLEWARE = [
    "storecrew.kernel.actions.middleware.CauseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "storecrew.kernel.media.serving.MediaMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "storecrew.kernel.pages.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "storecrew.kernel.people.middleware.ActorMiddleware",
    "storecrew.kernel.reception.middleware.FirstVisitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "storecrew.kernel.actions.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "storecrew.config.urls"
WSGI_APPLICATION = "storecrew.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE = urlsplit(ENVIRONMENT.origin).scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "storecrew.kernel.pages.errors.csrf"

# People and how they sign in. Sign-up is closed: people come in by invitation (kernel/reception).
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/crew/"
LOGOUT_REDIRECT_URL = "/crew/sign-in/"
ACCOUNT_ADAPTER = "storecrew.kernel.reception.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation link proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a reset for an unknown address sends nothing, and looks the same
ACCOUNT_SESSION_REMEMBER = None  # the person decides when signing in
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
SESSION_COOKIE_AGE = 30 * 24 * 3600
MFA_ADAPTER = "storecrew.kernel.reception.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # browsers themselves insist on https or localhost
MFA_TOTP_ISSUER = "Storecrew"
_SIGN_IN = "storecrew.kernel.reception.sign_in_forms"
ACCOUNT_FORMS = {
    "login": f"{_SIGN_IN}.Login",
    "reset_password": f"{_SIGN_IN}.ResetPassword",
    "reset_password_from_key": f"{_SIGN_IN}.ResetPasswordKey",
    "change_password": f"{_SIGN_IN}.ChangePassword",
    "reauthenticate": f"{_SIGN_IN}.Reauthenticate",
}
MFA_FORMS = {
    "authenticate": f"{_SIGN_IN}.Authenticate",
    "reauthenticate": f"{_SIGN_IN}.ReauthenticateCode",
    "activate_totp": f"{_SIGN_IN}.ActivateApp",
    "add_webauthn": f"{_SIGN_IN}.AddKey",
    "edit_webauthn": f"{_SIGN_IN}.EditKey",
}

LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a folder that is not there yet
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
LOCALE_PATHS = [Path(__file__).parent / "locale"]
STORAGES = {
    "default": engines.files(ENVIRONMENT.storage_url, media=MEDIA_ROOT),
    "staticfiles": {"BACKEND": "storecrew.config.static.StaticStorage"},
}
WHITENOISE_MAX_AGE = 3600  # of files whose names do not change with their content; all others are kept for ever

DATABASES = {"default": engines.database(ENVIRONMENT.database_url, data=DATA, durable=ENVIRONMENT.durable)}
CACHES = {"default": engines.cache(ENVIRONMENT.cache_url, data=DATA)}
TASKS = {
    # how long the jobs of a worker that vanished lie about before another takes them up
    "default": {"BACKEND": "django_ox.backend.OxBackend", "OPTIONS": {"LOCK_TIMEOUT": 60}}
}
MAILERS = {"default": engines.mailer(ENVIRONMENT.mail_url, data=DATA)}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = engines.sender(
    ENVIRONMENT.mail_url, host=urlsplit(ENVIRONMENT.origin).hostname or "localhost"
)
LOGGING = logging_settings(debug=DEBUG)
