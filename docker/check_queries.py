#!/usr/bin/env python3
"""Checks what the dashboard and the alert rules ask for against what a run tells.

    docker/check_queries.py                          names against docs/metrics.md
    docker/check_queries.py --scrape FILE            names and labels against the output of /metrics
    docker/check_queries.py --scrape URL [--token-file FILE]

--as-rules FILE and --save FILE write what promtool can look at: the dashboards' queries, and the scrape.

It ends with 1 when a query asks for a metric or a label that does not exist, when panels lie on each other, or when an
alert's runbook link leads nowhere. Python's standard library is enough.
"""

import argparse
import itertools
import json
import pathlib
import re
import sys
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
DASHBOARDS = sorted((HERE / "grafana" / "dashboards").glob("*.json"))
RULES = HERE / "prometheus" / "rules.yml"
RULES_TEST = HERE / "prometheus" / "rules-test.yml"
METRICS_PAGE = HERE.parent / "docs" / "metrics.md"

# Prometheus's own, and the labels that it gives to what it scrapes.
ITS_OWN = {"up", "ALERTS"}
ITS_LABELS = {"job", "instance", "le", "quantile", "__name__"}
# What a timer's series have behind the name that docs/metrics.md may list.
SUFFIXES = ("_count", "_sum", "_max")
WORDS = {"and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring", "group_left", "group_right", "inf", "nan"}

STRING = re.compile(r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^'\\]|\\.)*'")
SELECTOR = re.compile(r"([A-Za-z_:][\w:]*)\s*(?:\{([^{}]*)\})")
GROUPING = re.compile(r"\b(by|without|on|ignoring|group_left|group_right)\s*\(([^()]*)\)")
NAME = re.compile(r"(?<![\w$:.])([A-Za-z_:][\w:]*)(?!\s*\()(?![\w:])")


def metrics_of(expression):
    """The metrics that a PromQL expression names, each with the labels that it picks by."""
    bare = STRING.sub('""', expression)
    found = {}
    for name, labels in SELECTOR.findall(bare):
        found.setdefault(name, set()).update(re.findall(r"([A-Za-z_]\w*)\s*(?:=|!=|=~|!~)", labels))
    bare = re.sub(r"\{[^{}]*\}|\[[^\[\]]*\]", " ", GROUPING.sub(" ", bare))
    bare = re.sub(r"\boffset\s+-?\w+", " ", bare)
    for name in NAME.findall(bare):
        if name.lower() not in WORDS:
            found.setdefault(name, set())
    return found


def grouped_by(expression):
    """The labels that it keeps, drops or joins by."""
    groups = GROUPING.findall(STRING.sub('""', expression))
    return {label.strip() for _, labels in groups for label in labels.split(",") if label.strip()}


def dashboard_queries(path):
    """(where, expression) of each query, the variables' too."""
    dashboard = json.loads(path.read_text(encoding="utf-8"))
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            yield f"{path.name}, panel '{panel['title']}'", target["expr"]
    for variable in dashboard["templating"]["list"]:
        query = re.match(r"label_values\((.*),\s*\w+\)$", variable.get("definition", ""))
        if query:
            yield f"{path.name}, variable '{variable['name']}'", query.group(1)


def rule_queries():
    """(where, expression) of each alert. promtool reads the YAML; this looks for its two keys, as the file spells them."""
    text = RULES.read_text(encoding="utf-8")
    for alert, folded, plain in re.findall(
            r"^ +- alert: (\w+)\n +expr: (?:>-\n((?:^ {10,}\S.*\n)+)|(.*)\n)", text, re.MULTILINE):
        yield f"{RULES.name}, {alert}", folded or plain
    for series in re.findall(r"series: '([^']*)'", RULES_TEST.read_text(encoding="utf-8")):
        yield f"{RULES_TEST.name}", series


def documented():
    """Names in docs/metrics.md, in the first column of its tables."""
    return set(re.findall(r"^\| *`([a-zA-Z_:][\w:]*)", METRICS_PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def scrape(place, token_file):
    """What /metrics answers, or has answered."""
    if not re.match(r"https?://", place):
        return pathlib.Path(place).read_text(encoding="utf-8")
    request = urllib.request.Request(place)
    if token_file:
        request.add_header("Authorization", "Bearer " + pathlib.Path(token_file).read_text(encoding="utf-8").strip())
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode("utf-8")


def scraped(text):
    """Each metric of a scrape with the labels of its samples."""
    metrics = {}
    for line in text.splitlines():
        sample = re.match(r"([A-Za-z_:][\w:]*)(?:\{(.*)\})? \S+", line)
        if sample and not line.startswith("#"):
            labels = re.findall(r'([A-Za-z_]\w*)="(?:[^"\\]|\\.)*"', sample.group(2) or "")
            metrics.setdefault(sample.group(1), set()).update(labels)
    return metrics


def undocumented(queries, names):
    for where, expression in queries:
        for name in metrics_of(expression):
            bases = {name} | {name.removesuffix(suffix) for suffix in SUFFIXES}
            if name not in ITS_OWN and not bases & names:
                yield f"{where}: {METRICS_PAGE.name} has no {name}"


def untold(queries, metrics, place):
    for where, expression in queries:
        for name, labels in metrics_of(expression).items():
            if name in ITS_OWN:
                continue
            if name not in metrics:
                yield f"{where}: {place} has no {name}"
            elif labels - metrics[name] - ITS_LABELS:
                yield f"{where}: {name} has no label {', '.join(sorted(labels - metrics[name] - ITS_LABELS))} in {place}"
        known = ITS_LABELS.union(*(metrics.get(name, set()) for name in metrics_of(expression)))
        for label in grouped_by(expression) - known:
            yield f"{where}: nothing in it has the label {label} in {place}"


def layout_faults(path):
    panels = json.loads(path.read_text(encoding="utf-8"))["panels"]
    uid = re.search(r"^ +uid: (\S+)", (HERE / "grafana/provisioning/datasources/prometheus.yaml").read_text(), re.MULTILINE)
    numbers = [panel["id"] for panel in panels]
    if len(set(numbers)) != len(numbers):
        yield f"{path.name}: two panels have one id"
    for a, b in itertools.combinations(panels, 2):
        p, q = a["gridPos"], b["gridPos"]
        if (p["x"] < q["x"] + q["w"] and q["x"] < p["x"] + p["w"]
                and p["y"] < q["y"] + q["h"] and q["y"] < p["y"] + p["h"]):
            yield f"{path.name}: '{a['title']}' lies on '{b['title']}'"
    for panel in panels:
        if panel["gridPos"]["x"] + panel["gridPos"]["w"] > 24:
            yield f"{path.name}: '{panel['title']}' is wider than the page"
        if panel["type"] != "row" and panel["datasource"]["uid"] != uid.group(1):
            yield f"{path.name}: '{panel['title']}' asks another data source than the one that is provisioned"


def runbook_faults():
    for link in re.findall(r"runbook_url: (\S+)", RULES.read_text(encoding="utf-8")):
        page, _, anchor = link.partition("#")
        target = HERE.parent / page
        headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE) if target.is_file() else []
        if anchor not in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}:
            yield f"{RULES.name}: {link} leads nowhere"


def as_rules(queries):
    """The queries as recording rules, in YAML, with something in the place of Grafana's variables: for promtool to parse."""
    lines = ["groups:", "  - name: queries", "    rules:"]
    for number, (_, expression) in enumerate(queries):
        plain = expression.replace("$__rate_interval", "1m").replace("$instance", "x")
        lines += [f"      - record: query:{number}", f"        expr: {json.dumps(plain)}"]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scrape", metavar="FILE|URL", help="output of /metrics, or where it is")
    parser.add_argument("--token-file", metavar="FILE", help="for a URL beyond loopback")
    parser.add_argument("--save", metavar="FILE", help="keep the scrape there")
    parser.add_argument("--as-rules", metavar="FILE", help="write the dashboards' queries there, as recording rules")
    arguments = parser.parse_args()

    queries = [query for path in DASHBOARDS for query in dashboard_queries(path)] + list(rule_queries())
    faults = [fault for path in DASHBOARDS for fault in layout_faults(path)] + list(runbook_faults())
    if arguments.scrape:
        text = scrape(arguments.scrape, arguments.token_file)
        if arguments.save:
            pathlib.Path(arguments.save).write_text(text, encoding="utf-8")
        faults += untold(queries, scraped(text), arguments.scrape)
    elif METRICS_PAGE.is_file():
        faults += undocumented(queries, documented())
    else:
        faults.append(f"{METRICS_PAGE} is missing")

    if arguments.as_rules:
        pathlib.Path(arguments.as_rules).write_text(
            as_rules(query for path in DASHBOARDS for query in dashboard_queries(path)), encoding="utf-8")

    for fault in dict.fromkeys(faults):
        print(fault, file=sys.stderr)
    if not faults:
        print(f"{len(queries)} queries ask for what there is")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
