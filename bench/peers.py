"""Camunda 7 and Flowable on the same PostgreSQL server: one long-lived JVM each, our program drives it over pipes."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from bench.completions import rate_of
from bench.diagrams import STEPS, sequence
from bench.goals import Goal, Skip, at_least, measured
from bench.ground import Ground
from bench.product import Product, open_site
from bench.rounds import Measure, interleaved, ratios

PROJECT = Path(__file__).resolve().parent / "java"
AS_QUICK = at_least(1)
AGAINST = "completion against {}, 5-task, one commit each, PostgreSQL"
PEERS = {"camunda": "Camunda 7", "flowable": "Flowable"}
GOALS = tuple((AGAINST.format(name), AS_QUICK) for name in PEERS.values())


def measure(place: Ground) -> list[Goal]:
    classpath = _built()
    (place.folder / "seq5.bpmn").write_bytes(sequence())
    product = Product(open_site(place.postgresql(), place.folder), "seq5", sequence())
    instances, rounds = (10, 5) if place.quick else (60, 15)
    warm = 100 if place.quick else 1000  # a JVM compiles what runs often; before, its interpreter is measured
    with ExitStack() as running:
        contestants = {"Duban beside the JVMs": rate_of(place, product)}
        for name, shown in PEERS.items():
            contestants[shown] = running.enter_context(_peer(place, name, classpath, warm, instances))
        figures = interleaved(rounds, contestants)
    product.site.close()
    place.rates.update({f"{name}, PostgreSQL": found for name, found in figures.items()})
    return [
        measured(AGAINST.format(name), AS_QUICK, ratios(figures, "Duban beside the JVMs", name))
        for name in PEERS.values()
    ]


def _built() -> str:
    """Compiled once by Maven; the class path."""
    java, maven = shutil.which("java"), shutil.which("mvn")
    if java is None or maven is None:
        raise Skip("java and mvn are not installed")
    target, inputs = PROJECT / "target", [PROJECT / "pom.xml", *PROJECT.rglob("*.java")]
    done = target / ".built"
    if not done.exists() or done.stat().st_mtime < max(path.stat().st_mtime for path in inputs):
        command = [maven, "-q", "-B", "compile", "dependency:copy-dependencies"]
        built = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=600, check=False)
        if built.returncode:
            raise Skip(f"Maven could not build bench/java: {built.stdout[-500:]}")
        done.touch()
    return f"{target / 'classes'}:{target / 'dependency'}/*"


@contextmanager
def _peer(place: Ground, name: str, classpath: str, warm: int, instances: int) -> Iterator[Measure]:
    """A round of it, as long as its JVM runs."""
    command = ["java", "-Xmx512m", "-cp", classpath, "bench.Main", name, _jdbc(place.postgresql())]
    command.append(str(place.folder / "seq5.bpmn"))
    errors = (place.folder / f"{name}.log").open("w+")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": errors, "text": True}
    with errors, subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload]

        def ask(count: int) -> float:
            print(f"run {count} {STEPS}", file=process.stdin, flush=True)
            answer = json.loads(_line(process))
            return float(answer["completions"] / answer["seconds"])

        try:
            print(f"  {_line(process).removeprefix('ready ')}")
            ask(warm)
            yield lambda: ask(instances)
        finally:
            process.stdin.close()
            process.terminate()
            process.wait(30)


def _line(process: "subprocess.Popen[str]") -> str:
    line: str = process.stdout.readline().strip() if process.stdout else ""
    if not line:
        raise RuntimeError(f"the JVM ended with {process.wait(30)}; its log lies in the run's folder")
    return line


def _jdbc(database_url: str) -> str:
    url = make_url(database_url)
    if not url.port or not url.host:
        raise Skip("PostgreSQL listens on no TCP port, and Java speaks no sockets")
    password = f"&password={url.password}" if url.password else ""
    return f"jdbc:postgresql://{url.host}:{url.port}/{url.database}?user={url.username}{password}"
