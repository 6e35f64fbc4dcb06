//! Reads DHCPv6 packets as hex, one a line, from standard input and prints what dhcproto sees in each as JSON, one line
//! for one line: `{"ok":true,"message":…,"bytes":…}` or `{"error":…}`. `peers.ts` says what the keys mean.
//!
//! dhcproto has two decoders and leaves the choice to the caller: the first byte decides here. It sorts options by code.
mod json;
mod reading;

use dhcproto::v6::{Decodable, Encodable, Message, RelayMessage};
use json::{Object, hex, quoted};
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn main() {
    // A panic is an answer like any other; its text goes into the answer and not to standard error.
    std::panic::set_hook(Box::new(|_| {}));
    // Each level of nesting takes a stack frame or two.
    let reader = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(read_all);
    reader
        .expect("a thread")
        .join()
        .expect("standard input and output that work");
}

fn read_all() {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let packet = bytes_of(line.expect("a line").trim());
        let answer = catch_unwind(AssertUnwindSafe(|| read(&packet)));
        let answer = answer.unwrap_or_else(|panic| Err(format!("panic: {}", panic_text(&*panic))));
        let line =
            answer.unwrap_or_else(|error| Object::new().field("error", &quoted(&error)).end());
        writeln!(out, "{line}").expect("standard output");
    }
}

fn read(packet: &[u8]) -> Result<String, String> {
    let is_relay = matches!(packet.first(), Some(12 | 13));
    let (message, bytes) = if is_relay {
        let message = RelayMessage::from_bytes(packet).map_err(|error| error.to_string())?;
        (reading::relay_message(&message), message.to_vec())
    } else {
        let message = Message::from_bytes(packet).map_err(|error| error.to_string())?;
        (reading::client_server_message(&message), message.to_vec())
    };
    let answer = Object::new().field("ok", "true").field("message", &message);
    Ok(match bytes {
        Ok(bytes) => answer.field("bytes", &hex(&bytes)).end(),
        Err(error) => answer
            .field("bytesError", &quoted(&error.to_string()))
            .end(),
    })
}

fn bytes_of(text: &str) -> Vec<u8> {
    let digits =
        |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("two hexadecimal digits");
    (0..text.len()).step_by(2).map(digits).collect()
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text.to_string(),
        (_, Some(text)) => text.clone(),
        _ => "without a text".to_string(),
    }
}
