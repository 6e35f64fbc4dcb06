import type { CertificateSummary, TlsPeer } from "./tls_peer.ts";

/** What a broker's certificates were looked at for. */
export interface CertificateExpectation {
  /** The broker, for people. */
  readonly broker: string;
  /** The name that the certificate has to bear. */
  readonly name: string;
  /** What time it is here. */
  readonly now: Date;
}

/** What is wrong with a broker's certificates and what to do about it, in one line; `undefined` when nothing is. */
export function certificateFault(
  { problem, certificates }: TlsPeer,
  { broker, name, now }: CertificateExpectation,
): string | undefined {
  if (problem === undefined) return undefined;
  const [own] = certificates, last = certificates.at(-1);
  if (!own || !last) return `${broker} shows no certificate (${problem})`;
  const clock = `the clock here says ${dateText(now)}`;
  const expired = certificates.find(({ validTo }) => validTo < now);
  if (expired) {
    return `the certificate ${whose(expired, own)}of ${broker} (${expired.subject}) expired at ` +
      `${dateText(expired.validTo)}; renew it on the broker (${clock})`;
  }
  const early = certificates.find(({ validFrom }) => validFrom > now);
  if (early) {
    return `the certificate ${whose(early, own)}of ${broker} (${early.subject}) is not valid before ` +
      `${dateText(early.validFrom)}; set the clocks right (${clock})`;
  }
  if (problem === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return `the certificate of ${broker} is for ${
      own.names.join(", ") || `no host at all (${own.subject})`
    }, not for ` +
      `${name}; connect to a name that it bears, or say which to expect (tls-server-name)`;
  }
  if (own.subject === own.issuer) {
    return `the certificate of ${broker} is self-signed (${own.subject}); if it is the right one, trust it as an ` +
      "authority (tls-ca-file)";
  }
  return `the certificate of ${broker} (${own.subject}) is signed by ${last.issuer}, which is not trusted here; give ` +
    "that authority's certificate (tls-ca-file)";
}

/** What a broker's alert during or after the handshake means, or `undefined` when it is about something else. */
export function alertFault(
  text: string,
  { broker, hasCertificate }: { readonly broker: string; readonly hasCertificate: boolean },
): string | undefined {
  if (/CERTIFICATE_?REQUIRED|HANDSHAKE_?FAILURE|BAD_?CERTIFICATE/i.test(text) && !hasCertificate) {
    return `${broker} wants to see a certificate of this client; give one and its key (tls-certificate-file, ` +
      "tls-key-file)";
  }
  if (!/alert/i.test(text)) return undefined;
  if (/EXPIRED/i.test(text)) return `${broker} says that this client's certificate has expired; renew it`;
  if (/CERTIFICATE|UNKNOWN_?CA|ACCESS_?DENIED/i.test(text)) {
    return `${broker} does not accept this client's certificate; have it signed by an authority that the broker trusts ` +
      "(ssl.truststore.location there)";
  }
  if (/PROTOCOL_?VERSION|INSUFFICIENT|HANDSHAKE_?FAILURE/i.test(text)) {
    return `${broker} and this client share no version or cipher of TLS; allow TLS 1.2 or 1.3 on the broker ` +
      "(ssl.enabled.protocols)";
  }
  return undefined;
}

function whose(certificate: CertificateSummary, own: CertificateSummary): string {
  return certificate === own ? "" : "of an authority behind that ";
}

/** `2026-11-25 13:08 UTC` */
export function dateText(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
