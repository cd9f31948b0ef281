"""The door a WSGI server knocks at: ``granian --interface wsgi zhiqiang.config.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.config.settings")
application = get_wsgi_application()
