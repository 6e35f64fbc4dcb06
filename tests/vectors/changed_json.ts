import type { SeededRandom } from "./random.ts";

type Container = { [key: string]: unknown };

const VALUES: readonly unknown[] = [
  ...[null, true, 0, 1, -1, 12, 20, 24, 255, 256, 65535, 65536, 4294967295, 4294967296, 1.5, 1e300],
  ...[
    "",
    "0",
    "00",
    "0x00",
    "zz",
    "00:11",
    "c0ffee",
    "::",
    "::1",
    "::/0",
    "2001:db8::/96",
    "::/129",
    "192.0.2.1",
    "a.b.",
  ],
  ...["solicit", "relay-forward", "dhcpv4-query", "connect", "12", "300", "Success", "dns-servers", "\udcff", "é"],
  ...[[], {}, [0], [""], ["::"], { type: 1 }, [{ data: "ff" }], [{ code: 8, value: { elapsed: 1 } }]],
];
const KEYS = [
  "code",
  "option",
  "value",
  "data",
  "malformed",
  "options",
  "flags",
  "sent-time",
  "type",
  "name",
  "__proto__",
];

/** A document with one to three changes: values replaced, and members taken away, added or moved. */
export function changedJson(document: unknown, random: SeededRandom): unknown {
  const root = { document };
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    change(random.pick(containers(root.document)), random);
  }
  return random.oneIn(200) ? random.pick(VALUES) : root.document;
}

function change(container: Container, random: SeededRandom): void {
  const keys = Object.keys(container), key = keys.length > 0 ? random.pick(keys) : random.pick(KEYS);
  const value = structuredClone(random.pick(VALUES));
  if (Array.isArray(container)) {
    if (random.oneIn(2) && keys.length > 0) container[Number(key)] = value;
    else container.splice(random.below(container.length + 1), random.below(2), value);
    return;
  }
  switch (random.below(5)) {
    case 0:
      delete container[key];
      break;
    case 1:
      set(container, random.pick(KEYS), value);
      break;
    case 2:
      set(container, key, keys.length > 0 ? container[random.pick(keys)] : value);
      break;
    default:
      set(container, key, value);
  }
}

/** As `JSON.parse` does it, also for `__proto__`. */
function set(container: Container, key: string, value: unknown): void {
  Object.defineProperty(container, key, { configurable: true, enumerable: true, writable: true, value });
}

/** Every object and list, from the outermost on. */
function containers(json: unknown): Container[] {
  if (typeof json !== "object" || json === null) return [{}];
  return [
    json as Container,
    ...Object.values(json).filter((inner) => typeof inner === "object" && inner !== null).flatMap(containers),
  ];
}
