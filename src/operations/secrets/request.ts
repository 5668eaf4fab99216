import { couldBeSecret } from '../../core/secret-shapes.ts';
import { fail } from '../../core/fail.ts';
import { refuse, type Problem } from '../../core/problem.ts';
import { nameInWords, problemInPlainText, typedInTheOpen } from '../../core/text/typed-names.ts';
import type { PortClient } from '../../planes/port/client.ts';

/** A secret to store, without its value: what of it everybody in the organization can read. */
export interface SecretRequest {
  readonly name: string;
  /** Undefined leaves the description as it is. */
  readonly description: string | undefined;
  /** True stores name, description and value whatever they look like. */
  readonly skipChecks: boolean;
  readonly dryRun: boolean;
}

/** A request whose name and description are no secret values, as far as their form tells. */
export interface AcceptedRequest extends SecretRequest {
  readonly accepted: true;
}

/** The caller's own words for the parts of a request, for messages: on a command line its flags. */
export interface RequestWords {
  readonly name: string;
  readonly description: string;
  /** A sentence that says how to skip the checks. */
  readonly skipsChecks: string;
}

/** All dependencies of storing a secret on the outside. */
export interface SecretDependencies {
  /** Opens Port; called once something has to be read or written. */
  readonly port: () => Promise<PortClient>;
  readonly words: RequestWords;
}

/**
 * Accepts a name and a description before there is a value: what is stored in their place is readable
 * for everybody. Reads the names that there are only for a name that could be a value.
 *
 * @throws a usage error that does not repeat what could be a value.
 */
export async function acceptRequest(
  dependencies: SecretDependencies,
  request: SecretRequest,
): Promise<AcceptedRequest> {
  if (!request.skipChecks) {
    refuse(valueInDescription(dependencies, request));
    refuse(await valueForName(dependencies, request));
  }
  return { ...request, accepted: true };
}

/** The hint of a refusal after which nothing has changed, with the way around it. */
export const nothingStored = ({ skipsChecks }: RequestWords) =>
  `Nothing was sent or stored. ${skipsChecks}`;

function valueInDescription(
  { words }: SecretDependencies,
  { description }: SecretRequest,
): Problem[] {
  const problem = description === undefined ? undefined : problemInPlainText(description);
  if (problem === undefined) return [];
  const message = `${words.description}: ${problem}`;
  return [{ error: fail('Usage', message, { hint: nothingStored(words) }), overridable: false }];
}

async function valueForName(
  { port, words }: SecretDependencies,
  { name }: SecretRequest,
): Promise<Problem[]> {
  if (!couldBeSecret(name)) return [];
  const stored = await (await port()).secrets.list();
  if (stored.some(({ secretName }) => secretName === name)) return [];
  const error = fail(
    'Usage',
    `${words.name} ${nameInWords(name)} could be a value, and is no secret's name`,
    { hint: `${typedInTheOpen} ${nothingStored(words)}` },
  );
  return [{ error, overridable: false }];
}
