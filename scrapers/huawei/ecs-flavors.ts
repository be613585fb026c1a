import { z } from 'zod';
import { jsonText, type Listing } from '../kit/index.ts';

/** What a flavour's status means; null: it is not sold there. */
const STATES = {
  normal: 'available',
  promotion: 'available',
  obt: 'available',
  sellout: 'sold-out',
  obt_sellout: 'sold-out',
  abandon: null,
} as const;
type Status = keyof typeof STATES;

const Status = z.enum(['normal', 'promotion', 'obt', 'sellout', 'obt_sellout', 'abandon']);
/** "az0(normal), az1(sellout)". */
const ByZone = z
  .string()
  .transform((text) => text.split(',').map((each) => ZONE.exec(each.trim())?.groups))
  .pipe(z.array(z.object({ zone: z.string(), status: Status })));
const ZONE = /^(?<zone>[^()]+)\((?<status>\w+)\)$/;

const Cards = jsonText(
  z.tuple(
    [
      z.object({
        name: z.string().min(1),
        memory_mb: z.number().positive().nullish(),
        count: z.number().int().positive(),
      }),
    ],
    'expected one kind of accelerator',
  ),
);

/** The specifications beside a flavour, as far as they tell of its accelerators and its sale. */
export const ExtraSpecs = z.object({
  'cond:operation:status': Status.optional(),
  'cond:operation:az': ByZone.optional(),
  'cond:operation:charge': z.string().optional(),
  'cond:operation:roles': z.string().optional(),
  'cond:spot:operation:status': Status.optional(),
  'cond:spot:operation:az': ByZone.optional(),
  'info:asic_accelerators': Cards.optional(),
  'info:gpus': Cards.optional(),
  'pci_passthrough:alias': z.string().optional(),
});
export type Extra = z.infer<typeof ExtraSpecs>;

interface Offered extends Pick<Listing, 'billing' | 'availability'> {
  readonly zone: string;
  readonly status: Status;
}

/** Where it is sold and how, zone by zone. */
export function* offeredIn(specs: Extra, zones: readonly string[]): Iterable<Offered> {
  const billing = specs['cond:operation:charge'] === 'period' ? 'reserved' : 'on-demand';
  yield* statesIn(billing, zones, {
    inRegion: specs['cond:operation:status'] ?? 'normal',
    inZones: specs['cond:operation:az'] ?? [],
  });
  // Unlike an ordinary sale, a spot market that is not mentioned is none.
  yield* statesIn('spot', zones, {
    inRegion: specs['cond:spot:operation:status'] ?? 'abandon',
    inZones: specs['cond:spot:operation:az'] ?? [],
  });
}

function* statesIn(
  billing: Listing['billing'],
  zones: readonly string[],
  { inRegion, inZones }: { inRegion: Status; inZones: z.infer<typeof ByZone> },
): Iterable<Offered> {
  const own = new Map(inZones.map(({ zone, status }) => [zone, status]));
  for (const zone of new Set([...zones, ...own.keys()])) {
    const status = own.get(zone) ?? inRegion;
    const availability = STATES[status];
    if (availability !== null) yield { zone, billing, status, availability };
  }
}

/** "nvidia-a30:1". */
const ALIAS = /^(?<name>[^:]+):(?<count>[1-9]\d?)$/;
const MB_IN_GB = 1024;

/** The accelerators of a flavour, by whichever of three specifications names them. */
export const cardsOf = ExtraSpecs.transform((specs, context) => {
  const [card] = specs['info:asic_accelerators'] ?? specs['info:gpus'] ?? [];
  if (card !== undefined) {
    const memoryGb = card.memory_mb ? card.memory_mb / MB_IN_GB : null;
    return { accelerator: card.name, count: card.count, memoryGb };
  }
  const alias = ALIAS.exec(specs['pci_passthrough:alias'] ?? '')?.groups;
  if (alias?.name !== undefined) {
    return { accelerator: alias.name, count: Number(alias.count), memoryGb: null };
  }
  context.addIssue('its accelerator is not named');
  return z.NEVER;
});
