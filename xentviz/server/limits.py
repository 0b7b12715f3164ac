"""How many sessions the operating system lets one process have."""

import contextlib

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

PER_SESSION = 4  # descriptors: its socket, and three of the event loop that Streamlit gives each
_OTHERS = 100  # open files of the process itself
ENOUGH = 1000  # sessions; below that, the sentence is worth saying


def raise_open_files() -> int | None:
    """Raise the limit of open files as far as allowed; the limit then, None if there is none.

    The usual soft limit of 1024 turns visitors away from the 253rd session on.
    """
    if resource is None:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return None if limit == resource.RLIM_INFINITY else limit


def sessions_within(open_files: int | None) -> int | None:
    """How many sessions fit under that many open files; None for as many as memory holds."""
    return None if open_files is None else max(0, (open_files - _OTHERS) // PER_SESSION)


def warning(open_files: int | None) -> str | None:
    """One sentence for the log where the limit is low, else None."""
    fit = sessions_within(open_files)
    if fit is None or fit >= ENOUGH:
        return None
    return (
        f"At most {fit} visitors at once: this process may open {open_files} files "
        f"(raise it with `ulimit -n`, or LimitNOFILE in systemd)."
    )
