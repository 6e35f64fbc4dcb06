/** How far `decode` goes; what lies beyond is kept as bytes, with a problem that tells the limit. */
export interface DecodeLimits {
  /** Bytes of a message. Default: 65535, more than UDP carries. */
  readonly bytes?: number;
  /** Options in all, nested ones included. Default: 16384, as many as fit into 65535 bytes. */
  readonly options?: number;
  /** Options within options. Default: 64. */
  readonly nesting?: number;
  /** Messages within messages. Default: 100; RFC 9915 section 7.6 has relay agents stop at 8. */
  readonly relays?: number;
  /**
   * Malformed bodies, stray bytes behind options, and what other limits keep from being read: their errors cost far more
   * than reading well-formed options. Default: 100; behind the last of them, each structure around it can tell of one more.
   */
  readonly problems?: number;
}

/** The limits that hold where nothing else is said. */
export const USUAL_LIMITS: Required<DecodeLimits> = {
  bytes: 65_535,
  options: 16_384,
  nesting: 64,
  relays: 100,
  problems: 100,
};
