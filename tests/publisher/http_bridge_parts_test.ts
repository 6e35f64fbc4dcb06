import { assertEquals, assertThrows } from "@std/assert";
import { describeConnection } from "../../src/publisher/_bridge_wording.ts";
import { concatenatedJson } from "../../src/publisher/_concatenated_json.ts";

Deno.test("JSON objects that follow one another are read, with whatever is in their texts", () => {
  const objects = [{ a: 1 }, { text: '}{"\\"[' }, {}, { deep: [{ x: ["}"] }], last: null }];
  for (const [between, indent] of [["", 0], ["\r\n", 0], [" \n\n ", 2]] as const) {
    const text = objects.map((it) => JSON.stringify(it, null, indent)).join(between);
    assertEquals(concatenatedJson(text), objects);
  }
  assertEquals(concatenatedJson(" \n"), []);
});

Deno.test("JSON objects before a cut are read, wherever the cut is", () => {
  const objects = [{ text: '}{"\\"[' }, { deep: [{ x: 1 }] }, { last: "\\" }];
  const parts = objects.map((it) => JSON.stringify(it)), text = parts.join("\n");
  const ends = parts.map((_, i) => parts.slice(0, i + 1).join("\n").length);
  for (let length = 0; length <= text.length; length++) {
    const whole = ends.filter((end) => end <= length).length;
    assertEquals(concatenatedJson(text.slice(0, length)), objects.slice(0, whole));
  }
});

Deno.test("what is no JSON object among those that follow one another is an error", () => {
  for (const text of ["<html>", "{} x", "null", "[]", "{}[{}]", "}", "{a}", '"{}"', "{},{}"]) {
    assertThrows(() => concatenatedJson(text), SyntaxError);
  }
});

/** What `fetch` of Deno 2.9 and of Node.js 20 threw at a server of each kind. */
const CONNECTION_ERRORS: readonly [messages: [string, string?], told: string][] = [
  [
    ["error sending request for url (URL): client error (Connect): tcp connect error: Connection refused (os error 111)"],
    "nobody listens at URL: connection refused",
  ],
  [["connect ECONNREFUSED 127.0.0.1:40111", "ECONNREFUSED"], "nobody listens at URL: connection refused"],
  [["", "ECONNREFUSED"], "nobody listens at URL: connection refused"],
  [
    ["error sending request for url (URL): client error (Connect): dns error: failed to lookup address information: Name or service not known"],
    "the host of URL cannot be resolved; check the url",
  ],
  [["getaddrinfo ENOTFOUND nowhere.invalid", "ENOTFOUND"], "the host of URL cannot be resolved; check the url"],
  [
    ["error sending request for url (URL): client error (Connect): received corrupt message of type InvalidContentType"],
    "URL does not speak TLS; check the url",
  ],
  [[
    "801C07AB2A7F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number",
    "ERR_SSL_WRONG_VERSION_NUMBER",
  ], "URL does not speak TLS; check the url"],
  [
    ["error sending request from 127.0.0.1:43594 for URL (127.0.0.1:40001): client error (SendRequest): invalid HTTP version parsed"],
    "URL does not speak HTTP, or wants https; check the url",
  ],
  [
    ["Response does not match the HTTP/1.1 protocol (Expected HTTP/)", "HPE_INVALID_CONSTANT"],
    "URL does not speak HTTP, or wants https; check the url",
  ],
  [
    ["error sending request for url (URL): client error (Connect): invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))"],
    "the certificate of URL is not trusted; let this runtime trust the authority behind it, or check the url",
  ],
  [
    ["self-signed certificate", "DEPTH_ZERO_SELF_SIGNED_CERT"],
    "the certificate of URL is not trusted; let this runtime trust the authority behind it, or check the url",
  ],
  [
    ["read ECONNRESET", "ECONNRESET"],
    "the connection to URL broke before the answer was complete; what it has not confirmed is sent again",
  ],
  [
    ["error reading a body from connection: URL"],
    "the connection to URL broke before the answer was complete; what it has not confirmed is sent again",
  ],
];

Deno.test("what fetch throws is told with its remedy, in Deno and in Node.js", () => {
  const url = "https://dns-error.certificate.example:8080/refused";
  for (const [[message, code], told] of CONNECTION_ERRORS) {
    const cause = Object.assign(new Error(message.replace("URL", url)), { code });
    const error = new TypeError("fetch failed", { cause });
    assertEquals(describeConnection(error, url), told.replace("URL", url));
  }
  const denied = Object.assign(new Error('Requires net access to "host:80", run again'), { name: "NotCapable" });
  assertEquals(describeConnection(denied, url), denied.message);
});
