import { toHex } from "../wire/mod.ts";
import { bytes, type Field, u16 } from "./field.ts";
import { fieldLike } from "./field_like.ts";
import { hardwareTypeName } from "./hardware_type.ts";

/** A hardware type of the ARP registry in 16 bits; 1 = Ethernet. */
export const hardwareType: Field<number> = /* @__PURE__ */ fieldLike(u16, {
  kind: "u16 hardware type",
  text: (value) => hardwareTypeName(value),
});

/** Everything that is left, as a link-layer address: a view, not a copy. For people, with colons. */
export const linkLayerAddress: Field<Uint8Array> = /* @__PURE__ */ fieldLike(bytes, {
  kind: "link-layer address",
  text: (value) => value.length === 0 ? "empty" : toHex(value, ":"),
});
