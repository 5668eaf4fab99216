import type { Secret } from '../../core/secret.ts';
import { flagOfField } from '../../operations/integrations/create-request.ts';
import {
  anyKindFields,
  type AuthMode,
  type Kind,
  type KindField,
  type KindValues,
} from '../../planes/portkey/kinds/define.ts';
import type { Asker } from '../../operations/ports.ts';
import { problemInOpenValue, secretValueOf } from '../../planes/portkey/kinds/typed-values.ts';
import { askForDeployments } from './deployments.ts';
import { askForHeaders } from './headers.ts';
import { askForSecret, type AnsweredSecret } from './secret.ts';
import { asSentence, needed, type IntegrationConversation } from './conversation.ts';

/** A field that is asked about, among values that are known by now. */
export interface FieldQuestion {
  readonly kind: Kind;
  readonly name: string;
  readonly field: KindField;
  readonly values: KindValues;
  readonly optional: boolean;
  /** What was answered the last time, if the question comes again. */
  readonly before: unknown;
  /** Told of every part of a value that has several, as they come. */
  readonly keep: (value: unknown) => void;
}

/** An answer for a field: its value, or where a vault holds it. */
export type FieldAnswer = { readonly value: unknown } | Exclude<AnsweredSecret, 'kept'>;

/** Asks for the value of one field in the form that it has; undefined for none. */
export async function askForField(
  conversation: IntegrationConversation,
  question: FieldQuestion,
): Promise<FieldAnswer> {
  const { kind, name, field, before, keep } = question;
  if (
    field.repeated === true &&
    before !== undefined &&
    !(await askAgain(conversation.ask, field))
  ) {
    return { value: before };
  }
  if (name === 'custom_headers') return asAnswer(await askForHeaders(conversation, kind, keep));
  if (name === 'azure_deployment_config')
    return { value: await askForDeployments(conversation, keep) };
  if (field.secret === true) return askForSecretField(conversation, question);
  // A switch takes no value: who picked it wants it on.
  if (!field.flag.includes(' ')) return { value: true };
  return asAnswer(await askForText(conversation, question));
}

/** Asks whether several values that were given before are entered again. */
const askAgain = (ask: Asker, { label, flag }: KindField) =>
  ask.pick({ message: label, flag }, [
    { name: 'The ones given before', short: 'as before', value: false },
    { name: 'Enter them again', short: 'other ones', value: true },
  ]);

const asAnswer = (value: unknown) => (value === undefined ? undefined : { value });

async function askForText(
  conversation: IntegrationConversation,
  { kind, name, field, values, optional, before }: FieldQuestion,
): Promise<string | undefined> {
  const answer = await conversation.ask.text({
    message: field.label,
    flag: field.flag,
    ...(field.hint === undefined ? {} : { hint: field.hint }),
    ...(typeof before === 'string' ? { suggestion: before } : { optional }),
    check: (text) => {
      if (text === '') return optional || needed;
      const says =
        problemInOpenValue(text) ??
        problemWith(conversation, kind, { ...values, [name]: text }, name);
      return says === undefined || asSentence(says);
    },
  });
  return answer === '' ? undefined : answer;
}

/** Says what speaks against one value among the others; undefined where nothing does. */
function problemWith(
  { onCloud, force = false }: Pick<IntegrationConversation, 'onCloud' | 'force'>,
  kind: Kind,
  values: KindValues,
  name: string,
): string | undefined {
  return kind
    .problems(values, { onCloud })
    .find(({ field, overridable }) => field === name && !(force && overridable))?.says;
}

async function askForSecretField(
  conversation: IntegrationConversation,
  { kind, name, field, values, optional, before }: FieldQuestion,
): Promise<FieldAnswer> {
  const valueOf = (secret: Secret) => secretValueOf(field, secret, conversation.hold);
  const answer = await askForSecret(conversation, {
    ...{ field: name, label: field.label, optional, mappable: true, isKey: true },
    flag: flagOfField(kind, name),
    inFile: field.inFile === true,
    given: before !== undefined,
    problem: (secret) =>
      problemWith(conversation, kind, { ...values, [name]: valueOf(secret) }, name),
  });
  if (answer === 'kept') return { value: before };
  return answer !== undefined && 'value' in answer ? { value: valueOf(answer.value) } : answer;
}

/** A field of a kind by its name. */
export interface NamedField {
  readonly name: string;
  readonly field: KindField;
}

/** The fields that belong to a way of signing in, a host and headers among them. */
export function fieldsFor(kind: Kind, mode: AuthMode | undefined): readonly NamedField[] {
  const { custom_host: host, custom_headers: headers } = anyKindFields;
  const all: Readonly<Record<string, KindField>> = {
    ...kind.fields,
    custom_host: host,
    custom_headers: headers,
  };
  return Object.entries(all)
    .map(([name, field]) => ({ name, field }))
    .filter(({ field: { onlyWhen } }) => onlyWhen === undefined || has(onlyWhen, mode));
}

export const has = (modes: readonly string[], mode: AuthMode | undefined): boolean =>
  mode !== undefined && modes.includes(mode.id);
