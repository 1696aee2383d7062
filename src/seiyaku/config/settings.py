"""The one settings file. Every value that an operator may set is read by `env` and explained in docs/reference."""

from __future__ import annotations

from pathlib import Path

from seiyaku.core.errors import InputError

from .kinds import choice, database, flag, hosts, mail_server, mailbox, page, place_of_key, receivers, whole, zone
from .reading import demand_known_names, env, home, later
from .sign_ins import sign_ins

HOME = home()
demand_known_names()
SECRET_KEY = env("SECRET_KEY", "not-a-secret: `seiyaku init` makes one; start refuses this beyond tests")
DEBUG = False
ALLOWED_HOSTS = hosts("HOSTS", "localhost,127.0.0.1,[::1]")
LOOPBACK_ONLY = flag("LOOPBACK_ONLY", default=True)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # templates of django-allauth lean on it
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "seiyaku.console",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "seiyaku.keys",
    "seiyaku.ledger",
    "seiyaku.papers",
    "seiyaku.policy",
    "seiyaku.check",
    "seiyaku.people",
    "seiyaku.partners",
    "seiyaku.vault",
    "seiyaku.post",
    "seiyaku.consent",
    "seiyaku.credentials",
    "seiyaku.registers",
    "seiyaku.backup",
    "seiyaku.door",
    "seiyaku.anonymised",
    "seiyaku.evidence",
    "seiyaku.rest",
    "seiyaku.portal",
]
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["seiyaku.people.browser.StaffBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
ROOT_URLCONF = "seiyaku.config.urls"
WSGI_APPLICATION = "seiyaku.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": {**(database("DATABASE_URL", "sqlite:///seiyaku.sqlite3") or {}), "ATOMIC_REQUESTS": False}}

# On PostgreSQL the ledger's sequencer and the owner of the tables work in roles of their own (docs: roles).
SEQUENCER_DATABASE = database("SEQUENCER_DATABASE_URL", "")

# Who keeps heads of the ledger outside, spaces between: folders or buckets (fsspec addresses), witnesses (https),
# mailboxes (mailto:).
RECEIVERS = receivers("RECEIVERS")
# Through which server mails go out (heads to `mailto:…`, letters to staff, links to customers), and as whom; the
# password is read late.
SMTP_SERVER = mail_server("SMTP_SERVER")
SMTP_USER = env("SMTP_USER", "")
SMTP_PASSWORD = later("SMTP_PASSWORD")
SMTP_FROM = mailbox("SMTP_FROM", "seiyaku@localhost")
# Where people reach this instance: what links in mails begin with.
ADDRESS = page("ADDRESS", "http://localhost:8000").rstrip("/")

# Set, mails to customers are files in this folder (inside HOME when relative): for one machine, to try things out.
MAIL_FOLDER = env("MAIL_FOLDER", "")

# The operator's own sign-in for customers (OpenID Connect): its issuer, and who we are there.
OIDC_ISSUER = page("OIDC_ISSUER", "")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = later("OIDC_CLIENT_SECRET")
if bool(OIDC_ISSUER) != bool(OIDC_CLIENT_ID):
    raise InputError(
        where="SEIYAKU_OIDC_ISSUER, SEIYAKU_OIDC_CLIENT_ID", found="one of the two", expected="both, or neither"
    )
# What the issuer proves: its own account, or a certificate of JPKI that a certified platform provider has verified;
# and which authentication contexts (`acr`) a token must name, spaces between. JPKI is never taken on the word alone.
OIDC_PROOF = choice("OIDC_PROOF", ("login", "jpki"))
OIDC_ACR = env("OIDC_ACR", "").split()
if OIDC_PROOF == "jpki" and not OIDC_ACR:
    raise InputError(
        where="SEIYAKU_OIDC_PROOF", found="jpki without acr", expected="the contexts to demand in SEIYAKU_OIDC_ACR"
    )
# Further sign-ins for customers beside that one (certified providers of JPKI, for instance), each in a table of a file.
SIGN_INS = sign_ins("SIGN_INS", beside=OIDC_ISSUER)

USE_TZ = True
TIME_ZONE = "UTC"
OPERATOR_TIME_ZONE = zone("TIME_ZONE", "Asia/Tokyo")
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "seiyaku.console.entrance.ConsoleOnly",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "seiyaku.console.entrance.framed"]
        },
    }
]
# What one service token may ask in a minute (0: no limit), in all processes together, and how large a body may be.
API_PER_MINUTE = whole("API_PER_MINUTE", 6000)
API_BODY_BYTES = whole("API_BODY_BYTES", 1 << 20, least=1)
API_FILE_BYTES = whole("API_FILE_BYTES", 2 << 30, least=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = API_BODY_BYTES
# What is handed in to be checked (/check) stays in memory, and is never larger than this.
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 << 20

# Staff in a browser: the cookie is an id, what it stands for is sealed (seiyaku.people.cookies).
SESSION_ENGINE = "seiyaku.people.cookies"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOOPBACK_ONLY
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("seiyaku", "seiyaku-csrf") if LOOPBACK_ONLY else ("__Host-seiyaku", "__Host-seiyaku-csrf")
)
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "seiyaku.config.forged.page"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # nothing in clear on disk

# django-allauth: who may sign in, and how often, is told by seiyaku.people alone.
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "console:start"
ACCOUNT_ADAPTER, MFA_ADAPTER = "seiyaku.console.accounts.Accounts", "seiyaku.console.accounts.Factors"
ACCOUNT_FORMS = {"login": "seiyaku.console.forms.SignIn"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD, ACCOUNT_USER_MODEL_EMAIL_FIELD = "login", None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login_failed": None}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if LOOPBACK_ONLY else 1
MFA_FORMS = {
    "authenticate": "seiyaku.console.forms.Code", "reauthenticate": "seiyaku.console.forms.CodeAgain",
    "add_webauthn": "seiyaku.console.forms.NewKey", "edit_webauthn": "seiyaku.console.forms.RenamedKey",
}  # fmt: skip
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Seiyaku"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOOPBACK_ONLY

STATIC_URL = "static/"
STATICFILES_DIRS = [("look", Path(__file__).parent / "look")]  # the one visual language of all pages
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer browsers hide the origin that CSRF checks ask for
X_FRAME_OPTIONS = "DENY"
if not LOOPBACK_ONLY:  # behind the TLS proxy that serves other machines
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 86400

# Where sealed attachments are kept: a folder (inside HOME when relative), or any address fsspec knows (s3://…)
FILES = env("FILES", "files")

# Where the working folders of releases are, each of its run alone and gone with it.
SCRATCH = env("SCRATCH", "scratch")
# How many people there are of each kind, for the risks of releases: census-2020, none, or a CSV in HOME.
POPULATION = env("POPULATION", "census-2020")

# Where the operator's key is: file:PATH (inside HOME when relative), env:NAME, or pkcs11:MODULE?token=…&label=…
OPERATOR_KEY = place_of_key("OPERATOR_KEY", "file:operator.key")
# While it is being changed: where the next one is. `seiyaku keys operator` writes it, and takes it out again.
OPERATOR_KEY_NEXT = place_of_key("OPERATOR_KEY_NEXT", "")
# The device's PIN, asked for only when the device is opened.
OPERATOR_PIN = later("OPERATOR_PIN")
# Hours a single approver has to wait where there is no second person; 0: two people, always. Never less than 24.
SINGLE_APPROVER_DELAY_HOURS = whole("SINGLE_APPROVER_DELAY_HOURS", 0, most=365 * 24)

# Where backups are written, and where the private halves of whom they are sealed to (which belong elsewhere).
BACKUPS = env("BACKUPS", "backups")
BACKUP_RECIPIENTS = env("BACKUP_RECIPIENTS", "recipients")
# How many days the key file of a backup lives: thirty at most.
BACKUP_KEYS_DAYS = whole("BACKUP_KEYS_DAYS", 30, least=1, most=30)
