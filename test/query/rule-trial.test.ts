import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { loadConfig } from '../../src/config.ts';
import type { Place } from '../../src/domain/listing.ts';
import { Rule } from '../../src/domain/rules.ts';
import { offerQuestion } from '../../src/query/question.ts';
import { ruleOfQuestion } from '../../src/query/question-rule.ts';
import { tryRule } from '../../src/query/rule-trial.ts';
import { trialJson, trialQuestion } from '../../src/query/rule-trial-json.ts';
import { aDataFolder } from '../cli/program.ts';
import { BASE, changed, listing, market, START } from '../support/market.ts';

/** Pseudo-random and the same on every run: a fraction of one for each step. */
function* steps(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

const rule = (more: object) =>
  Rule.parse({ id: 'tried', flags: ['price.drop'], channels: ['ear'], ...more });

const RULES: readonly Rule[] = [
  rule({ id: 'drops', minDropPercent: 8 }),
  rule({ id: 'cheap', spec: 'H100:8', ceiling: '0.45 USD', minDropPercent: 0 }),
  rule({
    id: 'stock',
    flags: ['sold-out', 'back', 'withdrawn', 'region.new', 'accelerator.new', 'hardware.new'],
  }),
  rule({ id: 'there', flags: ['region.new'], spec: 'nvidia', region: 'far-*' }),
];

const PLACE: Place = {
  kind: 'place',
  stack: 'cuda',
  product: 'made-up clusters',
  region: 'far-1',
  words: null,
  scope: null,
};

/** Crawls of a restless market, with the messages of the rules in the outbox. */
async function aRestlessMarket() {
  const { db, crawl, now } = market({ rules: RULES });
  await crawl(BASE);
  const random = steps(7);
  const next = () => random.next().value ?? 0;
  let rows = BASE;
  for (let n = 0; n < 24; n += 1) {
    const index = Math.floor(next() * rows.length);
    const factor = 0.8 + next() * 0.3;
    const { price } = rows[index] ?? {};
    const micros = Math.round((price?.micros ?? 1) * factor);
    rows = changed(rows, index, {
      ...(price && { price: { ...price, micros: micros as typeof price.micros } }),
      availability: next() < 0.2 ? 'sold-out' : 'available',
    });
    if (n === 8) rows = [...rows, listing('nl-new', 7.77, { region: 'far-2' })];
    await crawl(n < 12 ? rows : [...rows, PLACE]);
  }
  return { db, now };
}

describe('the trial of a rule', () => {
  it('tells what the pipeline told, message by message', async () => {
    const { db, now } = await aRestlessMarket();
    const sent = db.sqlite
      .prepare('select crawl, rule, flag, body from deliveries order by crawl, rowid')
      .all() as { crawl: number; rule: string; flag: string; body: string }[];
    const window = { since: START - 1, until: now() + 1 };

    for (const each of RULES) {
      const own = sent.filter((message) => message.rule === each.id);
      const { firings } = await tryRule(db, each, window);

      expect(own.length, each.id).toBeGreaterThan(0);
      expect(
        firings.toReversed().map(({ crawl, flag, matched }) => ({
          crawl,
          flag,
          why: matched.map(({ why }) => why).sort(),
        })),
      ).toEqual(
        own.map(({ crawl, flag, body }) => ({
          crawl,
          flag,
          why: JSON.parse(body)
            .data.events.map(({ why }: { why: string }) => why)
            .sort(),
        })),
      );
    }
  });

  it('looks at its time alone, and says how long we know anything', async () => {
    const { db, now } = await aRestlessMarket();
    const [drops = rule({})] = RULES;

    const whole = await tryRule(db, drops, { since: 0, until: now() + 1 });
    const last = await tryRule(db, drops, { since: now(), until: now() + 1 });
    const none = await tryRule(db, drops, { since: now() + 1, until: now() + 2 });

    expect(whole.knownSince).toBe(START);
    expect(last.firings.length).toBeLessThan(whole.firings.length);
    expect(none).toMatchObject({ changes: 0, firings: [] });
  });

  it('is thirty days long unless it says otherwise, and counts what it does not show', async () => {
    const { db, now } = await aRestlessMarket();
    const question = trialQuestion({}, now() + 1);
    expect(question).toMatchObject({ until: now() + 1, since: now() + 1 - 30 * 86_400_000 });
    const [drops = rule({})] = RULES;

    const { messages, shown, fired } = trialJson(await tryRule(db, drops, question), 2);

    expect(fired).toHaveLength(2);
    expect(shown).toBe(2);
    expect(messages).toBeGreaterThan(2);
  });

  it('of an empty database knows nothing', async () => {
    const db = openDatabase(':memory:');
    const trial = await tryRule(db, rule({}), { since: 0, until: 1 });
    db.close();

    expect(trial).toMatchObject({ knownSince: null, changes: 0, firings: [] });
  });
});

describe('a rule made of a question', () => {
  const made = (params: Record<string, string>, name = 'mine') =>
    ruleOfQuestion(name, offerQuestion(params, START));

  it.each([
    [{ spec: 'H100:8', region: 'eu-*', price: '..2.20' }],
    [{ spec: 'ascend', 'outside-china': '1', sort: 'price', limit: '5' }],
    [{ spec: '"H100 SXM",nvidia:80GB..', provider: 'aws,gcp', country: 'NO', billing: 'spot' }],
    [{ tier: 'community', jurisdiction: 'hong-kong', price: '..0.5', currency: 'eur' }],
    [{}],
  ])('of %j is read back from its YAML as the same rule', async (params) => {
    const { rule: wanted, yaml } = made({ ...params });
    const file = join(aDataFolder(), 'chipwatch.yaml');
    writeFileSync(file, yaml);

    const { rules } = loadConfig({ file, env: {}, cwd: '/' });

    expect(rules).toEqual([wanted]);
  });

  it.each([
    [{ state: 'available' }, 'state', 'when stock comes back'],
    [{ memory: '80..' }, 'memory', 'nvidia:80GB..'],
    [{ region: 'a,b' }, 'region', 'a rule for each'],
    [{ price: '1..2' }, 'price', 'no lowest'],
    [{ price: '..0' }, 'price', 'above zero'],
    [{ 'outside-china': '1', jurisdiction: 'macau' }, 'jurisdiction', 'give one'],
  ])('of %j is refused, for a rule cannot ask that', (params, parameter, sentence) => {
    expect(() => made({ ...params })).toThrow(
      expect.objectContaining({ parameter, message: expect.stringContaining(sentence) }),
    );
  });

  it('has a name as rules have', () => {
    expect(() => made({}, 'My Rule')).toThrow(
      expect.objectContaining({ parameter: 'as-rule', message: expect.stringContaining('a name') }),
    );
  });
});
