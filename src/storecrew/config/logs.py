"""Logs: one line of JSON each, with the cause id that audit rows and error pages carry too."""

import json
import logging
import time
import traceback
from typing import Any

from storecrew.kernel.actions.cause import current

_KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "request", "server_time"}
"""What every record has; whatever else a caller passes as `extra` is written out."""
_NEVER = ("password", "secret", "token", "authorization", "cookie")


class JsonFormatter(logging.Formatter):
    """Writes at, level, log, message, cause, then what the caller added, then the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, Any] = {
            "at": f"{stamp}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "log": record.name,
            "message": record.getMessage(),
        }
        cause = getattr(record, "cause", "") or current()
        if cause:
            line["cause"] = cause
        for name, value in vars(record).items():
            if name not in _KNOWN and name != "cause":
                line[name] = "…" if any(word in name.lower() for word in _NEVER) else value
        if record.exc_info and record.exc_info[0]:
            line["traceback"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def logging_settings(*, debug: bool) -> dict[str, Any]:
    """Return Django's LOGGING: everything to standard error, ours from INFO, libraries from WARNING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "storecrew.config.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "storecrew": {"level": "DEBUG" if debug else "INFO"},
            "django_ox": {"level": "WARNING"},
            # Django's own handler would mail administrators and print a second form of the same line
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # a page that is not there is the visitor's news, not ours
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        },
    }
