import type { ClusterSecurity, SaslSettings } from "../kafka/security.ts";
import type { ClusterSettings } from "./transport.ts";

/** Clients that can run in a thread of their own. */
export type WorkerClient = "kafkajs" | "platformatic";

/** Settings that another thread can be given: functions stay behind, and are asked for by message. */
export interface WorkerSettings extends Omit<ClusterSettings, "security"> {
  readonly security: Omit<ClusterSecurity, "sasl"> & { readonly sasl?: WorkerSasl };
}

/** SASL, with a token that is asked for. */
export type WorkerSasl = Exclude<SaslSettings, { mechanism: "oauthbearer" }> | { readonly mechanism: "oauthbearer" };

/** What the thread is told. */
export type ToWorker =
  | { readonly kind: "connect"; readonly client: WorkerClient; readonly settings: WorkerSettings }
  | { readonly kind: "send"; readonly id: number; readonly records: ArrayBuffer }
  | { readonly kind: "token"; readonly id: number; readonly token?: string; readonly problem?: string };

/** What the thread tells. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "connected" }
  | { readonly kind: "failed"; readonly id?: number; readonly problem: string }
  | { readonly kind: "sent"; readonly id: number; readonly results: WorkerResults }
  | { readonly kind: "token-wanted"; readonly id: number };

/** So many were delivered; or what became of each, as a problem and whether it is for good. */
export type WorkerResults = number | readonly WorkerResult[];

/** `undefined` = delivered. */
export type WorkerResult = undefined | { readonly status: "failed" | "rejected"; readonly problem: string };
