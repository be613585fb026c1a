import { describe, expect, it } from 'vitest';
import { ecb } from '../../scrapers/ecb.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

/** The daily file with these lines; no such rate was ever published. */
const daily = (lines: string, end = '</gesmes:Envelope>') => [
  aDocument(
    'daily',
    `<?xml version="1.0"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01">
      <Cube>${lines}</Cube>${end}\n`,
  ),
];
const DOLLAR = { kind: 'rate', date: '2026-01-02', currency: 'USD', perEuro: 2.5 };

describe('ecb', () => {
  it('reads every currency of the day, however its attributes are written', async () => {
    const lines = `<Cube time="2026-01-02"><Cube currency='USD' rate='2.5'/>
      <Cube rate="111"  currency="XTS"/></Cube>`;

    expect(await readingsOf(ecb, daily(lines))).toEqual([
      DOLLAR,
      { ...DOLLAR, currency: 'XTS', perEuro: 111 },
    ]);
  });

  it.each(['0', '0.000', '', '-1', '1,5', '1e3', 'N/A'])('takes "%s" for no rate', async (rate) => {
    const lines = `<Cube time="2026-01-02"><Cube currency="USD" rate="2.5"/>
      <Cube currency="XTS" rate="${rate}"/><Cube currency="xts" rate="1"/></Cube>`;

    const [dollar, ...unread] = await readingsOf(ecb, daily(lines));

    expect(dollar).toEqual(DOLLAR);
    expect(unread).toMatchObject([{ kind: 'unread' }, { kind: 'unread' }]);
  });

  it.each([
    ['without a day', '<Cube><Cube currency="USD" rate="2.5"/></Cube>', 'found none'],
    ['of two days', '<Cube time="2026-01-02"/><Cube time="2026-01-03"/>', 'found 2'],
    ['of a day that is none', '<Cube time="2026-13-02"/>', 'daily: row: Invalid ISO date'],
  ])('refuses a file %s', async (_, lines, why) => {
    await expect(readingsOf(ecb, daily(lines))).rejects.toThrow(why);
  });

  it('refuses half a file: what is cut off would be a currency that is gone', async () => {
    const half = daily('<Cube time="2026-01-02"><Cube currency="USD" rate="2.5"/></Cube>', '');

    await expect(readingsOf(ecb, half)).rejects.toThrow('to its </gesmes:Envelope>, found a part');
  });
});
