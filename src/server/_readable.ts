import type { OptionDef } from "../dhcpv6/option.ts";
import type { Options } from "../dhcpv6/options.ts";
import { WireError } from "../wire/mod.ts";

/** The value of the first such option, or `undefined` when there is none that can be read. */
export function readable<T>(options: Options | undefined, option: OptionDef<T>): T | undefined {
  try {
    return options?.get(option);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
