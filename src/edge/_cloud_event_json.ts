import { cloudEventRecord, REQUIRED } from "./_cloud_event_record.ts";
import { EdgeRecord } from "./edge_record.ts";
import { isObject, type JsonObject, RecordReading } from "./_reading.ts";
import { type ValueJsonOptions, valueOf } from "./value_json.ts";

/** Whether a value of JSON says that it is a CloudEvent. */
export function isCloudEventJson(json: unknown): json is JsonObject {
  return isObject(json) && "specversion" in json;
}

/** A CloudEvent in the JSON format: its value is in `data_base64`, or in `data`, as a transaction in JSON or as base64 in a text. */
export function cloudEventInJson(json: unknown, place: string, options: ValueJsonOptions): EdgeRecord {
  const reading = new RecordReading(place);
  if (!isObject(json)) {
    reading.fault("", "not an object", json);
    return new EdgeRecord({ place, value: null, problem: reading.problem });
  }
  const { data, data_base64: base64, ...rest } = json, attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(rest)) {
    if (["string", "number", "boolean"].includes(typeof value)) attributes[name] = String(value);
  }
  for (const name of REQUIRED) if (!attributes[name]) reading.fault(name, "missing, or no text", json);
  const value = base64 === undefined || base64 === null
    ? valueOf(data, "data", reading, options)
    : reading.base64("data_base64", base64);
  return cloudEventRecord(reading, attributes, value);
}
