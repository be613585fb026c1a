/**
 * `node scripts/land.mjs [FILE]`: writes the outlines of the land as the map shows them, in tenths of a
 * degree east and south. They are Natural Earth's, 1:110 million, in the public domain, as the package
 * world-atlas has them; without Antarctica, where nothing is for rent.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { feature } from 'topojson-client';

const ASSET = 'src/server/pages/assets/land.svg';
const ANTARCTICA_ENDS = -60;

const require = createRequire(import.meta.url);
const atlas = JSON.parse(readFileSync(require.resolve('world-atlas/land-110m.json'), 'utf8'));
const { version } = require('world-atlas/package.json');

const rings = feature(atlas, atlas.objects.land).features.flatMap(({ geometry }) =>
  geometry.coordinates.flat(geometry.type === 'MultiPolygon' ? 1 : 0),
);
const path = rings
  .filter((ring) => Math.max(...ring.map(([, latitude]) => latitude)) > ANTARCTICA_ENDS)
  .map(pathOf)
  .join('');

writeFileSync(
  process.argv[2] ?? ASSET,
  `<!-- Natural Earth 1:110m land, public domain; world-atlas ${version}, written by scripts/land.mjs -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1800 -840 3600 1420"><title>Land</title><path id="land" d="${path}"/></svg>
`,
);

/** A ring as steps from point to point; one that crosses the date line goes on beyond it. */
function pathOf(ring) {
  const points = unrolled(ring).map(([longitude, latitude]) => [
    Math.round(longitude * 10),
    -Math.round(latitude * 10),
  ]);
  const steps = points
    .slice(1)
    .map(([x, y], index) => [x - points[index][0], y - points[index][1]]);
  const moved = steps.filter(([dx, dy]) => dx !== 0 || dy !== 0);
  return `M${points[0].join(' ')}l${moved.flat().join(' ').replaceAll(' -', '-')}z`;
}

function unrolled(ring) {
  let turns = 0;
  const points = ring.map(([longitude, latitude], index) => {
    const [before] = ring[index - 1] ?? [longitude];
    if (Math.abs(longitude - before) > 180) turns += Math.sign(before - longitude);
    return [longitude + 360 * turns, latitude];
  });
  // Drawn where most of it lies.
  const middle = points.reduce((sum, [longitude]) => sum + longitude, 0) / points.length;
  const back = 360 * Math.round(middle / 360);
  return points.map(([longitude, latitude]) => [longitude - back, latitude]);
}
