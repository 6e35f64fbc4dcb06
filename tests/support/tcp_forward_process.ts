/**
 * `tcp_forward_process.ts FROM TO`: listens at FROM and connects each caller to TO. Either is `HOST/PORT` or the path of a Unix socket.
 * See tcp_forward.ts.
 */
const [from, to] = Deno.args;
const listener = from.startsWith("/") ? Deno.listen({ transport: "unix", path: from }) : Deno.listen(tcpAddress(from));
console.log("listening");
for await (const caller of listener) join(caller);

async function join(caller: Deno.Conn): Promise<void> {
  try {
    using near = caller;
    using far =
      await (to.startsWith("/") ? Deno.connect({ transport: "unix", path: to }) : Deno.connect(tcpAddress(to)));
    await Promise.all([near.readable.pipeTo(far.writable), far.readable.pipeTo(near.writable)]);
  } catch {
    // Either side went away; both are closed now, which is all that the other one needs to know.
  }
}

function tcpAddress(text: string): { hostname: string; port: number } {
  const [hostname, port] = text.split("/");
  return { hostname, port: Number(port) };
}
