import { html } from 'hono/html';
import { PROBLEMS } from '../problem.ts';
import type { Route } from './route.ts';

/** The table of routes as a page that needs nothing else. */
export function reference(routes: readonly Route[]) {
  const rows = routes.map(
    ({ method, path, summary, params, needsToken }) => html`<tr>
      <th scope="row"><code>${method.toUpperCase()} ${path}</code></th>
      <td>${summary}${needsToken ? '; needs a token' : ''}</td>
      <td><code>${Object.keys(params.shape).join(' ')}</code></td>
    </tr>`,
  );
  const problems = Object.entries(PROBLEMS).map(
    ([code, { status, title }]) =>
      html`<li id="${code}"><code>${code}</code> (${status}): ${title}</li>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head><meta charset="utf-8"><title>chipwatch: API</title></head>
      <body>
        <h1>API</h1>
        <p>Described by <a href="api/v1/openapi.json">OpenAPI 3.1</a>. A server with a token wants the header
          <code>Authorization: Bearer TOKEN</code>.</p>
        <table>
          <thead><tr><th scope="col">Request</th><th scope="col">Answer</th><th scope="col">Parameters</th></tr></thead>
          <tbody>${rows}</tbody>
        </table>
        <h2>Problems</h2>
        <ul>${problems}</ul>
      </body>
    </html>`;
}
