import { describe, expect, it } from 'vitest';
import { deepseek } from '../../scrapers/deepseek.ts';
import { aPage, readingsOf } from '../support/documents.ts';

/** The table as it is served, as of 2026-11-15. https://api-docs.deepseek.com/quick_start/pricing/ */
const TABLE = `<table style="text-align:center">
<tr><td colspan="3">MODEL</td><td>deepseek-flash<sup>(1)</sup></td><td>deepseek-v4-pro<sup>(2)</sup></td></tr>
<tr><td colspan="3">BASE URL (OpenAI Format)</td><td colspan="2">https://api.deepseek.com</td></tr>
<tr><td colspan="3">MODEL VERSION</td><td>DeepSeek-V4.1-Flash-1017</td><td>DeepSeek-V4-Pro-0813</td></tr>
<tr><td rowspan="2">FEATURES</td><td colspan="2">Json Output</td><td>✓</td><td>✓</td></tr>
<tr><td colspan="2">Vision</td><td>✓</td><td>Not supported</td></tr>
<tr><td rowspan="6">PRICING<sup>(3)</sup></td><td rowspan="2">1M INPUT TOKENS<br>(CACHE HIT)</td><td>OFF-PEAK</td><td>$0.003</td><td>$0.022</td></tr>
<tr><td>PEAK</td><td>$0.006</td><td>$0.044</td></tr>
<tr><td rowspan="2">1M INPUT TOKENS<br>(CACHE MISS)</td><td>OFF-PEAK</td><td>$0.15</td><td>$0.66</td></tr>
<tr><td>PEAK</td><td>$0.3</td><td>$1.32</td></tr>
<tr><td rowspan="2">1M OUTPUT TOKENS</td><td>OFF-PEAK</td><td>$0.6</td><td>$1.98</td></tr>
<tr><td>PEAK</td><td>$1.2</td><td>$3.96</td></tr>
<tr><td colspan="3">Concurrency Limit<sup>(4)</sup></td><td>2500</td><td>500</td></tr>
</table>`;
const NOTES = `<p>(1) Use <code>deepseek-flash</code> as the model name. The legacy names
<code>deepseek-v4-flash</code> and <code>deepseek-v4-flash-vision-exp</code> are still accepted, but the models are
retired: DeepSeek-V4.1-Flash serves their requests at the Flash price.</p>`;

const usd = (amount: number) => ({ micros: Math.round(amount * 1e6), currency: 'USD' });
const read = (body: string) => readingsOf(deepseek, [aPage('pricing', body)]);
const asked = (model: string, window: string, [input, cached, output]: readonly number[]) => ({
  ...{ kind: 'tokens', model, host: 'deepseek', window },
  ...{ input: usd(Number(input)), cachedInput: usd(Number(cached)), output: usd(Number(output)) },
});

describe("DeepSeek's page of prices", () => {
  it('has a price for peak hours and one for the rest, and bills retired names as what answers to them', async () => {
    expect(await read(`${TABLE}${NOTES}`)).toEqual([
      asked('deepseek-v4.1-flash', 'off-peak', [0.15, 0.003, 0.6]),
      asked('deepseek-v4-flash', 'off-peak', [0.15, 0.003, 0.6]),
      asked('deepseek-v4-pro', 'off-peak', [0.66, 0.022, 1.98]),
      asked('deepseek-v4.1-flash', 'peak', [0.3, 0.006, 1.2]),
      asked('deepseek-v4-flash', 'peak', [0.3, 0.006, 1.2]),
      asked('deepseek-v4-pro', 'peak', [1.32, 0.044, 3.96]),
    ]);
  });

  it('had one price for all hours until August 2026', async () => {
    const flat = `<table><tr><td colspan="2">MODEL</td><td>deepseek-v4-flash<sup>(1)</sup></td><td>deepseek-v4-pro</td></tr>
<tr><td colspan="2">MODEL VERSION</td><td>DeepSeek-V4-Flash</td><td>DeepSeek-V4-Pro</td></tr>
<tr><td rowspan="3">PRICING</td><td>1M INPUT TOKENS (CACHE HIT)<sup>(2)</sup></td><td>$0.0028</td><td>$0.003625 (75% off<sup>(3)</sup>)<del>$0.0145</del></td></tr>
<tr><td>1M INPUT TOKENS (CACHE MISS)</td><td>$0.14</td><td>$0.435 (75% off<sup>(3)</sup>)<del>$1.74</del></td></tr>
<tr><td>1M OUTPUT TOKENS</td><td>$0.28</td><td>$0.87 (75% off<sup>(3)</sup>)<del>$3.48</del></td></tr></table>`;

    // A price beside the one it stands for is not guessed at.
    expect(await read(flat)).toEqual([
      asked('deepseek-v4-flash', 'always', [0.14, 0.0028, 0.28]),
      expect.objectContaining({
        kind: 'unread',
        reason: expect.stringContaining('expected an amount in dollars like "$1.23"'),
      }),
    ]);
  });

  it('tells of a model that nobody knows yet by the name its maker gave it', async () => {
    const next = TABLE.replace('DeepSeek-V4.1-Flash-1017', 'DeepSeek-V5-Flash-0101');

    expect(await read(next)).toContainEqual(
      asked('deepseek-v5-flash', 'off-peak', [0.15, 0.003, 0.6]),
    );
  });

  it.each([
    ['a challenge', '<h1>Just a moment...</h1>', 'one table with MODEL VERSION, found none'],
    ['another page', '<table><tr><td>base_url</td></tr></table>', 'found none'],
    ['two tables of prices', `${TABLE}${TABLE}`, 'one table with MODEL VERSION, found 2'],
    ['a renamed line', TABLE.replace('CACHE MISS', 'UNCACHED'), 'found "PRICING | 1M INPUT TOKENS'],
    ['hours with another name', TABLE.replaceAll('>PEAK', '>BUSY'), 'expected prices, found'],
    ['prices without a head', TABLE.replace('PRICING', 'PRICE LIST'), 'expected prices of input'],
    ['a line that is gone', TABLE.replace(/<tr><td>PEAK<.td><td>.1\.2<.*/, ''), 'expected prices'],
    ['a column without a version', TABLE.replace('<td>DeepSeek-V4-Pro-0813</td>', ''), '1 names'],
    [
      'an endless cell',
      TABLE.replace('colspan="3"', 'colspan="3e9"'),
      'expected a colspan up to 100',
    ],
  ])('is refused: %s', async (_, body, why) => {
    await expect(read(body)).rejects.toThrow(why);
  });
});
