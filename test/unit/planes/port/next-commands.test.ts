import { beforeAll, describe, expect, test } from 'vitest';
import { helpTopics } from '../../../../src/commands/help-topics.ts';
import type { NextStep } from '../../../../src/core/errors.ts';
import { portaiErrors } from '../../../../src/core/error-catalogue.ts';
import { providerTypes } from '../../../../src/planes/port/provider-types/index.ts';
import type { CatalogueEntry } from '../../../../src/planes/port/refusal.ts';
import { portErrors } from '../../../../src/planes/port/errors.ts';
import { everyCommand, type Leaf } from '../../../support/commands.ts';

const catalogue: Readonly<Record<string, CatalogueEntry>> = portErrors;

/** Every step of both catalogues, for a refusal that names nothing and for one that names all. */
const steps: [string, NextStep][] = [
  ...Object.entries(catalogue).flatMap(([name, { next }]) =>
    [undefined, 'openai'].flatMap((given) =>
      next({
        message: '',
        details: { testedModels: { a: { isValid: false }, b: { isValid: true } } },
        provider: given,
        model: given,
        secret: given,
        named: given === undefined ? [] : [{ field: 'apiKeySecretName', secret: given }],
      }).map((step): [string, NextStep] => [name, step]),
    ),
  ),
  ...Object.entries(portaiErrors).flatMap(([name, { next }]) =>
    next.map((step): [string, NextStep] => [name, step]),
  ),
];

/** What the root answers by itself: a topic of help, and the version. */
const ofTheRoot = new Set([
  ...Object.keys(helpTopics).map((topic) => `help ${topic}`),
  '--version',
]);

const unique = new Map(steps.map(([name, step]) => [`${name}: ${step.command.join(' ')}`, step]));

const calling = [...unique].filter(([, { command }]) => !ofTheRoot.has(command.join(' ')));

describe('a command that an error suggests', () => {
  let leaves: Leaf[] = [];
  beforeAll(async () => {
    leaves = await everyCommand();
  });

  /** The command that words call, and what is left of them. A placeholder stands for any type. */
  function called(command: readonly string[]): { leaf: Leaf | undefined; rest: string[] } {
    const words = command.map((word) => (word === '<type>' ? 'openai' : word));
    const leaf = leaves
      .filter((each) => each.words.every((word, index) => words[index] === word))
      .sort((a, b) => b.words.length - a.words.length)[0];
    return { leaf, rest: words.slice(leaf?.words.length ?? 0) };
  }

  test.each(calling)('%s', (_, { command }) => {
    const { leaf, rest } = called(command);
    expect(leaf).toBeDefined();
    const known = [...(leaf?.command.options ?? [])].map(({ long }) => long);
    const flags = rest.filter((word) => word.startsWith('--') && word !== '--help');
    expect(known).toEqual(expect.arrayContaining(flags));
    const firstFlag = rest.findIndex((word) => word.startsWith('--'));
    const operands = firstFlag === -1 ? rest : rest.slice(0, firstFlag);
    const args = leaf?.command.registeredArguments ?? [];
    const required = rest.includes('--help') ? 0 : args.filter((each) => each.required).length;
    expect(operands.length).toBeGreaterThanOrEqual(required);
    expect(operands.length <= args.length || args.some((each) => each.variadic)).toBe(true);
  });

  test('finds `put` of every type, so that a suggestion for any of them can be typed', () => {
    for (const { id } of providerTypes) {
      expect(called(['providers', 'put', id, '--validate']).leaf?.words).toContain(id);
    }
  });
});
