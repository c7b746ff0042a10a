"""What was measured: rows with ratios, budgets and verdicts, and how they are printed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import bench_programs as programs
from bench_programs import Samples, judge, show_seconds, show_spread


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the result."""

    measure: str
    value: str
    ratio: float | None = None
    to: str = ""
    """What the ratio compares with."""
    spread: str = ""
    """The fastest and the slowest run."""
    budget: str = ""
    verdict: str = ""


@dataclass(slots=True)
class Report:
    """What was measured."""

    rows: list[Row] = field(default_factory=list)
    parts: dict[str, dict[str, float]] = field(default_factory=dict)
    """Milliseconds of each part, by measure."""
    commands: dict[str, list[str]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    """Every run that counted, by measure."""
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """What could not be measured, and why."""

    def keep(self, found: dict[str, Samples]) -> None:
        """Keep the runs, commands and parts of tasks."""
        for name, samples in found.items():
            self.seconds[name] = [run.seconds for run in samples.runs]
            self.commands[name] = [programs.short(command) for command in samples.task.commands]
            if samples.phases:
                outside = 1000 * samples.seconds - samples.phases.get("total", 0.0)
                self.parts[name] = samples.phases | {"start and end, outside total": outside}
            elif len(samples.parts) > 1:
                names = map(programs.output_of, self.commands[name])
                parts = (1000 * part for part in samples.parts)
                self.parts[name] = dict(zip(names, parts, strict=True))

    def time(self, measure: str, samples: Samples, *, limit: float) -> None:
        """Add a row for seconds, with a budget in seconds."""
        value, spread = samples.seconds, show_spread(samples)
        verdict = judge(value / limit, samples.noise)
        budget = f"<= {show_seconds(limit)}"
        row = Row(measure, show_seconds(value), spread=spread, budget=budget, verdict=verdict)
        self.rows.append(row)

    def ratio(
        self, measure: str, samples: Samples, base: Samples, *, to: str, limit: float | None = None
    ) -> None:
        """Add a row for seconds as a ratio of medians, with a budget for the ratio."""
        value, ratio = show_seconds(samples.seconds), samples.seconds / base.seconds
        row = Row(measure, value, ratio, to, show_spread(samples))
        if limit is not None:
            verdict = judge(ratio / limit, max(samples.noise, base.noise))
            row = replace(row, budget=f"<= {limit:.2f}", verdict=verdict)
        self.rows.append(row)


def print_report(report: Report) -> None:
    """Print everything as tables."""
    print("\n".join(report.notes))
    print("\nCommand lines, the peers' in a folder with the same content:")
    for name, commands in report.commands.items():
        if not name.startswith("library"):
            print("\n    ".join((f"  {name}", *commands)))
    print("\nThe parts of each, median ms:")
    for name, parts in report.parts.items():
        width = max(map(len, parts))
        lines = (f"{part:<{width}}  {value:7.1f}" for part, value in parts.items())
        print("\n    ".join((f"  {name}", *lines)))
    print()
    table = [("measure", "median", "fastest to slowest", "ratio", "budget", "")]
    for row in report.rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f} of {row.to}"
        table.append((row.measure, row.value, row.spread, ratio, row.budget, row.verdict))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        line = (f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
        print("  ".join(line).rstrip())
