/** What a visitor may see: `admin` sees the audit log and the bytes of quarantined records as well. */
export type Role = "viewer" | "admin";

/** Somebody who was let in. */
export interface Visitor {
  /** Who it is, for the audit log. */
  readonly name: string;
  /** What may be seen. */
  readonly role: Role;
  /** When it has to be said again who this is, in milliseconds since 1970-01-01 UTC; absent where every request says it. */
  readonly until?: number;
}

/** Where a request comes from. */
export interface Peer {
  /** Its IP address, `undefined` where it is not known. */
  readonly address: string | undefined;
}

/** Whether a text is a role. */
export function isRole(text: string): text is Role {
  return text === "viewer" || text === "admin";
}
