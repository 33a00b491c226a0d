#!/usr/bin/env python
"""Django's command-line utility for the hub."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    from django.core.management import execute_from_command_line

    from cms.settings.environment import EnvironmentUnusable

    try:
        execute_from_command_line(sys.argv)
    except EnvironmentUnusable as error:
        sys.exit(f"The hub can't start:\n{error}")


if __name__ == "__main__":
    main()
