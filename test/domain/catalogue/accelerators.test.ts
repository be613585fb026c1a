import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Accelerator } from '../../../src/domain/catalogue/accelerator.ts';
import {
  ACCELERATORS,
  acceleratorById,
  keyOf,
  recognise,
} from '../../../src/domain/catalogue/recognise.ts';
import { Stack } from '../../../src/domain/words.ts';

const Band = z.tuple([z.number().positive(), z.number().positive()]);
const Figure = z.number().positive().nullable();
const Row = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  name: z.string().min(2),
  vendor: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/),
  stack: Stack.nullable(),
  year: z.int().min(2010).max(2030).nullable(),
  memoryGb: Figure,
  memoryBand: Band.nullable(),
  dies: z.int().min(2).nullable(),
  bandwidthGBps: Figure,
  fp16Tflops: Figure,
  fp8Tflops: Figure,
  fp4Tflops: Figure,
  aliases: z.array(z.string().min(2)),
  coming: z.boolean(),
  source: z.string().min(10),
  confidence: z.enum(['documented', 'reported', 'inferred', 'recalled']),
  note: z.string().endsWith('.').nullable(),
});

const each = ACCELERATORS.map((row) => [row.id, row] as const);

function namesOf(row: Accelerator): readonly string[] {
  return [...new Set([row.name, ...row.aliases].map(keyOf))];
}

function overlap([low, high]: readonly [number, number], other: readonly [number, number]) {
  return low <= other[1] && other[0] <= high;
}

describe('the accelerator catalogue', () => {
  it.each(each)('states %s in full', (_id, row) => {
    expect(Row.safeParse(row).error).toBeUndefined();
  });

  it.each(each)('recognises %s by its own name and id', (id, row) => {
    expect(recognise(row.name, null)).toMatchObject({ kind: 'known', accelerator: { id } });
    expect(recognise(row.name, row.memoryGb)).toMatchObject({ kind: 'known', accelerator: { id } });
    expect(acceleratorById(id)).toBe(row);
  });

  it.each(each)('recognises %s by each alias with its memory', (id, row) => {
    const found = row.aliases.map((alias) => recognise(alias, row.memoryGb));

    expect(found).toEqual(
      row.aliases.map(() => expect.objectContaining({ kind: 'known', accelerator: row })),
    );
    expect(id).toBe(row.id);
  });

  it.each(each)('puts the memory of %s within its band', (_id, { memoryGb, memoryBand }) => {
    const [low, high] = memoryBand ?? [0, Number.POSITIVE_INFINITY];

    expect(memoryGb ?? low).toBeGreaterThanOrEqual(low);
    expect(memoryGb ?? low).toBeLessThanOrEqual(high);
  });

  it('has each id once', () => {
    expect(new Set(ACCELERATORS.map(({ id }) => id)).size).toBe(ACCELERATORS.length);
  });

  it('has each name for its own once', () => {
    expect(new Set(ACCELERATORS.map(({ name }) => keyOf(name))).size).toBe(ACCELERATORS.length);
  });

  it('shares an alias only among rows that memory tells apart', () => {
    const clashes = ACCELERATORS.flatMap((row, index) =>
      ACCELERATORS.slice(index + 1)
        .filter((other) => namesOf(other).some((key) => namesOf(row).includes(key)))
        .filter(({ memoryBand }) => {
          return row.memoryBand !== null && memoryBand !== null
            ? overlap(row.memoryBand, memoryBand)
            : row.memoryBand === memoryBand;
        })
        .map((other) => `${row.id} and ${other.id}`),
    );

    expect(clashes).toEqual([]);
  });

  it('has every chip of Huawei on CANN and every one of NVIDIA on CUDA', () => {
    const stacks = new Set(ACCELERATORS.map(({ vendor, stack }) => `${vendor} ${stack}`));

    expect([...stacks].filter((each) => /huawei|nvidia/.test(each)).sort()).toEqual([
      'huawei cann',
      'nvidia cuda',
    ]);
  });

  it('gives the cube rate of Ascend, not the marketed one', () => {
    expect(acceleratorById('ascend-910b3')?.fp16Tflops).toBe(294.9);
    expect(acceleratorById('ascend-910b2')?.fp16Tflops).toBe(353.9);
  });

  it('knows no other id', () => {
    expect(acceleratorById('ascend-920')).toBeNull();
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(ACCELERATORS)).toBe(true);
  });
});
