import { expect, test } from 'vitest';
import { renderValidation } from '../../../../src/ui/render/validation.ts';
import { pipe, screen } from '../../../support/screens.ts';

const refused = (model: string, more: object = {}) => ({
  model,
  status: 'invalid' as const,
  message: 'Model not found',
  cause: 'MODEL_NOT_FOUND',
  advice: 'Check its name.',
  words: 'no such model',
  ...more,
});
const row = (models: Parameters<typeof renderValidation>[0][number]['models']) => [
  { provider: 'openai', status: 'invalid', models },
];

test('what helps is said once for all models that it helps, with the words of the provider', async () => {
  const text = renderValidation(row([refused('a'), refused('b')]), await screen(80));
  expect(text.match(/Check its name/g)).toHaveLength(1);
  expect(text).toContain('openai (MODEL_NOT_FOUND): Check its name.');
  expect(text).toContain('It says: “no such model”');
});

test('what helps some models only names them', async () => {
  const works = { model: 'c', status: 'valid' as const, message: 'OK' };
  const text = renderValidation(row([refused('a'), refused('b'), works]), await screen(80));
  expect(text).toContain('openai a, b (MODEL_NOT_FOUND): Check its name.');
});

test("words about a value that was not sent are not put into the provider's mouth", async () => {
  const own = { cause: 'SECRET_MALFORMED', words: "The value of the secret 'k' is too long" };
  const text = renderValidation(row([refused('a', own)]), await screen(80));
  expect(text).toContain("The value of the secret 'k' is too long");
  expect(text).not.toContain('It says');
});

test('words that are the message already are not said twice', async () => {
  const own = { cause: 'DNS_FAILED', message: 'no such host', words: 'no such host' };
  const text = renderValidation(row([refused('a', own)]), await screen(80));
  expect(text.match(/no such host/g)).toHaveLength(1);
});

test('rows for programs hold the table, and the cause, what helps and the words of the provider', async () => {
  const said = { words: 'no\tsuch\r\nmodel\u001b[31m\u2028here' };
  const silent = refused('b', { words: undefined });
  expect(renderValidation(row([refused('a', said), silent]), await pipe())).toBe(
    [
      'openai\ta\tinvalid\tModel not found\tMODEL_NOT_FOUND\tCheck its name.\tno such modelhere',
      'openai\tb\tinvalid\tModel not found\tMODEL_NOT_FOUND\tCheck its name.\t-',
    ].join('\n'),
  );
});
