import { describe, expect, test } from 'vitest';
import type { BedrockAccess } from '../../../../src/aws/iam-documents/access.ts';
import { guardrailProfilesFrom } from '../../../../src/aws/iam-documents/guardrail-profiles.ts';
import { modelAccess } from '../../../../src/aws/iam-documents/model-access.ts';
import { permissionPolicy } from '../../../../src/aws/iam-documents/permissions.ts';
import {
  modelPermissions,
  type Permission,
} from '../../../../src/sandbox/vendors/bedrock/profiles.ts';
import { guardrailResources } from '../../../../src/sandbox/vendors/bedrock/guardrails.ts';
import { awsSampleProfiles } from '../../../support/aws-sample-profiles.ts';
import { allows } from '../../../support/policy-evaluator.ts';

/**
 * What is written from the table, against a simulated Bedrock that is fed from a list of AWS' own, by an
 * evaluator of neither: each policy allows all that a call asks for, and nothing of another call.
 */

const account = '111122223333';
const now = new Date('2026-11-26T12:00:00Z');

const told = awsSampleProfiles.flatMap(({ name, baseId, profiles }) =>
  profiles.map(({ prefix, from }) => ({ name, id: `${prefix}.${baseId}`, prefix, from })),
);
const regions = [...new Set(told.flatMap(({ from }) => from))].sort();

/** All that AWS asks IAM for when a model is called by a profile. */
const asked = (id: string, region: string): readonly Permission[] =>
  modelPermissions(id, region, account, awsSampleProfiles);

/** Each once: profiles of one model share the model here. */
const unique = (calls: readonly Permission[]) => [
  ...new Map(calls.map((call) => [JSON.stringify(call), call])).values(),
];

async function allowed(
  access: BedrockAccess,
  form: 'strict' | 'compact',
  calls: readonly Permission[],
) {
  const { document, form: written } = permissionPolicy(access, form);
  expect(written).toBe(form);
  const verdicts = calls.map((call) =>
    allows(document, { ...call, action: 'bedrock:InvokeModelWithResponseStream' }),
  );
  return Promise.all(verdicts);
}

describe.each(regions)('from %s', (region) => {
  const here = told.filter(({ from }) => from.includes(region));
  const names = [...new Set(here.map(({ name }) => name))];

  test.each(names)(
    '%s is allowed by every profile that AWS lists, and nothing else is',
    async (name) => {
      for (const global of [false, true]) {
        const { access } = modelAccess([name], region, { global, now });
        const wanted = here.filter(
          (each) => each.name === name && (global || each.prefix !== 'global'),
        );
        const given = access.flatMap(({ profiles }) => profiles);
        const sure = given.filter(({ doubt }) => doubt === undefined).map(({ id }) => id);
        for (const { id } of wanted) expect(given.map((each) => each.id)).toContain(id);
        if (wanted.length === 0) continue;
        const calls = unique(wanted.flatMap(({ id }) => asked(id, region)));
        const others = here
          .filter((each) => each.name !== name || (each.prefix === 'global' && !global))
          .flatMap(({ id }) => asked(id, region));
        const directly = asked(wanted[0]?.id.replace(/^[a-z]+\./, '') ?? '', region);
        const strictly = given.every(
          ({ reach, destinations }) => reach === 'global' || destinations !== undefined,
        );
        for (const form of strictly ? (['strict', 'compact'] as const) : (['compact'] as const)) {
          const asWritten = { region, account, models: access };
          expect(new Set(await allowed(asWritten, form, calls)), `${form} ${sure.join()}`).toEqual(
            new Set([true]),
          );
          const beside = await allowed(asWritten, form, unique([...others, ...directly]));
          expect(beside.filter(Boolean)).toEqual([]);
        }
      }
    },
  );
});

test.each(regions)(
  'from %s a guardrail across regions may be applied in each of them',
  async (region) => {
    const id = 'exampleacross1';
    const guardrail = `arn:aws:bedrock:${region}:${account}:guardrail/${id}`;
    const { access } = modelAccess(['claude-opus-4-6'], region, { global: true, now });
    const [profile] = guardrailProfilesFrom(region);
    const policy = permissionPolicy({
      region,
      account,
      models: access,
      guardrail,
      ...(profile ? { guardrailProfile: profile } : {}),
    });
    for (const resource of guardrailResources(id, { region, account })) {
      const call = { action: 'bedrock:ApplyGuardrail', resource };
      expect(await allows(policy.document, call)).toBe(true);
    }
  },
);
