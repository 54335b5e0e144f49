"""The catalogue at 1 000, 10 000 and 100 000 commons, through HTTP, and a MediaWiki with the same pages beside it.

uv run --extra postgres python -m bench.catalogue [--sizes 1000,10000,100000] [--only sqlite,postgres,mediawiki]
    [--searches 240] [--print]

The table of bench/catalogue.md is written anew. MediaWiki is Debian's: `apt-get install --no-install-recommends
mediawiki php-sqlite3 php-mbstring php-xml php-intl php-apcu`; it imports slowly, and only gets `--wiki` pages.
"""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

from bench.catalogue_texts import searches, write
from bench.page import french, write_between
from bench.peers.mediawiki import Wiki, is_installed
from essaim.bench.connection import Place
from essaim.bench.instance import free_port, running

PAGE = Path(__file__).parent / "catalogue.md"
MARKS = ("<!-- mesures -->", "<!-- fin des mesures -->")
POSTGRES = ["scripts/with_postgres", "sh", "-c", 'BENCH_DATABASE_URL="$DATABASE_URL" exec "$@"', "sh"]
Found = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--only", default="sqlite,postgres,mediawiki")
    parser.add_argument("--searches", type=int, default=240)
    parser.add_argument("--wiki", type=int, default=10_000, help="pages at most in MediaWiki")
    parser.add_argument("--print", action="store_true", help="the page is left as it is")
    parser.add_argument("--measure", type=int, help="one size on one database, as JSON (for the parts of a run)")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(essaim(options.measure, options.searches)))
        return
    names, sizes = options.only.split(","), [int(size) for size in options.sizes.split(",")]
    found: list[tuple[str, int, Found]] = []
    for size in sizes:
        for name in names:
            if name == "mediawiki" and (size > options.wiki or not is_installed()):
                continue
            took = time.monotonic()
            figures = wiki(size, options.searches) if name == "mediawiki" else part(name, size, options.searches)
            found.append((name, size, figures))
            print(f"{name} {size} ({time.monotonic() - took:.0f} s) {figures}", file=sys.stderr, flush=True)
    text = table(found)
    if options.print:
        print(text)
    else:
        write_between(PAGE, MARKS, text)


def part(name: str, size: int, asked: int) -> Found:
    command = [sys.executable, "-m", "bench.catalogue", "--measure", str(size), "--searches", str(asked)]
    before = POSTGRES if name == "postgres" else []
    done = subprocess.run([*before, *command], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def essaim(size: int, asked: int) -> Found:
    """An instance of its own imports the pages, then answers."""
    with running() as (place, process, env), tempfile.TemporaryDirectory() as folder:
        dump, report = Path(folder) / "export.xml", Path(folder) / "report.json"
        with dump.open("wb") as file:
            write(file, size)
        command = [sys.executable, "-m", "essaim", "commons", "import", str(dump), "--publish", "--report", str(report)]
        seconds, memory = timed(command, env)
        created = json.loads(report.read_text())["created"]
        assert created == size, f"{created} commons of {size}"
        first = next(answers(place, ["/communs/?q=ville"]))
        found = figures(place, [f"/communs/?{urlencode(one)}" for one in searches(asked)], commons_of(place, asked))
        again, _memory = timed([*command, "--dry-run"], env)
        return found | {
            "import": size / seconds,
            "again": size / again,
            "import_mb": memory,
            "first": first,
            "server_mb": process.memory_kb() / 1024,
            "base_mb": folder_mb(Path(env["ESSAIM_DATA"])),
        }


def commons_of(place: Place, count: int) -> list[str]:
    """The addresses of commons that lists show, as a visitor meets them."""
    found: dict[str, None] = {}
    for one in searches(count):
        if len(found) >= count:
            break
        page = get(place, f"/communs/?{urlencode(one)}")
        found |= dict.fromkeys(part.partition('"')[0] for part in page.split('<h3><a href="')[1:])
    return list(found)[:count]


def wiki(size: int, asked: int) -> Found:
    """A MediaWiki of its own imports the same pages, and answers the same words: it has no facets."""
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "export.xml"
        with dump.open("wb") as file:
            write(file, size)
        with closing(Wiki(Path(folder), free_port())) as peer:
            seconds = peer.take(dump)
            words = [one["q"] for one in searches(2 * asked) if "q" in one][:asked]
            titles = peer.titles(asked)
            found = figures(
                peer.place,
                [f"/index.php?{urlencode({'search': word, 'fulltext': '1'})}" for word in words],
                [f"/index.php/{quote(title)}" for title in titles],
            )
            return found | {"import": size / seconds, "base_mb": folder_mb(Path(folder) / "data")}


def figures(place: Place, lists: list[str], pages: list[str]) -> Found:
    found: Found = {}
    for name, addresses in (("search", lists), ("page", pages)):
        times = sorted(answers(place, addresses))
        found |= {
            f"{name}_p50": statistics.median(times),
            f"{name}_p95": times[int(len(times) * 0.95)],
        }
    return found


def answers(place: Place, addresses: list[str]) -> Iterator[float]:
    """How long each address takes to answer, in milliseconds, one after the other."""
    for address in addresses:
        begun = time.perf_counter()
        get(place, address)
        yield (time.perf_counter() - begun) * 1000


def get(place: Place, address: str) -> str:
    with closing(http.client.HTTPConnection(place.host, place.port, timeout=120)) as connection:
        connection.request("GET", address, headers={"Accept-Language": "fr"})
        answer = connection.getresponse()
        page = answer.read().decode()
        assert answer.status == 200, f"{answer.status} at {address}"
        return page


def timed(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Seconds, and the most memory that the command took, in MB."""
    begun = time.monotonic()
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, f"{command} ended with {child.returncode}"
    return time.monotonic() - begun, used.ru_maxrss / 1024


def folder_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*.sqlite*") if path.is_file()) / 1e6


def table(found: list[tuple[str, int, Found]]) -> str:
    names = {"sqlite": "Essaim, SQLite", "postgres": "Essaim, PostgreSQL", "mediawiki": "MediaWiki (Debian), SQLite"}
    columns: list[tuple[str, Callable[[Found], str]]] = [
        ("recherche p50 / p95 (ms)", lambda one: f"{shown(one['search_p50'])} / {shown(one['search_p95'])}"),
        ("fiche p50 / p95 (ms)", lambda one: f"{shown(one['page_p50'])} / {shown(one['page_p95'])}"),
        ("première recherche (ms)", lambda one: shown(one.get("first"))),
        ("import (pages/s)", lambda one: shown(one["import"])),
        ("relecture à blanc (pages/s)", lambda one: shown(one.get("again"))),
        ("mémoire de l’import (Mo)", lambda one: shown(one.get("import_mb"))),
        ("mémoire du serveur (Mo)", lambda one: shown(one.get("server_mb"))),
        ("base (Mo)", lambda one: shown(one.get("base_mb") or None)),
    ]
    rows = [["", "fiches", *(name for name, _told in columns)], ["---"] * (2 + len(columns))]
    for name, size, one in found:
        rows.append([names[name], f"{size:,}".replace(",", " "), *(told(one) for _name, told in columns)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def shown(value: float | None) -> str:
    if value is None:
        return "—"
    return french(value, 1) if value < 10 else f"{value:,.0f}".replace(",", " ")


if __name__ == "__main__":
    main()
