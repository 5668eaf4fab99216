import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exitClasses, type ExitClass, type Failure } from '../../../src/core/errors.ts';
import { Redactor } from '../../../src/core/redactor.ts';
import { answerFormats } from '../../../src/ui/answer-format.ts';
import { createOutput, type OutputOptions, type Renderer } from '../../../src/ui/output.ts';
import { now, sink } from '../../support/screens.ts';

const failure: Failure = {
  name: 'SecretMissing',
  message: 'It names a secret that does not exist',
  exit: 'conflict',
  status: 409,
  requestId: 'trace-1',
  details: { missing: ['k'] },
  hint: 'Store it first.',
  next: [{ command: ['secrets', 'add', 'my key', '--value-file', '<file>'], why: 'store it' }],
};

function output(options: Partial<OutputOptions> = {}, columns?: number) {
  const wide = columns === undefined ? {} : { columns };
  const stdout = sink({ isTTY: columns !== undefined, ...wide });
  const stderr = sink({ isTTY: columns !== undefined, ...wide });
  const redactor = new Redactor();
  const out = createOutput({
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: {},
    color: false,
    now,
    quiet: false,
    redactor,
    keptFlags: [],
    ...options,
  });
  return { out, redactor, stdout: stdout.text, stderr: stderr.text };
}

const json = (text: string): unknown => JSON.parse(text);
const errorLine = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    name: z.string(),
    message: z.string(),
    exitCode: z.int(),
    status: z.int().optional(),
    requestId: z.string().optional(),
    details: z.record(z.string(), z.unknown()).optional(),
    hint: z.string().optional(),
    next: z.array(z.strictObject({ command: z.string(), why: z.string() })),
  }),
});

describe('a failure in JSON', () => {
  test('is one line on stderr with everything known of it, and nothing on stdout', async () => {
    const { out, stdout, stderr } = output({
      format: 'json',
      keptFlags: [['--profile', 'us east']],
    });
    await out.failure(failure);
    expect(stdout()).toBe('');
    expect(stderr()).toMatch(/^[^\n]+\n$/);
    expect(json(stderr())).toEqual({
      error: {
        code: 'conflict',
        name: 'SecretMissing',
        message: 'It names a secret that does not exist',
        exitCode: 5,
        status: 409,
        requestId: 'trace-1',
        details: { missing: ['k'] },
        hint: 'Store it first.',
        next: [
          {
            command: "portai --profile 'us east' secrets add 'my key' --value-file <file>",
            why: 'store it',
          },
        ],
      },
    });
  });

  const classes: ExitClass[] = ['bug', 'usage', 'refused', 'interrupted', 'terminated'];
  test.each(classes)(
    'of class %s has its code and number, and always a list of steps',
    async (exit) => {
      const { out, stderr } = output({ format: 'json' });
      await out.failure({ name: 'X', message: 'no', exit });
      const { error } = errorLine.parse(json(stderr()));
      expect(error).toMatchObject({
        code: exitClasses[exit].slug,
        exitCode: exitClasses[exit].code,
        next: [],
      });
    },
  );
});

describe('a failure in words', () => {
  test('says what happened, why, and what to type next', async () => {
    const { out, stdout, stderr } = output({ keptFlags: [['--sandbox']] });
    await out.failure(failure);
    expect(stdout()).toBe('');
    expect(stderr()).toBe(
      [
        'Error: It names a secret that does not exist',
        '  SecretMissing · HTTP 409 · trace id trace-1',
        '  Store it first.',
        '  Next:',
        "    portai --sandbox secrets add 'my key' --value-file <file>  # store it",
        '',
      ].join('\n'),
    );
  });

  test('loses what steers a terminal, wherever it stands', async () => {
    const bad = 'a\u001b[2J\u0007\u202eb';
    const { out, stderr } = output({}, 80);
    await out.failure({
      name: bad,
      message: bad,
      exit: 'bug',
      hint: bad,
      next: [{ command: ['get', bad], why: bad }],
    });
    out.warn({ code: 'c', message: bad });
    out.note(bad);
    expect(stderr().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(stderr().match(/ab/g)).toHaveLength(7);
  });
});

describe('what goes to stderr', () => {
  test('warnings are one JSON line each', () => {
    const { out, stdout, stderr } = output({ format: 'json' });
    out.warn({ code: 'a', message: 'first' });
    out.warn({ code: 'b', message: 'second\nline' });
    expect(stderr().trimEnd().split('\n').map(json)).toEqual([
      { warning: { code: 'a', message: 'first' } },
      { warning: { code: 'b', message: 'second\nline' } },
    ]);
    expect(stdout()).toBe('');
  });

  test('notes are for people: not in JSON, not when quiet', () => {
    for (const [options, text] of [
      [{}, 'hello\n'],
      [{ format: 'json' }, ''],
      [{ quiet: true }, ''],
    ] as const) {
      const { out, stderr } = output(options);
      out.note('hello');
      expect(stderr()).toBe(text);
    }
  });

  test('quiet keeps warnings and errors', async () => {
    const { out, stderr } = output({ quiet: true });
    out.warn({ code: 'a', message: 'careful' });
    await out.failure(failure);
    expect(stderr()).toMatch(/^Warning: careful\nError: /);
  });

  test('the trace is a line, or in JSON an event', () => {
    const words = output();
    words.out.trace('GET /v1/x 200', { method: 'GET' });
    expect(words.stderr()).toBe('GET /v1/x 200\n');
    const events = output({ format: 'json' });
    events.out.trace('GET /v1/x 200', { method: 'GET' });
    expect(json(events.stderr())).toEqual({ trace: { method: 'GET' } });
  });

  const secret = `hunter2 "quoted" ${'long-value-'.repeat(20)}`;
  test.each([
    ['in words', {}, undefined],
    ['in JSON', { format: 'json' as const }, undefined],
    ['on a narrow screen, where lines are broken', {}, 40],
  ])('never holds a secret of this run: %s', async (_, options, columns) => {
    const { out, redactor, stderr } = output(options, columns);
    redactor.hold(secret);
    const said = {
      ...failure,
      message: `no: ${secret}`,
      hint: `why: ${secret}`,
      details: { secret },
    };
    await out.failure(said);
    out.warn({ code: 'a', message: secret });
    out.note(secret);
    out.trace(secret, { body: secret });
    expect(stderr()).toContain('[secret]');
    expect(stderr()).not.toMatch(/hunter2|long-value/);
  });
});

describe('what goes to stdout', () => {
  test('in JSON it is one document and nothing else', async () => {
    const { out, stdout, stderr } = output({ format: 'json' });
    await out.result([{ provider: 'openai' }], () => 'not used');
    expect(json(stdout())).toEqual([{ provider: 'openai' }]);
    expect(stdout().endsWith(']\n')).toBe(true);
    expect(stderr()).toBe('');
  });

  test('JSON says the same with the characters escaped that steer a terminal', async () => {
    const value = { text: 'a\u001b[31m\u009b2J\u202e\u007fü日😀' };
    const { out, stdout } = output({ format: 'json' });
    await out.result(value, () => '');
    await out.line(value);
    expect(stdout()).not.toMatch(/[\u001b\u007f-\u009f\u202e]/);
    const [, document = '', line = ''] = /^([\s\S]*?\n\})\n(.*)\n$/.exec(stdout()) ?? [];
    expect([json(document), json(line)]).toEqual([value, value]);
  });

  test('in words it is what the renderer makes of it, with one line end', async () => {
    const { out, stdout } = output();
    await out.result(['a', 'b'], (rows, { layout }) => `${layout}: ${rows.join(' ')}`);
    await out.result([], () => '');
    expect(stdout()).toBe('rows: a b\n');
  });

  test('a line is a document of its own', async () => {
    const { out, stdout } = output();
    await out.line({ a: 1 });
    await out.line({ b: 2 });
    expect(stdout()).toBe('{"a":1}\n{"b":2}\n');
  });
});

describe('the answer on stdout', () => {
  const held = 'value-of-17-f00dcafe';
  const answer = {
    [held]: `said ${held}`,
    list: [`x${held}`],
    key: 'sk-proj-abcdefghijklmnopqrst',
  };

  test('has no value in it, in JSON neither in texts nor in names, and stays JSON', async () => {
    const { out, redactor, stdout } = output({ format: 'json' });
    redactor.hold(held);
    redactor.hold('"quoted"\\ value 1');
    await out.result({ ...answer, odd: 'a "quoted"\\ value 1 b' }, () => '');
    await out.line(answer);
    const [pretty = '', line = ''] = stdout().split('\n}\n');
    const masked = {
      '[secret]': 'said [secret]',
      list: ['x[secret]'],
      key: '[secret]',
    };
    expect(json(`${pretty}}`)).toEqual({ ...masked, odd: 'a [secret] b' });
    expect(json(line)).toEqual(masked);
  });

  test('has none for a person either, although a table breaks it into lines', async () => {
    const long = `k9Z${'aB3dE5gH7jK9mN1pQ2s'.repeat(8)}`;
    const { out, redactor, stdout, stderr } = output({}, 40);
    redactor.hold(long);
    const render: Renderer<{ said: string }> = ({ said }, style) =>
      style.table(['name', 'said'], [['one', said]]);
    for (const text of [long, `sk-proj-${long}`]) {
      await out.result({ said: `You sent ${text}` }, render);
      await out.notice({ said: `You sent ${text}` }, render);
    }
    expect(stdout() + stderr()).toContain('[secret]');
    expect(stdout() + stderr()).not.toMatch(/aB3|Q2s/);
  });

  test('is whole where the command was asked for a secret', async () => {
    for (const format of [...answerFormats, undefined]) {
      const { out, redactor, stdout } = output({ format });
      redactor.hold(held);
      await out.secretResult({ token: held }, ({ token }) => token);
      expect(stdout()).toContain(held);
    }
  });

  test('leaves its value to who made it', async () => {
    const { out, redactor } = output();
    redactor.hold(held);
    const value = { said: held };
    await out.result(value, ({ said }) => said);
    expect(value).toEqual({ said: held });
  });
});

describe('a value that is an ordinary word', () => {
  test('leaves sentences and commands as they are written', async () => {
    for (const word of ['secret', 'secrets', 'providers', 'profile', 'exist']) {
      const { out, redactor, stderr } = output({ keptFlags: [['--profile', 'secret']] });
      redactor.hold(word);
      await out.failure({ ...failure, next: [{ command: ['secrets', 'list'], why: 'look' }] });
      expect(stderr()).toContain('Error: It names a secret that does not exist');
      expect(stderr()).toContain('portai --profile secret secrets list  # look');
    }
  });
});

test('a command to paste has a gap to fill in where a value would stand', async () => {
  const { out, redactor, stderr } = output({ format: 'json' });
  redactor.hold('my-value-1234');
  const next = [{ command: ['secrets', 'set', 'my-value-1234'], why: 'x' }];
  await out.failure({ name: 'X', message: 'no', exit: 'usage', next });
  expect(errorLine.parse(json(stderr())).error.next).toEqual([
    { command: 'portai secrets set <hidden>', why: 'x' },
  ]);
});
