import type { CreateChoices } from '../../operations/integrations/create-choices.ts';
import type { Conversation } from '../conversation.ts';

/** What the questions about a new integration are asked with. */
export interface IntegrationConversation extends Conversation {
  readonly choices: CreateChoices;
  /** False for a self-hosted Portkey, which may reach private addresses. */
  readonly onCloud: boolean;
  /** True for a dry run, which needs no secrets. */
  readonly dryRun: boolean;
  /** True to let pass what has another form than portai knows. */
  readonly force?: boolean | undefined;
}

/** A label as a choice begins: with a capital. */
export const capitalized = (label: string): string =>
  label.charAt(0).toUpperCase() + label.slice(1);

/** A clause about an answer as a sentence: of `is a region` it makes `It is a region`. */
export const asSentence = (clause: string): string =>
  /^(?:is|has|must|needs|does|lacks|takes) /.test(clause) ? `It ${clause}` : capitalized(clause);

export const needed = 'An answer is needed';
