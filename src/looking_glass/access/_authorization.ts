import { decodeBase64Url } from "./_base64.ts";

/** What a request says of who sends it: a token, or a name (empty where it cannot be read) and a password. */
export type Authorization =
  | { readonly scheme: "bearer"; readonly secret: string }
  | { readonly scheme: "basic"; readonly name: string; readonly secret: string };

/** Reads the header `Authorization`; `undefined` where there is none, or one of another scheme. */
export function readAuthorization({ headers }: Request): Authorization | undefined {
  const [, scheme = "", value = ""] = /^(\w+) +(\S+)$/.exec(headers.get("authorization") ?? "") ?? [];
  if (/^bearer$/i.test(scheme)) return { scheme: "bearer", secret: value };
  if (!/^basic$/i.test(scheme)) return undefined;
  const text = new TextDecoder().decode(decodeBase64Url(value)), colon = text.indexOf(":");
  if (colon <= 0) return { scheme: "basic", name: "", secret: "" };
  return { scheme: "basic", name: text.slice(0, colon), secret: text.slice(colon + 1) };
}
