import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PortaiError } from '../../../src/core/errors.ts';
import { Redactor } from '../../../src/core/redactor.ts';
import { documentText } from '../../../src/ui/answer-format.ts';
import { createOutput, type OutputOptions } from '../../../src/ui/output.ts';
import { now, sink } from '../../support/screens.ts';

function output(options: Partial<OutputOptions> = {}) {
  const stdout = sink({ isTTY: false });
  const stderr = sink({ isTTY: false });
  const redactor = new Redactor();
  const out = createOutput({
    ...{ stdout: stdout.stream, stderr: stderr.stream, redactor, env: {}, now },
    ...{ color: false, quiet: false, keptFlags: [] },
    ...options,
  });
  return { out, redactor, stdout: stdout.text, stderr: stderr.text };
}

const people = [
  { name: 'openai', enabled: true, config: { region: 'eu', 'gpt-4.1': { on: 1 } } },
  { name: 'bed\trock', enabled: false, config: {} },
];
const inWords = () => 'in words';

describe('--output', () => {
  const written = async (format: OutputOptions['format']) => {
    const { out, stdout } = output({ format });
    await out.result(people, (_, { layout }) => layout);
    return stdout();
  };

  test('is a table also where stdout is no terminal, and rows also where it is one', async () => {
    expect(await written('table')).toBe('screen\n');
    expect(await written('tsv')).toBe('rows\n');
    expect(await written(undefined)).toBe('rows\n');
  });

  test('json and yaml are the same document', async () => {
    expect(JSON.parse(await written('json'))).toEqual(people);
    expect(parse(await written('yaml'))).toEqual(people);
  });

  test('any document survives both, and no control character reaches the terminal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.string({ unit: 'binary' }), async (value, text) => {
        const answer = { value, text, [`name ${text}`]: [text] };
        const expected: unknown = JSON.parse(JSON.stringify(answer));
        const yaml = await documentText(answer, 'yaml');
        expect(parse(yaml)).toEqual(expected);
        expect(JSON.parse(await documentText(answer, 'json'))).toEqual(expected);
        expect(yaml).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });

  test('yaml keeps words that YAML would read as something else', async () => {
    const words = [
      'no',
      'null',
      '1e3',
      '0x1f',
      '~',
      '2026-01-01',
      ' a',
      '- b',
      '&c',
      '*d',
      '# e',
      '!!f',
    ];
    expect(parse(await documentText(words, 'yaml'))).toEqual(words);
  });
});

describe('--fields', () => {
  const written = async (fields: readonly string[], options: Partial<OutputOptions> = {}) => {
    const { out, stdout } = output({ fields, ...options });
    await out.result(people, inWords);
    return stdout();
  };

  test('leaves those fields, under the names as they were given', async () => {
    expect(JSON.parse(await written(['name', 'config.region'], { format: 'json' }))).toEqual([
      { name: 'openai', 'config.region': 'eu' },
      { name: 'bed\trock', 'config.region': null },
    ]);
  });

  test('gives one row an item in the order of the names, with no tab and no line end in a cell', async () => {
    expect(await written(['enabled', 'name'])).toBe('true\topenai\nfalse\tbed rock\n');
  });

  test('is a table with the names as its head where a table is shown', async () => {
    expect(await written(['name'], { format: 'table' })).toBe('name\nopenai\nbed rock\n');
  });

  test('finds a name that has dots itself', async () => {
    expect(await written(['config.gpt-4.1.on'])).toBe('1\n-\n');
  });

  test('takes one object as one row, and as one object in a document', async () => {
    const of = async (format?: OutputOptions['format']) => {
      const { out, stdout } = output({ fields: ['a'], format });
      await out.result({ a: 1, b: 2 }, inWords);
      return stdout();
    };
    expect(await of()).toBe('1\n');
    expect(JSON.parse(await of('json'))).toEqual({ a: 1 });
  });

  test('an empty list has no rows, whatever the names', async () => {
    const { out, stdout } = output({ fields: ['what'] });
    await out.result([], inWords);
    expect(stdout()).toBe('');
  });

  test.each(['nmae', '__proto__', 'constructor', 'name.length', 'config.'])(
    'a name that nothing has is refused with those that there are, and nothing is written: %s',
    async (name) => {
      const { out, stdout } = output({ fields: ['name', name] });
      const error: unknown = await out.result(people, inWords).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(PortaiError);
      expect(error).toMatchObject({
        failure: { exit: 'usage', message: expect.stringContaining(JSON.stringify(name)) },
      });
      expect(error).toMatchObject({ failure: { hint: 'It has name, enabled, config.' } });
      expect(stdout()).toBe('');
    },
  );

  test('after a change a wrong name is a warning: the change stands', async () => {
    const { out, stdout, stderr } = output({ fields: ['nmae'], hasChanged: () => true });
    await out.result({ name: 'a' }, inWords);
    expect(stdout()).toBe('-\n');
    expect(stderr()).toBe('Warning: --fields: the answer has no "nmae". It has name.\n');
  });

  test('what is kept from an answer is kept from its fields', async () => {
    for (const format of ['json', 'yaml', 'tsv', 'table'] as const) {
      const { out, redactor, stdout } = output({ fields: ['key'], format });
      redactor.hold('a-held-value-1234');
      await out.result({ key: 'a-held-value-1234' }, inWords);
      expect(stdout()).toContain('[secret]');
      expect(stdout()).not.toContain('a-held-value');
    }
  });
});
