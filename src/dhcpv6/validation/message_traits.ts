import type { ReceiverRole } from "../finding.ts";
import { MessageType } from "../message_type.ts";

/** What the protocol says about messages of one type (RFC 9915 section 16, and the RFCs that define the others). */
export interface MessageTraits {
  /** Who sends it. */
  readonly sender: "client" | "server" | "relay" | "requestor" | "either";
  /** Who accepts it when it comes straight to them; everybody else discards it. */
  readonly receivers: readonly ReceiverRole[];
  /** Whether it has a client identifier. */
  readonly clientId: "required" | "optional";
  /** Whether it has a server identifier. */
  readonly serverId: "required" | "optional" | "forbidden";
  /** The types of request that it answers; none for what is no answer. */
  readonly answers: readonly number[];
}

const T = MessageType;

/** What there is for message types that are assigned; `undefined` for all others. */
export function messageTraits(type: number): MessageTraits | undefined {
  return TRAITS.get(type);
}

/** Whether clients send messages of this type to be configured; not those of a Leasequery or for DHCPv4. */
export function isFromClient(type: number): boolean {
  return CLIENT_REQUESTS.includes(type);
}

/** Whether servers configure clients by messages of this type: Advertise and Reply. */
export function isConfiguration(type: number): boolean {
  return type === T.Advertise || type === T.Reply;
}

/** RFC 9915 section 7.3, from clients to servers. */
const CLIENT_REQUESTS: readonly number[] = /* @__PURE__ */ clientRequests();

function clientRequests(): number[] {
  return [T.Solicit, T.Request, T.Confirm, T.Renew, T.Rebind, T.Release, T.Decline, T.InformationRequest];
}

const TRAITS: ReadonlyMap<number, MessageTraits> = /* @__PURE__ */ traitsByType();

function traitsByType(): ReadonlyMap<number, MessageTraits> {
  const toServer: MessageTraits = {
    sender: "client",
    receivers: ["server", "relay"],
    clientId: "required",
    serverId: "required",
    answers: [],
  };
  const toClient: MessageTraits = {
    sender: "server",
    receivers: ["client"],
    clientId: "required",
    serverId: "required",
    answers: [],
  };
  const unchecked = { clientId: "optional", serverId: "optional" } as const;
  const failover: MessageTraits = { sender: "either", receivers: ["server"], answers: [], ...unchecked };

  return new Map<number, MessageTraits>([
    [T.Solicit, { ...toServer, serverId: "forbidden" }],
    [T.Advertise, { ...toClient, answers: [T.Solicit] }],
    [T.Request, toServer],
    [T.Confirm, { ...toServer, serverId: "forbidden" }],
    [T.Renew, toServer],
    [T.Rebind, { ...toServer, serverId: "forbidden" }],
    [T.Reply, { ...toClient, clientId: "optional", answers: [...CLIENT_REQUESTS, T.StartTls] }],
    [T.Release, toServer],
    [T.Decline, toServer],
    [T.Reconfigure, toClient],
    [T.InformationRequest, { ...toServer, ...unchecked }],
    [T.RelayForward, { sender: "relay", receivers: ["server", "relay"], answers: [], ...unchecked }],
    [T.RelayReply, { sender: "server", receivers: ["relay"], answers: [T.RelayForward], ...unchecked }],
    [T.Leasequery, { ...toServer, sender: "requestor", serverId: "optional" }],
    [T.LeasequeryReply, { ...toClient, answers: [T.Leasequery, T.ActiveLeasequery] }],
    [T.LeasequeryDone, { ...toClient, ...unchecked, answers: [T.Leasequery, T.ActiveLeasequery] }],
    [T.LeasequeryData, { ...toClient, ...unchecked, answers: [T.Leasequery, T.ActiveLeasequery] }],
    [T.ReconfigureRequest, { ...toServer, ...unchecked, sender: "relay" }],
    [T.ReconfigureReply, { sender: "server", receivers: ["relay"], answers: [T.ReconfigureRequest], ...unchecked }],
    [T.Dhcpv4Query, { ...toServer, ...unchecked }],
    [T.Dhcpv4Response, { ...toClient, ...unchecked, receivers: ["client", "relay"], answers: [T.Dhcpv4Query] }],
    [T.ActiveLeasequery, { ...toServer, ...unchecked, sender: "requestor", receivers: ["server"] }],
    [T.StartTls, { ...toServer, ...unchecked, sender: "requestor", receivers: ["server"] }],
    ...Array.from({ length: T.Contact - T.BindingUpdate + 1 }, (_, i) => [T.BindingUpdate + i, failover] as const),
    [T.AddressRegistrationInform, { ...toServer, serverId: "forbidden" }],
    [T.AddressRegistrationReply, {
      ...toClient,
      receivers: ["client", "relay"],
      serverId: "optional",
      answers: [T.AddressRegistrationInform],
    }],
  ]);
}
