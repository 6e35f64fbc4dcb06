"""Reads DHCPv6 packets as hex, one a line, from standard input and prints what dhcpkit sees in each as JSON, one line for one line:
`{"ok": true, "message": ..., "bytes": ...}` or `{"error": ...}`.

A separate program that uses the GPL original; MIT itself."""
import json
import sys

from dhcpkit.ipv6.messages import ClientServerMessage, Message, RelayServerMessage
from dhcpkit.ipv6.options import UnknownOption

LIFETIMES = {'preferred_lifetime': 'preferredLifetime', 'valid_lifetime': 'validLifetime'}


def number(data):
    return int.from_bytes(data, 'big')


def address(value):
    return value.packed.hex()


def identity(option):
    return {'duid': bytes(option.duid.save()).hex()}


def times(option):
    return {'iaid': number(option.iaid), 't1': option.t1, 't2': option.t2}


def lifetimes(option):
    return {theirs: getattr(option, ours) for ours, theirs in LIFETIMES.items()}


def addresses(attribute):
    return lambda option: {'addresses': [address(value) for value in getattr(option, attribute)]}


def names(attribute):
    return lambda option: {'names': [without_root(value) for value in getattr(option, attribute)]}


def without_root(name):
    return name[:-1] if name.endswith('.') and name != '.' else name


def items(values):
    return [bytes(value).hex() for value in values]


# What is compared of each option; of others the body that dhcpkit writes is.
VALUES = {
    1: identity,
    2: identity,
    3: times,
    4: lambda option: {'iaid': number(option.iaid)},
    5: lambda option: {'address': address(option.address), **lifetimes(option)},
    6: lambda option: {'codes': list(option.requested_options)},
    7: lambda option: {'preference': option.preference},
    8: lambda option: {'elapsed': option.elapsed_time},
    11: lambda option: {'protocol': option.protocol, 'algorithm': option.algorithm, 'rdm': option.rdm,
                        'replay': str(number(option.replay_detection)), 'information': option.auth_info.hex()},
    12: lambda option: {'address': address(option.server_address)},
    13: lambda option: {'code': option.status_code, 'message': option.status_message.encode().hex()},
    15: lambda option: {'classes': items(option.user_classes)},
    16: lambda option: {'enterprise': option.enterprise_number, 'classes': items(option.vendor_classes)},
    17: lambda option: {'enterprise': option.enterprise_number},
    18: lambda option: {'id': option.interface_id.hex()},
    19: lambda option: {'messageType': option.message_type},
    21: names('domain_names'),
    22: addresses('sip_servers'),
    23: addresses('dns_servers'),
    24: names('search_list'),
    25: times,
    26: lambda option: {**lifetimes(option), 'prefixLength': option.prefix.prefixlen,
                        'prefix': address(option.prefix.network_address)},
    31: addresses('sntp_servers'),
    37: lambda option: {'enterprise': option.enterprise_number, 'id': option.remote_id.hex()},
    38: lambda option: {'id': option.subscriber_id.hex()},
    39: lambda option: {'flags': option.flags, 'name': option.domain_name},
    43: lambda option: {'codes': list(option.requested_options)},
    44: lambda option: {'queryType': option.query_type, 'linkAddress': address(option.link_address)},
    46: lambda option: {'seconds': option.clt_time},
    47: lambda option: {'peerAddress': address(option.peer_address)},
    48: addresses('link_addresses'),
    53: identity,
    64: lambda option: {'name': without_root(option.fqdn)},
    67: lambda option: {'prefixLength': option.prefix_length, 'subnetId': option.subnet_id.hex()},
    79: lambda option: {'hardwareType': option.link_layer_type, 'address': option.link_layer_address.hex()},
    82: lambda option: {'seconds': option.sol_max_rt},
    83: lambda option: {'seconds': option.inf_max_rt},
}


def read_message(message):
    reading = {'type': message.message_type}
    if isinstance(message, RelayServerMessage):
        reading.update(hops=message.hop_count, link=address(message.link_address), peer=address(message.peer_address))
    elif isinstance(message, ClientServerMessage):
        reading.update(xid=number(message.transaction_id))
    else:
        return {**reading, 'opaque': bytes(message.save())[1:].hex()}
    return {**reading, 'options': [read_option(option) for option in message.options]}


def read_option(option):
    code = option.option_type
    if isinstance(option, UnknownOption):
        return {'code': code, 'opaque': True, 'data': option.option_data.hex()}
    reading = {'code': code, 'value': VALUES[code](option) if code in VALUES else {}}
    if hasattr(option, 'options'):
        reading['options'] = [read_suboption(inner) if code == 56 else read_option(inner) for inner in option.options]
    elif hasattr(option, 'vendor_options'):
        reading['options'] = [{'code': inner, 'opaque': True, 'data': data.hex()}
                              for inner, data in option.vendor_options]
    elif code == 9:
        reading['message'] = read_message(option.relayed_message)
    elif code == 47:
        reading['message'] = read_message(option.relay_message)
    else:
        reading.update(written(option))
    return reading


def read_suboption(option):
    return {'code': option.suboption_type, 'value': {}, **written(option)}


def written(option):
    """The body that dhcpkit writes, which is absent where it cannot."""
    try:
        return {'data': bytes(option.save())[4:].hex()}
    except Exception as error:
        return {'dataError': described(error)}


def described(error):
    return '{}: {}'.format(type(error).__name__, ' '.join(str(error).split()))


def read(line):
    try:
        packet = bytes.fromhex(line)
        length, message = Message.parse(packet)
        if length != len(packet):
            return {'error': 'used {} bytes of {}'.format(length, len(packet))}
        reading = read_message(message)
    except Exception as error:
        return {'error': described(error)}
    try:
        return {'ok': True, 'message': reading, 'bytes': bytes(message.save()).hex()}
    except Exception as error:
        return {'ok': True, 'message': reading, 'bytesError': described(error)}


for packet_line in sys.stdin:
    print(json.dumps(read(packet_line.strip())))
