// Sends a datagram and prints where its answer comes in, for tests that look at ports in a network namespace.
//
// Arguments: the address to send from, the address to send to, the datagram in hexadecimal digits, the port to send from,
// and the other ports to listen on. Prints the port that the answer came in on, and the answer.
const [from, to, datagram, ...ports] = Deno.args;
const sockets = ports.map((port) => Deno.listenDatagram({ transport: "udp", hostname: from, port: Number(port) }));
await sockets[0].send(Uint8Array.fromHex(datagram), { transport: "udp", hostname: to, port: 547 });
const heard = sockets.map(async (socket, i) => ({ port: ports[i], bytes: (await socket.receive())[0] }));
const silence = setTimeout(() => Deno.exit(1), 10_000);
const { port, bytes } = await Promise.race(heard);
clearTimeout(silence);
console.log(port, bytes.toHex());
Deno.exit(0);
