/** A question that was not understood: which parameter, what was expected, what was found. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';
  readonly parameter: string;

  constructor(parameter: string, message: string) {
    super(message);
    this.parameter = parameter;
  }
}

/** A question as text, the same words in a URL, on the command line and in a link. */
export type Params = Readonly<Record<string, string>>;
