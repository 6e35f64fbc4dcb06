/**
 * Writes docs/transaction.schema.json and docs/lease.schema.json, the JSON Schemas of the records of JSON and lease topics, or with
 * `--check` tells whether they are up to date.
 *
 *     deno task schema
 */
import { leaseJsonSchema, transactionJsonSchema } from "@dhcpkit/kafka/formats";
import { writeOrCheck } from "./_generated_document.ts";

await writeOrCheck("docs/transaction.schema.json", JSON.stringify(transactionJsonSchema()), "schema");
await writeOrCheck("docs/lease.schema.json", JSON.stringify(leaseJsonSchema()), "schema");
