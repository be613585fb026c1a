import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { quote, SourceError } from '../domain/errors.ts';
import { bodyOf, MEMORY_MAX } from './body.ts';
import type { Body, Send } from './exchange.ts';
import { ofHost, tooLarge } from './failure.ts';
import { type Entry, HAR_FILE, headersOf, readHar, requestKey } from './recording.ts';
import type { Redaction } from './redaction.ts';

/**
 * Answers requests from a recording: the nth of one kind gets the nth answer, the last one sticks.
 * Throws at once when there is no recording in the folder.
 */
export function openRecording(dir: string, redaction: Redaction, maxBytes: number): Send {
  const answers = new Map<string, Entry[]>();
  for (const entry of entriesIn(dir)) {
    const { method, url, postData } = entry.request;
    const key = requestKey({ method, url, body: postData?.text ?? null }, redaction);
    answers.set(key, [...(answers.get(key) ?? []), entry]);
  }
  return async (asked) => {
    const recorded = answers.get(requestKey(asked, redaction)) ?? [];
    const entry = recorded.length > 1 ? recorded.shift() : recorded[0];
    if (entry === undefined) {
      const what = `${asked.method} ${redaction.url(asked.url)}`;
      throw new SourceError('unreachable', `not recorded: ${what}`);
    }
    const { status } = entry.response;
    const body = await recordedBody(dir, entry, maxBytes);
    return { url: asked.url, status, headers: headersOf(entry), body };
  };
}

/**
 * When the first answer of a recording was served, milliseconds UTC; null where it does not say.
 * Throws when there is no recording in the folder.
 */
export function recordedAt(dir: string): number | null {
  const times = entriesIn(dir).map(({ startedDateTime }) => Date.parse(startedDateTime ?? ''));
  const known = times.filter((time) => !Number.isNaN(time));
  return known.length === 0 ? null : Math.min(...known);
}

function entriesIn(dir: string): readonly Entry[] {
  const path = join(dir, HAR_FILE);
  try {
    return readHar(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`expected a recording (HAR 1.2) at ${path}, found none that can be read`, {
      cause,
    });
  }
}

async function recordedBody(dir: string, entry: Entry, maxBytes: number): Promise<Body> {
  const { text, encoding, _file } = entry.response.content;
  const body =
    _file === undefined
      ? bodyOf(Buffer.from(text ?? '', encoding === 'base64' ? 'base64' : 'utf8'))
      : await bodyIn(dir, _file);
  if (body.size > maxBytes) throw ofHost(entry.request.url, tooLarge(maxBytes));
  return body;
}

/** A recording may come from a stranger: its bodies are read from its own folder only. */
async function bodyIn(dir: string, file: string): Promise<Body> {
  const path = join(dir, file);
  const found = /^\.\.|^[/\\]/.test(relative(dir, path)) ? null : await size(path);
  if (found === null) {
    throw new SourceError('unreachable', `its recorded body ${quote(file)} is not in ${dir}`);
  }
  if (found <= MEMORY_MAX) return bodyOf(await readFile(path));
  return { kind: 'file', path, size: found, sha256: await digestOf(path) };
}

async function size(path: string): Promise<number | null> {
  return stat(path).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
