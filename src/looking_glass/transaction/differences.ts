import { decode, type DecodedOption, type Message, type OptionDef, standardSpace, unwrap } from "../../dhcpv6/mod.ts";
import {
  ClientId,
  IaAddress,
  IaNa,
  IaPd,
  IaPrefix,
  IaTa,
  OptionRequest,
  ServerId,
  Status,
} from "../../dhcpv6/options/mod.ts";
import { shownDuid } from "../present/identifier.ts";
import { associationDifferences, type AssociationPart } from "./_association_differences.ts";

/** Something in which an answer is not what was asked for, or tells more. */
export interface Difference {
  /** Which kind of difference. */
  readonly kind: "not-given" | "not-asked" | "changed";
  /** It in words, without a full stop: `asked for dns-servers, not given`. */
  readonly text: string;
  /** The bytes of the request that it is about. */
  readonly request?: ByteRange;
  /** The bytes of the answer that it is about. */
  readonly response?: ByteRange;
}

/** Bytes of a packet. */
export interface ByteRange {
  /** The first one. */
  readonly start: number;
  /** Behind the last one. */
  readonly end: number;
}

/**
 * What an answer says otherwise than its request: settings that were asked for and not given, or given and not asked for; addresses,
 * prefixes and lifetimes that are not those of the request; another transaction, client or server. In the order of importance.
 *
 * Never throws: what cannot be read is not compared. Relay messages are not looked at.
 */
export function differencesBetween(request: Message, response: Message): Difference[] {
  const asked = sideOf(request), answer = sideOf(response);
  if (asked === undefined || answer === undefined) return [];
  return [
    ...identityDifferences(asked, answer),
    ...associationDifferences(associationsOf(asked), associationsOf(answer)),
    ...settingDifferences(asked, answer),
  ];
}

/** One of the two, without its relay messages. */
interface Side {
  readonly message: Message;
  readonly options: readonly DecodedOption[];
}

function sideOf(packet: Message): Side | undefined {
  try {
    const { message } = unwrap(packet);
    return { message, options: decode(message).options };
  } catch {
    return undefined;
  }
}

function identityDifferences(asked: Side, answer: Side): Difference[] {
  const differences: Difference[] = [], ids = [asked, answer].map(({ message }) => transactionIdOf(message));
  if (ids[0] !== undefined && ids[1] !== undefined && ids[0] !== ids[1]) {
    const [request, response] = [asked, answer].map(({ message: { options: { place } } }) => ({
      start: place.start - 3,
      end: place.start,
    }));
    const text = `transaction ${hex(ids[0])} was asked, ${hex(ids[1])} is answered`;
    differences.push({ kind: "changed", text, request, response });
  }
  for (const [definition, what] of [[ClientId, "client"], [ServerId, "server"]] as const) {
    const before = find(asked, definition), after = find(answer, definition);
    const [was, is] = [before, after].map((option) =>
      (option?.value as { duid: { bytes: Uint8Array } } | undefined)?.duid.bytes
    );
    if (was === undefined || is === undefined || String(was) === String(is)) continue;
    const text = `${what} ${shownDuid(was).whole} was asked for, ${shownDuid(is).whole} is in the answer`;
    differences.push({ kind: "changed", text, request: rangeOf(before!), response: rangeOf(after!) });
  }
  return differences;
}

function transactionIdOf(message: Message): number | undefined {
  return "transactionId" in message ? message.transactionId as number : undefined;
}

function settingDifferences(asked: Side, answer: Side): Difference[] {
  const oro = find(asked, OptionRequest), list = (oro?.value as { codes: number[] } | undefined)?.codes ?? [];
  const codes = new Map<number, number>();
  for (const [i, code] of list.entries()) if (!codes.has(code)) codes.set(code, oro!.start + 2 * i);
  const given = new Map(
    answer.options.filter(({ code }) => code !== undefined).map((option) => [option.code!, option]),
  );
  const missing = [...codes].filter(([code]) => !given.has(code)).map(([code, start]): Difference => ({
    kind: "not-given",
    text: `asked for ${nameOf(code)}, not given`,
    request: { start, end: start + 2 },
  }));
  const more = [...given].filter(([code, { definition }]) => !codes.has(code) && isAskedFor(definition)).map((
    [code, option],
  ): Difference => ({
    kind: "not-asked",
    text: `not asked for ${nameOf(code)}, given`,
    response: rangeOf(option),
  }));
  return [...missing, ...more];
}

/** Whether an option is one that clients have to ask for; of one that nobody knows, that cannot be said. */
function isAskedFor(definition: OptionDef<unknown> | undefined): boolean {
  return definition !== undefined && (definition.traits.requestable ?? true) === true;
}

/** The identity associations of a message with what stands in them. */
function associationsOf({ options }: Side): AssociationPart[] {
  return options.flatMap((option): AssociationPart[] => {
    const kind = option.definition === IaNa
      ? "na"
      : option.definition === IaTa
      ? "ta"
      : option.definition === IaPd
      ? "pd"
      : undefined;
    if (kind === undefined || option.value === undefined || option.inside === undefined || "message" in option.inside) {
      return [];
    }
    const { iaid, t1 = 0, t2 = 0 } = option.value as { iaid: number; t1?: number; t2?: number };
    const leases = option.inside.flatMap((one) => {
      const lease = one.definition === IaAddress || one.definition === IaPrefix ? one.value : undefined;
      return lease === undefined ? [] : [{ ...leaseOf(lease), range: rangeOf(one) }];
    });
    const status = option.inside.find(({ definition }) => definition === Status)?.value as { code: number } | undefined;
    return [{ kind, iaid, t1, t2, leases, status: status?.code, range: rangeOf(option) }];
  });
}

function leaseOf(value: unknown): Omit<AssociationPart["leases"][number], "range"> {
  const { address, prefix, preferredLifetime: preferred, validLifetime: valid } = value as {
    address?: object;
    prefix?: { address: { isUnspecified: boolean }; length: number };
    preferredLifetime: number;
    validLifetime: number;
  };
  const isAny = prefix !== undefined
    ? prefix.address.isUnspecified
    : (address as { isUnspecified: boolean }).isUnspecified;
  return { text: String(prefix ?? address), length: prefix?.length ?? 128, isAny, preferred, valid };
}

function find({ options }: Side, definition: OptionDef<never> | OptionDef<unknown>): DecodedOption | undefined {
  return options.find((option) => option.definition === definition && option.value !== undefined);
}

function rangeOf({ start, end }: DecodedOption): ByteRange {
  return { start: start - 4, end };
}

function nameOf(code: number): string {
  const name = standardSpace.get(code)?.name;
  return name === undefined ? `option ${code}` : `${name} (${code})`;
}

function hex(transactionId: number): string {
  return transactionId.toString(16).padStart(6, "0");
}
