import { describe, expect, it } from 'vitest';
import { modelsDev } from '../../scrapers/models-dev.ts';
import { openrouter } from '../../scrapers/openrouter.ts';
import { watchedModel } from '../../src/domain/models/watched.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

const usd = (amount: number) => ({ micros: amount * 1e6, currency: 'USD' });

describe('models.dev', () => {
  const COST = { input: 11.11, output: 33.33, cache_read: 1.11 };
  const hosts = (models: object, more: object = {}) =>
    aDocument('api', { deepseek: { id: 'deepseek', models }, ...more });

  it('reads what every host asks for the models that are watched', async () => {
    const document = hosts(
      { 'deepseek-v4-flash': { id: 'deepseek-v4-flash', cost: COST }, 'made-up-1': { cost: COST } },
      {
        northlight: { models: { 'anthropic/claude-opus-4-7': { cost: { input: 2, output: 3 } } } },
      },
    );

    expect(await readingsOf(modelsDev, [document])).toEqual([
      {
        ...{ kind: 'tokens', model: 'deepseek-v4-flash', host: 'deepseek', window: 'unstated' },
        ...{ input: usd(11.11), cachedInput: usd(1.11), output: usd(33.33) },
      },
      {
        ...{ kind: 'tokens', model: 'claude-opus-4.7', host: 'northlight', window: 'unstated' },
        ...{ input: usd(2), cachedInput: null, output: usd(3) },
      },
    ]);
  });

  it('passes over what is not sold by the token, or no longer', async () => {
    const document = hosts({
      'gpt-5.5': { cost: { input: 0, output: 0 } },
      'gpt-5.6': {},
      'gpt-5.7': { status: 'deprecated', cost: COST },
    });

    expect(await readingsOf(modelsDev, [document])).toEqual([]);
  });

  it('cannot read half a price, and says so', async () => {
    const found = await readingsOf(modelsDev, [
      hosts({ 'gpt-5.5': { cost: { input: 0, output: 3 } } }),
    ]);

    expect(found).toEqual([expect.objectContaining({ kind: 'unread' })]);
  });

  it('is refused without DeepSeek', async () => {
    await expect(readingsOf(modelsDev, [aDocument('api', {})])).rejects.toThrow(
      'expected DeepSeek among the hosts',
    );
  });
});

describe('OpenRouter', () => {
  const list = (...models: readonly object[]) => aDocument('models', { data: models });

  it('asks by the token, as text: a million of them are told to the last digit', async () => {
    const pricing = { prompt: '0.00000014', completion: '0.00000028', input_cache_read: '0' };
    const free = {
      id: 'deepseek/deepseek-v4-flash:free',
      pricing: { prompt: '0', completion: '0' },
    };

    expect(
      await readingsOf(openrouter, [list({ id: 'deepseek/deepseek-v4-flash', pricing }, free)]),
    ).toEqual([
      {
        ...{ kind: 'tokens', model: 'deepseek-v4-flash', host: 'openrouter', window: 'unstated' },
        ...{ input: usd(0.14), cachedInput: null, output: usd(0.28) },
      },
    ]);
  });

  it.each(['0', '-1', '1e-7', 0.000_001, null])('cannot read %j as a price', async (prompt) => {
    const model = { id: 'openai/gpt-5.5', pricing: { prompt, completion: '0.000001' } };

    expect(await readingsOf(openrouter, [list(model)])).toEqual([
      expect.objectContaining({ kind: 'unread' }),
    ]);
  });
});

describe('models that are watched', () => {
  it.each([
    ['deepseek-ai/DeepSeek-V4-Flash', 'deepseek-v4-flash'],
    ['deepseek-flash', 'deepseek-v4.1-flash'],
    ['openai/gpt-5.5', 'gpt-5.5'],
    ['gpt-6', 'gpt-6'],
    ['openai/gpt-6-astra', 'gpt-6-astra'],
    ['gpt-5.6-sol', 'gpt-5.6-sol'],
    ['anthropic/claude-opus-5-5', 'claude-opus-5.5'],
    ['anthropic/claude-opus-4-6', 'claude-opus-4.6'],
    ['claude-opus-5', 'claude-opus-5'],
    ['google/gemini-3.1-pro', 'gemini-3.1-pro'],
    ['gpt-4o', null],
    ['gpt-5.5-mini', null],
    ['claude-opus-4-20250514', null],
    ['deepseek-v4-flash:free', null],
  ])('%s is %s', (name, model) => {
    expect(watchedModel(name)).toBe(model);
  });
});
