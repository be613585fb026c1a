import { describe, expect, it } from 'vitest';
import { money } from '../../src/domain/money.ts';
import type { Target } from '../../src/domain/targets.ts';
import { AT, memory, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';
import { aServer } from '../support/server.ts';

const NOWHERE = { provider: null, regions: null, countries: null, jurisdictions: null } as const;
const TARGETS: readonly Target[] = [
  { id: 'finland', ...NOWHERE, countries: ['FI'] },
  { id: 'south', ...NOWHERE, countries: ['ZA'] },
];
const NOVEMBER = Date.UTC(2026, 10, 25);

/** Eight H200 in Finland for $24 and eight 910C in Hong Kong for $80. */
const OFFERS = [
  anOffer({
    ...{ sku: 'h200', accelerator: 'h200-sxm', memoryGb: 141, price: money(24, 'USD') },
    ...{ country: 'FI', jurisdiction: 'outside-china' },
  }),
  anOffer({
    ...{ sku: 'a3', accelerator: 'ascend-910c', stack: 'cann', memoryGb: 128, unit: 'package' },
    ...{ price: money(80, 'USD'), region: 'pole-2', country: 'HK', jurisdiction: 'hong-kong' },
  }),
];

async function text(path: string, targets = TARGETS): Promise<string> {
  const db = memory();
  await storeNight(db, AT, { seen: seen(OFFERS) });
  const { url } = await aServer({ db, now: () => NOVEMBER, targets });
  const response = await fetch(`${url}/${path}`);
  const html = await response.text();
  return `${response.status} ${html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')}`;
}

describe('the page of stacks', () => {
  it('has NVIDIA and Ascend side by side, and what the targets could do without', async () => {
    const shown = await text('stacks');

    expect(shown).toContain('0 of 2 targets could run without NVIDIA today');
    expect(shown).toMatch(/Huawei Ascend cann 50 % 1/);
    expect(shown).toMatch(/Ascend 910C Huawei Ascend 10\.00 USD/);
  });
});

describe('the page of targets', () => {
  it('says who is read, that nobody measures a place, and where Ascend is nearest', async () => {
    const shown = await text('targets');

    expect(shown).toMatch(/No Ascend here , as far as is read: northlight/);
    expect(shown).toContain('Nobody measures this: no source that was read lists anything here.');
    expect(shown).toMatch(/Nearest: Ascend 910C at northlight pole-2 \(HK, hong-kong\)/);
  });

  it('says how to set one where there is none', async () => {
    expect(await text('targets', [])).toContain('No targets are set.');
  });
});

describe('the page of a model', () => {
  it('says what holds it, what an hour is worth, and what APIs ask', async () => {
    const shown = await text('models/deepseek-v4-flash');

    expect(shown).toMatch(/8× H200 SXM 141 GB each fits, documented/);
    expect(shown).toMatch(/8× Ascend 910C .*? package fits, documented/);
    // 4x H200, agents: 0.72 dollars at 40 % use, and they are 3: busy for more than all of the time.
    expect(shown).toMatch(/4× H200 64000\/400 tokens, 90 % cached 145 0\.72 USD/);
    expect(shown).toContain('never');
    expect(shown).toMatch(/deepseek off-peak, documented 0\.15 0\.003 0\.60 USD/);
  });

  it('takes the grammar of the command line, and refuses what it does not understand', async () => {
    expect(await text('models/deepseek-v4-pro?context=128K&spec=ascend')).toMatch(
      /fits, documented, 2 of it/,
    );
    expect(await text('models/deepseek-v4-flash?context=all')).toMatch(/^400 .*expected tokens/);
    expect(await text('models/gpt-9')).toMatch(/^404 .*no model &quot;gpt-9&quot;/);
  });

  it('lists a candidate of which nothing is published as exactly that', async () => {
    expect(await text('models')).toMatch(/Llama 5 distilled – – – – –/);
    expect(await text('models/llama-5-distilled')).toContain('size not published');
  });
});
