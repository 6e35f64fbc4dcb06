import { type Reader, WireError, type Writer } from "../wire/mod.ts";

/**
 * Reads one domain name (RFC 9915 section 10: labels as in RFC 1035 section 3.1, never compressed) up to its root
 * label or, where the name is partial (RFC 4704 section 4.2), up to the end of the option.
 *
 * The text is the presentation form: labels joined by dots, a dot or backslash within a label escaped by a backslash,
 * bytes that are not printable ASCII as `\DDD`. A name that ends with its root label gets a dot at its end, so a
 * partial name can be told from a whole one and both are written back as they were.
 */
export function readDomainName(reader: Reader): string {
  const start = reader.offset;
  let text = "";
  while (reader.remaining > 0) {
    const at = reader.offset, length = reader.u8();
    if (length > 63) {
      const what = length >= 0xc0 ? "a compression pointer, which DHCPv6 forbids" : "longer than 63 bytes";
      throw new WireError(`label at offset ${at} is ${what} (length byte ${length})`, at);
    }
    const label = reader.view(length);
    if (reader.offset - start > 255) throw new WireError(`domain name at offset ${start} is over 255 bytes`, start);
    if (length === 0) return text + ".";
    text += (text === "" ? "" : ".") + labelText(label);
  }
  return text;
}

/** Writes a domain name in presentation form; a dot at the end writes the root label. Throws `WireError`. */
export function writeDomainName(writer: Writer, name: string): void {
  const start = writer.offset;
  for (const label of labels(name, start)) {
    if (label.length === 0 || label.length > 63) {
      throw new WireError(`${JSON.stringify(name)}: a label has 1 to 63 bytes, not ${label.length}`, start);
    }
    writer.u8(label.length);
    writer.bytes(new Uint8Array(label));
  }
  if (isWhole(name)) writer.u8(0);
  if (writer.offset - start > 255) throw new WireError(`${JSON.stringify(name)} is over 255 bytes`, start);
}

/** Whether a name in presentation form ends with the root label. */
export function isWhole(name: string): boolean {
  return /(^|[^\\])(\\\\)*\.$/.test(name);
}

function labelText(label: Uint8Array): string {
  let text = "";
  for (const byte of label) {
    if (byte === 0x2e || byte === 0x5c) text += "\\" + String.fromCharCode(byte);
    else if (byte > 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += "\\" + String(byte).padStart(3, "0");
  }
  return text;
}

/** The bytes of each label, the root label left out. Text beyond ASCII is written as UTF-8. */
function labels(name: string, start: number): number[][] {
  const whole: number[][] = [[]];
  const body = isWhole(name) ? name.slice(0, -1) : name;
  if (body === "") return [];
  for (const [token] of body.matchAll(/\\\d{3}|\\.|[^\\]|\\$/gsu)) {
    const label = whole[whole.length - 1];
    if (token === ".") whole.push([]);
    else if (token[0] !== "\\") label.push(...new TextEncoder().encode(token));
    else if (/^\\\D/u.test(token)) label.push(...new TextEncoder().encode(token.slice(1)));
    else if (/^\\\d{3}$/.test(token) && Number(token.slice(1)) <= 255) label.push(Number(token.slice(1)));
    else throw new WireError(`${JSON.stringify(name)}: ${JSON.stringify(token)} is not a byte as \\DDD`, start);
  }
  return whole;
}
