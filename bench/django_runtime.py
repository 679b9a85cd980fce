"""What Python itself says of Django's classes; runs in a process of its own.

    python -m bench.django_runtime ROOT MODULE CLASS

Prints JSON: all classes of importable `django.*` modules below the class (direct ones apart), each as
[file relative to ROOT, name], and the modules that could not be imported with their reason.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import json
import os
import pkgutil
import sys
import warnings


def main(root: str, module: str, name: str) -> None:
    sys.path.insert(0, root)
    warnings.simplefilter("ignore")
    import django
    from django.conf import settings

    apps = ["admin", "auth", "contenttypes", "sessions", "messages", "sites", "flatpages", "redirects"]
    apps += ["sitemaps", "syndication", "staticfiles", "postgres", "humanize", "admindocs"]
    settings.configure(
        INSTALLED_APPS=[f"django.contrib.{app}" for app in apps],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        SECRET_KEY="not a secret",
        SITE_ID=1,
    )
    failed: dict[str, str] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            django.setup()
        except ImportError:  # one of the applications needs a driver that is not installed
            settings.INSTALLED_APPS.remove("django.contrib.postgres")
            django.setup()
        for found in pkgutil.walk_packages(django.__path__, "django."):
            if found.name.endswith("__main__"):
                continue
            try:
                importlib.import_module(found.name)
            except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a module does when imported
                failed[found.name] = f"{type(error).__name__}: {error}"
    top = getattr(importlib.import_module(module), name)
    direct = sorted(filter(None, (_place(root, one) for one in top.__subclasses__())))
    every = sorted(filter(None, (_place(root, one) for one in _below(top))))
    files = {key.replace(".", "/"): reason for key, reason in failed.items()}
    sys.stdout.write(json.dumps({"direct": direct, "all": every, "failed": files}))


def _below(top: type) -> set[type]:
    found: set[type] = set()
    waiting = [top]
    while waiting:
        for one in waiting.pop().__subclasses__():
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def _place(root: str, one: type) -> tuple[str, str] | None:
    try:
        file = inspect.getsourcefile(one)
    except (TypeError, OSError):
        return None
    if file is None or "<locals>" in one.__qualname__:
        return None
    path = os.path.relpath(os.path.realpath(file), os.path.realpath(root))
    return None if path.startswith("..") else (path.replace(os.sep, "/"), one.__name__)


if __name__ == "__main__":
    main(*sys.argv[1:])
