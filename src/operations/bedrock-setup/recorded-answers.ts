import type { SetupDecisions } from './decisions.ts';
import type { ModelAccessDecisions } from './model-access-request.ts';
import { createsRole } from './problems.ts';
import type { RoleRequest, SetupRequest, UserKeysRequest } from './request.ts';
import { record, type SetupSoFar } from './so-far.ts';

/**
 * Decides as before, and records each answer as the request would have said it: a conversation that
 * stops anywhere keeps its answers, and one that ends can be repeated without asking. A no changes
 * nothing in a request. Whatever is decided by several answers is recorded by whoever has all of them.
 */
export function recordingAnswers(decide: SetupDecisions, soFar: SetupSoFar): SetupDecisions {
  const say = (decided: Partial<SetupRequest>) => {
    record(soFar, decided);
  };
  const sayOfRole = (role: Partial<RoleRequest>) => {
    say({ role: { ...soFar.request.role, ...role } });
  };
  const sayOfKeys = (keys: Partial<UserKeysRequest>) => {
    say({ keys: { ...soFar.request.keys, ...keys } });
  };
  // Without the name, whoever goes on would connect a role without its external ID.
  const sayOfId = (secretName: string) => {
    const decided = secretName === '' ? { wanted: false } : { secretName };
    say({ externalId: { ...soFar.request.externalId, ...decided } });
  };
  return {
    region: (force) => told(decide.region(force), (region) => say({ region })),
    // Credentials that open no account are done without: whoever opens it records it.
    lookIntoAccount: () => decide.lookIntoAccount(),
    allowGlobal: () => told(decide.allowGlobal(), (global) => say({ global })),
    switchOff: (models) =>
      agreed(decide.switchOff(models), () => say({ disableUnavailable: true })),
    models: (offered) => told(decide.models(offered), (models) => say({ models })),
    modelAccess: recordingAccess(decide.modelAccess, soFar),
    signIn: () => told(decide.signIn(), (signIn) => say({ signIn })),
    // An id goes with its version only.
    guardrail: (listed) => decide.guardrail(listed),
    guardrailVersion: () => decide.guardrailVersion(),
    guardrailProfile: (known) => decide.guardrailProfile(known),
    writeUser: () => agreed(decide.writeUser(), () => sayOfKeys({ writeUser: true })),
    roleOrigin: (account) => told(decide.roleOrigin(account), (origin) => sayOfRole({ origin })),
    externalIdSecret: (names) => told(decide.externalIdSecret(names), sayOfId),
    secretOfRole: (suggestion) => told(decide.secretOfRole(suggestion), sayOfId),
    // A value that was typed unseen must not appear in a command.
    externalIdValue: (secretName) => decide.externalIdValue(secretName),
    replaceConfig: () => agreed(decide.replaceConfig(), () => say({ force: true })),
    makeRole: (plan, account) =>
      agreed(decide.makeRole(plan, account), () => {
        if (!createsRole(plan)) sayOfRole({ update: true });
      }),
    roleArn: (written) =>
      told(decide.roleArn(written), (arn) => sayOfRole({ origin: { kind: 'have', arn } })),
    tryInSpiteOfChecks: () => agreed(decide.tryInSpiteOfChecks(), () => say({ force: true })),
    makeDefault: (models) =>
      told(decide.makeDefault(models), (makeDefault) => say({ makeDefault })),
  };
}

function recordingAccess(decide: ModelAccessDecisions, soFar: SetupSoFar): ModelAccessDecisions {
  const say = (decided: Partial<SetupRequest['modelAccess']>) => {
    record(soFar, { modelAccess: { ...soFar.request.modelAccess, ...decided } });
  };
  const sayOfForm = (answer: SetupRequest['modelAccess']['form']) => {
    say({ form: { ...soFar.request.modelAccess.form, ...answer } });
  };
  return {
    // A yes to this sends nothing yet.
    fillInForm: () => decide.fillInForm(),
    formField: (field) => told(decide.formField(field), (text) => sayOfForm({ [field]: text })),
    intendedUsers: () => told(decide.intendedUsers(), (users) => sayOfForm({ users })),
    submitForm: () => agreed(decide.submitForm(), () => say({ submitForm: true })),
    acceptTerms: (model) =>
      agreed(decide.acceptTerms(model), () =>
        say({ acceptTerms: [...new Set([...soFar.request.modelAccess.acceptTerms, model])] }),
      ),
  };
}

async function told<T>(answer: Promise<T>, record: (answer: T) => void): Promise<T> {
  const given = await answer;
  record(given);
  return given;
}

const agreed = (answer: Promise<boolean>, record: () => void) =>
  told(answer, (yes) => {
    if (yes) record();
  });
