"""rewrite.py < HEX LINES: parses each Kafka message with the Python original, saves it again and prints that, one line for one line.

A line that the original cannot read becomes `error: WHAT`. A separate program that uses the GPL original; MIT itself."""
import sys

from dhcpkit_kafka.messages import KafkaMessage


def rewrite(line):
    data = bytes.fromhex(line)
    _, message = KafkaMessage.parse(data)
    return bytes(message.save()).hex()


for line in sys.stdin:
    try:
        print(rewrite(line.strip()))
    except Exception as error:
        print('error:', type(error).__name__, ' '.join(str(error).split()))
