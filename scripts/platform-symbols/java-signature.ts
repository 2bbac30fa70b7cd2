/** Java generic signatures and descriptors, turned into Apex type texts. */

/** Java class name (`com/nawforce/runforce/System/List`) and Apex argument texts to the Apex type text. */
export type NameMapper = (javaName: string, typeArguments: readonly string[]) => string;

export interface MethodTypes {
  readonly parameters: readonly string[];
  readonly result: string;
}
export interface ClassTypes {
  readonly typeParameters: readonly string[];
  readonly superType: string;
  readonly interfaces: readonly string[];
}

export function methodTypes(signature: string, mapName: NameMapper): MethodTypes {
  const reader = new SignatureReader(signature, mapName);
  reader.skipTypeParameters();
  reader.expect('(');
  const parameters: string[] = [];
  while (!reader.accept(')')) parameters.push(reader.type());
  return { parameters, result: reader.type() };
}

export function fieldType(signature: string, mapName: NameMapper): string {
  return new SignatureReader(signature, mapName).type();
}

export function classTypes(signature: string, mapName: NameMapper): ClassTypes {
  const reader = new SignatureReader(signature, mapName);
  const typeParameters = reader.skipTypeParameters();
  const superType = reader.type();
  const interfaces: string[] = [];
  while (!reader.atEnd) interfaces.push(reader.type());
  return { typeParameters, superType, interfaces };
}

class SignatureReader {
  readonly #text: string;
  readonly #mapName: NameMapper;
  #at = 0;

  constructor(text: string, mapName: NameMapper) {
    this.#text = text;
    this.#mapName = mapName;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  accept(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  expect(character: string): void {
    if (!this.accept(character)) throw new Error(`Expected ${character} at ${this.#at} of signature ${this.#text}.`);
  }

  /** `<K:Ljava/lang/Object;V::Lcom/Some;>`: gives the names; the bounds have no counterpart in Apex. */
  skipTypeParameters(): string[] {
    const names: string[] = [];
    if (!this.accept('<')) return names;
    while (!this.accept('>')) {
      names.push(this.#until(':'));
      if (this.#text[this.#at] !== ':') this.type();
      while (this.accept(':')) this.type();
    }
    return names;
  }

  type(): string {
    if (this.accept('V')) return 'void';
    if (this.accept('T')) return this.#until(';');
    if (this.accept('[')) return `List<${this.type()}>`;
    if (this.accept('Z')) return 'Boolean';
    this.expect('L');
    return this.#classType();
  }

  #classType(): string {
    let name = '';
    let typeArguments: string[] = [];
    while (!this.accept(';')) {
      if (this.accept('<')) {
        typeArguments = [];
        while (!this.accept('>')) typeArguments.push(this.#typeArgument());
      } else {
        name += this.accept('.') ? '$' : this.#text[this.#at++];
      }
    }
    return this.#mapName(name, typeArguments);
  }

  #typeArgument(): string {
    if (this.accept('*')) return 'Object';
    if (!this.accept('+')) this.accept('-');
    return this.type();
  }

  #until(end: string): string {
    const stop = this.#text.indexOf(end, this.#at);
    const found = this.#text.slice(this.#at, stop);
    this.#at = stop + 1;
    return found;
  }
}
