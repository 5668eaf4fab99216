import { expect, test } from 'vitest';
import { likelyReasons } from '../../../../../src/planes/port/rules/preflight-difference.ts';

const same = {
  config: {},
  kept: [],
  testedHere: ['a'],
  testedByPort: ['a'],
  said: [],
  remarks: [],
};

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

test('what Port itself says of the host goes before the secret that was kept', () => {
  const config = { baseUrl: 'https://llm.example.com/v1' };
  const said = ['Connection refused: 10.0.0.5 is a private address'];
  const reasons = likelyReasons({ ...same, config, kept: ['key'], said });
  expect(reasons[0]).toContain('the host is private');
  expect(reasons.filter((reason) => reason.includes('the host is private'))).toHaveLength(1);
});

test('what the test from here has warned of goes before everything', () => {
  const remarks = ['Set useLegacyMaxTokens to false for m: the server refuses the field.'];
  expect(likelyReasons({ ...same, kept: ['key'], remarks })[0]).toBe(
    'the test from here has warned of it: Set useLegacyMaxTokens to false for m: the server refuses the field',
  );
});
