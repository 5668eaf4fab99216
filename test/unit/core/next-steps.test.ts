import { describe, expect, test } from 'vitest';
import { withoutCircles } from '../../../src/core/next-steps.ts';

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
