import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BASE, changed, DAY, market, northlight } from '../support/market.ts';
import { aServer } from '../support/server.ts';
import { commandsIn, helpFor } from './commands.ts';

const text = (path: string) => readFileSync(`deploy/${path}`, 'utf8');

interface Target {
  readonly expr?: string;
  readonly queryText?: string;
  readonly rawQueryText?: string;
}
interface Panel {
  readonly title: string;
  readonly datasource: { readonly type: string };
  readonly targets: readonly Target[];
}

const dashboard = JSON.parse(text('grafana/chipwatch.json'));
const panels: readonly Panel[] = dashboard.panels;
const targets = panels.flatMap((panel) => panel.targets);

/** Two crawls with a drop and a message told. */
async function aWatchedMarket() {
  const { db, crawl, now } = market();
  await crawl(BASE);
  const price = { ...Object(BASE[0]?.price), micros: 2_997_000 };
  await crawl(changed(BASE, 0, { price }));
  const { url } = await aServer({
    db,
    now,
    sources: [{ ...northlight(() => BASE), intervalMs: DAY }],
  });
  return { db, now, url };
}

/** The labels that each metric has on a server that has something to tell. */
async function servedMetrics(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { url } = await aWatchedMarket();
  const served = await (await fetch(`${url}/metrics`)).text();
  const samples = served.matchAll(/^(?<name>\w+)\{(?<labels>.*)\} /gm);
  return new Map(
    [...samples].map(({ groups }) => [
      String(groups?.name),
      [...String(groups?.labels).matchAll(/(?<label>\w+)="/g)].map((label) => String(label[1])),
    ]),
  );
}

/** The metrics of ours that an expression asks for, and the labels it selects or sums by. */
function asked(expr: string) {
  const metrics = [...expr.matchAll(/chipwatch_\w+/g)].map(([name]) => name);
  const selected = [...expr.matchAll(/(?<label>\w+)\s*=~?"/g)].map(({ groups }) => groups?.label);
  const summed = [...expr.matchAll(/by \((?<labels>[^)]*)\)/g)].flatMap(({ groups }) =>
    String(groups?.labels).split(', '),
  );
  return { metrics, labels: [...selected, ...summed] };
}

const rules: readonly { readonly alert: string; readonly expr: string }[] = parse(
  text('prometheus/chipwatch.rules.yml'),
).groups.flatMap((group: { rules: unknown }) => group.rules);
const expressions = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets: all }) =>
    all.flatMap(({ expr }) => (expr === undefined ? [] : [[title, expr] as const])),
  ),
];

describe('Prometheus and Grafana', () => {
  it('ask for metrics and labels that /metrics serves', async () => {
    const served = await servedMetrics();
    const names = new Set<string>();
    for (const [title, expr] of expressions) {
      const { metrics, labels } = asked(expr);
      for (const metric of metrics) {
        names.add(metric);
        expect([...served.keys()], title).toContain(metric);
        for (const label of labels) expect(served.get(metric), title).toContain(label);
      }
    }

    expect([...names].toSorted()).toEqual([...served.keys()].toSorted());
  });

  it('say what an alert is about, and name only labels that it has', async () => {
    const served = await servedMetrics();
    for (const { alert, expr, ...rule } of rules) {
      const { summary } = Object(rule).annotations;
      const used = [...summary.matchAll(/\$labels\.(?<label>\w+)/g)].map((found) => found[1]);
      const has = asked(expr).metrics.flatMap((metric) => served.get(metric) ?? []);

      expect(summary, alert).not.toBe('');
      for (const label of used) expect(has, alert).toContain(label);
    }
    expect(rules.length).toBeGreaterThan(4);
  });

  it.each(targets.filter(({ queryText }) => queryText !== undefined))(
    'a panel finds something in a database of real migrations: $queryText',
    async ({ queryText = '', rawQueryText }) => {
      const { db, now } = await aWatchedMarket();
      const sql = queryText
        .replaceAll('$__from', String(now() - DAY))
        .replaceAll('$__to', String(now()))
        .replaceAll(`\${accelerator}`, 'h100-sxm');

      expect(rawQueryText).toBe(queryText);
      expect(sql).not.toContain('$');
      expect(db.sqlite.prepare(sql).all()).not.toEqual([]);
      expect([...sql.matchAll(/(?:FROM|JOIN) (?<view>\w+)/g)].map((found) => found[1])).toEqual([
        expect.stringMatching(/^v_(?:offers|changes|price_history)$/),
      ]);
    },
  );

  it('know the accelerators to choose from, and the data source of every panel', async () => {
    const { db } = await aWatchedMarket();
    const variables = dashboard.templating.list;
    const { query } = variables.find(({ name }: { name: string }) => name === 'accelerator');

    expect(db.sqlite.prepare(query).pluck().all()).toContain('h100-sxm');
    const types = variables.map(({ query: type }: { query: string }) => type);
    for (const { datasource } of panels) expect(types).toContain(datasource.type);
  });
});

describe('the nightly workflow', () => {
  const workflow = parse(text('github/nightly.yml'));
  const { steps, env } = workflow.jobs.crawl;

  it('may read the repository and nothing else, and runs pinned actions', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const uses = [...text('github/nightly.yml').matchAll(/uses: (?<action>.+)/g)];
    expect(uses.length).toBe(4);
    for (const [, action] of uses) {
      expect(action).toMatch(/^actions\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it('runs commands that there are, on a database that it keeps', async () => {
    const commands = commandsIn(text('github/nightly.yml'));
    for (const command of commands) {
      const args = command.filter((word) => !/^(?:\|\||status=.*)$/.test(word));
      expect(await helpFor(args)).toMatchObject({ code: 0 });
    }
    const kept = steps.find(({ uses }: { uses?: string }) => uses?.startsWith('actions/cache@'));

    expect(commands).toHaveLength(3);
    expect(env.CHIPWATCH_DATA).toMatch(/\/data$/);
    expect(kept.with.path).toBe('data/chipwatch.db');
  });
});

describe('the other samples', () => {
  it('name files where the units put them', () => {
    const { dbs } = parse(text('litestream.yml'));

    expect(dbs[0].path).toBe('/var/lib/chipwatch/chipwatch.db');
    expect(text('systemd/chipwatch.service')).toContain('CHIPWATCH_DATA=%S/chipwatch');
    const scrape = parse(text('prometheus/scrape.yml'));
    expect(existsSync(`deploy/prometheus/${scrape.rule_files[0]}`)).toBe(true);
    expect(scrape.scrape_configs[0].job_name).toBe('chipwatch');
  });

  it('are all in docs/deployment.md', () => {
    const page = readFileSync('docs/deployment.md', 'utf8');
    const files = readdirSync('deploy', { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );

    for (const { name } of files) expect(page).toContain(name);
  });
});
