import { assertEquals, assertStringIncludes } from "@std/assert";
import { toHex } from "@dhcpkit/kafka/dhcpv6";
import { browserTest, upload } from "../browser/_lab.ts";
import { packet } from "../store/_packets.ts";
import { ethernet, ipv6, pcap, udp } from "../tap/_captures.ts";

const SOLICIT = packet("Solicit"), FRAME = { bytes: ethernet(ipv6(udp(SOLICIT))) };

browserTest(
  "once the page for decoding is there, it does all of its work without a network",
  async ({ chromium, at }) => {
    await chromium.withTab({}, async (tab) => {
      const requests: string[] = [];
      await tab.goto(at("/decode"), { waitUntil: "networkidle" });
      await tab.locator("[data-decode-state]", { hasText: "nothing is sent" }).waitFor();
      tab.on("request", (request) => requests.push(request.url()));
      await tab.context().setOffline(true);

      for (const text of [toHex(SOLICIT), SOLICIT.toBase64(), "01 f3 5g"]) {
        await tab.fill("#text", text);
        await tab.keyboard.press("Tab");
        await tab.click("form.decode button");
        await tab.locator("#decoded .lead").waitFor();
        const isRight = text !== "01 f3 5g";
        assertStringIncludes(
          await tab.locator("#decoded").innerText(),
          isRight ? "Solicit" : "is no hexadecimal digit",
        );
      }
      await tab.setInputFiles("[name=file]", upload("two.pcap", pcap([FRAME, FRAME])));
      await tab.locator("#decoded tbody tr button").nth(1).click();
      await tab.locator("[data-shown] .tree").waitFor();
      for (const form of ["JSON", "pcap"]) {
        const button = tab.locator("form.take button", { hasText: form });
        const [download] = await Promise.all([tab.waitForEvent("download"), button.click()]);
        assertEquals(download.url().slice(0, 5), "blob:");
      }
      assertEquals(requests.filter((url) => !url.startsWith("blob:")), []);
    });
  },
);
