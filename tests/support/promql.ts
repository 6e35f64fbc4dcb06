import { parser } from "@prometheus-io/lezer-promql";

/** What an expression asks Prometheus for. */
export interface PromqlUse {
  /** Metrics with the matchers that stand behind each. */
  readonly selectors: readonly PromqlSelector[];
  /** Labels that are summed by. */
  readonly groupedBy: readonly string[];
}

/** A metric, and which of its series. */
export interface PromqlSelector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[];
}

/** Reads an expression with the grammar of Prometheus' own editor. Throws `SyntaxError` for what is not PromQL. */
export function readPromql(expression: string): PromqlUse {
  const selectors: (PromqlSelector & { matchers: { label: string; operator: string; value: string }[] })[] = [];
  const groupedBy: string[] = [];
  const text = ({ from, to }: { from: number; to: number }) => expression.slice(from, to);
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) throw new SyntaxError(`at ${node.from} of ${expression}`);
      if (node.name === "VectorSelector") {
        const metric = node.node.getChild("Identifier");
        selectors.push({ metric: metric ? text(metric) : "", matchers: [] });
      } else if (node.name === "UnquotedLabelMatcher") {
        const [label, operator, value] = ["LabelName", "MatchOp", "StringLiteral"].map((part) => {
          const found = node.node.getChild(part);
          return found ? text(found) : "";
        });
        selectors.at(-1)!.matchers.push({ label, operator, value: value.slice(1, -1) });
      } else if (node.name === "GroupingLabels") {
        groupedBy.push(...node.node.getChildren("LabelName").map(text));
      }
    },
  });
  return { selectors, groupedBy };
}
