import type { OurList, OurMessage, OurOption, OurReading } from "./our_reading.ts";

/** What stands in the length of user and vendor classes: the length, or what dhcproto writes there. */
type ClassLength = "lengths" | "counts";

/** Options that dhcproto takes apart, and so puts together again. */
const HOLDERS = [3, 4, 5, 9, 17, 25, 26];

/** How dhcproto writes a packet that it has read without fault, as hexadecimal digits: each list sorted by code. */
export function writtenByRust({ message, packet }: OurReading, classLength: ClassLength): string | undefined {
  return message && messageText(message, packet, classLength);
}

function messageText({ list }: OurMessage, whole: string, classLength: ClassLength): string {
  return whole.slice(0, whole.length - listLength(list)) + listText(list, classLength);
}

function listText({ options }: OurList, classLength: ClassLength): string {
  return options.toSorted((a, b) => a.code - b.code).map((option) => optionText(option, classLength)).join("");
}

function optionText({ code, data, value, list, message }: OurOption, classLength: ClassLength): string {
  let body = data;
  if (message && HOLDERS.includes(code)) body = messageText(message, data, classLength);
  else if (list && HOLDERS.includes(code)) {
    body = data.slice(0, data.length - listLength(list)) + listText(list, classLength);
  }
  const items = Array.isArray(value?.classes) ? value.classes.length + (code === 16 ? 4 : 0) : 0;
  const isCounted = classLength === "counts" && (code === 15 || code === 16);
  return u16(code) + u16(isCounted ? items : body.length / 2) + body;
}

/** Digits that a list takes. */
function listLength({ options, stray }: OurList): number {
  return options.reduce((sum, { data }) => sum + 8 + data.length, stray.length);
}

function u16(value: number): string {
  return value.toString(16).padStart(4, "0");
}
