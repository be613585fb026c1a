import { describe, expect, it } from 'vitest';
import { matchesName, matchesSpec, parseSpec, type SpecSubject } from '../../src/domain/spec.ts';

const VENDORS = [
  [/^ascend/, 'huawei', 'cann'],
  [/^mi\d/, 'amd', 'rocm'],
  [/^tpu/, 'google', 'tpu'],
  [/^trainium/, 'aws', 'neuron'],
  [/^gaudi/, 'intel', 'gaudi'],
  [/./, 'nvidia', 'cuda'],
] as const;

/** Eight of a chip with 80 GB each, as the catalogue would name it. */
function eight(accelerator: string, changes: Partial<SpecSubject> = {}): SpecSubject {
  const [, vendor = '', stack = null] = VENDORS.find(([id]) => id.test(accelerator)) ?? [];
  const acceleratorName = accelerator.replaceAll('-', ' ').toUpperCase();
  return { accelerator, acceleratorName, vendor, stack, count: 8, memoryGb: 80, ...changes };
}

const matches = (spec: string, subject: SpecSubject) => matchesSpec(parseSpec(spec), subject);

describe('a spec', () => {
  it.each([
    ['H100', 'h100-sxm', 'h100-pcie', 'h100-nvl', 'h100'],
    ['h100-sxm', 'h100-sxm'],
    ['"H100 SXM"', 'h100-sxm'],
    ['H100 SXM', 'h100-sxm'],
    ['A100', 'a100-sxm-80gb', 'a100-pcie-40gb', 'a100'],
    ['A100 80GB', 'a100-sxm-80gb'],
    ['910B', 'ascend-910b', 'ascend-910b1', 'ascend-910b4-1'],
    ['Ascend 910B3', 'ascend-910b3'],
    ['昇腾910B', 'ascend-910b3'],
    ['ascend910b3', 'ascend-910b3'],
    ['ascend', 'ascend-910c', 'ascend-310p', 'ascend-950pr'],
    ['950', 'ascend-950pr', 'ascend-950dt'],
    ['MI300', 'mi300x', 'mi300a'],
    ['v5', 'tpu-v5e', 'tpu-v5p'],
    ['RTX4090', 'rtx-4090'],
    ['Trainium 2', 'trainium2'],
    ['nvidia', 'h100-sxm', 'l40s', 'gh200'],
    ['nvidia H100', 'h100-sxm'],
    ['cuda', 'h20'],
    ['cann', 'ascend-910c'],
    ['rocm', 'mi325x'],
    ['tpu', 'tpu-v6e'],
    ['neuron', 'trainium2'],
    ['gaudi', 'gaudi2', 'gaudi3'],
    ['H100,H200', 'h100-sxm', 'h200-sxm'],
  ])('%j means %s and the like', (spec, ...chips) => {
    expect(chips.filter((chip) => !matches(spec, eight(chip)))).toEqual([]);
  });

  it.each([
    ['H100', 'gh200', 'h200-sxm', 'h800'],
    ['H20', 'h200-sxm'],
    ['H200', 'gh200'],
    ['B200', 'gb200'],
    ['A10', 'a100-sxm-80gb', 'a10g'],
    ['L4', 'l40', 'l40s'],
    ['L40', 'l40s'],
    ['91', 'ascend-910b'],
    ['910B', 'ascend-910c'],
    ['MI30', 'mi300x'],
    ['h100-sxm', 'h100-pcie'],
    ['nvidia', 'ascend-910b3', 'mi300x'],
    ['ascend', 'h100-sxm'],
    ['H100,H200', 'a100-sxm-80gb'],
  ])('%j does not mean %s or the like', (spec, ...chips) => {
    expect(chips.filter((chip) => matches(spec, eight(chip)))).toEqual([]);
  });

  it.each([
    ['H100:8', true],
    ['H100:4', false],
    ['H100:1..8', true],
    ['H100:..8', true],
    ['H100:9..', false],
    ['nvidia:80GB..', true],
    ['nvidia:81gb..', false],
    ['nvidia:..79GB', false],
    ['nvidia:40..80G', true],
    ['nvidia:80GB', true],
    ['nvidia:80GB..:8', true],
    ['nvidia:8:80GB..', true],
    ['nvidia:4:80GB..', false],
    ['H200:8,H100:4', false],
    ['H200:4,H100:8', true],
    ['"H100 SXM":8', true],
    ['"H100 SXM:8"', true],
  ])('%j holds for eight H100 with 80 GB: %j', (spec, expected) => {
    expect(matches(spec, eight('h100-sxm'))).toBe(expected);
  });

  it('takes memory in whole GB and never guesses one that is not known', () => {
    expect(matches('H100:80GB..', eight('h100-sxm', { memoryGb: 79.65 }))).toBe(true);
    expect(matches('H100:80GB..', eight('h100-sxm', { memoryGb: null }))).toBe(false);
  });

  it.each([
    '',
    'H100,',
    ':8',
    'H100:',
    'H100:0',
    'H100:8..1',
    'H100:eight',
    'H100:1..2..3',
    'H100:..',
    'H100:8:4',
    'H100:80GB:40GB',
    'H100:-1',
    'H100:1.5',
    'x'.repeat(501),
  ])('refuses %j in one sentence', (text) => {
    expect(() => parseSpec(text)).toThrow(RangeError);
    expect(() => parseSpec(text)).toThrow(/^expected [^\n]+$/);
  });

  it('says what it found and how to write it', () => {
    expect(() => parseSpec('H100:eight')).toThrow(
      'expected a count such as 8 or 1..8, or a memory such as 80GB.., found "eight" in the spec' +
        ' "H100:eight"; write it like H100, H100:8, H100:1..8, "nvidia:80GB..", ascend or "H100 SXM"',
    );
  });

  it('keeps the words of the user', () => {
    expect(parseSpec(' H100:8 ').text).toBe('H100:8');
  });
});

describe('matchesName', () => {
  it('looks for the names alone', () => {
    expect(matchesName(parseSpec('H400:8'), 'NVIDIA H400 NVL')).toBe(true);
    expect(matchesName(parseSpec('H100'), 'NVIDIA H400 NVL')).toBe(false);
  });
});
