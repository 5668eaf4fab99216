import type { Cause } from '../causes.ts';

/** Endings that name a snapshot of the same model: dates, versions, `latest`. */
const snapshot =
  /(?:[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{6}|\d{4}|\d{3}|latest|preview)|-v\d+(?::\d+)?|:\d+)$/;

/** Regions and makers that Bedrock writes before a model: `us.anthropic.`. */
const makers = /^(?:[a-z][a-z-]*\.)+/;

/** The name of a model without what its makers and hosts write around it. */
function family(model: string): string {
  const last = model.toLowerCase().split('/').at(-1) ?? '';
  let name = last.replace(makers, '');
  while (snapshot.test(name)) name = name.replace(snapshot, '');
  return name;
}

/** The model of a name that Portkey's gateway takes; undefined for another name. */
export const modelInName = (name: string): string | undefined => /^@[^/]+\/(.+)$/.exec(name)?.[1];

/**
 * Says that an answer names another model than was asked for; undefined where it names none, or the same
 * by another spelling. An alias cannot be told from another model: the remark leaves that open.
 */
export function otherModel(
  asked: string,
  answered: string | undefined,
): { readonly cause: Cause; readonly detail: string } | undefined {
  if (answered === undefined || answered === '' || family(answered) === family(asked)) {
    return undefined;
  }
  return { cause: 'OTHER_MODEL', detail: `asked for ${asked}, answered as ${answered}` };
}
