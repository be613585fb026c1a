import { providerName } from '../domain/catalogue/providers.ts';
import type { Fit } from '../domain/models/fit.ts';
import type { Model, Weights } from '../domain/models/model.ts';
import { ASSUMED } from '../domain/models/room.ts';
import type { Cheapest, FitAnswer, FoundFit } from './fit.ts';
import { rounded, time } from './json.ts';
import type { FitQuestion } from './model-question.ts';

/** What holds a model, as the command line and the API give it. */
export function fitsJson({ model, demand, currency }: FitQuestion, answer: FitAnswer) {
  const { found, parts, unknown } = answer;
  return {
    model: modelJson(model),
    demand: { ...demand, tensorParallel: demand.tensorParallel ?? null },
    assumed: ASSUMED,
    currency,
    leftOut: { partsOfAnAccelerator: parts, unknownAccelerators: unknown },
    total: found.length,
    fits: found.map(foundJson),
  };
}

/** A model with where its figures come from. */
export function modelJson({ aliases: _, weights, cache, unsupported: __, ...model }: Model) {
  return { ...model, weights: weights.map(weightsJson), cacheKnown: cache !== null };
}

function weightsJson({ id, name, needs, gb, source, date, confidence }: Weights) {
  return { id, name, needs, gb: rounded(gb), source, date, confidence };
}

function foundJson({ hardware, fit, cheapest, offers, inStock, providers, regions }: FoundFit) {
  const { accelerator, count, unit, memoryGb } = hardware;
  return {
    accelerator: accelerator.name,
    acceleratorId: accelerator.id,
    ...{ count, unit, vramGb: memoryGb ?? accelerator.memoryGb },
    ...fitJson(fit),
    ...{ offers, inStock, providers, regions },
    cheapest: cheapest.map(cheapestJson),
  };
}

function fitJson(fit: Fit) {
  const { answer } = fit;
  const nothing = { weights: null, instances: null, room: null, recipe: null, documentedTo: null };
  switch (answer) {
    case 'fits, documented': {
      const { recipe, weights, instances, room } = fit;
      return { answer, ...nothing, weights: weights.id, instances, room, recipe, ...NO_FAULT };
    }
    case 'fits by arithmetic': {
      const { weights, instances, room, documentedTo } = fit;
      return {
        answer,
        ...nothing,
        weights: weights.id,
        instances,
        room,
        documentedTo,
        ...NO_FAULT,
      };
    }
    case 'does not fit':
      return { answer, ...nothing, shortGb: rounded(fit.shortGb), why: fit.why };
    case 'not known':
      return { answer, ...nothing, shortGb: null, why: fit.why };
  }
}

const NO_FAULT = { shortGb: null, why: null } as const;

/** The cheapest offer under one law; the amount is of one instance for an hour. */
export function cheapestJson({ jurisdiction, offer, hourly, currency, seenAt }: Cheapest) {
  const { hash, key, provider, region, zone, country, availability, evidence } = offer;
  return {
    ...{ jurisdiction, hourly: rounded(hourly), currency },
    offer: {
      ...{ id: hash, key, provider, providerName: providerName(provider) },
      ...{ region, zone, country, availability, evidence, seenAt: time(seenAt) },
    },
  };
}
