import { assertEquals } from "@std/assert";
import { vendorName } from "../../../src/looking_glass/present/vendor_name.ts";

for (
  const [holder, name] of [
    ["AVM GmbH", "AVM"],
    ["AVM Audiovisuelles Marketing und Computersysteme GmbH", "AVM"],
    ["Huawei Technologies Co.,Ltd", "Huawei Technologies"],
    ["Cisco Systems, Inc", "Cisco Systems"],
    ["SHENZHEN BILIAN ELECTRONIC CO.,LTD", "SHENZHEN BILIAN ELECTRONIC"],
    ["Hon Hai Precision Ind. Co.,Ltd.", "Hon Hai Precision Ind."],
    ["ZTE Corporation", "ZTE"],
    ["GmbH", "GmbH"],
    ["", ""],
    ["Evil\u202e Inc", "Evil\\u202e"],
  ]
) {
  Deno.test(`the holder ${JSON.stringify(holder)} is called ${JSON.stringify(name)}`, () => {
    assertEquals(vendorName(holder), name);
  });
}
