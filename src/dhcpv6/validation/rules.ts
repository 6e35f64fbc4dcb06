import { answerRules } from "./answers.ts";
import { exchangeRules } from "./exchange.ts";
import { leaseRules } from "./leases.ts";
import { messageRules } from "./messages.ts";
import { optionRules } from "./options.ts";
import { queryRules } from "./queries.ts";
import { relayRules } from "./relays.ts";
import type { Rule } from "./rule.ts";
import { settingRules } from "./settings.ts";
import { softwireRules } from "./softwires.ts";
import { valueRules } from "./values.ts";

/** Every rule, in the order in which the documentation lists them. */
export const rules: readonly Rule[] = /* @__PURE__ */ [
  messageRules,
  relayRules,
  exchangeRules,
  answerRules,
  optionRules,
  leaseRules,
  settingRules,
  valueRules,
  softwireRules,
  queryRules,
].flat();
