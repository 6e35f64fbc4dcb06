/**
 * A DHCPv6 server kit: requests run through handlers that fill the answer or look on.
 *
 * @example
 * ```ts
 * import { Duid, fromHex, IPv6Address, Message } from "@dhcpkit/kafka/dhcpv6";
 * import { DnsServers } from "@dhcpkit/kafka/dhcpv6/options";
 * import { InformationOption, Pipeline, TransactionBundle } from "@dhcpkit/kafka/server";
 * import { assertEquals } from "@std/assert";
 *
 * const pipeline = new Pipeline({
 *   serverId: Duid.parse("00030001 020000000001"),
 *   handlers: [new InformationOption(DnsServers, { addresses: [IPv6Address.parse("2001:db8::53")] })],
 * });
 * const incomingMessage = Message.parse(fromHex("0bf350d6 00060002 0017"));
 * const bundle = new TransactionBundle({ incomingMessage, receivedOverMulticast: true });
 * await pipeline.handle(bundle);
 * assertEquals(bundle.outgoingMessage?.options.get(DnsServers)?.addresses.map(String), ["2001:db8::53"]);
 * ```
 *
 * @module
 */
export { type RequestedIa, TransactionBundle, type TransactionBundleInit } from "./bundle.ts";
export { Handler } from "./handler.ts";
export { CannotRespond, ForOtherServer, type Outcome, ReplyWithStatus } from "./outcome.ts";
export { Response } from "./response.ts";
export { Pipeline, type PipelineInit } from "./pipeline.ts";
export { DhcpServer, type DhcpServerInit, type ServerStats } from "./dhcp_server.ts";
export {
  type Listener,
  type ListenerInit,
  type ListenInterface,
  type ListenUnicast,
  openListener,
  type ReceivedPacket,
} from "./listener.ts";
export { type Arrival, type Departure, unwrapReply, wrapReceived } from "./packet.ts";
export { type Assignment, type AssignmentSource, clientKeys } from "./assignment.ts";
export { CsvAssignments, type CsvProblem } from "./assignment_csv.ts";
export { InformationOption } from "./handlers/information_option.ts";
export { ServerPreference } from "./handlers/preference.ts";
export { AllowUnicast } from "./handlers/server_unicast.ts";
export { IgnoreRequest } from "./handlers/ignore_request.ts";
export { type Lifetimes, StaticAssignment, type StaticAssignmentInit } from "./handlers/static_assignment.ts";
export { TimingLimits } from "./handlers/timing_limits.ts";
export { DEFAULT_RENEWAL_LIMITS, INFINITE_LIFETIME, type RenewalLimits, renewalTimes, type Timing } from "./timing.ts";
export { type Condition, elapsedTime, inSubnet, markedWith, Scope } from "./filters/scope.ts";
export { type Clock, wallClock } from "./clock.ts";
export { consoleLogger, type Logger, type LogProperties, silentLogger } from "./logger.ts";
export { handlersFrom, type HandlersFromOptions, listenersFrom, serverIdFrom } from "./from_settings.ts";
