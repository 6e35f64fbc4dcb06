import { filterGroup } from "./_groups.ts";
import { ipv6Prefix } from "./address_datatypes.ts";
import { type BehaviourHandlerSettings, behaviourSections } from "./behaviour_sections.ts";
import { atLeastOne, optional, required } from "./key_schema.ts";
import { type OptionHandlerSettings, optionSections } from "./option_sections.ts";
import { durationSeconds } from "./quantity_datatypes.ts";
import {
  type ChildSchema,
  defineSection,
  manySections,
  type SectionFor,
  type SectionOrigin,
} from "./section_schema.ts";
import { sendToKafkaSection, type SendToKafkaSettings } from "./send_to_kafka.ts";
import { identifier } from "./text_datatypes.ts";

/** What all filters have in common. */
export interface FilterSettings<Tag extends string> extends SectionOrigin<Tag> {
  /** The handlers, and more filters, for what the filter lets through, in file order. */
  handlers: HandlerSettings[];
}

/** Lets through requests from links in one prefix. */
export interface SubnetSettings extends FilterSettings<"subnet"> {
  /** The prefix as canonical text: `2001:db8::/32`. */
  prefix: string;
}

/** Lets through requests from links in any of several prefixes. */
export interface SubnetGroupSettings extends FilterSettings<"subnet-group"> {
  /** The prefixes as canonical text, at least one. */
  prefixes: string[];
}

/** Lets through requests that have a mark. */
export interface MarkedWithSettings extends FilterSettings<"marked-with"> {
  /** The mark. */
  mark: string;
}

/** Lets through requests of clients that have tried for a certain time; at least one of the limits is there. */
export interface ElapsedTimeSettings extends FilterSettings<"elapsed-time"> {
  /** The client has tried for longer than this many seconds. */
  moreThanSeconds?: number;
  /** The client has tried for less than this many seconds. */
  lessThanSeconds?: number;
}

/** Publishes transactions on Kafka. */
export interface SendToKafkaHandlerSettings extends SendToKafkaSettings, SectionOrigin<"send-to-kafka"> {}

/** What is done with requests: every handler and filter, told apart by `type`. */
export type HandlerSettings =
  | SubnetSettings
  | SubnetGroupSettings
  | MarkedWithSettings
  | ElapsedTimeSettings
  | OptionHandlerSettings
  | BehaviourHandlerSettings
  | SendToKafkaHandlerSettings;

const group = filterGroup;

const handlersInside: { handlers: ChildSchema<HandlerSettings, "many"> } = {
  handlers: manySections<HandlerSettings>(() => handlerSections),
};

const subnetSection: SectionFor<SubnetSettings> = defineSection("subnet", {
  group,
  prose: "Lets through requests from links whose address is in a prefix.",
  example: "<subnet 2001:db8::/32>\n    <preference>\n        level 255\n    </preference>\n</subnet>",
  name: required(ipv6Prefix, { prose: "The prefix.", example: "2001:db8::/32", property: "prefix" }),
  keys: {},
  sections: handlersInside,
});

const subnetGroupSection: SectionFor<SubnetGroupSettings> = defineSection("subnet-group", {
  group,
  prose: "Lets through requests from links whose address is in any of several prefixes.",
  example: "<subnet-group>\n    prefix 2001:db8:1::/48\n    prefix 2001:db8:2::/48\n\n" +
    "    <preference>\n        level 255\n    </preference>\n</subnet-group>",
  keys: {
    prefix: atLeastOne(ipv6Prefix, { prose: "A prefix.", example: "2001:db8:1::/48", property: "prefixes" }),
  },
  sections: handlersInside,
});

const markedWithSection: SectionFor<MarkedWithSettings> = defineSection("marked-with", {
  group,
  prose: "Lets through requests that have a mark, from the listener that they came in by.",
  example: "<marked-with customers>\n    <preference>\n        level 255\n    </preference>\n</marked-with>",
  name: required(identifier, { prose: "The mark.", example: "customers", property: "mark" }),
  keys: {},
  sections: handlersInside,
});

const elapsedTimeSection: SectionFor<ElapsedTimeSettings> = defineSection("elapsed-time", {
  group,
  prose: "Lets through requests of clients that have tried for more, or for less, than a certain time (elapsed time, " +
    "RFC 8415 section 21.9). At least one of the keys is needed.",
  example:
    "<elapsed-time>\n    more-than 30s\n\n    <preference>\n        level 255\n    </preference>\n</elapsed-time>",
  keys: {
    "more-than": optional(durationSeconds(), {
      prose: "The client has tried for longer than this.",
      example: "30s",
      absent: "no lower limit",
      property: "moreThanSeconds",
    }),
    "less-than": optional(durationSeconds(), {
      prose: "The client has tried for less than this.",
      example: "2m",
      absent: "no upper limit",
      property: "lessThanSeconds",
    }),
  },
  sections: handlersInside,
  check({ moreThanSeconds, lessThanSeconds }, report): void {
    if (moreThanSeconds === undefined && lessThanSeconds === undefined) {
      report({ problem: "has no limit", remedy: "add more-than, less-than or both" });
    } else if (moreThanSeconds !== undefined && lessThanSeconds !== undefined && moreThanSeconds >= lessThanSeconds) {
      report({
        key: "more-than",
        problem: "leaves no time before less-than",
        remedy: "make more-than the shorter one",
      });
    }
  },
});

/** Every section type for a filter or a handler. */
export const handlerSections: readonly SectionFor<HandlerSettings>[] = [
  subnetSection,
  subnetGroupSection,
  markedWithSection,
  elapsedTimeSection,
  ...optionSections,
  ...behaviourSections,
  sendToKafkaSection,
];
