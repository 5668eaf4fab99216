import { z } from 'zod';
import type { ParseResult } from '../core/origin.ts';
import { fail } from '../core/fail.ts';
import { once } from '../core/once.ts';
import { fileNameOf, nameOfFile } from '../files/file-name.ts';
import { readProfileName } from './values.ts';

/** A text that a reader takes. */
export const checked = (read: (text: string) => ParseResult<string>) =>
  z.string().superRefine((text, context) => {
    const reading = read(text);
    if ('problem' in reading) context.addIssue({ code: 'custom', message: reading.problem });
  });

/** The settings of control planes that a profile may hold, each with the form of its value. */
export type PlaneFields = Readonly<Record<string, z.ZodType<string | number | undefined>>>;

/** The name of a profile, as files hold it. */
export const profileName = once(() => checked(readProfileName));

const shared = once(() => ({
  /** Seconds. */
  timeout: z.number().positive().max(3600).optional(),
  retries: z.int().min(0).max(10).optional(),
  caFile: z.string().min(1).optional(),
}));

/** What a profile may hold besides what leads to a control plane. */
export type SharedValues = Readonly<z.infer<z.ZodObject<ReturnType<typeof shared>>>>;

/** The settings that a profile may hold. No secrets: those are stored apart. */
export type ProfileValues = SharedValues & Readonly<Record<string, string | number | undefined>>;

export type Profile = ProfileValues & { readonly name: string };

/** The form of a profile's settings, with those of the control planes that there are. */
export function profileForm(planeFields: PlaneFields) {
  return z.strictObject({ ...planeFields, ...shared() });
}

/** Throws a usage error unless the text can name a profile, and so a file. */
export function requireProfileName(name: string): void {
  const reading = readProfileName(name);
  if ('problem' in reading) {
    throw fail('InvalidProfileName', `A profile name ${reading.problem}`);
  }
}

const extension = '.json';

/** The file of a profile, in whatever folder holds something of each. Throws as requireProfileName. */
export function profileFileName(name: string): string {
  requireProfileName(name);
  return `${fileNameOf(name)}${extension}`;
}

/** The profiles whose files these are; other files are not ours. */
export function profileNamesIn(files: readonly string[]): string[] {
  return files.flatMap((file) => {
    const name = file.endsWith(extension)
      ? nameOfFile(file.slice(0, -extension.length))
      : undefined;
    return name !== undefined && 'value' in readProfileName(name) ? [name] : [];
  });
}
