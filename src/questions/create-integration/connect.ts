import { inQuestion } from '../../core/text/typed-names.ts';
import { slugOf, type CreateDraft } from '../../operations/integrations/create-request.ts';
import {
  descriptionForm,
  nameForm,
  newSlugForm,
} from '../../operations/integrations/name-forms.ts';
import { takenSlug } from '../../operations/integrations/taken-slug.ts';
import { freeName } from '../../planes/port/rules/secret-names.ts';
import type { Kind } from '../../planes/portkey/kinds/define.ts';
import { askForKind } from './kind.ts';
import { askForConfiguration, refuseWrong } from './values.ts';
import type { IntegrationAnswers } from './answers.ts';
import { asSentence, needed, type IntegrationConversation } from './conversation.ts';

/** What the first step of the page decides. */
export interface ConnectedProvider extends Pick<
  CreateDraft,
  'description' | 'values' | 'secretMappings'
> {
  readonly kind: Kind;
  readonly name: string;
  readonly slug: string;
}

/**
 * Asks what is connected: the provider, the names of the integration, and its configuration.
 *
 * @param before what was answered the last time, if the step comes again
 * @param answers told of every answer at once
 */
export async function askToConnect(
  conversation: IntegrationConversation,
  given: CreateDraft,
  before: CreateDraft | undefined,
  answers: IntegrationAnswers,
): Promise<ConnectedProvider> {
  const { ask, choices } = conversation;
  if (given.slug !== undefined && choices.slugs.includes(given.slug)) throw takenSlug(given.slug);
  const { kind, selfHosted } =
    given.kind === undefined ? await askForKind(ask) : { kind: given.kind, selfHosted: false };
  answers.keepKind(kind, selfHosted);
  refuseWrong(conversation, kind, given);
  const name =
    given.name ??
    (await askForName(conversation, before?.name ?? (selfHosted ? undefined : kind.title)));
  answers.keep({ name });
  const slug = given.slug ?? (await askForSlug(conversation, name, before));
  answers.keep({ slug });
  const description =
    given.description ?? (await askForDescription(conversation, before?.description));
  answers.keep({ description });
  const { values, secretMappings } = await askForConfiguration(conversation, {
    ...{ kind, given, selfHosted },
    onAnswer: (soFar) => answers.keep(soFar),
    before: before?.kind?.id === kind.id ? before.values : {},
  });
  return { kind, name, slug, description, values, secretMappings };
}

const askForName = ({ ask }: IntegrationConversation, suggestion: string | undefined) =>
  ask.text({
    message: 'Name of the integration',
    flag: '--name <text>',
    ...(suggestion === undefined ? {} : { suggestion }),
    check: (answer) => (answer === '' ? needed : sentence(problemIn(nameForm(), answer))),
  });

/** A slug that is free: the one of the last time while the name is the same, else one made of the name. */
function askForSlug(
  { ask, choices: { slugs } }: IntegrationConversation,
  name: string,
  before: CreateDraft | undefined,
): Promise<string> {
  const made = slugOf(name);
  const suggestion =
    before?.name === name ? before.slug : made === '' ? undefined : freeName(made, slugs);
  return ask.text({
    message: 'Slug',
    flag: '--slug <slug>',
    hint: 'as in @slug/model; never changes',
    ...(suggestion === undefined ? {} : { suggestion }),
    check: (answer) => {
      if (answer === '') return needed;
      if (slugs.includes(answer))
        return `There is an integration ${answer} already; choose another`;
      return sentence(problemIn(newSlugForm(), answer));
    },
  });
}

async function askForDescription({ ask }: IntegrationConversation, before: string | undefined) {
  const answer = await ask.text({
    message: 'Description',
    flag: '--description <text>',
    // With a suggestion Enter alone is that.
    ...(before === undefined ? { optional: true } : { suggestion: before }),
    check: (text) => sentence(problemIn(descriptionForm(), text)),
  });
  return answer === '' ? undefined : answer;
}

const problemIn = (form: ReturnType<typeof nameForm>, answer: string): string | undefined =>
  form.safeParse(answer).error?.issues[0]?.message;

const sentence = (says: string | undefined): string | true =>
  says === undefined || asSentence(inQuestion(says));
