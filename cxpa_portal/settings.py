"""One settings file: the environment comes in, development is the default.

`.env.example` lists every variable. With PORTAL_ENV=production a missing secret stops the start with a sentence.
"""

import os
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from cxpa_portal import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

PRODUCTION = env("PORTAL_ENV", default="development") == "production"
TESTING = "pytest" in sys.modules
# Test runs share the servers of development, each with keys and a queue of its own.
RUN = f"test-{env('PYTEST_XDIST_WORKER', default='only')}-{os.getpid()}" if TESTING else "portal"
DEBUG = not PRODUCTION and not TESTING and env.bool("DEBUG", default=True)


def required(name, default):
    """The variable `name`; in production there is no default."""
    if PRODUCTION and not env(name, default=""):
        raise ImproperlyConfigured(f"{name} must be set in production. .env.example says what it is for.")
    return env(name, default=default)


SECRET_KEY = required("SECRET_KEY", "for-development-only-never-for-production-0000000000000000")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
PORT = env.int("PORT", default=8000)
PORTAL_URL = required("PORTAL_URL", f"http://localhost:{PORT}").rstrip("/")
PORTAL_NAME = "CXPA Community"

# --- The house: reads as its table of contents -------------------------------------------------------------------

INSTALLED_APPS = [
    # the whole
    "cxpa_portal.home",
    "cxpa_portal.search",
    "cxpa_portal.digest",
    "cxpa_portal.demo",
    "cxpa_portal.styleguide",
    # what you earn
    "certification.renewal",
    "certification.credentials",
    "certification.exams",
    "certification.applications",
    "certification.framework",
    # where we meet
    "events.cxday",
    "events.registration",
    "events.programme",
    # what we say
    "forums.moderation",
    "forums.articles",
    "forums.soundings",
    "forums.playbooks",
    "forums.questions",
    "forums.conversations",
    "forums.experts",
    "forums.reading",
    "forums.discussions",
    # who we are
    "members.connections",
    "members.networks",
    "members.membership",
    "members.billing",
    "members.progress",
    "members.subjects",
    "members.accounts",
    "members.mail",
    "members.files",
    "members.audit",
    # what we stand on
    "unfold.apps.BasicAppConfig",
    "cxpa_portal.staff.apps.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "django_countries",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cxpa_portal.policies.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "members.accounts.zones.ZoneMiddleware",
    "members.accounts.silence.SilenceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "cxpa_portal.urls"
WSGI_APPLICATION = "cxpa_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cxpa_portal.frame.frame",
            ],
        },
    },
]

# --- Data, cache, jobs --------------------------------------------------------------------------------------------

DATABASE_URL = required("DATABASE_URL", "") or embedded.postgres_url(VAR_DIR)
DATABASES = {
    "default": env.db_url_config(DATABASE_URL) | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True},
}

if TESTING:
    # What a test wrote need not survive a power cut.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"

REDIS_URL = required("REDIS_URL", "") or embedded.redis_url(VAR_DIR)
CACHES = {
    "default": {
        "BACKEND": "cxpa_portal.caching.SteadyCache",  # with Redis away it answers from memory
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": RUN,
        "OPTIONS": {
            "SOCKET_CONNECT_TIMEOUT": 0.3,
            "SOCKET_TIMEOUT": 0.5,
        },
    },
    # The parts of every page that are the same for everybody, in this process's own memory.
    "frame": {
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}",
        "LOCATION": "frame",
    },
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 5, "max_retries": 0}
# The broker only carries hints: what is due stands in rows, swept by beat. So publishing fails fast and quietly.
CELERY_TASK_DEFAULT_QUEUE = RUN
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# --- People and signing in ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["members.accounts.backend.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:
    # Real hashing is slow on purpose; the tests make hundreds of people.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "members.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "members.accounts.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "members.accounts.adapter.display_name"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PORTAL_URL.split(":", 1)[0]

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "CXPA"
# Digits typed as the half minute turns still count.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_ADAPTER = "members.accounts.adapter.MFAAdapter"

_WORDED = "members.accounts.sign_in_forms."
ACCOUNT_FORMS = {
    "login": _WORDED + "SignInForm",
    "signup": _WORDED + "JoinForm",
    "add_email": _WORDED + "AddressForm",
    "change_password": _WORDED + "ChangePasswordForm",
    "set_password": _WORDED + "SetPasswordForm",
    "reset_password": _WORDED + "ForgottenPasswordForm",
    "reset_password_from_key": _WORDED + "NewPasswordForm",
    "request_login_code": _WORDED + "AskForCodeForm",
    "confirm_login_code": _WORDED + "CodeByMailForm",
    "reauthenticate": _WORDED + "ConfirmByPasswordForm",
}
MFA_FORMS = {
    "authenticate": _WORDED + "SecondFactorForm",
    "reauthenticate": _WORDED + "ConfirmByCodeForm",
    "activate_totp": _WORDED + "ActivateAppForm",
    "add_webauthn": _WORDED + "AddPasskeyForm",
    "edit_webauthn": _WORDED + "RenamePasskeyForm",
    "login_webauthn": _WORDED + "SignInByPasskeyForm",
    "authenticate_webauthn": _WORDED + "SecondFactorByPasskeyForm",
    "reauthenticate_webauthn": _WORDED + "ConfirmByPasskeyForm",
}
SOCIALACCOUNT_FORMS = {"signup": _WORDED + "JoinByProviderForm"}

SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": name.lower(),
                "name": name,
                "client_id": env(f"{name.upper()}_CLIENT_ID"),
                "secret": env(f"{name.upper()}_CLIENT_SECRET"),
                "settings": {"server_url": server},
            }
            for name, server in [
                ("LinkedIn", "https://www.linkedin.com/oauth"),
                ("Google", "https://accounts.google.com"),
            ]
            if env(f"{name.upper()}_CLIENT_ID", default="") and env(f"{name.upper()}_CLIENT_SECRET", default="")
        ]
    }
}
# Our form leads on to theirs, and a browser holds the whole way against `form-action`.
PROVIDER_SITES = [
    "/".join(app["settings"]["server_url"].split("/")[:3]) for app in SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
]

# --- Mail ---------------------------------------------------------------------------------------------------------

if env("EMAIL_URL", default="").startswith("anymail://"):  # a provider: anymail://postmark, with its ANYMAIL_… keys
    EMAIL_BACKEND = f"anymail.backends.{env('EMAIL_URL').removeprefix('anymail://').strip('/')}.EmailBackend"
elif PRODUCTION or env("EMAIL_URL", default=""):
    vars().update(env.email_url_config(required("EMAIL_URL", "")))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 20
ANYMAIL = {name.removeprefix("ANYMAIL_"): value for name, value in os.environ.items() if name.startswith("ANYMAIL_")}
MAIL_PROVIDERS = env.list("MAIL_PROVIDERS", default=[])  # who may tell us what came back: postmark, mailgun …
MAIL_LINES = env.int("MAIL_LINES", default=3)  # connections to the mail server side by side, when many letters wait
MAIL_CATCH_UP_PER_MINUTE = env.int("MAIL_CATCH_UP_PER_MINUTE", default=300)  # of what can wait, after an outage
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("MAIL_FROM", "CXPA Community <community@cxpa.example>")
# What people send by mail: behind which @, and how it comes here. With MAIL_IN_HOST empty letters take no answer.
MAIL_IN_HOST, MAIL_IN_TRUSTED_SERVER = env("MAIL_IN_HOST", default=""), env("MAIL_IN_TRUSTED_SERVER", default="")
MAIL_IN_MAILDIR, MAIL_IN_IMAP = env("MAIL_IN_MAILDIR", default=""), env("MAIL_IN_IMAP", default="")
MAIL_IN_PROVIDER, MAIL_IN_SECRET = env("MAIL_IN_PROVIDER", default=""), env("MAIL_IN_SECRET", default="")

# --- What a browser gets ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["cxpa_portal.formats"]  # days and hours where Django writes them by itself
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "cxpa_portal.assets.PartsFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "cxpa_portal.assets.HashedFiles"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION

CRISPY_ALLOWED_TEMPLATE_PACKS = ["crispy"]
CRISPY_TEMPLATE_PACK = "crispy"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *PROVIDER_SITES],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "cxpa_portal.home.views.csrf_failure"
# A form that lay open for weeks still posts: the token lives as long as the session may.
CSRF_COOKIE_AGE = SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)

UNFOLD = {
    "SITE_TITLE": "CXPA",
    "SITE_HEADER": _("CXPA Community"),
    "SITE_SUBHEADER": _("Staff"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("img/mark.svg"),
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    # The teal of static/css/tokens.css, from its lightest to its darkest.
    "COLORS": {
        "primary": {
            step: f"oklch({lightness}% {chroma} 195)"
            for step, lightness, chroma in [
                *[("50", 97, 0.02), ("100", 94, 0.03), ("200", 89, 0.05), ("300", 81, 0.08), ("400", 70, 0.1)],
                *[("500", 58, 0.1), ("600", 46, 0.085), ("700", 40, 0.075), ("800", 34, 0.06), ("900", 29, 0.05)],
                ("950", 21, 0.04),
            ]
        }
    },
    "SIDEBAR": {"show_search": True, "navigation": "cxpa_portal.staff.navigation.navigation"},
    "DASHBOARD_CALLBACK": "cxpa_portal.staff.queues.show",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO" if not TESTING else "WARNING"},
}
