import { terminalLine } from '../core/text/terminal.ts';
import {
  baseOfFound,
  type AskedServer,
  type Looked,
} from '../operations/put-provider/discover-models.ts';
import { noList, sayWhatWasFound } from '../operations/put-provider/discovery-in-words.ts';
import type { Config } from '../planes/port/config.ts';
import { secretReferences } from '../planes/port/rules/config-fields.ts';
import { modelItemOf } from '../planes/port/rules/discovered-models.ts';
import type { Secret } from '../core/secret.ts';
import type { ServedModel } from '../vendors/discovery/served-model.ts';
import type { Conversation } from './conversation.ts';

/** Asks a server what it serves; values that are not at hand are asked for. */
export type LookAtServer = (
  asked: AskedServer,
  held: ReadonlyMap<string, Secret>,
) => Promise<Looked>;

/** Fields that follow from the models that were picked, and the values that the server was asked with. */
export interface PickedModels {
  readonly fields: Config;
  readonly given: ReadonlyMap<string, Secret>;
}

/**
 * Looks at the server of a configuration and offers the models that it lists. The value of a secret that
 * exists is asked for first, which may be declined.
 *
 * @param values that were typed in this conversation
 * @returns undefined where the names are to be typed instead
 */
export async function askForServedModels(
  { ask, report }: Conversation,
  asked: AskedServer,
  values: ReadonlyMap<string, Secret>,
  look: LookAtServer,
): Promise<PickedModels | undefined> {
  const flag = '--discover';
  const unknown = secretReferences(asked.config)
    .map(({ secret }) => secret)
    .filter((secret) => !values.has(secret));
  if (unknown.length > 0) {
    const names = unknown.join(' and ');
    const looks = await ask.pick({ message: 'Models to offer', flag }, [
      {
        name: `From the server's list (asks for the value of ${names}, to look)`,
        short: "from the server's list",
        value: true,
      },
      { name: 'Type their names', short: 'typed', value: false },
    ]);
    if (!looks) return undefined;
  }
  const { found, discovery, given } = await look(asked, values);
  if (found.kind === 'nothing') {
    report.warn({
      code: 'no_model_list',
      message: `${noList(asked.type, String(asked.config['baseUrl']), found).message}. Type the names of the models.`,
    });
    return undefined;
  }
  sayWhatWasFound(report, found);
  const offered = found.models;
  if (offered.length === 0) return undefined;
  const widest = Math.min(40, Math.max(...offered.map(({ name }) => name.length)));
  const picked = await ask.pickMany(
    { message: 'Models to offer', flag },
    offered.map((model) => ({
      name: `${terminalLine(model.name).padEnd(widest)}  ${factsInWords(model)}`.trimEnd(),
      short: terminalLine(model.name),
      value: model,
      checked: offered.length === 1,
      ...(model.remark === undefined ? {} : { description: model.remark }),
    })),
  );
  const models = picked.map((model) => modelItemOf(model, discovery));
  return { fields: { ...baseOfFound(found), models }, given };
}

/** What the server states of a model, short enough for a line of a list. */
function factsInWords({
  contextWindow,
  temperature,
  reasoningEffort,
  structuredOutputs,
}: ServedModel): string {
  const facts = [
    ...(contextWindow ? [`${contextWindow.value.toLocaleString('en-US')} tokens`] : []),
    ...(temperature?.value === true ? ['temperature'] : []),
    ...(reasoningEffort?.value === true ? ['reasoning'] : []),
    ...(structuredOutputs?.value === true ? ['schemas'] : []),
  ];
  return facts.join(', ');
}
