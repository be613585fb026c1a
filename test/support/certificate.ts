import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate for 127.0.0.1 that signs itself, and its key, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate that is valid between these times, milliseconds UTC (RFC 5280). */
export function aCertificate(from: number, until: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(COMMON_NAME, node(0x0c, Buffer.from('northlight')))));
  const address = sequence(node(0x87, Buffer.from([127, 0, 0, 1])));
  const content = sequence(
    node(0xa0, integer(2)),
    integer(1),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(from), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    node(0xa3, sequence(sequence(SUBJECT_ALT_NAME, node(0x04, address)))),
  );
  const signature = sign('sha256', content, privateKey);
  const bits = node(0x03, Buffer.concat([Buffer.from([0]), signature]));
  const whole = sequence(content, ECDSA_WITH_SHA256, bits).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${whole.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** One node of DER: its tag, its length, its content. */
function node(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...size(content)]), content]);
}

function size({ length }: Buffer): readonly number[] {
  if (length < 128) return [length];
  return length < 256 ? [0x81, length] : [0x82, length >> 8, length];
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return node(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Buffer[]): Buffer {
  return node(0x31, Buffer.concat(parts));
}

function integer(value: number): Buffer {
  return node(0x02, Buffer.from([value]));
}

/** `YYYYMMDDhhmmssZ`. */
function time(at: number): Buffer {
  const digits = new Date(at).toISOString().slice(0, 19).replaceAll(/\D/g, '');
  return node(0x18, Buffer.from(`${digits}Z`));
}

/** 1.2.840.10045.4.3.2, 2.5.4.3 and 2.5.29.17. */
const ECDSA_WITH_SHA256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');
