import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedPaths } from '../../../src/domain/changes.ts';

describe('the paths at which two values differ', () => {
  test.each<[string, unknown, unknown, string[]]>([
    ['nothing differs', { a: 1, b: [1] }, { b: [1], a: 1 }, []],
    ['a value', { region: 'eu' }, { region: 'us' }, ['region']],
    ['deep inside', { a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }, ['a.b.c']],
    ['a key that came and one that went, sorted', { z: 1 }, { a: 1 }, ['a', 'z']],
    ['an array, as a whole', { models: [{ name: 'a' }] }, { models: [{ name: 'b' }] }, ['models']],
    ['the order of an array', { a: [1, 2] }, { a: [2, 1] }, ['a']],
    ['another type', { a: {} }, { a: [] }, ['a']],
    ['null is not nothing', { a: null }, {}, ['a']],
    ['undefined is nothing', { a: undefined }, {}, []],
    ['names that every object inherits', {}, JSON.parse('{"__proto__": {}}'), ['__proto__']],
  ])('%s', (_, before, after, paths) => {
    expect(changedPaths(before, after)).toEqual(paths);
  });

  test('stand behind the name of what was compared', () => {
    expect(changedPaths({ a: 1 }, { a: 2, b: 1 }, 'config')).toEqual(['config.a', 'config.b']);
  });

  test('are none exactly when the JSON of both is the same', () => {
    const json = fc.jsonValue({ maxDepth: 2 });
    const key = (value: unknown) => JSON.stringify(sorted(value));
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(changedPaths({ a }, { a: structuredClone(a) })).toEqual([]);
        expect(changedPaths({ a }, { a: b }).length === 0).toBe(key(a) === key(b));
      }),
    );
  });
});

/** The same value with the keys of its objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner), 'entry']);
}
