import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addFieldOptions, parseJson } from '../../../src/cli/field-options.ts';
import { flagsFor } from '../../../src/planes/port/rules/config-flags.ts';
import type { Config } from '../../../src/planes/port/config.ts';
import type { ProviderType } from '../../../src/planes/port/provider-types/define.ts';
import { bedrock } from '../../../src/planes/port/provider-types/bedrock.ts';
import { openaiCompatible } from '../../../src/planes/port/provider-types/openai-compatible.ts';
import { freshFolder } from '../../support/run.ts';
import { everyVariant, sampleConfig } from '../../support/sample-configs.ts';

/** The configuration that words on the command line say. */
async function configOf(type: ProviderType, words: readonly string[]): Promise<Config> {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  const configFrom = addFieldOptions(command, type);
  const { signal } = new AbortController();
  return configFrom(command.parse(words, { from: 'user' }).opts(), { signal });
}

function file(content: string): string {
  const path = join(freshFolder(), 'headers.json');
  writeFileSync(path, content);
  return path;
}

describe('flags of a type', () => {
  test.each(everyVariant)(
    '$name: the flags that say a configuration are read as it',
    async ({ type, variant }) => {
      const { customHeaders, ...config } = sampleConfig(variant, 'all');
      const words = flagsFor(variant, config);
      expect(await configOf(type, words)).toEqual(config);
      if (customHeaders !== undefined) {
        const path = file(JSON.stringify(customHeaders));
        const said = flagsFor(variant, { customHeaders }).map((w) => (w === '<file>' ? path : w));
        expect(await configOf(type, said)).toEqual({ customHeaders });
      }
    },
  );

  test('give nothing where nothing was said', async () => {
    expect(await configOf(bedrock, [])).toEqual({});
  });

  test('offer each flag once, also where two variants share it', () => {
    const command = new Command();
    addFieldOptions(command, bedrock);
    const flags = command.options.map(({ long }) => long);
    expect(new Set(flags).size).toBe(flags.length);
    expect(flags.filter((flag) => flag === '--region')).toHaveLength(1);
  });

  test('models are repeated, a switch has a hidden opposite', async () => {
    const words = ['--model', 'abc', '--model', 'def,caching', '--no-structured-outputs'];
    expect(await configOf(openaiCompatible, words)).toEqual({
      models: [{ name: 'abc' }, { name: 'def', supportedFeatures: { caching: true } }],
      supportsStructuredOutputs: false,
    });
    const command = new Command();
    addFieldOptions(command, openaiCompatible);
    expect(command.helpInformation()).not.toContain('--no-structured-outputs');
  });
});

describe('--headers-file', () => {
  const read = (content: string) => configOf(openaiCompatible, ['--headers-file', file(content)]);

  test('is JSON, with or without a byte order mark', async () => {
    expect(await read('\ufeff{"x-team": "platform"}')).toEqual({
      customHeaders: { 'x-team': 'platform' },
    });
  });

  test.each(['[]', '"x"', '{"x": 1}', '{"x": {"y": "z"}}', 'null'])(
    '%s is refused',
    async (json) => {
      await expect(read(json)).rejects.toMatchObject({
        message: expect.stringContaining('must be a JSON object with texts as values'),
        failure: { exit: 'usage' },
      });
    },
  );

  test('that is not there is named', async () => {
    await expect(configOf(openaiCompatible, ['--headers-file', '/nonexistent/x'])).rejects.toThrow(
      'Cannot read /nonexistent/x: there is no such file',
    );
  });
});

describe('JSON that somebody wrote', () => {
  test('says at which line it breaks, where the engine tells', () => {
    expect(() => parseJson('{\n  "a": 1\n  "b": 2\n}', '--x')).toThrow('--x: is not JSON (line 3)');
  });

  test.each(['', '{"key": sk-hunter2}', '{"a": 1}\nsk-hunter2'])(
    '%j is refused, and nothing of it is repeated',
    (text) => {
      expect(() => parseJson(text, '--x')).toThrow(/^--x: is not JSON(?: \(line \d\))?$/);
    },
  );
});
