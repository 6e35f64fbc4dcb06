import type { Access } from "./access.ts";
import { isLoopback } from "./addresses.ts";

/**
 * Why it must not listen on an address: others reach it, and nobody is asked who they are. `undefined` when it may.
 *
 * @example
 * ```ts
 * import { Access, whyNotListen } from "@dhcpkit/kafka/looking-glass";
 * import { assert, assertEquals } from "@std/assert";
 *
 * assertEquals(whyNotListen("127.0.0.1", new Access()), undefined);
 * assert(whyNotListen("::", new Access())?.startsWith("others than this machine reach ::"));
 * ```
 */
export function whyNotListen(hostname: string, access: Access): string | undefined {
  if (!access.isOpen || isLoopback(hostname)) return undefined;
  return `others than this machine reach ${hostname}, and everybody would be let in: say who may with --token-file, ` +
    "--users-file or --trust-header, or listen on 127.0.0.1 and come through `ssh -L 8547:127.0.0.1:8547`";
}
