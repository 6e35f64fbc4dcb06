"""random_messages.py SEED COUNT: prints COUNT random Kafka messages as hex lines, built and saved by the Python original.

The same seed prints the same lines. A separate program that uses the GPL original; MIT itself."""
import random
import sys
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from dhcpkit.ipv6 import duids, messages, options
from dhcpkit.ipv6.extensions import (client_fqdn, dns, dslite, linklayer_id, map as s46, ntp, pd_exclude, prefix_delegation,
                                     relay_echo_request, remote_id, sip_servers, sntp, sol_max_rt, subscriber_id, timezone)
from dhcpkit_kafka.messages import DHCPKafkaMessage, UnknownKafkaMessage

pick = random.Random()
TO_SERVER = [messages.SolicitMessage, messages.RequestMessage, messages.ConfirmMessage, messages.RenewMessage,
             messages.RebindMessage, messages.ReleaseMessage, messages.DeclineMessage,
             messages.InformationRequestMessage]
TO_CLIENT = [messages.AdvertiseMessage, messages.ReplyMessage, messages.ReplyMessage, messages.ReconfigureMessage]


# Values


def chance(probability):
    return pick.random() < probability


def some(most, make, least=0):
    return [make() for _ in range(pick.randint(least, most))]


def data(most, least=0):
    return pick.randbytes(pick.randint(least, most))


def u8():
    return pick.choice([0, 1, 255, pick.getrandbits(8)])


def u16():
    return pick.choice([0, 1, 65535, pick.getrandbits(16)])


def u32():
    return pick.choice([0, 1, 2 ** 32 - 1, pick.getrandbits(32)])


def ipv6():
    prefix = pick.choice(['2001:db8::', 'fd00::', 'fe80::', '64:ff9b::'])
    return IPv6Address(int(IPv6Address(prefix)) + pick.getrandbits(64))


def ipv6_prefix(shortest=1):
    length = pick.randint(shortest, 128)
    return IPv6Network((pick.getrandbits(128) >> (128 - length) << (128 - length), length))


def ipv4_prefix():
    length = pick.randint(1, 32)
    return IPv4Network((pick.getrandbits(32) >> (32 - length) << (32 - length), length))


def domain():
    label = lambda: ''.join(pick.choices('abcdefghijklmnopqrstuvwxyz0123456789', k=pick.choice([1, 3, 8, 63])))
    return '.'.join([label() for _ in range(pick.randint(1, 3))]) + '.'


def words(most_bytes):
    """UTF-8 text of one to four bytes a character, that fits."""
    size = pick.choice([0, 1, most_bytes, pick.randint(0, most_bytes)])
    text = ''.join(pick.choices('abcxyz019 .-_/\n\0é€漢字😀\u202e', k=size))
    return text.encode()[:size].decode(errors='ignore')


def time():
    return pick.choice([0, pick.randint(0, 2 ** 31), 1.5, -1, 1e300, pick.random() * 2e9, pick.uniform(1.4e9, 2e9)])


def duid():
    return pick.choice([
        lambda: duids.LinkLayerTimeDUID(u16(), u32(), data(20)),
        lambda: duids.EnterpriseDUID(u32(), data(60)),
        lambda: duids.LinkLayerDUID(u16(), data(20)),
        lambda: duids.UnknownDUID(4, data(16, 16)),
        lambda: duids.UnknownDUID(pick.randint(5, 65535), data(60)),
    ])()


# Options


def status():
    return options.StatusCodeOption(pick.choice([0, 1, 2, 6, u16()]), words(60))


def unknown():
    """An option of a code that IANA has not assigned."""
    return options.UnknownOption(pick.choice([pick.randint(151, 300), pick.randint(151, 65535)]), data(40))


def ia_address():
    preferred, valid = sorted([u32(), u32()])
    return options.IAAddressOption(ipv6(), preferred, valid, [status()] if chance(0.3) else [])


def ia_prefix():
    preferred, valid = sorted([u32(), u32()])
    inner = [status()] if chance(0.3) else []
    prefix = ipv6_prefix(16)
    if chance(0.2) and prefix.prefixlen <= 56:
        inner.append(pd_exclude.PDExcludeOption(64, b'\x01'))
    return prefix_delegation.IAPrefixOption(prefix, preferred, valid, inner)


def ia_na():
    t1, t2 = sorted([u32(), u32()])
    return options.IANAOption(data(4, 4), t1, t2, some(3, ia_address) + ([status()] if chance(0.3) else []))


def ia_ta():
    return options.IATAOption(data(4, 4), some(3, ia_address) + ([status()] if chance(0.3) else []))


def ia_pd():
    t1, t2 = sorted([u32(), u32()])
    return prefix_delegation.IAPDOption(data(4, 4), t1, t2, some(3, ia_prefix) + ([status()] if chance(0.3) else []))


def ntp_suboption():
    return pick.choice([
        lambda: ntp.NTPServerAddressSubOption(ipv6()),
        lambda: ntp.NTPMulticastAddressSubOption(IPv6Address('ff05::101')),
        lambda: ntp.NTPServerFQDNSubOption(domain()),
        lambda: ntp.UnknownNTPSubOption(pick.randint(4, 65535), data(20)),
    ])()


def s46_rule():
    return s46.S46RuleOption(pick.choice([0, 1]), pick.randint(0, 48), ipv4_prefix(), ipv6_prefix(),
                             [s46.S46PortParametersOption(pick.randint(0, 15), 8, u8())] if chance(0.5) else [])


# Domain lists are never empty: the original writes those and then fails to read them.
CLIENT_OPTIONS = [
    lambda: options.ClientIdOption(duid()),
    lambda: options.ClientIdOption(duid()),
    lambda: options.ServerIdOption(duid()),
    ia_na, ia_na, ia_ta, ia_pd, ia_pd,
    lambda: options.OptionRequestOption(some(12, u16)),
    lambda: options.PreferenceOption(u8()),
    lambda: options.ElapsedTimeOption(u16()),
    lambda: options.AuthenticationOption(u8(), u8(), u8(), data(8, 8), data(40)),
    lambda: options.ServerUnicastOption(ipv6()),
    status,
    lambda: options.RapidCommitOption(),
    lambda: options.UserClassOption(some(3, lambda: data(30))),
    lambda: options.VendorClassOption(u32(), some(3, lambda: data(30))),
    lambda: options.VendorSpecificInformationOption(u32(), some(3, lambda: (u16(), data(30)))),
    lambda: options.ReconfigureMessageOption(pick.choice([5, 11])),
    lambda: options.ReconfigureAcceptOption(),
    lambda: sip_servers.SIPServersDomainNameListOption(some(3, domain, 1)),
    lambda: sip_servers.SIPServersAddressListOption(some(3, ipv6)),
    lambda: dns.RecursiveNameServersOption(some(3, ipv6)),
    lambda: dns.DomainSearchListOption(some(3, domain, 1)),
    lambda: sntp.SNTPServersOption(some(3, ipv6)),
    lambda: client_fqdn.ClientFQDNOption(pick.choice([0, 1, 2, 4]), domain()),
    lambda: timezone.PosixTimezoneOption('CET-1CEST'),
    lambda: timezone.TZDBTimezoneOption('Europe/Amsterdam'),
    lambda: ntp.NTPServersOption(some(4, ntp_suboption)),
    lambda: dslite.AFTRNameOption(domain()),
    lambda: sol_max_rt.SolMaxRTOption(pick.randint(60, 86400)),
    lambda: sol_max_rt.InfMaxRTOption(pick.randint(60, 86400)),
    lambda: s46.S46MapEContainerOption(some(2, s46_rule) + [s46.S46BROption(ipv6())]),
    lambda: s46.S46LWContainerOption([s46.S46BROption(ipv6()),
                                      s46.S46V4V6BindingOption(IPv4Address(pick.getrandbits(32)), ipv6_prefix())]),
    unknown, unknown,
]
RELAY_OPTIONS = [
    lambda: options.InterfaceIdOption(data(40)),
    lambda: options.InterfaceIdOption(b'Fa2/3'),
    lambda: remote_id.RemoteIdOption(u32(), data(40)),
    lambda: subscriber_id.SubscriberIdOption(words(40).encode()),
    lambda: linklayer_id.LinkLayerIdOption(u16(), data(20)),
    lambda: relay_echo_request.EchoRequestOption(some(5, u16)),
    lambda: options.VendorSpecificInformationOption(u32(), some(3, lambda: (u16(), data(30)))),
    unknown,
]


# Messages


def add_options(message, generators, most):
    """Adds random options; what the original does not accept in that place, or twice, is left out."""
    for _ in range(pick.randint(0, most)):
        try:
            option = pick.choice(generators)()
            message.options.append(option)
            message.validate()
        except ValueError:
            if message.options and message.options[-1] is option:
                message.options.pop()
    return message


def client_server(classes):
    return add_options(pick.choice(classes)(data(3, 3)), CLIENT_OPTIONS, 14)


def relayed(message, relay_class, depth):
    for hop in range(depth):
        parts = [options.RelayMessageOption(message)]
        message = add_options(relay_class(hop, ipv6(), ipv6(), parts), RELAY_OPTIONS, 5)
        pick.shuffle(message.options)
    return message


def message_in():
    return relayed(client_server(TO_SERVER), messages.RelayForwardMessage, pick.choice([0, 1, 2, 2, 2, 3]))


def message_out():
    return relayed(client_server(TO_CLIENT), messages.RelayReplyMessage, pick.choice([0, 1, 2, 2, 2, 3]))


def kafka_message():
    if chance(0.1):
        return UnknownKafkaMessage(pick.choice([0, 2, 255, pick.randint(2, 255)]), data(300))
    return DHCPKafkaMessage(words(255), time(), message_in() if chance(0.9) else None,
                            time(), message_out() if chance(0.8) else None)


def main(seed, count):
    pick.seed(seed)
    for _ in range(count):
        print(bytes(kafka_message().save()).hex())


main(int(sys.argv[1]), int(sys.argv[2]))
