"""Reads metrics with Prometheus' own Python package, the text format or, with an argument, the stricter OpenMetrics; prints JSON."""

import json
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as plain

sys.stdin.reconfigure(encoding="utf-8", newline="\n")
parse = open_metrics if len(sys.argv) > 1 else plain
print(json.dumps([
    {
        "name": family.name,
        "type": family.type,
        "help": family.documentation,
        "samples": [{"name": s.name, "labels": s.labels, "value": str(s.value)} for s in family.samples],
    }
    for family in parse(sys.stdin.read())
]))
