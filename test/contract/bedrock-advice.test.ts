import { expect, test } from 'vitest';
import { awsAdvice } from '../../src/aws/diagnosis/advice.ts';
import { causeNames, isCause } from '../../src/vendors/causes.ts';
import { everyCommand } from '../support/commands.ts';

const named = /portai ([a-z][a-z-]*(?: [a-z][a-z-]*)*)((?: --[a-z-]+)*)/g;

test('what is advised for AWS is a command that there is, with flags that it has', async () => {
  const commands = await everyCommand();
  const groups = new Set(commands.map(({ words }) => words[0]));
  const typed = causeNames
    .filter(isCause)
    .flatMap((cause) => [...awsAdvice(cause).matchAll(named)])
    .map(([, words = '', flags = '']) => ({ words, flags: flags.split(' ').filter(Boolean) }))
    .filter(({ words }) => groups.has(words.split(' ')[0]));
  expect(typed.length).toBeGreaterThan(5);
  for (const { words, flags } of typed) {
    const meant = commands.find((each) => `${words} `.startsWith(`${each.words.join(' ')} `));
    expect(meant, `portai ${words}`).toBeDefined();
    const options = meant?.command.options.map(({ long }) => long) ?? [];
    for (const flag of flags) expect(options, words).toContain(flag);
  }
});
