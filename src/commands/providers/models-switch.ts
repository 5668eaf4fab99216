import type { Command } from 'commander';
import { z } from 'zod';
import { once } from '../../core/once.ts';
import { action } from '../../cli/action.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import type { Invocation } from '../../cli/invocation.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import type { Define } from '../define.ts';
import { putNothing, type PutRequest } from '../../operations/put-provider/request.ts';
import { runPut } from './run-put.ts';
import { typeArgument } from '../../cli/type-argument.ts';
import { modelsOr, typeOr } from '../missing-argument.ts';

export const defineEnable: Define = (command, invocation) => define(command, invocation, true);
export const defineDisable: Define = (command, invocation) => define(command, invocation, false);

const flags = once(() => mutationFlags().extend({ validate: z.boolean().default(false) }));

function define(command: Command, invocation: Invocation, enabled: boolean): void {
  command
    .argument('[type]', 'provider type, such as bedrock')
    .argument('[model...]', 'names of models')
    .option('--validate', 'test the connection before saving');
  addMutationOptions(command);
  const path = ['providers', 'models', enabled ? 'enable' : 'disable'];
  const reads = { args: () => z.tuple([typeArgument().optional(), z.array(z.string())]), flags };
  command.action(
    action(invocation, reads, async (context, [type, named], { force, dryRun, validate }) => {
      const provider = await typeOr(context, type, path);
      const models = await modelsOr(context, named, { provider, enabled });
      const change = { enable: enabled ? models : [], disable: enabled ? [] : models };
      const request: PutRequest = {
        ...putNothing,
        ...{ provider, type: findProviderType(provider), models: change, force, dryRun },
        tests: { preflight: undefined, validate: validate },
        expects: 'present',
        skipClientChecks: true,
      };
      return runPut(context, request, { test: { words: [], showRequest: false } });
    }),
  );
}
