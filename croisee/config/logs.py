"""Log records that can hold no personal data."""

from __future__ import annotations

import logging


class Discreet(logging.Filter):
    """Strips what could carry a person's data: query strings, request objects and the text of exceptions.

    A traceback names files and lines; the message of an exception can quote a form value or an SQL parameter, so only
    its class is kept.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = _frames(record.exc_info[1])
        if record.name == "django.request" and record.args:
            record.args = tuple(str(arg).split("?", 1)[0] for arg in record.args)
        return True


def _frames(error: BaseException) -> str:
    lines = [type(error).__name__]
    traceback = error.__traceback__
    while traceback:
        code = traceback.tb_frame.f_code
        lines.append(f"  {code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return "\n".join(lines)
