"""The WSGI application that granian serves; in the worker of `seiyaku up` it brings the background work along."""

import os

from django.core.wsgi import get_wsgi_application

from seiyaku.keys import memory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seiyaku.config.settings")

application = get_wsgi_application()
memory.settle()

if os.environ.get("SEIYAKU_SERVING") == "yes":
    from .background import start

    start()
