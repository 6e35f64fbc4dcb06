/** Datatypes for what a configuration points to and does not hold itself. */

import { filePath } from "./name_datatypes.ts";
import { quote } from "./_quote.ts";
import type { Datatype } from "./datatype.ts";
import { ValueError } from "./value_error.ts";

/**
 * The path of a folder; a relative one counts as for {@linkcode filePath}.
 *
 * @example
 * ```ts
 * import { directoryPath } from "@dhcpkit/kafka/config";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(directoryPath.parse("spool", "conf/dhcpd.conf"), "conf/spool");
 * ```
 */
export const directoryPath: Datatype<string> = {
  name: "directory",
  prose: filePath.prose.replace("of a file", "of a directory"),
  parse: (text: string, fileName?: string): string => filePath.parse(text, fileName),
};

/**
 * The name of an environment variable. What is not a name may be the secret itself, so no error repeats it.
 *
 * @example
 * ```ts
 * import { environmentVariable } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(environmentVariable.parse("KAFKA_PASSWORD"), "KAFKA_PASSWORD");
 * assertThrows(() => environmentVariable.parse("s3cret!"), RangeError, "the value is not the name of a variable");
 * ```
 */
export const environmentVariable: Datatype<string> = {
  name: "environment variable",
  prose: "the name of an environment variable: A-Z a-z 0-9 _, not beginning with a digit",
  parse(text: string): string {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
    throw new ValueError(
      "the value is not the name of a variable",
      "write a name such as KAFKA_PASSWORD, and put the secret into that variable",
    );
  },
};

/**
 * The address of a service over HTTP. A login in it is refused and not repeated, since a configuration holds no secrets.
 *
 * @example
 * ```ts
 * import { httpUrl } from "@dhcpkit/kafka/config";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(httpUrl.parse("https://bridge.example.com/kafka"), "https://bridge.example.com/kafka");
 * assertThrows(() => httpUrl.parse("bridge.example.com"), RangeError, "is not an http or https URL");
 * ```
 */
export const httpUrl: Datatype<string> = {
  name: "URL",
  prose: "an http or https URL without a user name or password",
  parse(text: string): string {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url && (url.username !== "" || url.password !== "")) {
      throw new ValueError("the URL holds a login", "put what has to stand in the header Authorization into a file");
    }
    if (url?.protocol === "http:" || url?.protocol === "https:") return text;
    throw new ValueError(`${quote(text)} is not an http or https URL`, "write for example https://bridge.example.com");
  },
};
