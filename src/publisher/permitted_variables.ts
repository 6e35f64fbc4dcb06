/**
 * Environment variables, as far as the program is permitted to read them: all of them with `--allow-env`, otherwise those
 * among `names` that a list such as `--allow-env=DHCPKIT_KAFKA_*` allows. Never asks for permission.
 *
 * With a list a misspelt variable is not seen, since Deno does not tell the names of variables then.
 *
 * @example
 * ```ts
 * import { parseSendToKafka, sendToKafkaVariables } from "@dhcpkit/kafka/config";
 * import { permittedVariables } from "@dhcpkit/kafka/publisher/settings";
 * import { assertEquals } from "@std/assert";
 *
 * const environment = permittedVariables(sendToKafkaVariables);
 * const settings = parseSendToKafka("<send-to-kafka/>", "dhcpd.conf", { environment });
 * assertEquals(settings.topic, "dhcpkit.messages");
 * ```
 */
export function permittedVariables(names: readonly string[]): Record<string, string> {
  if (Deno.permissions.querySync({ name: "env" }).state === "granted") return Deno.env.toObject();
  const found: Record<string, string> = {};
  for (const variable of names) {
    if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") continue;
    const value = Deno.env.get(variable);
    if (value !== undefined) found[variable] = value;
  }
  return found;
}
