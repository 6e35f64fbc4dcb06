import net from "node:net";
import tls from "node:tls";
import type { BrokerAddress } from "./broker_address.ts";
import type { TlsConnectOptions } from "./tls_options.ts";

/** How to open a connection to a broker. */
export interface BrokerSocketInit extends BrokerAddress {
  /** Address of this host to connect from. Default: the operating system chooses. */
  readonly sourceAddress?: string | undefined;
  /** TLS, with the broker's certificate checked. Default: in the clear. */
  readonly tls?: TlsConnectOptions | undefined;
}

/** Opens a connection; `onConnect` is called when it can be used, which with TLS is after the broker proved who it is. */
export function openBrokerSocket(
  { host, port, sourceAddress, tls: options }: BrokerSocketInit,
  onConnect: () => void,
): net.Socket {
  const target = { host, port, ...(sourceAddress === undefined ? {} : { localAddress: sourceAddress }) };
  return options ? tls.connect({ ...target, ...options }, onConnect) : net.connect(target, onConnect);
}
