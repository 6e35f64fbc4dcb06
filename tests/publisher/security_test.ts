import { kafkaJsTransport } from "@dhcpkit/kafka/publisher/kafkajs";
import { securitySuite } from "./_security_suite.ts";

securitySuite([{ name: "kafkajs", make: kafkaJsTransport }]);
