import base from "../assets/style/base.css" with { type: "text" };
import charts from "../assets/style/charts.css" with { type: "text" };
import controls from "../assets/style/controls.css" with { type: "text" };
import decode from "../assets/style/decode.css" with { type: "text" };
import frame from "../assets/style/frame.css" with { type: "text" };
import packets from "../assets/style/packets.css" with { type: "text" };
import print from "../assets/style/print.css" with { type: "text" };
import problems from "../assets/style/problems.css" with { type: "text" };
import tables from "../assets/style/tables.css" with { type: "text" };
import text from "../assets/style/text.css" with { type: "text" };
import timeline from "../assets/style/timeline.css" with { type: "text" };

/** The style of all pages: a file for each concern, what is common before what is special. Browsers get it as one. */
export const style: string = /* @__PURE__ */ [
  ...[base, frame, text, controls, tables, timeline, packets, decode, charts, problems, print],
].join("\n");
