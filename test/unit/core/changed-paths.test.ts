import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedPaths } from '../../../src/core/changed-paths.ts';

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

  test('are none exactly when both say the same, in any order of keys', () => {
    const json = fc.json({ maxDepth: 2 });
    const parse = (text: string): unknown => JSON.parse(text);
    const said = (text: string) => JSON.stringify(sorted(parse(text)));
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(changedPaths({ a: parse(a) }, { a: parse(a) })).toEqual([]);
        const changed = changedPaths({ a: parse(a) }, { a: parse(b) }).length > 0;
        expect(changed).toBe(said(a) !== said(b));
      }),
    );
  });
});

/** The same value with its objects as lists of entries in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, sorted(inner)] as const);
  return { entries: entries.sort(([a], [b]) => (a < b ? -1 : 1)) };
}
