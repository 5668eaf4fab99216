import { problemsOf, variantOf } from '../../planes/port/rules/config-fields.ts';
import { PortaiError } from '../../core/errors.ts';
import { revealValues } from '../../planes/port/rules/mask-headers.ts';
import { configuredModels } from '../../planes/port/rules/model-switches.ts';
import { didYouMean } from '../../core/text/nearest.ts';
import type { Config } from '../../planes/port/config.ts';
import type { ProviderType } from '../../planes/port/provider-types/define.ts';
import { findProviderType, providerTypes } from '../../planes/port/provider-types/index.ts';
import type { TestedProvider } from '../../planes/port/tested-provider.ts';
import { nameInWords } from '../../core/text/typed-names.ts';
import type { ProviderDocument } from '../put-provider/request.ts';
import type { PortClient } from '../../planes/port/client.ts';
import { chosenProviders } from '../chosen-providers.ts';
import type { Report } from '../ports.ts';
import { enabledNames } from '../stored-providers.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import { fail } from '../../core/fail.ts';

/** A type that can be tested from here. */
export function testableType(id: string): ProviderType {
  const type = findProviderType(id);
  if (!type) {
    const known = providerTypes.map((each) => each.id);
    throw fail(
      'UnknownProviderType',
      `${nameInWords(id, known)} is not a provider type that portai knows.${didYouMean(id, known)}`,
      { hint: 'Only Port can test it: portai validate, without --direct.' },
    );
  }
  if (type.creatable === false) {
    throw fail('Usage', `${id} has no credential of yours: there is nothing to test from here`, {
      next: [{ command: ['validate', id], why: 'let Port test it' }],
    });
  }
  return type;
}

/** What Port stores: its models are those that are switched on. */
function storedSubject(stored: Provider, only: readonly string[]): TestedProvider {
  const type = testableType(stored.provider);
  const config = stored.config ?? {};
  return subjectOf(type, config, only.length > 0 ? only : enabledNames(stored));
}

/** Subjects of a test. */
export interface ChosenSubjects {
  readonly subjects: readonly TestedProvider[];
  /** Whether something that was meant could not be tested from here at all. */
  readonly untested: boolean;
}

/**
 * What Port stores of the providers that were named, or of all that can be tested from here.
 *
 * @param only names of models, where not all that are switched on are meant
 */
export async function storedSubjects(
  { client, report }: { readonly client: PortClient; readonly report: Report },
  types: readonly string[],
  only: readonly string[],
): Promise<ChosenSubjects> {
  const list = await client.providers.list();
  const stored = chosenProviders(report, list, types);
  if (types.length > 0) {
    return { subjects: stored.map((each) => storedSubject(each, only)), untested: false };
  }
  const subjects = stored.flatMap((each) => {
    try {
      return [storedSubject(each, only)];
    } catch (error) {
      if (!(error instanceof PortaiError)) throw error;
      report.warn({ code: 'not_tested', message: `Not tested: ${error.message}.` });
      return [];
    }
  });
  return { subjects, untested: subjects.length < stored.length };
}

/** What a document says; without overrides Port would test every model of the type, so that is done here. */
export function documentSubject(
  id: string,
  document: ProviderDocument,
  only: readonly string[],
): TestedProvider {
  const type = testableType(id);
  const config = revealValues(document.config ?? {}, undefined);
  const problems = problemsOf(variantOf(type, config), config);
  if (problems.length > 0) {
    throw fail(
      'InvalidConfig',
      `--config-file: ${problems.map(({ flag, message }) => `${flag} ${message}`).join('; ')}`,
      { details: { problems }, hint: 'Nothing was sent.' },
    );
  }
  return subjectOf(type, config, only.length > 0 ? only : wantedModels(type, config, document));
}

/** The models that a configuration means: those it names, else those of its type, as far as switched on. */
export function wantedModels(
  type: ProviderType,
  config: Config,
  { models }: ProviderDocument,
): string[] {
  const named = configuredModels(config);
  const all = new Set([...(named.length > 0 ? named : type.models), ...models.enable]);
  return [...all].filter((model) => !models.disable.includes(model));
}

/** @throws a PortaiError when there is no model to ask: nothing would be learned. */
export function subjectOf(
  type: ProviderType,
  config: Config,
  models: readonly string[],
): TestedProvider {
  if (models.length === 0) {
    throw fail('NothingToTest', `No model of ${type.id} is enabled, so there is nothing to ask`, {
      hint: '--model NAME tests a model that is switched off.',
      next: [{ command: ['providers', 'models', 'list', type.id], why: 'its models' }],
    });
  }
  return { type, variant: variantOf(type, config), config, models };
}
