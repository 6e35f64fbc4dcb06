/**
 * The looking glass: a dashboard that tells what DHCPv6 servers and their clients did, out of a store.
 *
 * @module
 */
export { type LookingGlass, lookingGlass, type LookingGlassInit } from "./app.ts";
export { type ServedLookingGlass, type ServeInit, serveLookingGlass } from "./serve.ts";
export { Access, type AccessInit, type Identified, type TrustedProxy } from "./access/access.ts";
export { type AuditLog, type AuditSink, MemoryAudit, storeAudit, type StoreAuditInit } from "./access/audit.ts";
export { whyNotListen } from "./access/listen_check.ts";
export type { LoginLimits } from "./access/login_limiter.ts";
export { type HashOptions, hashPassword, isPassword } from "./access/password_hash.ts";
export { readTokens, type Token } from "./access/token_file.ts";
export { readUsers, type User } from "./access/users_file.ts";
export type { Peer, Role, Visitor } from "./access/visitor.ts";
export {
  type FollowedStore,
  type FollowOptions,
  followStore,
  type LiveBatch,
  type LiveFeed,
} from "./live/live_feed.ts";
