"""Structured logs: one JSON line per thing that happened, no personal data."""

import logging.config
from typing import Any

import structlog


def pathless(record: logging.LogRecord) -> bool:
    """Django names the path of what it refuses, which may carry a link's secret; our own line names the route."""
    if isinstance(record.args, tuple) and record.name.startswith("django."):
        record.args = tuple("/*" if isinstance(arg, str) and arg.startswith("/") else arg for arg in record.args)
    return True


def configure(options: dict[str, Any]) -> None:
    """Django's and our own loggers write the same kind of line on standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
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
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["pathless"]}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {"essaim": {"level": options["level"]}, "django.server": {"level": "WARNING"}},
        }
    )
