import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readConfigFile, type ConfigFile } from '../../../src/cli/config-file.ts';
import { freshFolder } from '../../support/run.ts';
import { testContext } from '../../support/runtime.ts';

function read(content: unknown): Promise<ConfigFile> {
  const path = join(freshFolder(), 'config.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readConfigFile(testContext().context, path, 'openai');
}

const config = { apiKeySecretName: 'k' };
const noModels = { models: { enable: [], disable: [] } };

describe('a configuration file', () => {
  test('may be the bare configuration', async () => {
    expect(await read(config)).toEqual({ config, ...noModels });
  });

  test('may be a whole body, whose switches become models to enable and disable', async () => {
    const overrides = { models: { a: { enabled: false }, b: { enabled: true }, c: {} } };
    expect(await read({ config, overrides, enabled: false })).toEqual({
      config,
      enabled: false,
      models: { enable: ['b', 'c'], disable: ['a'] },
    });
  });

  test('may be what `providers get --json` printed: what the server adds is left out', async () => {
    const printed = {
      provider: 'openai',
      config,
      overrides: { models: {} },
      enabled: true,
      effectiveModels: { 'gpt-5': { enabled: true } },
      createdAt: 'x',
      createdBy: 'x',
      updatedAt: null,
      updatedBy: null,
      _portai: { variant: 'api-key' },
    };
    expect(await read(printed)).toEqual({ config, enabled: true, ...noModels });
  });

  test('may have no configuration, and only switch', async () => {
    const overrides = { models: { a: { enabled: false } } };
    expect(await read({ overrides })).toMatchObject({
      config: undefined,
      models: { disable: ['a'] },
    });
  });

  test('is stdin for a dash, with or without a byte order mark', async () => {
    const stdin = Readable.from([Buffer.from(`\ufeff${JSON.stringify(config)}`)]);
    const { context } = testContext({ stdin });
    expect((await readConfigFile(context, '-', 'openai')).config).toEqual(config);
  });

  test.each<[string, unknown, RegExp]>([
    ['no JSON', '{"a":', /is not JSON/],
    ['an array', [], /must be a JSON object/],
    ['a text', '"x"', /must be a JSON object/],
    ['an unknown key beside the known ones', { config, enabld: true }, /unknown key enabld/],
    ['a body for another type', { provider: 'bedrock', config }, /is for bedrock, not for openai/],
    ['a configuration of the wrong type', { config: [] }, /config: /],
    ['a switch of the wrong type', { config, enabled: 'yes' }, /enabled: /],
    [
      'a model switch of the wrong type',
      { overrides: { models: { a: true } } },
      /overrides.models.a/,
    ],
    ['overrides of something else', { overrides: { limits: {} } }, /unknown key limits/],
  ])('with %s is refused, naming the place', async (_, content, words) => {
    await expect(read(content)).rejects.toMatchObject({
      message: expect.stringMatching(words),
      failure: { exit: 'usage' },
    });
  });

  test('that is not there is named', async () => {
    await expect(
      readConfigFile(testContext().context, '/nonexistent/x.json', 'openai'),
    ).rejects.toThrow('Cannot read /nonexistent/x.json: there is no such file');
  });
});
