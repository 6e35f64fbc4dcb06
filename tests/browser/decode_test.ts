import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Message, rawOption, standardSpace, toHex } from "@dhcpkit/kafka/dhcpv6";
import { Status } from "@dhcpkit/kafka/dhcpv6/options";
import { DHCPKafkaMessage } from "@dhcpkit/kafka/messages";
import type { Page } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import { ATTRIBUTE, SCRIPT, UNSEEN } from "../looking_glass/_fixture.ts";
import { address, ia, packet, relayed } from "../store/_packets.ts";
import { ethernet, fragments, ipv6, pcap, udp } from "../tap/_captures.ts";
import { vectors } from "../vectors/mod.ts";
import { browserTest, upload } from "./_lab.ts";

const SOLICIT = packet("Solicit", ia()), RENEW = relayed("RelayForward", 2, packet("Renew"));
const LARGE = relayed("RelayForward", 6, packet("Rebind")), AT = Date.UTC(2026, 10, 30, 13, 5) * 1000;
const RECORD = new DHCPKafkaMessage({
  ...{ serverName: "dhcp01", timestampIn: AT / 1e6, messageIn: Message.parse(packet("Request", ia())) },
  ...{ timestampOut: AT / 1e6 + 0.003, messageOut: Message.parse(packet("Reply", ia(address("2001:db8::42", 3600)))) },
}).save();
const CAPTURE = pcap([
  { bytes: ethernet(ipv6(udp(SOLICIT))), time: AT },
  { bytes: ethernet(ipv6(udp(RENEW))), time: AT + 1500 },
  ...fragments(udp(LARGE), 64).map((bytes) => ({ bytes: ethernet(bytes), time: AT + 2000 })),
]);
const HOSTILE = packet("Reply", Status.of({ code: 2, message: `${SCRIPT}${ATTRIBUTE}${UNSEEN}` }));

/** The page with its script at work, and every request that leaves it from then on. */
async function ready(tab: Page, url: string): Promise<string[]> {
  const requests: string[] = [];
  await tab.goto(url, { waitUntil: "networkidle" });
  await tab.locator("[data-decode-state]", { hasText: "nothing is sent" }).waitFor();
  tab.on("request", (request) => requests.push(`${request.method()} ${request.url()}`));
  return requests;
}

async function paste(tab: Page, text: string): Promise<string> {
  await tab.evaluate("document.getElementById('decoded').textContent = ''");
  await tab.fill("#text", text);
  await tab.click("form.decode button");
  await tab.locator("#decoded .lead").waitFor();
  return await tab.locator("#decoded").innerText();
}

browserTest("what is pasted is decoded without a request, whatever it is", async ({ chromium, at }) => {
  await chromium.withTab({}, async (tab) => {
    const requests = await ready(tab, at("/decode"));
    assertStringIncludes(await paste(tab, toHex(SOLICIT, ":")), "Solicit: looks for servers");
    assertStringIncludes(await paste(tab, SOLICIT.toBase64()), "Read as base64.");
    assertStringIncludes(await paste(tab, toHex(ethernet(ipv6(udp(RENEW))))), "from fe80::5eff:fe00:1 port 546");
    const record = await paste(tab, RECORD.toBase64());
    assertStringIncludes(record, "Request → Reply, a transaction of dhcp01.");
    assertStringIncludes(record, "2026-11-30 14:05:00.000 CET");
    assertStringIncludes(record, "2001:db8::42");
    assertStringIncludes(await paste(tab, "01 f3 5g"), '"g" is no hexadecimal digit, in line 1, character 8.');
    await tab.selectOption("[name=as]", "record");
    assertStringIncludes(await paste(tab, toHex(SOLICIT)), "This is no record with a transaction");
    assertEquals(requests, []);
  });
});

browserTest(
  "a file that is chosen or dropped is a list, and each message of it is a key away, without a request",
  async ({ chromium, at }) => {
    await chromium.withTab({}, async (tab) => {
      const requests = await ready(tab, at("/decode"));
      await tab.setInputFiles("[name=file]", upload("capture.pcap", CAPTURE));
      await tab.locator("#decoded tbody tr").nth(2).waitFor();
      assertStringIncludes(
        await tab.locator("#decoded .lead").innerText(),
        "3 DHCPv6 messages. Read as a capture in pcap, ",
      );
      for (const key of ["j", "j", "Enter"]) await tab.keyboard.press(key);
      await tab.locator("[data-shown] .tree").waitFor();
      assertStringIncludes(await tab.locator("[data-shown]").innerText(), "Packet 2, 2026-11-30 14:05:00.001 CET");
      assertEquals(await tab.locator("#decoded tr[aria-current]").count(), 1);
      await tab.locator("#decoded tbody tr button").nth(2).click();
      await tab.locator("[data-shown]", { hasText: "put together from fragments" }).waitFor();

      const node = tab.locator("[data-shown] [data-start]", { hasText: /^client-id/ });
      await node.hover();
      const [start, end] = [Number(await node.getAttribute("data-start")), Number(await node.getAttribute("data-end"))];
      assertEquals(await tab.locator("[data-shown] [data-at].lit").count(), end - start);

      await tab.evaluate(`(() => {
      const bytes = Uint8Array.fromBase64("${CAPTURE.slice(0, -9).toBase64()}"), data = new DataTransfer();
      data.items.add(new File([bytes], "cut.pcap"));
      dispatchEvent(new DragEvent("dragover", { dataTransfer: data, cancelable: true }));
      dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    })()`);
      await tab.locator("#decoded", { hasText: "The file is damaged or cut off" }).waitFor();
      assertStringIncludes(await tab.locator("#decoded .lead").innerText(), "2 DHCPv6 messages.");
      assertEquals(requests, []);
    });
  },
);

browserTest("the same as JSON and pcap is saved without a request", async ({ chromium, at }) => {
  await chromium.withTab({ acceptDownloads: true }, async (tab) => {
    const requests = await ready(tab, at("/decode"));
    await paste(tab, toHex(SOLICIT));
    for (const [name, file] of [["JSON", "decode.json"], ["pcap", "decode.pcap"]]) {
      const [download] = await Promise.all([
        tab.waitForEvent("download"),
        tab.locator("form.take button", { hasText: name }).click(),
      ]);
      assertEquals(download.suggestedFilename(), file);
      const content = await Deno.readFile(await download.path());
      if (name === "JSON") assertEquals(JSON.parse(new TextDecoder().decode(content)).message.bytes, toHex(SOLICIT));
      else assert(toHex(content).endsWith(toHex(SOLICIT)));
    }
    assertEquals(requests.filter((request) => !request.includes(" blob:")), []);
  });
});

browserTest("without JavaScript the form does the same by way of the server", async ({ chromium, at }) => {
  await chromium.withTab({ javaScriptEnabled: false }, async (tab) => {
    await tab.goto(at("/"));
    await tab.click("text=Decode a packet");
    const send = async (text: string) => {
      await tab.fill("#text", text);
      await tab.click("form.decode button");
      await tab.locator("#decoded .lead").waitFor();
      return await tab.locator("#decoded").innerText();
    };
    assertStringIncludes(await send(toHex(SOLICIT, " ")), "Solicit: looks for servers");
    assertStringIncludes(await send(RECORD.toBase64()), "Request → Reply, a transaction of dhcp01.");
    assertEquals(tab.url(), at("/decode"));
    await tab.fill("#text", "");
    await tab.setInputFiles("[name=file]", upload("capture.pcap", CAPTURE));
    await tab.click("form.decode button");
    await tab.locator("#decoded tbody tr").nth(2).waitFor();
    await tab.locator("#decoded tbody tr button").nth(1).click();
    await tab.locator(".tree").waitFor();
    assertMatch(await tab.locator("#decoded").innerText(), /Packet 2, 2026-11-30 14:05:00\.001 CET/);
  });
});

browserTest(
  "server and browser make the same HTML of the same bytes, for every vector and what is hostile",
  async ({ chromium, at }) => {
    const options = vectors.filter(({ space }) => space === standardSpace).map(({ option, body }) =>
      packet("Reply", rawOption(option.code, body))
    );
    const texts = [...options, SOLICIT, RENEW, LARGE, HOSTILE, RECORD, CAPTURE, CAPTURE.subarray(0, 300)].map((bytes) =>
      toHex(bytes)
    );
    assert(texts.length > 150, `${texts.length} texts`);
    await chromium.withTab({}, async (tab) => {
      await ready(tab, at("/decode"));
      const different = await tab.evaluate(`(async (texts) => {
      const form = document.querySelector("form.decode"), place = document.getElementById("decoded"), different = [];
      const plain = (element) => {
        for (const button of element.querySelectorAll("[data-copy]")) button.hidden = true;
        return element.innerHTML;
      };
      for (const text of [...texts, "01 f3 5g", "zz\\u202e"]) {
        const filled = new Promise((resolve) => place.addEventListener("glass:filled", resolve, { once: true }));
        form.elements.text.value = text;
        form.requestSubmit();
        await filled;
        const body = new FormData(form);
        const answer = await fetch("/decode", { method: "POST", body, headers: { accept: "text/html" } });
        const server = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("decoded");
        if (plain(server) !== plain(place)) different.push(text.slice(0, 40));
      }
      return different;
    })(${JSON.stringify(texts)})`);
      assertEquals(different, []);
    }).catch((error: Error) => {
      // The browser complains about the statuses of the two texts that are wrong on purpose.
      const lines = error.message.split("\n").slice(1);
      if (lines.length !== 2 || !lines.every((line) => line.includes("400"))) throw error;
    });
  },
);

browserTest("what is hostile runs nothing, and is seen as it is", async ({ chromium, at }) => {
  await chromium.withTab({}, async (tab) => {
    await ready(tab, at("/decode"));
    let alerts = 0;
    tab.on("dialog", (dialog) => {
      alerts++;
      void dialog.dismiss();
    });
    const text = await paste(tab, toHex(HOSTILE));
    assertStringIncludes(text, SCRIPT);
    assertStringIncludes(text, "safe\\u202egnp.exe\\u0007\\u200b");
    await paste(tab, `${SCRIPT}${ATTRIBUTE}`);
    assertEquals([alerts, await tab.locator("#decoded script, #decoded img").count()], [0, 0]);
  });
});

browserTest("the result is on a phone as well, and moves nothing else", async ({ chromium, at }) => {
  for (const width of [390, 1280]) {
    await chromium.withTab({ viewport: { width, height: 844 } }, async (tab) => {
      await ready(tab, at("/decode"));
      await paste(tab, toHex(CAPTURE));
      await tab.locator("#decoded tbody tr button").nth(1).click();
      await tab.locator("[data-shown] .tree").waitFor();
      await eventually("the width", async () => await tab.evaluate("document.documentElement.scrollWidth") === width);
    });
  }
});
