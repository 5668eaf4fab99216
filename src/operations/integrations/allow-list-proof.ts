import type { TestReport } from '../../connection-test/result.ts';
import { deploymentsIn } from '../../planes/portkey/kinds/azure-deployments.ts';
import type { Integration } from '../../planes/portkey/nouns.ts';

/** Whether a model that is not allowed is refused. */
export interface AllowListProof {
  /** Undefined where there is no model to ask for. */
  readonly model?: string;
  readonly result: 'refused' | 'answered' | 'unproved';
  readonly says: string;
}

/** An integration with what it allows. */
interface AllowListSubject {
  readonly integration: Integration;
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
  /** True if models without a row are allowed as well; undefined where the server does not say. */
  readonly allowAll: boolean | undefined;
}

/** Name that no provider gives a model. */
const unlisted = 'portai-model-that-is-not-allowed';

/** A model that must be refused; undefined where every name may be answered. */
function refusable(subject: AllowListSubject): string | undefined {
  const { integration, denied, allowAll } = subject;
  if (integration.ai_provider_id === 'azure-openai') {
    return deploymentToRefuse(subject) ?? denied[0];
  }
  return denied[0] ?? (allowAll === false ? unlisted : undefined);
}

/**
 * A deployment of Azure that is not allowed, by its alias or its model. A name without a deployment
 * proves nothing: it goes to the default one.
 */
function deploymentToRefuse({ integration, allowed, denied, allowAll }: AllowListSubject) {
  const isOff = (name: string) =>
    denied.includes(name) || (allowAll === false && !allowed.includes(name));
  return deploymentsIn(integration.configurations?.['azure_deployment_config'])
    .map(({ alias, azure_model_slug: model }) => [alias ?? model, model] as const)
    .find((names) => names.every(isOff))?.[0];
}

/** Asks for a model that must be refused, where one is known. Never rejects for what is answered. */
export async function proveAllowList(
  subject: AllowListSubject,
  ask: (model: string) => Promise<TestReport>,
): Promise<AllowListProof> {
  const model = refusable(subject);
  if (model === undefined) {
    const says = 'No model is known that must be refused, so nothing was asked.';
    return { result: 'unproved', says };
  }
  const report = await ask(model);
  const found = report.testedModels[model];
  const more = ` It took ${report.usage.requests} more request${report.usage.requests === 1 ? '' : 's'}.`;
  if (found?.isValid === true) {
    return { model, result: 'answered', says: `${model} is not allowed, and was answered.${more}` };
  }
  const refused = found?.stages.some(
    ({ httpStatus, providerCode }) =>
      httpStatus === 412 && providerCode === 'model_not_allowed_error',
  );
  return refused === true
    ? {
        model,
        result: 'refused',
        says: `${model} is not allowed, and was refused with 412.${more}`,
      }
    : {
        model,
        result: 'unproved',
        says: `${model} was not answered, but for another reason than the allow list.${more}`,
      };
}
