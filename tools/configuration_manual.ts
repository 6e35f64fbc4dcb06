/**
 * Writes docs/configuration.md from the schema of the configuration, or with `--check` tells whether it is up to date.
 *
 *     deno task manual
 */
import { configManual, serverSections } from "@dhcpkit/kafka/config";
import { writeOrCheck } from "./_generated_document.ts";

await writeOrCheck("docs/configuration.md", configManual(serverSections), "manual");
