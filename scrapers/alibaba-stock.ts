import { z } from 'zod';
import { type Document, envelope } from './kit/index.ts';

/** What the categories of a stock mean: one that is closed is running out, or will not be filled again. */
export const STOCK = {
  WithStock: 'available',
  ClosedWithStock: 'limited',
  WithoutStock: 'sold-out',
  ClosedWithoutStock: 'sold-out',
} as const;

const Resource = z.object({
  Type: z.string().min(1),
  SupportedResources: z.object({ SupportedResource: z.array(z.unknown()) }),
});
const Zones = z.object({
  AvailableZones: z.object({
    AvailableZone: z.array(
      z.object({
        ZoneId: z.string().min(1),
        AvailableResources: z.object({ AvailableResource: z.array(Resource) }),
      }),
    ),
  }),
});
/** A type of instance in a zone, and how well it is stocked there. */
export const Supported = z.object({
  Value: z.string().min(1),
  StatusCategory: z.enum(Object.keys(STOCK) as (keyof typeof STOCK)[]),
});
export type Supported = z.infer<typeof Supported>;

/** The types of instances that each zone of a region has. */
export function* resourcesIn(served: Document) {
  for (const zone of envelope(served, Zones).AvailableZones.AvailableZone) {
    const kinds = zone.AvailableResources.AvailableResource;
    for (const { Type: kind, SupportedResources } of kinds) {
      if (kind !== 'InstanceType') continue;
      for (const resource of SupportedResources.SupportedResource) {
        yield { zone: zone.ZoneId, resource };
      }
    }
  }
}
