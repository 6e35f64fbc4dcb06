import { overTime } from "./_grafana_panels.ts";
import type { DashboardRow } from "./grafana_dashboard.ts";

const CHOSEN = 'instance=~"$collector"';

function rate(metric: string, by = "instance"): string {
  return `sum by (${by}) (rate(dhcpkit_detection_${metric}_total{${CHOSEN}}[$__rate_interval]))`;
}

function increase(metric: string, by = "instance"): string {
  return `sum by (${by}) (increase(dhcpkit_detection_${metric}_total{${CHOSEN}}[$__rate_interval]))`;
}

function now(metric: string, by = "instance"): string {
  return `max by (${by}) (dhcpkit_detection_${metric}{${CHOSEN}})`;
}

/** What detectors find, and whether they keep up. */
export const DETECTION_ROWS: readonly DashboardRow[] = [{
  title: "Detection",
  perLine: 3,
  height: 8,
  panels: [
    overTime(
      {
        title: "Problems",
        description: "Findings that last, by detector. What each is, and what to do, is in docs/detectors.md.",
        unit: "short",
      },
      [now("open_findings", "detector, severity"), "{{detector}} {{severity}}"],
    ),
    overTime(
      {
        title: "Looked at",
        description: "Transactions that detectors looked at, a second, and those that came too late for that.",
        unit: "reqps",
      },
      [rate("observed"), "{{instance}}"],
      [rate("late"), "{{instance}} late"],
    ),
    overTime(
      {
        title: "Detection behind",
        description: "Time of transactions that are stored and not looked at. High while a backlog is worked off.",
        unit: "s",
        limits: [60, 600],
      },
      [now("lag_seconds"), "{{instance}}"],
    ),
    overTime(
      {
        title: "Notices",
        description:
          "What was told to the log, what the webhook took and what it did not take, and what still waits for it.",
        unit: "short",
      },
      [increase("notices"), "{{instance}} told"],
      [increase("webhook_notices", "instance, result"), "{{instance}} webhook {{result}}"],
      [now("webhook_waiting_notices"), "{{instance}} waiting"],
    ),
    overTime(
      {
        title: "Findings written",
        description: "Findings that the store took, those that wait for it, and those that had no room to wait.",
        unit: "short",
      },
      [increase("written_findings"), "{{instance}} written"],
      [now("pending_findings"), "{{instance}} waiting"],
      [increase("lost_findings"), "{{instance}} lost"],
    ),
    overTime(
      {
        title: "Detection fails",
        description:
          "1 while detection cannot go on or findings cannot be written. The log of the collector tells why.",
        unit: "short",
        limits: [1, 1],
      },
      [now("problem"), "{{instance}}"],
    ),
  ],
}];
