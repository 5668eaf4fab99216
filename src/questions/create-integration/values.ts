import { isMask } from '../../planes/portkey/sendable.ts';
import { refuse } from '../../core/problem.ts';
import {
  flagOfField,
  mappedFields,
  problemsOfValues,
} from '../../operations/integrations/create-request.ts';
import type { AuthMode, Kind, KindValues } from '../../planes/portkey/kinds/define.ts';
import type { SecretMapping } from '../../planes/portkey/nouns.ts';
import { askForField, fieldsFor, has, type FieldAnswer, type NamedField } from './fields.ts';
import { askForSecret } from './secret.ts';
import { capitalized, type IntegrationConversation } from './conversation.ts';

/** Values of a kind, with the places in vaults that hold others. */
export interface Configuration {
  readonly values: KindValues;
  readonly secretMappings: readonly SecretMapping[];
}

export interface ConfigurationQuestion {
  readonly kind: Kind;
  /** What flags and a file gave: it is not asked for. */
  readonly given: Configuration;
  /** What was answered the last time, if the questions come again. */
  readonly before: KindValues;
  /** True for a server of one's own, whose address is needed. */
  readonly selfHosted: boolean;
  /** Told of every answer at once: whoever stops early has given those. */
  readonly onAnswer: (soFar: Configuration) => void;
}

/**
 * Asks for the configuration of a kind: how to sign in, the fields that this way needs or has, what may be
 * added, and the key.
 */
export async function askForConfiguration(
  conversation: IntegrationConversation,
  question: ConfigurationQuestion,
): Promise<Configuration> {
  const { kind, given, before, selfHosted, onAnswer } = question;
  const soFar = answers(given, onAnswer);
  const mode = await askForMode(conversation, kind, given);
  if (kind.auth !== undefined && mode !== undefined) {
    soFar.add(kind.auth.field, { value: mode.id });
  }
  const ask = async ({ name, field }: NamedField, optional: boolean) => {
    const values = soFar.values();
    soFar.add(
      name,
      await askForField(conversation, {
        kind,
        name,
        field,
        values,
        optional,
        before: before[name],
        keep: (value) => {
          soFar.add(name, { value });
        },
      }),
    );
  };
  const open = fieldsFor(kind, mode).filter(({ name }) => !soFar.has(name));
  const isNeeded = ({ name, field: { requiredWhen } }: NamedField) =>
    requiredWhen === 'always' ||
    has(requiredWhen ?? [], mode) ||
    (selfHosted && name === 'custom_host');
  // A server of one's own is signed in to by headers as often as by a key.
  const isUsual = ({ name, field: { onlyWhen } }: NamedField) =>
    onlyWhen !== undefined || (selfHosted && name === 'custom_headers');
  for (const each of open.filter((one) => isNeeded(one) || isUsual(one))) {
    await ask(each, !isNeeded(each));
  }
  const others = open.filter((one) => !isNeeded(one) && !isUsual(one));
  for (const each of await askWhichOthers(conversation, others, before)) await ask(each, false);
  await askForKey(conversation, question, soFar);
  return soFar.both();
}

/** Collects answers on top of what was given. */
function answers(given: Configuration, onAnswer: (soFar: Configuration) => void) {
  let { values, secretMappings } = given;
  const both = (): Configuration => ({ values, secretMappings });
  return {
    both,
    values: () => values,
    has: (name: string) =>
      values[name] !== undefined || mappedFields(secretMappings).includes(name),
    add(name: string, answer: FieldAnswer) {
      if (answer === undefined) return;
      if ('mapping' in answer) secretMappings = [...secretMappings, answer.mapping];
      else values = { ...values, [name]: answer.value };
      onAnswer(both());
    },
  };
}

/** The ways of signing in that go with what was given; undefined stands for the one way of a kind without any. */
function waysFor(
  { onCloud, force = false }: IntegrationConversation,
  kind: Kind,
  { values, secretMappings }: Configuration,
): readonly (AuthMode | undefined)[] {
  const { auth } = kind;
  const mapped = mappedFields(secretMappings);
  const isWrong = (all: KindValues) =>
    kind
      .problems(all, { onCloud, mapped })
      .some(({ field, overridable }) => all[field] !== undefined && !(force && overridable));
  if (auth === undefined || values[auth.field] !== undefined) {
    return isWrong(values) ? [] : [kind.modeOf(values)];
  }
  return auth.modes.filter((mode) => !isWrong({ ...values, [auth.field]: mode.id }));
}

/**
 * Checks what flags gave, before anything is asked about it.
 *
 * @throws a usage error for what cannot be, however the integration signs in
 */
export function refuseWrong(
  conversation: IntegrationConversation,
  kind: Kind,
  given: Configuration,
): void {
  if (waysFor(conversation, kind, given).length > 0) return;
  const { onCloud, force } = conversation;
  const command = ['integrations', 'create', kind.id];
  const mapped = mappedFields(given.secretMappings);
  refuse(problemsOfValues(kind, given.values, { onCloud, mapped, command, force }));
}

/** The way of signing in that follows from what was given, else one that is chosen. */
async function askForMode(
  conversation: IntegrationConversation,
  kind: Kind,
  given: Configuration,
): Promise<AuthMode | undefined> {
  const ways = waysFor(conversation, kind, given).flatMap((mode) => mode ?? []);
  const [only] = ways;
  if (kind.auth === undefined || ways.length === 1) return only;
  return conversation.ask.pick(
    { message: `How Portkey signs in to ${kind.title}`, flag: kind.auth.flag },
    ways.map((mode) => ({ name: capitalized(mode.title), value: mode })),
  );
}

/** Asks which of the fields that nobody needs are to be filled in. */
async function askWhichOthers(
  { ask }: IntegrationConversation,
  others: readonly NamedField[],
  before: KindValues,
): Promise<readonly NamedField[]> {
  if (others.length === 0) return [];
  const flag = others.map(({ field }) => field.flag.split(' ')[0] ?? '').join(', ');
  return ask.pickMany(
    { message: 'More to set', flag, optional: true },
    others.map((each) => ({
      name: capitalized(each.field.label),
      short: each.field.flag.split(' ')[0]?.slice(2) ?? each.name,
      value: each,
      checked: before[each.name] !== undefined,
    })),
  );
}

/** Asks for the key where the integration needs one, or a server of one's own may ask for one. */
async function askForKey(
  conversation: IntegrationConversation,
  { kind, before }: ConfigurationQuestion,
  soFar: ReturnType<typeof answers>,
): Promise<void> {
  if (soFar.has('key')) return;
  const values = soFar.values();
  const isNeeded = kind.needsKey(values);
  const isPossible =
    kind.auth === undefined && kind.key !== 'none' && values['custom_host'] !== undefined;
  if (!isNeeded && !isPossible) return;
  const whose = values['custom_host'] === undefined ? kind.title : 'the server';
  const answer = await askForSecret(conversation, {
    ...{ field: 'key', label: `key of ${whose}`, flag: flagOfField(kind, 'key') },
    ...{ optional: !isNeeded, inFile: false, mappable: true, given: before['key'] !== undefined },
    isKey: true,
    problem: (value) =>
      isMask(value.reveal())
        ? 'is what Portkey shows in place of a secret, not the secret'
        : undefined,
  });
  soFar.add('key', answer === 'kept' ? { value: before['key'] } : answer);
}
