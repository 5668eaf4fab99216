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

const letters = ['Alpha one', 'Beta one', 'Beta two'].map((name) => ({ name, value: name }));

test('of many, those stay that have every word that was typed', async () => {
  const { asker, shows, type, screen } = terminal();
  const asked = asker.find({ message: 'provider', flag: '<provider-id>' }, letters);
  await shows('❯ Alpha one');
  type('TWO be');
  await shows('❯ Beta two');
  type(keys.enter);
  expect(await asked).toBe('Beta two');
  expect(screen()).toContain('Provider:');
});

test('of several, none may be chosen where the question is optional, and that stays on the screen', async () => {
  const { asker, shows, type } = terminal();
  const question = { message: 'more', flag: '--more', optional: true };
  const asked = asker.pickMany(question, letters);
  await shows('More (Enter for none):');
  type(keys.enter);
  await shows('More (Enter for none): none');
  expect(await asked).toEqual([]);
});
