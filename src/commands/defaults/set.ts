import { z } from 'zod';
import { action, noArguments } from '../../cli/action.ts';
import type { Context } from '../../cli/context.ts';
import { keptFlags } from '../../cli/globals.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { PortaiError, usageError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import { knowsModels } from '../../planes/port/rules/model-switches.ts';
import { pasteableLine } from '../../ui/output.ts';
import { didYouMean, nearest } from '../../core/text/nearest.ts';
import { pasteableName } from '../../core/refusal.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import { dryRunOf } from '../../operations/dry-run.ts';
import { calls } from '../../planes/port/calls.ts';
import { refuseWrite } from '../../operations/permission.ts';
import { enabledNames, findStored, modelStates } from '../../operations/stored-providers.ts';
import { viewOf } from './view.ts';
import type { Default, Provider } from '../../planes/port/nouns.ts';

const flags = mutationFlags.extend({
  provider: z.string().optional(),
  model: z.string().optional(),
});

export const define: Define = (command, world) => {
  command
    .option('--provider <type>', 'provider type')
    .option('--model <model>', 'one of its enabled models');
  addMutationOptions(command);
  command.action(
    action(world, { args: noArguments, flags }, async (context, _, given) => {
      const { port, out, ask, globals } = context;
      const missing = [
        ...(given.provider === undefined ? ['--provider'] : []),
        ...(given.model === undefined ? ['--model'] : []),
      ];
      if (missing.length > 0 && !ask.available) {
        throw usageError(`Missing: ${missing.join(', ')}`, {
          name: 'MissingFlags',
          details: { missing: [missing] },
          next: [{ command: ['providers', 'list'], why: 'providers and their enabled models' }],
        });
      }
      const client = await port();
      const [list, current] = await Promise.all([
        client.providers.list(),
        client.defaults.get().catch(notKnown),
      ]);
      const wanted = await choose(context, list, given);
      const { token } = context;
      if (!given.force) await refuseWrite({ client, token }, unusable(list, wanted));
      // A system default that happens to be the same is not a choice yet: Port may change it.
      const unchanged =
        isChoice(current, wanted) && viewOf(current)._portai.source === 'organization';
      if (given.dryRun) {
        const rehearsed = unchanged
          ? dryRunOf('unchanged', [], undefined)
          : dryRunOf('update', ['provider', 'model'], calls.setDefault(wanted));
        await out.result(rehearsed, renderDryRun);
        return undefined;
      }
      const defaults = unchanged && current ? current : await client.defaults.set(wanted);
      requireTaken(defaults, wanted);
      await out.result(
        {
          action: unchanged ? 'unchanged' : 'updated',
          name: `default ${defaults.provider} / ${defaults.model}`,
          defaults: viewOf({ ...current, ...defaults }),
        },
        renderDone,
      );
      if (missing.length > 0) {
        const words = ['defaults', 'set', '--provider', wanted.provider, '--model', wanted.model];
        out.note(`The same without questions:\n  ${pasteableLine(keptFlags(globals), words)}`);
      }
      return undefined;
    }),
  );
};

/** Refuses to call a write done that was answered with another choice. */
function requireTaken({ provider, model }: Default, wanted: Default): void {
  if (isChoice({ provider, model }, wanted)) return;
  const said = `the default is ${provider} / ${model}, not ${wanted.provider} / ${wanted.model}`;
  throw new PortaiError({
    name: 'NotAsSent',
    message: `Port answered that ${said}`,
    exit: 'refused',
    details: { differs: [said], default: { provider, model } },
    next: [{ command: ['defaults', 'get'], why: 'what is stored' }],
  });
}

function isChoice(current: Default | undefined, { provider, model }: Default): boolean {
  return current?.provider === provider && current.model === model;
}

/** What is set now only tells whether there is anything to do. */
function notKnown(error: unknown): undefined {
  if (!(error instanceof PortaiError)) throw error;
}

/** Asks for what is open, offering only what is enabled. */
async function choose(
  { ask }: Context,
  list: readonly Provider[],
  given: { readonly provider?: string | undefined; readonly model?: string | undefined },
): Promise<Default> {
  const usable = list.filter((each) => each.enabled && enabledNames(each).length > 0);
  if (given.provider === undefined && usable.length === 0) {
    throw usageError('There is no enabled provider to choose from', {
      next: [{ command: ['providers', 'put', '<type>', '--validate'], why: 'connect one' }],
    });
  }
  const provider =
    given.provider ??
    (await ask.pick(
      { message: 'default provider', flag: '--provider' },
      usable.map((each) => ({ name: each.provider, value: each.provider })),
    ));
  const models = enabledNames(findStored(list, provider));
  const model =
    given.model ??
    (await ask.pick(
      { message: 'default model', flag: '--model' },
      models.map((name) => ({ name, value: name })),
    ));
  return { provider, model };
}

/** A default that requests cannot use would break every caller that names none. */
function unusable(list: readonly Provider[], { provider, model }: Default): Problem[] {
  const stored = findStored(list, provider);
  const enabled = enabledNames(stored);
  const isOff = modelStates(stored).some((each) => each.model === model && !each.enabled);
  // Where Port does not say which models there are, it has the last word.
  const usable = knowsModels(stored) ? enabled.includes(model) : !isOff;
  if (stored.enabled && usable) return [];
  const off = !stored.enabled;
  const isOffered = modelStates(stored).some((each) => each.model === model);
  const other = pasteableName(nearest(model, enabled) ?? enabled[0]);
  const problem: Problem = {
    name: off ? 'ProviderDisabled' : 'LLMProviderModelNotEnabledError',
    message: off
      ? `${provider} is disabled, so it cannot be the default`
      : isOffered
        ? `Model '${model}' is not enabled for provider '${provider}'`
        : `Provider '${provider}' has no model '${model}'.${didYouMean(model, enabled)}`,
    exit: off ? 'conflict' : 'refused',
    details: { enabledModels: enabled },
    hint: off
      ? 'Nothing was sent. Enable the provider first.'
      : `Nothing was sent. Enabled there: ${enabled.join(', ') || 'none'}.`,
    next: off
      ? [{ command: ['providers', 'put', provider, '--enable'], why: 'enable it' }]
      : [
          ...(other === undefined
            ? []
            : [
                {
                  command: ['defaults', 'set', '--provider', provider, '--model', other],
                  why: 'choose one that is enabled',
                },
              ]),
          ...(isOffered
            ? [{ command: ['providers', 'models', 'enable', provider, model], why: 'enable it' }]
            : []),
        ],
    overridable: true,
  };
  return [problem];
}
