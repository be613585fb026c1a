/**
 * Tests talk to this machine alone: a connection to any other fails before it is made. Programs that
 * tests start load this file too, through NODE_OPTIONS; hence plain JavaScript.
 */
import net from 'node:net';

const THIS_MACHINE = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|::1|::ffff:127(?:\.\d+){3})$/i;
const HELD = Symbol.for('chipwatch.no-network');

if (!net.Socket.prototype[HELD]) hold(net.Socket.prototype);

function hold(prototype) {
  const connect = prototype.connect;
  prototype[HELD] = true;
  prototype.connect = function (...args) {
    // Node's own callers hand over one list that holds options and callback.
    const [first, second] = Array.isArray(args[0]) ? args[0] : args;
    if (typeof first === 'object') guard(first);
    else if (isPort(first)) refuseOthers(typeof second === 'string' ? second : 'localhost');
    return connect.apply(this, args);
  };
}

/** A name that the program resolves itself is judged by the addresses it finds. */
function guard(options) {
  const { path, host = 'localhost', lookup } = options;
  if (path) return;
  if (!lookup || net.isIP(host)) {
    refuseOthers(host);
    return;
  }
  options.lookup = (name, wanted, done) =>
    lookup(name, wanted, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
      const other = addresses.find((address) => !THIS_MACHINE.test(address));
      done(error ?? (other ? refusal(other) : null), found, family);
    });
}

function refuseOthers(host) {
  if (!THIS_MACHINE.test(host)) throw refusal(host);
}

function refusal(host) {
  return new Error(`tests use no network: expected a connection to this machine, found ${host}`);
}

function isPort(value) {
  return typeof value === 'number' || /^\d+$/.test(value);
}

const loading = `--import=${import.meta.url}`;
if (!process.env.NODE_OPTIONS?.includes(loading)) {
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} ${loading}`.trim();
}
