"""All measurements, or some parts: `python -m benchmarks [PART ...]`."""

import argparse
import datetime as dt
import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path

from . import cohort, editions, one_case, site, site_office, workbook
from .measuring import Figure, table

PARTS: dict[str, tuple[str, Callable[[], Iterator[Figure]]]] = {
    "case": ("One enterprise", one_case.figures),
    "cohort": ("Everyone at once", cohort.figures),
    "editions": ("Loading", editions.figures),
    "workbook": ("Workbook", workbook.figures),
    "site": ("The site", site.figures),
    "office": ("The site with 2,000 applications", site_office.figures),
}
RESULTS = Path(__file__).with_name("results.md")
HEAD = """# Measured

One run of `./benchmarks/run` on {cores} cores ({python}), {day}. The figures are the quickest of many calls, in processor
time of all cores together; only the server is timed by the wall clock. The ratio is our figure over what stands beside it, measured in
the same run on the same machine: it says more than a figure, for it holds on another machine too. Edition: shaanxi-2020,
25 indicators, the large enterprise of its worked cases. Load of the machine while it ran: {load}.
"""


def main() -> None:
    """Measure, print, and keep the whole table when everything was measured."""
    parser = argparse.ArgumentParser(
        prog="./benchmarks/run", description="Measures how fast it is, beside plain peers."
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(PARTS)}")
    parts = parser.parse_args().parts or [*PARTS]
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    sections, before = [], os.getloadavg()[0]
    for part in parts:
        title, figures = PARTS[part]
        section = f"## {title}\n{table(figures())}\n"
        print(section, flush=True)
        sections.append(section)
    if parts == [*PARTS]:
        day = dt.datetime.now(dt.UTC).date().isoformat()
        load = f"{before:.0f} to {os.getloadavg()[0]:.0f}"
        head = HEAD.format(
            cores=os.cpu_count(), python=f"Python {platform.python_version()}", day=day, load=load
        )
        RESULTS.write_text("\n".join([head, *sections]), encoding="utf-8")
        print(f"kept in {RESULTS.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
