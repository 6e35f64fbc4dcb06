import type { AnyPage } from "../frame/page.ts";
import { auditPage } from "./audit.ts";
import { clientPage } from "./client.ts";
import { clientsPage } from "./clients.ts";
import { decodePage } from "./decode.ts";
import { healthPage } from "./health.ts";
import { heldPage } from "./held.ts";
import { leasesPage } from "./leases.ts";
import { livePage } from "./live.ts";
import { overviewPage } from "./overview.ts";
import { portPage } from "./port.ts";
import { problemPage } from "./problem.ts";
import { problemsPage } from "./problems.ts";
import { relaysPage } from "./relays.ts";
import { serverPage } from "./server.ts";
import { serversPage } from "./servers.ts";
import { transactionPage } from "./transaction.ts";
import { transactionsPage } from "./transactions.ts";

/** Every page there is. */
export const allPages: readonly AnyPage[] = [
  overviewPage,
  problemsPage,
  problemPage,
  livePage,
  clientsPage,
  clientPage,
  leasesPage,
  transactionsPage,
  transactionPage,
  serversPage,
  serverPage,
  relaysPage,
  portPage,
  heldPage,
  decodePage,
  healthPage,
  auditPage,
];
