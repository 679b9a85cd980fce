"""What Python itself says of Django's classes; runs in a process of its own.

    python -m bench.django_runtime ROOT MODULE CLASS

Prints JSON: all classes of importable `django.*` modules below the class (direct ones apart), each as
[file relative to ROOT, name], and the files of all modules that could be imported.
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
    apps += ["sitemaps", "syndication", "staticfiles", "humanize", "admindocs"]
    settings.configure(
        INSTALLED_APPS=[f"django.contrib.{app}" for app in apps],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        SECRET_KEY="not a secret",
        SITE_ID=1,
    )
    with contextlib.redirect_stdout(io.StringIO()):
        django.setup()
        for found in pkgutil.walk_packages(django.__path__, "django.", lambda name: None):
            if found.name.endswith("__main__"):
                continue
            # Whatever a module does when it is imported; those that fail are not in the list below.
            with contextlib.suppress(Exception, SystemExit):
                importlib.import_module(found.name)
    top = getattr(importlib.import_module(module), name)
    direct = sorted(filter(None, (_place(root, one) for one in top.__subclasses__())))
    every = sorted(filter(None, (_place(root, one) for one in _below(top))))
    loaded = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
    files = sorted({os.path.relpath(os.path.realpath(one), os.path.realpath(root)) for one in loaded if one})
    imported = [one.replace(os.sep, "/") for one in files if not one.startswith("..")]
    sys.stdout.write(json.dumps({"direct": direct, "all": every, "imported": imported}))


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
