import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './archive.ts';
import type { Answer, Body, Hop, Send } from './exchange.ts';
import { entryOf, HAR_FILE } from './recording.ts';
import type { Redaction } from './redaction.ts';

const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/json/, 'json'],
  [/html/, 'html'],
  [/csv/, 'csv'],
  [/xml/, 'xml'],
  [/javascript/, 'js'],
  [/css/, 'css'],
];

/** Writes what hosts answered into a folder a crawl can be replayed from. */
export interface Recorder {
  add(hop: Hop, startedAt: number, redaction: Redaction): Promise<void>;
  /** Writes the HAR file over the one of an earlier recording. */
  write(): Promise<void>;
}

/** Records into this folder. Sources recorded into one folder by one process share its HAR file. */
export function createRecorder(dir: string): Recorder {
  const entries: object[] = [];
  return {
    async add(hop, startedAt, redaction) {
      const { body } = hop.answer;
      const file = body.size > 0 ? fileFor(hop.answer) : null;
      // Before the first wait, so that answers stand in the order they came.
      entries.push(entryOf(hop, { startedAt, file, redaction }));
      if (file === null) return;
      await mkdir(dir, { recursive: true });
      await writeBody(body, join(dir, file), redaction);
    },
    async write() {
      await mkdir(dir, { recursive: true });
      const creator = { name: 'chipwatch', version: '1' };
      const har = { log: { version: '1.2', creator, entries } };
      await writeWhole(join(dir, HAR_FILE), `${JSON.stringify(har, null, 1)}\n`);
    },
  };
}

/** Sends as `send` does, and records what is answered. */
export function recording(
  send: Send,
  means: { readonly recorder: Recorder; readonly redaction: Redaction; readonly now: () => number },
): Send {
  return async (asked) => {
    const answer = await send(asked);
    await means.recorder.add({ asked, answer }, means.now(), means.redaction);
    return answer;
  };
}

function fileFor({ body, headers }: Answer): string {
  const type = headers['content-type'] ?? '';
  const ending = ENDINGS.find(([pattern]) => pattern.test(type))?.[1] ?? 'txt';
  return `${body.sha256.slice(0, 16)}.${ending}`;
}

/** Latin-1 keeps every byte as it is, whatever the charset. */
async function writeBody(body: Body, path: string, redaction: Redaction): Promise<void> {
  if (body.kind === 'file') await copyFile(body.path, path);
  else await writeFile(path, redaction.text(body.bytes.toString('latin1')), 'latin1');
}
