import { describe, expect, it } from 'vitest';
import { ACCELERATORS, acceleratorById } from '../../../src/domain/catalogue/recognise.ts';
import { cacheBytes } from '../../../src/domain/models/cache.ts';
import { type Fit, fitOf } from '../../../src/domain/models/fit.ts';
import { computesBy } from '../../../src/domain/models/hardware.ts';
import type { Model } from '../../../src/domain/models/model.ts';
import { MODELS, modelOf } from '../../../src/domain/models/models.ts';
import { RECIPES } from '../../../src/domain/models/recipes.ts';
import type { Demand } from '../../../src/domain/models/room.ts';
import type { Unit } from '../../../src/domain/words.ts';

const MILLION = 1_048_576;
const GIB = 2 ** 30;
const COMPUTES = computesBy(ACCELERATORS);

function model(name: string): Model {
  const found = modelOf(name);
  if (found === null) throw new Error(`expected ${name} in the catalogue, found none`);
  return found;
}

function chip(id: string) {
  const found = acceleratorById(id);
  if (found === null) throw new Error(`expected ${id} in the catalogue, found none`);
  return found;
}

interface Asked extends Partial<Demand> {
  readonly unit?: Unit;
  readonly memoryGb?: number;
  readonly recipes?: typeof RECIPES;
}

function asked(
  name: string,
  id: string,
  count: number,
  { unit, memoryGb, recipes = RECIPES, ...demand }: Asked = {},
): Fit {
  const accelerator = chip(id);
  const whole = accelerator.dies === null ? null : 'package';
  return fitOf(
    model(name),
    { accelerator, count, unit: unit ?? whole, memoryGb: memoryGb ?? null },
    { contextTokens: MILLION, concurrency: 1, ...demand },
    { recipes, computes: COMPUTES },
  );
}

/** By arithmetic alone. */
const computed = (name: string, id: string, count: number, demand: Partial<Demand> = {}) =>
  asked(name, id, count, { ...demand, recipes: [] });

describe('cache', () => {
  const bytes = (name: string, tokens: number, format: 'bf16' | 'fp8') => {
    const { cache } = model(name);
    return cache === null ? null : cacheBytes(cache, tokens, format);
  };

  it.each([
    ['V4-Pro', MILLION, 'bf16', 9.62],
    ['V4-Pro', 131_072, 'bf16', 1.21],
    ['V4-Flash', MILLION, 'bf16', 6.72],
    ['V4-Flash', 131_072, 'bf16', 0.85],
    ['V4-Flash', MILLION, 'fp8', 3.83],
    ['V4-Pro', MILLION, 'fp8', 5.48],
    ['R1', 131_072, 'bf16', 8.58],
  ] as const)('of %s, %i tokens in %s, takes %d GiB', (name, tokens, format, gib) => {
    expect(Number(bytes(name, tokens, format)) / GIB).toBeCloseTo(gib, 2);
  });

  it('is not linear in V4: a short sequence is mostly windows', () => {
    expect(bytes('V4-Flash', 128, 'bf16')).toBeGreaterThan(
      Number(bytes('V4-Flash', MILLION, 'bf16')) / (MILLION / 128),
    );
  });

  it('is null in a format nobody published', () => {
    expect(bytes('V4.1-Flash', 1024, 'bf16')).toBeNull();
  });
});

describe('documented recipes', () => {
  it.each([
    ['V4-Flash', 'h200-sxm', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4-Flash', 'b200-sxm', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4-Flash', 'gb200', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4-Flash', 'b300-sxm', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4-Flash', 'gb300', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4-Flash', 'gb300', 1, { contextTokens: MILLION, instances: 1 }],
    ['V4-Flash', 'gb10', 1, { contextTokens: MILLION, instances: 2 }],
    ['V4-Flash', 'rtx-pro-6000-server', 8, { contextTokens: MILLION, instances: 1 }],
    ['V4-Flash', 'mi325x', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4-Flash', 'mi355x', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4-Flash', 'ascend-910c', 8, { contextTokens: MILLION, instances: 1 }],
    ['V4-Flash', 'ascend-910b3', 8, { contextTokens: 133_120, instances: 1 }],
    ['V4-Flash', 'ascend-910b3', 8, { contextTokens: 800_000, instances: 1 }],
    ['V4-Flash', 'ascend-950pr', 8, { contextTokens: MILLION, instances: 1 }],
    ['V4-Flash', 'ascend-910b4', 8, { contextTokens: 32_768, instances: 1 }],
    ['V4-Pro', 'b200-sxm', 8, { contextTokens: MILLION, instances: 1 }],
    ['V4-Pro', 'h200-sxm', 8, { contextTokens: 86_016, instances: 1 }],
    ['V4-Pro', 'h200-sxm', 8, { contextTokens: 800_000, instances: 1 }],
    ['V4-Pro', 'h200-sxm', 8, { contextTokens: 998_218, instances: 1 }],
    ['V4-Pro', 'gb200', 4, { contextTokens: MILLION, instances: 2 }],
    ['V4-Pro', 'b300-sxm', 8, { contextTokens: MILLION, instances: 1 }],
    ['V4-Pro', 'gb300', 8, { contextTokens: MILLION, instances: 1 }],
    ['V4-Pro', 'mi355x', 8, { contextTokens: MILLION, instances: 1 }],
    ['V4-Pro', 'ascend-910c', 8, { contextTokens: MILLION, instances: 2 }],
    ['V4-Pro', 'ascend-910b2', 8, { contextTokens: MILLION, instances: 4 }],
    ['V4.1-Flash', 'b200-sxm', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4.1-Flash', 'gb200', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4.1-Flash', 'b300-sxm', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4.1-Flash', 'gb300', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4.1-Flash', 'mi350x', 4, { contextTokens: MILLION, instances: 1 }],
    ['V4.1-Flash', 'h200-sxm', 8, { contextTokens: MILLION, instances: 1 }],
    ['V4.1-Flash', 'h200-sxm', 16, { contextTokens: MILLION, instances: 1 }],
    ['V4.1-Flash', 'ascend-910c', 8, { contextTokens: MILLION, instances: 2 }],
    ['Qwen3.8-27B', 'ascend-950pr', 1, { contextTokens: 4096, instances: 1 }],
  ])('%s fits %s × %i: %o', (name, id, count, { contextTokens, instances }) => {
    expect(asked(name, id, count, { contextTokens })).toMatchObject({
      answer: 'fits, documented',
      instances,
    });
  });

  it('each names a model, weights and accelerators of the catalogues', () => {
    for (const recipe of RECIPES) {
      expect(model(recipe.model).weights.map(({ id }) => id)).toContain(recipe.weights);
      for (const id of recipe.accelerators) expect(chip(id).id).toBe(id);
    }
  });

  it('hold four sequences on eight 910B4 as documented, and no hundred', () => {
    const at = (concurrency: number) =>
      asked('V4-Flash', 'ascend-910b4', 8, { contextTokens: 32_768, concurrency });

    expect(at(4)).toMatchObject({ answer: 'fits, documented' });
    expect(at(100)).toMatchObject({ answer: 'does not fit' });
  });

  it('say how far they go where arithmetic goes farther', () => {
    expect(asked('V4-Pro', 'h200-sxm', 8)).toMatchObject({
      answer: 'fits by arithmetic',
      documentedTo: 998_218,
    });
  });

  it('name the layout that goes so far: the first one of V4-Pro on eight H200 does not', () => {
    const layoutAt = (contextTokens: number) => {
      const found = asked('V4-Pro', 'h200-sxm', 8, { contextTokens });
      return found.answer === 'fits, documented' ? found.recipe.layout : null;
    };

    expect(layoutAt(86_016)).toBe('TP8, EP');
    expect(layoutAt(86_017)).toBe('DP8, EP');
    expect(layoutAt(800_001)).toContain('for batches');
  });

  it.each([
    ['V4-Flash', 'h200-sxm', 4],
    ['V4-Flash', 'b200-sxm', 4],
    ['V4-Flash', 'ascend-910c', 8],
    ['V4-Flash', 'ascend-910b3', 8],
    ['V4-Flash', 'ascend-950pr', 8],
    ['V4-Pro', 'b200-sxm', 8],
    ['V4.1-Flash', 'b200-sxm', 4],
  ])('of %s on %s × %i agree with arithmetic', (name, id, count) => {
    expect(computed(name, id, count)).toMatchObject({ answer: 'fits by arithmetic' });
  });
});

describe('what does not fit', () => {
  it('V4-Pro on one Atlas A3, counted in packages or in dies', () => {
    const missed = { answer: 'does not fit', shortGb: expect.any(Number) };
    const counted = (count: number, unit: Unit) =>
      asked('V4-Pro', 'ascend-910c', count, { contextTokens: 1024, unit, recipes: [] });

    expect(counted(8, 'package')).toMatchObject(missed);
    expect(counted(16, 'die')).toMatchObject(missed);
    // With recipes it takes two of them, never one.
    expect(asked('V4-Pro', 'ascend-910c', 8)).toMatchObject({ instances: 2 });
  });

  it('V4-Flash shared by sixteen ranks, on A2 or elsewhere; by eight it does', () => {
    const at = (tensorParallel: number) =>
      asked('V4-Flash', 'ascend-910b3', 16, { tensorParallel, contextTokens: 133_120 });

    expect(at(16)).toMatchObject({ answer: 'does not fit', shortGb: null });
    expect(at(8)).toMatchObject({ answer: 'fits by arithmetic' });
  });

  it('V4.1-Flash on four H200: short by more than the 3 GB that the weights alone lack', () => {
    const missed = asked('V4.1-Flash', 'h200-sxm', 4);

    expect(missed).toMatchObject({ answer: 'does not fit', shortGb: expect.any(Number) });
    expect('shortGb' in missed && missed.shortGb).toBeGreaterThan(3);
  });

  it.each([
    ['V4-Pro', 'h200-sxm', 4],
    ['V4-Pro', 'b200-sxm', 4],
    ['V4-Pro', 'h100-sxm', 4],
    ['V4-Pro', 'h20-96gb', 8],
    ['V4-Pro', 'l40s', 8],
    ['V4-Pro', 'b300-sxm', 1],
    ['V4-Pro', 'rtx-pro-6000-server', 4],
    ['V4.1-Flash', 'l40s', 8],
    ['V4.1-Flash', 'b300-sxm', 1],
    ['V4.1-Flash', 'mi325x', 1],
    ['V4.1-Flash', 'rtx-pro-6000-server', 4],
    ['V4-Flash', 'h100-sxm', 2],
    ['V4.1-Flash', 'h100-sxm', 4],
    ['V4-Flash', 'l40s', 4],
    ['DeepSeek R1', 'h100-sxm', 8],
  ])('%s on %s × %i, for want of memory', (name, id, count) => {
    expect(asked(name, id, count, { contextTokens: 131_072 })).toMatchObject({
      answer: 'does not fit',
      shortGb: expect.any(Number),
    });
  });

  it('native weights on an Ascend before the 950: it has neither FP8 nor FP4', () => {
    expect(COMPUTES(chip('ascend-910c'), 'fp8')).toBe(false);
    expect(COMPUTES(chip('ascend-910b3'), 'fp4')).toBe(false);
    expect(COMPUTES(chip('ascend-950'), 'fp4')).toBe(true);
    const refused = { answer: 'does not fit', why: expect.stringContaining('precision') };
    expect(asked('GLM-5.1', 'ascend-910c', 384, { contextTokens: 4096 })).toMatchObject(refused);
    expect(asked('V4-Flash', 'ascend-910a', 64)).toMatchObject(refused);
  });

  it.each([
    ['V4-Flash', 'mi300x', 'DeepSeek-V4-Flash.yaml'],
    ['V4-Pro', 'mi300x', 'DeepSeek-V4-Pro.yaml'],
    ['V4-Pro', 'mi325x', 'DeepSeek-V4-Pro.yaml'],
  ])('%s on %s, which the recipes name as unsupported', (name, id, recipe) => {
    expect(asked(name, id, 8)).toMatchObject({
      answer: 'does not fit',
      why: expect.stringContaining(recipe),
    });
  });

  it.each([
    ['ascend-910b3', 8],
    ['ascend-910b4', 8],
    ['ascend-950dt', 2],
    ['gb200', 4],
  ])('V4-Pro on one node of %s × %i: what is documented takes several', (id, count) => {
    expect(computed('V4-Pro', id, count, { contextTokens: 4096 })).toMatchObject({
      answer: 'does not fit',
      shortGb: expect.any(Number),
    });
  });

  it('layers shared by what is no power of two', () => {
    expect(asked('V4-Flash', 'h200-sxm', 8, { tensorParallel: 3 })).toMatchObject({
      answer: 'does not fit',
      why: expect.stringContaining('and not by 3'),
    });
    expect(asked('V4-Flash', 'h200-sxm', 8, { tensorParallel: 8 }).answer).toBe(
      'fits by arithmetic',
    );
  });

  it('a context the model does not have', () => {
    expect(asked('DeepSeek R1', 'h200-sxm', 8, { contextTokens: 163_841 })).toMatchObject({
      answer: 'does not fit',
    });
  });
});

describe('arithmetic', () => {
  it('goes by rank: a cache shared by tensor parallelism stands on each of them', () => {
    const sequences = (tensorParallel: number) => {
      const found = computed('V4-Flash', 'b200-sxm', 8, { tensorParallel });
      return found.answer === 'fits by arithmetic' ? found.room.sequences : null;
    };

    // (180 × 0.9 - 148/8 - 19/8 - 4) / 4.108 GB = 33, once; and each of 8 with all 19 GB: 29.
    expect(sequences(8)).toBe(33);
    expect(sequences(1)).toBe(8 * 29);
  });

  it('counts dies where the provider does not say what it counts', () => {
    const eight = { accelerator: chip('ascend-910c'), count: 8, memoryGb: null };
    const demand = { contextTokens: MILLION, concurrency: 1 };
    const known = { recipes: RECIPES, computes: COMPUTES };
    const answer = (unit: Unit | null) =>
      fitOf(model('V4-Flash'), { ...eight, unit }, demand, known).answer;

    expect(answer('package')).toBe('fits, documented');
    expect(answer(null)).toBe('fits by arithmetic');
  });

  it('believes a provider that states less memory than is marketed', () => {
    const left = (memoryGb?: number) => {
      const found = asked('V4-Flash', 'b300-sxm', 2, memoryGb === undefined ? {} : { memoryGb });
      return found.answer === 'fits by arithmetic' ? found.room.leftGb : null;
    };

    expect(Number(left()) - Number(left(262))).toBeCloseTo(2 * 0.9 * 26, 6);
  });

  it('says so where a size, a memory or a whole model was never published', () => {
    expect(asked('Llama 5 distilled', 'h200-sxm', 8)).toMatchObject({ answer: 'not known' });
    expect(asked('V4.1-Flash', 'ascend-910c', 4)).toMatchObject({ answer: 'not known' });
    expect(asked('V4-Flash', 'ascend-910b', 4)).toMatchObject({ answer: 'not known' });
  });

  it('uses the memory of the recipes where the cache of a model is not known', () => {
    // 893 GB are asked for.
    expect(asked('GLM-5.1', 'h200-sxm', 8, { contextTokens: 131_072 })).toMatchObject({
      answer: 'fits by arithmetic',
      room: { sequences: null, leftGb: expect.closeTo(8 * 141 - 893, 6) },
    });
  });
});

describe('models', () => {
  it('are found by id, name and alias, however written', () => {
    expect(modelOf('v4 flash')?.id).toBe('deepseek-v4-flash');
    expect(modelOf('deepseek-ai/DeepSeek-V4.1-Flash')?.id).toBe('deepseek-v4.1-flash');
    expect(modelOf('V5')).toBeNull();
  });

  it('have names that mean one of them', () => {
    const names = MODELS.flatMap(({ id, name, aliases }) => [id, name, ...aliases]);
    for (const name of names) {
      const owner = MODELS.filter(({ id, name: own, aliases }) =>
        [id, own, ...aliases].includes(name),
      );
      expect(owner.map(({ id }) => id)).toEqual([modelOf(name)?.id]);
    }
  });
});
