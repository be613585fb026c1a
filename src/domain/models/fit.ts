import type { Accelerator } from '../catalogue/accelerator.ts';
import { instancesFor } from './break-even.ts';
import { type Computes, type Hardware, type Ranks, ranksOf, runs } from './hardware.ts';
import type { Model, Recipe, Weights } from './model.ts';
import { type Demand, type Room, roomOf } from './room.ts';

/** Whether an instance holds a model, and how that is known. */
export type Fit = Documented | Computed | Missed | Unknown;

export interface Documented {
  readonly answer: 'fits, documented';
  readonly recipe: Recipe;
  readonly weights: Weights;
  /** Instances like this one that the recipe takes. */
  readonly instances: number;
  /** What arithmetic says beside it; null where it has no figures. */
  readonly room: Room | null;
}

export interface Computed {
  readonly answer: 'fits by arithmetic';
  readonly weights: Weights;
  readonly instances: 1;
  readonly room: Room;
  /** The longest context documented for it, shorter than the asked one; null where none is. */
  readonly documentedTo: number | null;
}

export interface Missed {
  readonly answer: 'does not fit';
  /** GB that are missing on all ranks together; null where it is not for want of memory. */
  readonly shortGb: number | null;
  readonly why: string;
}

/** Something it takes to answer was never published. */
export interface Unknown {
  readonly answer: 'not known';
  readonly why: string;
}

/** What a fit is decided by, beside the instance. */
export interface Knowledge {
  readonly recipes: readonly Recipe[];
  readonly computes: Computes;
}

/**
 * Whether an instance holds a model for this demand: by a documented recipe, else by arithmetic.
 * Arithmetic never goes beyond one instance; recipes may take several. A recipe that names no number of
 * sequences is documented for as many as arithmetic lets it hold at its context.
 */
export function fitOf(model: Model, hardware: Hardware, demand: Demand, known: Knowledge): Fit {
  const { accelerator } = hardware;
  const ranks = ranksOf(hardware);
  const refusal = refusalOf(model, accelerator, demand, ranks.ranks);
  if (refusal !== null) return refusal;
  const room = (weights: Weights, instances: number): Room | null =>
    ranks.memoryGb === null
      ? null
      : roomOf(
          model,
          weights,
          {
            ranks: ranks.ranks * instances,
            memoryGb: ranks.memoryGb,
            cacheFormat: known.computes(accelerator, 'fp8') ? 'fp8' : 'bf16',
          },
          demand,
        );
  const recipes = recipesFor(model, accelerator, ranks, known.recipes);
  return (
    documented(model, recipes, demand, room) ??
    computed(
      model.weights.filter((weights) => runs(weights, accelerator, known.computes)),
      recipes,
      demand,
      (weights) => room(weights, 1),
    )
  );
}

function refusalOf(
  model: Model,
  { id }: Accelerator,
  demand: Demand,
  ranks: number,
): Missed | Unknown | null {
  const { name, weights, contextTokens, tensorParts, unsupported, source } = model;
  const { tensorParallel } = demand;
  const missed = (why: string): Missed => ({ answer: 'does not fit', shortGb: null, why });
  if (weights.length === 0) {
    return {
      answer: 'not known',
      why: `nothing that could be computed with is published of ${name}`,
    };
  }
  if (unsupported.includes(id)) return missed(`named as not supported by ${source}`);
  if (contextTokens !== null && demand.contextTokens > contextTokens) {
    return missed(`the context of ${name} ends at ${contextTokens} tokens`);
  }
  if (tensorParallel !== undefined && tensorParts !== null && tensorParallel > tensorParts) {
    return missed(`a layer of ${name} is shared by at most ${tensorParts} ranks`);
  }
  if (tensorParallel !== undefined && tensorParallel > ranks) {
    return missed(`it has ${ranks} ranks, and ${tensorParallel} are to share a layer`);
  }
  if (tensorParallel !== undefined && !Number.isInteger(Math.log2(tensorParallel))) {
    return missed(`layers are shared by 2, 4, 8 and so on of ranks, and not by ${tensorParallel}`);
  }
  return null;
}

interface Match {
  readonly recipe: Recipe;
  readonly instances: number;
}

/** Recipes of this accelerator that an instance is large enough for, the fewest instances first. */
function recipesFor(
  model: Model,
  accelerator: Accelerator,
  { packages }: Ranks,
  recipes: readonly Recipe[],
): readonly Match[] {
  return recipes
    .filter((recipe) => recipe.model === model.id)
    .flatMap((recipe): readonly Match[] => {
      const instances = instancesFor(recipe, accelerator.id, packages);
      return instances === null ? [] : [{ recipe, instances }];
    })
    .sort((one, other) => one.instances - other.instances);
}

function documented(
  model: Model,
  matches: readonly Match[],
  { contextTokens, concurrency, tensorParallel }: Demand,
  roomFor: (weights: Weights, instances: number) => Room | null,
): Documented | null {
  if (tensorParallel !== undefined) return null;
  for (const { recipe, instances } of matches) {
    const weights = weightsOf(model, recipe);
    const room = roomFor(weights, instances);
    const sequences = Math.max(recipe.concurrency ?? 1, room?.sequences ?? 1);
    const covers = recipe.contextTokens === null || contextTokens <= recipe.contextTokens;
    if (covers && concurrency <= sequences) {
      return { answer: 'fits, documented', recipe, weights, instances, room };
    }
  }
  return null;
}

/** The weights a recipe runs. Throws where the catalogue contradicts itself. */
export function weightsOf(model: Model, recipe: Pick<Recipe, 'weights'>): Weights {
  const found = model.weights.find(({ id }) => id === recipe.weights);
  if (found !== undefined) return found;
  throw new Error(`expected weights of ${model.id}, found "${recipe.weights}" in a recipe`);
}

function computed(
  candidates: readonly Weights[],
  matches: readonly Match[],
  demand: Demand,
  roomFor: (weights: Weights) => Room | null,
): Computed | Missed | Unknown {
  if (candidates.length === 0) {
    const why = 'none of its known weights are in a precision that this chip computes in';
    return { answer: 'does not fit', shortGb: null, why };
  }
  let shortGb = Number.POSITIVE_INFINITY;
  for (const weights of candidates) {
    const room = roomFor(weights);
    if (room !== null && room.leftGb >= 0) {
      const documentedTo = longest(matches);
      return { answer: 'fits by arithmetic', weights, instances: 1, room, documentedTo };
    }
    if (room !== null) shortGb = Math.min(shortGb, -room.leftGb);
  }
  return Number.isFinite(shortGb)
    ? { answer: 'does not fit', shortGb, why: shortText(demand) }
    : {
        answer: 'not known',
        why: 'the size of its weights, or the memory of the chip, is not published',
      };
}

function longest(matches: readonly Match[]): number | null {
  const contexts = matches
    .filter(({ instances }) => instances === 1)
    .flatMap(({ recipe }) => recipe.contextTokens ?? []);
  return contexts.length === 0 ? null : Math.max(...contexts);
}

function shortText({ contextTokens, concurrency }: Demand): string {
  return `weights, engine and the cache of ${concurrency} × ${contextTokens} tokens take more than there is`;
}
