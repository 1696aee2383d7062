"""The one settings file. Every value that an operator may set is read by `env` and explained in docs/reference."""

from __future__ import annotations

from functools import partial

from .reading import database, env, flag, home

HOME = home()
SECRET_KEY = env("SECRET_KEY", "not-a-secret: `seiyaku init` makes one; start refuses this beyond tests")
DEBUG = False
ALLOWED_HOSTS = env("HOSTS", "localhost,127.0.0.1,[::1]").split(",")
LOOPBACK_ONLY = flag("LOOPBACK_ONLY", default=True)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "seiyaku.keys",
    "seiyaku.ledger",
    "seiyaku.papers",
    "seiyaku.policy",
    "seiyaku.people",
    "seiyaku.partners",
    "seiyaku.vault",
    "seiyaku.consent",
    "seiyaku.registers",
    "seiyaku.backup",
    "seiyaku.door",
    "seiyaku.rest",
    "seiyaku.portal",
]
AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
ROOT_URLCONF = "seiyaku.config.urls"
WSGI_APPLICATION = "seiyaku.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": {**database(env("DATABASE_URL", "sqlite:///seiyaku.sqlite3")), "ATOMIC_REQUESTS": False}}

# On PostgreSQL the ledger's sequencer and the owner of the tables work in roles of their own (docs: roles).
_sequencer = env("SEQUENCER_DATABASE_URL", "")
SEQUENCER_DATABASE = database(_sequencer) if _sequencer else None

# Who keeps heads of the ledger outside: folders or buckets (fsspec addresses) and witnesses (https), space-separated.
RECEIVERS = env("RECEIVERS", "").split()

USE_TZ = True
TIME_ZONE = "UTC"
OPERATOR_TIME_ZONE = env("TIME_ZONE", "Asia/Tokyo")
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
# What one service token may ask in a minute (0: no limit), in each server process, and how large a body may be.
API_PER_MINUTE = int(env("API_PER_MINUTE", "6000"))
API_BODY_BYTES = int(env("API_BODY_BYTES", "1048576"))
DATA_UPLOAD_MAX_MEMORY_SIZE = API_BODY_BYTES

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"

# Where sealed attachments are kept: a folder (inside HOME when relative), or any address fsspec knows (s3://…)
FILES = env("FILES", "files")

# Where the operator's key is: file:PATH (inside HOME when relative), env:NAME, or pkcs11:MODULE?token=…&label=…
OPERATOR_KEY = env("OPERATOR_KEY", "file:operator.key")
# The device's PIN, asked for only when the device is opened.
OPERATOR_PIN = partial(env, "OPERATOR_PIN", "")
# Hours a single approver has to wait where there is no second person; 0: two people, always. Never less than 24.
SINGLE_APPROVER_DELAY_HOURS = env("SINGLE_APPROVER_DELAY_HOURS", "0")

# Where backups are written, and where the private halves of whom they are sealed to (which belong elsewhere).
BACKUPS = env("BACKUPS", "backups")
BACKUP_RECIPIENTS = env("BACKUP_RECIPIENTS", "recipients")
# How many days the key file of a backup lives: thirty at most.
BACKUP_KEYS_DAYS = env("BACKUP_KEYS_DAYS", "30")
