import { expect, test } from 'vitest';
import { alignedFacts } from '../../../src/ui/facts.ts';

test('values stand in one column and wrap at blanks below their first word', () => {
  const facts = [
    ['id', 'eng'],
    ['name', 'Engineering of Europe'],
    ['', 'and Asia'],
  ] as const;
  expect(alignedFacts(facts, 20)).toBe(
    ['id    eng', 'name  Engineering of', '      Europe', '      and Asia'].join('\n'),
  );
});

test('a word that has no room beside the names stands whole below its name', () => {
  const facts = [
    ['workspace', 'a-slug-of-24-letters-abc'],
    ['state', 'access'],
  ] as const;
  expect(alignedFacts(facts, 30)).toBe(
    ['workspace', '  a-slug-of-24-letters-abc', 'state      access'].join('\n'),
  );
  expect(alignedFacts(facts, 24)).toBe(
    ['workspace', 'a-slug-of-24-letters-abc', 'state      access'].join('\n'),
  );
});

test('only a word that is wider than the screen is cut', () => {
  expect(alignedFacts([['id', 'x'.repeat(25)]], 20)).toBe(
    ['id', 'x'.repeat(20), 'x'.repeat(5)].join('\n'),
  );
});
