import { expect, test } from 'vitest';
import { keys, terminal } from '../../support/terminal.ts';

const ctrlT = '\u0014';
const question = { message: 'value of openai-key', flag: '--value-stdin' };

test('a secret is typed unseen: asterisks only, whatever key is pressed', async () => {
  const { asker, shows, type, screen } = terminal();
  const asked = asker.secret(question);
  await shows('value of openai-key:');
  type('sk-unseen-value');
  await shows('***');
  type(ctrlT);
  type('-more');
  type(keys.enter);
  expect(await asked).toBe('sk-unseen-value-more');
  expect(screen()).not.toContain('unseen');
  expect(screen()).not.toContain('more');
});
