import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { problemInApiVersion } from './azure-api-version.ts';
import type { KindProblem } from './define.ts';

/** A deployment of Azure OpenAI. Source: AzureDeploymentConfig of the OpenAPI document. */
export interface AzureDeployment {
  /** What requests name as their model; may be missing of the default alone. */
  readonly alias?: string | undefined;
  readonly azure_deployment_name: string;
  /** Such as `2024-10-21`, at most 30 characters. */
  readonly azure_api_version: string;
  readonly azure_model_slug: string;
  readonly is_default?: boolean | undefined;
}

/** Characters that a version of Azure's API may have. */
const longestVersion = 30;

const withoutBlank = /^\S*$/;

/** The check of the deployments of one integration, each for itself. */
export const deployments = once(() =>
  z
    .array(
      z.looseObject({
        alias: z.string().min(1).nullish(),
        azure_deployment_name: z
          .string()
          .min(1, 'a deployment needs its name')
          .regex(withoutBlank, 'the name of a deployment has no blank'),
        azure_api_version: z
          .string()
          .min(1, 'a deployment needs an API version')
          .max(longestVersion, `an API version has at most ${longestVersion} characters`),
        azure_model_slug: z
          .string()
          .min(1, 'a deployment needs its model')
          .regex(withoutBlank, 'the name of a model has no blank'),
        is_default: z.boolean().nullish(),
      }),
    )
    .min(1, 'needs at least one deployment'),
);

const parts: Readonly<Record<string, keyof AzureDeployment>> = {
  alias: 'alias',
  name: 'azure_deployment_name',
  'api-version': 'azure_api_version',
  model: 'azure_model_slug',
};

/** Reads `alias=…,name=…,api-version=…,model=…[,default]`; says what is wrong with it otherwise. */
export function readDeployment(
  spec: string,
): { readonly deployment: AzureDeployment } | { readonly says: string } {
  const found = new Map<string, string>();
  let isDefault = false;
  for (const part of spec.split(',').map((each) => each.trim())) {
    const at = part.indexOf('=');
    const [name, value] = at === -1 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    if (name === 'default' && at === -1) isDefault = true;
    else if (parts[name] === undefined) {
      return { says: `has "${name}"; it takes alias=, name=, api-version=, model= and default` };
    } else if (value === '') return { says: `has no value for ${name}=` };
    else if (found.has(name)) return { says: `has ${name}= twice` };
    else found.set(name, value);
  }
  const [name, version, model] = ['name', 'api-version', 'model'].map((each) => found.get(each));
  if (name === undefined || version === undefined || model === undefined) {
    const missing = ['name', 'api-version', 'model'].filter((each) => !found.has(each));
    return { says: `lacks ${missing.map((each) => `${each}=`).join(', ')}` };
  }
  const alias = found.get('alias');
  return {
    deployment: {
      ...(alias === undefined ? {} : { alias }),
      azure_deployment_name: name,
      azure_api_version: version,
      azure_model_slug: model,
      is_default: isDefault,
    },
  };
}

/** The word of `--deployment` that gives the same deployment. */
export function deploymentInWord(deployment: AzureDeployment): string {
  const pairs = Object.entries(parts).flatMap(([name, key]) => {
    const value = deployment[key];
    return typeof value === 'string' ? [`${name}=${value}`] : [];
  });
  return [...pairs, ...(deployment.is_default === true ? ['default'] : [])].join(',');
}

/** Returns the deployments of a value that has their form; none otherwise. */
export function deploymentsIn(value: unknown): readonly AzureDeployment[] {
  const { data = [] } = deployments().safeParse(value);
  return data.map(({ alias, is_default: isDefault, ...rest }) => ({
    ...(typeof alias === 'string' ? { alias } : {}),
    ...rest,
    is_default: isDefault === true,
  }));
}

/** Returns the models that the deployments of a value serve. */
export const deployedModels = (value: unknown): string[] =>
  deploymentsIn(value).map(({ azure_model_slug: model }) => model);

/** Returns the deployments with a default: a single one is it. */
export function withDefault(list: readonly AzureDeployment[]): readonly AzureDeployment[] {
  return list.length === 1 ? list.map((each) => ({ ...each, is_default: true })) : list;
}

/**
 * Says what speaks against deployments together: an alias that is there twice, one that is missing but for
 * the default, no default among several, or more than one. Portkey does not document its rule for the
 * default; requests that name no alias could go to either.
 */
export function problemsInDeployments(value: unknown): readonly KindProblem[] {
  const list = withDefault(deploymentsIn(value));
  if (list.length === 0) return [];
  const field = 'azure_deployment_config';
  const problems: KindProblem[] = [];
  const aliases = list.flatMap(({ alias }) => alias ?? []);
  const twice = aliases.find((alias, index) => aliases.indexOf(alias) !== index);
  if (twice !== undefined) problems.push({ field, says: `has the alias "${twice}" twice` });
  const nameless = list.find(({ alias, is_default: it }) => alias === undefined && it !== true);
  if (nameless !== undefined) {
    const { azure_deployment_name: name } = nameless;
    problems.push({ field, says: `needs an alias for "${name}", which is not the default` });
  }
  const defaults = list.filter(({ is_default: it }) => it === true).length;
  if (defaults !== 1) {
    const count = defaults === 0 ? 'has no default' : `has ${defaults} defaults`;
    problems.push({ field, says: `${count}; exactly one deployment is the default` });
  }
  for (const version of new Set(list.map((each) => each.azure_api_version))) {
    const says = problemInApiVersion(version);
    if (says === undefined) continue;
    problems.push({ field, says: `has an api-version=${version} that ${says}`, overridable: true });
  }
  return problems;
}
