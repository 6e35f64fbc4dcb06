import { fromHex, Reader, toHex, WireError, Writer } from "../wire/mod.ts";
import { hardwareTypeName } from "./hardware_type.ts";

/** DUID types (RFC 9915 section 11, RFC 6355). */
export const DuidType = { LinkLayerTime: 1, Enterprise: 2, LinkLayer: 3, Uuid: 4 } as const;

/** What a DUID says, by its type. A DUID that is too short for its type, or of no known type, is `opaque`. */
export type DuidContent =
  | { readonly type: "link-layer-time"; hardwareType: number; time: Date; linkLayerAddress: Uint8Array }
  | { readonly type: "enterprise"; enterprise: number; identifier: Uint8Array }
  | { readonly type: "link-layer"; hardwareType: number; linkLayerAddress: Uint8Array }
  | { readonly type: "uuid"; uuid: string }
  | { readonly type: "opaque"; data: Uint8Array };

/** Seconds between the Unix epoch and midnight UTC of 1 January 2000, where DUID-LLT times start. */
const EPOCH_2000 = 946_684_800;

/**
 * A DHCP Unique Identifier (RFC 9915 section 11): who a client or server is.
 *
 * To the protocol it is opaque bytes, compared as such; {@linkcode Duid.content} reads what it says for people. Any
 * bytes are accepted, since what a client sent is what has to be shown.
 *
 * @example
 * ```ts
 * import { Duid } from "@dhcpkit/kafka/dhcpv6";
 * import { assertEquals } from "@std/assert";
 *
 * const duid = Duid.parse("00:03:00:01:34:31:c4:3c:b2:f1");
 * assertEquals(duid.describe(), "LL · ethernet · 34:31:c4:3c:b2:f1");
 * ```
 */
export class Duid {
  /** The bytes, type included. */
  readonly bytes: Uint8Array;

  /** Wraps `bytes` without copying. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Reads hexadecimal digits, with or without separators. Throws `WireError` for anything else. */
  static parse(text: string): Duid {
    return new Duid(fromHex(text));
  }

  /** A DUID-LL (type 3): a link-layer address alone. `hardwareType` is from the ARP registry, 1 = Ethernet. */
  static linkLayer(hardwareType: number, linkLayerAddress: Uint8Array): Duid {
    return build((writer) => {
      writer.u16(DuidType.LinkLayer);
      writer.u16(hardwareType);
      writer.bytes(linkLayerAddress);
    });
  }

  /** A DUID-LLT (type 1): a link-layer address and the time when it was made, to the second. */
  static linkLayerTime(hardwareType: number, time: Date, linkLayerAddress: Uint8Array): Duid {
    return build((writer) => {
      writer.u16(DuidType.LinkLayerTime);
      writer.u16(hardwareType);
      writer.u32((Math.floor(time.getTime() / 1000) - EPOCH_2000) >>> 0);
      writer.bytes(linkLayerAddress);
    });
  }

  /** A DUID-EN (type 2): a vendor's enterprise number and an identifier of its own. */
  static enterprise(enterprise: number, identifier: Uint8Array): Duid {
    return build((writer) => {
      writer.u16(DuidType.Enterprise);
      writer.u32(enterprise);
      writer.bytes(identifier);
    });
  }

  /** A DUID-UUID (type 4, RFC 6355): `Duid.uuid(crypto.randomUUID())`. Throws `WireError` when the text is no UUID. */
  static uuid(uuid: string): Duid {
    const bytes = fromHex(uuid);
    if (bytes.length !== 16) throw new WireError(`${JSON.stringify(uuid)} is not a UUID`, 0);
    return build((writer) => {
      writer.u16(DuidType.Uuid);
      writer.bytes(bytes);
    });
  }

  /** What the bytes say. Never throws. */
  get content(): DuidContent {
    const { bytes } = this, opaque: DuidContent = { type: "opaque", data: bytes };
    if (bytes.length < 3) return opaque;
    const reader = new Reader(bytes), type = reader.u16();
    if (type === DuidType.LinkLayerTime && reader.remaining >= 6) {
      const hardwareType = reader.u16(), time = new Date((reader.u32() + EPOCH_2000) * 1000);
      return { type: "link-layer-time", hardwareType, time, linkLayerAddress: reader.rest() };
    }
    if (type === DuidType.Enterprise && reader.remaining >= 4) {
      return { type: "enterprise", enterprise: reader.u32(), identifier: reader.rest() };
    }
    if (type === DuidType.LinkLayer && reader.remaining >= 2) {
      return { type: "link-layer", hardwareType: reader.u16(), linkLayerAddress: reader.rest() };
    }
    if (type === DuidType.Uuid && reader.remaining === 16) {
      return { type: "uuid", uuid: toHex(reader.rest()).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") };
    }
    return opaque;
  }

  /** The MAC address within, as `34:31:c4:3c:b2:f1`, where the DUID holds an Ethernet address of six bytes. */
  get macAddress(): string | undefined {
    const { content } = this;
    if (content.type !== "link-layer" && content.type !== "link-layer-time") return undefined;
    const ethernet = content.hardwareType === 1 && content.linkLayerAddress.length === 6;
    return ethernet ? toHex(content.linkLayerAddress, ":") : undefined;
  }

  /** Whether both are the same bytes. */
  equals(other: Duid): boolean {
    return this.bytes.length === other.bytes.length && this.bytes.every((byte, i) => byte === other.bytes[i]);
  }

  /** What it says, in a line for people: `LLT · ethernet · 34:31:c4:3c:b2:f1 · 2016-12-08`. */
  describe(): string {
    const { content } = this;
    switch (content.type) {
      case "link-layer":
        return `LL · ${hardwareTypeName(content.hardwareType)} · ${toHex(content.linkLayerAddress, ":")}`;
      case "link-layer-time":
        return `LLT · ${hardwareTypeName(content.hardwareType)} · ${toHex(content.linkLayerAddress, ":")} · ` +
          content.time.toISOString().slice(0, 10);
      case "enterprise":
        return `EN · enterprise ${content.enterprise} · ${toHex(content.identifier)}`;
      case "uuid":
        return `UUID · ${content.uuid}`;
      case "opaque":
        return `opaque · ${content.data.length} bytes`;
    }
  }

  /** The bytes as hexadecimal digits. */
  toString(): string {
    return toHex(this.bytes);
  }

  /** The same as {@linkcode Duid.toString}. */
  toJSON(): string {
    return this.toString();
  }
}

function build(write: (writer: Writer) => void): Duid {
  const writer = new Writer(32);
  write(writer);
  return new Duid(writer.toBytes());
}
