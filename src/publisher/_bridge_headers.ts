/** Headers. Throws `TypeError` without their values, which `Headers` itself would quote, for what HTTP does not allow. */
export function checkedHeaders(init: Readonly<Record<string, string>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(init)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw new TypeError("a header of the bridge has a name that HTTP does not allow");
    }
    if (!isHeaderValue(value)) {
      throw new TypeError(`the header ${name} of the bridge has a value that HTTP does not allow`);
    }
    headers.set(name, value);
  }
  return headers;
}

/**
 * What headers hold that may be a secret, by their names or by how long it is. Not all that they hold: in an answer without every "2000" or
 * "offset" nothing could be read any more.
 */
export function secretsIn(headers: Readonly<Record<string, string>>): readonly string[] {
  const isSecret = ([name, value]: [string, string]) =>
    value.length >= 16 || /auth|key|token|secret|pass|cookie|credential|signature/i.test(name);
  return Object.entries(headers).filter(isSecret).flatMap(([, value]) => withoutScheme(value));
}

/** The value of a header, and what stands behind the name of a scheme. */
export function withoutScheme(value: string): readonly string[] {
  return [value, value.slice(value.indexOf(" ") + 1)].filter((secret) => secret.length > 3);
}

/** Whether HTTP allows it. */
export function isHeaderValue(value: string): boolean {
  return /^[\x20-\x7e\t]+$/.test(value);
}
