import { IPv6Address, IPv6Prefix } from "../../dhcpv6/mod.ts";
import {
  type Doubt,
  type Holding,
  type LeaseAnswer,
  leaseAnswerJson,
  leaseEnd,
  leaseKey,
  leaseText,
  NEVER,
  type StoredTransaction,
  whoHeld,
} from "../../store/mod.ts";
import { ago, exactTime, facts, identifier } from "../frame/elements.ts";
import { h, type Html } from "../frame/html.ts";
import { lookUp } from "../frame/look_up.ts";
import { type Page, type PageContext, PageProblem } from "../frame/page.ts";
import type { View } from "../frame/view.ts";
import { durationText } from "../present/duration.ts";
import { macText } from "../present/identifier.ts";
import { countOf } from "../present/quantity.ts";
import { visible } from "../present/visible.ts";
import { readMoment } from "../search/moment.ts";
import { toHex } from "../../wire/mod.ts";
import { clientLink, leaseLink, portText, serverLink, transactionLink } from "./_links.ts";

interface HeldData {
  /** The answer; `undefined` before anything was asked. */
  readonly answer: LeaseAnswer | undefined;
}

/** The present is never read quite up to: a partition without records is heard of every few seconds. */
const IDLE_MS = 10_000;

/** Who had an address or prefix at a time, with what proves it. */
export const heldPage: Page<HeldData> = {
  path: "/held",
  async lookUp(context) {
    const asked = await askedOf(context);
    return asked && lookUp("who-held", `${leaseText(asked.lease)} at ${context.times.exact(asked.at)}`);
  },
  async load(context) {
    const asked = await askedOf(context);
    if (asked === undefined) return { answer: undefined };
    const { lease, at, isNow } = asked;
    return { answer: await whoHeld(context.reader, lease, at, { toleranceMs: isNow ? IDLE_MS : 0 }) };
  },
  json: ({ answer }) => answer === undefined ? { verdict: null } : leaseAnswerJson(answer),
  title: ({ answer }) => answer === undefined ? "Who held it" : `Who held ${leaseText(answer.lease)}`,
  view: ({ answer }, context) =>
    h`<h1>Who held it</h1>
<form class="filters">
<label>Address or prefix <input name="lease" value="${
      context.query.get("lease") ?? ""
    }" placeholder="2001:db8::1 or 2001:db8::/56" size="34" required maxlength="64" spellcheck="false"></label>
<label>At <input name="at" value="${
      context.query.get("at") ?? ""
    }" placeholder="now, 14:05, 2026-11-30 14:05" size="26" maxlength="64"></label>
<button type="submit">Ask</button>
</form>
${answer === undefined ? "" : answered(answer, context)}`,
};

/** What is asked, `undefined` where nothing is. Throws `PageProblem` for what cannot be. */
async function askedOf(context: PageContext): Promise<{ lease: string; at: number; isNow: boolean } | undefined> {
  const { query, now, times } = context;
  const asked = query.get("lease")?.trim() ?? "", when = query.get("at")?.trim() ?? "", isNow = when === "";
  if (asked === "") return undefined;
  const lease = leaseOf(asked);
  const moment = isNow ? { at: await newest(context) } : readMoment(when, { now, timeZone: times.timeZone });
  if ("problem" in moment) throw new PageProblem(400, `${moment.problem}.`);
  return { lease, at: moment.at, isNow };
}

function leaseOf(text: string): string {
  try {
    if (!text.includes("/")) return leaseKey(IPv6Address.parse(text).bytes, 0, 128);
    const { address, length } = IPv6Prefix.parse(text);
    return leaseKey(address.bytes, 0, length);
  } catch {
    throw new PageProblem(
      400,
      `“${visible(text.slice(0, 64))}” is neither an IPv6 address nor a prefix.`,
      "Write 2001:db8::1 or 2001:db8:1234:5600::/56.",
    );
  }
}

/** The newest time that anything was read of: the present, as far as the store knows it. */
async function newest({ reader, now }: PageContext): Promise<number> {
  const coverage = await reader.coverage();
  return coverage.length === 0 ? now : Math.max(...coverage.map(({ coveredUntil }) => coveredUntil));
}

function answered(answer: LeaseAnswer, view: View): Html {
  const { lease, at, verdict, holder, others, within, hasMoreWithin, before, doubts } = answer;
  const name = h`<span class="mono">${leaseText(lease)}</span>`, time = exactTime(at, view);
  const lead = {
    held: () => h`<p class="lead">${name} was held at ${time} by ${holder ? whoText(holder, view) : "somebody"}.</p>`,
    free: () => h`<p class="lead">${name} was not held by anybody at ${time}.</p>`,
    unknown: () =>
      h`<p class="lead"><span class="tone degraded"><span aria-hidden="true">▲</span> It is unknown</span> who held ${name} at ${time}, since records are missing.</p>`,
  }[verdict]();
  return h`${lead}
${doubts.length === 0 ? "" : h`<ul>${doubts.map((doubt) => h`<li>${doubtText(doubt, view)}</li>`)}</ul>`}
${
    holder
      ? section(verdict === "unknown" ? "By what is known, it was held by" : "Holder and proof", [holder], view)
      : ""
  }
${before ? section("The last to hold it before", [before], view) : ""}
${section("By what servers said, it was also held by", others, view)}
${section(`Within ${leaseText(lease)}`, within, view)}
${hasMoreWithin ? h`<p>There may have been more: ask for a smaller prefix.</p>` : ""}`;
}

function section(title: string, holdings: readonly Holding[], view: View): Html {
  return holdings.length === 0 ? h`` : h`<h2>${title}</h2>${holdings.map((one) => holdingFacts(one, view))}`;
}

function whoText({ client }: Holding, view: View): Html {
  return client === undefined ? h`a client that is not kept any more` : clientLink(client, view);
}

function holdingFacts(holding: Holding, view: View): Html {
  const { interval, client, server, confirmedAt, confirmedBy, openedBy } = holding;
  const mac = client?.macAddress;
  return facts([
    ["Client", whoText(holding, view)],
    ["DUID", client && client.duid.length > 0 ? identifier(toHex(client.duid)) : undefined],
    ["MAC address", mac && macText(mac, view.vendors?.vendorOf)],
    ["Port", client && portText(client)],
    ["Host name", client && visible(client.hostName)],
    [
      "Lease",
      h`${leaseLink(interval.lease)} <span class="dim">ia-${interval.association}, iaid ${interval.iaid}</span>`,
    ],
    ["From", proof(interval.startedAt, openedBy, view)],
    [
      "Confirmed",
      h`${proof(confirmedAt, confirmedBy, view)}${server ? h` by ${serverLink(server.id, server.name)}` : ""}`,
    ],
    ["Until", untilText(holding, view)],
  ], "long");
}

function untilText({ interval, endedBy }: Holding, view: View): Html {
  const { ending, validUntil } = interval;
  if (ending !== undefined) return h`${ending} ${proof(leaseEnd(interval), endedBy, view)}`;
  if (validUntil === NEVER) return h`for ever: its lifetime is infinite`;
  return h`${exactTime(validUntil, view)}, when its lifetime ends <span class="dim">(${ago(validUntil, view)})</span>`;
}

/** A time, and the transaction that tells it with the place of its record in Kafka. */
function proof(at: number, transaction: StoredTransaction | undefined, view: View): Html {
  if (transaction === undefined) {
    return h`${exactTime(at, view)} <span class="dim">(its packets are not kept any more)</span>`;
  }
  const { topic, partition, offset } = transaction.place;
  return h`${transactionLink(transaction, view)} <span class="dim">record ${topic}[${partition}] at ${
    String(offset)
  }</span>`;
}

function doubtText(doubt: Doubt, view: View): Html {
  switch (doubt.why) {
    case "forgotten":
      return h`Leases that ended before ${exactTime(doubt.before, view)} were deleted.`;
    case "nothing-read":
      return h`Nothing was read yet.`;
    case "not-read-yet": {
      const { topic, partition, coveredUntil } = doubt.position;
      return h`${topic}[${partition}] was read up to ${exactTime(coveredUntil, view)} only.`;
    }
    case "gap": {
      const { topic, partition, fromOffset, toOffset, from, to } = doubt.gap;
      if (from === 0) return h`What was before ${exactTime(to, view)} was never read from ${topic}[${partition}].`;
      if (fromOffset === toOffset) {
        return h`${topic}[${partition}] was made anew: what it had from offset ${
          String(fromOffset)
        } on was not read, within ${durationText(to - from)} from ${exactTime(from, view)} on.`;
      }
      const count = countOf(Number(toOffset - fromOffset), "record");
      return h`${count} of ${topic}[${partition}] from offset ${String(fromOffset)} on are missing, within ${
        durationText(to - from)
      } from ${exactTime(from, view)} on.`;
    }
  }
}
