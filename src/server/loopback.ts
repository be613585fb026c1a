import { isIP, isIPv4 } from 'node:net';

/** Whether only this machine reaches what listens there. A name that may resolve anywhere is not. */
export function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.startsWith('127.');
  return isIP(host) === 6 ? host === '::1' : host === 'localhost';
}
