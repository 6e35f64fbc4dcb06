import { securitySuite } from "./_security_suite.ts";
import { kafkaClients } from "./_transport_kinds.ts";

securitySuite(kafkaClients);
