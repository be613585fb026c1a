import { modelOf } from './models.ts';

/**
 * Families of models that are sold by API alone and that users pay for today, with what comes after
 * them: the price of tokens is all that is asked of these.
 */
const BY_API_ALONE: readonly RegExp[] = [
  /^gpt-(?:[5-9]|\d\d)(?:\.\d{1,2})?(?:-(?:sol|astra))?$/,
  /^claude-(?:opus|sonnet)-(?:[4-9]|\d\d)(?:\.\d{1,2})?$/,
  /^gemini-(?:[3-9]|\d\d)(?:\.\d{1,2})?-(?:pro|flash)$/,
];

/**
 * The model that a seller of tokens means by a name (`anthropic/claude-opus-4-6`): the id in the
 * catalogue, or its maker's name where it is sold by API alone; null where nobody asked for it.
 */
export function watchedModel(name: string): string | null {
  const [own = ''] = name.toLowerCase().split('/').slice(-1);
  const known = modelOf(own);
  if (known !== null) return known.id;
  // One seller writes 4-6 where its maker writes 4.6.
  const written = own.replace(/(?<major>\d)-(?<minor>\d{1,2})$/, '$<major>.$<minor>');
  return BY_API_ALONE.some((family) => family.test(written)) ? written : null;
}
