import { quote } from "./_quote.ts";
import type { Datatype } from "./datatype.ts";
import { type KeyGroup, keyGroup } from "./key_group.ts";
import { one, optional } from "./key_schema.ts";
import { filePath } from "./name_datatypes.ts";
import { integer } from "./number_datatypes.ts";
import { choice, identifier, text } from "./text_datatypes.ts";
import { ValueError } from "./value_error.ts";

/** What stands in the records of a `<send-to-kafka>` section, and beside them. */
export interface RecordSettings {
  /** The name of this server in messages; without it, the name of the host is meant, as the system has it. */
  serverName?: string;
  /** What record keys are made of: the client, or no keys. */
  recordKey: "client" | "none";
  /** What the headers of records say: nothing, or the attributes of CloudEvents. */
  headerFormat: "none" | "cloud-events";
  /** The file with the key that pseudonyms are made with; without it, identifiers are published as they are. */
  pseudonymKeyFile?: string;
  /** The name of that key, in a header of each record. */
  pseudonymKeyId?: string;
  /** How many leading bits of addresses stay as they are. */
  pseudonymPrefixBits: number;
}

/** The longest name of a key that headers carry. */
const LONGEST_KEY_ID = 64;

const keyId: Datatype<string> = {
  name: "identifier",
  prose: `1 to ${LONGEST_KEY_ID} of the characters A-Z a-z 0-9 . _ -`,
  parse(written: string): string {
    if (written.length <= LONGEST_KEY_ID) return identifier.parse(written);
    throw new ValueError(`${quote(written)} has ${written.length} characters`, `at most ${LONGEST_KEY_ID} fit`);
  },
};

/** Keys about what is published. */
export const recordKeys: KeyGroup<RecordSettings> = keyGroup({ title: "Records" }, {
  "server-name": optional(text({ maxBytes: 255 }), {
    prose: "The name that this server has in the messages.",
    example: "dhcp01.example.com",
    absent: "the name of the host, as the system has it",
  }),
  "record-key": one(choice({ client: "client", none: "none" }), {
    prose: "What the keys of Kafka records are made of. With `client`, all transactions of one client go to the same " +
      "partition and keep their order; with `none`, records have no key and are spread.",
    default: "client",
  }),
  headers: one(choice({ none: "none", "cloud-events": "cloud-events" }), {
    prose:
      "What stands beside the value of each record. With `cloud-events`, the attributes of CloudEvents (`ce_id`, " +
      "`ce_type`, `ce_source`, `ce_time`, `ce_specversion`), for Knative and others that go by them. The value is the " +
      "same either way.",
    default: "none",
    property: "headerFormat",
  }),
  "pseudonym-key-file": optional(filePath, {
    prose:
      "A file with a key of your own. With it, everything in the published packets that names a client (DUIDs, MAC " +
      "addresses, addresses, identifiers of relay agents, host names) is replaced by a pseudonym made with the key; the " +
      "same client has the same pseudonym for as long as the key is the same.",
    example: "/run/secrets/pseudonym-key",
    absent: "packets are published as they were on the wire",
  }),
  "pseudonym-key-id": optional(keyId, {
    prose: "A name for the key, which stands in a header of each record: it tells which pseudonyms can be compared.",
    example: "2026-08",
    absent: "the name of the file without its extension",
  }),
  "pseudonym-prefix-bits": one(integer({ min: 10, max: 64 }), {
    prose:
      "How many leading bits of addresses and prefixes stay as they are. Behind them, addresses of one network have as " +
      "many bits in common as before, but other ones. 32 is what a registry gives to an operator.",
    default: "32",
  }),
});
