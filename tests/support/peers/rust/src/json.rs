//! As much JSON as the answers need.

/// A JSON object in the making.
pub struct Object(String);

impl Object {
    pub fn new() -> Self {
        Object("{".to_string())
    }

    /// Adds a field whose value is JSON already.
    pub fn field(mut self, key: &str, value: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&format!("\"{key}\":{value}"));
        self
    }

    pub fn number(self, key: &str, value: impl Into<u64>) -> Self {
        let value: u64 = value.into();
        self.field(key, &value.to_string())
    }

    pub fn end(self) -> String {
        self.0 + "}"
    }
}

pub fn array(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(","))
}

/// Bytes as hexadecimal digits in quotes.
pub fn hex(bytes: &[u8]) -> String {
    format!(
        "\"{}\"",
        bytes
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    )
}

/// Text in quotes; what is not printable ASCII is escaped.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for unit in text.encode_utf16() {
        match unit {
            0x22 => out.push_str("\\\""),
            0x5c => out.push_str("\\\\"),
            0x20..0x7f => out.push(unit as u8 as char),
            _ => out.push_str(&format!("\\u{unit:04x}")),
        }
    }
    out + "\""
}
