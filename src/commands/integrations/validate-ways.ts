import { engineDependencies } from '../../cli/connection-test.ts';
import type { Context } from '../../cli/context.ts';
import { profileSession } from '../../cli/aws-account.ts';
import { hasValueFlag, readSecretValue } from '../../cli/secret-value.ts';
import { fail } from '../../core/fail.ts';
import { fieldsOf, jsonIn } from '../../core/text/json.ts';
import {
  notTested,
  validateProvider,
  validateThroughGateway,
  type IntegrationValidation,
  type ToValidate,
} from '../../operations/integrations/validate.ts';
import { anthropic } from '../../planes/port/provider-types/anthropic.ts';
import { azureOpenai } from '../../planes/port/provider-types/azure-openai.ts';
import { bedrock } from '../../planes/port/provider-types/bedrock.ts';
import type { Field } from '../../planes/port/provider-types/define.ts';
import { openai } from '../../planes/port/provider-types/openai.ts';
import { openaiCompatible } from '../../planes/port/provider-types/openai-compatible.ts';
import { connectionOf, type WantedCredential } from '../../planes/portkey/connections/index.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { portkeySandboxPath } from '../../planes/portkey/sandbox-path.ts';
import { gatewayUrlOr } from './gateway-url.ts';
import { gatewayKey, type ValidateFlags } from './validate-flags.ts';

/** What a credential is, in words, and the field of Port whose values are alike. */
const credentials: Readonly<
  Record<WantedCredential, { readonly what: string; readonly field?: Field }>
> = {
  'openai-key': { what: 'OpenAI API key', field: openai.variants[0].fields.apiKeySecretName },
  'anthropic-key': {
    what: 'Anthropic API key',
    field: anthropic.variants[0].fields.apiKeySecretName,
  },
  'azure-key': { what: 'Azure OpenAI key', field: azureOpenai.variants[0].fields.apiKeySecretName },
  'endpoint-key': {
    what: 'key of the server',
    field: openaiCompatible.variants[0].fields.apiKeySecretName,
  },
  'aws-secret-key': {
    what: 'AWS secret access key',
    field: bedrock.variants[1].fields.secretAccessKeySecretName,
  },
  'google-key-file': { what: 'key file of the service account' },
  'google-access-token': { what: 'access token of Google Cloud' },
};

const optionsOf = (flags: ValidateFlags, timeoutMs: number | undefined) => ({
  generate: flags.generate,
  stream: flags.stream,
  structured: flags.structured,
  requests: flags.requestBudget,
  ...(timeoutMs === undefined ? {} : { timeoutMs }),
});

async function givenTimeout({ settings }: Context): Promise<number | undefined> {
  const { timeout } = await settings();
  return timeout.source.kind === 'default' ? undefined : timeout.value * 1000;
}

/** Tests the provider of an integration from this machine, where a credential is given or asked for. */
export async function throughProvider(
  context: Context,
  subject: ToValidate,
  flags: ValidateFlags,
): Promise<IntegrationValidation> {
  const { ask, hold, out, settings } = context;
  const simulated = (await settings()).sandbox.value !== false;
  const { ai_provider_id, configurations } = subject.integration;
  const untested = (why: string, give?: string) => notTested(subject, 'provider', why, give);
  const connection = connectionOf({ ai_provider_id, configurations: configurations ?? {} });
  if ('untestable' in connection) {
    return untested(connection.untestable, 'A key of a workspace, with --through-gateway.');
  }
  const { wants, hosts } = connection;
  if (wants === undefined && flags.awsProfile === undefined) {
    return untested('the role is assumed with AWS credentials', 'Give --aws-profile.');
  }
  if (wants !== undefined && flags.awsProfile !== undefined) {
    throw fail('Usage', '--aws-profile is for integrations that assume a role');
  }
  const sayWhere = () => {
    // In the sandbox it goes nowhere: a provider is simulated.
    if (!simulated) out.note(`The credential goes to ${hosts.join(', ')} only.`);
  };
  const dependencies = await engineDependencies(context);
  const common = { models: flags.model, options: optionsOf(flags, await givenTimeout(context)) };
  if (wants === undefined) {
    sayWhere();
    const region = connection.region ?? '';
    const session = await profileSession(context, flags.awsProfile ?? true, region);
    const given = { credential: () => hold(''), hold };
    return validateProvider(subject, connection, given, {
      ...common,
      dependencies: { ...dependencies, session },
    });
  }
  const { what, field } = credentials[wants];
  if (!hasValueFlag(flags) && !ask.available) {
    const give = `Give the ${what} with --value-env, --value-file or --value-stdin.`;
    return untested('Portkey gives out no credential, and none was given', give);
  }
  const accessKeyId = flags.accessKeyId ?? connection.accessKeyId;
  if (wants === 'aws-secret-key' && accessKeyId === undefined) {
    return untested('Portkey does not show the AWS access key ID', 'Give --access-key-id.');
  }
  sayWhere();
  const secret = await readSecretValue(context, flags, what, field ? { field } : {});
  const inFile = fieldsOf(jsonIn(secret.reveal()))?.['private_key'];
  if (typeof inFile === 'string') hold(inFile);
  const given = { credential: () => secret, accessKeyId, hold };
  return validateProvider(subject, connection, given, { ...common, dependencies });
}

/** Asks models through Portkey's gateway, where a key of a workspace is given or asked for. */
export async function throughGateway(
  context: Context,
  subject: ToValidate,
  flags: ValidateFlags,
): Promise<IntegrationValidation> {
  const { ask, plane, settings, out } = context;
  const ways = gatewayKey(flags);
  if (!hasValueFlag(ways) && !ask.available) {
    const why = 'no key for the gateway was given';
    const give =
      'Give a key of a workspace with --gateway-key-env, --gateway-key-file or --gateway-key-stdin.';
    return notTested(subject, 'gateway', why, give);
  }
  const { value } = await plane(portkey).baseUrl();
  const own = gatewayUrlOr(value, flags.gatewayUrl);
  const simulated = (await settings()).sandbox.value !== false;
  const baseUrl = simulated ? `${new URL(value).origin}${portkeySandboxPath}` : own;
  if (!simulated) out.note(`The key goes to ${new URL(baseUrl).host} only.`);
  const key = await readSecretValue(context, ways, 'key of a workspace', { flag: '--gateway-key' });
  const dependencies = await engineDependencies(context);
  return validateThroughGateway(
    subject,
    {
      baseUrl,
      key: () => key,
      providerSlug: flags.providerSlug ?? subject.integration.slug,
    },
    {
      models: flags.model,
      proveLimits: flags.proveLimits,
      dependencies: { ...dependencies, send: simulated ? await context.send() : dependencies.send },
      options: optionsOf(flags, await givenTimeout(context)),
    },
  );
}
