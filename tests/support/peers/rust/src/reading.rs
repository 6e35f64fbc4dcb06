//! What dhcproto sees in a message and in each option.
use crate::json::{Object, array, hex, quoted};
use dhcproto::Name;
use dhcproto::v6::{
    DhcpOption, DhcpOptions, Encodable, Message, NtpSuboption, OptionCode, RelayMessage,
};
use std::net::Ipv6Addr;

pub fn client_server_message(message: &Message) -> String {
    let header = Object::new()
        .number("type", u8::from(message.msg_type()))
        .number("xid", message.xid_num());
    header.field("options", &options(message.opts())).end()
}

pub fn relay_message(message: &RelayMessage) -> String {
    Object::new()
        .number("type", u8::from(message.msg_type()))
        .number("hops", message.hop_count())
        .field("link", &address(&message.link_addr()))
        .field("peer", &address(&message.peer_addr()))
        .field("options", &options(message.opts()))
        .end()
}

fn options(list: &DhcpOptions) -> String {
    array(list.iter().map(option))
}

fn option(option: &DhcpOption) -> String {
    let code = u16::from(OptionCode::from(option));
    let object = Object::new().number("code", code);
    let leaf = |value: Object| {
        let object = Object::new()
            .number("code", code)
            .field("value", &value.end());
        written(
            object,
            option.to_vec().ok().map(|bytes| bytes[4..].to_vec()),
        )
        .end()
    };
    let holding = |value: Object, opts: &DhcpOptions| {
        Object::new()
            .number("code", code)
            .field("value", &value.end())
            .field("options", &options(opts))
            .end()
    };
    match option {
        DhcpOption::ClientId(duid) | DhcpOption::ServerId(duid) => {
            leaf(Object::new().field("duid", &hex(duid)))
        }
        DhcpOption::IANA(ia) => holding(times(ia.id, ia.t1, ia.t2), &ia.opts),
        DhcpOption::IAPD(ia) => holding(times(ia.id, ia.t1, ia.t2), &ia.opts),
        DhcpOption::IATA(ia) => holding(Object::new().number("iaid", ia.id), &ia.opts),
        DhcpOption::IAAddr(ia) => holding(
            Object::new()
                .field("address", &address(&ia.addr))
                .number("preferredLifetime", ia.preferred_life)
                .number("validLifetime", ia.valid_life),
            &ia.opts,
        ),
        DhcpOption::IAPrefix(ia) => holding(
            Object::new()
                .number("preferredLifetime", ia.preferred_lifetime)
                .number("validLifetime", ia.valid_lifetime)
                .number("prefixLength", ia.prefix_len)
                .field("prefix", &address(&ia.prefix_ip)),
            &ia.opts,
        ),
        DhcpOption::ORO(oro) => leaf(Object::new().field(
            "codes",
            &array(oro.opts.iter().map(|code| u16::from(*code).to_string())),
        )),
        DhcpOption::Preference(value) => leaf(Object::new().number("preference", *value)),
        DhcpOption::ElapsedTime(value) => leaf(Object::new().number("elapsed", *value)),
        DhcpOption::RelayMsg(inner) => object.field("message", &relay_message(inner)).end(),
        DhcpOption::Authentication(auth) => leaf(
            Object::new()
                .number("protocol", auth.proto)
                .number("algorithm", auth.algo)
                .number("rdm", auth.rdm)
                .field("replay", &quoted(&auth.replay_detection.to_string()))
                .field("information", &hex(&auth.info)),
        ),
        DhcpOption::ServerUnicast(value) => leaf(Object::new().field("address", &address(value))),
        DhcpOption::StatusCode(status) => leaf(
            Object::new()
                .number("code", u16::from(status.status))
                .field("message", &hex(status.msg.as_bytes())),
        ),
        DhcpOption::RapidCommit | DhcpOption::ReconfAccept => leaf(Object::new()),
        DhcpOption::UserClass(class) => leaf(Object::new().field("classes", &items(&class.data))),
        DhcpOption::VendorClass(class) => leaf(
            Object::new()
                .number("enterprise", class.num)
                .field("classes", &items(&class.data)),
        ),
        DhcpOption::VendorOpts(vendor) => {
            holding(Object::new().number("enterprise", vendor.num), &vendor.opts)
        }
        DhcpOption::InterfaceId(id) => leaf(Object::new().field("id", &hex(id))),
        DhcpOption::ReconfMsg(value) => leaf(Object::new().number("messageType", u8::from(*value))),
        DhcpOption::DomainNameServers(list) => {
            leaf(Object::new().field("addresses", &array(list.iter().map(address))))
        }
        DhcpOption::DomainSearchList(list) => {
            leaf(Object::new().field("names", &array(list.iter().map(name))))
        }
        DhcpOption::NtpServer(list) => object
            .field("options", &array(list.iter().map(ntp_suboption)))
            .end(),
        DhcpOption::InformationRefreshTime(value) => leaf(Object::new().number("seconds", *value)),
        DhcpOption::ClientArchType(list) => leaf(Object::new().field(
            "architectures",
            &array(list.iter().map(|kind| kind.0.to_string())),
        )),
        DhcpOption::Unknown(unknown) => object
            .field("opaque", "true")
            .field("data", &hex(unknown.data()))
            .end(),
    }
}

fn ntp_suboption(suboption: &NtpSuboption) -> String {
    let bytes = suboption.to_vec().unwrap_or_default();
    let code = u16::from_be_bytes([bytes[0], bytes[1]]);
    written(
        Object::new().number("code", code).field("value", "{}"),
        Some(bytes[4..].to_vec()),
    )
    .end()
}

/// With the body that dhcproto writes, which is absent where it cannot.
fn written(object: Object, body: Option<Vec<u8>>) -> Object {
    match body {
        Some(body) => object.field("data", &hex(&body)),
        None => object,
    }
}

fn times(iaid: u32, t1: u32, t2: u32) -> Object {
    Object::new()
        .number("iaid", iaid)
        .number("t1", t1)
        .number("t2", t2)
}

fn address(value: &Ipv6Addr) -> String {
    hex(&value.octets())
}

fn items(list: &[Vec<u8>]) -> String {
    array(list.iter().map(|item| hex(item)))
}

/// The presentation form without the dot of the root label.
fn name(value: &Name) -> String {
    let label = |bytes: &[u8]| {
        let shown = |byte: &u8| match byte {
            b'.' | b'\\' => format!("\\{}", *byte as char),
            0x21..0x7f => (*byte as char).to_string(),
            _ => format!("\\{byte:03}"),
        };
        bytes.iter().map(shown).collect::<String>()
    };
    let labels = value.iter().map(label).collect::<Vec<_>>();
    quoted(&if labels.is_empty() {
        ".".to_string()
    } else {
        labels.join(".")
    })
}
