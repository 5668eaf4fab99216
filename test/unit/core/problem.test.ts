import { expect, test } from 'vitest';
import { PortaiError } from '../../../src/core/errors.ts';
import { fail } from '../../../src/core/fail.ts';
import { inOrderOfLines, otherMessages, refuse, type Problem } from '../../../src/core/problem.ts';

const next = [{ command: ['defaults', 'set'], why: 'choose another' }];
const inUse: Problem = {
  error: fail('DefaultInUse', 'openai is the default', {
    details: { default: 'openai' },
    hint: 'Choose another.',
    next,
  }),
  overridable: true,
};
const missing: Problem = {
  error: fail('SecretMissing', 'there is no secret k'),
  overridable: true,
};

test('nothing in the way lets it pass', () => {
  expect(() => refuse([])).not.toThrow();
});

test('a problem alone is thrown as it is', () => {
  expect(() => refuse([inUse])).toThrow(inUse.error);
});

test('of several the first is thrown, with the words and names of all', () => {
  expect(() => refuse([inUse, missing])).toThrow(
    expect.objectContaining({
      name: 'DefaultInUse',
      message: 'openai is the default',
      failure: expect.objectContaining({
        hint: 'Choose another.',
        next,
        details: {
          default: 'openai',
          problems: [
            { name: 'DefaultInUse', message: 'openai is the default' },
            { name: 'SecretMissing', message: 'there is no secret k' },
          ],
        },
      }),
    }),
  );
});

test('each other problem has its message for whoever shows the error', () => {
  const thrown = (problems: readonly Problem[]) => {
    try {
      refuse(problems);
    } catch (error) {
      if (error instanceof PortaiError) return otherMessages(error.failure);
    }
    return undefined;
  };
  expect(thrown([missing, inUse])).toEqual(['openai is the default']);
  expect(thrown([missing])).toEqual([]);
});

test('problems of lines come in their order, after those of none', () => {
  const at = (line: number): Problem => ({ ...missing, place: { file: 'l.csv', line } });
  expect(inOrderOfLines([at(10), at(9), inUse])).toEqual([inUse, at(9), at(10)]);
});
