"""publish.py BROKER PORT TOPIC SERVER < HEX LINES: the Python original publishes transactions to a broker by its own handler.

A line is REQUEST ANSWER in hexadecimal digits: the request with its relay messages, the answer without; `-` where there is none. Ends
when the broker has all of them. A separate program that uses the GPL original; MIT itself."""
import sys

from dhcpkit.ipv6.messages import Message
from dhcpkit.ipv6.server.transaction_bundle import TransactionBundle
from dhcpkit_kafka.server_extension import KafkaHandler


def packet(text):
    return None if text == '-' else Message.parse(bytes.fromhex(text))[1]


broker, port, topic, server = sys.argv[1:]
handler = KafkaHandler(source_address=None, brokers=[(broker, int(port))], topic_name=topic, server_name=server)
handler.worker_init()
if handler.kafka_producer is None:
    sys.exit('the original does not reach the broker')
count = 0
for line in sys.stdin:
    request, answer = line.split()
    bundle = TransactionBundle(packet(request), received_over_multicast=True)
    handler.analyse_pre(bundle)
    if answer != '-':
        bundle.response = packet(answer)
    handler.analyse_post(bundle)
    count += 1
handler.kafka_producer.stop()
print(count)
