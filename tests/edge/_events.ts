import { httpEvent, knativeHeaders } from "./_http.ts";
import { lambdaEvent, lambdaRecord } from "./_lambda.ts";
import { base64, transaction, value } from "./_transactions.ts";

const cloudEvent = { specversion: "1.0", id: "1", source: "s", type: "t", data_base64: base64() };
const bridged = { topic: "t", partition: 1, offset: 2, key: null, value: base64() };
const envelope = { Offset: 1, Partition: 1, Topic: "t", Value: base64() };

/** An event of each shape, each with one record: the same. */
export const EVENTS: Readonly<Record<string, unknown>> = {
  "AWS Lambda": lambdaEvent({ "t-0": [lambdaRecord(1)] }),
  "Azure Functions, bytes": value(),
  "Azure Functions, many bytes": [value()],
  "Azure Functions, text": JSON.stringify(envelope),
  "Azure Functions, object": [envelope],
  "a bridge": [bridged],
  "a CloudEvent in JSON": cloudEvent,
  "CloudEvents in JSON": [cloudEvent],
  "Knative": httpEvent(knativeHeaders(0, 1), value()),
  "a structured CloudEvent": httpEvent({ "content-type": "application/cloudevents+json" }, cloudEvent),
  "a batch of CloudEvents": httpEvent({ "content-type": "application/cloudevents-batch+json" }, [cloudEvent]),
  "a bridge over HTTP": httpEvent({ "content-type": "application/vnd.kafka.binary.v2+json" }, [bridged]),
  "a sink of Kafka Connect": httpEvent({ "content-type": "application/json" }, transaction()),
  "a sink of Kafka Connect that sends text": httpEvent({ "content-type": "text/plain; charset=utf-8" }, base64()),
  "a value over HTTP": httpEvent({ "content-type": "application/octet-stream" }, value()),
};
