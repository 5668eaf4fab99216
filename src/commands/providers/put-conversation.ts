import type { ConfigFile } from '../../cli/config-file.ts';
import type { Context } from '../../cli/context.ts';
import type { Config } from '../../vendors/test-requests.ts';
import type { Secret } from '../../core/secret.ts';
import { requireWellFormed, wantedConfig, type Subject, type Wanted } from './put-config.ts';
import type { PutFlags } from './put.ts';
import type { StoredView } from './shared.ts';

/** What a conversation starts from. */
export interface Given {
  readonly file: ConfigFile;
  readonly fromFlags: Config;
  readonly flags: PutFlags;
  readonly stored: StoredView | undefined;
  /** Names of the organization's secrets; undefined where they may not be listed. */
  readonly existing: () => Promise<readonly string[] | undefined>;
  /** Filled in answer by answer, so that one who stops early keeps them. */
  readonly told: Told;
}

/** What was asked and answered so far, beside what the flags say. */
export interface Told {
  readonly config: Record<string, unknown>;
  flags: PutFlags;
  newSecrets: readonly string[];
}

/** What flags and answers come to together. */
export interface Answered extends Wanted {
  /** The flags that would have said the same. */
  readonly flags: PutFlags;
  /** Secrets that are to be stored, and the values typed for them. */
  readonly newSecrets: readonly string[];
  readonly values: ReadonlyMap<string, Secret>;
}

/**
 * The complete configuration, and when something had to be asked for it, what a person decides next:
 * models and tests, as far as no flag did. Nothing is stored or sent.
 */
export async function converse(
  context: Context,
  subject: Subject,
  { file, fromFlags, flags, stored, existing, told }: Given,
): Promise<Answered> {
  const { type } = subject;
  const questions =
    context.ask.available && type
      ? (await import('./secret-question.ts')).secretQuestions(context, type, {
          existing,
          values: !flags.dryRun && flags.words.length === 0,
          skipClientChecks: flags.skipClientChecks,
        })
      : undefined;
  if (questions) told.newSecrets = questions.names;
  const switchesOnly =
    flags.enable || flags.disable || flags.enableModel.length + flags.disableModel.length > 0;
  const sources = { file, fromFlags, stored, switchesOnly };
  const wanted = await wantedConfig(context, subject, sources, {
    ...(flags.variant === undefined ? {} : { variant: flags.variant }),
    ...(flags.settled ? { settled: flags.settled } : {}),
    ...(questions ? { askForSecret: questions.ask, suggestion: questions.suggestion } : {}),
    onAnswer: (key, value) => (told.config[key] = value),
  });
  const { config, variant, asked } = wanted;
  if (!flags.skipClientChecks) requireWellFormed(subject, variant, config, stored);
  const nothingNew = { newSecrets: [], values: new Map<string, Secret>() };
  if (!asked || !type || !variant || !config || !questions) {
    return { ...wanted, flags, ...nothingNew };
  }
  const [{ askForModels }, { askForTests }] = await Promise.all([
    import('./model-question.ts'),
    import('./test-question.ts'),
  ]);
  const decided =
    flags.modelsDecided === true || flags.enableModel.length + flags.disableModel.length > 0;
  const models = decided ? undefined : await askForModels(context, type, stored);
  if (models) {
    told.flags = {
      ...flags,
      enableModel: [...models.enable],
      disableModel: [...models.disable],
    };
  }
  const tests =
    flags.dryRun || flags.preflight || flags.validate
      ? undefined
      : await askForTests(context, variant, config, questions.values);
  told.flags = { ...told.flags, ...tests };
  return {
    ...wanted,
    flags: told.flags,
    newSecrets: questions.names,
    values: questions.values,
  };
}
