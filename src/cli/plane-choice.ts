import { Option, type Command } from 'commander';
import { z } from 'zod';
import { allPlanes } from '../planes/index.ts';
import type { Plane } from '../planes/plane.ts';
import type { PlaneAccess } from '../planes/raw-api.ts';

const [first, ...others] = allPlanes;

/** Adds a flag for each control plane but the first, which is meant without one. */
export function addPlaneOptions(command: Command, what: string): Command {
  return others.reduce(
    (changed, { id, title }) =>
      changed.addOption(
        new Option(`--${id}`, `${what} ${title} instead of ${first.title}`).conflicts(
          others.filter((each) => each.id !== id).map((each) => each.id),
        ),
      ),
    command,
  );
}

/** Those flags, by the names under which commander keeps them. */
export const planeSwitches: readonly string[] = others.map(({ id }) => id);

/** The form of those flags as commander gives them. */
export const planeFlags = (): Record<string, z.ZodDefault<z.ZodBoolean>> =>
  Object.fromEntries(planeSwitches.map((id) => [id, z.boolean().default(false)]));

/** The control plane that the flags choose. */
export function chosenPlane(flags: Readonly<Record<string, unknown>>): Plane<PlaneAccess> {
  return others.find(({ id }) => flags[id] === true) ?? first;
}

/** The words that choose a control plane in a suggested command. */
export const planeWords = ({ id }: Pick<Plane<unknown>, 'id'>): readonly string[] =>
  id === first.id ? [] : [`--${id}`];
