/** One machine in so many has accelerators. */
const RARE = 50;

/** A price list of made-up prices as one line of JSON, of at least so many bytes, in pieces. */
export function* offerObject(bytes: number): Generator<Buffer> {
  yield Buffer.from('{"formatVersion":"v1.0","products":{');
  for (let written = 0, number = 0; written < bytes; ) {
    const members = Array.from({ length: 1000 }, () => {
      number += 1;
      return `${number === 1 ? '' : ','}"MADEUP${number}":${JSON.stringify(offerOf(number))}`;
    });
    const piece = Buffer.from(members.join(''));
    written += piece.length;
    yield piece;
  }
  yield Buffer.from('},"terms":{"none":{}}}');
}

function offerOf(number: number) {
  const attributes = Array.from({ length: 12 }, (_, index) => [
    `attribute ${index + 1}`,
    'of a length like others, with a "quote" and a {',
  ]);
  return {
    instanceType: number % RARE === 0 ? 'p5.48xlarge' : 'm7i.large',
    gpu: number % RARE === 0 ? 'NVIDIA H100' : null,
    hourly: (number % 97) + 1.11,
    ...Object.fromEntries(attributes),
  };
}
