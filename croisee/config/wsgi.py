"""The WSGI application served by the web process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "croisee.config.settings")
application = get_wsgi_application()
