import type { Check } from '../../core/check.ts';
import type { ExitClass } from '../../core/errors.ts';
import type { Validity } from '../../vendors/validity.ts';

/** Where a check belongs. The order here is the order of a report: what others rest on comes first. */
export const examinedAreas = [
  'settings',
  'credentials',
  'route',
  'clock',
  'token',
  'organization',
  'providers',
  'quota',
  'portkey',
] as const;

export type ExaminedArea = (typeof examinedAreas)[number];

/** One thing that was looked at. */
export interface ExaminedCheck extends Check {
  readonly area: ExaminedArea;
  /** The provider that it is about. */
  readonly provider?: string;
  /** What a failure or an unknown ends the command with; a pass and a warning end it with nothing. */
  readonly exit?: ExitClass;
  /** How long what was asked took to answer. */
  readonly milliseconds?: number;
}

/** A provider with what it rests on, as far as it could be read. */
export interface ExaminedProvider {
  readonly provider: string;
  readonly enabled: boolean;
  /** `exists` is undefined where secrets may not be listed. */
  readonly secrets: readonly { readonly name: string; readonly exists: boolean | undefined }[];
  readonly models: readonly ExaminedModel[];
}

/** A model of a provider. */
export interface ExaminedModel {
  readonly model: string;
  readonly enabled: boolean;
  readonly isDefault: boolean;
  /** What the vendor's calendar says against it. */
  readonly retires?: string;
  /** What a live test came to; undefined where there was none. */
  readonly verdict?: Validity;
  /** How long the live test of it took; undefined where it was not measured. */
  readonly milliseconds?: number;
}

/** What was seen in one profile. */
export interface DoctorReport {
  readonly profile: string;
  /** Where Port was looked for. */
  readonly address: string;
  /** Whose organization it is; undefined where it could not be read. */
  readonly organization?: { readonly id?: string; readonly name?: string };
  /** In the order of `examinedAreas`, and within one area in a fixed order. */
  readonly checks: readonly ExaminedCheck[];
  /** Empty where providers could not be read, which a check then says. */
  readonly providers: readonly ExaminedProvider[];
  /** The worst of all checks. */
  readonly exit: ExitClass;
}
