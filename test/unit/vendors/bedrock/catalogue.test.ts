import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { callableFrom, surenessOf } from '../../../../src/vendors/bedrock/catalogue.ts';
import { catalogueRows } from '../../../../src/vendors/bedrock/catalogue-rows.ts';
import { problemInModel, problemInRegion } from '../../../../src/vendors/bedrock/model-names.ts';
import { regionNames } from '../../../../src/vendors/bedrock/regions.ts';

/** The table against what others wrote down; `test/fixtures/bedrock/README.md` says who. */

const facts = z
  .object({
    litellm: z.object({
      profiles: z.record(z.string(), z.array(z.string())),
      ends: z.record(z.string(), z.string()),
    }),
    awsPage: z.object({ sourceRegions: z.record(z.string(), z.array(z.string())) }),
  })
  .parse(
    JSON.parse(
      readFileSync(new URL('../../../fixtures/bedrock/facts.json', import.meta.url), 'utf8'),
    ),
  );

const named = catalogueRows.map((model) => [model.name, model] as const);

describe.each(named)('%s', (_, { baseId, profiles, lifecycle }) => {
  test('is called as LiteLLM calls it', () => {
    expect(Object.keys(facts.litellm.profiles).concat(Object.keys(facts.litellm.ends))).toContain(
      baseId,
    );
  });

  test('has no profile that LiteLLM lacks, but those that AWS itself showed', () => {
    const others = facts.litellm.profiles[baseId] ?? [];
    const own = profiles.filter(
      ({ prefix, by }) => !others.includes(prefix) && !by.includes('page'),
    );
    expect(own.filter(({ by }) => !by.includes('announced'))).toEqual([]);
  });

  test('ends on the day that LiteLLM names, where it names one', () => {
    const end = facts.litellm.ends[baseId];
    if (end === undefined) expect(lifecycle?.by ?? []).not.toContain('litellm');
    else expect(lifecycle?.end).toBe(end);
  });

  test('names regions that exist, each once', () => {
    for (const { from, disputed, to = [] } of profiles) {
      const sources = [...from, ...disputed];
      expect(sources).toHaveLength(new Set(sources).size);
      for (const region of [...sources, ...to]) expect(regionNames).toContain(region);
    }
  });

  test('is sure of nothing that one source alone says', () => {
    for (const row of profiles) {
      if (surenessOf(row) === 'two sources') expect(new Set(row.by).size).toBeGreaterThan(1);
    }
  });
});

test.each(Object.entries(facts.awsPage.sourceRegions))(
  '%s: every region has the answer of the page of AWS, or one that says where others differ',
  (id, sources) => {
    const model = catalogueRows.find(({ baseId }) => id.endsWith(`.${baseId}`));
    const row = model?.profiles.find(({ prefix }) => id.startsWith(`${prefix}.`));
    const answers = regionNames.map(
      (region) => [region, row && callableFrom(row, region)] as const,
    );
    for (const region of sources) {
      expect(['yes', 'disputed']).toContain(new Map(answers).get(region));
    }
    const beyond = answers.filter(
      ([region, callable]) => callable === 'yes' && !sources.includes(region),
    );
    expect(beyond).toEqual([]);
  },
);

const now = new Date('2026-11-26T12:00:00Z');
const problem = (name: string, region = 'eu-west-1') => problemInModel(name, region, now);

describe('a name', () => {
  test.each([
    'claude-haiku-4-5-20251001',
    'claude-opus-5-5',
    'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
    'global.anthropic.claude-haiku-4-5-20251001-v1:0',
    'arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/abc123',
  ])('%s is taken', (name) => {
    expect(problem(name)).toBeUndefined();
  });

  test.each([
    ['claude-haiku-4-5', 'claude-haiku-4-5-20251001'],
    ['CLAUDE-HAIKU-4-5-20251001', 'claude-haiku-4-5-20251001'],
    ['claude-opus-4-5', 'claude-opus-4-5-20251101'],
    ['anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
    ['claude-sonet-4-6', 'claude-sonnet-4-6'],
    ['sonnet', 'claude-sonnet-5-5'],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'eu.anthropic.claude-haiku-4-5-20251001-v1:0'],
  ])('%s is refused, and %s named in its place', (name, meant) => {
    expect(problem(name)).toMatchObject({ forcible: true });
    expect(problem(name)?.message).toContain(meant);
  });

  test('of another vendor is refused without a guess, and may be forced', () => {
    expect(problem('gpt-5')).toEqual({
      message: 'gpt-5 is no model on Bedrock that this version knows.',
      forcible: true,
    });
  });

  test.each(['claude*', '*', 'x"y', 'claude haiku'])('%s cannot be forced', (name) => {
    expect(problem(name)).toMatchObject({ forcible: false });
  });

  test('that is the ARN of a profile in another region is refused', () => {
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123';
    expect(problem(arn)).toMatchObject({ forcible: false });
  });
});

describe('a region', () => {
  test.each(['eu-west-1', 'ap-southeast-7', 'mx-central-1'])('%s is taken', (region) => {
    expect(problemInRegion(region)).toBeUndefined();
  });

  test.each([
    ['eu-wst-1', 'eu-west-1'],
    ['eu-west-9', 'eu-west-1'],
    ['us-est-2', 'us-east-2'],
  ])('%s is refused: did you mean %s', (region, meant) => {
    expect(problemInRegion(region)?.message).toContain(`Did you mean ${meant}?`);
  });

  test('that has no Bedrock is refused by its city', () => {
    expect(problemInRegion('ap-east-1')?.message).toContain('Hong Kong');
  });
});
