import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';

const value = 'hunter2-hunter2-hunter2';
const secret = new Secret(value);

describe('a Secret', () => {
  test.each<[string, string]>([
    ['String()', String(secret)],
    ['joining', ['a', secret].join()],
    ['JSON', JSON.stringify({ deep: [{ secret }] })],
    ['inspect', inspect(secret)],
    ['inspect of what holds it', inspect({ deep: [{ secret }] }, { depth: 9, showHidden: true })],
    ['inspect of a Map', inspect(new Map([['k', secret]]))],
    ['an error message', new Error(`refused: ${secret.toString()}`).message],
    ['inspect of an error that carries it', inspect(new Error('no', { cause: { secret } }))],
    ['its own keys', JSON.stringify(Object.entries(secret))],
  ])('does not show in %s', (_, text) => {
    expect(text).not.toContain(value);
  });

  test('is given by reveal alone, and says its length in characters', () => {
    expect(secret.reveal()).toBe(value);
    expect(new Secret('añ😀').length).toBe(3);
  });
});
