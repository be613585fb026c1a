import type { Sample } from './figures.ts';

/** Something that says itself what it took, as a program does. */
export type Measure<Taken extends Sample = Sample> = () => Promise<Taken> | Taken;

/** What is measured beside ours, by name; null where it is not installed here. */
export type Others<Taken extends Sample = Sample> = Readonly<Record<string, Measure<Taken> | null>>;

/** Times work of this process. */
export function timing(work: () => unknown): Measure {
  return async () => {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    await work();
    const { user, system } = process.cpuUsage(cpu);
    return { ms: performance.now() - began, cpuMs: (user + system) / 1000 };
  };
}

/** Runs all so many times in turn, so that a neighbour slows down each of them; the first time is for warmth. */
export async function inTurn<Taken extends Sample>(
  ours: Measure<Taken>,
  others: Others<Taken>,
  runs: number,
) {
  const own: Taken[] = [];
  const theirs = new Map<string, Taken[]>();
  // What is run once is slow enough to be told cold.
  for (let run = runs === 1 ? 1 : 0; run <= runs; run += 1) {
    const sample = await ours();
    if (run > 0) own.push(sample);
    for (const [name, measure] of Object.entries(others)) {
      const other = await measure?.();
      if (other !== undefined && run > 0) theirs.set(name, [...(theirs.get(name) ?? []), other]);
    }
  }
  return { ours: own, beside: (name: string) => [name, theirs.get(name) ?? null] as const };
}
