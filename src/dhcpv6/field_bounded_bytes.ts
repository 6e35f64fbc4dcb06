import { WireError } from "../wire/mod.ts";
import { bytes, type Field } from "./field.ts";
import { JsonError } from "./json_error.ts";
import { bytesFrom } from "./json_value.ts";

/** Everything that is left, as bytes: a view of at least `least` and at most `most` of them. */
export function bytesBetween(least: number, most: number): Field<Uint8Array> {
  const fits = ({ length }: Uint8Array): boolean => length >= least && length <= most;
  const check = (value: Uint8Array, at: number): Uint8Array => {
    if (fits(value)) return value;
    throw new WireError(`there are ${value.length} bytes at offset ${at} where ${least} to ${most} may be`, at);
  };
  return {
    ...bytes,
    kind: `${least} to ${most} bytes`,
    read(reader) {
      const at = reader.offset;
      return check(bytes.read(reader), at);
    },
    write: (writer, value) => bytes.write(writer, check(value, writer.offset)),
    fromJson(json) {
      const value = bytesFrom(json);
      if (!fits(value)) throw new JsonError(`there are ${value.length} bytes where ${least} to ${most} may be`);
      return value;
    },
  };
}
