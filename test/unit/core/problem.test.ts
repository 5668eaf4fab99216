import { expect, test } from 'vitest';
import { fail } from '../../../src/core/fail.ts';
import { refuse, type Problem } from '../../../src/core/problem.ts';

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
        hint: 'Choose another. Also in the way: there is no secret k.',
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

test('a first problem without a hint gets one that names the others', () => {
  expect(() => refuse([missing, inUse])).toThrow(
    expect.objectContaining({
      failure: expect.objectContaining({ hint: 'Also in the way: openai is the default.' }),
    }),
  );
});
