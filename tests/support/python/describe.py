"""describe.py < HEX LINES: prints as JSON what the Python original sees in each Kafka message, one line for one line.

A line that the original cannot read becomes `error: WHAT`. A separate program that uses the GPL original; MIT itself."""
import json
import sys

from dhcpkit.ipv6.messages import RelayServerMessage
from dhcpkit_kafka.messages import DHCPKafkaMessage, KafkaMessage


def class_names(message):
    """From the outermost relay message inwards."""
    if message is None:
        return None
    names = [type(message).__name__]
    if isinstance(message, RelayServerMessage) and message.relayed_message is not None:
        names += class_names(message.relayed_message)
    return names


def describe(line):
    data = bytes.fromhex(line)
    length, message = KafkaMessage.parse(data)
    answer = {'class': type(message).__name__, 'message_type': message.message_type, 'length': length}
    if isinstance(message, DHCPKafkaMessage):
        answer.update({
            'server_name': message.server_name,
            'timestamp_in': message.timestamp_in,
            'timestamp_out': message.timestamp_out,
            'message_in': class_names(message.message_in),
            'message_out': class_names(message.message_out),
        })
    return json.dumps(answer)


for line in sys.stdin:
    try:
        print(describe(line.strip()))
    except Exception as error:
        print('error:', type(error).__name__, ' '.join(str(error).split()))
