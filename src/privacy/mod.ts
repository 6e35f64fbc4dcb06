/**
 * Publishing what happens without publishing whom it happens to: identifiers are replaced by keyed pseudonyms.
 *
 * @example
 * ```ts
 * import { KafkaHandler } from "@dhcpkit/kafka";
 * import { createPseudonyms } from "@dhcpkit/kafka/privacy";
 * import { assertEquals } from "@std/assert";
 *
 * const key = crypto.getRandomValues(new Uint8Array(32));
 * const pseudonyms = createPseudonyms({ key, keyId: "2026-01", keep: ["vendor-class"] });
 * const handler = new KafkaHandler({ serverName: "dhcp01", pseudonyms });
 * assertEquals(pseudonyms.headers, [{ name: "pseudonym-key-id", value: "2026-01" }]);
 * assertEquals(handler.stats.offered, 0);
 * ```
 *
 * @module
 */
export { createPseudonyms, KEY_ID_HEADER, type Pseudonyms, type PseudonymsInit } from "./pseudonyms.ts";
export { pseudonymsFromFile, type PseudonymsFromFileInit } from "./key_file.ts";
export type { OptionSensitivity, Sensitivity, SpaceSensitivity } from "./sensitivity.ts";
export { sensitivities } from "./vendor_sensitivity.ts";
