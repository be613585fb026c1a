import type { Complaint } from './complaints.ts';

/** What a capture knows of itself. */
export interface CapturedFacts {
  readonly source: string;
  /** As `2026-08-15`. */
  readonly day: string;
  readonly offers: number;
  /** The documents it was served, secrets redacted. */
  readonly urls: readonly string[];
  readonly complaints: readonly Complaint[];
}

/**
 * The `fixture.yaml` of a capture, but for what only a person knows: where anybody else can look its
 * shape and figures up. The contract test refuses it until that is filled in.
 */
export function fixtureText({ source, day, offers, urls, complaints }: CapturedFacts): string {
  const asked = urls.map((url) => `#   ${oneLine(url)}`);
  const rejects = complaints.map(
    ({ rows, reason, says }) => `#   ${rows} x ${reason}: ${oneLine(says)}`,
  );
  return [
    `# Captured with "chipwatch capture ${source}": ${offers} offers. It was served:`,
    ...asked,
    '# Fill in what is left empty; until then test/scrapers.test.ts refuses this folder.',
    `recorded: ${day}`,
    '# Nights of "npm run demo" that it plays a part in, of 1, 2 and 3.',
    'nights: []',
    '# A public address that shows the shape: documentation, or a file with such an answer.',
    'shape:',
    '# Where anybody can look the figures up, one entry a source. A figure without one is cut from the recording.',
    'figures:',
    '  - what:',
    '    source:',
    '    date:',
    ...(rejects.length === 0
      ? []
      : [
          '# Rejected; of each that is as it should be, a part of its sentence goes in:',
          ...rejects,
        ]),
    'explains: []',
    '',
  ].join('\n');
}

/** Foreign text must not leave its comment. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
