import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SCRAPERS } from '../../scrapers/registry.ts';
import { loadConfig } from '../../src/config.ts';
import { aServer } from '../support/server.ts';
import { helpFor } from './commands.ts';

const dockerfile = readFileSync('deploy/Dockerfile', 'utf8').replaceAll('\\\n', ' ');
const lines = dockerfile.split('\n').map((line) => line.trim());
const { engines, bin } = JSON.parse(readFileSync('package.json', 'utf8'));

/** The instructions of each stage, by its name. */
const stages = new Map(
  dockerfile
    .split(/^FROM /m)
    .slice(1)
    .map((text) => {
      const [head = '', ...rest] = text.split('\n');
      return [/ AS (?<name>\w+)$/.exec(head)?.groups?.name ?? '', rest] as const;
    }),
);
const instruction = (word: string) =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

describe('the Dockerfile', () => {
  const copied = instruction('COPY').map((line) => line.split(/\s+/).slice(0, -1));
  const fromHere = copied.filter(([first]) => !first?.startsWith('--from')).flat();
  const fromBuild = copied
    .filter(([first]) => first === '--from=build')
    .flatMap(([, ...all]) => all);

  it('copies what is there, and what its .dockerignore lets in', () => {
    const let_in = readFileSync('deploy/Dockerfile.dockerignore', 'utf8').split('\n');

    expect(fromHere.length).toBeGreaterThan(5);
    for (const path of fromHere) {
      expect(existsSync(path), path).toBe(true);
      expect(let_in).toContain(`!${path.replace('./', '')}`);
    }
  });

  it('takes from the build what the program is made of and no sources', () => {
    expect(fromBuild).toEqual(['/app/package.json', '/app/node_modules', '/app/dist']);
  });

  it('runs the program that the package names, on a Node it can run on', async () => {
    const [entry = ''] = instruction('ENTRYPOINT');
    const [command = ''] = instruction('CMD');
    const images = [...dockerfile.matchAll(/^FROM node:(?<major>\d+)/gm)];

    expect(JSON.parse(entry)).toEqual(['node', `/app/${bin.chipwatch}`]);
    expect((await helpFor(JSON.parse(command))).code).toBe(0);
    expect(images.length).toBeGreaterThan(0);
    const least = Number(/\d+/.exec(engines.node)?.[0]);
    for (const { groups } of images) expect(Number(groups?.major)).toBeGreaterThanOrEqual(least);
  });

  it.each(['slim', 'browser'])('ends as nobody of note in %s', (name) => {
    const users = stages.get(name)?.filter((line) => line.startsWith('USER '));

    expect(users).toEqual(['USER 1000:1000']);
    expect(dockerfile).toContain('install -d -o 1000 -g 1000 /data');
  });

  it('says of each image which sources it skips', () => {
    const skips = (name: string) =>
      /chipwatch\.skips="(?<ids>[^"]*)"/.exec(stages.get(name)?.join('\n') ?? '')?.groups?.ids;
    const needing = SCRAPERS.filter(({ reads }) => reads.includes('browser')).map(({ id }) => id);

    expect(needing.length).toBeGreaterThan(0);
    expect(skips('slim')).toBe(needing.join(' '));
    expect(skips('browser')).toBe('');
  });

  it('keeps its data in a volume', () => {
    const folder = /CHIPWATCH_DATA=(?<path>\S+)/.exec(dockerfile)?.groups?.path ?? '';

    expect(instruction('VOLUME')).toEqual([folder]);
    expect(loadConfig({ env: { CHIPWATCH_DATA: folder }, cwd: '/' }).dataDir).toBe('/data');
  });

  it('is healthy while the server answers, and not when it does not', async () => {
    const check = /HEALTHCHECK .*? CMD (?<argv>\[.*\])$/m.exec(dockerfile)?.groups?.argv ?? '[]';
    const [, ...argv] = JSON.parse(check);
    const { port } = await aServer();
    const health = async (at: number) => {
      const { spawn } = await import('node:child_process');
      const child = spawn(
        process.execPath,
        argv.map((part: string) => part.replace('8470', String(at))),
      );
      return new Promise((resolve) => child.on('close', resolve));
    };

    expect(argv.join(' ')).toContain(`127.0.0.1:${instruction('EXPOSE')[0]}/healthz`);
    expect(await health(port)).toBe(0);
    expect(await health(1)).toBe(1);
  });
});

describe('compose.yaml', () => {
  const { services, volumes } = parse(readFileSync('deploy/compose.yaml', 'utf8'));
  const { chipwatch } = services;

  it('builds a stage of the Dockerfile, from a folder that is there', () => {
    expect(existsSync(`deploy/${chipwatch.build.context}/${chipwatch.build.dockerfile}`)).toBe(
      true,
    );
    expect([...stages.keys()]).toContain(chipwatch.build.target);
    const more = parse(readFileSync('deploy/compose.browser.yaml', 'utf8')).services.chipwatch;
    expect([...stages.keys()]).toContain(more.build.target);
  });

  it('is confined: of this machine alone, nothing to write but its data, and a limit to memory', () => {
    expect(chipwatch).toMatchObject({
      ...{ read_only: true, cap_drop: ['ALL'], init: true, ports: ['127.0.0.1:8470:8470'] },
      ...{ security_opt: ['no-new-privileges:true'], volumes: ['data:/data'] },
      mem_limit: expect.stringMatching(/^\d+g$/),
    });
    expect(volumes).toHaveProperty('data');
  });

  it('sets variables that the program reads, and has no secret of its own', () => {
    const sources = spawnSync('grep', ['-rhoE', 'CHIPWATCH_[A-Z_]+', 'src']).stdout.toString();
    for (const [name, value] of Object.entries(chipwatch.environment)) {
      expect(sources.split('\n')).toContain(name);
      expect(value).toMatch(/^\$\{[A-Z_]+:[?-]/);
    }
  });
});
