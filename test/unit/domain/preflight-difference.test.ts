import { expect, test } from 'vitest';
import { likelyReasons } from '../../../src/domain/preflight-difference.ts';

const same = { config: {}, kept: [], testedHere: ['a'], testedByPort: ['a'] };

test('another value in the secret is the first suspicion where the secret was kept', () => {
  expect(likelyReasons({ ...same, kept: ['openai-key'] })[0]).toBe(
    'what is stored in openai-key is not the value that was given now',
  );
  expect(likelyReasons(same).join()).not.toContain('stored');
});

test('models that only Port tested are named', () => {
  expect(likelyReasons({ ...same, testedByPort: ['a', 'b'] })[0]).toBe(
    'Port tested other models as well: b',
  );
});

test('a private host is a suspicion only where the configuration has an address', () => {
  const config = { baseUrl: 'https://llm.example.com/v1' };
  expect(likelyReasons({ ...same, config }).join()).toContain('the host is private');
  expect(likelyReasons(same).join()).not.toContain('the host is private');
});

test('there is always something to look at', () => {
  expect(likelyReasons(same).join()).toContain('lets in certain addresses only');
});
