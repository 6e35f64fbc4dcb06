import { crc32 } from "../../wire/crc32.ts";
import decode from "../assets/decode.js" with { type: "text" };
import glass from "../assets/glass.js" with { type: "text" };
import icon from "../assets/icon.svg" with { type: "text" };
import { answer } from "./answer.ts";
import { style } from "./_style.ts";

/** The name of a file that pages use. */
export type AssetName = "decode.js" | "glass.js" | "icon.svg" | "style.css";

interface Asset {
  readonly text: string;
  readonly type: string;
}

const ASSETS: Readonly<Record<AssetName, Asset>> = {
  "decode.js": { text: decode, type: "text/javascript; charset=utf-8" },
  "glass.js": { text: glass, type: "text/javascript; charset=utf-8" },
  "icon.svg": { text: icon, type: "image/svg+xml" },
  "style.css": { text: style, type: "text/css; charset=utf-8" },
};

/** The files that pages use, each at an address that changes with its content, so that browsers keep them for ever. */
export class Assets {
  readonly #names: ReadonlyMap<string, AssetName>;
  readonly #addresses: ReadonlyMap<AssetName, string>;

  /** Finds out the addresses. */
  constructor() {
    const entries = Object.entries(ASSETS).map(([name, { text }]) => {
      const sum = crc32(new TextEncoder().encode(text)).toString(16).padStart(8, "0");
      return [name as AssetName, `/assets/${name.replace(".", `.${sum}.`)}`] as const;
    });
    this.#addresses = new Map(entries);
    this.#names = new Map(entries.map(([name, address]) => [address, name]));
  }

  /** Where a file is. */
  address(name: AssetName): string {
    return this.#addresses.get(name)!;
  }

  /** Answers with the file at a path; `undefined` when there is none. */
  answer(request: Request, path: string): Response | undefined {
    const name = this.#names.get(path), asset = name && ASSETS[name];
    return asset && answer(request, asset.text, { type: asset.type, keep: "for-ever" });
  }
}
