"""Drives a language server with a real, headless Neovim and writes a transcript of what it answered.

A server that passes its own tests can still disappoint an editor: wrong capabilities, chatter on stderr,
a shutdown that hangs. So `make editors` opens a real workspace in Neovim with its built-in client, asks
what people ask, and fails if an expectation of the plan does not hold, if Neovim's LSP log or the
server's stderr holds an error, if diagnostics came, or if rename was offered.

Exit codes: 0 all expectations held, 1 some did not, 2 usage, 3 Neovim itself failed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EDITORS = Path(__file__).resolve().parent
PLUGIN = EDITORS / "neovim"
DEFAULT_PLAN = PLUGIN / "plans" / "django.json"
DEFAULT_TRANSCRIPT = EDITORS.parent / "docs" / "editors" / "neovim-transcript.md"

#: Neovim writes each piece of the server's stderr as an entry of this form.
STDERR_ENTRY = re.compile(r'^\[ERROR\].*"stderr"\t(?P<text>".*")$')
COMPLAINT = re.compile(r"\b(error|critical|exception|traceback)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Logs:
    """What the two logs hold: the server's stderr as lines, and Neovim's own complaints as lines."""

    stderr: list[str]
    neovim: list[str]

    def errors(self) -> list[str]:
        """The lines that mean trouble: any complaint of Neovim's, and error words on the server's stderr."""
        return self.neovim + [line for line in self.stderr if COMPLAINT.search(line)]


def main(argv: list[str] | None = None) -> int:
    options = parse_arguments(argv)
    plan = json.loads(options.plan.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="codeprism-neovim-") as name:
        scratch = Path(name)
        report = run_neovim(options, plan, scratch)
        if report is None:
            return 3
        logs = read_logs(Path(report["log"]))
    transcript = render(plan["title"], options.server, report, logs)
    options.transcript.parent.mkdir(parents=True, exist_ok=True)
    options.transcript.write_text(transcript, encoding="utf-8")
    return announce(report, logs, options.transcript)


def parse_arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--nvim", default="nvim", help="the Neovim to run, 0.11 or newer")
    parser.add_argument("--workspace", type=Path, required=True, help="the folder to open")
    parser.add_argument("--plan", type=Path, default=DEFAULT_PLAN, help="what to ask and what to expect")
    parser.add_argument("--transcript", type=Path, default=DEFAULT_TRANSCRIPT)
    parser.add_argument("--timeout", type=int, default=20, help="seconds that one answer may take")
    parser.add_argument(
        "--index-timeout", type=int, default=300, help="seconds that the first index may take"
    )
    parser.add_argument("server", nargs="+", help="after --: the command that starts the server on stdio")
    options = parser.parse_args(argv)
    if not options.workspace.is_dir():
        parser.error(f"{options.workspace} is no folder")
    return options


def run_neovim(options: argparse.Namespace, plan: dict[str, Any], scratch: Path) -> dict[str, Any] | None:
    """Runs one headless session with a home of its own; its report, or None if it left none."""
    job = {
        "command": [runnable(options.server[0]), *options.server[1:]],
        "workspace": str(options.workspace.resolve()),
        "plan": plan,
        "settings": {"cacheDir": str(scratch / "index")},
        "report": str(scratch / "report.json"),
        "timeout": options.timeout,
        "indexTimeout": options.index_timeout,
    }
    job_file = scratch / "job.json"
    job_file.write_text(json.dumps(job), encoding="utf-8")
    homes = {f"XDG_{kind}_HOME": str(scratch / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    arguments = [runnable(options.nvim), "--headless", "--clean", "-i", "NONE", "-n"]
    arguments += ["--cmd", f"set runtimepath^={PLUGIN}", "-c", f"luafile {PLUGIN / 'drive.lua'}"]
    limit = options.index_timeout + options.timeout * (len(plan["questions"]) + 6)
    try:
        finished = subprocess.run(
            arguments,
            env={**os.environ, **homes, "CODEPRISM_DRIVE": str(job_file)},
            cwd=options.workspace,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return None
    report = Path(job["report"])
    if not report.exists():
        print(f"error: Neovim left no report (exit code {finished.returncode})", file=sys.stderr)
        print(finished.stdout + finished.stderr, file=sys.stderr)
        return None
    return dict(json.loads(report.read_text(encoding="utf-8")))


def runnable(program: str) -> str:
    """The program as an absolute path where it can be found, since Neovim runs in another directory."""
    found = shutil.which(program)
    return str(Path(found).absolute()) if found else program


def read_logs(path: Path) -> Logs:
    """Splits Neovim's LSP log into the server's stderr and Neovim's own complaints."""
    stderr: list[str] = []
    complaints: list[str] = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []:
        if match := STDERR_ENTRY.match(line):
            stderr += unescape(match["text"]).splitlines()
        elif line.startswith(("[ERROR]", "[WARN]")):
            complaints.append(line)
    return Logs(stderr, complaints)


def unescape(quoted: str) -> str:
    """The text of a string as Lua's `%q` and `vim.inspect` write it, with `\\n` for a line break."""
    return quoted[1:-1].replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def render(title: str, server: list[str], report: dict[str, Any], logs: Logs) -> str:
    """The transcript as Markdown; it names no path outside the workspace, so that it can be kept."""
    shown = " ".join([Path(server[0]).name, *(part for part in server[1:])])
    lines = [
        f"# Neovim on {title}",
        "",
        "Written by `make editors`: Neovim, headless, with its built-in client. Do not edit by hand.",
        "",
        f"- Neovim {report['neovim']}",
        f"- Server: `{shown}`",
        f"- Errors in Neovim's LSP log or on the server's stderr: {len(logs.errors())}",
    ]
    for step in report["steps"]:
        verdict = "did not hold" if step["failures"] else "held"
        lines += ["", f"## {step['title']}", "", f"{step['ms']:.1f} ms, {verdict}", ""]
        lines += fenced([*step["lines"], *(f"FAILED: {failure}" for failure in step["failures"])])
    if logs.errors():
        lines += ["", "## Errors", "", *fenced(logs.errors())]
    return "\n".join(lines) + "\n"


def fenced(lines: list[str]) -> list[str]:
    return ["~~~text", *lines, "~~~"] if lines else []


def announce(report: dict[str, Any], logs: Logs, transcript: Path) -> int:
    """Prints the verdict per step; the exit code."""
    failures = 0
    for step in report["steps"]:
        failures += len(step["failures"])
        print(f"{'FAILED' if step['failures'] else 'ok':7}{step['ms']:9.1f} ms  {step['title']}")
        for failure in step["failures"]:
            print(f"        {failure}")
    for error in logs.errors():
        print(f"FAILED  in the logs: {error}")
    print(f"transcript: {transcript}")
    return 1 if failures or logs.errors() else 0


if __name__ == "__main__":
    sys.exit(main())
