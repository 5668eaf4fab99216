import { isComplete, type CreateDraft } from '../../operations/integrations/create-request.ts';
import { createWords, type ValuesFile } from '../../operations/integrations/create-words.ts';
import type { Kind } from '../../planes/portkey/kinds/define.ts';

/** A step of the questions. */
export type IntegrationStep = 'connection' | 'workspaces' | 'models';

/** A command that stands for the answers, and what it does. */
export interface AnswersCommand {
  readonly command: readonly string[];
  readonly why: string;
}

/** The answers given so far, kept one by one, so that somebody who stops early keeps them. */
export class IntegrationAnswers {
  draft: CreateDraft;
  private readonly given: CreateDraft;
  private readonly open = new Set<IntegrationStep>(['connection', 'workspaces', 'models']);
  private selfHosted = false;
  private withoutLimits: readonly string[] = [];

  constructor(given: CreateDraft) {
    this.given = given;
    this.draft = given;
    if (given.models !== undefined) this.open.delete('models');
  }

  /** Runs one step, which stays open until it is answered to its end. */
  async during<T>(step: IntegrationStep, ask: () => Promise<T>): Promise<T> {
    this.open.add(step);
    const answer = await ask();
    this.open.delete(step);
    return answer;
  }

  keep(part: Partial<CreateDraft>): void {
    this.draft = { ...this.draft, ...part };
  }

  /** Keeps the provider; what was answered for another one does not stay with it. */
  keepKind(kind: Kind, selfHosted: boolean): void {
    const { kind: before } = this.draft;
    if (before !== undefined && before.id !== kind.id) {
      const { values, secretMappings, models } = this.given;
      this.keep({ values, secretMappings, models });
      if (models === undefined) this.open.add('models');
    }
    this.selfHosted = selfHosted;
    this.keep({ kind });
  }

  /** Keeps who gets in; `withoutLimits` are those whose limits are not answered yet. */
  keepAccess(access: CreateDraft['access'], withoutLimits: readonly string[] = []): void {
    this.withoutLimits = withoutLimits;
    this.keep({ access });
  }

  /** Returns true if nothing was answered. */
  get isEmpty(): boolean {
    return this.draft === this.given;
  }

  /**
   * Returns the command with these answers. While a step is open it asks again and creates nothing by
   * itself, for what would be created would be more open than what was being answered.
   */
  command(file: ValuesFile | undefined): AnswersCommand {
    const words = createWords(this.draft, file);
    if (this.open.size === 0) return { command: words, why: 'go on with the answers given' };
    const lacksHost = this.selfHosted && this.draft.values['custom_host'] === undefined;
    const host = lacksHost ? ['--custom-host', '<url>'] : [];
    const ask = lacksHost || isComplete(this.draft) ? ['--ask'] : [];
    const names = this.withoutLimits.join(', ');
    const lost = names === '' ? '' : `, but for the limits of ${names}: add them to --workspace`;
    return {
      command: [...words, ...host, ...ask],
      why: `start again with the answers given${lost}`,
    };
  }
}
