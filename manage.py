#!/usr/bin/env python
"""Django's commands for developers, with the embedded databases started when needed."""

import sys

from croisee.config.cli import django_command

if __name__ == "__main__":
    django_command(*sys.argv[1:])
