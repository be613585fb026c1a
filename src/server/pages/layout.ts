import { html } from 'hono/html';
import type { SourceStanding } from '../../query/source-standings.ts';
import { VERSION } from '../../version.ts';
import type { Html } from './text.ts';

/** The pages of the menu: what they are called, and where they are from the root. */
const MENU = [
  ['Market', ''],
  ['Offers', 'offers'],
  ['Accelerators', 'accelerators'],
  ['Map', 'map'],
  ['Changes', 'changes'],
  ['Stacks', 'stacks'],
  ['Targets', 'targets'],
  ['Models', 'models'],
  ['Sources', 'sources'],
  ['Alerts', 'alerts'],
  ['Quarantine', 'quarantine'],
] as const;

/** The way to the root of the dashboard, so that a proxy may mount it anywhere. */
export type Root = './' | '../' | `/${string}/`;

/** How a page is seen, beside what is asked of it. */
export interface Visit {
  /** The visitor brought the token, so that there are forms that do something. */
  readonly mayChange: boolean;
  readonly root: Root;
  /** Every source, and what persons brought, as it is now. */
  readonly standings: readonly SourceStanding[];
}

export interface Page {
  readonly title: string;
  /** The entry of the menu it belongs to. */
  readonly menu: (typeof MENU)[number][0];
  readonly root: Root;
  /** In a few words, how the data is. */
  readonly health: Html;
  /** The same question for programs and feed readers: types, and paths from the root. */
  readonly elsewhere: readonly (readonly [type: string, path: string])[];
  /** Whether there is a session to end. */
  readonly isLoggedIn: boolean;
  readonly body: Html;
}

/** A whole document. It asks for nothing but our own two styles and one script. */
export function layout({ title, menu, root, health, elsewhere, isLoggedIn, body }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · chipwatch</title>
<link rel="stylesheet" href="${root}assets/style.css">
<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml">
${elsewhere.map(([type, path]) => html`<link rel="alternate" type="${type}" href="${root}${path}">`)}
<script src="${root}assets/script.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="bar">
<b><a class="home" href="${root}">chipwatch</a></b>
<nav aria-label="Pages">${MENU.map(([name, path]) => entry(name, `${root}${path}`, name === menu))}</nav>
<small class="health">${health}</small>
${isLoggedIn ? html`<form method="post" action="${root}logout"><button class="plain">Log out</button></form>` : ''}
</header>
<main id="main">
${body}
</main>
<footer><small>chipwatch ${VERSION}. Prices are what sources said when they were last read, without promise. All times are UTC.</small></footer>
</body>
</html>
`;
}

function entry(name: string, href: string, isCurrent: boolean): Html {
  return isCurrent
    ? html`<a href="${href}" aria-current="page">${name}</a>`
    : html`<a href="${href}">${name}</a>`;
}
