"""dhcpv6_json.py < HEX LINES: prints the JSON that the Python original makes of each DHCPv6 message, one line for one line.

A line that the original cannot read becomes `error: WHAT`. A separate program that uses the GPL original; MIT itself."""
import json
import sys

from dhcpkit.ipv6.messages import Message
from dhcpkit.protocol_element import JSONProtocolElementEncoder

for line in sys.stdin:
    try:
        data = bytes.fromhex(line.strip())
        length, message = Message.parse(data)
        if length != len(data):
            raise ValueError('{} of {} bytes read'.format(length, len(data)))
        print(json.dumps(message, cls=JSONProtocolElementEncoder))
    except Exception as error:
        print('error:', type(error).__name__, ' '.join(str(error).split()))
