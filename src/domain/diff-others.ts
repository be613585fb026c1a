import { confirmed, isBaseline, push, type Run } from './diff-run.ts';
import type { Place } from './listing.ts';
import { placeKey } from './normalise.ts';
import { regionKey } from './source-state.ts';

/** Accepts a place that a second crawl names too. */
export function comparePlace(run: Run, place: Place): void {
  const key = placeKey(place);
  if (run.before.places.has(key)) return;
  const baseline = isBaseline(run, place.scope);
  if (!baseline && !confirmed(run, { kind: 'place', subject: key, candidate: null })) return;
  const region = regionKey(place.stack, place.region);
  const isNew = !baseline && region !== null && !run.before.regions.has(region);
  run.places.push(place);
  push(run, {
    kind: 'place',
    flags: isNew ? ['region.new'] : [],
    subject: place.region,
    detail: `${place.product} is offered in ${place.region}${place.words === null ? '' : ` (${place.words})`}`,
    baseline,
  });
}

/** Tells an unknown name that a second crawl reads too. */
export function compareName(run: Run, name: string, detail: string): void {
  if (run.before.hardware.has(name)) return;
  if (!confirmed(run, { kind: 'hardware', subject: name, candidate: null })) return;
  push(run, {
    kind: 'hardware',
    flags: ['hardware.new'],
    subject: name,
    detail,
  });
}
