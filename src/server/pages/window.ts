import { html } from 'hono/html';
import { HistoryParams } from '../../query/history-question.ts';
import { read } from '../../query/question.ts';
import type { Params } from '../../query/question-error.ts';
import { address, withParam } from './links.ts';
import type { Html } from './text.ts';

/** Throws a `QuestionError` for a parameter that is none of a time. */
export function refuseOthers(params: Params): void {
  read(HistoryParams.pick({ since: true, until: true }), params);
}

const CHOICES = ['7d', '30d', '90d', '365d'] as const;

/** The times one click away, on the page at `path`; unasked it shows `usual`, or all where that is null. */
export function windowLinks(path: string, params: Params, usual: string | null): Html {
  const asked = params.since ?? usual;
  const link = (since: string | null, label: string) => {
    const href = address(path, withParam(params, 'since', since));
    return html`<a href="${href}"${asked === since ? html` aria-current="true"` : ''}>${label}</a> `;
  };
  return html`<nav class="links" aria-label="Time shown">${CHOICES.map((choice) =>
    link(choice, `${Number.parseInt(choice, 10)} days`),
  )}${usual === null ? link(null, 'all') : ''}</nav>`;
}
