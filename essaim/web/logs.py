"""Structured logs: one JSON line per thing that happened, no personal data."""

import logging.config
import re
import sys
import traceback
from typing import Any

import structlog

from essaim.kit.counters import CountErrors

ADDRESS = re.compile(r"(?<![\w/])/[^\s\"']+")


def pathless(record: logging.LogRecord) -> bool:
    """Django names the path of what it refuses, which may carry a link's secret; our own line names the route."""
    if isinstance(record.args, tuple) and record.name.startswith("django."):
        record.args = tuple("/*" if isinstance(arg, str) and arg.startswith("/") else arg for arg in record.args)
    return True


def hidden(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A line that a library wrote about an address says none of it: addresses carry codes and secrets."""
    event["event"] = ADDRESS.sub("/*", str(event["event"]))
    return event


def without_values(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Where a failure happened and of what kind; its own words may quote a note, a name or a token."""
    failure = event.pop("exc_info", None)
    failure = sys.exc_info() if failure is True else failure
    if isinstance(failure, tuple) and failure[0] is not None:
        frames = traceback.extract_tb(failure[2])
        event["failure"] = failure[0].__qualname__
        event["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-20:]]
    return event


def configure(options: dict[str, Any]) -> None:
    """Django's and our own loggers write the same kind of line on standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_values,
        hidden,
    ]
    renderer: Any = structlog.processors.JSONRenderer() if options["json"] else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "lines": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                    "foreign_pre_chain": shared,
                }
            },
            "filters": {"pathless": {"()": lambda: pathless}},
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["pathless"]},
                "counted": {"()": CountErrors},
            },
            "root": {"handlers": ["stderr", "counted"], "level": "WARNING"},
            "loggers": {"essaim": {"level": options["level"]}, "django.server": {"level": "WARNING"}},
        }
    )
