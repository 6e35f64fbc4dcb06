/** The groups of section types in the manual, in its order. */

import type { SectionGroup } from "./section_schema.ts";

/** The top level of a file. */
export const topLevelGroup: SectionGroup = {
  title: "Top level",
  prose: "Keys and sections that stand outside every other section.",
};

/** How the server names itself. */
export const serverIdGroup: SectionGroup = {
  title: "Server identifiers",
  prose: "The identifier (DUID, RFC 8415 section 11) that the server gives itself. At most one can be configured; " +
    "without one it is derived from the hardware address of a network interface.",
};

/** Where the server listens. */
export const listenerGroup: SectionGroup = {
  title: "Listeners",
  prose:
    "Where the server takes requests from. Listeners can put marks on what they receive, for the filters to look at.",
};

/** Which requests handlers apply to. */
export const filterGroup: SectionGroup = {
  title: "Filters",
  prose:
    "Filters hold handlers, and more filters, that apply to some requests only. Handlers of the innermost filter run " +
    "before those around it.",
};

/** What is done with a request. */
export const handlerGroup: SectionGroup = {
  title: "Handlers",
  prose:
    "Handlers look at a request and build the answer: they add options, assign addresses and prefixes, decide that " +
    "there is no answer at all, or tell the outside world what happened. They stand at the top level or in a filter.",
};
