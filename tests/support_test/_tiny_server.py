"""_tiny_server.py DEVICE: a DHCPv6 server just good enough to see whether the drivers of real clients and relays work.

Gives each IA_NA 2001:db8:1::abcd, each IA_PD 2001:db8:f00::/56, everybody a name server and a domain. Prints `ready`, then one
line per answer: request type, reply type, number of relays."""
import socket
import struct
import sys

ADDRESS = socket.inet_pton(socket.AF_INET6, '2001:db8:1::abcd')
PREFIX = struct.pack('!B', 56) + socket.inet_pton(socket.AF_INET6, '2001:db8:f00::')
SERVER_ID = bytes.fromhex('00030001020000000001')
REPLY_TYPES = {1: 2, 3: 7, 4: 7, 5: 7, 6: 7, 8: 7, 9: 7, 11: 7}


def options(data):
    while data:
        code, length = struct.unpack_from('!HH', data)
        yield code, data[4:4 + length]
        data = data[4 + length:]


def option(code, data):
    return struct.pack('!HH', code, len(data)) + data


def answer(message):
    """Returns the reply and how many relays the request came through."""
    if message[0] == 12:
        parts = dict(options(message[34:]))
        inner, depth = answer(parts[9])
        echo = option(18, parts[18]) if 18 in parts else b''
        return b'\x0d' + message[1:34] + echo + option(9, inner), depth + 1
    parts = [option(2, SERVER_ID)]
    for code, data in options(message[4:]):
        if code == 1:
            parts.append(option(1, data))
        elif code == 3:
            parts.append(option(3, data[:4] + struct.pack('!LL', 300, 500) + option(5, ADDRESS + struct.pack('!LL', 600, 900))))
        elif code == 25:
            parts.append(option(25, data[:4] + struct.pack('!LL', 300, 500) + option(26, struct.pack('!LL', 600, 900) + PREFIX)))
    parts.append(option(7, b'\xff'))
    parts.append(option(23, socket.inet_pton(socket.AF_INET6, '2001:db8:1::53')))
    parts.append(option(24, b'\x07example\x03com\x00'))
    return bytes([REPLY_TYPES[message[0]]]) + message[1:4] + b''.join(parts), 0


def innermost_type(message):
    while message[0] in (12, 13):
        message = dict(options(message[34:]))[9]
    return message[0]


device = sys.argv[1]
listener = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
listener.bind(('::', 547))
group = socket.inet_pton(socket.AF_INET6, 'ff02::1:2') + struct.pack('@I', socket.if_nametoindex(device))
listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group)
print('ready', flush=True)
while True:
    request, sender = listener.recvfrom(65535)
    reply, depth = answer(request)
    listener.sendto(reply, sender)
    print(innermost_type(request), innermost_type(reply), depth, flush=True)
