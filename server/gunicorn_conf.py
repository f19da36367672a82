"""How gunicorn serves the web process: two processes of eight threads, each thread able to receive a photo.

Read by gunicorn itself (Procfile), not imported; no request line is logged, since addresses may say whom one looks at.
"""

import gc
import os
from typing import Any

from gunicorn.glogging import Logger

from server.impersonal_logs import TokenFilter

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("DOORSTEP_WEB_THREADS", "8"))
preload_app = True  # imported once, then forked; no connection is open by then
timeout = 120
graceful_timeout = 20
keepalive = 5
accesslog = None
errorlog = "-"
loglevel = os.environ.get("DOORSTEP_LOG_LEVEL", "info")
control_socket_disable = True
# What a proxy says is believed in one place, by DOORSTEP_TRUSTED_PROXIES (app.py): a client behind one must not name its
# own address, scheme or path here.
forwarded_allow_ips = ""
forwarder_headers = ""

gc.disable()  # until it serves: importing makes no garbage, and looking for it takes a sixth of a start


class logger_class(Logger):  # type: ignore[misc]  # noqa: N801 - the name that gunicorn looks for
    """gunicorn's own log without the tokens that stand in addresses, also where somebody turns its access log on."""

    def setup(self, cfg: Any) -> None:
        """Open the logs."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.addFilter(TokenFilter())


def when_ready(_server: Any) -> None:
    """What was imported before the fork never becomes garbage: no search for garbage need walk through it again."""
    gc.freeze()


def post_fork(_server: Any, _worker: Any) -> None:
    """Also after a reload, which reads this file again."""
    gc.enable()
