import { missingFields, openVariants } from '../planes/port/rules/config-fields.ts';
import { variantWithoutQuestions } from '../operations/put-provider/config.ts';
import { parseModelSpec } from '../planes/port/rules/model-spec.ts';
import {
  flagName,
  isOptional,
  type Field,
  type ProviderType,
  type Variant,
  issuesIn,
} from '../planes/port/provider-types/define.ts';
import type { Config } from '../planes/port/config.ts';
import { couldBeSecret } from '../core/secret-shapes.ts';
import { inQuestion, problemInPlainText, valueForName } from '../core/text/typed-names.ts';
import type { Asker } from '../operations/ports.ts';

/** A configuration with the answers in it. */
export interface AnsweredConfig {
  readonly variant: Variant;
  readonly answers: Config;
}

/** Asks which secret a field is to name; undefined for none, where the field is optional. */
export type AskForSecret = (key: string, field: Field) => Promise<string | undefined>;

export interface AskOptions {
  /** Id of the variant, where it is decided. */
  readonly variant?: string;
  /** Asks for the fields that name a secret; without it their names are typed. */
  readonly askForSecret?: AskForSecret;
  /** Fields that are not asked about: it is decided whether they are there. */
  readonly settled?: readonly string[];
  /** Offers the models of a server that lists them; undefined where their names are to be typed. */
  readonly offerModels?: (variant: Variant, answers: Config) => Promise<Config | undefined>;
  /** What may be the answer for a field. */
  readonly suggestion?: (key: string) => string | undefined;
  /** Told of each answer at once: whoever stops early has given those. */
  readonly onAnswer?: (key: string, value: unknown) => void;
}

/**
 * Fills in what is still open: which variant, then its fields. Knows fields and variants, never a
 * provider type by name. Without a person, one error names every missing flag at once.
 */
export async function askForConfig(
  type: ProviderType,
  given: Config,
  asker: Asker,
  {
    variant: decided,
    askForSecret,
    settled = [],
    offerModels,
    suggestion,
    onAnswer,
  }: AskOptions = {},
): Promise<AnsweredConfig> {
  const open = openVariants(type, given).filter(
    ({ id }) => decided === undefined || id === decided,
  );
  if (!asker.available) {
    return { variant: variantWithoutQuestions(type, open, given), answers: given };
  }
  const variant = await chooseVariant(type, open, asker);
  const answers: Record<string, unknown> = { ...given };
  for (const [key, field] of askedFields(variant, given)) {
    if (settled.includes(key) || partnerSkipped(variant, key, answers)) continue;
    const offered =
      field.kind === 'models' && variant.discovery
        ? await offerModels?.(variant, answers)
        : undefined;
    if (offered) {
      for (const [name, value] of Object.entries(offered)) {
        answers[name] = value;
        onAnswer?.(name, value);
      }
      continue;
    }
    const picks = field.holds !== undefined ? askForSecret : undefined;
    const value = await (picks ? picks(key, field) : askForField(field, asker, suggestion?.(key)));
    if (value === undefined) continue;
    answers[key] = value;
    onAnswer?.(key, value);
  }
  return { variant, answers };
}

/** One typed line for a field, asked until it fits; undefined for none. */
export async function askForField(
  field: Field,
  asker: Asker,
  suggestion?: string,
): Promise<unknown> {
  // The hint of a flag says that the flag repeats; a question takes all on one line.
  const hint = field.kind === 'models' ? 'several with blanks between' : field.hint;
  const answer = await asker.text({
    message: field.label,
    flag: flagName(field),
    ...(hint === undefined ? {} : { hint }),
    optional: isOptional(field),
    ...(suggestion === undefined ? {} : { suggestion }),
    check: (text) => check(field, text),
  });
  return valueOf(field, answer);
}

/** Required fields first to last, then those optional ones that a question can answer. */
function askedFields(variant: Variant, given: Config): [string, Field][] {
  const missing = missingFields(variant, given);
  // With everything required at hand nobody wants to be asked about extras.
  if (missing.length === 0) return [];
  return Object.entries(variant.fields).filter(
    ([key, field]) =>
      given[key] === undefined && field.kind !== 'headers' && field.kind !== 'switch',
  );
}

/** Of two fields that stand together, the second is asked for only when the first was given. */
function partnerSkipped(variant: Variant, key: string, answers: Config): boolean {
  const pair = variant.together?.find(([, second]) => second === key);
  return pair !== undefined && answers[pair[0]] === undefined;
}

function check(field: Field, text: string): string | true {
  const value = text === '' ? undefined : attempt(() => valueOf(field, text));
  if (typeof value === 'object' && value !== null && 'problem' in value)
    return String(value.problem);
  const issue = issuesIn(field, value)[0];
  if (text === '') return issue ? 'An answer is needed' : true;
  // That a text may be a value matters more than that it has the wrong form.
  const typed = field.holds !== undefined ? undefined : problemInTypedAnswer(field, text);
  if (typed !== undefined) return typed;
  if (issue) return inQuestion(issue.message);
  return problemInTypedAnswer(field, text) ?? implausible(field, text) ?? true;
}

/** What speaks against the value; a flag can say that it is meant, an answer cannot. */
function implausible({ problem, ...field }: Field, text: string): string | undefined {
  const found = problem?.(text);
  if (found === undefined) return undefined;
  return found.forcible
    ? `${found.message} ${flagName(field)} with --force takes it.`
    : found.message;
}

/** What was typed stays on the screen, and could be a value: where a name or a plain text belongs. */
function problemInTypedAnswer(field: Field, text: string): string | undefined {
  const problem = field.holds
    ? couldBeSecret(text)
      ? valueForName
      : undefined
    : problemInPlainText(text);
  return problem === undefined ? undefined : inQuestion(problem);
}

function attempt<T>(read: () => T): T | { problem: string } {
  try {
    return read();
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** One typed line as the value of a field: models are separated by blanks, after commas or without. */
function valueOf(field: Field, answer: string): unknown {
  if (answer === '') return undefined;
  if (field.kind !== 'models') return answer;
  return answer.split(/,?\s+/).filter(Boolean).map(parseModelSpec);
}

async function chooseVariant(
  type: ProviderType,
  open: readonly Variant[],
  asker: Asker,
): Promise<Variant> {
  const [only] = open;
  if (open.length === 1 && only) return only;
  return asker.pick(
    { message: `${type.title}: how Port connects`, flag: flagsOf(open) },
    open.map((variant) => ({
      name: variant.remark === undefined ? variant.title : `${variant.title} (${variant.remark})`,
      short: variant.title,
      value: variant,
    })),
  );
}

const flagsOf = (variants: readonly Variant[]) =>
  variants
    .map((variant) =>
      missingFields(variant, {})
        .map(([, field]) => flagName(field))
        .join(' '),
    )
    .join(' or ');
