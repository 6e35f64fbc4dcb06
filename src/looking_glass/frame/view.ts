import type { Microseconds } from "../../store/mod.ts";
import type { Times } from "../present/times.ts";
import type { Vendors } from "../../collector/vendor.ts";
import type { Visitor } from "../access/visitor.ts";

/** Everything that what a page says depends on besides its data. */
export interface View {
  /** Writes times in the zone that the visitor wants. */
  readonly times: Times;
  /** The zone that times are in unless UTC is asked for. */
  readonly localZone: string;
  /** Now. */
  readonly now: Microseconds;
  /** Who looks. */
  readonly visitor: Visitor;
  /** Whether there is anything to log out of. */
  readonly canLogOut: boolean;
  /** The address that was asked for. */
  readonly url: URL;
  /** Its path without what tells the form. */
  readonly path: string;
  /** Names the makers of devices. */
  readonly vendors: Vendors | undefined;
}

/** The address of this page in another form, or with other parameters; `undefined` takes one away. */
export function linkTo(
  view: Pick<View, "url" | "path">,
  changes: Readonly<Record<string, string | undefined>>,
  suffix = "",
): string {
  const parameters = new URLSearchParams(view.url.search);
  parameters.delete("zone");
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) parameters.delete(name);
    else parameters.set(name, value);
  }
  const query = parameters.toString();
  // Two slashes would begin the name of another host.
  return `${view.path.replace(/^\/{2,}/, "/")}${suffix}${query === "" ? "" : `?${query}`}`;
}
