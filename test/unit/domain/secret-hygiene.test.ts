import { describe, expect, test } from 'vitest';
import { problemInValue } from '../../../src/domain/secret-hygiene.ts';

const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\n';

describe('a value that can be a credential', () => {
  test.each([
    ['a key', 'sk-proj-abcdefghijklmnop'],
    ['an AWS secret key', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY='],
    ['base64 in capitals', 'QUJDREVGR0hJSktMTU5PUA=='],
    ['a PEM', pem],
    ['a PEM on one line', pem.replaceAll('\n', '\\n')],
    ['a PEM with Windows line ends', pem.replaceAll('\n', '\r\n')],
    ['a PEM as JSON quotes it', JSON.stringify(pem)],
    ['a JSON key file', '{\n  "type": "service_account"\n}'],
    ['a line end that is to be kept', 'sk-proj-abcdefghijklmnop\n'],
    ['words with a blank', 'correct horse battery staple'],
    ['a dollar inside', 'pa$$word$1'],
    ['letters of any language', 'pässwörd'],
  ])('%s', (_, value) => {
    expect(problemInValue(value)).toBeUndefined();
  });
});

describe('a value that a vault takes and a provider refuses', () => {
  test.each([
    ['a byte order mark', '\ufeffsk-abcdef', /byte order mark/],
    ['a zero-width space', 'sk-abc\u200bdef', /U\+200B at position 7/],
    ['a no-break space', 'sk-abcdef\u00a0', /U\+00A0 at position 10/],
    ['a control character', 'sk-abc\u0007def', /U\+0007/],
    ['an invisible character inside a PEM', `${pem}\u200b`, /U\+200B/],
    ['a curly quote', '\u201csk-abcdef\u201d', /U\+201C at position 1/],
    ['an ellipsis', 'sk-abc\u2026wxyz', /U\+2026 at position 7/],
    ['a line break', 'sk-abc\ndef', /line break/],
    ['quotes around it', '"sk-abcdef"', /quotes/],
    ['single quotes around it', "'sk-abcdef'", /quotes/],
    ['an assignment', 'OPENAI_API_KEY=sk-abcdef', /assignment/],
    ['an export', 'export OPENAI_API_KEY=sk-abcdef', /assignment/],
    ['a variable', '${OPENAI_API_KEY}', /variable/],
    ['a bare variable', '$OPENAI_API_KEY', /variable/],
    ['a placeholder', '<your-api-key>', /placeholder/],
    ['a leading blank', ' sk-abcdef', /blank/],
    ['a trailing blank', 'sk-abcdef ', /blank/],
  ])('%s is named, and nothing of the value is repeated', (_, value, words) => {
    const problem = problemInValue(value);
    expect(problem).toMatch(words);
    expect(problem).not.toMatch(/sk-|abc|your-api|OPENAI/);
  });
});

test('the first line of a PEM is not taken for the whole, which is what a pasted one comes to', () => {
  expect(problemInValue('-----BEGIN PRIVATE KEY-----')).toContain('--value-file');
});
