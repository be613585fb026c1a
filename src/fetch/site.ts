import { isIP } from 'node:net';

/**
 * A test for the hosts of one site: that of the page, without its `www.`, and those below it. A page may
 * load from there; what it loads from elsewhere is counted visitors, advertisements and the like.
 */
export function siteOf(url: string): (host: string) => boolean {
  const { hostname } = new URL(url);
  const site = hostname.replace(/^www\./, '');
  return (text) => {
    const host = text.replace(/\.$/, '').toLowerCase();
    return host === hostname || host === site || (isIP(site) === 0 && host.endsWith(`.${site}`));
  };
}
