/**
 * Writes docs/message.schema.json, the JSON Schema of messages in JSON, from the declarations of the options, or with
 * `--check` tells whether it is up to date.
 *
 *     deno task schema
 */
import { messageJsonSchema } from "@dhcpkit/kafka/dhcpv6";
import { writeOrCheck } from "./_generated_document.ts";

await writeOrCheck("docs/message.schema.json", JSON.stringify(messageJsonSchema()), "schema");
