import type { PeerMessage, PeerOption, PeerReading } from "../../support/peers.ts";
import type { SeededRandom } from "../../vectors/random.ts";

/** A reading in which one option is not as the peer told it: its code, its body, one of its values, or the list within it. */
export function tampered(reading: PeerReading, random: SeededRandom): PeerReading | undefined {
  const all = everyOption(reading.message);
  if (all.length === 0) return undefined;
  const target = random.pick(all), other = changed(target, random);
  return other && { ...reading, message: replaced(reading.message, target, other) };
}

function changed(option: PeerOption, random: SeededRandom): PeerOption | undefined {
  const { code, data, value = {}, options } = option, keys = Object.keys(value);
  switch (random.below(4)) {
    case 0:
      return data ? { ...option, data: withOtherDigit(data, random) } : undefined;
    case 1: {
      const key = keys.length > 0 ? random.pick(keys) : undefined;
      return key === undefined ? undefined : { ...option, value: { ...value, [key]: otherValue(value[key]) } };
    }
    case 2:
      return { ...option, code: code ^ 1 };
    default:
      return options && { ...option, options: [...options, { code: 77, opaque: true, data: "" }] };
  }
}

function withOtherDigit(hex: string, random: SeededRandom): string {
  const at = random.below(hex.length);
  return hex.slice(0, at) + (parseInt(hex[at], 16) ^ 1).toString(16) + hex.slice(at + 1);
}

function otherValue(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  return Array.isArray(value) ? [...value, 0] : `${value}0`;
}

function everyOption({ options = [] }: PeerMessage): PeerOption[] {
  return options.flatMap((option) => [option, ...everyOption(option.message ?? { type: 0, options: option.options })]);
}

function replaced(message: PeerMessage, target: PeerOption, other: PeerOption): PeerMessage {
  return { ...message, options: message.options?.map((option) => inOption(option, target, other)) };
}

function inOption(option: PeerOption, target: PeerOption, other: PeerOption): PeerOption {
  if (option === target) return other;
  const { options, message } = option;
  if (options) return { ...option, options: options.map((inner) => inOption(inner, target, other)) };
  return message ? { ...option, message: replaced(message, target, other) } : option;
}
