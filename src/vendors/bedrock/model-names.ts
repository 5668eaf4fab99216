import type { NameProblem } from '../../core/name-problem.ts';
import { nearest } from '../../core/text/nearest.ts';
import {
  catalogueModel,
  endedSince,
  modelMeant,
  profilePrefix,
  profilesFrom,
  withoutArn,
} from './catalogue.ts';
import { catalogueRows } from './catalogue-rows.ts';
import { regionNames, regions, regionsChecked } from './regions.ts';

/** Whether a word can be a model or a region of Bedrock, before anything is written or sent. */

const ownProfile = /^arn:aws:bedrock:([a-z0-9-]+):\d{12}:application-inference-profile\/[a-z0-9]+$/;

/** An inference profile that the account has defined; it stands for itself. */
export const isOwnProfile = (id: string) => ownProfile.test(id);

/** What is wrong with the name of a model; undefined where nothing is. */
export function problemInModel(name: string, region: string, now: Date): NameProblem | undefined {
  if (name.includes('*')) {
    return {
      message: `"${name}" is no model: a wildcard would allow what nobody has named`,
      forcible: false,
    };
  }
  if (!/^[\w.:/@-]+$/.test(name)) {
    return { message: `"${name}" is no name of a model`, forcible: false };
  }
  if (catalogueModel(name) !== undefined) return undefined;
  if (name.startsWith('arn:')) return problemInArn(name, region);
  return profilePrefix.test(name)
    ? problemInProfile(name, region)
    : { message: notKnown(name, now), forcible: true };
}

function problemInArn(arn: string, region: string): NameProblem | undefined {
  const [, of] = ownProfile.exec(arn) ?? [];
  if (of === region) return undefined;
  if (of !== undefined) {
    return { message: `${arn} is of ${of}, and Port calls ${region}`, forcible: false };
  }
  const named = withoutArn(arn);
  const hint = profilePrefix.test(named) ? ` Give ${named}.` : '';
  return {
    message: `Of ARNs only those of application inference profiles stand for a model.${hint}`,
    forcible: false,
  };
}

function problemInProfile(id: string, region: string): NameProblem | undefined {
  const base = id.replace(profilePrefix, '');
  const model = catalogueRows.find(({ baseId }) => baseId === base);
  if (!model) {
    const near = nearest(
      base,
      catalogueRows.map(({ baseId }) => baseId),
    );
    const meant =
      near === undefined ? '' : ` Did you mean ${id.slice(0, id.indexOf('.'))}.${near}?`;
    return { message: `No model is known behind ${id}.${meant}`, forcible: true };
  }
  const there = profilesFrom(model, region).map((each) => each.id);
  if (there.includes(id)) return undefined;
  const right =
    there.length === 0 ? 'No profile of it can.' : `From there it is ${there.join(' or ')}.`;
  return { message: `${id} cannot be called from ${region}. ${right}`, forcible: true };
}

function notKnown(name: string, now: Date): string {
  const meant = meantBy(name, now);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `${name} is no model on Bedrock that this version knows.${hint}`;
}

/** The model that a short, undated, misspelt or differently spelt name stands for. */
function meantBy(name: string, now: Date): string | undefined {
  const word = name.toLowerCase();
  const exact = modelMeant(word);
  if (exact) return exact.name;
  const served = catalogueRows
    .filter((model) => endedSince(model, now) === undefined)
    .map((model) => model.name);
  return /^[a-z]{4,}$/.test(word)
    ? served.findLast((each) => each.split('-').includes(word))
    : nearest(word, served);
}

/** What is wrong with a region, beyond its form; undefined where nothing is. */
export function problemInRegion(region: string): NameProblem | undefined {
  const known = regions.find(({ name }) => name === region);
  if (known?.servesBedrock) return undefined;
  if (known) {
    return { message: `Bedrock has no endpoint in ${region} (${known.city})`, forcible: true };
  }
  const near = nearest(region, regionNames);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return {
    message: `AWS has no region ${region} in the list of ${regionsChecked.on}.${hint}`,
    forcible: true,
  };
}
