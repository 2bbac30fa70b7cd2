/**
 * What the local org refuses at run time because only then it shows. Not an Apex exception on purpose: no catch clause of Apex code may swallow it.
 * Members that are never supported are refused by the compiler instead: the library simply does not define them.
 */
export class UnsupportedFeature extends Error {
  readonly what: string;

  /** @param instead a sentence about what to do, where there is a way */
  constructor(what: string, instead?: string) {
    super(instead === undefined ? `Not supported by the local org: ${what}` : `${what} is not supported by the local org. ${instead}`);
    this.name = 'UnsupportedFeature';
    this.what = what;
  }
}
