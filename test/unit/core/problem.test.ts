import { expect, test } from 'vitest';
import { refuse, type Problem } from '../../../src/core/problem.ts';

const inUse: Problem = {
  name: 'DefaultInUse',
  message: 'openai is the default',
  exit: 'conflict',
  details: { default: 'openai' },
  hint: 'Choose another.',
  next: [{ command: ['defaults', 'set'], why: 'choose another' }],
  overridable: true,
};
const missing: Problem = {
  name: 'SecretMissing',
  message: 'there is no secret k',
  exit: 'conflict',
  overridable: true,
};

test('nothing in the way lets it pass', () => {
  expect(() => refuse([])).not.toThrow();
});

test('a problem alone is thrown as it is', () => {
  const { overridable: _, ...failure } = inUse;
  expect(() => refuse([inUse])).toThrow(expect.objectContaining({ name: 'DefaultInUse', failure }));
});

test('of several the first is thrown, with the words and names of all', () => {
  expect(() => refuse([inUse, missing])).toThrow(
    expect.objectContaining({
      name: 'DefaultInUse',
      message: 'openai is the default',
      failure: expect.objectContaining({
        hint: 'Choose another. Also in the way: there is no secret k.',
        next: inUse.next,
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
