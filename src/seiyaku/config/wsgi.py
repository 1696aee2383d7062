"""The WSGI application that granian serves; in the worker of `seiyaku up` it brings the background work along."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seiyaku.config.settings")

application = get_wsgi_application()
gc.freeze()  # what is here now stays: the collector need not walk it again and again

if os.environ.get("SEIYAKU_SERVING") == "yes":
    from .background import start

    start()
