import { expect, describe, test } from 'vitest';
import type { BedrockControl, ModelAvailability } from '../../../../src/aws/account.ts';
import {
  modelAccessDependencies,
  modelAccessFlags,
  modelAccessRequest,
} from '../../../../src/commands/bedrock/model-access-flags.ts';
import {
  settleModelAccess,
  type SettledAccess,
} from '../../../../src/operations/bedrock-setup/model-access.ts';
import { PortaiError, type Failure } from '../../../../src/core/errors.ts';
import { keys, terminal } from '../../../support/terminal.ts';
import { testContext } from '../../../support/runtime.ts';

const haiku = { model: 'claude-haiku', baseId: 'anthropic.claude-haiku-v1:0' };
const sonnet = { model: 'claude-sonnet', baseId: 'anthropic.claude-sonnet-v1:0' };
const open: ModelAvailability = {
  region: 'AVAILABLE',
  authorization: 'AUTHORIZED',
  agreement: 'AVAILABLE',
  agreementProblem: undefined,
  entitlement: 'AVAILABLE',
};
const noTerms = { ...open, agreement: 'NOT_AVAILABLE', entitlement: 'NOT_AVAILABLE' };
const nothingYet = { ...noTerms, authorization: 'NOT_AUTHORIZED' };
const form = {
  companyName: 'Acme',
  companyWebsite: 'https://acme.example',
  industry: 'Software',
  useCase: 'Internal developer portal',
  users: 'internal',
};

const refuse = (name: string, exit: Failure['exit']) => () =>
  Promise.reject(new PortaiError({ name, message: `${name} of AWS`, exit }));

/** An account of which only the gates matter, and what was sent to it. */
function account(
  states: Readonly<Record<string, ModelAvailability>>,
  changes: Partial<BedrockControl> = {},
): { control: BedrockControl; sent: string[] } {
  const sent: string[] = [];
  const none = () => Promise.resolve([]);
  const control: BedrockControl = {
    profiles: none,
    modelsBehind: () => Promise.resolve(undefined),
    models: none,
    guardrails: none,
    guardrail: () => Promise.resolve(undefined),
    availability: (baseId) => Promise.resolve(states[baseId]),
    useCase: () => Promise.resolve(undefined),
    submitUseCase: (text) => Promise.resolve(void sent.push(text)),
    offers: (baseId) =>
      Promise.resolve([{ token: `token ${baseId}`, termsUrl: `https://terms.example/${baseId}` }]),
    agree: (baseId, token) => Promise.resolve(void sent.push(`${baseId} ${token}`)),
    ...changes,
  };
  return { control, sent };
}

const agreed = ({ baseId }: typeof haiku) => `${baseId} token ${baseId}`;

/** Without a terminal: only flags decide. */
async function settle(
  control: BedrockControl,
  flags: object,
  models = [haiku],
  dryRun = false,
): Promise<{ found: SettledAccess; said: string }> {
  const { context, stderr } = testContext({}, { yes: true, noInput: true });
  const request = modelAccessRequest({ ...modelAccessFlags().parse(flags), dryRun });
  const found = await settleModelAccess(
    { ...modelAccessDependencies(context), control },
    models,
    request,
  );
  return { found, said: stderr().replace(/\s+/g, ' ') };
}

/** With a person at the keyboard. */
function talk(control: BedrockControl, flags: object = {}, dryRun = false) {
  const { context, stderr } = testContext();
  const person = terminal();
  const request = modelAccessRequest({ ...modelAccessFlags().parse(flags), dryRun });
  const done = settleModelAccess(
    { ...modelAccessDependencies({ ...context, ask: person.asker }), control },
    [haiku],
    request,
  );
  return { ...person, done, said: () => stderr().replace(/\s+/g, ' ') };
}

describe('without a terminal', () => {
  test('models that are open are passed over in silence', async () => {
    const { control, sent } = account({ [haiku.baseId]: open });
    const { found, said } = await settle(control, {});
    expect(found).toMatchObject({ open: [haiku.model], pending: [], shut: [], unread: [] });
    expect([said, sent]).toEqual(['', []]);
  });

  test('nothing is sent without its own flag, which is named, and --yes is none', async () => {
    const { control, sent } = account({ [haiku.baseId]: nothingYet, [sonnet.baseId]: noTerms });
    const { found, said } = await settle(control, {}, [haiku, sonnet]);
    expect(found.shut).toEqual([haiku.model, sonnet.model]);
    expect(sent).toEqual([]);
    expect(said).toContain('--submit-use-case');
    expect(said).toContain(`--accept-agreement ${sonnet.model}`);
  });

  test('the form goes out first, then the terms of the model that is named, and no other', async () => {
    const { control, sent } = account({ [haiku.baseId]: nothingYet, [sonnet.baseId]: nothingYet });
    const flags = { ...form, submitUseCase: true, acceptAgreement: [haiku.model] };
    const { found, said } = await settle(control, flags, [haiku, sonnet]);
    expect(found).toMatchObject({
      open: [],
      pending: [haiku.model],
      shut: [sonnet.model],
      unread: [],
    });
    expect(sent).toHaveLength(2);
    expect(JSON.parse(sent[0] ?? '')).toEqual({
      companyName: 'Acme',
      companyWebsite: 'https://acme.example',
      intendedUsers: '0',
      industryOption: 'Other',
      otherIndustryOption: 'Software',
      useCases: 'Internal developer portal',
    });
    expect(sent[1]).toBe(agreed(haiku));
    expect(said).toContain(`https://terms.example/${haiku.baseId}`);
    expect(said).toContain('up to 15 minutes');
  });

  test('terms wait for the form, without which AWS refuses them', async () => {
    const { control, sent } = account({ [haiku.baseId]: nothingYet });
    const { found, said } = await settle(control, { acceptAgreement: [haiku.model] });
    expect(found.shut).toEqual([haiku.model]);
    expect(sent).toEqual([]);
    expect(said).toContain('Terms can be accepted once the form was submitted.');
  });

  test('--dry-run names every call, sends none, and counts what would open as pending', async () => {
    const { control, sent } = account({ [haiku.baseId]: nothingYet });
    const flags = { ...form, submitUseCase: true, acceptAgreement: [haiku.model] };
    const { found, said } = await settle(control, flags, [haiku], true);
    expect(found).toMatchObject({ open: [], pending: [haiku.model], shut: [], unread: [] });
    expect(sent).toEqual([]);
    expect(said).toContain('bedrock:PutUseCaseForModelAccess');
    expect(said).toContain(`bedrock:CreateFoundationModelAgreement ${haiku.baseId}`);
    expect(said).not.toContain('15 minutes');
  });

  test('all flags that the form lacks are named in one refusal', async () => {
    const { control, sent } = account({ [haiku.baseId]: nothingYet });
    const flags = { submitUseCase: true, companyName: 'Acme' };
    await expect(settle(control, flags)).rejects.toMatchObject({
      failure: {
        name: 'MissingFlags',
        message: expect.stringMatching(/--company-website.*--industry.*--use-case.*--users/),
      },
    });
    expect(sent).toEqual([]);
  });

  test.each([
    [{ users: 'external' }, '1', 'external: only people outside of it'],
    [{ users: 'both' }, '2', 'both: people of the organization and outside of it'],
    [{ usersOutside: true }, '2', 'both: people of the organization and outside of it'],
  ])('%j is declared as %s, and shown in words before', async (users, sentAs, shown) => {
    const { control, sent } = account({ [haiku.baseId]: nothingYet });
    const { users: _default, ...others } = form;
    const { said } = await settle(control, { ...others, ...users, submitUseCase: true });
    expect(JSON.parse(sent[0] ?? '')).toMatchObject({ intendedUsers: sentAs });
    expect(said).toContain(shown);
  });

  test('a web address that is none is refused by the name of its flag', async () => {
    const { control, sent } = account({ [haiku.baseId]: nothingYet });
    const flags = { ...form, submitUseCase: true, companyWebsite: 'acme' };
    await expect(settle(control, flags)).rejects.toThrow(/^--company-website <url>: a web address/);
    expect(sent).toEqual([]);
  });

  test('a form that AWS has already is not sent again', async () => {
    const { control, sent } = account(
      { [haiku.baseId]: { ...open, authorization: 'NOT_AUTHORIZED' } },
      { useCase: () => Promise.resolve('{"companyName":"Other"}') },
    );
    const { found, said } = await settle(control, { ...form, submitUseCase: true });
    expect(found.shut).toEqual([haiku.model]);
    expect(sent).toEqual([]);
    expect(said).toContain('submitted before, for Other');
  });

  test('who may not read the form may still submit it', async () => {
    const { control, sent } = account(
      { [haiku.baseId]: { ...open, authorization: 'NOT_AUTHORIZED' } },
      { useCase: refuse('AccessDenied', 'forbidden') },
    );
    const { found } = await settle(control, { ...form, submitUseCase: true });
    expect(found.pending).toEqual([haiku.model]);
    expect(sent).toHaveLength(1);
  });

  test('an agreement under way is waited for, not accepted twice', async () => {
    const { control, sent } = account({ [haiku.baseId]: { ...open, agreement: 'PENDING' } });
    const { found } = await settle(control, { acceptAgreement: [haiku.model] });
    expect(found).toMatchObject({ open: [], pending: [haiku.model], shut: [], unread: [] });
    expect(sent).toEqual([]);
  });

  test('gates that may not be read are neither open nor shut, and the permission is named', async () => {
    const { control } = account({}, { availability: refuse('AccessDenied', 'forbidden') });
    const { found, said } = await settle(control, {});
    expect(found).toMatchObject({ open: [], pending: [], shut: [], unread: [haiku.model] });
    expect(said).toContain('bedrock:GetFoundationModelAvailability');
  });

  test.each(['interrupted', 'terminated', 'unauthenticated'] as const)(
    'a look that ends as %s ends the run',
    async (exit) => {
      const { control } = account({}, { availability: refuse('Over', exit) });
      await expect(settle(control, {})).rejects.toThrow('Over of AWS');
    },
  );
});

describe('on a terminal', () => {
  test('the form is asked for, shown and submitted, then the terms are accepted', async () => {
    const { control, sent } = account({ [haiku.baseId]: nothingYet });
    const { shows, type, done, said } = talk(control);
    await shows('use-case form now?');
    type(keys.enter);
    await shows('Name of the company');
    type(`Acme${keys.enter}`);
    await shows('Its web address');
    type(`acme${keys.enter}`);
    await shows('a web address is needed');
    type(`${keys.clear}https://acme.example${keys.enter}`);
    await shows('Its industry');
    type(`Software${keys.enter}`);
    await shows('What the models are for');
    type(`Internal developer portal${keys.enter}`);
    await shows('Who is going to use the models');
    type(`${keys.down}${keys.down}${keys.enter}`);
    await shows('Submit it to AWS and Anthropic?');
    expect(sent).toEqual([]);
    expect(said()).toContain(
      'company Acme website https://acme.example industry Other: Software users both: people of the organization and outside of it use case Internal developer portal',
    );
    type(`y${keys.enter}`);
    await shows(`Accept the terms of ${haiku.model}`);
    expect(said()).toContain(`https://terms.example/${haiku.baseId}`);
    type(`y${keys.enter}`);
    expect((await done).pending).toEqual([haiku.model]);
    expect(sent).toHaveLength(2);
    expect(JSON.parse(sent[0] ?? '')).toMatchObject({ intendedUsers: '2' });
    expect(sent[1]).toBe(agreed(haiku));
  });

  test('Enter alone submits no form', async () => {
    const { control, sent } = account({ [haiku.baseId]: nothingYet });
    const { shows, type, done, said } = talk(control, form);
    await shows('use-case form now?');
    type(keys.enter);
    await shows('Submit it to AWS and Anthropic?');
    type(keys.enter);
    expect((await done).shut).toEqual([haiku.model]);
    expect(sent).toEqual([]);
    expect(said()).toContain('The form was not submitted; nothing was changed.');
  });

  test('Enter alone accepts no terms', async () => {
    const { control, sent } = account({ [haiku.baseId]: noTerms });
    const { shows, type, done, said } = talk(control);
    await shows(`Accept the terms of ${haiku.model}`);
    type(keys.enter);
    expect((await done).shut).toEqual([haiku.model]);
    expect(sent).toEqual([]);
    expect(said()).toContain('were not accepted; nothing was changed.');
  });

  test('--dry-run asks too, and claims nothing that was declined', async () => {
    const { control, sent } = account({ [haiku.baseId]: noTerms });
    const { shows, type, done, said } = talk(control, {}, true);
    await shows(`Accept the terms of ${haiku.model}`);
    type(keys.enter);
    expect((await done).shut).toEqual([haiku.model]);
    expect(sent).toEqual([]);
    expect(said()).not.toContain('Would accept');
  });

  test.each([
    ['the form', nothingYet, 'use-case form now?'],
    ['the terms', noTerms, 'Accept the terms'],
  ])('Ctrl-C at the question of %s sends nothing', async (_what, state, question) => {
    const { control, sent } = account({ [haiku.baseId]: state });
    const { shows, type, done } = talk(control);
    const end = expect(done).rejects.toThrow('Cancelled');
    await shows(question);
    type(keys.interrupt);
    await end;
    expect(sent).toEqual([]);
  });
});
