import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends bytes as they are and gives all that comes back until the server hangs up. */
export async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part));
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(parts).toString();
}

/** A request that ends its connection. */
export function request(line: string, ...headers: readonly string[]): string {
  return [`${line} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n');
}
