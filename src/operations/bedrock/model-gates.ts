import type { BedrockControl } from '../../aws/account.ts';
import { shutGates, type ShutGate } from '../../aws/model-gates.ts';
import { PortaiError } from '../../core/errors.ts';
import { isStop } from '../../core/interruption.ts';

/** A model with the gates that are shut for the account; `unread` where AWS may not be asked. */
export interface ModelGates {
  readonly model: string;
  readonly baseId: string;
  readonly shut: readonly ShutGate[];
  /** Why nobody could look. */
  readonly unread?: string;
}

/** Asks AWS for the gates of each model, all at once. */
export async function readGates(
  control: BedrockControl,
  models: readonly { readonly model: string; readonly baseId: string }[],
): Promise<readonly ModelGates[]> {
  return Promise.all(
    models.map(async ({ model, baseId }) => {
      // A profile of the account's own, of which nobody says what is behind it.
      if (baseId === '*') {
        return { model, baseId, shut: [], unread: 'which model is behind it is not known' };
      }
      try {
        return { model, baseId, shut: shutGates(await control.availability(baseId)) };
      } catch (error) {
        return { model, baseId, shut: [], unread: whyUnread(error) };
      }
    }),
  );
}

/** A look that was refused says nothing of the model; anything that ends the run goes on. */
function whyUnread(error: unknown): string {
  if (!(error instanceof PortaiError)) throw error;
  const { exit, message } = error.failure;
  if (isStop(exit) || exit === 'unauthenticated') throw error;
  return exit === 'forbidden' ? 'bedrock:GetFoundationModelAvailability is not allowed' : message;
}
