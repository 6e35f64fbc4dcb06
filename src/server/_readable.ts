import { type OptionDef, type Options, WireError } from "../dhcpv6/mod.ts";

/** The value of the first such option, or `undefined` when there is none that can be read. */
export function readable<T>(options: Options | undefined, option: OptionDef<T>): T | undefined {
  try {
    return options?.get(option);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
