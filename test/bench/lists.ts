import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bundled, inFolder, nodeIn, type Taken } from './processes.ts';
import type { Size } from './sizes.ts';
import { inTurn, type Others } from './timing.ts';

/** A kind of price list: how it is made up, our program that reads it, and what else can. */
interface Kind {
  readonly pieces: (bytes: number) => Iterable<Buffer>;
  readonly reader: 'csv-reader' | 'json-reader';
  /** Each prints how many offers it found, as ours does. */
  readonly others: (path: string, node: ReturnType<typeof nodeIn>) => Others<Taken>;
}

const RUNS = 3;

/** Reads a list in whole programs, ours beside others, and then a list that nobody could hold in memory. */
export async function readLists({ pieces, reader, others }: Kind, size: Size) {
  return inFolder(async (dir) => {
    const node = nodeIn(dir);
    const program = bundled(reader, dir);
    const [list, longList] = [join(dir, 'list'), join(dir, 'long-list')];
    await write(list, pieces(size.list));
    await write(longList, pieces(size.longList));
    const answer = node(program, list).wrote;
    const agreeing = Object.entries(others(list, node)).map(([name, measure]) => [
      name,
      measure && (async () => refuseOther(name, await measure(), answer)),
    ]);
    const taken = await inTurn(() => node(program, list), Object.fromEntries(agreeing), RUNS);
    const long = await inTurn(() => node(program, longList), {}, RUNS - 1);
    return { ...taken, long: long.ours };
  });
}

async function write(path: string, pieces: Iterable<Buffer>): Promise<void> {
  await pipeline(Readable.from(pieces), createWriteStream(path));
}

/** Who finds other offers than ours did other work. */
function refuseOther(name: string, taken: Taken, answer: string): Taken {
  if (taken.wrote.trim() === answer) return taken;
  throw new Error(`expected ${name} to find ${answer} offers, found ${taken.wrote}`);
}

export const peaksOf = (taken: readonly Taken[]) => taken.map(({ peakMiB }) => peakMiB);
