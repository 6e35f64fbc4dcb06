// The machines that build this cannot reach the registry that @std/assert comes from; these are the same functions from npm.
// @ts-types="./mod.d.ts"
export * from "npm:deno-std@1.4.0/assert/mod.js";
