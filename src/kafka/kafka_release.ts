/** Requests that a release of Kafka was the first to know: their numbers in the protocol, and the version needed. */
const FIRST_WITH: readonly (readonly [release: string, api: number, version: number])[] = [
  ["4.1", 1, 18], // Fetch
  ["4.0", 0, 12], // Produce
  ["3.8", 75, 0], // DescribeTopicPartitions
  ["3.0", 65, 0], // DescribeTransactions
  ["2.8", 60, 0], // DescribeCluster
  ["2.7", 50, 0], // DescribeUserScramCredentials
  ["2.4", 45, 0], // AlterPartitionReassignments
  ["2.2", 43, 0], // ElectLeaders
  ["1.0", 36, 0], // SaslAuthenticate
];

/** The oldest release of Kafka that knows these requests; brokers do not tell their release. */
export function releaseAtLeast(versions: ReadonlyMap<number, number>): string {
  return FIRST_WITH.find(([, api, version]) => (versions.get(api) ?? -1) >= version)?.[0] ?? "0.10";
}
