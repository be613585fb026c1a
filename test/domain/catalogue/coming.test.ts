import { describe, expect, it } from 'vitest';
import { comingIn } from '../../../src/domain/catalogue/coming.ts';

const idsIn = (text: string) => comingIn(text).map(({ id }) => id);

describe('comingIn', () => {
  it.each([
    ['{"resourceSpecCode":"modelarts.bm.npu.arm.8d950pr","planList":[]}', ['ascend-950pr']],
    ['{"gpuType":"Ascend 950DT","gpuCount":8}', ['ascend-950dt']],
    ['昇腾950PR', ['ascend-950pr']],
    ['Ascend 950 PR', ['ascend-950pr']],
    ['Ascend950', ['ascend-950']],
    ['Ascend910A5', ['ascend-950']],
    ['Atlas 950 SuperPoD, 64 of 8192', ['ascend-950']],
    ['ascend_960', ['ascend-960']],
    ['{"name":"Ascend 970"}', ['ascend-970']],
    ['NVIDIA VR200 NVL72', ['rubin']],
    ['{"id":"vera-rubin-8x","region":null}', ['rubin']],
    ['Ascend 950PR or Ascend 950DT', ['ascend-950pr', 'ascend-950dt']],
  ])('finds %s', (text, ids) => {
    expect(idsIn(text)).toEqual(ids);
  });

  it.each([
    '{"disk":"960 GB SSD","price":950,"ram":970}',
    '{"sku":"c6.xlarge.2","bandwidth":"950","zone":"a5"}',
    'RTX A5000, R200',
    'Ascend 910B, Atlas 300I',
    'Ascend 920',
    '',
  ])('finds nothing in %s', (text) => {
    expect(idsIn(text)).toEqual([]);
  });
});
