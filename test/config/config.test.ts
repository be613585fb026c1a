import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { DEFAULT_RULE } from '../../src/domain/rules.ts';
import { newSecret } from '../../src/notify/index.ts';

const URL_IN_ENV = 'https://example.com/hook/T0PSECRET';
const SECRETS = [newSecret(), newSecret()] as const;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chipwatch-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** The configuration of a file with this text. */
function load(text: string, env: Record<string, string> = {}) {
  write('chipwatch.yaml', text);
  return loadConfig({ env: { HOME: folder, ...env }, cwd: folder });
}

/** The lines of the fault, without the folder. */
function faultsOf(text: string, env: Record<string, string> = {}): readonly string[] {
  try {
    load(text, env);
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'ConfigError') throw error;
    return message.replaceAll(`${folder}/`, '').split('\n');
  }
  return [];
}

const bare = (env: Record<string, string> = {}) =>
  loadConfig({ env: { HOME: folder, ...env }, cwd: folder });

describe('aliases', () => {
  it('name what a region was called before, by source', () => {
    const { aliases } = load('aliases: { northlight: { "Pole 1": pole-1 } }');

    expect(aliases).toEqual(new Map([['northlight', new Map([['Pole 1', 'pole-1']])]]));
  });
});

describe('guards', () => {
  it('are settled for every source and for single ones', () => {
    const { guards } = load(`
guards:
  coverage: 0.5
  sources:
    northlight: { mostPrice: 200, rejected: 0 }
`);

    expect(guards.everywhere).toEqual({ coverage: 0.5 });
    expect(guards.sources).toEqual(new Map([['northlight', { mostPrice: 200, rejected: 0 }]]));
  });

  it.each([
    ['guards: { coverage: 1.1 }', '1:21: guards.coverage: Too big: expected number to be <=1'],
    ['guards: { coverag: 0.5 }', '1:11: guards: unknown key "coverag", did you mean "coverage"?'],
    ['guards: { sources: { aws: { fromOffers: 0 } } }', 'fromOffers'],
  ])('refuses %s', (text, fault) => {
    expect(faultsOf(text).join('\n')).toContain(fault);
  });
});

describe('without a file', () => {
  it('everything has a usual value and nothing is sent', () => {
    expect(bare()).toEqual({
      file: null,
      warnings: [],
      sources: { only: null, except: [], tolerance: 2 },
      schedule: { kind: 'nightly', at: '02:00' },
      confirmAfterMinutes: 10,
      guards: { everywhere: {}, sources: new Map() },
      aliases: new Map(),
      channels: new Map(),
      hours: new Map(),
      rules: [],
      targets: [],
      webhooks: { allowPrivate: [] },
      server: { host: '127.0.0.1', port: 8470, token: null, hosts: [], basePath: '/' },
      store: {
        ...{ warnBelowMb: 500, stopBelowMb: 100, allowNetworkDisk: false },
        ...{ stockDays: 90, archiveMb: 5_000 },
      },
      dataDir: join(folder, '.local/share/chipwatch'),
      database: join(folder, '.local/share/chipwatch/chipwatch.db'),
    });
  });

  it('CHIPWATCH_WEBHOOK_URL alone sends what the default rule finds', () => {
    const { channels, rules } = bare({ CHIPWATCH_WEBHOOK_URL: URL_IN_ENV });

    expect(channels).toEqual(
      new Map([['webhook', { type: 'webhook', url: URL_IN_ENV, secret: [] }]]),
    );
    expect(rules).toEqual([{ ...DEFAULT_RULE, channels: ['webhook'] }]);
  });

  it('CHIPWATCH_WEBHOOK_SECRET signs it', () => {
    const secret = newSecret();
    const { channels } = bare({
      CHIPWATCH_WEBHOOK_URL: URL_IN_ENV,
      CHIPWATCH_WEBHOOK_SECRET: secret,
    });

    expect(channels.get('webhook')).toMatchObject({ secret: [secret] });
  });

  it('an empty variable is none', () => {
    expect(bare({ CHIPWATCH_WEBHOOK_URL: '', CHIPWATCH_CONFIG: '' }).channels.size).toBe(0);
  });

  it.each([
    [
      { CHIPWATCH_WEBHOOK_URL: 'example.com/T0PSECRET' },
      'CHIPWATCH_WEBHOOK_URL: expected a webhook address such as https://example.com/hook',
    ],
    [
      { CHIPWATCH_WEBHOOK_URL: URL_IN_ENV, CHIPWATCH_WEBHOOK_SECRET: 'T0PSECRET' },
      'CHIPWATCH_WEBHOOK_SECRET: expected a secret of whsec_ and 24 to 64 bytes in base64, found ',
    ],
  ])('a bad variable is named and not repeated: %j', (env, message) => {
    expect(() => bare(env)).toThrow(message);
    expect(() => bare(env)).not.toThrow('T0PSECRET');
  });
});

describe('the file', () => {
  it('is the one named, then that of the variable, then the nearest', () => {
    const env = {
      HOME: folder,
      CHIPWATCH_CONFIG: write('variable.yaml', 'confirmAfter: 2'),
      XDG_CONFIG_HOME: join(folder, 'xdg'),
    };
    const { CHIPWATCH_CONFIG: _, ...usual } = env;
    write('named.yaml', 'confirmAfter: 1');
    write('xdg/chipwatch/config.yaml', 'confirmAfter: 4');
    const minutes = (options: object) =>
      loadConfig({ env, cwd: folder, ...options }).confirmAfterMinutes;

    expect(minutes({ file: 'named.yaml' })).toBe(1);
    expect(minutes({})).toBe(2);
    expect(minutes({ env: usual })).toBe(4);
    write('chipwatch.yaml', 'confirmAfter: 3');
    expect(minutes({ env: usual })).toBe(3);
  });

  it('must be there when it is named', () => {
    expect(() => loadConfig({ file: 'none.yaml', env: {}, cwd: folder })).toThrow(
      /none\.yaml: expected a configuration file that can be read \(ENOENT\)$/,
    );
  });

  it('may be empty', () => {
    expect(load('# nothing yet\n')).toMatchObject({ file: join(folder, 'chipwatch.yaml') });
  });

  it('settles everything', () => {
    write('secret.txt', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n');
    const config = load(
      `
data: stored
sources: { only: [northlight, southlight], except: southlight }
schedule: { kind: nightly, at: 03:30 }
confirmAfter: 15
server: { host: 0.0.0.0, port: 80 }
webhooks: { allowPrivate: [127.0.0.1/32] }
channels:
  ear: { type: webhook, url: "https://example.com/\${TOKEN}", secret: { file: secret.txt } }
  eye: { type: webhook, url: "https://example.com/eye" }
rules:
  ascend:
    when: region.new
    spec: ascend
  cheap-h100:
    when: [price.drop, back]
    spec: H100:8
    provider: northlight
    region: eu-*
    country: [DE, FR]
    jurisdiction: outside-china
    billing: [on-demand, spot]
    tier: community
    minDropPercent: 10
    ceiling: 2.20 USD
    channels: ear
targets:
  home: { provider: northlight, regions: eu-*, countries: DE, jurisdictions: outside-china }
`,
      { TOKEN: 'hidden' },
    );

    expect(config).toMatchObject({
      warnings: [],
      sources: { only: ['northlight', 'southlight'], except: ['southlight'] },
      schedule: { kind: 'nightly', at: '03:30' },
      confirmAfterMinutes: 15,
      webhooks: { allowPrivate: ['127.0.0.1/32'] },
      server: { host: '0.0.0.0', port: 80, token: null, hosts: [], basePath: '/' },
      database: join(folder, 'stored/chipwatch.db'),
    });
    expect(config.channels.get('ear')).toEqual({
      type: 'webhook',
      url: 'https://example.com/hidden',
      secret: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    });
    expect(config.rules).toMatchObject([
      { id: 'ascend', flags: ['region.new'], channels: ['ear', 'eye'], minDropPercent: 5 },
      {
        id: 'cheap-h100',
        flags: ['price.drop', 'back'],
        spec: { text: 'H100:8' },
        provider: ['northlight'],
        region: 'eu-*',
        country: ['DE', 'FR'],
        jurisdiction: ['outside-china'],
        billing: ['on-demand', 'spot'],
        tier: ['community'],
        minDropPercent: 10,
        ceiling: { micros: 2_200_000, currency: 'USD' },
        channels: ['ear'],
      },
    ]);
    expect(config.targets).toContainEqual({
      id: 'home',
      provider: ['northlight'],
      regions: ['eu-*'],
      countries: ['DE'],
      jurisdictions: ['outside-china'],
    });
  });

  it('may leave the rhythm to the sources', () => {
    expect(load('schedule: cadence').schedule).toEqual({ kind: 'cadence' });
    expect(load('schedule: nightly').schedule).toEqual({ kind: 'nightly', at: '02:00' });
  });

  it('yields to CHIPWATCH_DATA, and the data folder to XDG', () => {
    expect(load('data: stored', { CHIPWATCH_DATA: 'other' }).dataDir).toBe(join(folder, 'other'));
    expect(load('', { XDG_DATA_HOME: '/xdg' }).dataDir).toBe('/xdg/chipwatch');
    expect(load('', { XDG_DATA_HOME: 'relative' }).dataDir).toBe(
      join(folder, '.local/share/chipwatch'),
    );
  });
});

describe('rules and channels', () => {
  const ear = 'channels: { ear: { type: webhook, url: https://example.com/ } }\n';
  const rule = (id: string) => `rules: { ${id}: { when: back, channels: ear } }`;
  const env = { CHIPWATCH_WEBHOOK_URL: URL_IN_ENV };

  it('send what the default rule finds to every channel where there is no rule', () => {
    expect(load(ear).rules).toEqual([{ ...DEFAULT_RULE, channels: ['ear'] }]);
  });

  it('give the channel of the variable the default rule, unless a rule sends there', () => {
    const ids = (text: string) => load(ear + text, env).rules.map(({ id }) => id);

    expect(ids(rule('mine'))).toEqual(['mine', 'default']);
    expect(ids('rules: { mine: { when: back, channels: [ear, webhook] } }')).toEqual(['mine']);
    expect(ids('rules: { mine: { when: back } }')).toEqual(['mine']);
    expect(ids(rule('default'))).toEqual(['default']);
  });

  it('refuse a channel that is made twice', () => {
    expect(faultsOf('channels:\n  webhook: { type: webhook, url: https://e.com/ }', env)).toEqual([
      'chipwatch.yaml:2:3: the channel webhook is also made by CHIPWATCH_WEBHOOK_URL',
    ]);
  });

  it('warn of a rule that nobody hears', () => {
    const { warnings } = load('rules:\n  mine: { when: back }');

    expect(warnings.map((line) => line.replace(`${folder}/`, ''))).toEqual([
      'chipwatch.yaml:2:3: the rule mine has no channel to send to',
    ]);
  });

  it('warn of a secret in the file without repeating it', () => {
    const secret = newSecret();
    const text = `channels:\n  ear:\n    type: webhook\n    url: https://e.com/\n    secret: ${secret}`;
    const { warnings, channels } = load(text);

    expect(channels.get('ear')).toMatchObject({ secret: [secret] });
    expect(warnings.map((line) => line.replace(`${folder}/`, ''))).toEqual([
      `chipwatch.yaml:5:13: a secret stands in the file; better \${NAME} or { file: … }`,
    ]);
  });
});

describe('channels', () => {
  it('may be told once a day, and not at night', () => {
    const { channels, hours } = load(
      `channels:
  room:
    type: slack
    url: "\${HOOK}"
    digest: daily at 08:00 Europe/Berlin
    quiet: 22:00-07:00 Europe/Berlin
  hall: { type: discord, url: "\${HOOK}" }
`,
      { HOOK: URL_IN_ENV },
    );

    expect(channels.get('room')).toEqual({ type: 'slack', url: URL_IN_ENV });
    expect(Object.fromEntries(hours)).toEqual({
      room: {
        digest: { minute: 480, zone: 'Europe/Berlin' },
        quiet: { from: 1320, to: 420, zone: 'Europe/Berlin' },
      },
      hall: { digest: null, quiet: null },
    });
  });

  it('are of a service each, with what it needs', () => {
    const { channels, warnings } = load(
      `channels:
  room: { type: slack, url: "\${HOOK}" }
  hall: { type: discord, url: "\${HOOK}" }
  desk: { type: teams, url: "\${HOOK}" }
  pocket: { type: ntfy, topic: "\${TOPIC}" }
  mine: { type: ntfy, server: http://ntfy.test:2586, topic: "\${TOPIC}", token: "\${TOKEN}" }
  ear: { type: webhook, url: https://e.com/, secret: ["\${NEW}", "\${OLD}"] }
`,
      { HOOK: URL_IN_ENV, TOPIC: 'T0PIC', TOKEN: 'tk_1', NEW: SECRETS[0], OLD: SECRETS[1] },
    );

    expect(warnings).toEqual([]);
    expect(Object.fromEntries(channels)).toEqual({
      room: { type: 'slack', url: URL_IN_ENV },
      hall: { type: 'discord', url: URL_IN_ENV },
      desk: { type: 'teams', url: URL_IN_ENV },
      pocket: { type: 'ntfy', server: 'https://ntfy.sh', topic: 'T0PIC', token: null },
      mine: { type: 'ntfy', server: 'http://ntfy.test:2586', topic: 'T0PIC', token: 'tk_1' },
      ear: { type: 'webhook', url: 'https://e.com/', secret: SECRETS },
    });
  });

  it('warn of an address that is a secret and stands in the file', () => {
    const { warnings } = load(`channels:
  room: { type: slack, url: ${URL_IN_ENV} }
  pocket: { type: ntfy, topic: T0PSECRET, token: T0PSECRET }
`);

    expect(warnings.map((line) => line.replace(`${folder}/`, ''))).toEqual([
      `chipwatch.yaml:2:29: a secret stands in the file; better \${NAME} or { file: … }`,
      `chipwatch.yaml:3:32: a secret stands in the file; better \${NAME} or { file: … }`,
      `chipwatch.yaml:3:50: a secret stands in the file; better \${NAME} or { file: … }`,
    ]);
  });
});

describe('a fault', () => {
  it.each([
    ['sorces: {}', '1:1: unknown key "sorces", did you mean "sources"?'],
    ['server: { basePath: chips/ }', '1:21: server.basePath: expected a path such as /chips, or /'],
    ['server:\n  prot: 1', '2:3: server: unknown key "prot", did you mean "port"?'],
    ['frobnicate: 1', '1:1: unknown key "frobnicate"'],
    ['confirmAfter: soon', '1:15: confirmAfter: expected a number, found text'],
    ['sources: []', '1:10: sources: expected a map, found a list'],
    ['server: { port: }', '1:17: server.port: expected a number, found nothing'],
    [
      'schedule: nightyl',
      '1:11: schedule.kind: expected nightly, cadence, found "nightyl", did you mean "nightly"?',
    ],
    [
      'schedule: { kind: nightly, at: "25:00" }',
      '1:32: schedule.at: expected a time in UTC such as 02:00',
    ],
    [
      'rules:\n  Cheap H100: { when: back }',
      '2:3: rules.Cheap H100: expected a name of small letters, digits and hyphens',
    ],
    ['rules: { a: {} }', '1:10: rules.a.when: missing'],
    ['rules: { a: { when: [] } }', '1:21: rules.a.when: expected at least one'],
    [
      'rules: { a: { when: back, channels: [earr] } }\nchannels: { ear: { type: webhook, url: https://e.com } }',
      '1:38: no channel is named "earr", did you mean "ear"?',
    ],
    ['channels: { ear: { type: webhook } }', '1:13: channels.ear.url: missing'],
    [
      'channels: { ear: { type: slak, url: https://e.com/ } }',
      '1:26: channels.ear.type: expected webhook, slack, discord, teams, ntfy, found "slak", did you mean "slack"?',
    ],
    [
      'channels: { ear: { url: https://e.com/ } }',
      '1:13: channels.ear.type: expected webhook, slack, discord, teams, ntfy, found nothing',
    ],
    ['channels: { ear: 7 }', '1:18: channels.ear: expected a map, found a number'],
    [
      'channels: { ear: { type: ntfy, topic: me, tokn: x } }',
      '1:43: channels.ear: unknown key "tokn", did you mean "token"?',
    ],
    [
      'channels: { ear: { type: ntfy, topic: a b } }',
      '1:39: channels.ear.topic: expected a topic of at most 64 letters, digits, hyphens and underscores',
    ],
    [
      'channels: { ear: { type: ntfy, topic: me, server: https://ntfy.sh/me } }',
      '1:51: channels.ear.server: expected a server without a path; name the topic of ntfy.sh apart from it',
    ],
    [
      'channels: { ear: { type: slack, url: https://e.com/, digest: 08:00 } }',
      '1:62: channels.ear.digest: expected a time of the day such as daily at 08:00 Europe/Berlin',
    ],
    [
      'channels: { ear: { type: slack, url: https://e.com/, quiet: 22:00-07:00 Europe/Berln } }',
      '1:61: channels.ear.quiet: expected a time zone such as Europe/Berlin, found Europe/Berln',
    ],
    [
      'webhooks: { allowPrivate: [0.0.0.0/0] }',
      '1:28: webhooks.allowPrivate.0: expected an address range such as 127.0.0.1/32, at widest /8 (IPv6: /7), found "0.0.0.0/0"',
    ],
    [
      'targets: { home: {} }',
      '1:18: targets.home: expected a provider, regions, countries or jurisdictions',
    ],
    ['a: 1\na: 2', '2:1: Map keys must be unique'],
    ['just text', '1:1: expected a map, found text'],
  ])('has its place and the word that was meant: %j', (text, line) => {
    expect(faultsOf(text)).toEqual([`chipwatch.yaml:${line}`]);
  });

  it('lists every flag next to a wrong one', () => {
    const [line = ''] = faultsOf('rules:\n  a:\n    when: [back, price.dorp]');

    expect(line).toMatch(/^chipwatch\.yaml:3:18: rules\.a\.when\.1: expected region\.new, /);
    expect(line).toMatch(/found "price\.dorp", did you mean "price\.drop"\?$/);
    expect(line).not.toContain('source.added');
  });

  it('quotes the sentence about a bad spec or ceiling', () => {
    const lines = faultsOf('rules: { a: { when: back, spec: "H100:x", ceiling: 2.20 } }');

    expect(lines[0]).toMatch(/^chipwatch\.yaml:1:33: rules\.a\.spec: expected a count such as 8/);
    expect(lines[1]).toBe('chipwatch.yaml:1:52: rules.a.ceiling: expected text, found a number');
  });

  it('is one of many, each told, the unknown keys first', () => {
    expect(faultsOf('rules:\n  a:\n    whne: back\n    spce: H100')).toEqual([
      'chipwatch.yaml:3:5: rules.a: unknown key "whne", did you mean "when"?',
      'chipwatch.yaml:4:5: rules.a: unknown key "spce", did you mean "spec"?',
      'chipwatch.yaml:2:3: rules.a.when: missing',
    ]);
  });

  it.each([
    [
      `url: "https://e.com/\${TOKEN}"`,
      'url: expected the environment variable TOKEN to be set, since it is used here',
    ],
    ['url: [a]', `url: expected text, \${NAME} or { file: … }`],
    ['url: { file: none }', 'none, which cannot be read (ENOENT)'],
    ['url: { file: empty }', 'empty, found nothing'],
    ['url: { fiel: x }', `url: expected text, \${NAME} or { file: … }`],
    [
      'url: "https://u:T0PSECRET@e.com/T0PSECRET"',
      'url: expected a webhook address without a user or a password, found another at e.com',
    ],
    [
      'url: https://e.com/, secret: T0PSECRET',
      'secret.0: expected a secret of whsec_ and 24 to 64 bytes',
    ],
  ])('about a secret never repeats it: %s', (entry, expected) => {
    write('empty', '\n');
    const lines = faultsOf(`channels: { ear: { type: webhook, ${entry} } }`);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^chipwatch\.yaml:1:\d+: channels\.ear\./);
    expect(lines[0]).toContain(expected);
    expect(lines[0]).not.toContain('T0PSECRET');
  });

  it('is no bomb of aliases', () => {
    const rows = Array.from(
      { length: 9 },
      (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`,
    );

    expect(faultsOf(['a0: &a0 [x]', ...rows].join('\n'))).toEqual([
      'chipwatch.yaml: expected fewer aliases',
    ]);
  });
});
