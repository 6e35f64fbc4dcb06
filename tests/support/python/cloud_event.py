"""Reads Kafka records as CloudEvents with the CNCF's own implementation: a JSON object a line, attributes and data as JSON."""

import json
import sys

from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka
from cloudevents.core.formats.json import JSONFormat

for line in sys.stdin:
    record = json.loads(line)
    headers = {name: bytes.fromhex(value) for name, value in record["headers"].items()}
    event = from_kafka(KafkaMessage(headers=headers, key=None, value=bytes.fromhex(record["value"])), JSONFormat())
    data = event.get_data()
    time = event.get_time()
    print(json.dumps({
        "id": event.get_id(),
        "source": event.get_source(),
        "type": event.get_type(),
        "specversion": event.get_specversion(),
        "datacontenttype": event.get_datacontenttype(),
        "subject": event.get_subject(),
        "time": time and time.timestamp(),
        "data": data.hex() if isinstance(data, bytes) else data,
    }))
