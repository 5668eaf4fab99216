import { bedrock } from '../../planes/port/provider-types/bedrock.ts';
import { putNothing, type PutRequest } from '../put-provider/request.ts';
import type { SetupDependencies } from './dependencies.ts';
import { equivalentCommand } from './equivalent-command.ts';
import type { KeysToPut, ExportedFiles } from './outcome.ts';
import type { SetupRequest } from './request.ts';
import { writeUser } from './role-files.ts';
import { continued, record } from './so-far.ts';
import { accessTo, guardrailFields, type SetupTarget } from './target.ts';

const usualNames = { id: 'aws-access-key-id', key: 'aws-secret-access-key' };

/** Connects by the keys of a user: written down where that is wanted, then put with a test from here. */
export async function connectByKeys(
  dependencies: SetupDependencies,
  request: SetupRequest,
  target: SetupTarget,
): Promise<KeysToPut | ExportedFiles> {
  const { decide, show, soFar } = dependencies;
  const { keys, dryRun } = request;
  if (!dryRun && (keys.writeUser || (await decide?.writeUser()))) {
    const { paths, files: folder } = await writeUser(dependencies, request, accessTo(target));
    // The files are there: whoever goes on writes none.
    record(soFar, { folder: undefined, keys: { ...soFar.request.keys, writeUser: false } });
    if (!decide && keys.idVariable === undefined && keys.idSecret === undefined) {
      const fromFiles = {
        ...keys,
        writeUser: false,
        idVariable: 'KEY_ID',
        keyVariable: 'SECRET_KEY',
      };
      const back = { ...continued(soFar), folder: undefined, keys: fromFiles };
      show.keysComeBack(equivalentCommand(back), folder);
      return { kind: 'written', paths };
    }
  }
  const variables = variablesOf(request);
  const put = putOf(request, target, {
    asks: decide !== undefined,
    given: variables.length > 0,
  });
  return { kind: 'keys', put, variables };
}

const namesOf = ({ keys }: SetupRequest) => ({
  id: keys.idSecret ?? usualNames.id,
  key: keys.keySecret ?? usualNames.key,
});

function variablesOf(request: SetupRequest): KeysToPut['variables'] {
  const { id, key } = namesOf(request);
  const { idVariable, keyVariable } = request.keys;
  return idVariable === undefined || keyVariable === undefined
    ? []
    : [
        { secret: id, variable: idVariable },
        { secret: key, variable: keyVariable },
      ];
}

function putOf(
  request: SetupRequest,
  { region, models, guardrail }: SetupTarget,
  values: { readonly asks: boolean; readonly given: boolean },
): PutRequest {
  const { id, key } = namesOf(request);
  const isNamed = !values.asks || request.keys.idSecret !== undefined || values.given;
  return {
    ...putNothing,
    ...{ provider: bedrock.id, type: bedrock, variant: 'access-keys', enabled: true },
    fields: {
      region,
      ...(isNamed ? { accessKeyIdSecretName: id, secretAccessKeySecretName: key } : {}),
      ...guardrailFields(guardrail),
    },
    models: { enable: [], disable: models.left },
    // Values typed in the conversation are tested from here first, if that is wanted.
    tests: { preflight: values.given ? {} : undefined, validate: !values.asks },
    force: request.force,
    dryRun: request.dryRun,
  };
}
