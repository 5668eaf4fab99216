import { expect, test } from 'vitest';
import { organizationChecks } from '../../../../src/operations/doctor/organization-checks.ts';

const untold = { name: null, known: false, how: 'Port does not tell it' };
const told = (name: string) => ({ name, known: true, how: 'Port says so' });

test.each([
  ['Admin', told('Admin'), false, undefined, 'pass', undefined],
  ['Admin among others', told('Member, Admin'), false, undefined, 'pass', undefined],
  ['Member', told('Member'), false, undefined, 'warn', undefined],
  ['Member who wants a test', told('Member'), true, undefined, 'fail', 'forbidden'],
  ['Administrator of something else', told('Administrators'), false, undefined, 'warn', undefined],
  ['not told', untold, false, undefined, 'unknown', undefined],
  ['not told before a write', untold, true, undefined, 'unknown', undefined],
  ['not told, whose write is taken', untold, true, 'taken', 'pass', undefined],
  ['not told, whose write is refused', untold, true, 'refused', 'fail', 'forbidden'],
] as const)('the role %s', (_, role, validate, write, verdict, exit) => {
  const facts = { organization: { value: { id: 'org_1' } }, claims: undefined, validate, write };
  const [, found] = organizationChecks({ ...facts, role: { value: role } }, { profile: 'default' });
  expect({ verdict: found?.verdict, exit: found?.exit }).toEqual({ verdict, exit });
});

test.each([
  [{ value: { id: 'org_1', name: 'Acme' } }, undefined, 'Acme (org_1)'],
  [{ value: { id: 'org_1' } }, undefined, 'org_1'],
  [{ value: {} }, { organizationName: 'Acme' }, 'Acme'],
])('an organization is named as far as it is known: %o', (organization, claims, says) => {
  const facts = { organization, claims, role: { value: told('Admin') }, validate: false };
  expect(organizationChecks(facts, { profile: 'default' })[0]).toMatchObject({
    verdict: 'pass',
    says,
  });
});
