import { describe, expect, test } from 'vitest';
import type { ExitClass } from '../../../src/core/errors.ts';
import { stepsAfter, withoutCircles } from '../../../src/core/next-steps.ts';
import { transportCauses } from '../../../src/core/transport-causes.ts';
import { portaiErrors } from '../../../src/core/error-catalogue.ts';

const steps = (...commands: string[]) =>
  commands.map((command) => ({ command: command.split(' '), why: 'it helps' }));
const left = (typed: string, ...commands: string[]) =>
  withoutCircles(steps(...commands), typed.split(' ')).map(({ command }) => command.join(' '));

describe('steps after a failure', () => {
  test.each([
    ['auth status', 'auth status'],
    ['--json providers list', 'providers list'],
    ['providers put openai --api-key-secret k --validate', 'providers put openai --validate'],
  ])('of `%s` leave out `%s`', (typed, command) => {
    expect(left(typed, command, 'auth login')).toEqual(['auth login']);
  });

  test.each([
    ['providers list', 'providers get openai'],
    ['secrets set k --value-env V', 'secrets set k --value-file <file>'],
    ['providers put openai', 'providers put openai --help'],
    ['defaults set --provider a --model b', 'defaults set --provider a --model c'],
  ])('of `%s` keep `%s`', (typed, command) => {
    expect(left(typed, command)).toEqual([command]);
  });

  test('are none where there are none', () => {
    expect(withoutCircles(undefined, ['x'])).toEqual([]);
  });
});

/** Whoever stops a command knows what to do next; everybody else is told. */
const stopped: readonly ExitClass[] = ['interrupted', 'hungUp', 'terminated'];

test('a command that several places suggest is shown once, for the first reason', () => {
  const [first, second] = steps('auth status', 'auth status');
  const next = [first, { command: ['auth', 'status'], why: 'another reason' }, second].filter(
    (each) => each !== undefined,
  );
  const failure = { name: 'X', message: 'x', exit: 'forbidden', next } as const;
  expect(stepsAfter(failure, ['providers', 'list'], ['providers', 'list'])).toEqual([first]);
});

describe('what to type after a failure', () => {
  const typed = ['providers', 'list'];
  const after = (name: string, exit: ExitClass, next: readonly string[] = []) =>
    stepsAfter(
      { name, exit, message: 'no', next: next.length === 0 ? [] : steps(...next) },
      typed,
      typed,
    ).map(({ command }) => command.join(' '));

  test.each(Object.entries(portaiErrors).filter(([, { exit }]) => !stopped.includes(exit)))(
    '%s, thrown without a step, gets one',
    (name, { exit }) => {
      expect(after(name, exit)).not.toEqual([]);
    },
  );

  test.each([
    ['notFound', 4],
    ['conflict', 5],
    ['unreachable', 6],
    ['forbidden', 7],
    ['checkFailed', 8],
    ['refused', 9],
    ['limited', 11],
    ['unverifiable', 12],
  ] as const)('a name that nobody knows points at what %s means', (exit, code) => {
    expect(after('Unheard', exit)).toEqual([`explain ${code}`]);
  });

  test.each(Object.keys(transportCauses))(
    'is what %s means, which is more than its code',
    (name) => {
      expect(after(name, 'unreachable')).toEqual([`explain ${name}`]);
    },
  );

  test('is what a name of our own means, where it has no step', () => {
    expect(after('AnswerLost', 'unreachable')).toEqual(['explain AnswerLost']);
  });

  test('is what a documented name of a control plane means, where it has no step', () => {
    const failure = { name: 'AB04', message: 'm', exit: 'unreachable', documented: true } as const;
    expect(stepsAfter(failure, typed, typed).map(({ command }) => command.join(' '))).toEqual([
      'explain AB04',
    ]);
  });

  test('is the help of the command for what was typed wrong', () => {
    expect(after('Usage', 'usage')).toEqual(['providers list --help']);
  });

  test('is what the failure itself says, where it says something', () => {
    expect(after('UnknownModel', 'usage', ['providers get openai'])).toEqual([
      'providers get openai',
    ]);
  });

  test('is what its name says, where its own step is what was typed', () => {
    expect(after('NotSignedIn', 'unauthenticated', ['providers list'])).toContain('auth login');
  });

  test.each(stopped)('is nothing for a command that was stopped: %s', (exit) => {
    expect(after('Cancelled', exit)).toEqual([]);
  });
});
