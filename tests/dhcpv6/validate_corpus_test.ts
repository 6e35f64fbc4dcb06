import { assert, assertEquals } from "@std/assert";
import { ClientServerMessage, type Finding, Message, MessageType, unwrap, validate } from "../../src/dhcpv6/mod.ts";
import { testWith } from "../support/requirements.ts";
import { corpus } from "../vectors/corpus.ts";
import { fixture } from "../vectors/fixtures.ts";

/** Files that hold what was seen on real networks, or in a laboratory with real clients and servers. */
const CAPTURES = /^(OISF|cisco|ntop|nttcom|seladb|zeek|tomaszmrugalski|mfontanini|just-the-benno)/;

/** Messages of the captures, in the order of the files. */
function captured(): { file: string; message: Message }[] {
  return corpus().filter(({ id }) => CAPTURES.test(id))
    .map(({ id, bytes }) => ({ file: id.split("+")[0], message: Message.parse(bytes) }));
}

function counted(findings: readonly { file: string; finding: Finding }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { file, finding: { rule, path } } of findings) {
    const key = `${file}: ${rule} at ${path.join(" > ")}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

testWith({
  name: "validate: in captures of real clients and servers every error and warning is one that they deserve",
  needs: ["shared-corpus"],
  fn() {
    const found = captured().flatMap(({ file, message }) => validate(message).map((finding) => ({ file, finding })));
    assertEquals(counted(found.filter(({ finding }) => finding.severity !== "info")), {
      // A client asks for Server Unicast, which is obsolete and was never to be asked for, and in a Confirm at that.
      "tomaszmrugalski: oro-forbidden-code at solicit > oro": 3,
      "tomaszmrugalski: oro-forbidden-code at request > oro": 3,
      "tomaszmrugalski: oro-forbidden-code at confirm > oro": 5,
      "tomaszmrugalski: misplaced-option at confirm > oro": 5,
      // A client asks for IA_NA.
      "mfontanini: oro-forbidden-code at solicit > oro": 1,
      // A client asks for IA_PD.
      "zeek: oro-forbidden-code at solicit > oro": 1,
      "zeek: oro-forbidden-code at request > oro": 1,
      // A server tells its preference in Replies, and lets clients send by unicast, by an Advertise too.
      "tomaszmrugalski: misplaced-option at reply > preference": 13,
      "tomaszmrugalski: obsolete-option at reply > unicast": 13,
      "tomaszmrugalski: obsolete-option at advertise > unicast": 3,
      "tomaszmrugalski: misplaced-option at advertise > unicast": 3,
      "mfontanini: obsolete-option at advertise > unicast": 1,
      "mfontanini: misplaced-option at advertise > unicast": 1,
      // The name of its time zone ends with a NUL, and that of its NIS domain is text where labels belong.
      "tomaszmrugalski: nul-in-text at advertise > new-tzdb-timezone": 2,
      "tomaszmrugalski: nul-in-text at reply > new-tzdb-timezone": 6,
      "tomaszmrugalski: malformed at advertise > nis-domain-name": 1,
      "tomaszmrugalski: malformed at reply > nis-domain-name": 1,
      // Its experiments write options that are longer or shorter than they say.
      "tomaszmrugalski: malformed at reply": 2,
      "tomaszmrugalski: malformed at solicit": 2,
      // Its Solicits of those experiments say nothing about time.
      "tomaszmrugalski: missing-elapsed-time at solicit": 4,
    });
  },
});

testWith({
  name: "validate: what is worth knowing about captures: timers that clients send, and what older ones do not ask for",
  needs: ["shared-corpus"],
  fn() {
    const messages = captured(), infos = messages.flatMap(({ message }) => validate(message));
    const rules = infos.filter(({ severity }) => severity === "info").map(({ rule }) => rule);
    assertEquals(new Set(rules), new Set(["oro-lacks-code", "times-in-request", "elapsed-time-saturated"]));
    assert(messages.length > 190, `${messages.length} messages`);
  },
});

testWith({
  name: "validate: answers in captures fit their requests, but for three Replies to a Solicit without Rapid Commit",
  needs: ["shared-corpus"],
  fn() {
    const requests = new Map<string, Message>(), alone: string[] = [], together: string[] = [];
    let pairs = 0;
    for (const { file, message } of captured()) {
      const inner = unwrap(message).message;
      if (!(inner instanceof ClientServerMessage)) continue;
      const key = `${file} ${inner.transactionId}`, request = requests.get(key);
      const isAnswer = inner.type === MessageType.Advertise || inner.type === MessageType.Reply;
      if (!isAnswer) requests.set(key, message);
      else if (request) {
        pairs++;
        alone.push(...validate(message).map(({ rule }) => rule));
        together.push(...validate(message, "observer", { request }).map(({ rule }) => rule));
      }
    }
    assert(pairs > 15, `${pairs} pairs`);
    assertEquals(together.toSorted(), [...alone, ...Array(3).fill("rapid-commit-mismatch")].toSorted());
  },
});

testWith({
  name: "validate: the documented packets have two findings, which the client of that time deserves",
  needs: ["shared-fixtures"],
  fn() {
    const solicit = Message.parse(fixture("relayed-solicit")), advertise = Message.parse(fixture("relayed-advertise"));
    // It asks for IA_NA and IA_PD, which RFC 9915 forbids, and names its vendor without a class.
    assertEquals(validate(solicit).map(({ severity, rule }) => [severity, rule]), [
      ["warning", "oro-forbidden-code"],
      ["warning", "empty-value"],
    ]);
    assertEquals(validate(solicit, "relay").length, 2);
    assertEquals(validate(advertise), []);
    assertEquals(validate(advertise, "observer", { request: solicit }), []);
    assertEquals(validate(advertise, "server").map(({ rule }) => rule), ["wrong-receiver"]);
  },
});
