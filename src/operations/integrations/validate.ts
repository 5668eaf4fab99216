import { defaultOutputTokens, openBudget } from '../../connection-test/budget.ts';
import type { TestOptions, EngineDependencies } from '../../connection-test/dependencies.ts';
import type { TestReport } from '../../connection-test/result.ts';
import { testConnection } from '../../connection-test/run.ts';
import type { ExitClass } from '../../core/errors.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { Connectable, GivenCredential } from '../../planes/portkey/connections/define.ts';
import type { Integration } from '../../planes/portkey/nouns.ts';
import { deploymentsIn } from '../../planes/portkey/kinds/azure-deployments.ts';
import { portkeyGatewayTest, type PortkeyGateway } from '../../vendors/gateways/portkey-test.ts';
import { exitOfVerdicts } from '../../vendors/validity.ts';
import { proveAllowList, type AllowListProof } from './allow-list-proof.ts';
import { isEndedByLimit } from './gateway-limits.ts';

/** An integration with the models that it allows. */
export interface ToValidate {
  readonly integration: Integration;
  /** Slugs of the models that are switched on. */
  readonly allowed: readonly string[];
  /** Slugs of the models that are switched off. */
  readonly denied: readonly string[];
  /** Slugs of the models that have a host of their own. */
  readonly elsewhere: readonly string[];
  /** The model that serves a name which is none itself: an alias of a deployment, a custom model. */
  readonly serves: ReadonlyMap<string, string>;
  /** True if models without a row are allowed as well; undefined where the server does not say. */
  readonly allowAll: boolean | undefined;
}

/** The answer to whether an integration works. */
export interface IntegrationValidation {
  readonly integration: string;
  readonly ai_provider_id: string;
  readonly through: 'provider' | 'gateway';
  /** Every host that the given credential was for. */
  readonly sent_to: readonly string[];
  /** Absent where nothing was tested. */
  readonly report?: TestReport;
  /** Why nothing was tested. */
  readonly untested?: string;
  /** What to give so that it can be tested. */
  readonly give?: string;
  readonly left_out: readonly { readonly model: string; readonly why: string }[];
  /** Absent where it was not to be proved. */
  readonly allow_list?: AllowListProof;
}

/** Everything outside of a test. */
export type ValidationDependencies = Omit<EngineDependencies, 'budget'>;

/** How far is tested. */
export interface ValidationOptions extends TestOptions {
  /** Requests at the most. */
  readonly requests: number;
}

/** Reads an integration and its models. */
export async function readToValidate(client: PortkeyClient, slug: string): Promise<ToValidate> {
  const [integration, { models, allow_all_models: allowAll }] = await Promise.all([
    client.integrations.get(slug),
    client.models.list(slug),
  ]);
  const slugs = (on: boolean) =>
    models.filter(({ enabled }) => enabled === on).map((model) => model.slug);
  return {
    integration,
    allowed: slugs(true),
    denied: slugs(false),
    elsewhere: models.flatMap((model) =>
      model.configurations?.['custom_host'] === undefined ? [] : [model.slug],
    ),
    serves: new Map([
      ...models.flatMap(({ slug: name, base_model_slug: base }) =>
        base ? [[name, base] as const] : [],
      ),
      ...deploymentsIn(integration.configurations?.['azure_deployment_config']).flatMap(
        ({ alias, azure_model_slug: model }) =>
          alias === undefined ? [] : [[alias, model] as const],
      ),
    ]),
    allowAll: allowAll ?? integration.allow_all_models ?? undefined,
  };
}

/** Makes the answer for an integration that was not tested. */
export function notTested(
  { integration }: ToValidate,
  through: IntegrationValidation['through'],
  untested: string,
  give?: string,
): IntegrationValidation {
  const { slug, ai_provider_id } = integration;
  return {
    ...{ integration: slug, ai_provider_id, through, sent_to: [], untested, left_out: [] },
    ...(give === undefined ? {} : { give }),
  };
}

const withBudget = (
  dependencies: ValidationDependencies,
  { requests }: ValidationOptions,
): EngineDependencies => ({
  ...dependencies,
  budget: openBudget({ requests, outputTokens: defaultOutputTokens }),
});

const nameModels =
  'Name the models to test with --model: the integration lists none that it allows.';

/** Tests the provider of an integration with a credential that is given now. Never rejects for what it answers. */
export async function validateProvider(
  subject: ToValidate,
  connection: Connectable,
  given: GivenCredential,
  {
    models: named,
    dependencies,
    options,
  }: {
    readonly models: readonly string[];
    readonly dependencies: ValidationDependencies;
    readonly options: ValidationOptions;
  },
): Promise<IntegrationValidation> {
  const { integration, allowed, elsewhere } = subject;
  const { slug, ai_provider_id } = integration;
  const wanted = named.length > 0 ? named : (connection.models ?? allowed);
  if (wanted.length === 0) return notTested(subject, 'provider', 'no model is known', nameModels);
  const left = wanted.flatMap((model) => {
    const why = elsewhere.includes(model)
      ? 'it has a host of its own, which is not asked: the credential is for the other one'
      : connection.leftOut?.(model);
    return why === undefined ? [] : [{ model, why }];
  });
  const models = wanted.filter((model) => !left.some((each) => each.model === model));
  if (models.length === 0) {
    const why = left.map((each) => `${each.model}: ${each.why}`).join('; ');
    return { ...notTested(subject, 'provider', why), left_out: left };
  }
  const test = connection.connect(given);
  const { notProved } = test;
  const report = await testConnection(
    {
      provider: slug,
      plane: 'Portkey',
      models,
      secrets: [],
      test: {
        ...test,
        notProved: (plane) => [
          'the credential that Portkey stores: it gives out none, so what was given was tested',
          ...connection.notProved,
          ...(notProved?.(plane) ?? []),
        ],
      },
    },
    withBudget(dependencies, options),
    options,
  );
  return {
    ...{ integration: slug, ai_provider_id, through: 'provider' },
    ...{ sent_to: connection.hosts, report, left_out: left },
  };
}

/** Asks the models of an integration through Portkey's gateway. Never rejects for what it answers. */
export async function validateThroughGateway(
  subject: ToValidate,
  gateway: PortkeyGateway,
  {
    models: named,
    proveLimits,
    dependencies,
    options,
  }: {
    readonly models: readonly string[];
    readonly proveLimits: boolean;
    readonly dependencies: ValidationDependencies;
    readonly options: ValidationOptions;
  },
): Promise<IntegrationValidation> {
  const { integration, allowed } = subject;
  const { slug, ai_provider_id } = integration;
  const models = named.length > 0 ? named : allowed;
  if (models.length === 0) return notTested(subject, 'gateway', 'no model is known', nameModels);
  const servedBy = (model: string) => subject.serves.get(model) ?? model;
  const test = portkeyGatewayTest({ ...gateway, servedBy });
  const about = { provider: slug, plane: 'Portkey', secrets: [] };
  const limited = withBudget(dependencies, options);
  const report = await testConnection(
    { ...about, models, test: { ...test, notProved: () => notProvedByGateway(proveLimits) } },
    limited,
    options,
  );
  const allowList = proveLimits
    ? await proveAllowList(subject, (model) =>
        testConnection({ ...about, models: [model], test }, limited, options),
      )
    : undefined;
  const validation: IntegrationValidation = {
    ...{ integration: slug, ai_provider_id, through: 'gateway' },
    ...{ sent_to: [new URL(gateway.baseUrl).host], report, left_out: [] },
    ...(allowList === undefined ? {} : { allow_list: allowList }),
  };
  return isLimited(validation) ? withoutLimitsUnproved(validation, report) : validation;
}

/** A limit that ended the test is shown to end calls. */
const withoutLimitsUnproved = (
  validation: IntegrationValidation,
  report: TestReport,
): IntegrationValidation => ({
  ...validation,
  report: { ...report, notProved: report.notProved.filter((each) => each !== unspentLimits) },
});

const unspentLimits = 'that budgets and rate limits end calls: nothing was spent up to one';

const notProvedByGateway = (proveLimits: boolean) => [
  unspentLimits,
  'other workspaces than that of the key',
  ...(proveLimits ? [] : ['that models which are not allowed are refused (--prove-limits)']),
];

/** True if a limit kept a model from answering through the gateway. */
export const isLimited = ({ through, report }: IntegrationValidation): boolean =>
  through === 'gateway' && isEndedByLimit(report?.testedModels ?? {});

/** What a validation ends with; nothing that was not tested is a success. */
export function exitOfValidation(validation: IntegrationValidation): ExitClass {
  const { report, left_out: left, allow_list: list } = validation;
  if (!report) return 'unverifiable';
  if (isLimited(validation)) return 'limited';
  const exit = exitOfVerdicts([report.verdict]);
  if (exit === 'checkFailed' || list?.result === 'answered') return 'checkFailed';
  return left.length > 0 || list?.result === 'unproved' ? 'unverifiable' : exit;
}
