import { z } from 'zod';
import { once } from '../../core/once.ts';
import { problemInPlainText } from '../../core/text/typed-names.ts';

/** The check of a slug that exists. Source: CreateIntegrationRequest of the OpenAPI document. */
export const slugForm = once(() => slugText(z.string()));

/** The check of a slug to create: it is public, so that what could be a secret is refused. */
export const newSlugForm = once(() => slugText(plainText()));

/** The check of a name to store. Source: the same. */
export const nameForm = once(() =>
  plainText().trim().min(1, 'must not be empty').max(255, 'has at most 255 characters'),
);

/** The check of a description to store. */
export const descriptionForm = once(() => plainText());

const slugText = (text: z.ZodString) =>
  text
    .min(1, 'must not be empty')
    .max(255, 'has at most 255 characters')
    .regex(/^[a-zA-Z0-9_-]+$/, 'takes letters, digits, "-" and "_"');

/** A text that everybody may read; its problem is told before all others. */
const plainText = () =>
  z.string().superRefine((text, context) => {
    const problem = problemInPlainText(text);
    if (problem !== undefined) context.addIssue(problem);
  });
